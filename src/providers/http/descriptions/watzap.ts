import type { DescriptionInput } from "../description.ts";

/**
 * WhatsApp through a phone of the account's own (unofficial). `status` in the body is text and decides; what its other
 * values mean is not written down, so they only send the message elsewhere. There is no message id and no report.
 */
export const watzap: DescriptionInput = {
  about: "WatZap: WhatsApp through a device of your own (unofficial); reports nothing",
  base_url: "https://api.watzap.id",
  secrets: { api_key: { about: "API key of the account" }, number_key: { about: "Key of the sending number" } },
  channels: { whatsapp: {} },
  request: {
    path: "/v1/send_message",
    body: {
      json: {
        api_key: "{{secret.api_key}}",
        number_key: "{{secret.number_key}}",
        phone_no: "{{to_digits}}",
        message: "{{text}}",
      },
    },
  },
  success: {
    when: [
      { at: "status", equals: "200" },
      { at: "ack", equals: "successfully" },
    ],
  },
  errors: {
    code_at: "status",
    rules: [
      { http: [401, 403], class: "credentials" },
      { http: [429], class: "throttled" },
      { when: [{ at: "status", one_of: ["1002", "1003", "1005"] }], class: "rejected" },
    ],
  },
  vectors: {
    answers: [
      {
        name: "taken",
        answer: { status: 200, body: { status: "200", ack: "successfully" } },
        outcome: { accepted: true },
      },
      {
        name: "refused",
        answer: { status: 200, body: { status: "1002", message: "invalid" } },
        outcome: { class: "rejected", scope: "recipient", code: "1002" },
      },
      {
        name: "a status nobody wrote down",
        answer: { status: 200, body: { status: "1099" } },
        outcome: { class: "ambiguous", scope: "provider", code: "1099" },
      },
    ],
  },
};
