import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isThere } from "../../../src/http/facades/otpgateway/envelope.ts";
import { withoutTimesAndIds } from "../../support/by-chance.ts";
import { delivered, expectSoundLedger, leave, phone, putLimits, rowCounts, verify } from "../../support/erp.ts";
import { expectNotLogged, facadeKey, rawCall, startFacade } from "../../support/facade.ts";
import type { Reply, TestGateway } from "../../support/gateway.ts";
import { makeTenant } from "../../support/roles.ts";

type Facade = Awaited<ReturnType<typeof startFacade>>;
let facade: Facade;
let gateway: TestGateway;
beforeAll(async () => {
  facade = await startFacade();
  gateway = facade.gateway;
});
afterAll(() => facade.close());

let names = 0;
const newId = () => `uniqueIDForJohnDoe${(names += 1)}`;
const basic = (namespace: string, secret: string) =>
  `Basic ${Buffer.from(`${namespace}:${secret}`).toString("base64")}`;

interface Asking {
  namespace?: string;
  secret?: string;
  method?: string;
}
/** As `curl -u namespace:secret -X METHOD -d …` has it. */
const curl = (path: string, fields?: Record<string, string>, asking: Asking = {}): Promise<Reply> => {
  const { namespace = "myAppName", secret = gateway.erpKey, method = fields === undefined ? "GET" : "POST" } = asking;
  const headers = { authorization: basic(namespace, secret), "content-type": "application/x-www-form-urlencoded" };
  const body = fields === undefined ? {} : { body: new URLSearchParams(fields).toString() };
  return gateway.request(path, { key: null, method, headers, ...body });
};
const put = (id: string, fields: Record<string, string>, asking: Asking = {}) =>
  curl(`/api/otp/${id}`, { provider: "sms", ...fields }, { ...asking, method: "PUT" });
const check = (id: string, otp: string, asking: Asking = {}) =>
  curl(`/api/otp/${id}`, { action: "check", otp }, asking);
const status = (id: string, method = "POST", asking: Asking = {}) =>
  curl(`/api/otp/${id}/status`, method === "POST" ? {} : undefined, { ...asking, method });
const expectError = (reply: Reply, http: number, message: string | RegExp): void => {
  expect([reply.status, reply.json.status]).toEqual([http, "error"]);
  if (typeof message === "string") expect(reply.json.message).toBe(message);
  else expect(reply.json.message).toMatch(message);
};

async function made(fields: Record<string, string> = {}) {
  const [id, to] = [newId(), phone()];
  const reply = await put(id, { to, ...fields });
  expect(reply.status, reply.text).toBe(200);
  const { code } = await delivered(gateway, to);
  return { id, to, code, wrong: code === "000000" ? "111111" : "000000" };
}

describe("the commands of otpgateway's README", () => {
  test("initiate, a wrong code, the right one, status, and DELETE", async () => {
    const [id, to] = [newId(), phone()];
    const reply = await put(id, { to, extra: '{"yes": true}' });
    const shown = {
      namespace: "myAppName",
      id,
      to,
      channel_description: "",
      address_description: "",
      extra: { yes: true },
      provider: "sms",
      otp: "",
      max_attempts: 5,
      attempts: 0,
      closed: false,
      ttl: 300,
      url: "",
    };
    expect([reply.status, reply.json]).toEqual([200, { status: "success", data: shown }]);
    expect(reply.headers.get("cache-control")).toBe("no-store");
    const { code } = await delivered(gateway, to);
    const masked = { to: expect.stringMatching(/^\+62812\*{4}\d{4}$/), ttl: expect.any(Number) };
    const wrong = await check(id, code === "000000" ? "111111" : "000000");
    expectError(wrong, 400, "Incorrect OTP");
    expect(wrong.json.data).toEqual({ ...shown, ...masked, attempts: 1 });
    expectError(await status(id), 400, "OTP not verified.");
    const right = await check(id, code);
    const closed = { status: "success", data: { ...shown, ...masked, attempts: 2, closed: true } };
    expect([right.status, right.json]).toEqual([200, closed]);
    for (const method of ["GET", "POST"]) expect((await status(id, method)).json).toEqual(closed);
    const taken = await Promise.all([status(id, "DELETE"), status(id, "DELETE")]);
    expect(taken.map((each) => each.status).sort()).toEqual([200, 400]);
    expectError(await status(id), 400, "the OTP does not exist");
    // But for the number, whose digits may be a code's.
    const said = [reply, wrong, right, ...taken].map(({ text }) => text.replaceAll(to, ""));
    for (const text of said) expect(withoutTimesAndIds(text)).not.toContain(code);
    expectNotLogged(gateway, [code, to.slice(1), gateway.erpKey]);
    await expectSoundLedger(gateway.database.sql);
  });

  test("an e-mail by smtp, as bytes of HTTP/1.0", async () => {
    const body = 'to=john@example.com&provider=smtp&extra={"yes": true}';
    const lines = [
      `PUT /api/otp/${newId()} HTTP/1.0`,
      `Authorization: ${basic("myAppName", gateway.erpKey)}`,
      "Content-Type: application/x-www-form-urlencoded",
    ];
    const answer = await rawCall(facade.server, lines, body);
    expect(answer).toMatch(/^HTTP\/1.1 200 OK\r\n/);
    expect(answer).toContain('"status":"success"');
    expect((await delivered(gateway, "john@example.com")).code).toMatch(/^\d{6}$/);
  });

  test("the providers, a random id, the caller's own code, fewer checks, a short life", async () => {
    const channels = (await curl("/api/providers")).json;
    expect(channels).toEqual({ status: "success", data: expect.arrayContaining(["sms", "whatsapp", "email"]) });
    const fields = {
      to: phone(),
      provider: "whatsapp",
      otp: "20261122",
      max_attempts: "2",
      ttl: "60",
      skip_delete: "true",
    };
    const { json } = await curl("/api/otp", fields, { method: "PUT" });
    expect(json.data).toMatchObject({ id: expect.stringMatching(/^[0-9a-f]{32}$/), otp: "", max_attempts: 2, ttl: 60 });
    const id = String(json.data.id);
    expectError(await check(id, "00000000"), 400, "Incorrect OTP");
    expectError(await check(id, "00000000"), 400, /^Too many attempts\. Please retry after \d+ seconds\.$/);
    expectError(await check(id, "20261122"), 400, /^Too many attempts/);
    const longest = await put(newId(), { to: phone(), ttl: "3600", max_attempts: "99" });
    expect(longest.json.data).toMatchObject({ ttl: 600, max_attempts: 5 });
  });
});

