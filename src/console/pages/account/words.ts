import type { Language } from "../../../kit/language.ts";

const id = {
  title: "Akun saya",
  who: "Siapa",
  name: "Nama",
  role: "Peran",
  tenant: "Tenant",
  language: {
    title: "Bahasa",
    label: "Bahasa konsol",
    browser: "seperti peramban",
    submit: "Simpan",
    saved: "Bahasa tersimpan.",
  },
  password: {
    title: "Ganti kata sandi",
    submit: "Ganti kata sandi",
    about: "Setelah diganti, Anda keluar dari semua peramban lain.",
    saved: "Kata sandi sudah diganti. Anda sudah keluar dari semua peramban lain.",
  },
  app: {
    title: "Kata sandi dan langkah kedua",
    on: "terpasang",
    off: "belum terpasang",
    replace: "Pasang ponsel lain",
    add: "Pasang langkah kedua",
  },
  recovery: {
    title: "Kode pemulihan",
    left: (count: number) => `${count} dari 10 kode belum dipakai.`,
    renew: "Buat kode baru",
    about: "Kode yang lama tidak berlaku lagi.",
    back: "Kembali ke akun saya",
  },
  sessions: {
    title: "Tempat Anda masuk",
    browser: "Peramban",
    address: "Alamat",
    began: "Masuk",
    seen: "Terakhir dipakai",
    this: "peramban ini",
    half: "langkah kedua belum selesai",
    end: "Akhiri",
    ended: "Sesi itu sudah diakhiri.",
    none: "Tidak ada sesi.",
    unknown: "tidak dikenal",
  },
};

const en: typeof id = {
  title: "My account",
  who: "Who",
  name: "Name",
  role: "Role",
  tenant: "Tenant",
  language: {
    title: "Language",
    label: "Language of the console",
    browser: "as the browser asks",
    submit: "Save",
    saved: "The language is saved.",
  },
  password: {
    title: "Change the password",
    submit: "Change the password",
    about: "You are signed out of all other browsers then.",
    saved: "The password is changed. You are signed out of all other browsers.",
  },
  app: {
    title: "Password and second step",
    on: "set up",
    off: "not set up yet",
    replace: "Set up another telephone",
    add: "Set up the second step",
  },
  recovery: {
    title: "Recovery codes",
    left: (count) => `${count} of 10 codes are left.`,
    renew: "Make new codes",
    about: "The old ones work no more then.",
    back: "Back to my account",
  },
  sessions: {
    title: "Where you are signed in",
    browser: "Browser",
    address: "Address",
    began: "Signed in",
    seen: "Last used",
    this: "this browser",
    half: "second step not taken yet",
    end: "End",
    ended: "That session is ended.",
    none: "No session.",
    unknown: "unknown",
  },
};

export const accountWords: Record<Language, typeof id> = { id, en };
