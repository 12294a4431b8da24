import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { expectProblem, issue, issued, phone, putLimits, read, resend, rowCounts } from "../support/erp.ts";
import { eventually, startTestGateway, type Reply, type TestGateway } from "../support/gateway.ts";
import { makeTenant } from "../support/roles.ts";
import { stopClock } from "../support/still.ts";

let gateway: TestGateway;
let other: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
  other = await gateway.replica();
  await gateway.admin("/v1/balance/topups", { body: { amount: "10000000", reference: "for the tests" } });
});
afterAll(() => gateway.close());
// Counters of one test are too old for the next.
beforeEach(() => gateway.clock.advance(86_400_000));

const hour = { max: 3, per_seconds: 3600 };
const kinds = (replies: Reply[]) => replies.map(({ status, json }) => (status === 429 ? String(json.limit) : status));

/** Once every replica works by what was put. */
async function everywhere(limits: object): Promise<void> {
  await putLimits(gateway, limits);
  const { json } = await gateway.admin("/v1/limits");
  await eventually(
    () => other.admin("/v1/limits"),
    (shown) => JSON.stringify(shown.json) === JSON.stringify(json),
  );
}

describe("a window", () => {
  test("of an IPv6 network counts its addresses together, of IPv4 each by itself", async () => {
    await putLimits(gateway, { client_net: [hour], client_ip: [{ max: 2, per_seconds: 3600 }] });
    const from = async (...addresses: string[]) => {
      const replies: Reply[] = [];
      for (const client_ip of addresses) replies.push(await issue(gateway, { client_ip }));
      return kinds(replies);
    };
    expect(await from("2001:db8:1:2::1", "2001:db8:1:2:ffff::2", "2001:0db8:1:2::3", "2001:db8:1:2::4")).toEqual([
      ...[201, 201, 201],
      "client_net",
    ]);
    expect(await from("2001:db8:1:3::1")).toEqual([201]);
    expect(await from("203.0.113.1", "203.0.113.2", "203.0.113.3", "203.0.113.4")).toEqual([201, 201, 201, 201]);
    expect(await from("203.0.113.1", "203.0.113.1")).toEqual([201, "client_ip"]);
  });

  test("of a country counts all its numbers", async () => {
    await putLimits(gateway, { country: [hour], countries: ["ID", "SG"] });
    const replies: Reply[] = [];
    for (let n = 0; n < 4; n += 1) replies.push(await issue(gateway));
    replies.push(await issue(gateway, { to: "+6581234567" }));
    expect(kinds(replies)).toEqual([201, 201, 201, "country", 201]);
  });

  test.each(["tenant", "gateway"])(
    "of the %s lets exactly its maximum through, over two replicas at once",
    async (scope) => {
      await everywhere({ [scope]: [{ max: 40, per_seconds: 3600 }] });
      const replies = await Promise.all(
        Array.from({ length: 200 }, (_, n) => issue(n % 2 === 0 ? gateway : other, { to: phone() })),
      );
      const made = replies.filter(({ status }) => status === 201);
      expect(made).toHaveLength(40);
      expect(new Set(kinds(replies.filter(({ status }) => status !== 201)))).toEqual(new Set([scope]));
    },
  );

  test("of the gateway counts all tenants together, without a deadlock", async () => {
    const tenants = await Promise.all(["one", "two", "three"].map((name) => makeTenant(gateway, `all-${name}`)));
    for (const { finance } of tenants) {
      await gateway.request("/v1/balance/topups", { key: finance, body: { amount: "1000000", reference: "r" } });
    }
    await everywhere({ gateway: [{ max: 30, per_seconds: 3600 }] });
    const replies = await Promise.all(
      Array.from({ length: 120 }, (_, n) =>
        (n % 2 === 0 ? gateway : other).request("/v1/otp/issue", {
          key: tenants[n % 3]?.erp ?? null,
          body: { to: phone() },
        }),
      ),
    );
    const all = kinds(replies);
    expect(all.filter((kind) => kind === 201)).toHaveLength(30);
    expect(all.filter((kind) => kind === "gateway")).toHaveLength(90);
  });

  test("that refuses stores nothing, counts nothing and costs nothing", async () => {
    await putLimits(gateway, { prefix: [hour], country: [{ max: 100, per_seconds: 3600 }] });
    for (let n = 0; n < 3; n += 1) await issued(gateway);
    const before = await rowCounts(gateway.database.sql);
    const usage = () => gateway.database.sql`select scope, key, buckets from limit_usage order by scope, key`;
    const counted = await usage();
    for (let n = 0; n < 3; n += 1) expect((await issue(gateway)).status).toBe(429);
    expect(await rowCounts(gateway.database.sql)).toEqual(before);
    expect(await usage()).toEqual(counted);
  });
});

