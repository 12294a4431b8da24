import { checkedDescription } from "../../../src/providers/http/check-description.ts";
import type { Description, DescriptionInput } from "../../../src/providers/http/description.ts";

export const smsSecrets = { token: "token-secret-1", hook_key: "hook-secret-1" };

/** An aggregator that nobody has, with something of everything. */
export const sms: DescriptionInput = {
  base_url: "https://sms.example/api",
  secrets: { token: { about: "API token" }, hook_key: { about: "Signs the reports", required: false } },
  options: { sender: { about: "Sender name", default: "DEMO" } },
  channels: { sms: {} },
  request: {
    path: "/messages",
    headers: { Authorization: "Bearer {{secret.token}}" },
    body: { json: { to: "{{to_digits}}", from: "{{option.sender}}", text: "{{text}}", ref: "{{correlation}}" } },
  },
  success: { when: [{ at: "code", equals: 0 }], message_id: "id" },
  errors: {
    code_at: "code",
    rules: [
      { when: [{ at: "code", one_of: [101, 102] }], class: "credentials" },
      { when: [{ at: "code", equals: 201 }], class: "recipient" },
    ],
  },
  reports: {
    proof: { type: "hmac", header: "X-Signature", secret: "hook_key", prefix: "sha256=" },
    list: "events",
    message_id: "ref",
    correlation: "att",
    status: "state",
    statuses: { delivrd: "delivered", UNDELIV: "failed" },
    time: { at: "time", zone: "+07:00" },
    errors: { code_at: "reason", rules: [{ when: [{ at: "reason", equals: "absent" }], class: "recipient" }] },
    answer: "OK",
  },
  balance: {
    request: { method: "GET", path: "/balance", headers: { Authorization: "Bearer {{secret.token}}" } },
    amount: "balance",
    currency: "IDR",
  },
  vectors: {
    answers: [
      { name: "taken", answer: { status: 200, body: { code: 0, id: "m-1" } }, outcome: { accepted: "m-1" } },
      {
        name: "bad token",
        answer: { status: 200, body: { code: 101 } },
        outcome: { class: "credentials", scope: "provider", code: "101" },
      },
    ],
    hooks: [
      {
        name: "delivered",
        body: { events: [{ ref: "m-1", state: "DELIVRD", time: "2026-01-31 08:05:00" }] },
        reports: [{ message_id: "m-1", status: "delivered", at: "2026-01-31T01:05:00Z" }],
      },
    ],
    balances: [{ name: "some", answer: { status: 200, body: { balance: 1250.5 } }, amount: "1250.5" }],
  },
};

export function read(description: DescriptionInput): Description {
  return checkedDescription.parse(description);
}
