import type { EventType } from "../../../events/model.ts";
import type { Language } from "../../../kit/language.ts";

/** Each event in words, for those who choose what the ERP is told. */
const id: Record<EventType, string> = {
  "otp.verified": "Kode benar dimasukkan",
  "otp.expired": "Kode habis waktunya",
  "otp.locked": "Terlalu banyak salah tebak",
  "message.sent": "Pesan diterima penyedia",
  "message.delivered": "Pesan sampai di ponsel",
  "message.read": "Pesan dibuka",
  "message.failed": "Pesan gagal",
  "balance.low": "Saldo menipis atau habis",
  "balance.topup": "Saldo bertambah",
  "provider.failed_over": "Penyedia bermasalah, pesan lewat jalur lain",
  "template.paused": "Templat tidak lagi diterima penyedia",
  "webhook.disabled": "Tujuan peristiwa dimatikan gateway",
  "guard.suspected": "Dicurigai ada penipuan",
  "guard.blocked": "Kode ke suatu awalan atau negara diblokir",
  "guard.released": "Blokir atau kecurigaan berakhir",
};

const en: Record<EventType, string> = {
  "otp.verified": "A right code came",
  "otp.expired": "A code's time ran out",
  "otp.locked": "Too many wrong codes",
  "message.sent": "A provider took the message",
  "message.delivered": "The message reached the phone",
  "message.read": "The message was opened",
  "message.failed": "The message failed",
  "balance.low": "The balance runs out",
  "balance.topup": "Money was added",
  "provider.failed_over": "A provider has troubles, messages go another way",
  "template.paused": "A provider no longer takes a template",
  "webhook.disabled": "The gateway put a webhook off",
  "guard.suspected": "Fraud is suspected",
  "guard.blocked": "Codes to a prefix or country are blocked",
  "guard.released": "A block or suspicion ended",
};

export const eventWords: Record<Language, Record<EventType, string>> = { id, en };

const groups: Record<Language, Record<string, string>> = {
  id: {
    otp: "Kode",
    message: "Pesan",
    balance: "Saldo",
    provider: "Penyedia",
    template: "Templat",
    webhook: "Tujuan peristiwa",
    guard: "Pengaman penipuan",
  },
  en: {
    otp: "Codes",
    message: "Messages",
    balance: "Balance",
    provider: "Providers",
    template: "Templates",
    webhook: "Webhooks",
    guard: "Fraud guard",
  },
};

export function groupName(group: string, language: Language): string {
  return groups[language][group] ?? group;
}

/** A type, a group like `otp.*`, or `*`, as people read it. */
export function patternName(pattern: string, language: Language, all: string): string {
  if (pattern === "*") return all;
  if (pattern.endsWith(".*")) return groupName(pattern.slice(0, -2), language);
  return eventWords[language][pattern as EventType] ?? pattern;
}
