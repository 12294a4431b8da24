import { expect } from "vitest";
import { engagelabOtp as provider } from "../../../src/providers/engagelab-otp/index.ts";
import type { Channel } from "../../../src/providers/provider.ts";
import {
  account,
  admit,
  answerOf,
  callback,
  callbackId,
  documented,
  errorAnswer,
  refused,
  sample,
} from "../../support/engagelab.ts";
import type { ConformingSend, Subject } from "../subject.ts";
import { VendorServer, type VendorAnswer, type VendorRequest } from "../vendor-server.ts";

const kind = "engagelab-otp";
const sent = sample(kind, "send.request");
const accepted = sample(kind, "send.response-200");
const signed = sample(kind, "callback-signed");
const signing = {
  timestamp: "1767323050",
  nonce: "123456789012",
  username: "cbuser",
  secret: "cbsecretsample",
};
const receivedAt = 1767323051000;

function behave(request: VendorRequest): VendorAnswer {
  const message = admit(request, "/v1/codes");
  if (refused(message)) return message;
  const { to, code, template } = message as { to: unknown; code: unknown; template?: Record<string, unknown> };
  if (typeof to !== "string" || typeof code !== "string" || !/^\d{4,10}$/.test(code)) return errorAnswer(3002);
  if (!/^\+\d{6,15}$|^[^@\s]+@[^@\s]+$/.test(to)) return errorAnswer(5011);
  return template?.["id"] === "otp-default" ? answerOf(accepted) : errorAnswer(4001);
}

function sending(channel: Channel, to = "+6281100000001"): ConformingSend {
  return {
    name: `a code by ${channel}`,
    message: { channel, to },
    providerMessageId: "1725000000000000001",
    check([request, ...others]) {
      expect(others).toEqual([]);
      expect(request).toMatchObject({ method: sent.method, path: sent.path, headers: sent.headers });
      expect(JSON.parse(request?.body ?? "")).toEqual({ ...sent.body, to });
    },
  };
}

const hook = (changed: Parameters<typeof callback>[1] = {}) =>
  callback(signed.body, { headers: signed.headers, receivedAt, ...changed });
const claiming = (changed: Partial<typeof signing>) =>
  hook({ headers: { "x-callback-id": callbackId({ ...signing, ...changed }) } });

export const engagelabOtp: Subject = {
  provider,
  vendor: () => new VendorServer(behave),
  settings: (base_url) => ({ base_url, template_id: "otp-default" }),
  secrets: { ...account, callback_username: signing.username, callback_secret: signing.secret },
  sends: [sending("whatsapp"), sending("sms"), sending("voice"), sending("email", "someone@example.com")],
  errors: [
    ...documented([
      [[1000, 5001, 5016], "transient", "provider"],
      [[2001, 2002, 2004], "credentials", "provider"],
      [[3001], "rejected", "recipient"],
      [[3002, 3003, 5015, 5017], "rejected", "recipient"],
      [[3004], "throttled", "recipient"],
      [[4001, 5014], "rejected", "template"],
      [[5011, 5012, 5013, 5018, 5019, 5020], "recipient", "recipient"],
    ]),
    {
      name: "the cool-down of a code still valid, as recorded",
      answer: answerOf(sample(kind, "send.error-3004")),
      outcome: { errorClass: "throttled", scope: "recipient", providerCode: "3004", retryAfterMs: 60_000 },
    },
  ],
  reports: [
    {
      name: "a signed one of a sent message",
      hook: hook(),
      content: {
        answer: { status: 200, body: "" },
        reports: [{ providerMessageId: "1725000000000000001", status: "sent", at: 1767323050000 }],
      },
    },
    {
      name: "the check of a new address, which is not signed",
      hook: hook({ headers: {}, body: Buffer.alloc(0) }),
      content: { answer: { status: 200, body: "" }, reports: [] },
    },
  ],
  forged: [
    { name: "no signature", hook: hook({ headers: {} }) },
    { name: "another secret's signature", hook: claiming({ secret: "another-secret" }) },
    { name: "another user's signature", hook: claiming({ username: "another" }) },
    { name: "a changed nonce", hook: changedId("nonce=1", "nonce=2") },
    { name: "a changed timestamp", hook: changedId("timestamp=1767323050", "timestamp=1767323051") },
    { name: "a cut signature", hook: changedId(/.$/, "") },
    { name: "an old signature", hook: hook({ receivedAt: receivedAt + 600_000 }) },
    { name: "a signature of the future", hook: hook({ receivedAt: receivedAt - 600_000 }) },
    { name: "the method GET", hook: hook({ method: "GET" }) },
  ],
};

function changedId(from: string | RegExp, to: string) {
  const id = signed.headers["x-callback-id"] ?? "";
  expect(id.replace(from, to)).not.toBe(id);
  return hook({ headers: { "x-callback-id": id.replace(from, to) } });
}
