import type { Problem } from "../../../http/problem.ts";
import type { Language } from "../../../kit/language.ts";
import { problemText } from "../../problem-words.ts";

/** What the API refuses about money, as a clerk reads it; English is what the API says. */
const details: readonly [RegExp, string][] = [
  [
    /^The (?:top-up|reversal) was requested (?:by you|with this key) .*$/,
    "Anda yang mengajukan ini, jadi orang lain yang harus memutuskannya.",
  ],
  [/^The (?:top-up|reversal) was (?:posted|refused) .* already\.$/, "Ini sudah diputuskan. Muat ulang halaman."],
  [/^The top-up (?:was reversed|is to be reversed) already.*$/, "Pembatalannya sudah diminta. Muat ulang halaman."],
  [/^proof_version: .*$/, "Buktinya berubah sejak Anda membuka halaman ini. Periksa dulu bukti yang baru."],
  [/^requested_at: .*$/, "Pembatalannya berubah sejak Anda membuka halaman ini. Periksa dulu yang baru."],
  [
    /^.* has decided by the proof that is there; it stays\.$/,
    "Sudah diputuskan dengan bukti yang ada, jadi bukti itu tetap.",
  ],
  [/^This top-up has (\d+) versions of its proof already\.$/, "Isi saldo ini sudah punya $1 versi bukti."],
  [
    /^reference: an? (?:top-up|adjustment) with the reference "(.*)" exists with the amount (.*)\.$/,
    'Referensi "$1" sudah dipakai dengan jumlah lain ($2).',
  ],
  [
    /^The money was spent: .*, available are (\S+?)(?: and .*)?\.$/,
    "Uangnya sudah terpakai, jadi tidak dapat ditarik kembali; yang tersedia $1.",
  ],
  [/^amount: the balance would fall below zero; available are (.*)\.$/, "Saldo akan menjadi minus; yang tersedia $1."],
  [/^amount: adds money, .*$/, "Menambah saldo perlu dua orang di sini: ajukan isi saldo, atau mintalah kepada admin."],
  [/^month: .* is not over, .*$/, "Bulannya belum selesai, jadi laporannya masih dapat berubah."],
  [/^closing: .*$/, "Saldo akhirnya bukan yang tadi Anda lihat. Periksa dulu laporannya."],
  [/^There is no such price in the list\.$/, "Harga itu tidak ada lagi di daftar."],
  [/^valid_from: this price holds already; .*$/, "Harga ini sudah berlaku; tambahkan harga baru sesudahnya."],
  [/^This tenant has no price list of its own .*$/, "Tenant ini memakai daftar harga tenant pertama."],
];

export function refusalText(problem: Problem, language: Language): string {
  if (language === "id") {
    for (const [pattern, text] of details) {
      if (pattern.test(problem.detail)) return problem.detail.replace(pattern, text);
    }
  }
  return problemText(problem, language);
}
