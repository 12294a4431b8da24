import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { World } from "../scenarios/world.ts";
import { withoutTimesAndIds } from "../support/by-chance.ts";
import { feedSettled } from "../support/feed.ts";
import type { EventPayload } from "../../src/events/payload.ts";

let world: World;

beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.close());

async function codeFor(to: string): Promise<string> {
  const { data } = (await world.gateway.admin(`/v1/sandbox/messages?to=${encodeURIComponent(to)}`)).json as {
    data: { code: string }[];
  };
  return data[0]?.code ?? "";
}

async function eventsOf(otp: string): Promise<EventPayload[]> {
  await feedSettled(world.gateway.database.sql);
  const reply = await world.gateway.request("/v1/events?limit=200&type=otp.*,message.*");
  return (reply.json.data as EventPayload[]).filter(({ data }) => data["otp"] === otp);
}

const typesOf = (events: readonly EventPayload[]) => events.map(({ type }) => type);

describe("events of an OTP and its messages", () => {
  it("tells of a verified OTP with its metadata, a masked number and no code", async () => {
    const to = world.number();
    const otp = await world.issue(to, {
      user: "siti",
      purpose: "transaction",
      metadata: { order: "7" },
      wait_ms: 5000,
    });
    await world.until(otp, ([message]) => message?.status === "read");
    const code = await codeFor(to);
    for (const guess of [code, code]) await world.gateway.request("/v1/otp/verify", { body: { id: otp, code: guess } });

    const events = await eventsOf(otp);
    expect(typesOf(events).sort()).toEqual(["message.delivered", "message.read", "message.sent", "otp.verified"]);
    const verified = events.find(({ type }) => type === "otp.verified");
    expect(verified).toEqual({
      id: expect.stringMatching(/^evt_[0-9a-f]{32}$/) as string,
      type: "otp.verified",
      timestamp: expect.stringMatching(/Z$/) as string,
      data: {
        tenant: "demo",
        otp,
        to: `${to.slice(0, 6)}****7890`,
        purpose: "transaction",
        user: "siti",
        metadata: { order: "7" },
      },
    });
    const sent = events.find(({ type }) => type === "message.sent");
    expect(sent?.data).toMatchObject({ otp, status: "accepted", provider: "sandbox", channel: "whatsapp" });
    expect(withoutTimesAndIds(JSON.stringify(events))).not.toContain(code);
    expect(JSON.stringify(events)).not.toContain(to);
  });

  it("tells of a locked OTP once, and not of the wrong codes before", async () => {
    const otp = await world.issue(world.number());
    for (let n = 0; n < 7; n++) await world.gateway.request("/v1/otp/verify", { body: { id: otp, code: "0000" } });
    await world.settled(otp);
    expect(typesOf(await eventsOf(otp)).filter((type) => type.startsWith("otp."))).toEqual(["otp.locked"]);
  });

  it("tells of an expired one once, whoever noticed first: the sweep, a check, or the next issue", async () => {
    const [swept, checked] = [await world.issue(world.number()), await world.issue(world.number())];
    const to = world.number();
    const replaced = await world.issue(to);
    for (const otp of [swept, checked, replaced]) await world.settled(otp);
    // Not `advance`: the sweep must not come between.
    await world.gateway.database.sql`
      update otps set expires_at = now() - interval '1 second' where status = 'pending'`;
    await Promise.all([
      world.gateway.request("/v1/otp/verify", { body: { id: checked, code: "0000" } }),
      world.issue(to),
    ]);
    await world.sweep();
    await world.sweep();
    for (const otp of [swept, checked, replaced]) {
      expect(typesOf(await eventsOf(otp)).filter((type) => type.startsWith("otp."))).toEqual(["otp.expired"]);
    }
  });

  it("tells nothing of a decoy, whatever becomes of it", async () => {
    const { json } = await world.gateway.request("/v1/otp/issue", { body: { to: world.number(), decoy: true } });
    const { json: locked } = await world.gateway.request("/v1/otp/issue", {
      body: { to: world.number(), decoy: true },
    });
    for (let n = 0; n < 6; n++) {
      await world.gateway.request("/v1/otp/verify", { body: { id: locked.id, code: "0000" } });
    }
    expect((await world.otp(String(locked.id))).status).toBe("locked");
    await world.pass(301_000);
    expect((await world.otp(String(json.id))).status).toBe("expired");
    expect([...(await eventsOf(String(json.id))), ...(await eventsOf(String(locked.id)))]).toEqual([]);
  });

  it("tells what became of a message once, in spite of reports that come twice, late or out of order", async () => {
    await world.routeToMeta({ meta: {} }, { fallback: false });
    const otp = await world.issue(world.number(), { channel: "whatsapp", wait_ms: 5000 });
    const [message] = await world.until(otp, ([first]) => first?.status === "accepted");
    const [{ id } = { id: "" }] = await world.gateway.database.sql<{ id: string }[]>`
      select provider_message_id as id from attempts where message_id = ${message?.id ?? null}`;
    const { delivery, settings } = world.gateway.gateway;
    const provider = settings.current.tenantsByName.get("demo")?.providers.get("meta");
    if (provider === undefined) throw new Error("no provider");
    for (const status of ["read", "delivered", "read", "sent", "failed"] as const) {
      await delivery.report(provider, { providerMessageId: id, status, at: Date.now() });
    }
    expect(typesOf(await eventsOf(otp)).sort()).toEqual(["message.read", "message.sent"]);
  });

  it("says why a message failed, by error class", async () => {
    await world.put("/v1/routes", {
      channels: { whatsapp: [{ provider: "sandbox" }] },
      fallback: [{ channel: "whatsapp" }],
    });
    const otp = await world.issue(world.number("0001"), { channel: "whatsapp" });
    await world.settled(otp);
    const [failed] = await eventsOf(otp);
    expect(failed).toMatchObject({ type: "message.failed", data: { status: "failed", reason: "recipient" } });
  });
});

