import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { decodeJwt, decodeProtectedHeader, SignJWT } from "jose";
import { readSend } from "../../../src/http/facades/verifynow/asked.ts";
import { giveToken, readToken } from "../../../src/http/facades/verifynow/tokens.ts";
import { Refused, refusalSaid, verdictSaid } from "../../../src/http/facades/verifynow/words.ts";
import { Keyring } from "../../../src/kit/secret.ts";
import {
  cancel,
  delivered,
  expectProblem,
  issued,
  leave,
  phone,
  putLimits,
  rowCounts,
  verify,
} from "../../support/erp.ts";
import { expectNotLogged, facadeKey, rawCall, startFacade } from "../../support/facade.ts";
import type { Reply, TestGateway } from "../../support/gateway.ts";
import { makeTenant } from "../../support/roles.ts";
import { stopClock } from "../../support/still.ts";

type Facade = Awaited<ReturnType<typeof startFacade>>;
let facade: Facade;
let gateway: TestGateway;
let key: { id: string; key: string };
let authToken: string;
beforeAll(async () => {
  facade = await startFacade();
  gateway = facade.gateway;
  key = await facadeKey(gateway, "verifynow");
  authToken = (await tokenFor(key.key)).json.token as string;
});
afterAll(() => facade.close());

/** An answer of any of its calls. */
interface Spoken {
  responseCode?: number;
  token?: string;
  data?: { verificationId: string };
}

const query = (fields: Record<string, string>) => new URLSearchParams(fields).toString();
const base64 = (text: string) => Buffer.from(text).toString("base64");
const call = (path: string, fields: Record<string, string>, method = "GET", token = authToken): Promise<Reply> =>
  gateway.request(`${path}?${query(fields)}`, { key: null, method, headers: { authToken: token } });
const tokenFor = (secret: string, more: object = {}) =>
  call("/auth/v1/authentication/token", { customerId: "C-1", key: base64(secret), scope: "NEW", ...more }, "GET", "");
const send = (number: string, more: Record<string, string> = {}, token = authToken) => {
  const fields = { countryCode: "62", flowType: "SMS", mobileNumber: number.slice(1), ...more };
  return call("/verification/v3/send", fields, "POST", token);
};
const check = (verificationId: string, code: string, method = "GET", token = authToken) =>
  call("/verification/v3/validateOtp", { verificationId, code }, method, token);

/** A code that was sent: its id, and what it is. */
async function sent(number = phone(), more: Record<string, string> = {}) {
  const reply = await send(number, more);
  expect(reply.json.responseCode, reply.text).toBe(200);
  const { code } = await delivered(gateway, number);
  return {
    number,
    id: String(reply.json.data.verificationId),
    code,
    wrong: code.replace(/./, (d) => `${9 - Number(d)}`),
  };
}
const expectSaid = ({ status, json, headers }: Reply, code: number, message: string, http = 200): void => {
  expect([status, json.responseCode, json.message]).toEqual([http, code, message]);
  expect(json.data.responseCode).toBe(String(code));
  if (code !== 200) expect(json.data.verificationStatus).toBeNull();
  expect(headers.get("cache-control")).toBe("no-store");
};

