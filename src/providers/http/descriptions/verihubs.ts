import type { DescriptionInput } from "../description.ts";

/**
 * WhatsApp (official, with a template of theirs) and SMS, with our own code: theirs is made only where `otp` is left
 * out. The answer echoes the code, which is read by nobody. 409: they still have a session open for this number, so
 * nothing was sent and only this number waits. Facts: their clients for PHP and Java.
 */
export const verihubs: DescriptionInput = {
  about: "Verihubs: WhatsApp and SMS one-time codes",
  base_url: "https://api.verihubs.com",
  secrets: { app_id: { about: "App-ID of the account" }, api_key: { about: "API key of the account" } },
  options: { brand: { about: "The brand that the WhatsApp template names" } },
  channels: {
    whatsapp: {
      fixed_text: true,
      request: {
        path: "/v1/whatsapp/otp/send",
        body: {
          json: {
            msisdn: "{{to_digits}}",
            lang_code: "{{template_language}}",
            template_name: "{{template_name}}",
            otp: "{{code}}",
            time_limit: "{{ttl_seconds}}",
            content: ["{{option.brand}}"],
          },
        },
      },
    },
    sms: {
      request: {
        path: "/v1/otp/send",
        body: {
          json: {
            msisdn: "{{to_digits}}",
            template: "{{marked_text}}",
            otp: "{{code}}",
            time_limit: "{{ttl_seconds}}",
          },
        },
      },
    },
  },
  code_mark: "$OTP",
  request: { headers: { "App-ID": "{{secret.app_id}}", "API-Key": "{{secret.api_key}}" } },
  success: { http: [200, 201], message_id: "session_id" },
  errors: {
    code_at: "code",
    rules: [
      { http: [401, 403], class: "credentials" },
      { http: [409], class: "throttled", scope: "recipient" },
      { http: [429], class: "throttled" },
      { http: [400], class: "rejected" },
    ],
  },
  vectors: {
    answers: [
      {
        name: "sent, with the code echoed",
        answer: {
          status: 201,
          body: { message: "OTP generated", otp: "481516", session_id: "vhs-sample-0001", msisdn: "6281100000001" },
        },
        outcome: { accepted: "vhs-sample-0001" },
      },
      {
        name: "a wrong key",
        answer: { status: 403, body: { message: "Forbidden" } },
        outcome: { class: "credentials", scope: "provider", code: "http_403" },
      },
      {
        name: "a session still open",
        answer: { status: 409, body: { message: "Conflict" } },
        outcome: { class: "throttled", scope: "recipient", code: "http_409" },
      },
      {
        name: "a failure of theirs",
        answer: { status: 500, body: { message: "Internal Server Error" } },
        outcome: { class: "ambiguous", scope: "provider", code: "http_500" },
      },
    ],
  },
};
