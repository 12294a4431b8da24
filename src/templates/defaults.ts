import type { TemplateDocument } from "../settings/documents.ts";
import type { Channel } from "../providers/provider.ts";
import { defaultSubjects } from "./render.ts";

/** What every installation starts with: `otp` on each channel, Indonesian and English. */
export const defaultTemplates: readonly {
  key: string;
  channel: Channel;
  locale: string;
  document: TemplateDocument;
}[] = [
  whatsapp("id"),
  whatsapp("en"),
  text(
    "sms",
    "id",
    "{{brand}}: kode OTP Anda {{code}}, berlaku {{ttl_minutes}} menit. Jangan berikan kepada siapa pun.",
  ),
  text(
    "sms",
    "en",
    "{{brand}}: your code is {{code}}, valid for {{ttl_minutes}} minutes. Do not share it with anyone.",
  ),
  text(
    "voice",
    "id",
    "Kode OTP {{brand}} Anda adalah {{code}}. Sekali lagi, {{code}}. Jangan berikan kepada siapa pun.",
  ),
  text("voice", "en", "Your {{brand}} code is {{code}}. Again, {{code}}. Do not share it with anyone."),
  {
    key: "otp",
    channel: "email",
    locale: "id",
    document: {
      subject: defaultSubjects.id,
      body: "Kode OTP {{brand}} Anda: {{code}}\n\nBerlaku {{ttl_minutes}} menit. Jangan berikan kepada siapa pun, termasuk petugas kami.",
      bindings: {},
    },
  },
  {
    key: "otp",
    channel: "email",
    locale: "en",
    document: {
      subject: defaultSubjects.en,
      body: "Your {{brand}} code: {{code}}\n\nValid for {{ttl_minutes}} minutes. Do not share it with anyone, our staff included.",
      bindings: {},
    },
  },
];

function whatsapp(locale: string) {
  return {
    key: "otp",
    channel: "whatsapp" as const,
    locale,
    document: {
      category: "authentication" as const,
      button: "copy_code" as const,
      security_line: true,
      expiry_line: true,
      bindings: {},
    },
  };
}

function text(channel: Channel, locale: string, body: string) {
  return { key: "otp", channel, locale, document: { body, bindings: {} } };
}