describe("the commands of VerifyNow's documentation", () => {
  test("token, send, a wrong and a right code, by the bytes that curl sends", async () => {
    const number = phone();
    const base = ["Host: cpaas.messagecentral.com", "User-Agent: curl/8.5.0", "accept: */*", "Connection: close"];
    const bodyOf = (answer: string) => JSON.parse(answer.slice(answer.indexOf("\r\n\r\n") + 4)) as Spoken;
    const asked = `customerId=C-33432A5FDE06&key=${encodeURIComponent(base64(key.key))}&scope=NEW&country=62&email=test@messagecentral.com`;
    const granted = bodyOf(
      await rawCall(facade.server, [`GET /auth/v1/authentication/token?${asked} HTTP/1.1`, ...base]),
    );
    expect(granted).toEqual({ status: 200, token: expect.any(String) });
    const authorized = [...base, `authToken: ${granted.token}`];
    const to = `countryCode=62&customerId=C-33432A5FDE06&flowType=SMS&mobileNumber=${number.slice(1)}`;
    const answer = bodyOf(await rawCall(facade.server, [`POST /verification/v3/send?${to} HTTP/1.1`, ...authorized]));
    expect(answer).toEqual({
      responseCode: 200,
      message: "SUCCESS",
      data: {
        verificationId: expect.stringMatching(/^otp_[0-9a-f]{32}$/),
        mobileNumber: number.slice(1),
        responseCode: "200",
        errorMessage: null,
        verificationStatus: null,
        timeout: "0",
        smCLI: null,
        authToken: null,
        transactionId: expect.any(String),
      },
    });
    const { code } = await delivered(gateway, number);
    expect(code).toMatch(/^\d{4}$/);
    const id = String(answer.data?.verificationId);
    const validate = async (typed: string) =>
      bodyOf(
        await rawCall(facade.server, [
          `GET /verification/v3/validateOtp?countryCode=62&mobileNumber=${number.slice(1)}&verificationId=${id}&customerId=C-33432A5FDE06&code=${typed} HTTP/1.0`,
          `authToken: ${granted.token ?? ""}`,
        ]),
      );
    const wrong = code === "0000" ? "1111" : "0000";
    expect(await validate(wrong)).toMatchObject({ responseCode: 702, message: "WRONG_OTP_PROVIDED" });
    expect(await validate(code)).toMatchObject({
      responseCode: 200,
      data: { responseCode: "200", verificationId: id, verificationStatus: "VERIFICATION_COMPLETED" },
    });
    expectNotLogged(gateway, [
      key.key,
      base64(key.key),
      number.slice(1),
      id,
      `code=${code}`,
      granted.token ?? "authToken=",
    ]);
    expect(gateway.logged()).toContain('"route":"/verification/v3/validateOtp"');
  });

  test("version 2's addresses, WhatsApp, eight digits, a language; a check by POST", async () => {
    const number = phone();
    const fields = { countryCode: "+62", mobileNumber: number, flowType: "whatsapp", otpLength: "8", langId: "en" };
    const reply = await call(
      "/verification/v2/verification/send",
      { ...fields, customerId: "C-1", type: "OTP" },
      "POST",
    );
    expectSaid(reply, 200, "SUCCESS");
    const { code, text } = await delivered(gateway, number);
    expect([code.length, text]).toEqual([8, expect.stringContaining("is your verification code")]);
    const validate = { verificationId: String(reply.json.data.verificationId), code };
    const checked = await call("/verification/v2/verification/validateOtp", validate, "POST");
    expectSaid(checked, 200, "SUCCESS");
    expect(checked.json.data.verificationStatus).toBe("VERIFICATION_COMPLETED");
  });
});

