import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listen, type HttpServer } from "../../src/http/server.ts";
import { inbox, putTenant } from "../support/erp.ts";
import { eventually, type TestGateway } from "../support/gateway.ts";
import { World, type MessageStory } from "./world.ts";

const template = "/v1/templates/otp/whatsapp/id";
const operator = "0812-9999-1234";

describe("the life of a template at Meta", { timeout: 60_000 }, () => {
  let world: World;
  let replica: TestGateway;
  let replicaHttp: HttpServer;

  beforeAll(async () => {
    world = await World.start({}, { keepsTemplates: true });
    replica = await world.gateway.replica();
    replicaHttp = await listen({ host: "127.0.0.1", port: 0, fetch: replica.app.fetch });
    await putTenant(world.gateway, { alert_to: [{ channel: "sms", to: operator, kinds: ["template"] }] });
    await world.routeToMeta({ meta: { waba_id: world.meta.wabaId, timeout_ms: 5000 } });
    await world.bind({});
  });
  afterAll(async () => {
    await replicaHttp.close(100);
    await world.close();
  });

  const hookOfReplica = (): string => `${replicaHttp.url}/hooks/demo/meta`;
  const judge = async (status: string, hook: string, title?: string): Promise<void> => {
    expect(await world.meta.judgeTemplate(hook, "otp", "id", status, title)).toBe(200);
    await Promise.all([world.gateway, replica].map(({ gateway }) => gateway.delivery.hooks.idle()));
  };
  /** As both replicas show it. */
  const state = async (wanted: string): Promise<void> => {
    for (const gateway of [world.gateway, replica]) {
      const seen = async () => (await gateway.admin(template)).json.bindings.meta.status as string;
      expect(await eventually(seen, (status) => status === wanted)).toBe(wanted);
    }
  };
  /** Both at once: one of them tells. */
  const notices = async (): Promise<string[]> => {
    await Promise.all([world.gateway, replica].map(({ gateway }) => gateway.delivery.templateNotices.flush()));
    return (await inbox(world.gateway, operator)).map(({ text }) => text).reverse();
  };
  const carriedBy = async (from: TestGateway = world.gateway): Promise<(string | null)[]> => {
    const messages = await world.until(await world.issue(world.number(), {}, from), isTaken);
    return messages.map(({ provider }) => provider);
  };
  const skips = async (): Promise<string[]> => {
    const [message] = await world.until(await world.issue(world.number()), isTaken);
    return (message?.skips ?? []).map(({ reason }) => reason);
  };

  test("it is submitted, and nothing is sent with it until Meta has approved it", async () => {
    const submitted = await world.gateway.admin(`${template}/submit`, { body: { provider: "meta" } });
    expect(submitted.status).toBe(200);
    expect(submitted.json).toMatchObject({
      ok: true,
      templates: [{ bindings: { meta: { name: "otp", language: "id", expiry_minutes: 5, status: "pending" } } }],
      previews: [{ language: "id", body: "*{{1}}* adalah kode verifikasi Anda.", button: "Salin kode" }],
    });
    expect(world.meta.templates.find("otp", "id")).toMatchObject({ ttl: 300 });
    await state("pending");
    expect(await carriedBy()).toEqual(["sandbox"]);
  });

  test("approved by a webhook, it serves", async () => {
    await judge("APPROVED", world.hook("meta"));
    await state("approved");
    expect(await carriedBy()).toEqual(["meta"]);
    expect(await notices()).toEqual([]);
  });

  test("paused by a webhook of the other replica, it leaves both plans at once, and SMS serves", async () => {
    await judge("PAUSED", hookOfReplica(), "FIRST_PAUSE");
    await state("paused");
    const before = world.meta.received;
    expect(await carriedBy()).toEqual(["sandbox"]);
    expect(await carriedBy(replica)).toEqual(["sandbox"]);
    expect(await skips()).toEqual(["template is paused"]);
    expect(world.meta.received).toBe(before);
    expect(await notices()).toEqual([
      "Gerbang: templat otp/whatsapp/id dijeda di meta (FIRST_PAUSE). Dialihkan bila ada jalan lain.",
    ]);
  });

  test("approved again, it serves again, and the operators hear it once", async () => {
    await judge("APPROVED", hookOfReplica());
    await state("approved");
    expect(await carriedBy()).toEqual(["meta"]);
    expect(await carriedBy(replica)).toEqual(["meta"]);
    const [, again, ...others] = await notices();
    expect(again).toBe("Gerbang: templat otp/whatsapp/id disetujui lagi di meta dan dipakai kembali.");
    expect(others).toEqual([]);
  });

  test("paused in the middle of traffic, every code arrives once, and each is paid for once", async () => {
    const otps = new Map<string, string>();
    let going = true;
    const erp = async (from: TestGateway): Promise<void> => {
      while (going) {
        const to = world.number();
        otps.set(to, await world.issue(to, {}, from));
      }
    };
    const enough = async (n: number): Promise<void> => {
      const until = otps.size + n;
      while (otps.size < until) await new Promise((resolve) => setImmediate(resolve));
    };
    const heardBefore = (await notices()).length;
    const erps = [world.gateway, replica, world.gateway].map(erp);
    await enough(40);
    // Meta pauses it first: who is under way learns it by a refused send.
    world.meta.templates.find("otp", "id").status = "PAUSED";
    await enough(20);
    await judge("PAUSED", hookOfReplica(), "FIRST_PAUSE");
    await enough(20);
    going = false;
    await Promise.all(erps);

    const stories = await Promise.all([...otps.values()].map((id) => world.until(id, isOver, 30_000)));
    const carriers = stories.map((messages) => messages.filter(wasTaken).map(({ provider }) => provider));
    expect(carriers.filter((taken) => taken.length !== 1)).toEqual([]);
    expect(new Set(carriers.flat())).toEqual(new Set(["meta", "sandbox"]));
    expect(stories.flat().filter((message) => (message.hold_state === "captured") !== wasTaken(message))).toEqual([]);
    await world.expectLedgerRight();
    // Refused sends of two replicas and a hook, and one notice.
    expect((await notices()).slice(heardBefore)).toEqual([expect.stringContaining("dijeda di meta")]);
  });
});

function isTaken(messages: MessageStory[]): boolean {
  return messages.some(({ status }) => ["accepted", "sent", "delivered", "read"].includes(status));
}

function isOver(messages: MessageStory[]): boolean {
  return messages.some(wasTaken) && messages.every(({ leased }) => !leased);
}

function wasTaken({ attempts }: MessageStory): boolean {
  return attempts.some(({ outcome }) => outcome === "accepted");
}
