import type { Language } from "../../kit/language.ts";
import type { Channel } from "../../providers/provider.ts";

const en = {
  language: "English",
  switch: "Language",
  title: "Enter the code",
  sentTo: (length: number, to: string, by: string) => `We sent a ${length}-digit code to ${to} ${by}.`,
  /** A decoy of the central number has the same words. */
  sentCentral: (length: number, to: string, by: string) =>
    `We sent a ${length}-digit code to your company's number ${to} ${by}. Ask whoever keeps it.`,
  by: { whatsapp: "on WhatsApp", sms: "by SMS", voice: "by a phone call", email: "by e-mail" } as Record<
    Channel,
    string
  >,
  notDelivered: "The code could not be delivered. Ask for it again.",
  code: "Code",
  hint: (length: number) => `${length} digits. Never give it to anyone, not even to us.`,
  /** Where scripts run. */
  sendsItself: "It is checked by itself as soon as it is complete.",
  confirm: "Confirm",
  checking: "Checking…",
  next: (host: string) => `When the code is right, you go back to ${host}.`,
  until: (time: string) => `The code is valid until ${time}.`,
  /** The script puts the minutes and seconds in place of the braces. */
  left: "The code is valid for another {}.",
  noCode: "No code yet?",
  resend: "Send it again",
  resending: "Sending…",
  resendFrom: (time: string) => `You can have it sent again from ${time}.`,
  resendIn: "You can have it sent again in {}.",
  sent: "We sent the code again.",
  errors: {
    empty: (length: number) => `Enter the ${length} digits of the code.`,
    wrong: (left: number) => `This code is wrong. ${left === 1 ? "1 try is" : `${left} tries are`} left.`,
    wait: (seconds: number) =>
      `Too many wrong codes. The next try can be made in ${span(seconds, "seconds", "minutes")}.`,
    resendWait: (seconds: number) => `The code can be sent again in ${span(seconds, "seconds", "minutes")}.`,
    notSent: "The code can't be sent at the moment. Try again later.",
    newCode: "This code is no longer valid. Have a new one sent.",
    busy: "The code can't be checked at the moment. Try again in a few seconds.",
  },
  goBack: "Go back",
  ends: {
    verified: {
      title: "Confirmed",
      text: "The code was right. Go back to the window where you started. If you are not let in there, start again.",
    },
    expired: {
      title: "The code has expired",
      text: "It was not entered in time. Go back and start again.",
    },
    locked: {
      title: "Too many wrong codes",
      text: "This code can't be used any more. Go back and start again.",
    },
    cancelled: {
      title: "Cancelled",
      text: "The code is no longer asked for. Go back and start again if you need one.",
    },
    replaced: {
      title: "There is a newer code",
      text: "This page belongs to an older one. Use the newest page, or go back and start again.",
    },
  },
  unknown: {
    title: "This page does not exist",
    text: "The link is not complete, or was never valid. Start again where you came from.",
  },
  unreadable: {
    title: "That did not work",
    text: "What was sent is not this page's form. Open the page again and enter the code there.",
  },
  reopen: "Open the page",
  failed: { title: "That did not work", text: "Something went wrong on our side. Try again in a moment." },
};

const id: typeof en = {
  language: "Bahasa Indonesia",
  switch: "Bahasa",
  title: "Masukkan kode",
  sentTo: (length, to, by) => `Kami mengirim kode ${length} angka ke ${to} ${by}.`,
  sentCentral: (length, to, by) =>
    `Kami mengirim kode ${length} angka ke nomor perusahaan Anda ${to} ${by}. Tanyakan kepada pemegangnya.`,
  by: { whatsapp: "lewat WhatsApp", sms: "lewat SMS", voice: "lewat telepon", email: "lewat email" },
  notDelivered: "Kode tidak dapat disampaikan. Minta kirim ulang.",
  code: "Kode",
  hint: (length) => `${length} angka. Jangan berikan kepada siapa pun, termasuk kami.`,
  sendsItself: "Kode diperiksa sendiri begitu lengkap.",
  confirm: "Konfirmasi",
  checking: "Memeriksa…",
  next: (host) => `Jika kode benar, Anda kembali ke ${host}.`,
  until: (time) => `Kode berlaku sampai pukul ${time}.`,
  left: "Kode berlaku {} lagi.",
  noCode: "Belum menerima kode?",
  resend: "Kirim ulang",
  resending: "Mengirim…",
  resendFrom: (time) => `Kode dapat dikirim ulang mulai pukul ${time}.`,
  resendIn: "Kode dapat dikirim ulang dalam {}.",
  sent: "Kode sudah kami kirim ulang.",
  errors: {
    empty: (length) => `Masukkan ${length} angka dari kode.`,
    wrong: (left) => `Kode salah. Sisa ${left} kali percobaan.`,
    wait: (seconds) => `Terlalu banyak kode salah. Coba lagi dalam ${span(seconds, "detik", "menit")}.`,
    resendWait: (seconds) => `Kode dapat dikirim ulang dalam ${span(seconds, "detik", "menit")}.`,
    notSent: "Kode tidak dapat dikirim saat ini. Coba lagi nanti.",
    newCode: "Kode ini tidak berlaku lagi. Minta kirim ulang.",
    busy: "Kode tidak dapat diperiksa saat ini. Coba lagi beberapa detik lagi.",
  },
  goBack: "Kembali",
  ends: {
    verified: {
      title: "Terkonfirmasi",
      text: "Kode sudah benar. Kembali ke jendela tempat Anda memulai. Jika di sana belum bisa masuk, mulai lagi.",
    },
    expired: {
      title: "Kode sudah kedaluwarsa",
      text: "Kode tidak dimasukkan tepat waktu. Kembali dan mulai lagi.",
    },
    locked: {
      title: "Terlalu banyak kode salah",
      text: "Kode ini tidak dapat dipakai lagi. Kembali dan mulai lagi.",
    },
    cancelled: {
      title: "Dibatalkan",
      text: "Kode tidak diminta lagi. Kembali dan mulai lagi jika masih perlu.",
    },
    replaced: {
      title: "Ada kode yang lebih baru",
      text: "Halaman ini milik kode yang lama. Gunakan halaman terbaru, atau kembali dan mulai lagi.",
    },
  },
  unknown: {
    title: "Halaman ini tidak ada",
    text: "Tautannya tidak lengkap atau tidak pernah berlaku. Mulai lagi dari tempat semula.",
  },
  unreadable: {
    title: "Belum berhasil",
    text: "Yang dikirim bukan formulir halaman ini. Buka lagi halamannya, lalu masukkan kode di sana.",
  },
  reopen: "Buka halaman",
  failed: { title: "Belum berhasil", text: "Terjadi kesalahan di pihak kami. Coba lagi sebentar lagi." },
};

export type HostedWords = typeof en;
export const hostedWords: Record<Language, HostedWords> = { id, en };

/** Nobody waits for 3412 seconds. */
function span(seconds: number, inSeconds: string, inMinutes: string): string {
  return seconds < 120 ? `${seconds} ${inSeconds}` : `${Math.ceil(seconds / 60)} ${inMinutes}`;
}
