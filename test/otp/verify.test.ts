import { createLocalJWKSet, decodeJwt, errors, jwtVerify } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { withoutTimesAndIds } from "../support/by-chance.ts";
import { cancel, expectProblem, issued, phone, putLimits, read, verify } from "../support/erp.ts";
import { eventually, startTestGateway, type TestGateway } from "../support/gateway.ts";
import { makeTenant } from "../support/roles.ts";

let gateway: TestGateway;
let replica: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
  replica = await gateway.replica();
  await putLimits(gateway);
});
afterAll(() => gateway.close());

const code = "482915";

describe("a verify", () => {
  test("of the right code is valid, once", async () => {
    const { id } = await issued(gateway, { code });
    const right = await verify(gateway, { id, code });
    expect(right).toEqual({
      id,
      valid: true,
      status: "verified",
      reason: null,
      attempts_left: 4,
      proof: expect.any(String),
    });
    const again = await verify(gateway, { id, code });
    expect(again).toEqual({ id, valid: false, status: "verified", reason: "already_used", attempts_left: 4 });
    expect(await read(gateway, id)).toMatchObject({ status: "verified" });
  });

  test("of fifty at once, over two replicas, exactly one is valid", async () => {
    const { id } = await issued(gateway, { code });
    const verdicts = await Promise.all(
      Array.from({ length: 50 }, (_, n) => verify(n % 2 === 0 ? gateway : replica, { id, code })),
    );
    expect(verdicts.filter(({ valid }) => valid)).toHaveLength(1);
    const others = verdicts.filter(({ valid }) => !valid);
    expect(new Set(others.map(({ reason }) => reason))).toEqual(new Set(["already_used"]));
    expect(others.every((verdict) => !("proof" in verdict))).toBe(true);
  });

  test("of a wrong code counts exactly, and the right one on the last attempt works", async () => {
    const { id } = await issued(gateway, { code });
    for (const left of [4, 3, 2, 1]) {
      const wrong = { id, valid: false, status: "pending", reason: "wrong_code", attempts_left: left };
      expect(await verify(gateway, { id, code: "000000" })).toEqual(wrong);
    }
    expect(await verify(gateway, { id, code })).toMatchObject({ valid: true, status: "verified", attempts_left: 0 });
  });

  test("after five wrong codes is locked, also for the right one", async () => {
    const { id } = await issued(gateway, { code });
    for (let n = 0; n < 4; n += 1) await verify(gateway, { id, code: "000000" });
    const locked = { id, valid: false, status: "locked", reason: "locked", attempts_left: 0 };
    expect(await verify(gateway, { id, code: "000000" })).toEqual(locked);
    expect(await verify(gateway, { id, code })).toEqual(locked);
    expect(await read(gateway, id)).toMatchObject({ status: "locked", attempts_left: 0 });
  });

  test("of thirty wrong codes at once, over two replicas, five are checks, never more", async () => {
    const { id } = await issued(gateway, { code });
    const verdicts = await Promise.all(
      Array.from({ length: 30 }, (_, n) => verify(n % 2 === 0 ? gateway : replica, { id, code: "000000" })),
    );
    const left = verdicts.filter(({ reason }) => reason === "wrong_code").map(({ attempts_left: n }) => n);
    expect(left.sort()).toEqual([1, 2, 3, 4]);
    expect(verdicts.filter(({ reason }) => reason === "locked")).toHaveLength(26);
    const [streak] = await gateway.database.sql`
      select g.wrong from guess_streaks g join otps o on o.tenant_id = g.tenant_id and o.subject = g.subject
      where o.id = ${uuid(id)}`;
    expect(streak).toEqual({ wrong: 5 });
  });

  test("of a different length is a wrong code like any other", async () => {
    const { id } = await issued(gateway, { code });
    for (const guess of ["4829", "48291", "4829150", "0482915"]) {
      expect(await verify(gateway, { id, code: guess })).toMatchObject({ reason: "wrong_code" });
    }
  });

  test("after its time is expired, by the clock, whether swept or not", async () => {
    const { id } = await issued(gateway, { code, ttl_seconds: 30 });
    gateway.clock.advance(30_000);
    const expired = { id, valid: false, status: "expired", reason: "expired", attempts_left: 5 };
    expect(await verify(gateway, { id, code })).toEqual(expired);
    expect(await read(gateway, id)).toMatchObject({ status: "expired", expires_in: 0 });
    await gateway.gateway.sweep.run();
    expect(await verify(gateway, { id, code })).toEqual(expired);
  });

  test("of a cancelled one is told so", async () => {
    const { id } = await issued(gateway, { code });
    expect((await cancel(gateway, id)).status).toBe(200);
    const cancelled = { id, valid: false, status: "cancelled", reason: "cancelled", attempts_left: 5 };
    expect(await verify(gateway, { id, code })).toEqual(cancelled);
  });

  test("erases the sealed code with each way an OTP ends", async () => {
    const ends = await Promise.all([issued(gateway, { code }), issued(gateway, { code }), issued(gateway, { code })]);
    const [verified, locked, cancelled] = ends.map(({ id }) => id) as [string, string, string];
    await verify(gateway, { id: verified, code });
    for (let n = 0; n < 5; n += 1) await verify(gateway, { id: locked, code: "000000" });
    await cancel(gateway, cancelled);
    const rows = await gateway.database.sql`
      select status from otps where id = any(${ends.map(({ id }) => uuid(id))}) and code_sealed is null order by status`;
    expect(rows.map((row) => String(row["status"]))).toEqual(["cancelled", "locked", "verified"]);
  });

  test("a code belongs to its OTP: the same digits of another are wrong", async () => {
    const [first, second] = [await issued(gateway, { code: "111111" }), await issued(gateway, { code: "222222" })];
    expect(await verify(gateway, { id: first.id, code: "222222" })).toMatchObject({ valid: false });
    expect(await verify(gateway, { id: second.id, code: "222222" })).toMatchObject({ valid: true });
  });
});

