import { expect } from "vitest";
import { infobip as provider } from "../../../src/providers/infobip/index.ts";
import type { ErrorClass, RawHook, Scope } from "../../../src/providers/provider.ts";
import {
  answer,
  apiError,
  apiKey,
  behave,
  businessNumber,
  exception,
  recorded,
  sample,
} from "../../support/infobip-server.ts";
import type { ConformingError, Subject } from "../subject.ts";
import { VendorServer, type VendorAnswer } from "../vendor-server.ts";

const token = "secret-path-sample";

const groupOf = { UNDELIVERABLE: 2, EXPIRED: 4, REJECTED: 5 };

/** Every status that a failed message may have. */
const statuses: [group: keyof typeof groupOf, ids: Record<number, string>, errorClass: ErrorClass, scope: Scope][] = [
  ["UNDELIVERABLE", { 4: "UNDELIVERABLE_REJECTED_OPERATOR", 31: "UNDELIVERABLE_NOT_SENT" }, "rejected", "recipient"],
  ["UNDELIVERABLE", { 9: "UNDELIVERABLE_NOT_DELIVERED" }, "recipient", "recipient"],
  ["EXPIRED", { 15: "EXPIRED_EXPIRED", 29: "EXPIRED_DLR_UNKNOWN" }, "recipient", "recipient"],
  [
    "REJECTED",
    {
      8: "REJECTED_PREFIX_MISSING",
      10: "REJECTED_DND",
      14: "REJECTED_DESTINATION_BLOCKLISTED",
      52: "REJECTED_DESTINATION",
      87: "SIGNALS_BLOCKED",
    },
    "recipient",
    "recipient",
  ],
  [
    "REJECTED",
    {
      11: "REJECTED_SOURCE",
      12: "REJECTED_NOT_ENOUGH_CREDITS",
      13: "REJECTED_SENDER",
      17: "REJECTED_PREPAID_PACKAGE_EXPIRED",
    },
    "credentials",
    "provider",
  ],
  [
    "REJECTED",
    { 18: "REJECTED_DESTINATION_NOT_REGISTERED", 19: "REJECTED_ROUTE_NOT_AVAILABLE" },
    "credentials",
    "recipient",
  ],
  ["REJECTED", { 6: "REJECTED_NETWORK" }, "rejected", "recipient"],
  ["REJECTED", { 20: "REJECTED_FLOODING_FILTER" }, "throttled", "recipient"],
  ["REJECTED", { 21: "REJECTED_SYSTEM_ERROR", 100: "UNDELIVERABLE_REJECTED_PLATFORM" }, "transient", "provider"],
  ["REJECTED", { 23: "REJECTED_DUPLICATE_MESSAGE_ID" }, "ambiguous", "recipient"],
  ["REJECTED", { 24: "REJECTED_INVALID_UDH", 51: "MISSING_TO" }, "rejected", "recipient"],
  ["REJECTED", { 25: "REJECTED_MESSAGE_TOO_LONG" }, "rejected", "template"],
];
const refused = statuses.flatMap(([groupName, ids, errorClass, scope]) =>
  Object.entries(ids).map(([id, name]): ConformingError => {
    const status = { groupId: groupOf[groupName], groupName, id: Number(id), name, description: "+6281100000001" };
    return {
      name: `status ${id}, ${name}`,
      answer: answer(200, { messages: [{ messageId: "theirs", status, destination: "6281100000001" }] }),
      outcome: { errorClass, scope, providerCode: name },
    };
  }),
);

const http: [name: string, answer: VendorAnswer, errorClass: ErrorClass, scope: Scope, providerCode: string][] = [
  ["401, older", recorded("error-401"), "credentials", "provider", "UNAUTHORIZED"],
  ["401, newer", answer(401, apiError("E401")), "credentials", "provider", "E401"],
  ["403", answer(403, apiError("E403")), "credentials", "provider", "E403"],
  ["400 of nothing in particular", answer(400, apiError("E400")), "rejected", "recipient", "E400"],
  [
    "400 of a number",
    answer(400, apiError("E400", "messages[0].destinations[0].to")),
    "recipient",
    "recipient",
    "E400",
  ],
  [
    "400 of a template",
    answer(400, exception("BAD_REQUEST", { "content.templateData.body.placeholders": ["is invalid"] })),
    "rejected",
    "template",
    "BAD_REQUEST",
  ],
  ["404", answer(404, apiError("E404")), "rejected", "recipient", "E404"],
  ["429", answer(429, exception("TOO_MANY_REQUESTS")), "throttled", "provider", "TOO_MANY_REQUESTS"],
  ["500", answer(500, exception("GENERAL_ERROR")), "transient", "provider", "GENERAL_ERROR"],
  ["504 of its own", answer(504, apiError("E504")), "transient", "provider", "E504"],
  ["504 of a proxy", { status: 504, body: "<html>" }, "ambiguous", "provider", "http_504"],
];

