import { list, row, table, text, type Section } from "../text.ts";

export const limits: Section = {
  id: "limits",
  title: { id: "Batas dan jeda", en: "Limits and the cool-down" },
  blocks: [
    text({
      id: "Batas melindungi pengguna dari banjir pesan dan saldo dari penyalahgunaan. Ini nilai bawaan; pengelola dapat mengubahnya.",
      en: "Limits keep users from a flood of messages and the balance from abuse. These are the defaults; the operator may change them.",
    }),
    table(
      [
        { id: "Batas", en: "Limit" },
        { id: "Bawaan", en: "Default" },
      ],
      [
        row(
          { id: "jeda antara dua kiriman ke nomor yang sama", en: "between two messages to one number" },
          { id: "30 detik", en: "30 seconds" },
        ),
        row({ id: "per nomor", en: "for a number" }, { id: "5 per jam, 10 per hari", en: "5 an hour, 10 a day" }),
        row(
          { id: "per alamat IP pengguna (`client_ip`)", en: "for a user's address (`client_ip`)" },
          { id: "20 per jam", en: "20 an hour" },
        ),
        row({ id: "per perusahaan", en: "for the company" }, { id: "100 per detik", en: "100 a second" }),
        row({ id: "percobaan kode per OTP", en: "tries at an OTP's code" }, "5"),
        row(
          { id: "umur OTP (`ttl_seconds`)", en: "life of an OTP (`ttl_seconds`)" },
          { id: "300 detik; 30 sampai 600", en: "300 seconds; 30 to 600" },
        ),
        row({ id: "negara tujuan", en: "countries" }, "ID"),
      ],
    ),
    list(
      {
        id: "`resend_after` di jawaban issue: berapa detik sampai boleh mengirim lagi. Pakai untuk hitung mundur di tombol “kirim ulang”.",
        en: "`resend_after` in the answer of issue: in how many seconds another may be sent. Use it for the countdown on a “send again” button.",
      },
      {
        id: "Terlalu cepat: 429 [`rate_limited`](#rate_limited) dengan `Retry-After`, dan `otp` yang masih menunggu.",
        en: "Too soon: 429 [`rate_limited`](#rate_limited) with `Retry-After`, and the pending `otp`.",
      },
      {
        id: "Header `RateLimit` dan `RateLimit-Policy` di setiap issue menunjukkan sisa kuota yang paling sempit.",
        en: "The headers `RateLimit` and `RateLimit-Policy` of every issue show what is left of the tightest limit.",
      },
      {
        id: "OTP yang terverifikasi tidak lagi dihitung untuk nomor dan pengguna itu. Permintaan yang ditolak tidak pernah ditagih.",
        en: "A verified OTP no longer counts for its number and user. A refused request never costs anything.",
      },
      {
        id: "Pengguna yang tidak Anda kenal: kirim `decoy=true`. Jawaban dan waktunya sama, tidak ada yang terkirim, sehingga halaman login tidak membocorkan siapa yang terdaftar.",
        en: "For a user you do not know send `decoy=true`: the same answer in the same time, nothing sent, so that a log-in page does not tell who exists.",
      },
    ),
  ],
};