describe("a check", () => {
  test("702 wrong, 800 too often, for the right code too", async () => {
    const { id, wrong, code } = await sent();
    for (let n = 0; n < 4; n += 1) expectSaid(await check(id, wrong), 702, "WRONG_OTP_PROVIDED");
    expectSaid(await check(id, wrong), 800, "MAXIMUM_LIMIT_REACHED");
    expectSaid(await check(id, code), 800, "MAXIMUM_LIMIT_REACHED");
  });

  test("703 used, 705 expired or replaced, 505 unknown or another tenant's, 400 no code at all", async () => {
    const used = await sent();
    expectSaid(await check(used.id, used.code), 200, "SUCCESS");
    expectSaid(await check(used.id, used.code), 703, "ALREADY_VERIFIED");
    const replaced = await sent();
    await send(replaced.number);
    expectSaid(await check(replaced.id, replaced.code), 705, "VERIFICATION_EXPIRED");
    for (const id of ["", "2641073", `otp_${"0".repeat(32)}`]) {
      expectSaid(await check(id, "1234"), 505, "INVALID_VERIFICATION_ID");
    }
    const theirs = await sent();
    await makeTenant(gateway, "acme");
    const acme = await tokenFor((await facadeKey(gateway, "verifynow", {}, "acme")).key);
    expectSaid(await check(theirs.id, theirs.code, "GET", acme.json.token), 505, "INVALID_VERIFICATION_ID");
    for (const code of ["", "12", "12a4"]) expectSaid(await check(theirs.id, code), 400, "BAD_REQUEST", 400);
    // Routed as a GET, a HEAD would spend a check.
    expect((await check(theirs.id, theirs.code, "HEAD")).status).toBe(405);
    expectSaid(await check(theirs.id, theirs.code), 200, "SUCCESS");
  });

  test("505 for another number than the code went to, however it is written; the answer names the one it went to", async () => {
    const { number, id, code } = await sent();
    const other = phone().slice(1);
    const ask = (fields: Record<string, string>) =>
      call("/verification/v3/validateOtp", { verificationId: id, code, ...fields });
    const others: Record<string, string>[] = [
      { mobileNumber: other, countryCode: "62" },
      { mobileNumber: other },
      { mobileNumber: number.slice(1), countryCode: "1" },
      { mobileNumber: number.slice(1), countryCode: "x" },
      { mobileNumber: number.slice(3) },
    ];
    for (const fields of others) {
      const refused = await ask(fields);
      expectSaid(refused, 505, "INVALID_VERIFICATION_ID");
      expect(refused.json.data.mobileNumber).toBeNull();
    }
    const right = await ask({ mobileNumber: number, countryCode: "+62" });
    expectSaid(right, 200, "SUCCESS");
    expect(right.json.data.mobileNumber).toBe(number.slice(1));
    expect((await check(id, code)).json.data.mobileNumber).toBe(number.slice(1));
  });

  test("505 for an OTP that is not VerifyNow's: no check of it is spent, and its code is right nowhere here", async () => {
    const to = phone();
    const { id } = await issued(gateway, { to, purpose: "transaction" });
    const { code } = await delivered(gateway, to);
    for (const typed of [code, "0000", "0000", "0000", "0000", "0000"]) {
      expectSaid(await check(id, typed), 505, "INVALID_VERIFICATION_ID");
    }
    expect(await verify(gateway, { id, code })).toMatchObject({ valid: true, attempts_left: 4 });
  });

  test("705 once its time is over", async () => {
    const { id, code } = await sent();
    gateway.clock.advance(300_000);
    expectSaid(await check(id, code), 705, "VERIFICATION_EXPIRED");
  });

  test.each([
    [null, 200],
    ["wrong_code", 702],
    ["locked", 800],
    ["expired", 705],
    ["already_used", 703],
    ["cancelled", 705],
    ["replaced", 705],
  ] as const)("whose reason is %s is %i", (reason, responseCode) => {
    const { status, body } = verdictSaid({ reason }, {}, "t");
    expect([status, body]).toMatchObject([200, { responseCode, data: { responseCode: String(responseCode) } }]);
  });

  test("that can't be made now is 500 with an HTTP status that says so", () => {
    const problem = { type: "", title: "", status: 503, detail: "d", code: "unavailable", request_id: "r" } as const;
    const { status, body } = refusalSaid(problem, {});
    expect([status, body]).toMatchObject([503, { responseCode: 500, message: "SERVER_ERROR" }]);
  });

  test("of two at once with the right code one is right", async () => {
    const { id, code } = await sent();
    const replies = await Promise.all([check(id, code), check(id, code, "POST")]);
    expect(replies.map(({ json }) => Number(json.responseCode)).sort()).toEqual([200, 703]);
  });

  test("500 tells nothing, and the log has neither code nor query", async () => {
    const { id, code } = await sent(phone(), { otpLength: "8" });
    const broken = vi.spyOn(gateway.gateway.verifies, "submit").mockRejectedValue(new Error("inside of the gateway"));
    const reply = await check(id, code);
    broken.mockRestore();
    expectSaid(reply, 500, "SERVER_ERROR", 500);
    expect(reply.text).not.toContain("inside");
    expect(gateway.logged()).toContain("inside of the gateway");
    expectNotLogged(gateway, [code, id, authToken]);
  });
});

