import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { World } from "../scenarios/world.ts";
import { eventually, type TestGateway } from "../support/gateway.ts";

const MINUTE = 60_000;
const template = "/v1/templates/otp/whatsapp/id";

describe("templates are read back by themselves", () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({}, { keepsTemplates: true });
    await world.routeToMeta({ meta: { waba_id: world.meta.wabaId, timeout_ms: 5000 } });
  });
  afterAll(() => world.close());

  const look = (gateway: TestGateway = world.gateway) => gateway.gateway.delivery.templateSync.look();
  const lists = () => world.meta.requests.filter(({ method }) => method === "GET").length;
  const state = async () => (await world.gateway.admin(template)).json.bindings.meta.status as string;
  const warnings = () => world.gateway.logged().split("does not say what became of its templates").length - 1;

  test("not where nothing is bound", async () => {
    await world.bind({});
    await look();
    expect(lists()).toBe(0);
  });

  test("every ten minutes, and what changed leaves the plan or returns", async () => {
    world.meta.templates.firstStatus = "APPROVED";
    await world.gateway.admin(`${template}/submit`, { body: { provider: "meta" } });
    await look();
    expect(lists()).toBe(2); // The previews, and the list.
    world.meta.templates.find("otp", "id").status = "PAUSED";
    await look();
    expect(lists()).toBe(2);
    await world.advance(12 * MINUTE);
    await look();
    expect(lists()).toBe(3);
    expect(await state()).toBe("paused");
    world.meta.templates.find("otp", "id").status = "APPROVED";
    await world.advance(12 * MINUTE);
    await look();
    expect(await state()).toBe("approved");
  });

  test("by one of several replicas", async () => {
    const replica = await world.gateway.replica();
    await world.advance(12 * MINUTE);
    const before = lists();
    await Promise.all([look(), look(replica)]);
    expect(lists()).toBe(before + 1);
    await replica.close();
  });

  test("a provider that does not answer is told of once, and changes nothing", async () => {
    for (const error of [2, 190, 2]) {
      world.meta.nextOfTemplates({ error });
      await world.advance(12 * MINUTE);
      await look();
    }
    expect(warnings()).toBe(1);
    expect(await state()).toBe("approved");
    await world.advance(12 * MINUTE);
    await look();
    expect(world.gateway.logged()).toContain("says again what became of its templates");
  });

  test("one that refuses what it lists as approved is not believed for an hour", async () => {
    world.meta.next({ error: 132015 });
    await world.until(await world.issue(world.number()), (messages) => messages.length === 2);
    await eventually(state, (status) => status === "paused");
    for (let turns = 0; turns < 4; turns += 1) {
      await world.advance(12 * MINUTE);
      await look();
    }
    expect(await state()).toBe("paused");
    await world.advance(13 * MINUTE);
    await look();
    expect(await state()).toBe("approved");
  });

  test("and refused again, for twice as long, so that it does not come and go each hour", async () => {
    world.meta.next({ error: 132015 });
    await world.until(await world.issue(world.number()), (messages) => messages.length === 2);
    await eventually(state, (status) => status === "paused");
    await world.advance(119 * MINUTE);
    await look();
    expect(await state()).toBe("paused");
    await world.advance(13 * MINUTE);
    await look();
    expect(await state()).toBe("approved");
  });
});
