import { readFileSync } from "node:fs";
import { expect } from "vitest";
import { twilio as provider } from "../../../src/providers/twilio/index.ts";
import type { ErrorClass, RawHook, Scope } from "../../../src/providers/provider.ts";
import type { ConformingError, Subject } from "../subject.ts";
import { twilioTemplates as templates } from "../template-subjects/twilio.ts";
import { VendorServer, type VendorAnswer, type VendorRequest } from "../vendor-server.ts";

const accountSid = "AC4c122831efef10ac68b5223dccd6f614";
const serviceSid = "MGb351bb9b0af6e4fc678749675c53ad67";
const contentSid = "HX9a0364b9e99bb480dd25e1f0284c8555";
const authToken = "twilio-auth-token-sample";

interface Sample {
  headers: Record<string, string>;
  status: number;
  url: string;
  rawBody: string;
  form: Record<string, string>;
  body: Record<string, unknown>;
}

function sample(name: string): Sample {
  const file = new URL(`../../fixtures/twilio/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, "utf8")) as Sample;
}

const accepted = sample("message-send.response-201");
const messageSid = "SM5664bae78fc1bd444206fb1e1eb31c0d";

/** Credentials and fields as Twilio's page for creating a message asks for them. */
function behave(request: VendorRequest): VendorAnswer {
  if (request.headers.authorization !== `Basic ${btoa(`${accountSid}:${authToken}`)}`) return refusal(401, 20003);
  if (request.method !== "POST" || request.path !== `/2010-04-01/Accounts/${accountSid}/Messages.json`)
    return refusal(404, 20404);
  if (request.headers["content-type"] !== "application/x-www-form-urlencoded") return refusal(400, 21604);
  const form = new URLSearchParams(request.body);
  const to = form.get("To") ?? "";
  if (!/^(whatsapp:)?\+\d{8,15}$/.test(to)) return refusal(400, 21211);
  const service = form.get("MessagingServiceSid");
  const from = form.get("From");
  if (service === null && from === null) return refusal(400, 21603);
  if (service !== null && service !== serviceSid) return refusal(400, 21701);
  if (from !== null && to.startsWith("whatsapp:") !== from.startsWith("whatsapp:")) return refusal(400, 63007);
  if (to.startsWith("whatsapp:")) {
    if (form.get("ContentSid") !== contentSid) return refusal(400, 21655);
    if (!/^\{"1":"\d{4,10}"\}$/.test(form.get("ContentVariables") ?? "")) return refusal(400, 21656);
  } else {
    const text = form.get("Body") ?? "";
    if (text === "") return refusal(400, 21602);
    if (text.length > 1600) return refusal(400, 21617);
    const validity = form.get("ValidityPeriod") ?? "36000";
    if (!/^\d+$/.test(validity) || Number(validity) < 1 || Number(validity) > 36_000) return refusal(400, 21661);
  }
  const status = service === null ? "queued" : "accepted";
  const body = { ...accepted.body, to, from, messaging_service_sid: service, body: form.get("Body"), status };
  return { status: 201, body: JSON.stringify(body) };
}

function refusal(status: number, code: number, headers: Record<string, string> = {}): VendorAnswer {
  const message = "Invalid 'To' Phone Number: +6281100000001, code 481516";
  const more_info = `https://www.twilio.com/docs/errors/${code}`;
  return { status, headers, body: JSON.stringify({ code, message, more_info, status }) };
}

/** Every code of Twilio's that a message may get. */
const codes: [codes: number[], errorClass: ErrorClass, scope: Scope][] = [
  [[20500, 20503, 30008, 30017, 30410, 63009, 63010, 63012], "transient", "provider"],
  [[20429, 21611, 30001, 63017, 63018, 63038], "throttled", "provider"],
  [
    [21211, 21214, 21217, 21610, 21614, 30003, 30004, 30005, 30006, 30450, 63003, 63014, 63024, 63032, 63033],
    "recipient",
    "recipient",
  ],
  [[21602, 21612, 21617, 30007], "rejected", "recipient"],
  [[21654, 21655, 21656, 21658, 63013, 63016, 63021, 63026, 63027, 63028, 63040, 63041, 63042], "rejected", "template"],
  [[20404], "rejected", "recipient"],
  [
    [20003, 21212, 21603, 21606, 21657, 21701, 21702, 21703, 21704, 21705, 30002, 30018, 30034],
    "credentials",
    "provider",
  ],
  [[63007, 63008, 63020, 63022, 63051], "credentials", "provider"],
  [[21408, 21608, 63015], "credentials", "recipient"],
];
const httpStatuses: Partial<Record<number, number>> = { 20003: 401, 20404: 404, 20429: 429, 20500: 500, 20503: 503 };
const errors = codes.flatMap(([list, errorClass, scope]) =>
  list.map((code): ConformingError => ({
    name: String(code),
    answer: refusal(httpStatuses[code] ?? 400, code),
    outcome: { errorClass, scope, providerCode: String(code) },
  })),
);

const receivedAt = Date.parse("2026-01-02T03:04:10Z");

function hook(name: string, changed: Partial<RawHook> = {}): RawHook {
  const { url, headers, rawBody } = sample(name);
  const query = new URL(url).searchParams;
  return { method: "POST", url, headers, query, body: Buffer.from(rawBody), token: null, receivedAt, ...changed };
}

const failedBody = { ...accepted.body, status: "failed", error_code: 63016 };
const delivered = sample("status-callback-delivered");

export const twilio: Subject = {
  provider,
  templates,
  vendor: () => new VendorServer(behave),
  settings: (base_url) => ({
    base_url,
    account_sid: accountSid,
    whatsapp_from: "+6281100009999",
    messaging_service_sid: serviceSid,
    status_callback: "https://gw.example.test/hooks/twilio",
  }),
  secrets: { auth_token: authToken },
  sends: [
    {
      name: "an SMS through a Messaging Service",
      message: {
        channel: "sms",
        text: "Kode ERP Anda 481516. Jangan berikan kepada siapa pun.",
        correlation: "att_0002",
      },
      providerMessageId: messageSid,
      check([request, ...others]) {
        const { form, rawBody, headers } = sample("message-send-sms.request");
        expect(others).toEqual([]);
        expect(request?.headers).toMatchObject(headers);
        expect(Object.fromEntries(new URLSearchParams(request?.body))).toEqual(form);
        expect(request?.body).toHaveLength(rawBody.length);
      },
    },
    {
      name: "an SMS from a name, with nowhere to report",
      message: { channel: "sms", text: "Kode Anda 481516", ttlSeconds: 3.5 },
      settings: { from: "ERP Anda", messaging_service_sid: undefined, status_callback: undefined },
      providerMessageId: messageSid,
      check([request]) {
        const form = { To: "+6281100000001", From: "ERP Anda", Body: "Kode Anda 481516", ValidityPeriod: "6" };
        expect(Object.fromEntries(new URLSearchParams(request?.body))).toEqual(form);
      },
    },
    {
      name: "a WhatsApp content template",
      message: { channel: "whatsapp", binding: { name: contentSid, language: "id" }, correlation: "att_0001" },
      providerMessageId: messageSid,
      check([request]) {
        const { form } = sample("message-send-whatsapp.request");
        expect(Object.fromEntries(new URLSearchParams(request?.body))).toEqual(form);
      },
    },
    {
      name: "a WhatsApp content template through a Messaging Service",
      message: { channel: "whatsapp", binding: { name: contentSid, language: "id" } },
      settings: { whatsapp_from: undefined },
      providerMessageId: messageSid,
      check([request]) {
        const form = new URLSearchParams(request?.body);
        expect([form.get("From"), form.get("MessagingServiceSid")]).toEqual([null, serviceSid]);
      },
    },
  ],
  errors: [
    ...errors,
    {
      name: "20429, which says when",
      answer: refusal(429, 20429, { "retry-after": "2" }),
      outcome: { errorClass: "throttled", scope: "provider", providerCode: "20429", retryAfterMs: 2000 },
    },
    {
      name: "a code nobody knows",
      answer: refusal(400, 29999),
      outcome: { errorClass: "rejected", scope: "recipient", providerCode: "29999" },
    },
    {
      name: "a message that failed as it was made",
      answer: { status: 201, body: JSON.stringify(failedBody) },
      outcome: { errorClass: "rejected", scope: "template", providerCode: "63016" },
    },
    {
      name: "a state nobody knows",
      answer: { status: 201, body: JSON.stringify({ ...accepted.body, status: "pondering" }) },
      outcome: { errorClass: "ambiguous", scope: "provider", providerCode: "unreadable_answer" },
    },
  ],
  reports: [
    {
      name: "delivered",
      hook: hook("status-callback-delivered"),
      content: {
        answer: { status: 200, body: "" },
        reports: [{ providerMessageId: messageSid, correlation: "att_0002", status: "delivered", at: receivedAt }],
      },
    },
    {
      name: "read",
      hook: hook("status-callback-whatsapp-read"),
      content: {
        reports: [
          {
            providerMessageId: "SMf2d5cf2f8e2b43553b80eae44d694df2",
            correlation: "att_0001",
            status: "read",
            at: receivedAt,
          },
        ],
      },
    },
    {
      name: "undelivered",
      hook: hook("status-callback-undelivered-63024"),
      content: {
        reports: [
          {
            providerMessageId: "SMb97f21d6a3b76e266fe2289bafe48d94",
            correlation: "att_0003",
            status: "failed",
            at: receivedAt,
            errorClass: "recipient",
            scope: "recipient",
            providerCode: "63024",
          },
        ],
      },
    },
  ],
  forged: [
    { name: "no signature", hook: hook("status-callback-delivered", { headers: {} }) },
    { name: "another token's signature", hook: hook("status-callback-delivered"), secrets: { auth_token: "another" } },
    {
      name: "another state",
      hook: hook("status-callback-delivered", { body: Buffer.from(delivered.rawBody.replaceAll("delivered", "read")) }),
    },
    {
      name: "a field more",
      hook: hook("status-callback-delivered", { body: Buffer.from(`${delivered.rawBody}&X=1`) }),
    },
    {
      name: "another attempt in its address",
      hook: hook("status-callback-delivered", { url: delivered.url.replace("att_0002", "att_0003") }),
    },
    { name: "another method", hook: hook("status-callback-delivered", { method: "GET" }) },
  ],
};
