import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parsePublicId } from "../../src/kit/id.ts";
import { pick } from "../support/rows.ts";
import { World } from "../scenarios/world.ts";
import { eventually, type TestGateway } from "../support/gateway.ts";

let world: World;

beforeAll(async () => {
  world = await World.start();
  await world.put("/v1/prices", {
    prices: [
      { channel: "whatsapp", provider: null, country: null, amount: "350", per: "message", charged_on: "accepted" },
      { channel: "sms", provider: null, country: null, amount: "500", per: "message", charged_on: "delivered" },
    ].map((price) => ({ ...price, valid_from: "2026-01-01T00:00:00Z" })),
  });
});
afterAll(() => world.close());

/** Counts what has happened so far. */
async function count(test: TestGateway): Promise<void> {
  const { gateway } = test;
  const since = gateway.clock.now();
  await eventually(
    async () => {
      await Promise.all([...gateway.followers, gateway.statsMoney].map((job) => job.run()));
      return Date.parse(String((await test.admin("/v1/stats")).json.as_of));
    },
    (asOf) => asOf >= since,
  );
}

type Figures = Record<string, number | string | null> & { latencies: Record<string, unknown> | null };

async function stats(query = "", gateway: TestGateway = world.gateway) {
  await count(gateway);
  const reply = await gateway.admin(`/v1/stats?${query}`);
  if (reply.status !== 200) throw new Error(reply.text);
  return reply.json as {
    totals: Figures;
    groups: Figures[];
    series: (Figures & { from: string; until: string })[];
    as_of: string;
  };
}

/** What a story adds to the figures of its purpose. */
async function told(purpose: string, by = "channel") {
  const { totals, groups } = await stats(`purpose=${purpose}&by=${by}`);
  return { totals, groups };
}

async function codeFor(to: string): Promise<string> {
  const { data } = (await world.gateway.admin(`/v1/sandbox/messages?to=${encodeURIComponent(to)}`)).json as {
    data: { code: string }[];
  };
  return data[0]?.code ?? "";
}

const verify = (id: string, code: string) => world.gateway.request("/v1/otp/verify", { body: { id, code } });

