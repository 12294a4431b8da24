import { list, text, type Section } from "../text.ts";

export const log: Section = {
  id: "log",
  title: { id: "Apa yang dicatat", en: "What is logged" },
  blocks: [
    text({
      id: "Setiap pesan punya riwayat: kapan dibuat, penyedia mana yang dicoba, jawaban mereka, laporan sampai dan dibaca, percobaan kode, dan setiap rupiah. Bagian dukungan membukanya dengan `GET /v1/explain?to=0812…` atau `?otp=otp_…`.",
      en: "Each message has its history: when it was made, which providers were tried, what they said, reports of delivery and reading, tries at the code, and every rupiah. Support reads it with `GET /v1/explain?to=0812…` or `?otp=otp_…`.",
    }),
    list(
      {
        id: "Kode tidak pernah dicatat dan tidak disimpan terang. Kunci API hanya disimpan sebagai sidik SHA-256.",
        en: "A code is never logged and never kept in clear. Of an API key only a SHA-256 is kept.",
      },
      {
        id: "Nomor disamarkan di jawaban, catatan, dan ekspor.",
        en: "Numbers are masked in answers, logs and exports.",
      },
      {
        id: "`user`, `purpose`, `metadata` dicatat seperti yang Anda kirim: jangan isi dengan rahasia.",
        en: "`user`, `purpose` and `metadata` are logged as you send them: put no secrets there.",
      },
      {
        id: "`X-Request-Id` yang Anda kirim (`A-Z a-z 0-9 . _ -`, sampai 64) dicatat dan dikembalikan: pakai untuk mencocokkan log Anda dengan log di sini.",
        en: "An `X-Request-Id` of yours (`A-Z a-z 0-9 . _ -`, up to 64) is logged and returned: use it to match your log with this one.",
      },
    ),
  ],
};