describe("events of money, providers and templates", () => {
  const of = async (type: string) => {
    await feedSettled(world.gateway.database.sql);
    const reply = await world.gateway.admin(`/v1/events?limit=200&type=${type}`);
    return (reply.json.data as EventPayload[]).map(({ data }) => data);
  };

  it("tells of a top-up when its money is added, once for its reference", async () => {
    const before = (await of("balance.topup")).length;
    for (let n = 0; n < 2; n++) {
      await world.gateway.admin("/v1/balance/topups", { body: { amount: "1500.5", reference: "BCA-1" } });
    }
    const told = await of("balance.topup");
    expect(told.length).toBe(before + 1);
    expect(told.at(-1)).toMatchObject({ amount: "1500.5", currency: "IDR", reference: "BCA-1" });
  });

  it("tells of a provider's trouble once, not once a message", async () => {
    const { delivery, settings } = world.gateway.gateway;
    const [, tenant] = [...settings.current.tenants][0] ?? [];
    const row = { ownerId: tenant?.id ?? "", provider: "sandbox", updatedAt: 0, reason: "transient http_502" };
    for (let n = 0; n < 3; n++) {
      delivery.failovers.note(row);
      delivery.failovers.note(row);
      await delivery.failovers.flush();
    }
    expect(await of("provider.failed_over")).toEqual([
      { tenant: "demo", provider: "sandbox", reason: "transient http_502" },
    ]);
    await world.advance(16 * 60_000);
    delivery.failovers.note(row);
    await delivery.failovers.flush();
    expect(await of("provider.failed_over")).toHaveLength(2);
  });

  it("tells of a template that left the plan", async () => {
    const { sql } = world.gateway.database;
    await sql`
      insert into template_approvals (tenant_id, key, channel, locale, provider, status, reason, at)
      select id, 'otp', 'whatsapp', 'id', 'meta', 'paused', 'LOW_QUALITY', ${new Date(world.gateway.clock.now())}
      from tenants`;
    await world.gateway.gateway.delivery.templateNotices.flush();
    await world.gateway.gateway.delivery.templateNotices.flush();
    expect(await of("template.paused")).toEqual([
      { tenant: "demo", template: "otp/whatsapp/id", provider: "meta", status: "paused", reason: "LOW_QUALITY" },
    ]);
  });

  it("tells of a balance that runs out, when it begins", async () => {
    await world.put("/v1/tenants/demo", { brand: "Demo", low_threshold: "999999999" });
    await world.gateway.gateway.balances.look();
    await world.gateway.gateway.balances.look();
    const [low, ...more] = await of("balance.low");
    expect(low).toMatchObject({ kind: "low", threshold: "999999999", currency: "IDR" });
    expect(low?.["alert"]).toMatch(/^alr_/);
    expect(more).toEqual([]);
  });
});
