import type { Language } from "../../../kit/language.ts";

const id = {
  title: "Ekspor pesan",
  what: "Isi berkas",
  all: "Seluruh log pengiriman.",
  change: "Ubah saringan",
  about: (rows: string, size: string) => `Sekitar ${rows} pesan, kira-kira ${size}.`,
  atMost: (rows: string) => `Paling banyak sekitar ${rows} pesan; saringan lain memperkecilnya.`,
  none: "Tidak ada pesan yang cocok: berkasnya hanya akan berisi judul kolom.",
  order: "Dari pesan terbaru ke yang terlama. Pesan yang dibuat setelah unduhan mulai tidak ikut.",
  format: "Bentuk",
  formats: {
    id: "CSV untuk Excel Indonesia (titik koma, koma desimal)",
    en: "CSV untuk Excel bahasa Inggris (koma, titik desimal)",
    csv: "CSV untuk program (RFC 4180)",
    ndjson: "NDJSON: satu baris JSON tiap pesan, dengan percobaan dan laporannya",
  },
  numbers: "Tampilkan nomor utuh (tercatat di jejak audit)",
  download: "Unduh",
  progress: "Unduhan berjalan di peramban Anda",
  notes: [
    "Berkas dibuat sambil diunduh, berapa pun besarnya. Kemajuannya ada di daftar unduhan peramban; Anda boleh berpindah halaman.",
    "Bila sambungan putus, peramban menandai unduhan gagal. Berkas yang terpotong tidak pernah tampak selesai; mulailah lagi, bila perlu dengan rentang waktu yang lebih pendek.",
  ],
  host: "Untuk jutaan pesan, perintah ini di host gateway menampilkan kemajuannya dan baru menaruh berkas setelah lengkap:",
};

const en: typeof id = {
  title: "Export messages",
  what: "What will be in it",
  all: "The whole delivery log.",
  change: "Change filters",
  about: (rows, size) => `About ${rows} messages, some ${size}.`,
  atMost: (rows) => `At most about ${rows} messages; the other filters make it fewer.`,
  none: "No message matches: the file would have nothing but its column names.",
  order: "From the newest message to the oldest. What is made after the download began is not in it.",
  format: "Format",
  formats: {
    id: "CSV for Excel in Indonesian (semicolons, decimal comma)",
    en: "CSV for Excel in English (commas, decimal point)",
    csv: "CSV for programs (RFC 4180)",
    ndjson: "NDJSON: a line of JSON for each message, with its attempts and reports",
  },
  numbers: "Show numbers in full (recorded in the audit trail)",
  download: "Download",
  progress: "Your browser does the download",
  notes: [
    "The file is made while it is downloaded, whatever its size. How far it is stands in the browser's list of downloads; you may go on to other pages.",
    "If the connection breaks, the browser marks the download as failed. A file that was cut short never looks finished; start again, with a shorter span of time if need be.",
  ],
  host: "For millions of messages, this command on the gateway's host shows how far it is, and puts the file there once it is whole:",
};

export const exportWords: Record<Language, typeof id> = { id, en };
