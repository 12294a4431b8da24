import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readAnswer, readBalance } from "../../src/providers/infobip/answer.ts";
import { infobip } from "../../src/providers/infobip/index.ts";
import { readInfobipHook } from "../../src/providers/infobip/report.ts";
import type {
  DeliveryReport,
  HttpRequest,
  ProviderIo,
  RawHook,
  RenderedMessage,
} from "../../src/providers/provider.ts";
import { lend } from "../support/provider-io.ts";

const base_url = "https://abc.api.infobip.com";
const settings = infobip.settings.parse({ base_url, from: "6281100009999" });
const secrets = { api_key: "sample-api-key", hook_token: "secret-path-sample" };

const message: RenderedMessage = {
  channel: "whatsapp",
  to: "+6281100000001",
  code: "481516",
  text: "Demo: kode OTP Anda 481516.",
  user: "budi",
  locale: "id",
  ttlSeconds: 45,
  binding: { name: "otp_login", language: "id" },
  correlation: "att_1",
  tryNumber: 1,
};

/** Keeps what is asked, and says that it is on its way. */
function taking(requests: HttpRequest[]): ProviderIo {
  const text = JSON.stringify({ messages: [{ messageId: "att_1", status: { groupId: 1, id: 26 } }] });
  return lend({
    http(request) {
      requests.push(request);
      return Promise.resolve({ status: 200, headers: {}, text });
    },
  });
}

function bodyOf(request: HttpRequest | undefined): { messages: Record<string, unknown>[] } {
  return JSON.parse(request?.body ?? "") as { messages: Record<string, unknown>[] };
}

describe("settings", () => {
  it("want the account's own address, since there is no other", () => {
    expect(infobip.settings.safeParse({ from: "ACME" }).success).toBe(false);
    expect(settings).toMatchObject({ base_url, timeout_ms: 5000 });
  });

  it.each(["", "x".repeat(25), "Ärger", "a\nb"])("refuse the sender %j", (from) =>
    expect(infobip.settings.safeParse({ base_url, from }).success).toBe(false),
  );

  it("refuse a key that no header could carry, and a token that no address could", () => {
    expect(infobip.secrets.safeParse({ api_key: "key\n" }).success).toBe(false);
    expect(infobip.secrets.safeParse({ ...secrets, hook_token: "a/b" }).success).toBe(false);
  });
});

describe("a send", () => {
  it("of an SMS lives no longer than its code", async () => {
    const requests: HttpRequest[] = [];
    await infobip.send({ ...message, channel: "sms" }, settings, secrets, taking(requests));
    expect(bodyOf(requests[0]).messages[0]).toMatchObject({
      options: { validityPeriod: { amount: 45, timeUnit: "SECONDS" } },
    });
  });

  it("on WhatsApp from a name makes no request, and leaves the account's SMS alone", async () => {
    const named = infobip.settings.parse({ base_url, from: "ACME" });
    const requests: HttpRequest[] = [];
    const refusal = { ok: false, errorClass: "rejected", scope: "recipient", providerCode: "from_is_no_number" };
    expect(await infobip.send(message, named, secrets, taking(requests))).toEqual(refusal);
    const announcement = { to: message.to, user: "budi", binding: { name: "next_code", language: "id" } };
    expect(await infobip.announce?.(announcement, named, secrets, taking(requests))).toEqual(refusal);
    expect(requests).toEqual([]);
    expect(await infobip.send({ ...message, channel: "sms" }, named, secrets, taking(requests))).toMatchObject({
      ok: true,
    });
  });

  it("never lets Infobip fall back by itself", async () => {
    const requests: HttpRequest[] = [];
    await infobip.send(message, settings, secrets, taking(requests));
    expect(requests[0]?.body).not.toMatch(/failover/i);
  });

  it("of an announcement names the user, no code and no attempt", async () => {
    const requests: HttpRequest[] = [];
    const announcement = { to: message.to, user: "budi", binding: { name: "next_code", language: "id" } };
    expect(await infobip.announce?.(announcement, settings, secrets, taking(requests))).toMatchObject({ ok: true });
    expect(bodyOf(requests[0]).messages).toEqual([
      {
        from: "6281100009999",
        to: "6281100000001",
        content: { templateName: "next_code", templateData: { body: { placeholders: ["budi"] } }, language: "id" },
      },
    ]);
  });
});

