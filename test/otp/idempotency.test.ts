import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Provider } from "../../src/providers/provider.ts";
import { registry } from "../../src/providers/registry.ts";
import {
  balance,
  cancel,
  delivered,
  expectProblem,
  inbox,
  issue,
  issued,
  leave,
  phone,
  putLimits,
  read,
  resend,
  rowCounts,
  verify,
} from "../support/erp.ts";
import { eventually, startTestGateway, type Reply, type TestGateway } from "../support/gateway.ts";
import { makeTenant } from "../support/roles.ts";

let gateway: TestGateway;
let replica: TestGateway;
let keys = 0;
const sandbox = registry.get("sandbox") as Provider;
/** What the provider's answers wait for. */
let answered = Promise.resolve();
const withKey = (key = `key-${(keys += 1)}`) => ({ headers: { "idempotency-key": key } });
beforeAll(async () => {
  const send: Provider["send"] = async (...given) => (await answered, sandbox.send(...given));
  gateway = await startTestGateway({ kinds: new Map(registry).set("sandbox", { ...sandbox, send }) });
  replica = await gateway.replica();
  await putLimits(gateway);
});
afterAll(() => gateway.close());

function expectReplay(reply: Reply, first: Reply): void {
  expect(reply.headers.get("idempotent-replayed"), reply.text).toBe("true");
  expect([reply.status, reply.text]).toEqual([first.status, first.text]);
}

