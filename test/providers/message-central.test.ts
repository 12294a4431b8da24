import { readFileSync } from "node:fs";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createProviderHttp, type ProviderHttp } from "../../src/delivery/provider-http.ts";
import { isTokenRefused, readChecked, readSent } from "../../src/providers/message-central/answer.ts";
import { messageCentral } from "../../src/providers/message-central/index.ts";
import { destinationOf } from "../../src/providers/message-central/request.ts";
import { readToken } from "../../src/providers/message-central/token.ts";
import type { CheckOutcome, HttpAnswer, ProviderIo } from "../../src/providers/provider.ts";
import { usualMessage } from "../conformance/rig.ts";
import { lend } from "../support/provider-io.ts";
import { said, VerifyNow, verifyNowAccount, type VerifyNowOptions } from "../support/verify-now.ts";

const { password, ...account } = verifyNowAccount;
const secrets = { password };
const now = 1_767_225_600_000;

function recorded(name: string): HttpAnswer {
  const file = new URL(`../fixtures/message-central/${name}.json`, import.meta.url);
  const { status, headers, body } = JSON.parse(readFileSync(file, "utf8")) as HttpAnswer & { body: unknown };
  return { status, headers, text: JSON.stringify(body) };
}

const answer = (code: number, data: object | null = null, status = 200): HttpAnswer => ({
  status,
  headers: {},
  text: said(code, "WORDS", data).body,
});

const unclear: CheckOutcome = { said: "nothing", sent: true, providerCode: "unreadable_answer" };
const yes = { verificationStatus: "VERIFICATION_COMPLETED" };
const completedAnswer = { status: 200, body: said(200, "SUCCESS", yes).body };

let http: ProviderHttp;
let vendor: VerifyNow | undefined;
beforeEach(() => void (http = createProviderHttp({ allowPrivate: ["127.0.0.0/8"] })));
afterEach(async () => {
  await http.close();
  await vendor?.close();
});

async function anAccount(options: VerifyNowOptions = {}) {
  vendor = await new VerifyNow(options).listen();
  const settings = messageCentral.settings.parse({ ...account, base_url: vendor.url, timeout_ms: 2000 });
  const io = (): ProviderIo =>
    lend({ http: (request) => http.request(request, { signal: AbortSignal.timeout(2000) }) });
  const send = () => messageCentral.send(usualMessage, settings, secrets, io());
  const check = (reference: string, code: string): Promise<CheckOutcome> =>
    messageCentral.check?.(reference, code, settings, secrets, io()) ?? Promise.reject(new Error("no check"));
  return { vendor, send, check };
}

/** A code was sent; what they call it, and what it is. */
async function sent(options: VerifyNowOptions = {}) {
  const it = await anAccount(options);
  const outcome = await it.send();
  if (!outcome.ok) return expect.unreachable(outcome.providerCode);
  return { ...it, reference: outcome.providerMessageId, code: it.vendor.codeFor(usualMessage.to) };
}

