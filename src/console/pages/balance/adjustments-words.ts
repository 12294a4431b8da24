import type { Language } from "../../../kit/language.ts";

const id = {
  title: "Penyesuaian",
  about: "Koreksi yang dibuat orang, masing-masing dengan alasannya. Koreksi tidak dapat dihapus; buat koreksi baru.",
  add: "Buat penyesuaian",
  direction: "Arah",
  plus: "Menambah saldo",
  minus: "Mengurangi saldo",
  onlyMinus: "Karena isi saldo di sini perlu dua orang, hanya admin yang boleh menambah saldo lewat penyesuaian.",
  amountHelp: "Tanpa tanda minus; pilih arahnya di bawah.",
  noSign: "tulis tanpa tanda minus dan lebih dari nol; pilih arahnya di bawah",
  reasonHelp: "Akan dibaca auditor.",
  submit: "Catat penyesuaian",
  empty: "Belum ada penyesuaian.",
  done: { made: "Penyesuaian dicatat.", same: "Referensi ini sudah pernah dicatat; tidak ada yang diubah." },
};

const en: typeof id = {
  title: "Adjustments",
  about: "Corrections made by people, each with its reason. None can be deleted; make another one.",
  add: "Make an adjustment",
  direction: "Direction",
  plus: "Adds to the balance",
  minus: "Takes from the balance",
  onlyMinus: "Since a top-up takes two persons here, only an admin may add money by an adjustment.",
  amountHelp: "Without a minus sign; choose the direction below.",
  noSign: "write it without a minus sign and above zero; choose the direction below",
  reasonHelp: "Auditors will read it.",
  submit: "Enter the adjustment",
  empty: "No adjustment was made yet.",
  done: { made: "The adjustment was entered.", same: "This reference was entered before; nothing was changed." },
};

export const adjustmentWords: Record<Language, typeof id> = { id, en };
