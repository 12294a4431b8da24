import { afterAll, beforeAll, expect, test } from "vitest";
import { balance, cancel, expectProblem, expectSoundLedger, issued, leave, putLimits, resend } from "../support/erp.ts";
import { eventually, startTestGateway, type TestGateway } from "../support/gateway.ts";
import { keysOfRoles } from "../support/roles.ts";
import { pick } from "../support/rows.ts";

/** Somebody at a screen helps a person on the telephone: the ERP's own rules, and a trace of who did it. */
let gateway: TestGateway;
let keys: Awaited<ReturnType<typeof keysOfRoles>>;
beforeAll(async () => {
  gateway = await startTestGateway();
  keys = await keysOfRoles(gateway);
  await putLimits(gateway);
});
afterAll(() => gateway.close());

interface Audited {
  action: string;
  target: string;
  actor_name: string;
  after: unknown;
}

async function auditedOf(id: string): Promise<Audited[]> {
  const reply = await gateway.admin(`/v1/audit?target=${id}`);
  expect(reply.status, reply.text).toBe(200);
  return reply.json.data as Audited[];
}

test("an operator's resend is a message with a hold of its own, once for a key, and audited once", async () => {
  const { id } = await issued(gateway, { wait_ms: 5000 });
  const before = Number((await balance(gateway)).total);
  const call = { key: keys.ops, headers: { "idempotency-key": "from-the-screen" } };
  const [first, again] = [
    await resend(gateway, id, { channel: "sms" }, call),
    await resend(gateway, id, { channel: "sms" }, call),
  ];
  expect([first.status, again.status, again.headers.get("idempotent-replayed")], first.text).toEqual([
    200,
    200,
    "true",
  ]);
  expect(pick(first.json.messages, "channel")).toEqual(["whatsapp", "sms"]);
  await eventually(
    () => balance(gateway),
    ({ total }) => Number(total) === before - 500,
  );
  expect(await auditedOf(id)).toEqual([
    expect.objectContaining({ action: "otp.resend", actor_name: "ops of a test", after: { channel: "sms" } }),
  ]);
  await expectSoundLedger(gateway.database.sql);
});

test("it counts like an issue: inside the cool-down it is refused, and leaves nothing in the audit", async () => {
  await putLimits(gateway, { cooldown_seconds: 30 });
  const { id } = await issued(gateway, { wait_ms: 5000 });
  expectProblem(await resend(gateway, id, {}, { key: keys.ops }), 429, "rate_limited");
  expect(await auditedOf(id)).toEqual([]);
  await putLimits(gateway);
});

test("what the balance can't pay is not sent for an operator either", async () => {
  const { id } = await issued(gateway, { wait_ms: 5000 });
  await leave(gateway, 1);
  expectProblem(await resend(gateway, id, {}, { key: keys.ops }), 402, "insufficient_balance");
  expect(await auditedOf(id)).toEqual([]);
  await leave(gateway, 100_000);
});

test("an admin's cancel is audited once, however often it is sent; the ERP's own acts are on record with the OTP", async () => {
  const [byAdmin, byErp] = [await issued(gateway), await issued(gateway)];
  for (let n = 0; n < 2; n += 1) {
    expect((await cancel(gateway, byAdmin.id, { key: keys.admin })).status).toBe(200);
    expect((await cancel(gateway, byErp.id)).status).toBe(200);
  }
  expect(pick(await auditedOf(byAdmin.id), "action")).toEqual(["otp.cancel"]);
  expect(await auditedOf(byErp.id)).toEqual([]);
  expectProblem(await cancel(gateway, byAdmin.id, { key: keys.ops }), 403, "forbidden");
});
