import { list, type Section } from "../text.ts";

export const goingLive: Section = {
  id: "going-live",
  title: { id: "Sebelum dipakai sungguhan", en: "Before going live" },
  blocks: [
    list(
      {
        id: "Kunci `erp` tersendiri untuk setiap aplikasi, disimpan di server, bila mungkin terikat alamat IP.",
        en: "An `erp` key of its own for each application, kept on the server, bound to addresses if possible.",
      },
      {
        id: "HTTPS di antara ERP dan gateway, kecuali keduanya di mesin atau jaringan yang sama.",
        en: "HTTPS between ERP and gateway, unless both are on one machine or network.",
      },
      {
        id: "Batas waktu 10 sampai 15 detik, dan [`Idempotency-Key`](#idempotency) pada issue dan verify.",
        en: "A time-out of 10 to 15 seconds, and an [`Idempotency-Key`](#idempotency) on issue and verify.",
      },
      {
        id: "Program membaca `code`, bukan teks `detail`; 401, 402, dan 5xx tidak ditampilkan sebagai “kode salah”.",
        en: "The program reads `code`, not the text of `detail`; 401, 402 and 5xx are not shown as “wrong code”.",
      },
      { id: "429 ditangani: hitung mundur dari `Retry-After`.", en: "429 is handled: a countdown from `Retry-After`." },
      {
        id: "`client_ip` berisi alamat pengguna akhir, supaya batas per alamat bekerja.",
        en: "`client_ip` has the end user's address, so that the limit for an address works.",
      },
      {
        id: "Kode diperlakukan sebagai teks, dan tidak ditulis ke log ERP.",
        en: "Codes are treated as text, and not written to the ERP's log.",
      },
      {
        id: "Dicoba dengan [nomor uji](#sandbox) `0001`, `0003`, `0004`: layar Anda tetap masuk akal saat pesan gagal.",
        en: "Tried with the [sandbox numbers](#sandbox) `0001`, `0003`, `0004`: your screen makes sense when a message fails.",
      },
      {
        id: "Saldo terisi, dan peringatan saldo punya penerima.",
        en: "There is credit, and somebody gets the warning when it runs low.",
      },
    ),
  ],
};
