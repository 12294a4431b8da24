import type { Language } from "../../../kit/language.ts";

const id = {
  title: "Masa simpan",
  intro: "Berapa lama gateway menyimpan catatannya. Berlaku untuk semua tenant; yang sudah dihapus tidak kembali.",
  fields: {
    codes_days: ["Sisa kode (hari)", "Juga params, metadata, dan alamat IP dari ERP. Paling sedikit 8 hari."],
    numbers_days: [
      "Nomor dan pengguna (hari)",
      "Sesudahnya baris tetap ada tanpa nama siapa pun. Paling sedikit 31 hari.",
    ],
    reports_months: ["Laporan penyedia (bulan)", "Tidak boleh lebih lama dari pesan."],
    messages_months: ["Kode dan pesan (bulan)", "Bulan penuh. Paling sedikit 3 bulan."],
    audit_months: ["Jejak audit (bulan)", "Paling sedikit 12 bulan."],
  },
  fixed: (events: number, hooks: number, sandbox: number) =>
    `Tetap: peristiwa ${events} hari, panggilan penyedia ${hooks} hari, kotak uji ${sandbox} jam, catatan uang selamanya.`,
  save: "Simpan masa simpan",
  saved: "Masa simpan disimpan. Pembersihan berikutnya memakainya, dalam sehari.",
  readOnly: "Hanya admin tenant pertama yang dapat mengubahnya.",
  runs: "Pembersihan",
  runsText: "Yang dikosongkan atau dihapus, setiap hari.",
  noRuns: "Belum ada pembersihan. Yang pertama berjalan dalam sehari.",
  at: "Waktu",
  what: "Jenis",
  classes: {
    codes: "sisa kode",
    numbers: "nomor",
    reports: "laporan penyedia",
    messages: "kode dan pesan",
    audit: "jejak audit",
  },
  older: "Lebih lama dari",
  rows: "Baris",
  left: "Belum terhapus",
};

const en: typeof id = {
  title: "Retention",
  intro:
    "How long the gateway keeps what it logs. It is the same for all tenants; what was cleared away does not come back.",
  fields: {
    codes_days: ["What is left of codes (days)", "The ERP's params, metadata and IP addresses too. 8 days at least."],
    numbers_days: ["Numbers and users (days)", "Rows stay after it, and name nobody. 31 days at least."],
    reports_months: ["Providers' reports (months)", "Not longer than messages."],
    messages_months: ["Codes and messages (months)", "Whole months, 3 at least."],
    audit_months: ["Audit trail (months)", "12 at least."],
  },
  fixed: (events, hooks, sandbox) =>
    `Fixed: events ${events} days, providers' calls ${hooks} day, the sandbox ${sandbox} hour, money for ever.`,
  save: "Save retention",
  saved: "Retention is saved. The next clearing, within a day, goes by it.",
  readOnly: "Only admins of the first tenant can change it.",
  runs: "Clearing",
  runsText: "What was emptied or dropped, each day.",
  noRuns: "Nothing was cleared yet. The first run comes within a day.",
  at: "Time",
  what: "What",
  classes: {
    codes: "rest of codes",
    numbers: "numbers",
    reports: "providers' reports",
    messages: "codes and messages",
    audit: "audit trail",
  },
  older: "Older than",
  rows: "Rows",
  left: "Still there",
};

export const retentionWords: Record<Language, typeof id> = { id, en };