describe("a refusal", () => {
  test("by several limits names the one that frees last, and when in three ways", async () => {
    await putLimits(gateway, {
      cooldown_seconds: 30,
      recipient: [{ max: 1, per_seconds: 60 }],
      prefix: [{ max: 1, per_seconds: 7200 }],
    });
    const to = phone();
    const { id } = await issued(gateway, { to });
    const reply = await issue(gateway, { to });
    expectProblem(reply, 429, "rate_limited");
    expect(reply.json.limit).toBe("prefix");
    // Inside a cool-down the pending one is named whatever else holds it back.
    expect(reply.json.otp.id).toBe(id);
    const wait = Number(reply.headers.get("retry-after"));
    expect(wait).toBeGreaterThan(7190);
    const at = Date.parse(reply.json.retry_at);
    expect(Math.ceil((at - gateway.clock.now()) / 1000)).toBeGreaterThan(wait - 3);
    expect(reply.json.detail).toContain(`1 code to numbers of one prefix in 2 hours`);
    expect(reply.json.detail).toContain(`, at ${String(reply.json.retry_at)}.`);
  });

  test("is over at the moment it said, and not before", async () => {
    stopClock(gateway);
    await putLimits(gateway, { cooldown_seconds: 600, recipient: [{ max: 2, per_seconds: 3600 }] });
    const to = phone();
    await issued(gateway, { to, ttl_seconds: 30 });
    const { json } = await issue(gateway, { to });
    expect(json.limit).toBe("cooldown");
    gateway.clock.advance(Date.parse(json.retry_at) - gateway.clock.now());
    // The OTP has expired long before: no other limit comes as a surprise.
    await issued(gateway, { to });
    const second = await issue(gateway, { to });
    expect(second.json.limit).toBe("recipient");
    gateway.clock.advance(Date.parse(second.json.retry_at) - gateway.clock.now() - 2000);
    expect((await issue(gateway, { to })).status).toBe(429);
    gateway.clock.advance(2000);
    await issued(gateway, { to });
  });
});

describe("the sandbox", () => {
  test("has cool-down and windows of its own, counted apart", async () => {
    await putLimits(gateway, {
      recipient: [hour],
      tenant: [hour],
      sandbox: { recipient: [{ max: 1, per_seconds: 60 }] },
    });
    const to = phone();
    await issued(gateway, { to });
    expect((await issue(gateway, { to })).json.limit).toBe("recipient");
    const scopes = await gateway.database.sql`
      select scope from limit_usage where updated_at > to_timestamp(${gateway.clock.now() - 60_000}::float8 / 1000)`;
    expect(scopes).toEqual([{ scope: "sandbox:tenant" }]);
  });
});

describe("a provider", () => {
  /** Two of the sandbox's kind: the first has weight, the second stands by. */
  async function twoProviders(max: number): Promise<void> {
    for (const name of ["first", "second"]) {
      const put = await gateway.admin(`/v1/providers/${name}`, {
        method: "PUT",
        body: { kind: "sandbox", settings: {} },
      });
      expect(put.status, put.text).toBe(200);
    }
    const steps = [
      { provider: "first", weight: 100 },
      { provider: "second", weight: 0 },
    ];
    const put = await gateway.admin("/v1/routes", {
      method: "PUT",
      body: { channels: { whatsapp: steps }, fallback: [{ channel: "whatsapp" }] },
    });
    expect(put.status, put.text).toBe(200);
    await everywhere({ provider: [{ max, per_seconds: 3600 }] });
  }

  test("over its limit is left out with the reason, and the next takes the message; with none left it is 429", async () => {
    await twoProviders(2);
    const sent: string[] = [];
    for (let n = 0; n < 4; n += 1) {
      const otp = await issued(gateway, { wait_ms: 5000 });
      const { json } = await gateway.admin(`/v1/messages/${String(otp.message.id)}`);
      sent.push(json.provider);
      if (n > 1) expect(json.skips).toContainEqual({ provider: "first", reason: "over its limit of messages" });
    }
    expect(sent).toEqual(["first", "first", "second", "second"]);
    const refused = await issue(gateway);
    expectProblem(refused, 429, "rate_limited");
    expect(refused.json.limit).toBe("provider");
  });

  test("gets exactly its maximum, over two replicas at once", async () => {
    await twoProviders(30);
    const replies = await Promise.all(Array.from({ length: 100 }, (_, n) => issue(n % 2 === 0 ? gateway : other)));
    const made = replies.filter(({ status }) => status === 201);
    expect(made).toHaveLength(60);
    const last = made.at(-1)?.json.id as string;
    await eventually(
      () => read(gateway, last),
      (otp) => otp.message.status !== "queued",
    );
    const taken = () => gateway.database.sql<{ provider: string; n: number }[]>`
      select provider, count(*)::int as n from messages
      where created_at > to_timestamp(${gateway.clock.now() - 600_000}::float8 / 1000) and provider is not null
      group by provider order by provider`;
    const rows = await eventually(taken, (found) => found.reduce((sum, { n }) => sum + n, 0) === 60);
    expect(rows).toEqual([
      { provider: "first", n: 30 },
      { provider: "second", n: 30 },
    ]);
  });

  test("over its limit leaves the message to the next channel, and decoys look the same", async () => {
    await twoProviders(1);
    const channels = { whatsapp: [{ provider: "first" }], sms: [{ provider: "second" }] };
    const put = await gateway.admin("/v1/routes", {
      method: "PUT",
      body: { channels, fallback: [{ channel: "whatsapp" }, { channel: "sms" }] },
    });
    expect(put.status, put.text).toBe(200);
    await issued(gateway, { decoy: true });
    const other = await issued(gateway, { wait_ms: 5000 });
    expect(other.message).toMatchObject({ channel: "sms" });
    const { json } = await gateway.admin(`/v1/messages/${String(other.message.id)}`);
    expect(json).toMatchObject({ channel: "sms", provider: "second" });
    expect(json.skips).toContainEqual({ provider: "whatsapp", reason: "the limit provider holds it back" });
    expect((await issue(gateway)).json.limit).toBe("provider");
    gateway.clock.advance(4_000_000);
    await issued(gateway);
    expect((await issued(gateway, { decoy: true })).message).toMatchObject({ channel: "sms" });
    expect((await issue(gateway, { decoy: true })).json.limit).toBe("provider");
  });

  test("a resend is counted like an issue", async () => {
    await twoProviders(1);
    const { id } = await issued(gateway);
    expect((await resend(gateway, id)).status).toBe(200);
    expect((await resend(gateway, id)).json.limit).toBe("provider");
  });
});
