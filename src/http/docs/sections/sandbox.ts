import { row, table, text, type Row, type Section } from "../text.ts";

/** What the last four digits of a number do. */
export const sandboxEndings: Row[] = [
  row("0001", {
    id: "bukan pengguna WhatsApp (hanya di WhatsApp): pindah ke kanal berikut",
    en: "is no WhatsApp user (on WhatsApp only): the next channel is tried",
  }),
  row("0002", { id: "gagal sesaat dua kali, lalu berhasil", en: "fails twice in passing, then goes through" }),
  row("0003", { id: "penyedia tidak pernah menjawab", en: "the provider never answers" }),
  row("0004", { id: "diterima penyedia, tidak pernah sampai", en: "is accepted and never delivered" }),
  row("0005", { id: "ditunda sekali (429), lalu diterima", en: "is throttled once (429), then accepted" }),
  row("0006", {
    id: "ditolak karena kredensial, untuk pesan itu saja",
    en: "is refused for credentials, for that message only",
  }),
  row(
    { id: "lainnya", en: "anything else" },
    { id: "terkirim, sampai, dan dibaca dalam sedetik", en: "is sent, delivered and read within a second" },
  ),
];

export const sandbox: Section = {
  id: "sandbox",
  title: { id: "Nomor uji (sandbox)", en: "Sandbox numbers" },
  blocks: [
    text({
      id: "Penyedia `sandbox` tidak mengirim apa-apa. Pesannya, beserta kode, dapat dibaca dengan `GET /v1/sandbox/messages?to=` selama satu jam. Empat angka terakhir nomor menentukan nasibnya; saldo demo membayar seperti biasa.",
      en: "The provider `sandbox` sends nothing. What it “delivered”, code included, is read with `GET /v1/sandbox/messages?to=` for an hour. The last four digits of a number decide what happens; the demo's balance pays as usual.",
    }),
    table(
      [
        { id: "Nomor berakhiran", en: "A number that ends in" },
        { id: "Yang terjadi", en: "What happens" },
      ],
      sandboxEndings,
    ),
  ],
};