describe("the figures of a story", () => {
  it("of one that is read and verified", async () => {
    const to = world.number();
    const otp = await world.issue(to, { purpose: "plain", channel: "whatsapp" });
    await world.until(otp, ([message]) => message?.status === "read");
    await verify(otp, "0000");
    await verify(otp, await codeFor(to));
    const { totals, groups } = await told("plain");
    expect(totals).toMatchObject({
      ...{ sent: 1, delivered: 1, read: 1, failed: 0, otps: 1, verified: 1, conversion: 1, charged: "350" },
    });
    expect(groups).toEqual([expect.objectContaining({ channel: "whatsapp", sent: 1, verified: 1 })]);
  });

  it("of one that fails and falls back to another channel, by which it is verified", async () => {
    const to = world.number("0001");
    const otp = await world.issue(to, { purpose: "fallback", channels: ["whatsapp", "sms"] });
    await world.until(otp, (messages) => messages[1]?.status === "read");
    await verify(otp, await codeFor(to));
    const { totals, groups } = await told("fallback");
    expect(totals).toMatchObject({ sent: 1, delivered: 1, failed: 1, otps: 1, conversion: 1, charged: "500" });
    expect(groups).toMatchObject([
      { channel: "sms", sent: 1, failed: 0, otps: 1, verified: 1, charged: "500" },
      { channel: "whatsapp", sent: 0, failed: 1, otps: 0, verified: 0, conversion: null, charged: "0" },
    ]);
  });

  it("of one that goes through at the third try: one message", async () => {
    const otp = await world.issue(world.number("0002"), { purpose: "tries", channel: "sms" });
    await world.until(otp, ([message]) => message?.status === "read");
    expect((await told("tries")).totals).toMatchObject({ sent: 1, delivered: 1, failed: 0, otps: 1, verified: 0 });
  });

  it("of one that is resent by another channel: one OTP in all, one of each channel, verified by the later", async () => {
    const to = world.number();
    const otp = await world.issue(to, { purpose: "resent", channel: "whatsapp" });
    await world.until(otp, ([message]) => message?.status === "read");
    await world.gateway.request(`/v1/otp/${otp}/resend`, { body: { channel: "sms" } });
    await world.until(otp, (messages) => messages[1]?.status === "delivered" || messages[1]?.status === "read");
    await world.applied();
    await verify(otp, await codeFor(to));
    const { totals, groups } = await told("resent");
    expect(totals).toMatchObject({ sent: 2, delivered: 2, otps: 1, verified: 1, conversion: 1, charged: "850" });
    const of = (channel: string) => groups.find((group) => group["channel"] === channel);
    expect(of("whatsapp")).toMatchObject({ sent: 1, otps: 1, verified: 0, conversion: 0, charged: "350" });
    expect(of("sms")).toMatchObject({ sent: 1, otps: 1, verified: 1, conversion: 1, charged: "500" });
  });

  it("of one that is resent by the same channel: one OTP of it", async () => {
    const otp = await world.issue(world.number(), { purpose: "again", channel: "sms" });
    await world.settled(otp);
    await world.gateway.request(`/v1/otp/${otp}/resend`, { body: {} });
    await world.until(otp, (messages) => messages.length === 2 && messages.every(({ leased }) => !leased));
    const { totals, groups } = await told("again", "channel,provider");
    expect(totals).toMatchObject({ sent: 2, otps: 1, verified: 0, conversion: 0 });
    expect(groups).toEqual([expect.objectContaining({ channel: "sms", provider: "sandbox", sent: 2, otps: 1 })]);
  });

  it("of one that is reported read, late, after its hold came back: delivered once, and charged late", async () => {
    const otp = await world.issue(world.number("0004"), { purpose: "late", channel: "sms" });
    await world.until(otp, ([message]) => message?.status === "accepted");
    await world.pass(25 * 3_600_000);
    await world.until(otp, ([message]) => message?.status === "unknown");
    const whole = () => stats(`purpose=late&from=${ago(48)}&until=${ago(-1)}`);
    expect((await whole()).totals).toMatchObject({ sent: 1, delivered: 0, charged: "0" });
    await report(otp, "read");
    await report(otp, "delivered");
    expect((await whole()).totals).toMatchObject({ sent: 1, delivered: 1, read: 1, otps: 1, charged: "500" });
    // Counted for the day on which it was asked for, paid on the day of the entry.
    expect((await stats("purpose=late")).totals).toMatchObject({ sent: 0, delivered: 0, charged: "500" });
  });
});