describe("the same key and fields", () => {
  test("give the same issue, nothing done twice, on every replica", async () => {
    const [to, call] = [phone(), withKey()];
    const first = await issue(gateway, { to, wait_ms: 5000 }, call);
    expect(first.status, first.text).toBe(201);
    expect(first.headers.get("idempotent-replayed")).toBe(null);
    const before = await rowCounts(gateway.database.sql);
    expectReplay(await issue(gateway, { to, wait_ms: 5000 }, call), first);
    expectReplay(await issue(replica, { wait_ms: 5000, to }, call), first);
    const after = await rowCounts(gateway.database.sql);
    expect([after["otps"], after["messages"], after["entries"]]).toEqual([
      before["otps"],
      before["messages"],
      before["entries"],
    ]);
    expect(await inbox(gateway, to)).toHaveLength(1);
  });

  test("are the same whether a default is written out, in whatever order, as JSON or as a form", async () => {
    const [to, call] = [phone(), withKey()];
    const first = await issue(gateway, { to, ttl_seconds: 120 }, call);
    expectReplay(await issue(gateway, { purpose: "login", ttl_seconds: 120, to, decoy: false }, call), first);
    const form = { "content-type": "application/x-www-form-urlencoded", ...call.headers };
    expectReplay(await gateway.request("/v1/otp/issue", { body: `ttl_seconds=120&to=${to}`, headers: form }), first);
  });

  test("may be quoted, as the draft has it", async () => {
    const to = phone();
    const first = await issue(gateway, { to }, withKey('"quoted"'));
    expectReplay(await issue(gateway, { to }, withKey("quoted")), first);
  });

  test("may come in the field idempotency_key, of a form or of JSON", async () => {
    const to = phone();
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const first = await gateway.request("/v1/otp/issue", { body: `to=${to}&idempotency_key=in-a-field`, headers });
    expect(first.status, first.text).toBe(201);
    expectReplay(
      await gateway.request("/v1/otp/issue", { body: `idempotency_key=in-a-field&to=${to}`, headers }),
      first,
    );
    expectReplay(await issue(gateway, { to, idempotency_key: "in-a-field" }), first);
    expectReplay(await issue(gateway, { to }, withKey("in-a-field")), first);
  });

  test("of a form's empty field are no key", async () => {
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const body = `to=${phone()}&idempotency_key=`;
    const ids = [];
    for (let n = 0; n < 2; n += 1) ids.push((await gateway.request("/v1/otp/issue", { body, headers })).json.id);
    expect(ids[0]).toMatch(/^otp_/);
    expect(ids[1]).not.toBe(ids[0]);
  });

  test("twenty at once, over two replicas, have one effect: the others get its answer or are told to wait", async () => {
    const [to, call] = [phone(), withKey()];
    const replies = await Promise.all(
      Array.from({ length: 20 }, (_, n) => issue(n % 2 === 0 ? gateway : replica, { to }, call)),
    );
    const made = replies.filter((reply) => reply.status === 201);
    const told = replies.filter((reply) => reply.status !== 201);
    expect(new Set(made.map((reply) => reply.text)).size).toBe(1);
    expect(made.filter((reply) => reply.headers.get("idempotent-replayed") === null)).toHaveLength(1);
    for (const reply of told) {
      expectProblem(reply, 409, "idempotency_in_progress");
      expect(reply.headers.get("retry-after")).toBe("1");
    }
    await delivered(gateway, to);
    const [row] = await gateway.database.sql`
      select count(*)::int as n from messages m where m.otp_id = ${uuid(made[0]?.json.id)}`;
    expect(row).toEqual({ n: 1 });
    expectReplay(await issue(replica, { to }, call), made[0] as Reply);
  });

  test("while the first still waits for a provider are told to wait, then get its last word", async () => {
    const [to, call] = [phone(), withKey("waits")];
    let answer = (): void => {};
    answered = new Promise<void>((resolve) => (answer = resolve));
    const body = { to, wait_ms: 5000 };
    const waiting = issue(gateway, body, call);
    await eventually(
      () => gateway.database.sql`select 1 from idempotency where key = 'waits'`,
      (rows) => rows.length === 1,
    );
    expectProblem(await issue(replica, body, call), 409, "idempotency_in_progress");
    answer();
    const second = await eventually(
      () => issue(replica, body, call),
      (reply) => reply.status === 201,
    );
    const first = await waiting;
    expect(first.json.message.status).toMatch(/^(accepted|sent)$/);
    expectReplay(second, first);
    expect(await inbox(gateway, to)).toHaveLength(1);
  });

  test("count a check once, right or wrong, with the same proof", async () => {
    const { id } = await issued(gateway, { code: "123456" });
    const [wrongKey, rightKey] = [withKey(), withKey()];
    const check = (code: string, call: object, on = gateway) =>
      on.request("/v1/otp/verify", { body: { id, code }, ...call });
    const wrong = await check("000000", wrongKey);
    for (let n = 0; n < 7; n += 1) expectReplay(await check("000000", wrongKey, replica), wrong);
    expect(await read(gateway, id)).toMatchObject({ attempts_left: 4 });
    const right = await check("123456", rightKey);
    expect(right.json).toMatchObject({ valid: true, proof: expect.any(String) });
    gateway.clock.advance(5000);
    expectReplay(await check("123456", rightKey), right);
    expectReplay(await check("123456", rightKey, replica), right);
    expect((await check("123456", {})).json).toMatchObject({ valid: false, reason: "already_used" });
  });

  test("twenty verifies at once count one check", async () => {
    const { id } = await issued(gateway, { code: "123456" });
    const call = withKey();
    const replies = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        (n % 2 === 0 ? gateway : replica).request("/v1/otp/verify", { body: { id, code: "000000" }, ...call }),
      ),
    );
    for (const reply of replies) {
      if (reply.status === 409) expect(reply.json.code).toBe("idempotency_in_progress");
      else expect([reply.status, reply.json.attempts_left]).toEqual([200, 4]);
    }
    expect(await read(gateway, id)).toMatchObject({ attempts_left: 4 });
  });

  test("resend and cancel once", async () => {
    const { id } = await issued(gateway, { wait_ms: 5000 });
    const [again, end] = [withKey(), withKey()];
    const sent = await resend(gateway, id, {}, again);
    expectReplay(await resend(replica, id, {}, again), sent);
    expect((await read(gateway, id)).messages).toHaveLength(2);
    const cancelled = await cancel(gateway, id, end);
    expectReplay(await cancel(replica, id, end), cancelled);
    expectReplay(await resend(gateway, id, {}, again), sent);
  });

  test("get their answer again though the request would be refused by now", async () => {
    const [to, issueKey, checkKey] = [phone(), withKey(), withKey()];
    const body = { to, template: "passing", channel: "sms", code: "123456" };
    const template = { method: "PUT", body: { body: "{{code}}" } };
    await gateway.admin("/v1/templates/passing/sms/id", template);
    const first = await issue(gateway, body, issueKey);
    const check = () => gateway.request("/v1/otp/verify", { body: { to, code: "123456" }, ...checkKey });
    const right = await check();
    expect(right.json).toMatchObject({ valid: true });
    await gateway.admin("/v1/templates/passing/sms/id", { method: "DELETE" });
    await putLimits(gateway, { countries: ["SG"] });
    expectProblem(await issue(gateway, body), 422, "destination_not_allowed");
    expectReplay(await issue(gateway, body, issueKey), first);
    expectReplay(await check(), right);
    expectProblem(await issue(gateway, { ...body, code: "1234" }, issueKey), 422, "idempotency_mismatch");
    await putLimits(gateway);
  });
});

