import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  balance,
  cancel,
  expectProblem,
  expectSoundLedger,
  inbox,
  issue,
  issued,
  leave,
  phone,
  putLimits,
  putTenant,
  read,
  resend,
  verify,
} from "../support/erp.ts";
import { eventually, startTestGateway, type TestGateway } from "../support/gateway.ts";

/** The names in an answer, and the kind of each value: what must not tell a decoy from a real one. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (value === null || typeof value !== "object") return value === null ? "null" : typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shapeOf(inner)]));
}

describe("a decoy", () => {
  let gateway: TestGateway;
  const decoy = { decoy: true, user: "nobody" };
  beforeAll(async () => {
    gateway = await startTestGateway();
    await putLimits(gateway, { cooldown_seconds: 30 });
  });
  afterAll(() => gateway.close());

  test("answers issue, read, resend and verify in the shape of a real one", async () => {
    const real = await issued(gateway, { user: "somebody", metadata: { a: 1 } });
    const fake = await issued(gateway, { ...decoy, to: phone(), metadata: { a: 1 } });
    expect(shapeOf(fake)).toEqual(shapeOf(real));
    expect(fake).toMatchObject({ status: "pending", channel: "whatsapp", message: { status: "queued" } });

    // Delivered first: what has not arrived by then goes on to the next channel by itself, and no decoy has a plan.
    await eventually(
      async () => (await read(gateway, real.id)).message.status,
      (status) => status === "delivered" || status === "read",
    );
    gateway.clock.advance(31_000);
    const answers = await Promise.all([real, fake].map(({ id }) => resend(gateway, id, { channel: "sms" })));
    const [realAgain, fakeAgain] = answers.map((reply): unknown => reply.json);
    expect(answers.map((reply) => reply.status)).toEqual([200, 200]);
    expect(shapeOf(fakeAgain)).toEqual(shapeOf(realAgain));
    expect(fakeAgain).toMatchObject({ channel: "sms", message: { status: "queued", channel: "sms" } });

    const reads = await Promise.all([read(gateway, real.id), read(gateway, fake.id)]);
    expect(shapeOf(reads[1])).toEqual(shapeOf(reads[0]));
    const channels = ({ messages }: { messages: { channel: string }[] }) => messages.map(({ channel }) => channel);
    expect(reads.map(channels)).toEqual([
      ["whatsapp", "sms"],
      ["whatsapp", "sms"],
    ]);

    const wrong = await Promise.all([real, fake].map(({ id }) => verify(gateway, { id, code: "0000" })));
    expect({ ...wrong[1], id: "" }).toEqual({ ...wrong[0], id: "" });
  });

  test("its messages seem to come as far as real ones do, and go on from what was said before", async () => {
    const { id } = await issued(gateway, { ...decoy, to: phone() });
    const seen = new Set<string>();
    await eventually(
      async () => (seen.add((await read(gateway, id)).message.status), seen),
      (statuses) => statuses.has("delivered"),
    );
    expect([...seen]).toEqual(["accepted", "sent", "delivered"].filter((status) => seen.has(status)));
  });

  test("with wait_ms says what a real one says", async () => {
    for (let n = 0; n < 5; n += 1) {
      const real = await issued(gateway, { wait_ms: 5000 });
      expect(real.message.status).toMatch(/^(accepted|sent)$/);
      const fake = await issued(gateway, { ...decoy, user: `nobody ${n}`, wait_ms: 5000 });
      expect(fake.message.status).toMatch(/^(accepted|sent)$/);
    }
  });

  test("never verifies, not even with its own code, and locks like a real one", async () => {
    const { id } = await issued(gateway, { ...decoy, to: phone(), code: "123456" });
    const verdicts = [];
    for (let n = 0; n < 6; n += 1) verdicts.push(await verify(gateway, { id, code: "123456" }));
    expect(verdicts.map(({ valid }) => valid)).not.toContain(true);
    expect(verdicts.map(({ reason, attempts_left: left }) => [reason, left])).toEqual([
      ["wrong_code", 4],
      ["wrong_code", 3],
      ["wrong_code", 2],
      ["wrong_code", 1],
      ["locked", 0],
      ["locked", 0],
    ]);
  });

  test("without `to` shows a masked number derived from the user, the same each time", async () => {
    const first = await issued(gateway, { decoy: true, to: undefined, user: "ghost" });
    expect(first.to).toMatch(/^\+628\d\d\*\*\*\*\d{4}$/);
    gateway.clock.advance(31_000);
    const second = await issued(gateway, { decoy: true, to: undefined, user: "ghost" });
    expect(second.to).toBe(first.to);
    expect(await read(gateway, first.id)).toMatchObject({ status: "replaced" });
    expect((await issued(gateway, { decoy: true, to: undefined, user: "another ghost" })).to).not.toBe(first.to);
  });

  test("without `to` and without user is refused", async () => {
    const reply = await issue(gateway, { to: undefined, decoy: true });
    expectProblem(reply, 400, "invalid_request");
    expect(reply.json.errors[0].path).toBe("to");
  });

  test("is held back by the same cool-down, with the pending one in the answer", async () => {
    const to = phone();
    await issued(gateway, { ...decoy, to });
    const reply = await issue(gateway, { ...decoy, to });
    expectProblem(reply, 429, "rate_limited");
    expect(reply.json.otp).toMatchObject({ status: "pending", messages: [expect.any(Object)] });
  });

  test("is cancelled and replaced like a real one", async () => {
    const { id } = await issued(gateway, { ...decoy, to: phone() });
    const reply = await cancel(gateway, id);
    expect(reply.json).toMatchObject({ status: "cancelled" });
    expect(await verify(gateway, { id, code: "123456" })).toMatchObject({ reason: "cancelled" });
  });

  test("to central numbers lists them like a real one", async () => {
    await putTenant(gateway, { central_recipients: ["0811-9000-1111", "0811-9000-2222"] });
    const real = await issued(gateway, { to: "central", user: "known" });
    const fake = await issued(gateway, { to: "central", user: "unknown", decoy: true });
    expect(shapeOf(fake)).toEqual(shapeOf(real));
  });

  test("of a number that a real one would be refused is refused alike", async () => {
    for (const to of ["+6581234567", "0215551234"]) {
      const [real, fake] = [await issue(gateway, { to }), await issue(gateway, { to, ...decoy })];
      expect([fake.status, fake.json.code]).toEqual([real.status, real.json.code]);
    }
  });

  test("is refused with 402 when a real one would be", async () => {
    await leave(gateway, 349);
    expectProblem(await issue(gateway), 402, "insufficient_balance");
    expectProblem(await issue(gateway, { ...decoy, to: phone() }), 402, "insufficient_balance");
  });
});

test("a decoy sends nothing and costs nothing", async () => {
  const gateway = await startTestGateway();
  await putLimits(gateway);
  const to = phone();
  const { id } = await issued(gateway, { decoy: true, to, wait_ms: 100 });
  await resend(gateway, id, { wait_ms: 100 });
  await gateway.gateway.sweep.run();
  expect(await inbox(gateway, to)).toEqual([]);
  expect(await balance(gateway)).toMatchObject({ available: "100000", held: "0" });
  const [row] = await gateway.database.sql`select count(*)::int as n from messages`;
  expect(row).toEqual({ n: 0 });
  await expectSoundLedger(gateway.database.sql);
  await gateway.close();
});
