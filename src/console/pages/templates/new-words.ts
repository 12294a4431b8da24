import type { Language } from "../../../kit/language.ts";

const id = {
  title: "Templat baru",
  about: "Templat baru dimulai sebagai draf. Tidak ada yang dikirim dengannya sebelum Anda menerbitkannya.",
  key: "Kunci",
  keyHelp: "otp, otp_login, otp_transaction, otp_central, announce, atau nama sendiri",
  locale: "Bahasa",
  localeHelp: "Misalnya id, en, atau en-US",
  from: "Mulai dari",
  fromNothing: "Kata-kata awal",
  make: "Buat draf",
};

const en: typeof id = {
  title: "New template",
  about: "A new template begins as a draft. Nothing is sent with it until you publish it.",
  key: "Key",
  keyHelp: "otp, otp_login, otp_transaction, otp_central, announce, or a name of your own",
  locale: "Language",
  localeHelp: "For example id, en or en-US",
  from: "Start from",
  fromNothing: "First words",
  make: "Make a draft",
};

export const newTemplateWords: Record<Language, typeof id> = { id, en };
