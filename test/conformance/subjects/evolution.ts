import { readFileSync } from "node:fs";
import { expect } from "vitest";
import { evolution as provider } from "../../../src/providers/evolution/index.ts";
import type { RawHook } from "../../../src/providers/provider.ts";
import type { ConformingReport, Subject } from "../subject.ts";
import { VendorServer, type VendorAnswer, type VendorRequest } from "../vendor-server.ts";

const apiKey = "evo-key-sample";
const hookToken = "secret-path-sample";
const messageId = "3EB0A1B2C3D4E5F60002";

interface Sample {
  status: number;
  headers: Record<string, string>;
  path: string;
  body: Record<string, unknown>;
}

function sample(name: string): Sample {
  const file = new URL(`../../fixtures/evolution/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, "utf8")) as Sample;
}

function recorded(name: string): VendorAnswer {
  const { status, body } = sample(name);
  return { status, body: JSON.stringify(body) };
}

function refusal(status: number, error: string, message: unknown): VendorAnswer {
  return { status, body: JSON.stringify({ status, error, response: { message } }) };
}

function connection(state: string): VendorAnswer {
  return { status: 200, body: JSON.stringify({ instance: { instanceName: "erp", state } }) };
}

function behave(request: VendorRequest): VendorAnswer {
  if (request.headers["apikey"] !== apiKey) return refusal(401, "Unauthorized", "Unauthorized");
  if (request.method === "GET" && request.path === "/instance/connectionState/erp") return connection("open");
  if (request.method !== "POST" || !request.path.startsWith("/message/sendText/")) {
    return refusal(404, "Not Found", [`Cannot ${request.method} ${request.path}`]);
  }
  if (request.path !== "/message/sendText/erp") {
    return refusal(404, "Not Found", ['The "other" instance does not exist']);
  }
  const { number, text } = JSON.parse(request.body) as Record<string, unknown>;
  if (typeof text !== "string") return refusal(400, "Bad Request", [['instance requires property "text"']]);
  if (typeof number !== "string" || !/^\d+$/.test(number)) return recorded("send.error-400-not-on-whatsapp");
  return recorded("send.response-201");
}

const updateSample = sample("webhook-update");

function hook(body: unknown, token: string | null = hookToken): RawHook {
  return {
    method: "POST",
    url: `https://gateway.example/hooks/evolution/${token ?? ""}`,
    headers: { "content-type": "application/json" },
    receivedAt: 1_767_323_050_000,
    query: new URLSearchParams(),
    body: Buffer.from(JSON.stringify(body)),
    token,
  };
}

const at = 1767323049000;

/** The recorded update, with another status. */
function status(word: string, report: object | null): ConformingReport {
  const body = { ...updateSample.body, data: { ...(updateSample.body["data"] as object), status: word } };
  const reports = report === null ? [] : [{ providerMessageId: messageId, at, ...report }];
  return { name: `status ${word}`, hook: hook(body), content: { reports } as ConformingReport["content"] };
}

const account = { errorClass: "credentials", scope: "provider" } as const;
const unknown = { errorClass: "ambiguous", scope: "provider" } as const;
const schema = { errorClass: "rejected", scope: "recipient", providerCode: "schema" } as const;

export const evolution: Subject = {
  provider,
  vendor: () => new VendorServer(behave),
  settings: (base_url) => ({ base_url, instance: "erp" }),
  secrets: { api_key: apiKey, hook_token: hookToken },
  sends: [
    {
      name: "a text",
      message: { channel: "whatsapp", text: "Kode ERP Anda 481516." },
      providerMessageId: messageId,
      check(requests) {
        const { path, headers, body } = sample("send.request");
        expect(requests).toHaveLength(1);
        expect(requests[0]).toMatchObject({ method: "POST", path, headers });
        expect(JSON.parse(requests[0]?.body ?? "")).toEqual(body);
      },
    },
  ],
  errors: [
    {
      name: "a number that is not on WhatsApp",
      answer: recorded("send.error-400-not-on-whatsapp"),
      outcome: { errorClass: "recipient", scope: "recipient", providerCode: "not_on_whatsapp" },
    },
    {
      name: "a body it does not take",
      answer: refusal(400, "Bad Request", [['instance requires property "text"']]),
      outcome: schema,
    },
    {
      name: "version 1, which wants another body",
      answer: refusal(400, "Bad Request", [['instance requires property "textMessage"'], ["number is wrong"]]),
      outcome: schema,
    },
    {
      name: "a lost session",
      answer: recorded("send.error-400-internal"),
      outcome: { ...unknown, providerCode: "session_error" },
    },
    {
      name: "a lost database",
      answer: refusal(400, "Bad Request", ["PrismaClientKnownRequestError: \nInvalid `create()` invocation"]),
      outcome: { ...unknown, providerCode: "http_400" },
    },
    {
      name: "a 400 without its words",
      answer: refusal(400, "Bad Request", []),
      outcome: { ...unknown, providerCode: "http_400" },
    },
    {
      name: "a wrong key",
      answer: refusal(401, "Unauthorized", "Unauthorized"),
      outcome: { ...account, providerCode: "http_401" },
    },
    {
      name: "a key of another instance",
      answer: refusal(403, "Forbidden", "Forbidden"),
      outcome: { ...account, providerCode: "http_403" },
    },
    {
      name: "a missing instance",
      answer: refusal(404, "Not Found", ['The "erp" instance does not exist']),
      outcome: { ...account, providerCode: "http_404" },
    },
    {
      name: "a failure while at work",
      answer: refusal(500, "Internal Server Error", "Connection Closed"),
      outcome: { ...unknown, providerCode: "http_500" },
    },
    {
      name: "a message in ERROR",
      answer: { status: 201, body: JSON.stringify({ ...sample("send.response-201").body, status: "ERROR" }) },
      outcome: { ...unknown, providerCode: "error" },
    },
  ],
  health: {
    check: (requests) =>
      expect(requests.map(({ method, path }) => `${method} ${path}`)).toEqual(["GET /instance/connectionState/erp"]),
    broken: ["connecting", "close"].map((state) => ({
      name: `a connection in ${state}`,
      answer: connection(state),
      reason: `connection is ${state}`,
    })),
    silent: [
      ["a wrong key", refusal(401, "Unauthorized", "Unauthorized")],
      ["a missing instance", refusal(404, "Not Found", ['The "erp" instance does not exist'])],
      ["a state nobody has heard of", connection("6281100000001")],
    ],
  },
  reports: [
    {
      name: "the recorded update",
      hook: hook(updateSample.body),
      content: { reports: [{ providerMessageId: messageId, status: "delivered", at }] },
    },
    status("ERROR", { status: "failed", errorClass: "rejected", scope: "recipient", providerCode: "error" }),
    status("PENDING", null),
    status("SERVER_ACK", { status: "sent" }),
    status("READ", { status: "read" }),
    status("PLAYED", { status: "read" }),
    status("NEVER_HEARD_OF", null),
  ],
  forged: [
    { name: "no token", hook: hook(updateSample.body, null) },
    { name: "an empty token", hook: hook(updateSample.body, "") },
    { name: "a wrong token", hook: hook(updateSample.body, "secret-path-sampl") },
    { name: "the API key, which the body holds, as token", hook: hook(updateSample.body, apiKey) },
    { name: "another method", hook: { ...hook(updateSample.body), method: "GET" } },
  ],
};
