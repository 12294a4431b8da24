import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import type { DeliveryReport, Provider, ReportStatus } from "../../src/providers/provider.ts";
import { sandbox } from "../../src/providers/sandbox/index.ts";
import { World } from "../scenarios/world.ts";
import { eventually } from "../support/gateway.ts";

/** A vendor that gives its messages a second name, and takes its time to answer when it is told to. */
let letGo: (() => void) | null = null;
let sent = 0;
const twoNamed: Provider<object> = {
  kind: "two-named",
  channels: ["sms"],
  settings: z.strictObject({}),
  secrets: z.strictObject({}),
  fixedText: [],
  segmentsOf: () => 3,
  timeoutMs: () => 5000,
  async send() {
    sent += 1;
    const providerMessageId = `first-${sent}`;
    if (letGo !== null) await new Promise<void>((resolve) => (letGo = resolve));
    return { ok: true, providerMessageId };
  },
};

let world: World;
beforeAll(async () => {
  const kinds = new Map([sandbox, twoNamed].map((kind) => [kind.kind, kind as unknown as Provider]));
  world = await World.start({ kinds });
  for (const name of ["vendor", "other"]) {
    await world.put(`/v1/providers/${name}`, { kind: "two-named", state: "on", settings: {} });
  }
  await world.put("/v1/routes", { channels: { sms: [{ provider: "vendor" }] }, fallback: [{ channel: "sms" }] });
});
afterAll(() => world.close());

const sql = () => world.gateway.database.sql;

async function report(status: ReportStatus, names: Partial<DeliveryReport>, by = "vendor"): Promise<void> {
  const { delivery, settings } = world.gateway.gateway;
  const provider = [...settings.current.tenants.values()][0]?.providers.get(by);
  if (provider === undefined) return expect.unreachable("no provider");
  await delivery.report(provider, { providerMessageId: "", status, at: world.gateway.clock.now(), ...names });
}
async function accepted(): Promise<{ otp: string; first: string; alias: string }> {
  const otp = await world.issue(world.number());
  await world.until(otp, ([m]) => m?.status === "accepted");
  return { otp, first: `first-${sent}`, alias: `alias-${sent}` };
}
const state = async (otp: string) => (await world.story(otp))[0];

test("a later report finds its message by the alias that an earlier one told", async () => {
  const { otp, first, alias } = await accepted();
  await report("sent", { providerMessageId: first, alsoKnownAs: alias });
  await report("read", { providerMessageId: alias });
  expect(await state(otp)).toMatchObject({ status: "read", reports: ["sent", "read"] });
});

test("a report by an alias that nobody has told yet is kept, and applied once it is told", async () => {
  const { otp, first, alias } = await accepted();
  await report("delivered", { providerMessageId: alias });
  await world.pass(10 * 60_000);
  expect((await state(otp))?.status).toBe("accepted");
  await report("sent", { providerMessageId: first, alsoKnownAs: alias });
  await world.sweep();
  expect(await state(otp)).toMatchObject({ status: "delivered", reports: ["sent", "delivered"] });
  expect(await sql()`select from early_reports`).toHaveLength(0);
});

test("both in one commit, in either order, find it", async () => {
  for (const aliasFirst of [true, false]) {
    const { otp, first, alias } = await accepted();
    const told = () => report("sent", { providerMessageId: first, alsoKnownAs: alias });
    const later = () => report("delivered", { providerMessageId: alias });
    await Promise.all(aliasFirst ? [later(), told()] : [told(), later()]);
    expect(await state(otp)).toMatchObject({ status: "delivered" });
  }
  expect(await sql()`select from early_reports`).toHaveLength(0);
});

test("all of it may come before the answer to the send", async () => {
  letGo = () => undefined;
  const otp = await world.issue(world.number());
  await world.until(otp, ([m]) => m?.status === "sending");
  const [first, alias] = [`first-${sent}`, `alias-${sent}`];
  await report("read", { providerMessageId: alias });
  await report("sent", { providerMessageId: first, alsoKnownAs: alias });
  await report("delivered", { providerMessageId: alias });
  letGo();
  letGo = null;
  await eventually(
    async () => (await world.sweep(), await state(otp)),
    (message) => message?.status === "read" && message.reports.length === 3,
  );
  expect(await sql()`select from early_reports`).toHaveLength(0);
});

