import type { Language } from "../../../kit/language.ts";

const id = {
  title: "Data pribadi",
  intro:
    "Yang boleh diminta seseorang menurut UU PDP: mengetahui datanya, membawanya, atau menghapusnya. Setiap permintaan tercatat di jejak audit.",
  to: "Nomor atau alamat",
  user: "Pengguna (user)",
  one: "Isi salah satu.",
  export: {
    title: "Ambil data seseorang",
    text: "Berkas JSON untuk orang itu sendiri. Nomornya ditulis lengkap; kode tidak pernah ada di dalamnya. Berisi 500 OTP terbaru.",
    button: "Unduh data",
  },
  erase: {
    title: "Hapus data seseorang",
    text: "Kode yang menunggu dibatalkan, lalu nomor, pengguna, dan sisa kodenya dikosongkan di mana pun tersimpan. Catatan uang tetap ada tanpa nama.",
    button: "Hapus data",
    sure: "Data yang dihapus tidak dapat dikembalikan.",
    yes: "Ya, hapus data orang ini",
  },
  erased: {
    title: "Data dihapus",
    done: "Data orang ini sudah dihapus.",
    more: "Sebagian sudah dihapus, tetapi masih ada lagi. Ulangi penghapusan.",
    rows: {
      otps: "Kode (OTP)",
      messages: "Pesan",
      provider_ids: "Nomor pesan dari penyedia",
      guess_streaks: "Hitungan salah tebak",
      sandbox_messages: "Pesan kotak uji",
      users: "Pengguna tersimpan",
    },
    cancelled: "Kode yang dibatalkan",
    left: "Yang tetap disimpan, dan mengapa",
    back: "Selesai",
  },
  affected: {
    title: "Siapa yang terdampak",
    text: "Bila terjadi kebocoran: satu baris untuk tiap orang yang dikirimi sesuatu dalam jangka waktu itu.",
    from: "Dari tanggal",
    until: "Sampai tanggal (termasuk)",
    reveal: "Tampilkan nomor lengkap (tercatat di jejak audit)",
    button: "Unduh CSV",
  },
};

const en: typeof id = {
  title: "Personal data",
  intro:
    "What the law lets a person ask for: to know what is kept of them, to take it along, to have it erased. Each request is kept in the audit trail.",
  to: "Number or address",
  user: "User (user)",
  one: "Give one of them.",
  export: {
    title: "A person's data",
    text: "A JSON file for the person themselves. Their number is in full; codes are never in it. It holds their newest 500 OTPs.",
    button: "Download the data",
  },
  erase: {
    title: "Erase a person's data",
    text: "Pending codes are cancelled, then their number, user and what is left of codes are emptied wherever they are kept. Money stays, and names nobody.",
    button: "Erase the data",
    sure: "What is erased can't be brought back.",
    yes: "Yes, erase this person's data",
  },
  erased: {
    title: "Erased",
    done: "This person's data is erased.",
    more: "Some of it is erased, and there is more. Erase once again.",
    rows: {
      otps: "Codes (OTPs)",
      messages: "Messages",
      provider_ids: "Providers' ids of messages",
      guess_streaks: "Counts of wrong codes",
      sandbox_messages: "Sandbox messages",
      users: "Stored users",
    },
    cancelled: "Codes that were cancelled",
    left: "What is kept all the same, and why",
    back: "Done",
  },
  affected: {
    title: "Whom it concerns",
    text: "After a breach: a line for each person to whom something was sent in that time.",
    from: "From the day",
    until: "To the day (included)",
    reveal: "Show full numbers (kept in the audit trail)",
    button: "Download CSV",
  },
};

export const privacyWords: Record<Language, typeof id> = { id, en };