describe("a send", () => {
  test.each<[string, Record<string, string>, number, string, number]>([
    ["no country code", { countryCode: "" }, 511, "INVALID_COUNTRY_CODE", 200],
    [
      "a country that is not allowed",
      { countryCode: "1", mobileNumber: "4155550123" },
      511,
      "INVALID_COUNTRY_CODE",
      200,
    ],
    ["no number", { mobileNumber: "" }, 400, "BAD_REQUEST", 400],
    ["a landline", { mobileNumber: "2150001000" }, 400, "BAD_REQUEST", 400],
    ["a flow that we have not", { flowType: "SAUTH" }, 400, "BAD_REQUEST", 400],
    ["a length that they have not", { otpLength: "9" }, 400, "BAD_REQUEST", 400],
    ["a message of its own", { type: "SMS", message: "hello" }, 400, "BAD_REQUEST", 400],
    ["another customer's token", { customerId: "C-2" }, 501, "INVALID_CUSTOMER_ID", 200],
  ])("is refused for %s", async (_, more, code, message, http) => {
    const before = await rowCounts(gateway.database.sql);
    expectSaid(await send(phone(), more), code, message, http);
    expect(await rowCounts(gateway.database.sql)).toEqual(before);
  });

  test("506 inside the cool-down, with the code that is on its way; 800 over a limit", async () => {
    stopClock(gateway);
    await putLimits(gateway, { cooldown_seconds: 45 });
    const first = await sent();
    const again = await send(first.number);
    expectSaid(again, 506, "REQUEST_ALREADY_EXISTS");
    expect(again.json.data.verificationId).toBe(first.id);
    expect(Number(again.json.data.timeout)).toBeGreaterThan(40);
    expect(Number(again.headers.get("retry-after"))).toBeGreaterThan(40);
    await cancel(gateway, first.id);
    const nothingPending = await send(first.number);
    expectSaid(nothingPending, 506, "REQUEST_ALREADY_EXISTS");
    expect(nothingPending.json.data.verificationId).toBeNull();
    const theirs = phone();
    const ordinary = await issued(gateway, { to: theirs, purpose: "transaction" });
    const hidden = await send(theirs);
    expectSaid(hidden, 506, "REQUEST_ALREADY_EXISTS");
    expect(hidden.json.data.verificationId).toBeNull();
    expect(hidden.text).not.toContain(ordinary.id);
    expect(Number(hidden.json.data.timeout)).toBeGreaterThan(40);
    await putLimits(gateway, { tenant: [{ max: 1, per_seconds: 600 }] });
    await sent();
    expectSaid(await send(phone()), 800, "MAXIMUM_LIMIT_REACHED");
    await putLimits(gateway);
  });

  test("takes no place of a pending OTP of the ordinary call, nor that one its", async () => {
    const number = phone();
    const { id, code } = await sent(number);
    const ordinary = await issued(gateway, { to: number });
    const theirs = await delivered(gateway, number, 2);
    const again = await send(number);
    expectSaid(again, 200, "SUCCESS");
    expectSaid(await check(id, code), 705, "VERIFICATION_EXPIRED");
    expect(await verify(gateway, { id: ordinary.id, code: theirs.code })).toMatchObject({ valid: true });
    const newest = await delivered(gateway, number, 3);
    expectSaid(await check(String(again.json.data.verificationId), newest.code), 200, "SUCCESS");
  });

  test("700 without credit, and nothing is sent", async () => {
    const { available } = (await gateway.request("/v1/balance")).json;
    await leave(gateway, 1);
    const reply = await send(phone());
    await leave(gateway, Number(available));
    expectSaid(reply, 700, "VERIFICATION_FAILED");
    expect(reply.json.data.errorMessage).toBe("The balance can't pay for this message.");
  });

  test("names no country but by its calling code", () => {
    const ask = (countryCode: string) => readSend({ countryCode, mobileNumber: "81234567890", flowType: "SMS" }).to;
    expect(["62", "+62", " 62"].map(ask)).toEqual(["+6281234567890", "+6281234567890", "+6281234567890"]);
    for (const bad of ["ID", "062", "6212"]) expect(() => ask(bad)).toThrow(Refused);
  });
});

