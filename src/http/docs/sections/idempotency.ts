import { list, note, text, type Section } from "../text.ts";

export const idempotency: Section = {
  id: "idempotency",
  title: { id: "Mengulang tanpa mengirim dua kali", en: "To repeat without sending twice" },
  blocks: [
    text({
      id: "Jaringan putus sebelum jawaban tiba? Ulangi dengan kunci yang sama. Kirim `Idempotency-Key` (1 sampai 255 karakter ASCII) di header, atau `idempotency_key` sebagai kolom.",
      en: "Did the line break before the answer came? Repeat with the same key. Send `Idempotency-Key` (1 to 255 characters of ASCII) as a header, or `idempotency_key` as a field.",
    }),
    list(
      {
        id: "Kunci dan isi yang sama dalam 24 jam: jawaban yang sama, dengan `Idempotent-Replayed: true`; tidak ada yang dikerjakan dua kali.",
        en: "The same key and body within 24 hours: the same answer, with `Idempotent-Replayed: true`; nothing is done twice.",
      },
      {
        id: "Isi lain: 422 [`idempotency_mismatch`](#idempotency_mismatch). Masih berjalan: 409 [`idempotency_in_progress`](#idempotency_in_progress).",
        en: "Another body: 422 [`idempotency_mismatch`](#idempotency_mismatch). Still running: 409 [`idempotency_in_progress`](#idempotency_in_progress).",
      },
      {
        id: "Yang ditolak tidak disimpan: setelah sebabnya diperbaiki, kunci yang sama boleh dipakai lagi.",
        en: "A refusal is not kept: once its cause is mended, the same key may be used again.",
      },
      {
        id: "Kunci yang baik: nomor sesi login atau nomor dokumen Anda, satu untuk setiap permintaan baru.",
        en: "A good key: the number of the log-in session or document, one for each new request.",
      },
      {
        id: "Tidak bisa membuat kunci? Kirim `auto` pada issue, resend, dan cancel: gateway membuatnya dari nomor, pengguna, dan keperluan, berlaku 30 detik atau sampai OTP itu berakhir.",
        en: "You can't make one? Send `auto` with issue, resend and cancel: the gateway derives it from number, user and purpose, for 30 seconds or until that OTP has ended.",
      },
      {
        id: "Pada verify dan redeem `auto` tidak dipakai: kode yang benar hanya benar satu kali. Jawaban verify hilang? Lihat `GET /v1/otp/{id}`: `verified` berarti kodenya benar.",
        en: "Verify and redeem heed no `auto`: a right code is right once. Was a verify's answer lost? Look at `GET /v1/otp/{id}`: `verified` says that its code was right.",
      },
    ),
    note({
      id: "Beri batas waktu 10 sampai 15 detik pada setiap panggilan, lalu ulangi satu atau dua kali dengan kunci yang sama.",
      en: "Give each call 10 to 15 seconds, then repeat once or twice with the same key.",
    }),
  ],
};