describe("a check", () => {
  test("is right once, and only when they say that the verification is completed", async () => {
    const { check, reference, code } = await sent();
    expect(await check(reference, "000000")).toEqual({ said: "wrong" });
    expect(await check(reference, code)).toEqual({ said: "right" });
    expect(await check(reference, code)).toEqual({ said: "used" });
    expect(await check("1", code)).toEqual({ said: "expired" });
  });

  test("of too many is refused by them as well", async () => {
    const { check, reference, code } = await sent({ maxChecks: 1 });
    expect(await check(reference, "000000")).toEqual({ said: "wrong" });
    expect(await check(reference, code)).toEqual({ said: "locked" });
  });

  test.each<[string, HttpAnswer, CheckOutcome]>([
    ["validate.response-completed", recorded("validate.response-completed"), { said: "right" }],
    ["validate.error-702", recorded("validate.error-702"), { said: "wrong" }],
    ["validate.error-705-http-400", recorded("validate.error-705-http-400"), { said: "expired" }],
    ["validate.error-800", recorded("validate.error-800"), { said: "locked" }],
    ["a success that completes nothing", answer(200, { verificationStatus: "VERIFICATION_FAILED" }), { said: "wrong" }],
    ["a success without data", answer(200), { said: "wrong" }],
    ["a completed one with HTTP 400", completed(400), unclear],
    ["700", answer(700), { said: "wrong" }],
    ["704", answer(704), { said: "expired" }],
    ["a code in the data alone", inner("703"), { said: "used" }],
    ["500", answer(500), { said: "nothing", sent: true, providerCode: "500" }],
    ["a page", { status: 502, headers: {}, text: "<html>" }, { said: "nothing", sent: true, providerCode: "http_502" }],
    ["an empty 200", { status: 200, headers: {}, text: "" }, { said: "nothing", sent: true, providerCode: "http_200" }],
    ["a yes outside and a no inside", mixed(200, "702"), { said: "wrong" }],
    ["a no outside and a yes inside", mixed(702, "200"), { said: "wrong" }],
    ["a code nobody can read beside a yes", mixed(5000, "200"), unclear],
    ["a yes for another one", answer(200, { ...yes, verificationId: 2641074 }), unclear],
    ["a yes for this one, as a string", answer(200, { ...yes, verificationId: "2641073" }), { said: "right" }],
  ])("that gets %s", (_, given, outcome) => {
    expect(readChecked(given, "2641073")).toMatchObject(outcome);
  });

  test("is asked by POST where they want it so", async () => {
    const { vendor: server, check, reference, code } = await sent();
    server.next({ status: 405, body: "" }, completedAnswer);
    expect(await check(reference, code)).toEqual({ said: "right" });
    const asked = server.requests.filter(({ path }) => path.includes("validateOtp"));
    expect(asked.map(({ method }) => method)).toEqual(["GET", "POST"]);
  });

  test("that gets no answer may have been counted; one that never left was not", async () => {
    const { vendor: server, check, reference, code } = await sent();
    server.next("reset");
    expect(await check(reference, code)).toEqual({ said: "nothing", sent: true, providerCode: "reset" });
    await server.close();
    expect(await check(reference, code)).toEqual({ said: "nothing", sent: false, providerCode: "refused" });
  });

  test("without a token never left", async () => {
    const { vendor: server, check } = await anAccount();
    server.next({ status: 200, body: JSON.stringify({ status: 400, error: "customerId is invalid" }) });
    expect(await check("1", "123456")).toEqual({ said: "nothing", sent: false, providerCode: "token_400" });
  });
});

describe("the token", () => {
  test("is asked for once, however many need it at the same time", async () => {
    const { vendor: server, send, check } = await anAccount();
    const outcomes = await Promise.all(Array.from({ length: 20 }, send));
    expect(outcomes.every(({ ok }) => ok)).toBe(true);
    await check("1", "123456");
    expect(server.tokensGiven).toBe(1);
  });

  test("is renewed once when they no longer take it, and the message leaves once", async () => {
    const { vendor: server, send } = await anAccount();
    await send();
    server.dropTokens();
    expect(await send()).toMatchObject({ ok: true });
    expect([server.tokensGiven, server.challenges.length]).toEqual([2, 2]);
    server.next({ status: 401, body: "" });
    expect(await send()).toMatchObject({ ok: true });
    expect(server.tokensGiven).toBe(3);
  });

  test("that they refuse though it is new is a fault of the account", async () => {
    const { vendor: server, send } = await anAccount();
    await send();
    server.next({ status: 403, body: "" }, { status: 200, body: tokenBody("e.e.e") });
    const refused = { ok: false, errorClass: "credentials", scope: "provider", providerCode: "token_refused" };
    expect(await send()).toEqual(refused);
  });

  test("is renewed before it runs out", async () => {
    const { vendor: server, send } = await anAccount({ tokenLife: 0 });
    await send();
    await send();
    expect(server.tokensGiven).toBe(2);
  });

  test("that could not be had is asked for again", async () => {
    const { vendor: server, send } = await anAccount();
    server.next("reset");
    const reset = { ok: false, errorClass: "transient", scope: "provider", providerCode: "reset" };
    expect(await Promise.all([send(), send()])).toEqual([reset, reset]);
    expect(await send()).toMatchObject({ ok: true });
  });

  test.each<[string, HttpAnswer, object]>([
    ["a year of life", token({ exp: now / 1000 + 31_536_000 }), { ok: true, until: now + 31_535_700_000 }],
    ["no word of its life", token({}), { ok: true, until: now + 3_600_000 }],
    ["three minutes of life", token({ exp: now / 1000 + 180 }), { ok: true, until: now + 90_000 }],
    ["a refusal beside it", refusedToken(), { errorClass: "credentials", providerCode: "token_400" }],
    ["the recorded answer", recorded("token.response-200"), { ok: true }],
    ["an opaque word", tokenAnswer("opaque"), { ok: true, until: now + 3_600_000 }],
    ["a line break in it", tokenAnswer("a\r\nb"), { errorClass: "transient", providerCode: "token_200" }],
    ["their refusal, as recorded", recorded("token.failure-http-200"), { errorClass: "credentials" }],
    ["HTTP 401", { status: 401, headers: {}, text: "" }, { errorClass: "credentials", providerCode: "token_401" }],
    ["HTTP 500", { status: 500, headers: {}, text: "" }, { errorClass: "transient", providerCode: "token_500" }],
    [
      "too many",
      { status: 429, headers: { "retry-after": "7" }, text: "" },
      { errorClass: "throttled", retryAfterMs: 7000 },
    ],
  ])("with %s", (_, given, outcome) => {
    expect(readToken(given, now)).toMatchObject(outcome);
  });
});

