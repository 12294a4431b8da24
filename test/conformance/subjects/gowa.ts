import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect } from "vitest";
import { gowa as provider } from "../../../src/providers/gowa/index.ts";
import type { RawHook } from "../../../src/providers/provider.ts";
import type { ConformingError, ConformingReport, Subject } from "../subject.ts";
import { VendorServer, type VendorAnswer, type VendorRequest } from "../vendor-server.ts";

const login = { username: "erp", password: "gowa-password-sample" };
const hookSecret = "gowa-secret-sample";
const deviceId = "6281100009999@s.whatsapp.net";

interface Sample {
  status: number;
  headers: Record<string, string>;
  body: Record<string, unknown>;
  rawBody: string;
}

function sample(name: string): Sample {
  const file = new URL(`../../fixtures/gowa/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, "utf8")) as Sample;
}

function refusal(status: number, code: string, message: string): VendorAnswer {
  return { status, body: JSON.stringify({ code, message, results: null }) };
}

function devices(...results: object[]): VendorAnswer {
  return { status: 200, body: JSON.stringify({ code: "SUCCESS", message: "Fetch device success", results }) };
}

function behave(request: VendorRequest): VendorAnswer {
  const basic = `Basic ${Buffer.from(`${login.username}:${login.password}`).toString("base64")}`;
  if (request.headers.authorization !== basic) return { status: 401, body: "Unauthorized" };
  if (request.method === "GET" && request.path === "/app/devices") return devices({ name: "ERP", device: deviceId });
  if (request.method !== "POST" || request.path !== "/send/message") return { status: 404, body: "Cannot find it" };
  if (![undefined, deviceId].includes(request.headers["x-device-id"] as string | undefined)) {
    return refusal(404, "DEVICE_NOT_FOUND", "device not found");
  }
  const { phone, message } = JSON.parse(request.body) as Record<string, unknown>;
  if (typeof message !== "string" || message === "") return refusal(400, "400", "message: cannot be blank.");
  if (typeof phone !== "string" || !/^\d+@s\.whatsapp\.net$/.test(phone)) {
    return refusal(400, "400", "phone: must be a JID.");
  }
  const { status, body } = sample("send.response-200");
  return { status, body: JSON.stringify(body) };
}

function error(
  name: string,
  answer: VendorAnswer,
  [errorClass, scope, providerCode]: [
    ConformingError["outcome"]["errorClass"],
    ConformingError["outcome"]["scope"],
    string,
  ],
): ConformingError {
  return { name, answer, outcome: { errorClass, scope, providerCode } };
}

function hook(rawBody: string, headers: Record<string, string> = signed(rawBody)): RawHook {
  const url = "https://gateway.example/hooks/gowa";
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

function signed(rawBody: string, secret = hookSecret): Record<string, string> {
  return { "x-hub-signature-256": `sha256=${createHmac("sha256", secret).update(rawBody).digest("hex")}` };
}

const ack = sample("webhook-ack-two-ids");
const at = 1767323049000;
const ids = ["3EB0A1B2C3D4E5F60003", "3EB0A1B2C3D4E5F60004"];

/** The recorded receipt, of another type. */
function receipt(receipt_type: string, status: "read" | null): ConformingReport {
  const rawBody = JSON.stringify({ ...ack.body, payload: { ...(ack.body["payload"] as object), receipt_type } });
  const reports = status === null ? [] : ids.map((providerMessageId) => ({ providerMessageId, status, at }));
  return { name: `receipt ${receipt_type}`, hook: hook(rawBody), content: { reports } };
}

export const gowa: Subject = {
  provider,
  vendor: () => new VendorServer(behave),
  settings: (base_url) => ({ base_url }),
  secrets: { ...login, hook_secret: hookSecret },
  sends: [
    {
      name: "a text from the only device",
      message: { channel: "whatsapp", text: "Kode ERP Anda 481516." },
      providerMessageId: "3EB0A1B2C3D4E5F60003",
      check(requests) {
        expect(requests).toHaveLength(1);
        expect(requests[0]?.headers).not.toHaveProperty("x-device-id");
        expect(JSON.parse(requests[0]?.body ?? "")).toEqual({
          phone: "6281100000001@s.whatsapp.net",
          message: "Kode ERP Anda 481516.",
        });
      },
    },
    {
      name: "a text from a named device",
      message: { channel: "whatsapp" },
      settings: { device_id: deviceId },
      providerMessageId: "3EB0A1B2C3D4E5F60003",
      check: (requests) => expect(requests[0]?.headers).toMatchObject({ "x-device-id": deviceId }),
    },
  ],
  errors: [
    error("a field it refuses", refusal(400, "400", "message: cannot be blank."), [
      "rejected",
      "recipient",
      "http_400",
    ]),
    error("the recorded refusal of a number", { status: 400, body: JSON.stringify(sample("send.error-400").body) }, [
      "rejected",
      "recipient",
      "invalid_phone",
    ]),
    error(
      "a number that is not on WhatsApp",
      refusal(400, "400", "Phone 6281100000001@s.whatsapp.net is not on whatsapp"),
      ["recipient", "recipient", "not_on_whatsapp"],
    ),
    error("a number that is not on WhatsApp, by its code", refusal(400, "INVALID_JID", "user is not registered"), [
      "recipient",
      "recipient",
      "invalid_jid",
    ]),
    error("a wrong field, by its code", refusal(400, "VALIDATION_ERROR", "message: cannot be blank."), [
      "rejected",
      "recipient",
      "validation_error",
    ]),
    error("a wrong password", { status: 401, body: "Unauthorized" }, ["credentials", "provider", "http_401"]),
    error("a wrong password, in words", refusal(401, "401", "Unauthorized"), ["credentials", "provider", "http_401"]),
    error("an account that is logged out", refusal(401, "AUTHENTICATION_ERROR", "you are not login"), [
      "credentials",
      "provider",
      "authentication_error",
    ]),
    error("a device that is not there", refusal(404, "DEVICE_NOT_FOUND", "device not found"), [
      "credentials",
      "provider",
      "device_not_found",
    ]),
    error("several devices and none named", refusal(400, "DEVICE_ID_REQUIRED", "device_id is required"), [
      "credentials",
      "provider",
      "device_id_required",
    ]),
    error("a device without its client", refusal(500, "INVALID_WA_CLI", "your WhatsApp CLI is invalid or empty"), [
      "credentials",
      "provider",
      "invalid_wa_cli",
    ]),
    error("a start that is not over", refusal(503, "DEVICE_MANAGER_UNAVAILABLE", "not initialized"), [
      "transient",
      "provider",
      "device_manager_unavailable",
    ]),
    error("an account held back from new chats", refusal(429, "WA_REACHOUT_TIMELOCK", "error 463"), [
      "rejected",
      "recipient",
      "wa_reachout_timelock",
    ]),
    error("WhatsApp's silence", refusal(504, "GATEWAY_TIMEOUT", "Request timed out"), [
      "ambiguous",
      "provider",
      "gateway_timeout",
    ]),
    error("a request it gave up", refusal(408, "CONTEXT_ERROR", "context canceled"), [
      "ambiguous",
      "provider",
      "context_error",
    ]),
    error("a failure while at work", refusal(500, "INTERNAL_SERVER_ERROR", "websocket disconnected"), [
      "ambiguous",
      "provider",
      "internal_server_error",
    ]),
  ],
  health: {
    check: (requests) => expect(requests.map(({ method, path }) => `${method} ${path}`)).toEqual(["GET /app/devices"]),
    broken: ["AUTHENTICATION_ERROR", "INVALID_WA_CLI", "DEVICE_NOT_FOUND"].map((code) => ({
      name: code,
      answer: refusal(401, code, "you are not logged in"),
      reason: `device is ${code}`,
    })),
    silent: [
      ["a wrong login", { status: 401, body: "Unauthorized" }],
      ["an empty list", devices()],
      ["a manager that still starts", refusal(503, "DEVICE_MANAGER_UNAVAILABLE", "starting")],
    ],
  },
  reports: [
    {
      name: "the recorded receipt for two messages",
      hook: hook(ack.rawBody, ack.headers),
      content: { reports: ids.map((providerMessageId) => ({ providerMessageId, status: "delivered", at })) },
    },
    receipt("read", "read"),
    receipt("read-self", null),
    receipt("never-heard-of", null),
    { name: "another event", hook: hook('{"event":"message","payload":{"id":"x"}}'), content: { reports: [] } },
  ],
  forged: [
    { name: "no signature", hook: hook(ack.rawBody, {}) },
    { name: "another secret's signature", hook: hook(ack.rawBody, signed(ack.rawBody, "another")) },
    { name: "changed bytes", hook: hook(ack.rawBody.replace("60004", "60005"), ack.headers) },
    {
      name: "a cut signature",
      hook: hook(ack.rawBody, { "x-hub-signature-256": ack.headers["x-hub-signature-256"]?.slice(0, -2) ?? "" }),
    },
    { name: "another method", hook: { ...hook(ack.rawBody), method: "GET" } },
  ],
};
