import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { troubleNotice } from "../../src/delivery/trouble-notice.ts";
import { measureSms } from "../../src/kit/sms-text.ts";
import { inbox, putLimits, putTenant } from "../support/erp.ts";
import { World } from "../scenarios/world.ts";

const operator = "0812-9999-1234";
const worlds: World[] = [];
let world: World;
beforeEach(async () => {
  world = await World.start();
  worlds.push(world);
  await putTenant(world.gateway, { alert_to: [{ channel: "sms", to: operator, kinds: ["provider"] }] });
  await world.routeToMeta({ first: {}, second: {} });
});
afterAll(() => Promise.all(worlds.map((each) => each.close())));

const notices = async (): Promise<string[]> => (await inbox(world.gateway, operator)).map(({ text }) => text).reverse();
const told = async (): Promise<string[]> => {
  await world.gateway.gateway.delivery.failovers.flush();
  return notices();
};
/** As an operator reads it. */
const trouble = async (provider: string): Promise<{ messages: number; reason: string } | null> =>
  (await world.gateway.admin(`/v1/providers/${provider}`)).json.failing as never;

/** A message that the first provider fails and the second one carries. */
async function failOver(error = 131042): Promise<void> {
  world.meta.next({ error });
  await carriedBySecond(await world.issue(world.number()));
}

async function carriedBySecond(id: string): Promise<void> {
  const [message] = await world.until(id, ([first]) => first?.status === "accepted");
  expect(message?.provider).toBe("second");
}

describe("a failover", () => {
  test("is told though the user was served, once for many messages", async () => {
    await failOver();
    const [notice, ...others] = await told();
    expect(others).toEqual([]);
    expect(notice).toMatch(
      /^Gerbang: penyedia first bermasalah \(credentials 131042\), 1 pesan sejak \d\d:\d\d\. Dialihkan bila ada jalan lain\./,
    );
    expect(world.gateway.logged()).toContain("a provider fails messages");

    // Its breaker is open: these are left out of the plan, and counted.
    for (let n = 0; n < 3; n += 1) await carriedBySecond(await world.issue(world.number()));
    expect(await told()).toHaveLength(1);
    expect(await trouble("first")).toMatchObject({ messages: 4, reason: "credentials 131042" });
    expect(await trouble("second")).toBeNull();
  });

  test("is told by one of several replicas, again after an hour, and anew after a quiet time", async () => {
    const replica = await world.gateway.replica();
    const both = [world.gateway, replica].map(({ gateway }) => gateway.delivery);
    await failOver();
    world.meta.next({ error: 131042 });
    await world.until(await world.issue(world.number(), {}, replica), ([first]) => first?.provider === "second");
    await Promise.all(both.map((delivery) => delivery.failovers.flush()));
    expect(await notices()).toHaveLength(1);
    expect(await trouble("first")).toMatchObject({ messages: 2 });
    await replica.close();

    for (let minutes = 10; minutes <= 60; minutes += 10) {
      await world.advance(600_000);
      await failOver();
      await world.gateway.gateway.delivery.failovers.flush();
      // What the sandbox delivered is shown for an hour: the first notice, then the reminder.
      const [shown, ...others] = await notices();
      expect(others).toEqual([]);
      expect(shown?.includes(" 8 pesan")).toBe(minutes === 60);
    }

    await world.advance(16 * 60_000);
    expect(await trouble("first")).toBeNull();
    await failOver();
    expect((await told()).at(-1)).toContain(" 1 pesan");
  });

  test("of one person's fault is none of the provider's", async () => {
    world.meta.next({ error: 131026 });
    await world.until(await world.issue(world.number()), (messages) => messages.length === 2);
    expect(await told()).toEqual([]);
    expect(await trouble("first")).toBeNull();
  });

  test("to nowhere is told too: no provider was left", async () => {
    await world.put("/v1/routes", {
      channels: { whatsapp: [{ provider: "first" }], sms: [{ provider: "sandbox" }] },
      fallback: [{ channel: "whatsapp" }],
    });
    world.meta.next({ error: 131042 });
    await world.until(await world.issue(world.number()), ([first]) => first?.status === "failed");
    const refused = await world.gateway.request("/v1/otp/issue", { body: { to: world.number() } });
    expect(refused.status).toBe(422);
    await told();
    expect(await trouble("first")).toMatchObject({ messages: 2 });
  });

  test("is not sent through the provider that fails, nor where the words are fixed", async () => {
    await putTenant(world.gateway, {
      alert_to: [
        { channel: "whatsapp", to: operator, kinds: ["provider"] },
        { channel: "sms", to: operator, kinds: ["balance"] },
      ],
    });
    const before = world.meta.requests.length;
    await failOver();
    expect(await told()).toEqual([]);
    expect(world.meta.requests.length).toBe(before + 2);
    expect(world.gateway.logged()).toContain("an operator could not be told: no provider took it");
  });

  test("counts a message once, and only what the provider could have carried", async () => {
    await world.routeToMeta({ first: {}, second: {}, third: {} });
    await putLimits(world.gateway, { countries: ["ID", "SG"] });
    await world.put("/v1/routes", {
      channels: {
        whatsapp: [{ provider: "first", countries: ["SG"] }, { provider: "second" }, { provider: "third", weight: 0 }],
        sms: [{ provider: "sandbox" }],
      },
      fallback: [{ channel: "whatsapp" }],
    });
    const { delivery, settings } = world.gateway.gateway;
    const down = [...settings.current.tenants.values()][0]?.providers.get("first");
    if (down === undefined) return expect.unreachable();
    delivery.guards.setOutOfCredit(down, true, world.gateway.clock.now());
    await carriedBySecond(await world.issue(world.number()));
    // In doubt with the second one, then by the third: one message that it failed.
    world.meta.next("reset");
    const id = await world.issue(world.number());
    await world.until(id, ([message]) => message?.due === "doubt" || message?.provider === "third");
    await world.pass(1000);
    await world.until(id, ([message]) => message?.status === "accepted" && message.provider === "third");
    await told();
    expect(await trouble("first")).toBeNull();
    expect(await trouble("second")).toMatchObject({ messages: 1, reason: "ambiguous reset" });
  });

  test("counts those whose turn came after the breaker opened", async () => {
    await world.routeToMeta({ first: { max_per_second: 5 }, second: {} });
    world.meta.next({ error: 131042 });
    const ids = await Promise.all(Array.from({ length: 6 }, () => world.issue(world.number())));
    await Promise.all(ids.map(carriedBySecond));
    await told();
    expect(await trouble("first")).toMatchObject({ messages: 6 });
  });

  test("that begins again once its provider was put is told again", async () => {
    await failOver();
    expect(await told()).toHaveLength(1);
    await world.advance(60_000);
    await world.routeToMeta({ first: {}, second: {} });
    await failOver();
    expect(await told()).toHaveLength(2);
    expect(await trouble("first")).toMatchObject({ messages: 1 });
  });
});

