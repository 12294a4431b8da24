import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect } from "vitest";
import { qontak as provider } from "../../../src/providers/qontak/index.ts";
import type { RawHook } from "../../../src/providers/provider.ts";
import type { ConformingError, Subject } from "../subject.ts";
import { qontakTemplates as templates } from "../template-subjects/qontak.ts";
import { VendorServer, type VendorAnswer, type VendorRequest } from "../vendor-server.ts";

const accessToken = "sample-access-token";
const clientId = "sample-client-id";
const clientSecret = "sample-client-secret";
const token = "secret-path-sample";
const channelId = "d6426af0-4235-4593-a6c5-b6b08f61240c";
const templateId = "b6f9e6ea-09c1-43c5-ada5-3a8a028bae68";
const broadcastId = "c07865d0-4f42-4f0a-ac43-cfd81200516f";

interface Sample {
  status: number;
  headers: Record<string, string>;
  body: { data?: unknown } & Record<string, unknown>;
}

function sample(name: string): Sample {
  const file = new URL(`../../fixtures/qontak/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, "utf8")) as Sample;
}

function recorded(name: string): VendorAnswer {
  const { status, body } = sample(name);
  return { status, body: JSON.stringify(body) };
}

function refusal(code: number, ...messages: string[]): VendorAnswer {
  return { status: code, body: JSON.stringify({ status: "error", error: { code, messages } }) };
}

/** As Mekari's gateway and Qontak's open API do: the signature is made anew from the request that came. */
function isProven({ method, path, headers }: VendorRequest): boolean {
  if (headers.authorization === `Bearer ${accessToken}`) return true;
  const signed = `date: ${headers.date ?? ""}\n${method} ${path} HTTP/1.1`;
  const signature = createHmac("sha256", clientSecret).update(signed).digest("base64");
  const expected = `hmac username="${clientId}", algorithm="hmac-sha256", headers="date request-line", signature="${signature}"`;
  return headers.authorization === expected && Math.abs(Date.parse(headers.date ?? "") - Date.now()) < 300_000;
}

interface Broadcast {
  to_name?: string;
  to_number?: string;
  message_template_id?: string;
  channel_integration_id?: string;
  language?: { code?: string };
  parameters?: { body?: { key: string; value: string; value_text: string }[]; buttons?: unknown[] };
}

function behave(request: VendorRequest): VendorAnswer {
  if (!isProven(request)) return recorded("send.error-401");
  if (request.method === "GET" && request.path === logPath) return recorded("log-delivered.response-200");
  if (!request.path.endsWith("/broadcasts/whatsapp/direct")) return refusal(404, "Not found");
  const broadcast = JSON.parse(request.body) as Broadcast;
  if (!broadcast.to_name) return refusal(422, "to_name is missing");
  if (!/^62\d{8,12}$/.test(broadcast.to_number ?? "")) return refusal(422, "to_number is invalid");
  if (broadcast.channel_integration_id !== channelId) return refusal(404, "Channel Integration not found");
  if (broadcast.message_template_id !== templateId) return refusal(404, "Message Template not found");
  if (broadcast.language?.code !== "id") return refusal(422, "Message Template has no such language");
  const [variable, ...others] = broadcast.parameters?.body ?? [];
  if (!variable?.value_text || others.length > 0) return recorded("send.error-422");
  return recorded("send.response-201");
}

function hook(body: unknown, changed: Partial<RawHook> = {}): RawHook {
  return {
    method: "POST",
    url: `https://gateway.example/hooks/qontak/${token}`,
    headers: { "content-type": "application/json" },
    receivedAt: 1_767_323_050_000,
    query: new URLSearchParams(),
    body: Buffer.from(JSON.stringify(body)),
    token,
    ...changed,
  };
}

const [deliveredRow] = sample("log-delivered.response-200").body.data as [Record<string, unknown>];
const [failedRow] = sample("log-failed.response-200").body.data as [Record<string, unknown>];
const whatsappId = deliveredRow["whatsapp_message_id"] as string;
const delivered = {
  providerMessageId: broadcastId,
  alsoKnownAs: whatsappId,
  status: "delivered",
  at: 1767323049000,
} as const;
const failed = {
  providerMessageId: broadcastId,
  status: "failed",
  at: 1767323046000,
  errorClass: "recipient",
  scope: "recipient",
  providerCode: "131026",
} as const;
const logPath = `/broadcasts/${broadcastId}/whatsapp/log`;

