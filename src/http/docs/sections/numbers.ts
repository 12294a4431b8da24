import { row, table, text, type Section } from "../text.ts";

/** Ways to write one number; each is read as the same one. */
export const sameNumber = [
  "0812-3456-7890",
  "0812 3456 7890",
  "(0812) 3456.7890",
  "81234567890",
  "6281234567890",
  "+62 812-3456-7890",
  "0062 812 3456 7890",
  "+62 0812 3456 7890",
];

export const numbers: Section = {
  id: "numbers",
  title: { id: "Menulis nomor", en: "How numbers are written" },
  blocks: [
    text({
      id: "Kirim nomor apa adanya; tidak perlu dibersihkan dulu. Tanpa kode negara, nomor dibaca sebagai nomor negara bawaan gateway. Semua ini nomor yang sama:",
      en: "Send a number as it stands; there is no need to clean it first. Without a country code it is read as one of the gateway's own country. All of these are the same number:",
    }),
    table(
      [
        { id: "Tertulis", en: "Written" },
        { id: "Dibaca", en: "Read as" },
      ],
      sameNumber.map((number) => row(number, "+6281234567890")),
    ),
    text({
      id: "Hanya nomor ponsel: kode ke telepon rumah adalah uang yang hilang. Nomor yang tidak dapat dibaca dijawab 422 [`invalid_recipient`](#invalid_recipient) beserta sebabnya, dan tidak ditagih. Untuk `channel` `email`, `to` adalah alamat surel; `central` adalah nomor pusat perusahaan.",
      en: "Mobile numbers only: a code to a landline is money lost. A number that can't be read is answered with 422 [`invalid_recipient`](#invalid_recipient) and the reason, and costs nothing. For `channel` `email`, `to` is an address; `central` is the company's central number.",
    }),
    text({
      id: "Jawaban dan catatan menyamarkan nomor: `+62812****7890`.",
      en: "Answers and logs mask numbers: `+62812****7890`.",
    }),
  ],
};