describe("a name", () => {
  test("stands for the newest of it, and is right once", async () => {
    const { id, to, code } = await made();
    const again = await put(id, { to });
    expect(again.status).toBe(200);
    const newer = await delivered(gateway, to, 2);
    if (newer.code !== code) expectError(await check(id, code), 400, "Incorrect OTP");
    expect((await check(id, newer.code)).status).toBe(200);
    expectError(await check(id, newer.code), 400, "the OTP does not exist");
  });

  test("without checks left stays closed until its time is over", async () => {
    const { id, to, wrong, code } = await made({ max_attempts: "1", ttl: "60" });
    expectError(await check(id, wrong), 400, /^Too many attempts/);
    const again = await put(id, { to, max_attempts: "5" });
    expectError(again, 429, /^OTP attempts exceeded\. Retry after \d+ seconds\.$/);
    const seconds = Number(again.json.data.ttl_seconds);
    expect(again.json.data).toEqual({ ttl_seconds: expect.any(Number), attempts: 1, max_attempts: 1 });
    expect([seconds > 50, again.headers.get("retry-after")]).toEqual([true, String(seconds)]);
    expectError(await put(id, { to: phone() }), 429, /^OTP attempts exceeded/);
    expectError(await check(id, code), 400, /^Too many attempts/);
    gateway.clock.advance(60_000);
    expect((await put(id, { to })).status).toBe(200);
  });

  test("put for another recipient ends the OTP before, by whichever call it is checked", async () => {
    const { id, to, code } = await made();
    const other = phone();
    expect((await put(id, { to: other })).status).toBe(200);
    expect(await verify(gateway, { to, user: `myAppName/${id}`, code })).toMatchObject({ valid: false });
    expect((await check(id, (await delivered(gateway, other)).code)).status).toBe(200);
    await expectSoundLedger(gateway.database.sql);
  });

  test("is its namespace's and its tenant's alone", async () => {
    const { id, code } = await made();
    const acme = await makeTenant(gateway, "acme");
    for (const asking of [{ namespace: "other" }, { secret: acme.erp }]) {
      expectError(await check(id, code, asking), 400, "the OTP does not exist");
      expectError(await status(id, "GET", asking), 400, "the OTP does not exist");
    }
    expect((await check(id, code)).status).toBe(200);
  });

  test("names no OTP of the ordinary call, and counts for the limits of its user", async () => {
    const id = newId();
    await gateway.request("/v1/otp/issue", { body: { to: phone(), user: `myAppName/${id}` } });
    expectError(await status(id), 400, "the OTP does not exist");
    await putLimits(gateway, { user: [{ max: 2, per_seconds: 600 }] });
    expect((await put(id, { to: phone() })).status).toBe(200);
    const over = await put(id, { to: phone() });
    expectError(over, 429, /^The limit "user"/);
    expect(over.json.data.ttl_seconds).toBeGreaterThan(500);
    await putLimits(gateway);
  });

  test("is found without a scan", async () => {
    const { sql } = gateway.database;
    const plan = await sql.begin(async (tx) => {
      await tx`set local enable_seqscan = off`;
      return tx<{ "QUERY PLAN": string }[]>`
        explain select id from otps
        where tenant_id = ${"0199f0c2-a1b2-7c3d-8e4f-5a6b7c8d9e0f"} and user_ref = ${"a/b"} and user_ref <> ''
          and via ? 'otpgateway'
        order by created_at desc limit 1`;
    });
    expect(plan.map((row) => row["QUERY PLAN"]).join("\n")).toMatch(/Index Scan Backward using otps_\w+_user/);
  });
});

