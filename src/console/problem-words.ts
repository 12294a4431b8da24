import type { ErrorCode } from "../errors.ts";
import type { Problem } from "../http/problem.ts";
import type { Language } from "../kit/language.ts";

/** Refusals in Indonesian; English is what the API says, which is more exact. */
const codes: Partial<Record<ErrorCode, string>> = {
  invalid_request: "Ada isian yang belum benar.",
  unauthorized: "Anda belum masuk, atau sesi Anda sudah habis.",
  insufficient_balance: "Saldo tidak cukup.",
  forbidden: "Peran Anda tidak boleh melakukan ini.",
  not_found: "Tidak ditemukan.",
  otp_not_found: "OTP itu tidak ditemukan.",
  idempotency_in_progress: "Permintaan yang sama masih diproses.",
  idempotency_mismatch: "Formulir ini sudah pernah dikirim dengan isi lain. Muat ulang halaman, lalu isi lagi.",
  conflict: "Bertentangan dengan keadaan sekarang.",
  payload_too_large: "Berkas atau isian terlalu besar.",
  unsupported_media_type: "Jenis berkas ini tidak dikenal.",
  invalid_recipient: "Nomor atau alamat tujuan tidak benar.",
  destination_not_allowed: "Tujuan ini tidak diizinkan.",
  template_not_found: "Templat tidak ditemukan.",
  no_route: "Tidak ada penyedia yang dapat membawa pesan ini.",
  rate_limited: "Terlalu sering. Tunggu sebentar, lalu coba lagi.",
  overloaded: "Gateway sedang sangat sibuk. Coba lagi sebentar lagi.",
  unavailable: "Belum tersedia saat ini. Coba lagi sebentar lagi.",
};

/** What is wrong with a field, as our own schemas say it. */
const fields: [RegExp, string][] = [
  [/^is required$/, "wajib diisi"],
  [/^is not a known field$/, "tidak dikenal"],
  [/^Invalid (?:input|option): expected (.*)$/, "harus $1"],
  [
    /^Too small: expected (?:string|number|array) to (?:have|be) >=?\s?(\d+).*$/,
    "terlalu kecil atau pendek (minimal $1)",
  ],
  [
    /^Too big: expected (?:string|number|array) to (?:have|be) <=?\s?(\d+).*$/,
    "terlalu besar atau panjang (maksimal $1)",
  ],
  [/^must not contain control characters$/, "tidak boleh berisi karakter kendali"],
  [/^must be more than zero$/, "harus lebih dari nol"],
  [/^must not be zero$/, "tidak boleh nol"],
  [/^must be a decimal.*$/, "harus berupa angka, misalnya 50000 atau 356.65"],
  [/^must have (\d+) characters or more$/, "sedikitnya $1 karakter"],
  [/^must have at most (\d+) characters$/, "paling banyak $1 karakter"],
  [/^must not be the name$/, "tidak boleh sama dengan nama"],
  [/^is among the first that anybody would guess.*$/, "terlalu mudah ditebak; pakailah beberapa kata Anda sendiri"],
  [/^has characters that can't be typed everywhere$/, "berisi karakter yang tidak dapat diketik di mana-mana"],
  [/^is not your password$/, "bukan kata sandi Anda"],
  [/^2 to 64 letters, digits.*$/, "2 sampai 64 huruf, angka, spasi, dan . _ @ - di antaranya"],
  [
    /^is another person's in this installation already.*$/,
    "sudah dipakai orang lain; huruf besar dan kecil dianggap sama",
  ],
  [
    /^1 to 63 of a-z, 0-9, - and _, beginning with a letter or digit$/,
    "1 sampai 63 huruf kecil, angka, - dan _; diawali huruf atau angka",
  ],
  [/^a time zone like (.*)$/, "harus berupa zona waktu, misalnya $1"],
  [/^must be visible characters$/, "harus berisi huruf atau angka"],
  [
    /^is a masked number: paste the whole number.*$/,
    "adalah nomor yang disamarkan: tempelkan nomor utuhnya, atau id OTP atau pesannya",
  ],
  [/^must not be after `until`$/, "tidak boleh setelah batas akhirnya"],
  [/^an ISO 8601 time with a zone.*$/, "harus berupa tanggal dan jam"],
  [/^is not a next_cursor of this list$/, "bukan halaman dari daftar ini"],
  [/^was (.*) under this reference$/, "dulu $1 dengan referensi ini"],
  [/^is required without a preset$/, "wajib diisi untuk format lainnya"],
  [/^is needed with the other one$/, "isi keduanya, atau kosongkan keduanya"],
  [/^an ISO 3166 country code of two capital letters, like ID$/, "harus dua huruf kode negara, misalnya ID"],
  [/^three capital letters, like USD$/, "harus tiga huruf, misalnya USD"],
  [/^must lie inside country (\S+): begin with (\S+)$/, "harus di dalam negara $1: diawali $2"],
  [/^an e-mail address has no prefix; leave it out$/, "email tidak punya awalan nomor; kosongkan"],
  [/^the list has a price for the same from this moment on$/, "sudah ada harga untuk hal yang sama sejak saat itu"],
];

/** One sentence for people, with the exact English detail after it where Indonesian says less. */
export function problemText(problem: Problem, language: Language): string {
  if (language === "en") return problem.detail;
  const text = codes[problem.code];
  if (text === undefined) return problem.detail;
  return problem.errors === undefined && problem.detail !== "" ? `${text} (${problem.detail})` : text;
}

/** What is wrong with a form, by field. A path of a part inside a field (`ips.2`) is found by the field's name too. */
export function fieldErrors(problem: Pick<Problem, "errors"> | null, language: Language): ReadonlyMap<string, string> {
  const errors = new Map<string, string>();
  for (const { path, message } of problem?.errors ?? []) {
    const text = language === "en" ? message : inIndonesian(message);
    if (!errors.has(path)) errors.set(path, text);
    const [field = path] = path.split(".");
    if (!errors.has(field)) errors.set(field, text);
  }
  return errors;
}

function inIndonesian(message: string): string {
  for (const [pattern, text] of fields) if (pattern.test(message)) return message.replace(pattern, text);
  return message;
}
