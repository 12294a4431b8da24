import type { ErrorCode } from "../../../errors.ts";
import type { Text } from "../text.ts";

export interface ErrorEntry {
  means: Text;
  todo: Text;
}

/** Every code of the closed list: what it means to the developer of an ERP, and what to do. */
export const errorEntries: Record<ErrorCode, ErrorEntry> = {
  invalid_request: {
    means: {
      id: "Isi permintaan salah: kolom kurang, tidak dikenal, atau nilainya keliru. `errors` menyebut setiap kolom dan yang benar.",
      en: "The request is wrong: a field is missing, unknown or has a wrong value. `errors` names each field and what would be right.",
    },
    todo: {
      id: "Perbaiki program. Mengulang permintaan yang sama percuma.",
      en: "Mend the program. The same request again will fail again.",
    },
  },
  unauthorized: {
    means: {
      id: "Kunci API tidak ada, salah ketik, dicabut, atau kedaluwarsa.",
      en: "The API key is missing, mistyped, revoked or expired.",
    },
    todo: {
      id: "Periksa konfigurasi; kunci dikirim sebagai `Authorization: Bearer KUNCI`, `X-API-Key`, kata sandi Basic, atau kolom `api_key`. Jangan tampilkan ke pengguna sebagai “kode salah”.",
      en: "Check the configuration; a key goes as `Authorization: Bearer KEY`, `X-API-Key`, the password of Basic, or the field `api_key`. Don't show it to the user as “wrong code”.",
    },
  },
  insufficient_balance: {
    means: {
      id: "Saldo tidak cukup untuk pesan ini. Tidak ada yang dikirim atau ditagih.",
      en: "The balance can't pay for this message. Nothing was sent or charged.",
    },
    todo: {
      id: "Beri tahu bagian keuangan untuk mengisi saldo; tampilkan “coba lagi nanti”. Pantau `GET /v1/balance` supaya tidak terjadi.",
      en: "Tell finance to top up; show “try again later”. Watch `GET /v1/balance` so that it does not come to this.",
    },
  },
  forbidden: {
    means: {
      id: "Kunci ini dikenal tetapi tidak boleh: perannya lain, alamat IP-nya tidak terdaftar, atau permintaan datang dari halaman situs lain.",
      en: "The key is known but may not do this: another role, an address that is not on its list, or a page of another website.",
    },
    todo: {
      id: "Untuk issue dan verify pakai kunci `erp`; `detail` menyebut yang kurang.",
      en: "Use a key of role `erp` for issue and verify; `detail` says what is missing.",
    },
  },
  not_found: {
    means: { id: "Tidak ada apa-apa di alamat ini.", en: "There is nothing at this address." },
    todo: {
      id: "Bandingkan alamat dengan [referensi](/docs/reference).",
      en: "Compare the address with the [reference](/docs/reference).",
    },
  },
  otp_not_found: {
    means: {
      id: "Tidak ada OTP dengan `id` itu, atau tidak ada yang menunggu untuk nomor itu. OTP milik perusahaan lain pun dijawab begini.",
      en: "There is no OTP with that `id`, or none pending for that number. One of another company is answered alike.",
    },
    todo: {
      id: "Pastikan `id` disimpan utuh dan `purpose` serta `user` sama dengan saat issue; bila benar tidak ada, issue lagi.",
      en: "See that the `id` is kept whole, and that `purpose` and `user` are those of the issue; if there is none, issue again.",
    },
  },
  method_not_allowed: {
    means: {
      id: "Alamatnya benar, metodenya salah, misalnya GET ke issue.",
      en: "The address is right, the method is not: a GET to issue, say.",
    },
    todo: { id: "Pakai metode yang disebut header `Allow`.", en: "Use the method that the `Allow` header names." },
  },
  idempotency_in_progress: {
    means: {
      id: "Permintaan pertama dengan `Idempotency-Key` yang sama masih berjalan.",
      en: "The first request with the same `Idempotency-Key` is still running.",
    },
    todo: {
      id: "Tunggu sedetik, ulangi dengan kunci yang sama: Anda mendapat jawaban yang pertama.",
      en: "Wait a second and repeat with the same key: you get the first one's answer.",
    },
  },
  conflict: {
    means: {
      id: "Bertentangan dengan keadaan sekarang, misalnya mengirim ulang OTP yang sudah selesai. `detail` menjelaskan.",
      en: "It does not fit what is there, like a resend of an OTP that has ended. `detail` explains.",
    },
    todo: {
      id: "Baca keadaannya (`GET /v1/otp/{id}`), lalu putuskan; biasanya issue lagi.",
      en: "Read how things stand (`GET /v1/otp/{id}`), then decide; mostly: issue anew.",
    },
  },
  payload_too_large: {
    means: { id: "Isi permintaan lebih dari 64 KiB.", en: "The body is larger than 64 KiB." },
    todo: { id: "Kirim hanya kolom yang diperlukan.", en: "Send only the fields that are needed." },
  },
  unsupported_media_type: {
    means: {
      id: "`Content-Type` atau charset tidak dikenal.",
      en: "The `Content-Type` or its charset is not understood.",
    },
    todo: {
      id: "Kirim `application/x-www-form-urlencoded` atau `application/json`, dan sebutkan charset bila bukan UTF-8.",
      en: "Send `application/x-www-form-urlencoded` or `application/json`, and name the charset unless it is UTF-8.",
    },
  },
  invalid_recipient: {
    means: {
      id: "`to` bukan nomor ponsel atau alamat surel yang sah. Tidak ada yang dikirim atau ditagih.",
      en: "`to` is no valid mobile number or e-mail address. Nothing was sent or charged.",
    },
    todo: {
      id: "Minta pengguna memeriksa nomornya; `detail` menyebut sebabnya. Lihat [menulis nomor](#numbers).",
      en: "Ask the user to check the number; `detail` says why. See [how numbers are written](#numbers).",
    },
  },
  destination_not_allowed: {
    means: {
      id: "Nomor sah, tetapi negara atau awalannya tidak diizinkan di sini.",
      en: "The number is valid, but its country or prefix is not allowed here.",
    },
    todo: {
      id: "Minta pengelola menambah negara di batas pengiriman bila memang perlu. Dengan `limit: guard`: penjaga penipuan menahan awalan itu; pengelola dapat membukanya.",
      en: "Ask the operator to add the country to the limits, if it is wanted. With `limit: guard` the fraud guard holds the prefix back; the operator can release it.",
    },
  },
  template_not_found: {
    means: {
      id: "`template` tidak ada, atau tidak ada untuk kanal dan bahasa ini.",
      en: "There is no such `template`, or none for this channel and language.",
    },
    todo: {
      id: "Kosongkan `template` untuk memakai yang bawaan, atau minta pengelola membuatnya.",
      en: "Leave `template` out for the standard one, or ask the operator to make it.",
    },
  },
  no_route: {
    means: {
      id: "Tidak ada penyedia yang dapat membawa pesan ini sekarang: mati, tanpa harga, atau templat belum disetujui. Tidak ada yang ditagih.",
      en: "No provider can carry this message now: off, without a price, or its template is not approved. Nothing was charged.",
    },
    todo: {
      id: "Coba `channel` lain atau `auto`; beri tahu pengelola dengan `request_id`. `detail` menyebut siapa yang dilewati dan sebabnya.",
      en: "Try another `channel`, or `auto`; tell the operator the `request_id`. `detail` says who was left out and why.",
    },
  },
  idempotency_mismatch: {
    means: {
      id: "`Idempotency-Key` ini sudah dipakai untuk isi yang lain.",
      en: "This `Idempotency-Key` was used with another body.",
    },
    todo: {
      id: "Buat kunci baru untuk setiap permintaan baru; ulangi kunci hanya untuk isi yang sama persis.",
      en: "Make a new key for each new request; repeat one only with the very same body.",
    },
  },
  rate_limited: {
    means: {
      id: "Terlalu sering, untuk nomor, pengguna, alamat IP, atau perusahaan ini. Tidak ada yang dikirim atau ditagih.",
      en: "Too often, for this number, user, address or company. Nothing was sent or charged.",
    },
    todo: {
      id: "Tunggu selama `Retry-After` (detik). Dalam masa jeda, jawaban berisi `otp` yang masih menunggu: tampilkan kotak kodenya. Lihat [batas](#limits).",
      en: "Wait for `Retry-After` (seconds). Inside a cool-down the answer has the pending `otp`: show the box for its code. See [limits](#limits).",
    },
  },
  internal: {
    means: { id: "Kesalahan di gateway, bukan di ERP.", en: "A bug of the gateway, not of the ERP." },
    todo: {
      id: "Sampaikan `request_id` kepada pengelola. Mengulang dengan `Idempotency-Key` yang sama aman.",
      en: "Give the `request_id` to the operator. To repeat with the same `Idempotency-Key` is safe.",
    },
  },
  overloaded: {
    means: {
      id: "Terlalu banyak pekerjaan saat ini; permintaan tidak dikerjakan.",
      en: "Too much work at the moment; the request was not done.",
    },
    todo: {
      id: "Ulangi setelah `Retry-After`, dengan `Idempotency-Key` yang sama.",
      en: "Repeat after `Retry-After`, with the same `Idempotency-Key`.",
    },
  },
  unavailable: {
    means: {
      id: "Gateway, basis datanya, atau penyedia yang harus ditanya sedang tidak dapat melayani.",
      en: "The gateway, its database or a provider that must be asked can't serve at the moment.",
    },
    todo: {
      id: "Ulangi setelah `Retry-After`, dengan `Idempotency-Key` yang sama.",
      en: "Repeat after `Retry-After`, with the same `Idempotency-Key`.",
    },
  },
};
