import type { DescriptionInput } from "../description.ts";

/**
 * WhatsApp through a phone of the account's own (unofficial: it can be logged out at any time). Failures come with HTTP
 * 200, once with the key `Status`. Only a message's first status event carries the id its send was answered with; later
 * ones (delivered, read) name it by a `stateid` of WhatsApp's, which the first one tells. Facts: docs.fonnte.com.
 */
export const fonnte: DescriptionInput = {
  about: "Fonnte: WhatsApp through a device of your own (unofficial)",
  base_url: "https://api.fonnte.com",
  secrets: { token: { about: "The device's token" } },
  channels: { whatsapp: {} },
  request: {
    path: "/send",
    // The bare token, without Bearer.
    headers: { Authorization: "{{secret.token}}" },
    // countryCode 0: the number is whole, nothing is put before it.
    body: { form: { target: "{{to_digits}}", message: "{{text}}", countryCode: "0", delay: "0" } },
  },
  success: { when: [{ at: "status", equals: true }], message_id: "id.0" },
  errors: {
    rules: [
      { when: [{ at: "reason", equals: "token invalid" }], class: "credentials", code: "token_invalid" },
      { when: [{ at: "reason", equals: "insufficient quota" }], class: "credentials", code: "insufficient_quota" },
      { when: [{ at: "reason", contains: "disconnect" }], class: "credentials", code: "device_disconnected" },
      { when: [{ at: "reason", equals: "target invalid" }], class: "recipient", code: "target_invalid" },
      {
        when: [{ at: "reason", equals: "input invalid" }],
        class: "rejected",
        code: "input_invalid",
      },
      {
        when: [{ at: "reason", equals: "JSON format invalid" }],
        class: "rejected",
        code: "json_invalid",
      },
      { when: [{ at: "status", equals: false }], class: "rejected" },
    ],
  },
  reports: {
    proof: { type: "token" },
    message_id: "id",
    also_known_as: "stateid",
    // Later events have no `status`.
    status: ["state", "status"],
    statuses: { sent: "sent", delivered: "delivered", read: "read", invalid: "failed", expired: "failed" },
    errors: {
      rules: [{ when: [{ at: "status", equals: "invalid" }], class: "recipient", code: "invalid" }],
      code_at: "status",
    },
  },
  balance: {
    request: { path: "/device", headers: { Authorization: "{{secret.token}}" } },
    when: [{ at: "status", equals: true }],
    amount: "quota",
    // Messages, not money.
    currency: null,
  },
  vectors: {
    answers: [
      {
        name: "queued",
        answer: {
          status: 200,
          body: {
            detail: "success! message in queue",
            id: ["80360001"],
            process: "pending",
            requestid: 2930001,
            status: true,
            target: ["6281100000001"],
          },
        },
        outcome: { accepted: "80360001" },
      },
      {
        name: "wrong token",
        answer: { status: 200, body: { status: false, reason: "token invalid" } },
        outcome: { class: "credentials", scope: "provider", code: "token_invalid" },
      },
      {
        name: "no quota, with a capital key",
        answer: { status: 200, body: { Status: false, reason: "insufficient quota" } },
        outcome: { class: "credentials", scope: "provider", code: "insufficient_quota" },
      },
      {
        name: "a reason nobody wrote down",
        answer: { status: 200, body: { status: false, reason: "url invalid" } },
        outcome: { class: "rejected", scope: "recipient", code: "refused" },
      },
    ],
    hooks: [
      {
        name: "first event",
        body: { device: "6281100009999", id: "80360001", stateid: "3EB0A1B2", status: "sent", state: "sent" },
        reports: [{ message_id: "80360001", also_known_as: "3EB0A1B2", status: "sent" }],
      },
      {
        name: "later event, by WhatsApp's own id",
        body: { device: "6281100009999", stateid: "3EB0A1B2", state: "read" },
        reports: [{ message_id: "3EB0A1B2", status: "read" }],
      },
    ],
    balances: [
      { name: "quota left", answer: { status: 200, body: { status: true, quota: "995" } }, amount: "995" },
      { name: "wrong token", answer: { status: 200, body: { status: false, reason: "token invalid" } }, amount: null },
    ],
  },
};