describe("an installation's figures", () => {
  it("are the same without their series", async () => {
    const { series, totals, groups } = await stats("by=provider");
    const short = await stats("by=provider&series=false");
    expect(series.length).toBeGreaterThan(23);
    expect(short.series).toEqual([]);
    // What the sandbox goes on to report is not among these.
    for (const name of ["sent", "otps", "charged"]) {
      expect(short.totals[name]).toEqual(totals[name]);
      expect(pick(short.groups, name)).toEqual(pick(groups, name));
    }
    expect((await world.gateway.admin("/v1/stats?series=no")).status).toBe(400);
  });

  it("are charged what the ledger says, less what came back, by whatever they are told apart", async () => {
    const refunded = await world.issue(world.number("0004"), { purpose: "refunded", channel: "whatsapp" });
    await world.until(refunded, ([message]) => message?.status === "accepted");
    expect((await told("refunded")).totals).toMatchObject({ charged: "350" });
    await report(refunded, "failed");
    expect((await told("refunded")).totals).toMatchObject({ sent: 1, failed: 1, charged: "0" });
    const whole = `from=${ago(48)}&until=${ago(-1)}`;
    const { totals } = await stats(whole);
    const [spent] = await world.gateway.database.sql<
      { spent: string }[]
    >`select (spent / 1000000)::text as spent from accounts`;
    expect(totals["charged"]).toBe(spent?.spent);
    for (const by of ["channel", "provider", "country", "template", "purpose", "country,template,purpose"]) {
      // Of one answer: the sandbox goes on to report.
      const answer = await stats(`${whole}&by=${by}`);
      for (const parts of [answer.groups, answer.series]) {
        for (const name of ["sent", "delivered", "read", "failed", "verified", "charged"]) {
          expect([by, name, sum(parts, name)]).toEqual([by, name, Number(answer.totals[name])]);
        }
      }
    }
  });

  it("are counted once by two replicas that count at the same time", async () => {
    const other = await world.gateway.replica();
    const before = (await stats("by=channel")).totals;
    const otps = await Promise.all(
      Array.from({ length: 20 }, () => world.issue(world.number("0004"), { channel: "sms" })),
    );
    await Promise.all(otps.map((otp) => world.until(otp, ([message]) => message?.status === "accepted")));
    await Promise.all([count(other), count(world.gateway)]);
    expect((await stats("by=channel")).totals["sent"]).toBe(Number(before["sent"]) + 20);
  });

  it("have each bucket, also those in which nothing was, and latencies", async () => {
    const { series, totals } = await stats(`from=${ago(72)}&until=${ago(0)}&bucket=day`);
    expect(series.length).toBeGreaterThanOrEqual(3);
    expect(series[0]).toMatchObject({ sent: 0, conversion: null, latencies: { issue_to_wire: null } });
    expect(totals.latencies).toMatchObject({
      issue_to_wire: { p50: expect.any(Number) as number },
      wire_to_delivered: { count: expect.any(Number) as number },
      issue_to_verified: { p99: expect.any(Number) as number },
    });
    expect((await stats(`from=${ago(24 * 10)}&until=${ago(0)}`)).series[0]?.latencies).toBeNull();
    const { groups } = await stats("by=template");
    expect(groups[0]).toMatchObject({ template: "otp/id", latencies: null });
  });

  it("come as a file too, a row for each bucket and group", async () => {
    await stats();
    const { text } = await world.gateway.admin("/v1/stats.csv?by=channel");
    const [head, ...rows] = text.trim().split("\r\n");
    expect(head).toMatch(/^from,until,channel,provider,country,template,purpose,sent,/);
    expect(rows.length).toBeGreaterThan(0);
    expect(rows[0]).toMatch(/Z,(sms|whatsapp),,,,,\d/);
    const cells = (line: string | undefined) => line?.split(",") ?? [];
    const costs = rows.map((row) => cells(row)[cells(head).indexOf("cost")]);
    expect(costs.every((cost) => /^[0-9.]+$/.test(cost ?? ""))).toBe(true);
  });

  it.each([
    ["bucket=week", "bucket"],
    ["by=colour", "by"],
    ["country=Indonesia", "country"],
    ["from=yesterday", "from"],
    ["from=2001-01-01T00:00:00Z", "from"],
  ])("refuse %s, and name the field", async (query, field) => {
    const { status, json } = await world.gateway.admin(`/v1/stats?${query}`);
    expect(status).toBe(400);
    expect(JSON.stringify(json.errors)).toContain(`"path":"${field}`);
  });

  it("are not for an ERP's key", async () => {
    expect((await world.gateway.request("/v1/stats")).status).toBe(403);
  });
});

const sum = (parts: readonly Figures[], name: string): number =>
  parts.reduce((total, part) => total + Number(part[name]), 0);

const ago = (hours: number): string => new Date(world.gateway.clock.now() - hours * 3_600_000).toISOString();

/** The sandbox's later word. */
async function report(otp: string, status: "sent" | "delivered" | "read" | "failed"): Promise<void> {
  const { sql } = world.gateway.database;
  const [row] = await sql<{ id: string }[]>`
    select a.provider_message_id as id from attempts a join messages m on m.id = a.message_id
    where m.otp_id = ${parsePublicId("otp", otp)} order by a.started_at desc limit 1`;
  const { delivery, settings } = world.gateway.gateway;
  const provider = settings.current.tenantsByName.get("demo")?.providers.get("sandbox");
  if (provider === undefined || row === undefined) throw new Error("nothing was sent");
  await delivery.report(provider, { providerMessageId: row.id, status, at: world.gateway.clock.now() });
}