describe("an answer", () => {
  const said = (value: unknown) =>
    readAnswer({ status: 200, headers: {}, text: JSON.stringify({ messages: [value] }) });

  it.each([0, 1, 3])("of group %i is accepted", (groupId) =>
    expect(said({ messageId: "m", status: { groupId } })).toEqual({ ok: true, providerMessageId: "m" }),
  );

  it.each([
    [2, { segments: 2 }],
    [0, {}],
    ["x", {}],
    [1.5, {}],
    [undefined, {}],
  ])("with a messageCount of %j", (messageCount, counted) =>
    expect(said({ messageId: "m", status: { groupId: 1 }, details: { messageCount } })).toEqual({
      ok: true,
      providerMessageId: "m",
      ...counted,
    }),
  );

  it.each([
    { status: { groupId: 1 } },
    { messageId: "m" },
    { messageId: "m", status: { groupId: 6 } },
    { messageId: "m", status: { groupId: "1" } },
    { messageId: "a b", status: { groupId: 1 } },
    null,
  ])("like %j may have been sent", (value) =>
    expect(said(value)).toEqual({
      ok: false,
      errorClass: "ambiguous",
      scope: "provider",
      providerCode: "unreadable_answer",
    }),
  );

  it("that refuses a flood says to wait an hour, so that nobody waits a second", () => {
    expect(said({ messageId: "m", status: { groupId: 5, id: 20 } })).toMatchObject({
      errorClass: "throttled",
      scope: "recipient",
      retryAfterMs: 3_600_000,
    });
  });

  it.each(["6281100000001", "+62811", "E6281100000001", "bad request", 401])("shows no code like %j", (errorCode) => {
    const text = JSON.stringify({ errorCode, requestError: { serviceException: { messageId: errorCode } } });
    expect(readAnswer({ status: 400, headers: {}, text })).toMatchObject({ providerCode: "http_400" });
  });
});

describe("a balance", () => {
  const read = (body: unknown) => readBalance({ status: 200, headers: {}, text: JSON.stringify(body) });

  it("may be negative, or without a currency", () => {
    expect(read({ balance: -3.5, currency: "EUR" })).toEqual({ amount: "-3.5", currency: "EUR" });
    expect(read({ balance: 12 })).toEqual({ amount: "12", currency: null });
  });

  it.each([{ balance: 1e21 }, { balance: null }, { balance: "EUR 3" }, { balance: [] }, {}])(
    "is not read in %j",
    (body) => expect(read(body)).toBeNull(),
  );
});

function hook(body: string | Uint8Array): RawHook {
  return {
    method: "POST",
    url: "https://gateway.example/hooks/infobip/secret-path-sample",
    headers: {},
    receivedAt: 1_767_323_050_000,
    query: new URLSearchParams(),
    body: Buffer.from(body),
    token: "secret-path-sample",
  };
}

function reportsOf(...results: unknown[]): DeliveryReport[] {
  const content = readInfobipHook(hook(JSON.stringify({ results })), settings, secrets);
  return content.ok ? content.reports : expect.unreachable(content.why);
}

function failedWith(error: unknown, status: unknown = { groupId: 2, id: 9 }): Partial<DeliveryReport> | undefined {
  return reportsOf({ messageId: "m", doneAt: "2026-01-02T03:04:05.000+0000", status, error })[0];
}

