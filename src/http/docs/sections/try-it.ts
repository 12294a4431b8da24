import { text, type Section } from "../text.ts";

export const tryIt: Section = {
  id: "try",
  title: { id: "Coba di sini", en: "Try it here" },
  blocks: [
    text({
      id: "Kunci hanya ada di memori halaman ini: tidak disimpan, tidak masuk alamat, hilang saat halaman ditutup. Sebelum mengirim, halaman menanyakan dulu kepada gateway siapa yang akan membawa pesan (`POST /v1/balance/quote`); bila bukan sandbox, Anda diminta setuju lebih dulu.",
      en: "The key stays in this page's memory: it is not stored, not in the address, and gone when the page is closed. Before anything is sent the page asks the gateway who would carry the message (`POST /v1/balance/quote`); if it is not the sandbox, you are asked first.",
    }),
    { kind: "try" },
  ],
};