describe("a notice", () => {
  const carrier = (state: string) => world.put("/v1/providers/sandbox", { kind: "sandbox", state, settings: {} });

  test("that no provider took is tried again, minute by minute", async () => {
    await carrier("off");
    await failOver();
    expect(await told()).toEqual([]);
    expect(world.gateway.logged()).toContain("an operator could not be told: no provider took it");
    await carrier("on");
    await world.advance(30_000);
    expect(await told()).toEqual([]);
    await world.advance(31_000);
    expect(await told()).toHaveLength(1);
  });

  test("of a gateway that stopped before it could tell is told by another", async () => {
    const replica = await world.gateway.replica();
    world.meta.next({ error: 131042 });
    await world.until(await world.issue(world.number(), {}, replica), ([first]) => first?.provider === "second");
    await replica.gateway.delivery.stop();
    expect(await told()).toHaveLength(1);
    await replica.close();
  });

  test("is one SMS, in both languages", () => {
    const given = {
      ownerId: "o",
      provider: "meta-cadangan",
      reason: "out of credit since 2026-11-22T07:00:00.000Z",
      since: 0,
      lastAt: 0,
      messages: 1,
    };
    const { gateway } = world.gateway;
    const [tenant] = [...gateway.settings.current.tenants.values()];
    if (tenant === undefined) return expect.unreachable();
    for (const locale of ["id", "en", "id-ID", "fr"]) {
      const settings = { ...tenant.settings, default_locale: locale, time_zone: "Asia/Jakarta" };
      const { text, subject } = troubleNotice({ ...given, messages: 120 }, { ...tenant, settings });
      expect(text).toContain("07:00");
      expect(measureSms(text)).toMatchObject({ encoding: "GSM-7", segments: 1 });
      expect(subject).toContain("meta-cadangan");
    }
    const english = { ...tenant, settings: { ...tenant.settings, default_locale: "en" } };
    expect(troubleNotice(given, english).text).toContain("1 message since");
  });
});
