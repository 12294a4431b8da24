import type { Language } from "../../../kit/language.ts";
import { channelWords } from "../../channel-words.ts";

/** What all pages of the balance share. */
const id = {
  tabs: {
    label: "Bagian saldo",
    overview: "Ringkasan",
    ledger: "Buku besar",
    topups: "Isi saldo",
    adjustments: "Penyesuaian",
    prices: "Harga",
    statements: "Laporan bulanan",
    reconciliations: "Cocokkan tagihan",
    alerts: "Peringatan",
  },
  you: "Anda",
  gateway: "gateway",
  cli: "baris perintah",
  at: "Waktu",
  amount: "Jumlah",
  actor: "Oleh",
  reference: "Referensi",
  reason: "Alasan",
  status: "Status",
  csv: "Unduh CSV",
  open: "Buka",
  unreadable: "tidak terbaca sebagai jumlah uang; tulis misalnya 1.500.000 atau 1500000",
  either: "bisa dibaca dua cara; pilih yang Anda maksud",
  meant: "Yang Anda maksud",
  reads: "Terbaca",
  channels: channelWords.id,
  topUpStatus: {
    requested: "menunggu persetujuan",
    posted: "sudah masuk",
    refused: "ditolak",
    reversal_requested: "pembatalan menunggu persetujuan",
    reversed: "dibatalkan",
  },
};

const en: typeof id = {
  tabs: {
    label: "Parts of the balance",
    overview: "Summary",
    ledger: "Ledger",
    topups: "Top-ups",
    adjustments: "Adjustments",
    prices: "Prices",
    statements: "Statements",
    reconciliations: "Reconciliation",
    alerts: "Alerts",
  },
  you: "you",
  gateway: "the gateway",
  cli: "command line",
  at: "Time",
  amount: "Amount",
  actor: "By",
  reference: "Reference",
  reason: "Reason",
  status: "Status",
  csv: "Download CSV",
  open: "Open",
  unreadable: "can't be read as an amount of money; write 1,500,000 or 1500000",
  either: "can be read in two ways; choose the one you mean",
  meant: "You mean",
  reads: "Read as",
  channels: channelWords.en,
  topUpStatus: {
    requested: "waits for approval",
    posted: "added",
    refused: "refused",
    reversal_requested: "reversal waits for approval",
    reversed: "reversed",
  },
};

export const commonWords: Record<Language, typeof id> = { id, en };
export type TopUpStatus = keyof typeof id.topUpStatus;