describe("a report", () => {
  it("is told by its error rather than by its status, which says less", () => {
    const error = { id: 368, name: "EC_INVALID_SOURCE_ADDRESS", groupName: "USER_ERRORS", permanent: true };
    expect(failedWith(error)).toMatchObject({
      errorClass: "credentials",
      scope: "provider",
      providerCode: "EC_INVALID_SOURCE_ADDRESS",
    });
  });

  it.each([
    ["EC_UNKNOWN_USER", "recipient", "recipient"],
    ["EC_INVALID_TEMPLATE_ARGS", "rejected", "template"],
    ["EC_SENDER_NOT_REGISTERED", "credentials", "provider"],
    ["EC_SPAM_RATE", "credentials", "provider"],
    ["EC_TOO_MANY_REQUESTS", "throttled", "provider"],
    ["EC_PROVIDER_TIMEOUT", "transient", "provider"],
  ])("of the WhatsApp error %s is %s/%s", (name, errorClass, scope) =>
    expect(failedWith({ id: 7000, name })).toMatchObject({ errorClass, scope, providerCode: name }),
  );

  it.each([
    [{ groupName: "HANDSET_ERRORS", permanent: false }, "recipient", "recipient"],
    [{ groupName: "OPERATOR_ERRORS", permanent: false }, "transient", "provider"],
    [{ groupName: "OPERATOR_ERRORS", permanent: true }, "rejected", "recipient"],
    [{}, "rejected", "recipient"],
  ])("of an error nobody knows, %j, is %s/%s", (error, errorClass, scope) =>
    expect(failedWith({ id: 6999, name: "EC_NEW", ...error }, { groupId: 2, id: 999 })).toMatchObject({
      errorClass,
      scope,
      providerCode: "error_6999",
    }),
  );

  it("brings no word that is not in our tables", () => {
    const name = "EC_6281100000001";
    expect(failedWith({ id: 6281100000001, name }, { groupId: 5, id: 6281100000001, name })).toMatchObject({
      providerCode: "failed",
    });
  });

  it("of a refused duplicate says nothing of the message whose name it bears", () => {
    expect(failedWith(undefined, { groupId: 5, id: 23, name: "REJECTED_DUPLICATE_MESSAGE_ID" })).toBeUndefined();
  });

  it.each([
    ["2019-04-09T16:01:56.494-0300", 1554836516494],
    ["2019-04-09T19:01:56Z", 1554836516000],
    ["2019-04-09T19:01:56.494+00:00", 1554836516494],
  ])("at %s is at %i", (doneAt, at) =>
    expect(reportsOf({ messageId: "m", doneAt, status: { groupId: 3, id: 5 } })).toEqual([
      { providerMessageId: "m", status: "delivered", at },
    ]),
  );

  it("says how many segments it was", () => {
    const result = { messageId: "m", doneAt: "2026-01-02T03:04:05Z", status: { groupId: 3, id: 5 }, messageCount: 3 };
    expect(reportsOf(result)).toMatchObject([{ status: "delivered", segments: 3 }]);
  });

  it.each(["yesterday", "2026-13-45T99:99:99.000+0000", "2026-01-02T03:04:05", 1767323045, undefined])(
    "at %j is left out",
    (doneAt) => expect(reportsOf({ messageId: "m", doneAt, status: { groupId: 3, id: 5 } })).toEqual([]),
  );

  it("never throws, whatever stands in its fields", () => {
    const value = fc.oneof(fc.jsonValue(), fc.constantFrom(1, 2, 3, 4, 5, 23, "2026-01-02T03:04:05.000+0000"));
    const inner = fc.oneof(value, fc.record({ groupId: value, id: value, name: value, permanent: value }));
    const result = fc.record({ messageId: value, status: inner, error: inner, doneAt: value, seenAt: value });
    fc.assert(
      fc.property(fc.array(fc.oneof(value, result)), (results) => {
        for (const report of reportsOf(...results)) expect(Number.isInteger(report.at)).toBe(true);
      }),
    );
  });
});
