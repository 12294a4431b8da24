import type { DescriptionInput } from "../description.ts";

/** WhatsApp with the operator's own text. `https://dev.nusasms.com/nusasms_api/1.0` is their test address. */
export const nusasms: DescriptionInput = {
  about: "NusaSMS: WhatsApp with your own text",
  base_url: "https://api.nusasms.com/nusasms_api/1.0",
  secrets: { api_key: { about: "API key of the account" } },
  options: { sender: { about: "The sending number, where the account has several", default: "" } },
  channels: { whatsapp: {} },
  request: {
    path: "/whatsapp/message",
    headers: { APIKey: "{{secret.api_key}}" },
    body: { json: { destination: "{{to_digits}}", message: "{{text}}", sender: "{{option.sender}}" } },
  },
  success: { when: [{ at: "error", equals: false }], message_id: "data.ref_no" },
  errors: {
    rules: [
      { http: [401, 403], class: "credentials" },
      { http: [429], class: "throttled" },
      { when: [{ at: "error", equals: true }], class: "rejected" },
    ],
  },
  vectors: {
    answers: [
      {
        name: "queued",
        answer: {
          status: 200,
          body: {
            error: false,
            message: "ok",
            data: { ref_no: "nusa-0001", destination: 6281100000001, status: "queued" },
          },
        },
        outcome: { accepted: "nusa-0001" },
      },
      {
        name: "refused",
        answer: { status: 400, body: { error: true, message: "destination not valid" } },
        outcome: { class: "rejected", scope: "recipient", code: "http_400" },
      },
      {
        name: "wrong key",
        answer: { status: 401, body: { error: true, message: "unauthorized" } },
        outcome: { class: "credentials", scope: "provider", code: "http_401" },
      },
    ],
  },
};
