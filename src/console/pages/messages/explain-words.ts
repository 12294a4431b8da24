import type { Language } from "../../../kit/language.ts";

const id = {
  title: "Apa yang terjadi?",
  field: "Nomor, OTP, pesan, atau pengguna",
  help: "Tempelkan apa yang disebut pelanggan: 0812-3456-7890, otp_…, msg_…, id dari penyedia, atau nama pengguna.",
  ask: "Jelaskan",
  print: "Cetak",
  start: "Tempelkan nomor pelanggan untuk membaca apa yang terjadi dengan kodenya, dan apa yang bisa disampaikan.",
  say: "Yang bisa disampaikan:",
  story: "Ceritanya",
  open: "Buka pesannya",
  resend: "Kirim ulang…",
  log: "Lihat di log",
  nothing: (q: string) => `Tidak ada catatan untuk “${q}”.`,
  nothingHelp:
    "Permintaan yang ditolak tidak meninggalkan catatan. Periksa apakah seluruh nomornya tertempel, dan apakah ERP memang meminta OTP.",
  newest: (n: number) => `${n} OTP terbaru, yang paling baru di atas. Waktu menurut zona`,
};

const en: typeof id = {
  title: "What happened?",
  field: "Number, OTP, message or user",
  help: "Paste what the customer says: 0812-3456-7890, otp_…, msg_…, a provider's id, or a user's name.",
  ask: "Explain",
  print: "Print",
  start: "Paste the customer's number to read what became of their code, and what you may say.",
  say: "What you may say:",
  story: "The story",
  open: "Open its message",
  resend: "Send again…",
  log: "See in the log",
  nothing: (q) => `Nothing is on record for “${q}”.`,
  nothingHelp:
    "A refused request leaves no record. See that the whole number was pasted, and that the ERP did ask for an OTP.",
  newest: (n) => (n === 1 ? "The newest OTP. Times are of" : `The newest ${n} OTPs, the latest first. Times are of`),
};

export const explainWords: Record<Language, typeof id> = { id, en };
