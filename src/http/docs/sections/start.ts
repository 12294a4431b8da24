import { code, list, note, steps, text, type Facts, type Section } from "../text.ts";

export const start = ({ base }: Facts): Section => ({
  id: "start",
  title: { id: "Mulai dalam lima menit", en: "Five minutes to the first code" },
  blocks: [
    text({
      id: "ERP Anda memanggil dua alamat: **issue** saat seseorang hendak masuk, dan **verify** dengan kode yang ia ketik. Kode, pesan WhatsApp atau SMS, pengiriman ulang, batas, saldo, dan catatan diurus di sini.",
      en: "Your ERP calls two addresses: **issue** when somebody wants to log in, and **verify** with the code they typed. The code, the WhatsApp or SMS message, retries, limits, the balance and the log are taken care of here.",
    }),
    steps(
      {
        id: "Minta kunci API berperan `erp` kepada pengelola gateway ini (`npm run cli -- key create --role erp`; yang pertama dicetak saat pertama kali dijalankan). Simpan di konfigurasi server, jangan di halaman web atau aplikasi.",
        en: "Ask whoever runs this gateway for an API key of role `erp` (`npm run cli -- key create --role erp`; the first one is printed at the first start). Keep it in the server's configuration, never in a web page or an app.",
      },
      {
        id: "Panggil **issue** dengan nomor seperti yang tertulis di data Anda. Simpan `id` dari jawabannya.",
        en: "Call **issue** with the number as it is written in your data. Keep the `id` of the answer.",
      },
      {
        id: "Tampilkan kotak kode. Panggil **verify** dengan `id` dan kode yang diketik.",
        en: "Show a box for the code. Call **verify** with the `id` and what was typed.",
      },
      {
        id: 'Bila `"valid": true`, orang itu boleh masuk. Kode yang benar hanya berlaku sekali.',
        en: 'When it says `"valid": true`, let them in. A right code is right once.',
      },
    ),
    code(
      "curl",
      `curl -s ${base}/v1/otp/issue \\
  -H "Authorization: Bearer $ERP_KEY" -H 'Content-Type: application/json' \\
  -d '{"to": "0812-3456-7890", "user": "budi"}'`,
      { id: "Kirim kode", en: "Send a code" },
    ),
    code(
      "json",
      `{ "id": "otp_0199…", "status": "pending", "purpose": "login", "to": "+62812****7890", "user": "budi",
  "channel": "whatsapp", "expires_at": "2026-11-21T16:05:00Z", "expires_in": 300,
  "resend_after": 30, "attempts_left": 5,
  "message": { "id": "msg_0199…", "status": "queued", "channel": "whatsapp" }, "metadata": {} }`,
      { id: "Jawaban: 201", en: "The answer: 201" },
    ),
    code(
      "curl",
      `curl -s ${base}/v1/otp/verify \\
  -H "Authorization: Bearer $ERP_KEY" -H 'Content-Type: application/json' \\
  -d '{"id": "'"$OTP_ID"'", "code": "'"$CODE"'"}'`,
      { id: "Periksa kode", en: "Check a code" },
    ),
    code(
      "json",
      `{ "id": "otp_0199…", "valid": true, "status": "verified", "reason": null, "attempts_left": 4, "proof": "eyJ…" }`,
      { id: "Jawaban: 200", en: "The answer: 200" },
    ),
    note({
      id: 'Kode yang salah bukan galat: jawabannya tetap 200, dengan `"valid": false` dan [alasannya](#verify).',
      en: 'A wrong code is not an error: the answer is 200 all the same, with `"valid": false` and [the reason](#verify).',
    }),
    text({
      id: "Di samping dua panggilan itu ada beberapa lagi, bila diperlukan:",
      en: "Beside these two there are a few more, for when they are needed:",
    }),
    list(
      {
        id: "`POST /v1/otp/{id}/resend` mengirim ulang, boleh lewat kanal lain (`channel=sms`).",
        en: "`POST /v1/otp/{id}/resend` sends again, on another channel if asked (`channel=sms`).",
      },
      {
        id: "`POST /v1/otp/{id}/cancel` mengakhiri OTP; yang belum terkirim tidak ditagih.",
        en: "`POST /v1/otp/{id}/cancel` ends an OTP; what was not sent yet is not charged.",
      },
      {
        id: "`GET /v1/otp/{id}` menunjukkan keadaan OTP dan setiap pesannya; kodenya tidak pernah.",
        en: "`GET /v1/otp/{id}` shows the OTP and each of its messages; never the code.",
      },
      {
        id: "`GET /v1/balance` menunjukkan saldo, dan kira-kira berapa jam lagi cukup.",
        en: "`GET /v1/balance` shows the balance, and about how many hours it lasts.",
      },
    ),
    text({
      id: "Setiap panggilan dan setiap kolomnya ada di [referensi](/docs/reference) dan `/openapi.json`.",
      en: "Every call with every field is in the [reference](/docs/reference) and in `/openapi.json`.",
    }),
  ],
});
