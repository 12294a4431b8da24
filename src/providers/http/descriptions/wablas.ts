import type { DescriptionInput } from "../description.ts";

/**
 * WhatsApp through a phone of the account's own (unofficial). Each account has a server of its own: `base_url` is
 * `https://<server>.wablas.com`. `secret` asks Wablas not to keep the text. Facts: the v2 interface's documents.
 */
export const wablas: DescriptionInput = {
  about: "Wablas: WhatsApp through a device of your own (unofficial)",
  secrets: { token: { about: "The device's token, or token.secret_key where the account has a secret key" } },
  channels: { whatsapp: {} },
  request: {
    path: "/api/v2/send-message",
    headers: { Authorization: "{{secret.token}}" },
    body: {
      json: {
        data: [
          {
            phone: "{{to_digits}}",
            message: "{{text}}",
            isGroup: false,
            flag: "instant",
            priority: true,
            secret: true,
          },
        ],
      },
    },
  },
  success: { when: [{ at: "status", equals: true }], message_id: "data.messages.0.id" },
  errors: {
    rules: [
      { http: [429], class: "throttled" },
      { http: [401, 403], class: "credentials" },
      {
        when: [
          { at: "status", equals: false },
          { at: "message", contains: "token" },
        ],
        class: "credentials",
        code: "token",
      },
      {
        when: [
          { at: "status", equals: false },
          { at: "message", contains: "device" },
        ],
        class: "credentials",
        code: "device",
      },
      {
        when: [
          { at: "status", equals: false },
          { at: "message", contains: "quota" },
        ],
        class: "credentials",
        code: "quota",
      },
      // It says so itself, whatever the HTTP status: nothing was sent.
      { when: [{ at: "status", equals: false }], class: "rejected" },
    ],
  },
  reports: {
    proof: { type: "token" },
    message_id: "id",
    status: "status",
    statuses: { sent: "sent", delivered: "delivered", read: "read", cancel: "failed", reject: "failed" },
    errors: { code_at: "status", default: { class: "rejected", scope: "recipient" } },
  },
  vectors: {
    answers: [
      {
        name: "pending, the number written as a number",
        answer: {
          status: 200,
          body: {
            status: true,
            message: "Message is pending and waiting to be processed",
            data: {
              device_id: "SMPL01",
              quota: 88,
              messages: [{ id: "1ab7650b-3a41-4684-abe4-a2d9617f4dd0", phone: 6281100000001, status: "pending" }],
            },
          },
        },
        outcome: { accepted: "1ab7650b-3a41-4684-abe4-a2d9617f4dd0" },
      },
      {
        name: "wrong token, with HTTP 500",
        answer: { status: 500, body: { status: false, message: "token invalid or device expired" } },
        outcome: { class: "credentials", scope: "provider", code: "token" },
      },
      {
        name: "a failure of theirs that says nothing",
        answer: { status: 500, text: "<html>500</html>" },
        outcome: { class: "ambiguous", scope: "provider", code: "http_500" },
      },
    ],
    hooks: [
      {
        name: "read",
        body: {
          id: "1ab7650b-3a41-4684-abe4-a2d9617f4dd0",
          phone: "6281100000001",
          status: "read",
          deviceId: "SMPL01",
        },
        reports: [{ message_id: "1ab7650b-3a41-4684-abe4-a2d9617f4dd0", status: "read" }],
      },
      {
        name: "rejected",
        body: { id: "1ab7650b-3a41-4684-abe4-a2d9617f4dd0", status: "reject", note: "not registered" },
        reports: [{ message_id: "1ab7650b-3a41-4684-abe4-a2d9617f4dd0", status: "failed", code: "reject" }],
      },
    ],
  },
};