describe("a key is bound", () => {
  test("to its fields: others are 422 idempotency_mismatch and do nothing", async () => {
    const [to, call] = [phone(), withKey()];
    await issue(gateway, { to }, call);
    const before = await rowCounts(gateway.database.sql);
    for (const body of [{ to: phone() }, { to, purpose: "access" }, { to, code: "123456" }]) {
      expectProblem(await issue(gateway, body, call), 422, "idempotency_mismatch");
    }
    expect((await rowCounts(gateway.database.sql))["otps"]).toBe(before["otps"]);
    const { id } = await issued(gateway, { code: "123456" });
    const check = (code: string) => gateway.request("/v1/otp/verify", { body: { id, code }, ...call });
    expect((await check("000000")).json).toMatchObject({ attempts_left: 4 });
    expectProblem(await check("123456"), 422, "idempotency_mismatch");
    expect(await read(gateway, id)).toMatchObject({ status: "pending", attempts_left: 4 });
  });

  test("to its path and its tenant", async () => {
    const call = withKey();
    const [first, second] = [await issued(gateway), await issued(gateway)];
    for (const { id } of [first, second]) expect((await resend(gateway, id, {}, call)).status).toBe(200);
    const other = await makeTenant(gateway, "other-keys");
    const theirs = await issue(gateway, {}, { ...call, key: other.erp });
    expectProblem(theirs, 402, "insufficient_balance"); // their own account, not our answer
  });

  test("for 24 hours", async () => {
    const [to, call] = [phone(), withKey()];
    const first = await issue(gateway, { to }, call);
    gateway.clock.advance(24 * 3_600_000 - 60_000);
    expectReplay(await issue(gateway, { to }, call), first);
    gateway.clock.advance(120_000);
    const next = await issue(gateway, { to: phone() }, call);
    expect([next.status, next.headers.get("idempotent-replayed")]).toEqual([201, null]);
  });

  test.each([" ", "é", "a\tb", "x".repeat(256)])("and is 1 to 255 printable characters: not %o", async (key) => {
    const reply = await issue(gateway, { idempotency_key: key });
    expectProblem(reply, 400, "invalid_request");
    expect(reply.json.errors[0].path).toBe("idempotency_key");
  });

  test("and is refused by its header's name when it came there", async () => {
    const reply = await issue(gateway, {}, withKey("x".repeat(256)));
    expectProblem(reply, 400, "invalid_request");
    expect(reply.json.errors[0].path).toBe("Idempotency-Key");
  });
});

describe("a refusal", () => {
  test("is not kept: the same key may be tried again", async () => {
    const [to, call] = [phone(), withKey()];
    const { available } = await balance(gateway);
    await leave(gateway, 100);
    expectProblem(await issue(gateway, { to }, call), 402, "insufficient_balance");
    await leave(gateway, Number(available));
    const reply = await issue(gateway, { to }, call);
    expect([reply.status, reply.headers.get("idempotent-replayed")]).toEqual([201, null]);
    const check = () =>
      gateway.request("/v1/otp/verify", { body: { id: `otp_${"0".repeat(32)}`, code: "1234" }, ...call });
    expectProblem(await check(), 404, "otp_not_found");
    expectProblem(await check(), 404, "otp_not_found");
  });
});

test("what is kept is sealed: no code and no number is readable in it", async () => {
  const { id } = await issued(gateway, { code: "918273" }, withKey());
  await verify(gateway, { id, code: "918273" }, withKey());
  const rows = await gateway.database.sql<
    { fingerprint: Buffer; answer: Buffer }[]
  >`select fingerprint, answer from idempotency`;
  expect(rows.length).toBeGreaterThan(0);
  for (const { fingerprint, answer } of rows) {
    expect(Buffer.concat([fingerprint, answer]).toString("latin1")).not.toMatch(/918273|otp_[0-9a-f]{4}|\+62812/);
  }
});

function uuid(id: unknown): string {
  return String(id)
    .slice(4)
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
