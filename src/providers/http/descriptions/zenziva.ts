import type { DescriptionInput } from "../description.ts";

/**
 * The routes Zenziva keeps for codes: SMS with a masked sender, voice, and WhatsApp, where their template says the
 * words (bind the template under any name). All share one answer, `status` being "1" or 1. Their redirect to the last
 * slash would lose the POST, so it is written. Reports are to be asked for, not sent. Each of their products has a
 * credit of its own, so none of them tells whether the account can send.
 */
export const zenziva: DescriptionInput = {
  about: "Zenziva: SMS (masking, OTP route), voice and official WhatsApp codes",
  base_url: "https://console.zenziva.net",
  country: "ID",
  secrets: { userkey: { about: "Userkey of the account" }, passkey: { about: "Passkey of the account" } },
  options: {
    brand: { about: "The brand that the WhatsApp template names" },
  },
  channels: {
    sms: { request: { path: "/masking/api/sendOTP/" } },
    voice: { request: { path: "/voice/api/sendvoice/" } },
    whatsapp: {
      fixed_text: true,
      request: {
        path: "/waofficial/api/sendWAOfficial/",
        body: {
          form: {
            userkey: "{{secret.userkey}}",
            passkey: "{{secret.passkey}}",
            to: "{{to_local}}",
            brand: "{{option.brand}}",
            otp: "{{code}}",
          },
        },
      },
    },
  },
  request: {
    body: {
      form: {
        userkey: "{{secret.userkey}}",
        passkey: "{{secret.passkey}}",
        to: "{{to_local}}",
        message: "{{text}}",
      },
    },
  },
  success: { when: [{ at: "status", equals: "1" }], message_id: "messageId" },
  errors: {
    code_at: "status",
    rules: [
      { when: [{ at: "status", equals: "5" }], class: "credentials", code: "bad_key" },
      { when: [{ at: "text", contains: "passkey" }], class: "credentials", code: "bad_key" },
      { when: [{ at: "status", equals: "0" }], class: "rejected" },
    ],
  },
  vectors: {
    answers: [
      {
        name: "sent",
        answer: { status: 200, body: { messageId: "157001", to: "081100000001", status: "1", text: "Success" } },
        outcome: { accepted: "157001" },
      },
      {
        name: "sent, written with numbers",
        answer: { status: 200, body: { messageId: 157002, to: "081100000001", status: 1, text: "Success" } },
        outcome: { accepted: "157002" },
      },
      {
        name: "wrong key",
        answer: { status: 200, body: { status: "0", text: "Userkey atau Passkey Salah" } },
        outcome: { class: "credentials", scope: "provider", code: "bad_key" },
      },
      {
        name: "refused",
        answer: { status: 200, body: { status: "0", text: "Nomor tujuan salah" } },
        outcome: { class: "rejected", scope: "recipient", code: "0" },
      },
    ],
  },
};