describe("a verify without an id", () => {
  test("finds the newest pending OTP of the number, however it is written", async () => {
    const { id } = await issued(gateway, { to: "0812-7000-8000", code });
    expect(await verify(gateway, { to: "+62 812 7000 8000", code: "000000" })).toMatchObject({ id, attempts_left: 4 });
    expect(await verify(gateway, { to: "6281270008000", code })).toMatchObject({ id, valid: true });
    expect(await verify(gateway, { to: "081270008000", code })).toMatchObject({ id, reason: "already_used" });
  });

  test("tells purposes and users apart", async () => {
    const to = phone();
    const login = await issued(gateway, { to, code: "111111" });
    const access = await issued(gateway, { to, code: "222222", purpose: "access" });
    const ani = await issued(gateway, { to, code: "333333", user: "ani" });
    expect(await verify(gateway, { to, purpose: "access", code: "111111" })).toMatchObject({
      id: access.id,
      valid: false,
    });
    expect(await verify(gateway, { to, user: "ani", code: "333333" })).toMatchObject({ id: ani.id, valid: true });
    expect(await verify(gateway, { to, code: "111111" })).toMatchObject({ id: login.id, valid: true });
    expect(await verify(gateway, { to, purpose: "access", code: "222222" })).toMatchObject({
      id: access.id,
      valid: true,
    });
  });

  test("of a number that was sent nothing is 404", async () => {
    const reply = await gateway.request("/v1/otp/verify", { body: { to: phone(), code } });
    expectProblem(reply, 404, "otp_not_found");
    const body = { to: phone(), purpose: "registration", code };
    expectProblem(await gateway.request("/v1/otp/verify", { body }), 404, "otp_not_found");
  });

  test.each([{ code }, { code, id: "otp_1", to: "081234567890" }])("of neither or both is 400: %o", async (body) => {
    expectProblem(await gateway.request("/v1/otp/verify", { body }), 400, "invalid_request");
  });
});

describe("an OTP that is not the caller's", () => {
  test("is as unknown as one that never was, to every call", async () => {
    const { id } = await issued(gateway, { code });
    const other = await makeTenant(gateway, "stranger");
    const never = `otp_${"0".repeat(32)}`;
    const calls = (otp: string) => [
      gateway.request(`/v1/otp/${otp}`, { key: other.erp }),
      gateway.request("/v1/otp/verify", { key: other.erp, body: { id: otp, code } }),
      gateway.request(`/v1/otp/${otp}/resend`, { key: other.erp, body: {} }),
      gateway.request(`/v1/otp/${otp}/cancel`, { key: other.erp, body: {} }),
    ];
    for (const ids of [id, never, "otp_1", id.toUpperCase(), id.slice(4), "msg_" + id.slice(4)]) {
      for (const reply of await Promise.all(calls(ids))) {
        expectProblem(reply, 404, "otp_not_found");
        expect(reply.json.detail).toBe("No such OTP.");
      }
    }
    expect(await read(gateway, id)).toMatchObject({ status: "pending", attempts_left: 5 });
  });
});

