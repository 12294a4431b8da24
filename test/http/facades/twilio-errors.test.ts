import { describe, expect, test } from "vitest";
import { errorCodes, GatewayError, type ErrorCode } from "../../../src/errors.ts";
import { isKept, otpIdOf, accountSidOf } from "../../../src/http/facades/twilio/answer.ts";
import { twilioErrorOf, twilioErrors, type TwilioCode } from "../../../src/http/facades/twilio/errors.ts";
import { issueInputOf } from "../../../src/http/facades/twilio/issue-input.ts";
import { normalRecipient, type CreateBody } from "../../../src/http/facades/twilio/parameters.ts";
import { problemOf } from "../../../src/http/problem.ts";
import { defaultService, serviceDocument } from "../../../src/settings/service-document.ts";

const SID = `VA${"1".repeat(32)}`;
const path = `/v2/Services/${SID}/VerificationCheck`;
const inTwilioWords = (error: unknown) => twilioErrorOf(problemOf(error, "r").problem, path);

describe("each of our codes has one of Twilio's", () => {
  const table: Record<Exclude<ErrorCode, "rate_limited">, [number, TwilioCode]> = {
    invalid_request: [400, 60200],
    invalid_recipient: [400, 60200],
    unauthorized: [401, 20003],
    forbidden: [403, 20403],
    destination_not_allowed: [403, 60605],
    not_found: [404, 20404],
    otp_not_found: [404, 20404],
    conflict: [404, 20404],
    method_not_allowed: [405, 20004],
    payload_too_large: [413, 20413],
    unsupported_media_type: [415, 20415],
    template_not_found: [400, 60228],
    idempotency_in_progress: [429, 20429],
    idempotency_mismatch: [400, 60200],
    internal: [500, 20500],
    insufficient_balance: [503, 20503],
    no_route: [503, 20503],
    overloaded: [503, 20503],
    unavailable: [503, 20503],
  };
  const rows = Object.entries(table) as [ErrorCode, [number, TwilioCode]][];

  test.each(rows)("%s", (code, [status, twilio]) => {
    const error = inTwilioWords(new GatewayError(code, "why"));
    expect(error).toMatchObject({ status, code: twilio, more_info: `https://www.twilio.com/docs/errors/${twilio}` });
    expect(error.message).not.toBe("");
  });

  test("and none is left out", () => {
    expect([...rows.map(([code]) => code), "rate_limited"].sort()).toEqual([...errorCodes].sort());
  });

  test.each([
    ["cooldown", 60212, "Too many concurrent requests for phone number"],
    ["guesses", 60202, "Max check attempts reached"],
    ["tenant", 20429, "Too many requests"],
    ["recipient", 60203, "Max send attempts reached"],
    ["client_ip", 60203, "Max send attempts reached"],
    ["prefix", 60203, "Max send attempts reached"],
    ["user", 60203, "Max send attempts reached"],
  ])("the limit %s is %d", (limit, code, message) => {
    const error = new GatewayError("rate_limited", "wait", { members: { limit } });
    expect(inTwilioWords(error)).toMatchObject({ status: 429, code, message, details: { reason: "wait" } });
  });
});

test("what is gone is named as Twilio names it", () => {
  expect(inTwilioWords(new GatewayError("otp_not_found", "x"))).toEqual({
    code: 20404,
    message: `The requested resource /Services/${SID}/VerificationCheck was not found`,
    more_info: "https://www.twilio.com/docs/errors/20404",
    status: 404,
  });
});

test("a bug tells nothing of itself", () => {
  expect(JSON.stringify(inTwilioWords(new Error("select secret from x")))).not.toContain("select");
});

test("every code stands for a status", () => {
  for (const { status } of Object.values(twilioErrors)) expect(status).toBeGreaterThanOrEqual(400);
});

describe("a recipient", () => {
  test.each([
    ["+62 812-3450-0001", "sms", "+6281234500001"],
    ["081234500001", "whatsapp", "+6281234500001"],
    ["A@Example.com", "email", "a@example.com"],
    ["A@Example.com", "auto", "a@example.com"],
    ["a@example.com", null, "a@example.com"],
  ] as const)("%s by %s is %s", (to, channel, normal) => {
    expect(normalRecipient(to, channel, "ID")).toBe(normal);
  });

  test.each([
    ["+62", "sms", 60200],
    ["a@b", "email", 60200],
    ["+622150501234", "auto", 60205],
    ["+622150501234", "whatsapp", 60200],
  ] as const)("%s by %s is refused with %d", (to, channel, code) => {
    expect(() => normalRecipient(to, channel, "ID")).toThrow(expect.objectContaining({ code }));
  });
});

