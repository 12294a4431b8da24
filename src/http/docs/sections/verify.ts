import { list, note, row, table, text, type Section, type Text } from "../text.ts";

type Status = "pending" | "verified" | "expired" | "locked" | "cancelled" | "replaced";
type Reason = "wrong_code" | "expired" | "locked" | "already_used" | "cancelled" | "replaced";

export const statuses: Record<Status, Text> = {
  pending: { id: "menunggu kode", en: "waiting for its code" },
  verified: { id: "kode yang benar sudah masuk", en: "the right code has come" },
  expired: { id: "waktunya habis", en: "its time is over" },
  locked: { id: "kesempatan mencoba habis", en: "no attempts are left" },
  cancelled: { id: "diakhiri oleh ERP", en: "ended by the ERP" },
  replaced: { id: "digantikan OTP yang lebih baru", en: "a newer OTP took its place" },
};

/** What the reader shows to the person at the screen. */
export const reasons: Record<Reason, Text> = {
  wrong_code: {
    id: "“Kode salah”; `attempts_left` menyebut sisa kesempatan",
    en: "“Wrong code”; `attempts_left` says how many tries are left",
  },
  expired: {
    id: "“Kode kedaluwarsa”; tawarkan kode baru (issue)",
    en: "“The code has expired”; offer a new one (issue)",
  },
  locked: {
    id: "“Terlalu banyak percobaan”; tawarkan kode baru (issue)",
    en: "“Too many tries”; offer a new one (issue)",
  },
  already_used: {
    id: "“Kode sudah dipakai”; jangan beri akses untuk kedua kalinya",
    en: "“This code was used”; do not let them in a second time",
  },
  cancelled: { id: "mulai lagi dari issue", en: "begin anew with issue" },
  replaced: { id: "minta kode dari pesan yang terakhir", en: "ask for the code of the newest message" },
};

export const verify: Section = {
  id: "verify",
  title: { id: "Jawaban verify", en: "What verify answers" },
  blocks: [
    text({
      id: "Putuskan dari `valid` saja. `status` adalah keadaan OTP, `reason` sebab kode tidak diterima (kosong bila benar).",
      en: "Decide by `valid` alone. `status` is how the OTP stands, `reason` why the code was not taken (null when it was).",
    }),
    table(
      [
        { id: "`reason`", en: "`reason`" },
        { id: "Tampilkan", en: "What to show" },
      ],
      Object.entries(reasons).map(([name, shown]) => row(name, shown)),
    ),
    table(
      [
        { id: "`status`", en: "`status`" },
        { id: "Keadaan", en: "How it stands" },
      ],
      Object.entries(statuses).map(([name, said]) => row(name, said)),
    ),
    list(
      {
        id: "Tanpa `id`: kirim `to` (dan `user`, `purpose` bila dipakai saat issue); yang diperiksa OTP terbaru yang menunggu.",
        en: "Without an `id`: send `to` (with `user` and `purpose` where the issue had them); the newest pending OTP is checked.",
      },
      {
        id: "Dari berapa pun verify yang bersamaan, tepat satu mendapat `true`.",
        en: "Of any number of simultaneous verifies exactly one gets `true`.",
      },
      {
        id: "Bersama `true` datang `proof`: JWS bertanda tangan yang dapat diperiksa dengan `/.well-known/jwks.json`, berlaku 5 menit.",
        en: "With `true` comes `proof`: a signed JWS that can be checked against `/.well-known/jwks.json`, good for 5 minutes.",
      },
    ),
    note({
      id: "Perlakukan kode sebagai teks: `012345` sebagai angka kehilangan nolnya.",
      en: "Treat a code as text: as a number `012345` loses its zero.",
    }),
  ],
};