describe("the proof of a right code", () => {
  const keys = async () => createLocalJWKSet((await gateway.request("/.well-known/jwks.json", { key: null })).json);
  const proven = async (body: object = {}) => {
    const { id } = await issued(gateway, { code, ...body });
    return { id, proof: String((await verify(gateway, { id, code })).proof) };
  };

  test("is checked against /.well-known/jwks.json, which needs no key", async () => {
    const { id, proof } = await proven({ user: "ani", purpose: "transaction" });
    const options = { issuer: "http://gateway.test", audience: "demo", subject: id };
    const { payload, protectedHeader } = await jwtVerify(proof, await keys(), options);
    expect(protectedHeader).toMatchObject({ alg: "EdDSA", kid: expect.any(String) });
    expect(payload).toMatchObject({ user: "ani", purpose: "transaction" });
    expect(Number(payload.exp) - Number(payload.iat)).toBe(300);
    expect(Math.abs(Number(payload.iat) - gateway.clock.now() / 1000)).toBeLessThan(5);
    const { iat: _iat, exp: _exp, ...said } = payload;
    expect(withoutTimesAndIds(JSON.stringify(said))).not.toContain(code);
  });

  test("expires after five minutes", async () => {
    const { proof } = await proven();
    const at = (ahead: number) => ({ currentDate: new Date(gateway.clock.now() + ahead) });
    await jwtVerify(proof, await keys(), at(298_000));
    await expect(jwtVerify(proof, await keys(), at(301_000))).rejects.toThrow(errors.JWTExpired);
  });

  test("of no user says null, and a changed one is refused", async () => {
    const { proof } = await proven();
    expect(decodeJwt(proof)).toMatchObject({ user: null, purpose: "login" });
    const [head, , signature] = proof.split(".");
    const forged = Buffer.from(JSON.stringify({ ...decodeJwt(proof), user: "root" })).toString("base64url");
    await expect(jwtVerify(`${head}.${forged}.${signature}`, await keys())).rejects.toThrow(
      errors.JWSSignatureVerificationFailed,
    );
  });

  test("of every replica is checked by the same keys, which hold nothing private", async () => {
    const { id } = await issued(gateway, { code });
    const { proof = "" } = await verify(replica, { id, code });
    await jwtVerify(proof, await keys());
    const { json } = await gateway.request("/.well-known/jwks.json", { key: null });
    for (const key of json.keys) expect(key).not.toHaveProperty("d");
  });
});

describe("wrong codes in a row", () => {
  const wrongCodes = async (to: string, count: number, on = gateway) => {
    for (let n = 0; n < count; n += 5) {
      const { id } = await issued(on, { to, code });
      const guesses = Math.min(5, count - n);
      for (let i = 0; i < guesses; i += 1) expect((await verify(on, { id, code: "000000" })).valid).toBe(false);
    }
  };
  const blocked = async (id: string, on = gateway) => {
    const reply = await on.request("/v1/otp/verify", { body: { id, code } });
    expectProblem(reply, 429, "rate_limited");
    expect(reply.json.limit).toBe("guesses");
    const seconds = Number(reply.headers.get("retry-after"));
    expect(reply.headers.get("ratelimit")).toBe(`"guesses";r=0;t=${seconds}`);
    return seconds;
  };

  test("a hundred over several OTPs bring waits that double from a minute to an hour, and a success clears them", async () => {
    const to = phone();
    await wrongCodes(to, 100);
    for (const wait of [60, 120, 240, 480, 960, 1920, 3600, 3600]) {
      const { id } = await issued(gateway, { to, code });
      const seconds = await blocked(id);
      expect(seconds).toBeGreaterThan(wait - 5);
      expect(seconds).toBeLessThanOrEqual(wait);
      expect(await read(gateway, id)).toMatchObject({ attempts_left: 5 });
      gateway.clock.advance(seconds * 1000);
      const next = await issued(gateway, { to, code });
      expect(await verify(gateway, { id: next.id, code: "000000" })).toMatchObject({ reason: "wrong_code" });
    }
    gateway.clock.advance(3_600_000);
    const { id } = await issued(gateway, { to, code });
    expect(await verify(gateway, { id, code })).toMatchObject({ valid: true });
    await wrongCodes(to, 99);
    const last = await issued(gateway, { to, code });
    expect(await verify(gateway, { id: last.id, code })).toMatchObject({ valid: true });
  });

  test("the count and the wait outlive the process, and are another number's no business", async () => {
    const to = phone();
    await wrongCodes(to, 100);
    const fresh = await gateway.replica();
    const { id } = await issued(fresh, { to, code });
    expect(await blocked(id, fresh)).toBeGreaterThan(50);
    const other = await issued(fresh, { code });
    expect(await verify(fresh, { id: other.id, code })).toMatchObject({ valid: true });
    await fresh.close();
  });

  test("counted by two replicas at the same first moment are all counted", async () => {
    const { id } = await issued(gateway, { code });
    const { sql } = gateway.database;
    const guess = () => verify(gateway, { id, code: "000000" });
    // The other replica's commit, between this one's look at the count and its own.
    const guesses = await sql.begin(async (tx) => {
      await tx`insert into guess_streaks (tenant_id, subject, wrong, updated_at)
               select tenant_id, subject, 3, now() from otps where id = ${uuid(id)}`;
      const both = Promise.all([guess(), guess()]);
      await eventually(
        () => sql`select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
        (waiting) => waiting.length > 0,
      );
      return { both };
    });
    await guesses.both;
    const [streak] = await sql`
      select g.wrong from guess_streaks g join otps o on o.tenant_id = g.tenant_id and o.subject = g.subject
      where o.id = ${uuid(id)}`;
    expect(streak).toEqual({ wrong: 5 });
  });

  test("checks of OTPs that ended count for nothing", async () => {
    const to = phone();
    const { id } = await issued(gateway, { to, code });
    for (let n = 0; n < 110; n += 1) await verify(gateway, { id, code: "000000" });
    const next = await issued(gateway, { to, code });
    expect(await verify(gateway, { id: next.id, code })).toMatchObject({ valid: true });
  });
});

function uuid(id: string): string {
  return id.slice(4).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