describe("a create as an issue", () => {
  const body = (more: Partial<CreateBody> = {}): CreateBody => ({ To: "x", Channel: "sms", ...more });
  const own = serviceDocument.parse({ brand: "Kopi", locale: "en", purpose: "checkout", channels: ["sms", "email"] });

  test("by the defaults, with a purpose that is the service's alone", () => {
    expect(issueInputOf(body(), "+6281234500001", SID, defaultService)).toMatchObject({
      to: "+6281234500001",
      purpose: SID.toLowerCase(),
      channels: ["sms"],
      ttlSeconds: 600,
      codeLength: 6,
      params: {},
      metadata: {},
      via: { facade: "twilio", service: SID },
    });
  });

  test("by what the service has of its own; the request's own words go first", () => {
    const input = issueInputOf(body(), "+6281234500001", SID, own);
    expect(input).toMatchObject({ locale: "en", purpose: "checkout", via: { brand: "Kopi" } });
    const said = issueInputOf(body({ Locale: "id", CustomFriendlyName: "Teh" }), "+6281234500001", SID, own);
    expect(said).toMatchObject({ locale: "id", via: { brand: "Teh" } });
  });

  test.each([
    ["Teh Kita", "Teh Kita"],
    ["Bank http://evil.example/x", "Bank evil example/x"],
    ["Code: 998877", "Code:"],
    ["{{code}}", "code"],
    ["{}", "Kopi"],
  ])("a friendly name %s brings neither link nor code: %s", (given, brand) => {
    const input = issueInputOf(body({ CustomFriendlyName: given }), "+6281234500001", SID, own);
    expect(input.via?.brand).toBe(brand);
  });

  test.each<[CreateBody["Channel"], string, string[] | undefined]>([
    ["call", "+6281234500001", ["voice"]],
    ["auto", "+6281234500001", undefined],
    ["auto", "a@example.com", ["email"]],
  ])("channel %s to %s: %o", (channel, to, channels) => {
    expect(issueInputOf(body({ Channel: channel }), to, SID, defaultService).channels).toEqual(channels);
  });

  test("auto is the service's order, of those that reach the recipient", () => {
    expect(issueInputOf(body({ Channel: "auto" }), "+6281234500001", SID, own).channels).toEqual(["sms"]);
    expect(issueInputOf(body({ Channel: "auto" }), "a@example.com", SID, own).channels).toEqual(["email"]);
    expect(() => issueInputOf(body({ Channel: "call" }), "+6281234500001", SID, own)).toThrow(
      expect.objectContaining({ code: 60223 }),
    );
  });
});

test.each([
  ["pending", 5, true],
  ["pending", 10, false],
  ["verified", 5, false],
  ["expired", 5, false],
  ["replaced", 5, false],
  ["cancelled", 20, true],
  ["locked", 5, true],
  ["locked", 10, false],
] as const)("an OTP that is %s is still there after %d of 10 minutes: %s", (status, minutes, kept) => {
  expect(isKept({ status, expiresAt: 600_000 }, minutes * 60_000)).toBe(kept);
});

test.each([
  [`VE${"0".repeat(32)}`, `otp_${"0".repeat(32)}`],
  [`VE${"G".repeat(32)}`, null],
  [`VA${"0".repeat(32)}`, null],
  ["", null],
])("the sid %s names %s", (sid, id) => {
  expect(otpIdOf(sid)).toBe(id);
});

test.each([
  [`AC${"b".repeat(32)}`, `AC${"b".repeat(32)}`],
  ["SK12", `AC${"0".repeat(32)}`],
  [`AC"><script>`, `AC${"0".repeat(32)}`],
  [null, `AC${"0".repeat(32)}`],
])("the user %s is the account %s", (user, account) => {
  expect(accountSidOf(user, "00000000-0000-0000-0000-000000000000")).toBe(account);
});