function hook(body: unknown, changed: Partial<RawHook> = {}): RawHook {
  return {
    method: "POST",
    url: `https://gateway.example/hooks/infobip/${token}`,
    headers: { "content-type": "application/json" },
    receivedAt: 1_767_323_050_000,
    query: new URLSearchParams(),
    body: Buffer.from(JSON.stringify(body)),
    token,
    ...changed,
  };
}

const batch = sample("dlr-webhook").body;
const sentAt = "2026-01-02T03:04:05.000+0000";

export const infobip: Subject = {
  provider,
  vendor: () => new VendorServer(behave),
  settings: (base_url) => ({ base_url, from: businessNumber }),
  secrets: { api_key: apiKey, hook_token: token },
  sends: [
    {
      name: "an SMS",
      message: { channel: "sms", correlation: "att_0001" },
      settings: { from: "ERPANDA" },
      providerMessageId: "att_0001",
      check(requests) {
        const { body, path } = sample("sms-send.request");
        expect(requests.map((request) => request.path)).toEqual([path]);
        const [wanted] = body["messages"] as [Record<string, object>];
        const [message] = (JSON.parse(requests[0]?.body ?? "") as { messages: Record<string, object>[] }).messages;
        expect(Object.keys(message ?? {}).sort()).toEqual(Object.keys(wanted).sort());
        expect(message).toMatchObject({
          sender: wanted["sender"],
          destinations: wanted["destinations"],
          options: { validityPeriod: { amount: 300, timeUnit: "SECONDS" } },
          webhooks: { callbackData: "att_0001" },
        });
      },
    },
    {
      name: "an authentication template",
      message: { channel: "whatsapp", binding: { name: "otp_login", language: "id" }, correlation: "att_0004" },
      providerMessageId: "att_0004",
      check(requests) {
        const { body, path } = sample("whatsapp-template.request");
        expect(requests.map((request) => request.path)).toEqual([path]);
        const [wanted] = body["messages"] as [Record<string, unknown>];
        const expected = { ...wanted, callbackData: "att_0004" };
        // Reports go to the address in Infobip's console, and Infobip falls back to nothing by itself.
        delete (expected as { notifyUrl?: unknown }).notifyUrl;
        expect(JSON.parse(requests[0]?.body ?? "")).toEqual({ messages: [expected] });
      },
    },
  ],
  errors: [
    ...refused,
    ...http.map(([name, vendorAnswer, errorClass, scope, providerCode]): ConformingError => ({
      name,
      answer: vendorAnswer,
      outcome: { errorClass, scope, providerCode },
    })),
    {
      name: "the recorded rejection with 200",
      answer: recorded("sms-send.response-200-rejected"),
      outcome: { errorClass: "credentials", scope: "provider", providerCode: "REJECTED_NOT_ENOUGH_CREDITS" },
    },
    {
      name: "429, which says when",
      answer: { ...answer(429, exception("TOO_MANY_REQUESTS")), headers: { "retry-after": "2" } },
      outcome: {
        errorClass: "throttled",
        scope: "provider",
        providerCode: "TOO_MANY_REQUESTS",
        retryAfterMs: 2000,
      },
    },
    {
      name: "a failed status nobody knows",
      answer: answer(200, {
        messages: [{ messageId: "theirs", status: { groupId: 5, id: 9999, name: "REJECTED_X" } }],
      }),
      outcome: { errorClass: "rejected", scope: "recipient", providerCode: "status_9999" },
    },
  ],
  reports: [
    {
      name: "a batch of a delivered and a failed one",
      hook: hook(batch),
      content: {
        answer: { status: 200, body: "" },
        reports: [
          { providerMessageId: "att_0001", correlation: "chl_01", status: "delivered", at: 1767323047000 },
          {
            providerMessageId: "att_0003",
            status: "failed",
            at: 1767323048000,
            errorClass: "recipient",
            scope: "recipient",
            providerCode: "EC_UNKNOWN_SUBSCRIBER",
          },
        ],
      },
    },
    {
      name: "delivered to the operator, which is not the person",
      hook: hook({ results: [{ messageId: "att_1", doneAt: sentAt, status: { groupId: 3, id: 2 } }] }),
      content: { reports: [{ providerMessageId: "att_1", status: "sent", at: 1767323045000 }] },
    },
    {
      name: "seen",
      hook: hook({ results: [{ messageId: "att_1", from: "1", to: "2", sentAt, seenAt: "2026-01-02T03:04:09.000Z" }] }),
      content: { reports: [{ providerMessageId: "att_1", status: "read", at: 1767323049000 }] },
    },
    {
      name: "one still pending",
      hook: hook({ results: [{ messageId: "att_1", doneAt: sentAt, status: { groupId: 1, id: 7 } }] }),
      content: { reports: [] },
    },
  ],
  forged: [
    { name: "no token", hook: hook(batch, { token: null }) },
    { name: "another token", hook: hook(batch, { token: `${token}x` }) },
    { name: "the token in the query", hook: hook(batch, { token: null, query: new URLSearchParams({ token }) }) },
    { name: "another method", hook: hook(batch, { method: "GET" }) },
  ],
  balance: { answer: answer(200, { balance: 47.79134, currency: "EUR" }), amount: "47.79134", currency: "EUR" },
};
