import { expect } from "vitest";
import { engagelabWhatsapp as provider } from "../../../src/providers/engagelab-whatsapp/index.ts";
import {
  account,
  admit,
  answerOf,
  callback,
  documented,
  errorAnswer,
  refused,
  sample,
} from "../../support/engagelab.ts";
import type { Subject } from "../subject.ts";
import { engagelabTemplates as templates } from "../template-subjects/engagelab-whatsapp.ts";
import { VendorServer, type VendorAnswer, type VendorRequest } from "../vendor-server.ts";

const kind = "engagelab-whatsapp";
const sent = sample(kind, "send.request");
const accepted = sample(kind, "send.response-200");
const batch = sample(kind, "callback-batch").body;
const token = "hook-token-sample-0001";
const binding = { name: "otp_login", language: "id" };

const pausedTemplate = {
  server: "whatsapp",
  itime: 1767323050,
  notification: {
    event: "template_update",
    notification_data: { template_name: "otp_login", template_language: "id", template_status: "PAUSED" },
  },
};

function behave(request: VendorRequest): VendorAnswer {
  const message = admit(request, "/v1/messages");
  if (refused(message)) return message;
  const { to, body, request_id } = message as { to: unknown; body: typeof sent.body; request_id?: string };
  if (!Array.isArray(to) || !to.every((number) => /^\+?\d{6,15}$/.test(String(number)))) return errorAnswer(3002);
  const { name, language, components } = (body["template"] ?? {}) as Record<string, unknown>;
  if (body["type"] !== "template" || !Array.isArray(components)) return errorAnswer(3002);
  if (name !== binding.name || language !== binding.language) return errorAnswer(4001);
  return { status: 200, body: JSON.stringify({ message_id: accepted.body["message_id"], request_id }) };
}

const hook = (changed: Parameters<typeof callback>[1] = {}) => callback(batch, { token, ...changed });

export const engagelabWhatsapp: Subject = {
  provider,
  templates,
  vendor: () => new VendorServer(behave),
  settings: (base_url) => ({ base_url, from: "+6281100009999" }),
  secrets: { ...account, hook_token: token },
  sends: [
    {
      name: "an authentication template",
      message: { channel: "whatsapp", binding, correlation: "att_0001" },
      providerMessageId: "cbsample0000000000001",
      check([request, ...others]) {
        expect(others).toEqual([]);
        expect(request).toMatchObject({ method: sent.method, path: sent.path, headers: sent.headers });
        expect(JSON.parse(request?.body ?? "")).toEqual({ ...sent.body, custom_args: { attempt: "att_0001" } });
      },
    },
    {
      name: "a template from the account's default sender",
      message: { channel: "whatsapp", binding },
      settings: { from: undefined },
      providerMessageId: "cbsample0000000000001",
      check: ([request]) => expect(JSON.parse(request?.body ?? "")).not.toHaveProperty("from"),
    },
  ],
  errors: [
    ...documented([
      [[1000], "transient", "provider"],
      [[2001, 2002, 2003, 2004], "credentials", "provider"],
      [[3001], "rejected", "recipient"],
      [[3002, 3003], "rejected", "recipient"],
      [[4001, 5002], "rejected", "template"],
    ]),
    {
      name: "wrong credentials, as recorded",
      answer: answerOf(sample(kind, "send.error-2001")),
      outcome: { errorClass: "credentials", scope: "provider", providerCode: "2001" },
    },
    {
      name: "a missing template, as recorded",
      answer: answerOf(sample(kind, "send.error-4001")),
      outcome: { errorClass: "rejected", scope: "template", providerCode: "4001" },
    },
  ],
  reports: [
    {
      name: "a batch of one delivered and one failed",
      hook: hook(),
      content: {
        answer: { status: 200, body: "" },
        reports: [
          { providerMessageId: "cbsample0000000000001", status: "delivered", at: 1767323050000 },
          {
            providerMessageId: "cbsample0000000000002",
            status: "failed",
            at: 1767323050000,
            errorClass: "recipient",
            scope: "recipient",
            providerCode: "131026",
          },
        ],
      },
    },
    {
      name: "a paused template",
      hook: callback({ total: 1, rows: [pausedTemplate] }, { token }),
      content: { reports: [], templates: [{ ...binding, status: "paused", reason: null }] },
    },
    {
      name: "the check of a new address",
      hook: hook({ body: Buffer.alloc(0) }),
      content: { answer: { status: 200, body: "" }, reports: [] },
    },
  ],
  forged: [
    { name: "no token", hook: hook({ token: null }) },
    { name: "an empty token", hook: hook({ token: "" }) },
    { name: "another token", hook: hook({ token: "hook-token-sample-0002" }) },
    { name: "the token cut short", hook: hook({ token: token.slice(0, -1) }) },
    { name: "the token in the query", hook: hook({ token: null, query: new URLSearchParams({ token }) }) },
    { name: "another provider's token", hook: hook(), secrets: { hook_token: "another-providers" } },
    { name: "no body and no token", hook: hook({ body: Buffer.alloc(0), token: null }) },
    { name: "the method GET", hook: hook({ method: "GET" }) },
  ],
};