describe("is refused", () => {
  test.each<[string, string, Record<string, string>, number, string | RegExp]>([
    ["a short id", "12345", {}, 400, "ID should be min 6 chars"],
    ["an id with a slash", "abc%2Fdefg", {}, 400, /^6 to 64 of A-Z/],
    ["no recipient", "uniqueID", { to: "" }, 400, /^Invalid `to` address: /],
    ["no phone number", "uniqueID", { to: "budi" }, 400, /^Invalid `to` address: a phone number has digits/],
    ["no address", "uniqueID", { to: "budi", provider: "smtp" }, 400, /^Invalid `to` address: not an e-mail/],
    ["a country that is not allowed", "uniqueID", { to: "+14155550123" }, 400, /^Invalid `to` address: numbers of US/],
    ["an unknown provider", "uniqueID", { provider: "pigeon" }, 400, /^Unknown provider\. one of auto, whatsapp/],
    ["a life that is too short", "uniqueID", { ttl: "5" }, 400, /^Invalid `ttl` value\. /],
    ["a life that is none", "uniqueID", { ttl: "long" }, 400, /^Invalid `ttl` value\. /],
    ["no checks", "uniqueID", { max_attempts: "0" }, 400, /^Invalid `max_attempts` value\. /],
    ["extra that is no JSON", "uniqueID", { extra: "{" }, 400, "Invalid JSON in `extra`: is not valid JSON"],
    ["extra that is no object", "uniqueID", { extra: "[1]" }, 400, "Invalid JSON in `extra`: a JSON object"],
    ["a code of letters", "uniqueID", { otp: "abcdef" }, 400, "Invalid `otp` value: 4 to 10 digits"],
  ])("%s", async (_, id, fields, http, message) => {
    const before = await rowCounts(gateway.database.sql);
    expectError(await put(id, { to: phone(), ...fields }), http, message);
    expect(await rowCounts(gateway.database.sql)).toEqual(before);
  });

  test("a secret that is no ordinary ERP's key", async () => {
    const ofFacade = await facadeKey(gateway, "verifynow");
    for (const secret of ["", "mySecret", ofFacade.key]) {
      expectError(await put(newId(), { to: phone() }, { secret }), 401, "Invalid API credentials.");
    }
    const bearer = { authorization: `Bearer ${gateway.erpKey}` };
    const reply = await gateway.request("/api/providers", { key: null, headers: bearer });
    expectError(reply, 401, "Missing Basic Authorization header.");
    expectError(await put(newId(), { to: phone() }, { namespace: "a/b" }), 400, /^1 to 32 of A-Z/);
  });

  test("a body that is no form of fields, and a method that an address has not", async () => {
    const { id } = await made();
    for (const body of ["null", "[]", "1"]) {
      const headers = { authorization: basic("myAppName", gateway.erpKey), "content-type": "application/json" };
      const reply = await gateway.request(`/api/otp/${id}`, { key: null, method: "POST", headers, body });
      expectError(reply, 400, "`otp` is empty.");
    }
    const wrong = await curl(`/api/otp/${id}`, undefined, { method: "DELETE" });
    expectError(wrong, 405, "Use PUT or POST here.");
    expect(wrong.headers.get("allow")).toBe("PUT, POST");
    expectError(await curl("/api/otp", {}, { method: "POST" }), 405, "Use PUT here.");
    expectError(await curl("/api/providers", {}, { method: "POST" }), 405, "Use GET here.");
  });

  test("no code, the cool-down, no credit", async () => {
    const { id, code, to } = await made();
    expectError(await check(id, ""), 400, "`otp` is empty.");
    expectError(await check(id, "12"), 400, "Incorrect OTP");
    expectError(await check(newId(), code), 400, "the OTP does not exist");
    await putLimits(gateway, { cooldown_seconds: 30 });
    await put(id, { to });
    expectError(await put(id, { to }), 429, /^A code was sent a moment ago/);
    await putLimits(gateway);
    const { available } = (await gateway.request("/v1/balance")).json;
    await leave(gateway, 1);
    expectError(await put(newId(), { to: phone() }), 402, /^The balance can't pay/);
    await leave(gateway, Number(available));
  });

  test("what has expired, was replaced, cancelled or taken; what was verified counts until its time is over", () => {
    const at = (
      state: "pending" | "verified" | "locked" | "expired" | "cancelled" | "replaced",
      now = 1,
      taken = false,
    ) => isThere({ status: state, expiresAt: 2, via: taken ? { taken } : {} }, now);
    expect([at("pending"), at("verified"), at("locked")]).toEqual([true, true, true]);
    expect([at("expired"), at("cancelled"), at("replaced")]).toEqual([false, false, false]);
    expect([at("pending", 2), at("verified", 2), at("verified", 1, true)]).toEqual([false, false, false]);
  });
});

test("an OTP of this façade is verified by the ordinary call as well", async () => {
  const { to, code, id } = await made();
  expect(await verify(gateway, { to, code })).toMatchObject({ valid: true });
  expect((await status(id)).json.data).toMatchObject({ closed: true });
});
