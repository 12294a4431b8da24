import type { Language } from "../../kit/language.ts";

const id = {
  title: "Jejak audit",
  download: "Unduh CSV",
  search: "Cari",
  action: "Tindakan",
  actor: "Pelaku",
  target: "Objek",
  at: "Waktu",
  change: "Perubahan",
  show: "Lihat",
  before: "Sebelum",
  after: "Sesudah",
  empty: "Tidak ada catatan yang cocok. Setiap perubahan yang dibuat orang atau program muncul di sini.",
};

const en: typeof id = {
  title: "Audit trail",
  download: "Download CSV",
  search: "Search",
  action: "Action",
  actor: "Actor",
  target: "Target",
  at: "Time",
  change: "Change",
  show: "Show",
  before: "Before",
  after: "After",
  empty: "No entry matches. Every change that a person or a program makes appears here.",
};

export const auditWords: Record<Language, typeof id> = { id, en };