const binding = { name: templateId, language: "id" };
const errors: [name: string, answer: VendorAnswer, outcome: ConformingError["outcome"]][] = [
  ["401", recorded("send.error-401"), { errorClass: "credentials", scope: "provider", providerCode: "http_401" }],
  ["403", refusal(403, "Forbidden"), { errorClass: "credentials", scope: "provider", providerCode: "http_403" }],
  [
    "404, an unknown template",
    refusal(404, "Message Template not found"),
    { errorClass: "rejected", scope: "template", providerCode: "http_404" },
  ],
  [
    "404, an unknown channel",
    refusal(404, "Channel Integration not found"),
    { errorClass: "credentials", scope: "provider", providerCode: "http_404" },
  ],
  [
    "404 that names both",
    refusal(404, "Message Template not found in this channel"),
    { errorClass: "rejected", scope: "recipient", providerCode: "http_404" },
  ],
  [
    "404 that names neither",
    refusal(404, "Not found"),
    { errorClass: "rejected", scope: "recipient", providerCode: "http_404" },
  ],
  [
    "422 of a template",
    recorded("send.error-422"),
    { errorClass: "rejected", scope: "template", providerCode: "http_422" },
  ],
  [
    "422 of anything else",
    refusal(422, "to_number is invalid"),
    { errorClass: "rejected", scope: "recipient", providerCode: "http_422" },
  ],
  ["429", refusal(429, "Too many"), { errorClass: "throttled", scope: "provider", providerCode: "http_429" }],
  [
    "429, which says when",
    { ...refusal(429), headers: { "retry-after": "2" } },
    { errorClass: "throttled", scope: "provider", providerCode: "http_429", retryAfterMs: 2000 },
  ],
  ["500", refusal(500, "Oops"), { errorClass: "transient", scope: "provider", providerCode: "http_500" }],
  ["504 of its own", refusal(504), { errorClass: "transient", scope: "provider", providerCode: "http_504" }],
  [
    "504 of a proxy",
    { status: 504, body: "<html>" },
    { errorClass: "ambiguous", scope: "provider", providerCode: "http_504" },
  ],
  [
    "404 of a proxy, a wrong base_url",
    { status: 404, body: "<html>" },
    { errorClass: "rejected", scope: "recipient", providerCode: "http_404" },
  ],
  [
    "an error with 200",
    { ...refusal(401, "Invalid credentials"), status: 200 },
    { errorClass: "credentials", scope: "provider", providerCode: "http_401" },
  ],
];

export const qontak: Subject = {
  provider,
  templates,
  vendor: () => new VendorServer(behave),
  settings: (base_url) => ({ base_url, channel_integration_id: channelId, auth: "bearer" }),
  secrets: { access_token: accessToken, client_id: clientId, client_secret: clientSecret, hook_token: token },
  sends: [
    {
      name: "an authentication template with a bearer token",
      message: { channel: "whatsapp", binding },
      providerMessageId: broadcastId,
      check: (requests) => expectRecorded(requests, "send-bearer.request"),
    },
    {
      name: "an authentication template with a signature",
      message: { channel: "whatsapp", binding },
      settings: { auth: "hmac" },
      providerMessageId: broadcastId,
      check: (requests) => expectRecorded(requests, "send-hmac.request"),
    },
  ],
  errors: errors.map(([name, answer, outcome]) => ({ name, answer, outcome })),
  reports: [
    { name: "a delivered row of the log", hook: hook(deliveredRow), content: { reports: [delivered] } },
    {
      name: "a failed row of the log",
      hook: hook(failedRow),
      content: {
        reports: [failed],
      },
    },
    {
      name: "several rows",
      hook: hook({ data: [deliveredRow, { ...deliveredRow, status: "pending" }, deliveredRow] }),
      content: { reports: [delivered, delivered] },
    },
    {
      name: "a message's status, which names the WhatsApp message alone",
      hook: hook(sample("webhook-status-message").body),
      content: {
        answer: { status: 200, body: "" },
        reports: [{ providerMessageId: whatsappId, status: "delivered", at: 1767323046000 }],
      },
    },
    {
      name: "the status of an agent's message",
      hook: hook({ ...sample("webhook-status-message").body, is_campaign: false }),
      content: { reports: [] },
    },
  ],
  polls: [
    {
      name: "the log of a broadcast that arrived",
      settings: { polls_per_minute: 60 },
      references: [broadcastId],
      reports: [delivered],
      check: (requests) => expect(requests).toMatchObject([{ method: "GET", path: logPath, body: "" }]),
    },
    {
      name: "two logs, one with a failed row, asked for with a signature",
      settings: { polls_per_minute: 1, auth: "hmac" },
      references: [broadcastId, broadcastId],
      answers: [recorded("log-failed.response-200")],
      reports: [failed, delivered],
      check: (requests) => expect(requests.map(isProven)).toEqual([true, true]),
    },
    {
      name: "an unknown broadcast",
      settings: { polls_per_minute: 60 },
      references: [broadcastId],
      answers: [refusal(404, "Not found")],
      reports: [],
      check: (requests) => expect(requests).toHaveLength(1),
    },
  ],
  forged: [
    { name: "no token", hook: hook(deliveredRow, { token: null }) },
    { name: "another token", hook: hook(deliveredRow, { token: token.slice(1) }) },
    { name: "another method", hook: hook(deliveredRow, { method: "GET" }) },
  ],
};

function expectRecorded(requests: readonly VendorRequest[], name: string): void {
  expect(requests).toHaveLength(1);
  expect(JSON.parse(requests[0]?.body ?? "")).toEqual(sample(name).body);
}
