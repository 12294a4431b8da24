import type { Language } from "../../kit/language.ts";
import { channelWords } from "../channel-words.ts";

const id = {
  title: "Kotak uji",
  about:
    "Penyedia sandbox tidak mengirim apa-apa. Pesannya muncul di ponsel ini, lengkap dengan kodenya, selama satu jam.",
  number: "Nomor atau alamat",
  phone: "Pesan yang masuk, terbaru di atas",
  channels: channelWords.id,
  to: (number: string) => `ke ${number}`,
  code: "Kode",
  codeOf: (code: string) => `kode ${code}`,
  empty: "Belum ada pesan dalam satu jam terakhir.",
  emptyFor: (number: string) => `Belum ada pesan untuk ${number} dalam satu jam terakhir.`,
  send: "Kirim satu dari halaman Coba",
  ask: "Kirim satu dengan kunci API berperan erp, misalnya dari formulir di /docs.",
  docs: "Buka formulir di /docs",
  arrives: "Pesan yang baru akan muncul di sini dengan sendirinya.",
  endings: "Nomor uji",
  endingsAbout: "Empat angka terakhir nomor tujuan menentukan apa yang terjadi.",
  ending: "Berakhiran",
  happens: "Yang terjadi",
};

const en: typeof id = {
  title: "Sandbox inbox",
  about: "The sandbox provider sends nothing. Its messages appear on this phone, code included, for an hour.",
  number: "Number or address",
  phone: "Messages received, newest first",
  channels: channelWords.en,
  to: (number) => `to ${number}`,
  code: "Code",
  codeOf: (code) => `code ${code}`,
  empty: "No message in the last hour.",
  emptyFor: (number) => `No message for ${number} in the last hour.`,
  send: "Send one from Try it",
  ask: "Send one with an API key of role erp, for example by the form on /docs.",
  docs: "Open the form on /docs",
  arrives: "A new message appears here by itself.",
  endings: "Sandbox numbers",
  endingsAbout: "The last four digits of the recipient's number decide what happens.",
  ending: "Ends in",
  happens: "What happens",
};

export const sandboxWords: Record<Language, typeof id> = { id, en };