test.each(["before the answer", "by an alias before the answer", "by an alias that is told later"])(
  "a report that comes %s still says how many segments are paid",
  async (when) => {
    await world.put("/v1/prices", { prices: [{ channel: "sms", amount: "100", per: "segment" }] });
    const early = when.endsWith("answer");
    if (early) letGo = () => undefined;
    const otp = await world.issue(world.number());
    await world.until(otp, ([m]) => m?.status === (early ? "sending" : "accepted"));
    const [first, alias] = [`first-${sent}`, `alias-${sent}`];
    const byAlias = when.startsWith("by");
    await report("delivered", { providerMessageId: byAlias ? alias : first, segments: 1 });
    if (byAlias) await report("sent", { providerMessageId: first, alsoKnownAs: alias });
    letGo?.();
    letGo = null;
    const settled = await eventually(
      async () => (await world.sweep(), await state(otp)),
      (message) => message?.status === "delivered",
    );
    expect(settled).toMatchObject({ hold: "300", charged: "100" });
  },
);

test("an alias is its provider's own, and stays with the message that had it first", async () => {
  const one = await accepted();
  const two = await accepted();
  await report("sent", { providerMessageId: one.first, alsoKnownAs: one.alias });
  await report("sent", { providerMessageId: two.first, alsoKnownAs: one.alias });
  await report("delivered", { providerMessageId: one.alias }, "other");
  expect([(await state(one.otp))?.status, (await state(two.otp))?.status]).toEqual(["sent", "sent"]);
  await report("delivered", { providerMessageId: one.alias });
  expect([(await state(one.otp))?.status, (await state(two.otp))?.status]).toEqual(["delivered", "sent"]);
});

test("in one commit too, an attempt's own name is no alias of another, and an alias stays with its first message", async () => {
  const one = await accepted();
  const two = await accepted();
  await Promise.all([
    report("sent", { providerMessageId: two.first, alsoKnownAs: one.first }),
    report("delivered", { providerMessageId: one.first }),
  ]);
  expect([(await state(one.otp))?.status, (await state(two.otp))?.status]).toEqual(["delivered", "sent"]);
  const [three, four] = [await accepted(), await accepted()];
  await report("sent", { providerMessageId: three.first, alsoKnownAs: three.alias });
  await Promise.all([
    report("sent", { providerMessageId: four.first, alsoKnownAs: three.alias }),
    report("delivered", { providerMessageId: three.alias }),
  ]);
  expect([(await state(three.otp))?.status, (await state(four.otp))?.status]).toEqual(["delivered", "sent"]);
});

test("in one commit, an alias that two tell is the first one's", async () => {
  const [one, two] = [await accepted(), await accepted()];
  await Promise.all([
    report("sent", { providerMessageId: one.first, alsoKnownAs: one.alias }),
    report("sent", { providerMessageId: two.first, alsoKnownAs: one.alias }),
    report("delivered", { providerMessageId: one.alias }),
  ]);
  expect([(await state(one.otp))?.status, (await state(two.otp))?.status]).toEqual(["delivered", "sent"]);
});

test("an alias told of a message that is still on its way is not taken by another meanwhile", async () => {
  letGo = () => undefined;
  const otp = await world.issue(world.number());
  await world.until(otp, ([m]) => m?.status === "sending");
  const [first, alias] = [`first-${sent}`, `alias-${sent}`];
  await report("sent", { providerMessageId: first, alsoKnownAs: alias });
  const finish = letGo;
  letGo = null;
  const other = await accepted();
  await Promise.all([
    report("sent", { providerMessageId: other.first, alsoKnownAs: alias }),
    report("delivered", { providerMessageId: alias }),
  ]);
  finish();
  expect((await state(other.otp))?.status).toBe("sent");
});