describe("a token", () => {
  const expectRefused = async (reply: Promise<Reply>, error: string) => {
    const { status, json } = await reply;
    expect([status, json]).toEqual([200, { status: 400, error }]);
  };

  test("carries the key's id, not the key, and lives 24 hours", async () => {
    const claims = decodeJwt(authToken);
    expect(decodeProtectedHeader(authToken).alg).toBe("HS512");
    expect(claims).toMatchObject({ sub: key.id, aud: "verifynow", customer: "C-1" });
    expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(86_400);
    expect(authToken).not.toContain(key.key);
  });

  test("is refused with 200 and a status in the body, for any key but one made for this façade", async () => {
    const other = await facadeKey(gateway, "kannel");
    for (const secret of [gateway.erpKey, gateway.adminKey, other.key, "gk_erp_x", ""]) {
      await expectRefused(tokenFor(secret), "key is invalid");
    }
    await expectRefused(tokenFor(key.key, { customerId: "" }), "customerId is invalid");
    await expectRefused(tokenFor(key.key, { key: key.key }), "key is invalid");
    expectProblem(await gateway.request("/v1/balance", { key: key.key }), 401, "unauthorized");
    expectNotLogged(gateway, [gateway.erpKey, key.key, other.key]);
  });

  test("is taken from a query whose plus signs were not escaped", async () => {
    const unescaped = `customerId=C-1&key=${base64(key.key).replaceAll("=", "%3D")}`;
    const reply = await gateway.request(`/auth/v1/authentication/token?${unescaped}`, { key: null });
    expect(reply.json.status).toBe(200);
  });

  test("is 401 at once when its key is revoked or expires, and from an address it may not come from", async () => {
    const revoked = await facadeKey(gateway, "verifynow");
    const token = (await tokenFor(revoked.key)).json.token as string;
    expectSaid(await send(phone(), {}, token), 200, "SUCCESS");
    await gateway.admin(`/v1/keys/${revoked.id}`, { method: "DELETE" });
    expectSaid(await send(phone(), {}, token), 401, "UNAUTHORIZED", 401);
    await expectRefused(tokenFor(revoked.key), "key is invalid");
    const elsewhere = await facadeKey(gateway, "verifynow", { ips: ["203.0.113.7"] });
    await expectRefused(tokenFor(elsewhere.key), "key is invalid");
    const { keyring, clock } = gateway.gateway;
    const keyId = elsewhere.id.slice(4).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
    const stolen = await giveToken(keyring, { keyId, customerId: "C-1" }, clock.now());
    expectSaid(await send(phone(), {}, stolen), 401, "UNAUTHORIZED", 401);
  });

  test("is 401 when it is missing, changed, another's, of another algorithm, or a day old", async () => {
    const unsigned = `${Buffer.from('{"alg":"none"}').toString("base64url")}.${authToken.split(".")[1]}.`;
    const claims = decodeJwt(authToken);
    const { kid = "" } = decodeProtectedHeader(authToken);
    const forged = await new SignJWT(claims).setProtectedHeader({ alg: "HS512", kid }).sign(Buffer.alloc(64, 1));
    for (const token of [
      "",
      "x",
      `${authToken.slice(0, -4)}${authToken.endsWith("AAAA") ? "BBBB" : "AAAA"}`,
      unsigned,
      forged,
    ]) {
      expectSaid(await send(phone(), {}, token), 401, "UNAUTHORIZED", 401);
    }
    const [old, fresh] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
    const said = { keyId: "0199f0c2-a1b2-7c3d-8e4f-5a6b7c8d9e0f", customerId: "C-1" };
    const token = await giveToken(new Keyring([old]), said, 0);
    const read = (keys: Buffer[], now: number) => readToken(new Keyring(keys), token, now);
    expect(await read([fresh, old], 1000)).toEqual(said);
    expect(await read([fresh], 1000)).toBeNull();
    expect(await read([old], 86_400_000)).toBeNull();
  });
});

test("our own client of VerifyNow, pointed here, sends and checks through it", async () => {
  const shop = await makeTenant(gateway, "shop");
  const headers = { "x-tenant": "shop" };
  const put = (path: string, body: unknown) => gateway.admin(path, { method: "PUT", body, headers });
  await put("/v1/providers/verifynow", {
    kind: "message-central",
    settings: { customer_id: "C-1", base_url: facade.server.url },
    secrets: { password: key.key },
  });
  await put("/v1/routes", { channels: { sms: [{ provider: "verifynow" }] }, fallback: [{ channel: "sms" }] });
  await gateway.admin("/v1/balance/topups", { body: { amount: "10000", reference: "shop" }, headers });
  const number = phone();
  const issued = await gateway.request("/v1/otp/issue", { key: shop.erp, body: { to: number, wait_ms: 5000 } });
  expect(issued.json, issued.text).toMatchObject({ channel: "sms", message: { status: "accepted" } });
  const { code } = await delivered(gateway, number);
  const ask = (typed: string) => verify(gateway, { id: issued.json.id, code: typed }, { key: shop.erp });
  expect(await ask(code === "000000" ? "111111" : "000000")).toMatchObject({ valid: false, reason: "wrong_code" });
  expect(await ask(code)).toMatchObject({ valid: true, status: "verified" });
  expect(await ask(code)).toMatchObject({ valid: false, reason: "already_used" });
  expectNotLogged(gateway, [key.key, base64(key.key), number.slice(1), code]);
});

test("an address or a method that VerifyNow has not is told in its words", async () => {
  expectSaid(await call("/verification/v3/nowhere", {}), 404, "NOT_FOUND", 404);
  expectSaid(await call("/verification/v3/send", {}), 405, "METHOD_NOT_ALLOWED", 405);
  const token = await gateway.request("/auth/v1/authentication/token", { key: null, method: "POST" });
  expect([token.status, token.json]).toEqual([405, { status: 405, error: "METHOD_NOT_ALLOWED" }]);
});