describe("a verification id", () => {
  test("of more digits than a number holds keeps them all", () => {
    const text = '{"responseCode":200,"message":"SUCCESS","data":{"verificationId": 90071992547409931,"timeout":"60"}}';
    expect(readSent({ status: 200, headers: {}, text })).toEqual({ ok: true, providerMessageId: "90071992547409931" });
  });

  test.each(["{}", '"a b"', "-1", "1.5", "[1]"])("%s is none", (value) => {
    const text = `{"responseCode":200,"data":{"verificationId":${value}}}`;
    expect(readSent({ status: 200, headers: {}, text })).toMatchObject({ ok: false, errorClass: "ambiguous" });
  });
});

test("a number is written in two parts, and what is none is not sent", () => {
  const channel = "sms" as const;
  const parts = (to: string) => destinationOf({ to, channel });
  expect(parts("+6281100000001")).toEqual({ countryCode: "62", mobileNumber: "81100000001", flowType: "SMS" });
  expect(parts("+12025550143")).toMatchObject({ countryCode: "1", mobileNumber: "2025550143" });
  expect(parts("someone@example.com")).toBeNull();
  expect(destinationOf({ to: "+6281100000001", channel: "voice" })).toBeNull();
});

test("nothing they can answer throws, and no answer but theirs is right", () => {
  const answers = fc.record({
    status: fc.integer({ min: 200, max: 599 }),
    headers: fc.constant({}),
    text: fc.oneof(fc.string(), fc.json()),
  });
  fc.assert(
    fc.property(answers, (given) => {
      expect(readChecked(given, "1").said).not.toBe("right");
      expect(readSent(given).ok).toBe(false);
      isTokenRefused(given);
      readToken(given, now);
    }),
  );
});

function completed(status: number): HttpAnswer {
  return { status, headers: {}, text: completedAnswer.body };
}

function mixed(outer: number, within: string): HttpAnswer {
  return {
    status: 200,
    headers: {},
    text: JSON.stringify({ responseCode: outer, data: { ...yes, responseCode: within } }),
  };
}

function inner(responseCode: string): HttpAnswer {
  return { status: 200, headers: {}, text: JSON.stringify({ data: { responseCode } }) };
}

function refusedToken(): HttpAnswer {
  return { status: 200, headers: {}, text: JSON.stringify({ status: 400, token: "e.e.e" }) };
}

function tokenBody(token: string): string {
  return JSON.stringify({ status: 200, token });
}

function tokenAnswer(value: string): HttpAnswer {
  return { status: 200, headers: {}, text: tokenBody(value) };
}

function token(claims: object): HttpAnswer {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  return tokenAnswer(`${part({ alg: "HS512" })}.${part(claims)}.c2ln`);
}
