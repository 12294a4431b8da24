import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect } from "vitest";
import type { RawHook } from "../../../src/providers/provider.ts";
import { waha as provider } from "../../../src/providers/waha/index.ts";
import type { ConformingReport, Subject } from "../subject.ts";
import { VendorServer, type VendorAnswer, type VendorRequest } from "../vendor-server.ts";

const apiKey = "waha-key-sample";
const hmacKey = "waha-hmac-sample";
const messageId = "3EB0A1B2C3D4E5F60001";

interface Sample {
  status: number;
  body: Record<string, unknown>;
  headers: Record<string, string>;
  rawBody: string;
}

function sample(name: string): Sample {
  const file = new URL(`../../fixtures/waha/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, "utf8")) as Sample;
}

/** NestJS words its errors so. */
function refusal(statusCode: number, message: string, more: Record<string, unknown> = {}): VendorAnswer {
  return { status: statusCode, body: JSON.stringify({ statusCode, message, ...more }) };
}

function sessionIn(status: string): VendorAnswer {
  return { status: 200, body: JSON.stringify({ name: "default", status }) };
}

function behave(request: VendorRequest): VendorAnswer {
  if (request.headers["x-api-key"] !== apiKey) return refusal(401, "Unauthorized");
  const url = new URL(request.path, "http://waha");
  if (request.method === "GET" && url.pathname === "/api/contacts/check-exists") {
    if (url.searchParams.get("session") !== "default") return refusal(404, "Session not found");
    const phone = url.searchParams.get("phone") ?? "";
    const numberExists = /^62\d+$/.test(phone);
    return {
      status: 200,
      body: JSON.stringify(numberExists ? { numberExists, chatId: `${phone}@c.us` } : { numberExists }),
    };
  }
  if (request.method === "GET" && url.pathname === "/api/sessions/default") return sessionIn("WORKING");
  if (request.method !== "POST" || url.pathname !== "/api/sendText") return refusal(404, `Cannot ${request.method}`);
  const { session, chatId, text } = JSON.parse(request.body) as Record<string, unknown>;
  if (session !== "default") return refusal(404, "Session not found");
  if (typeof chatId !== "string" || !/^\d+@c\.us$/.test(chatId) || typeof text !== "string" || text === "") {
    return refusal(400, "Bad Request");
  }
  const { status, body } = sample("send.response-201");
  return { status, body: JSON.stringify({ ...body, id: `true_${chatId}_${messageId}`, to: chatId, body: text }) };
}

function hook(rawBody: string, headers: Record<string, string> = signed(rawBody)): RawHook {
  const url = "https://gateway.example/hooks/waha";
  return {
    method: "POST",
    url,
    headers,
    receivedAt: 1_767_323_050_000,
    query: new URLSearchParams(),
    body: Buffer.from(rawBody),
    token: null,
  };
}

function signed(rawBody: string, key = hmacKey): Record<string, string> {
  const hmac = createHmac("sha512", key).update(rawBody).digest("hex");
  return { "x-webhook-hmac": hmac, "x-webhook-hmac-algorithm": "sha512", "x-webhook-timestamp": "1767323049000" };
}

const recorded = sample("webhook-ack-signed");
const at = 1767323049000;
const failed = { errorClass: "rejected", scope: "recipient", providerCode: "error" } as const;

/** The recorded acknowledgement, at another level. */
function level(ackName: string, ack: number, report: object | null): ConformingReport {
  const { payload, ...envelope } = recorded.body as { payload: Record<string, unknown> };
  const rawBody = JSON.stringify({ ...envelope, payload: { ...payload, ack, ackName } });
  const reports = report === null ? [] : [{ providerMessageId: messageId, at, ...report }];
  return { name: `level ${ackName}`, hook: hook(rawBody), content: { reports } as ConformingReport["content"] };
}

const accountError = { errorClass: "credentials", scope: "provider" } as const;

export const waha: Subject = {
  provider,
  vendor: () => new VendorServer(behave, ({ path }) => path.startsWith("/api/contacts/check-exists")),
  settings: (base_url) => ({ base_url, session: "default" }),
  secrets: { api_key: apiKey, hook_hmac_key: hmacKey },
  sends: [
    {
      name: "a text, the number checked before",
      message: { channel: "whatsapp" },
      providerMessageId: messageId,
      check(requests) {
        expect(requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
          "GET /api/contacts/check-exists?phone=6281100000001&session=default",
          "POST /api/sendText",
        ]);
        const { headers, body } = sample("send.request");
        expect(requests[1]?.headers).toMatchObject(headers);
        const sent = JSON.parse(requests[1]?.body ?? "") as Record<string, unknown>;
        expect(sent).toEqual({ ...body, text: sent["text"] });
        expect(sent["text"]).toContain("481516");
        expect(requests[0]?.path).not.toContain("481516");
      },
    },
    {
      name: "a text, unchecked",
      message: { channel: "whatsapp" },
      settings: { check_number: false },
      providerMessageId: messageId,
      check: (requests) => expect(requests).toHaveLength(1),
    },
  ],
  errors: [
    {
      name: "a wrong key",
      answer: refusal(401, "Unauthorized"),
      outcome: { ...accountError, providerCode: "http_401" },
    },
    {
      name: "a key without rights",
      answer: refusal(403, "Forbidden"),
      outcome: { ...accountError, providerCode: "http_403" },
    },
    {
      name: "a missing session",
      answer: refusal(404, "Session not found"),
      outcome: { ...accountError, providerCode: "http_404" },
    },
    {
      name: "a session that does not work",
      answer: { status: 422, body: JSON.stringify(sample("send.error-422").body) },
      outcome: { ...accountError, providerCode: "http_422" },
    },
    ...["STOPPED", "STARTING", "SCAN_QR_CODE", "FAILED"].map((status) => ({
      name: `a session in ${status}`,
      answer: refusal(422, "Session status is not as expected.", { session: "default", status, expected: ["WORKING"] }),
      outcome: { ...accountError, providerCode: `session_${status.toLowerCase()}` },
    })),
    {
      name: "a body it does not take",
      answer: refusal(400, "chatId must be a string"),
      outcome: { errorClass: "rejected", scope: "recipient", providerCode: "http_400" },
    },
    {
      name: "a failure of its engine",
      answer: refusal(500, "Evaluation failed"),
      outcome: { errorClass: "ambiguous", scope: "provider", providerCode: "http_500" },
    },
    {
      name: "a message in ERROR",
      answer: { status: 201, body: JSON.stringify({ ...sample("send.response-201").body, ack: -1, ackName: "ERROR" }) },
      outcome: { errorClass: "ambiguous", scope: "provider", providerCode: "error" },
    },
  ],
  health: {
    check: (requests) =>
      expect(requests.map(({ method, path }) => `${method} ${path}`)).toEqual(["GET /api/sessions/default"]),
    broken: ["STOPPED", "STARTING", "SCAN_QR_CODE", "FAILED"].map((status) => ({
      name: `a session in ${status}`,
      answer: sessionIn(status),
      reason: `session is ${status}`,
    })),
    silent: [
      ["a wrong key", refusal(401, "Unauthorized")],
      ["a missing session", refusal(404, "Session not found")],
      ["a status nobody has heard of", sessionIn("6281100000001")],
    ],
  },
  reports: [
    {
      name: "the recorded acknowledgement",
      hook: hook(recorded.rawBody, recorded.headers),
      content: { reports: [{ providerMessageId: messageId, status: "delivered", at }] },
    },
    level("ERROR", -1, { status: "failed", ...failed }),
    level("PENDING", 0, null),
    level("SERVER", 1, { status: "sent" }),
    level("DEVICE", 2, { status: "delivered" }),
    level("READ", 3, { status: "read" }),
    level("PLAYED", 4, { status: "read" }),
    level("NEVER_HEARD_OF", 9, null),
    {
      name: "a lost session",
      hook: hook(JSON.stringify(sample("webhook-session-failed").body)),
      content: { reports: [] },
    },
  ],
  forged: [
    { name: "no signature", hook: hook(JSON.stringify(sample("webhook-session-failed").body), {}) },
    { name: "another key's signature", hook: hook(recorded.rawBody, signed(recorded.rawBody, "another")) },
    { name: "changed bytes", hook: hook(recorded.rawBody.replace("DEVICE", "READ"), recorded.headers) },
    {
      name: "another algorithm",
      hook: hook(recorded.rawBody, { ...recorded.headers, "x-webhook-hmac-algorithm": "sha256" }),
    },
    {
      name: "a cut signature",
      hook: hook(recorded.rawBody, {
        ...recorded.headers,
        "x-webhook-hmac": recorded.headers["x-webhook-hmac"]?.slice(0, -2) ?? "",
      }),
    },
    { name: "another method", hook: { ...hook(recorded.rawBody), method: "GET" } },
  ],
};
