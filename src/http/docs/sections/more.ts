import { text, type Facts, type Section } from "../text.ts";

export const more = ({ base }: Facts): Section => ({
  id: "more",
  title: { id: "Pintu lain", en: "Other ways in" },
  blocks: [],
  parts: [
    {
      id: "facades",
      title: { id: "Sudah memakai gateway lain", en: "Already with another gateway" },
      blocks: [
        text({
          id: `ERP yang sudah memanggil **Twilio Verify** (\`/v2/Services/…\`), **VerifyNow** (\`/verification/v3/…\`), **otpgateway** (\`/api/otp/…\`), atau **Kannel** (\`/cgi-bin/sendsms\`, dengan \`%OTP%\` di teksnya) cukup mengganti alamat menjadi \`${base}\` dan kuncinya. Kunci untuk VerifyNow dan Kannel dibuat khusus, karena alamatnya memuat kunci itu.`,
          en: `An ERP that calls **Twilio Verify** (\`/v2/Services/…\`), **VerifyNow** (\`/verification/v3/…\`), **otpgateway** (\`/api/otp/…\`) or **Kannel** (\`/cgi-bin/sendsms\`, with \`%OTP%\` in its text) changes the address to \`${base}\`, and the key. Keys for VerifyNow and Kannel are made for them alone, since their addresses carry the key.`,
        }),
      ],
    },
    {
      id: "hosted-page",
      title: { id: "Tidak bisa membuat kotak kode", en: "No way to show a box for the code" },
      blocks: [
        text({
          id: "Kirim `hosted=true` dan `return_url` pada issue: jawabannya memuat alamat untuk browser orang itu saja, yang berlaku selama OTP berlaku. Halaman di sana meminta kode, lalu kembali ke `return_url` dengan `state` dan `ticket`; tukarkan tiket itu dengan `POST /v1/otp/redeem`. `return_url` harus terdaftar, sama persis.",
          en: "Send `hosted=true` and a `return_url` with issue: the answer has an address for that person's browser alone, which works as long as the OTP does. The page there asks for the code and returns to `return_url` with `state` and a `ticket`, which you redeem with `POST /v1/otp/redeem`. The `return_url` has to be on the tenant's list, exactly.",
        }),
      ],
    },
    {
      id: "events",
      title: { id: "Diberi tahu apa yang terjadi", en: "To be told what happens" },
      blocks: [
        text({
          id: "Webhook bertanda tangan Standard Webhooks memberi tahu ERP saat OTP terverifikasi, kedaluwarsa, atau terkunci, saat pesan terkirim, sampai, dibaca, atau gagal, dan saat saldo menipis. ERP yang tidak bisa menerima panggilan bertanya sendiri: `GET /v1/events?after=`.",
          en: "Webhooks, signed as Standard Webhooks says, tell the ERP when an OTP is verified, expired or locked, when a message is sent, delivered, read or failed, and when the balance runs low. An ERP that can't be called asks by itself: `GET /v1/events?after=`.",
        }),
      ],
    },
    {
      id: "central",
      title: { id: "Nomor pusat", en: "The central number" },
      blocks: [
        text({
          id: "`to=central` mengirim kode ke nomor pusat perusahaan, dengan nama pengguna (`user`) di pesannya. `PUT /v1/users/{id}` menyimpan nomor dan pilihan setiap pengguna, sehingga issue cukup dengan `user`.",
          en: "`to=central` sends the code to the company's central number, with the `user` named in the message. `PUT /v1/users/{id}` keeps each user's number and choice, so that an issue needs no more than `user`.",
        }),
      ],
    },
    {
      id: "number-check",
      title: { id: "Memeriksa daftar nomor", en: "To check a list of numbers" },
      blocks: [
        text({
          id: "`POST /v1/numbers/normalise` membaca sampai 1.000 nomor sekaligus: bentuk bakunya, perkiraan operator, yang salah dan sebabnya, yang ganda. Tidak ada yang dikirim.",
          en: "`POST /v1/numbers/normalise` reads up to 1,000 numbers at once: their normal form, a guess at the carrier, which are wrong and why, which are double. Nothing is sent.",
        }),
      ],
    },
  ],
});
