import { code, note, row, table, text, type Facts, type Section } from "../text.ts";

/** What `format=text` answers to an issue, value by value. */
export const textSample = `result=ok
id=otp_0199f0c2a1b27c3d8e4f5a6b7c8d9e0f
status=pending
purpose=login
to=+62812****7890
channel=whatsapp
expires_at=2026-11-21T16:05:00Z
expires_in=300
resend_after=30
attempts_left=5
message.id=msg_0199f0c2a1b27c3d8e4f5a6b7c8d9e10
message.status=queued
message.channel=whatsapp`;

/** And to a verify that asks for an OTP that is not there. */
export const errorSample = `result=error
type=/docs#otp_not_found
title=No such OTP
status=404
detail=No such OTP.
code=otp_not_found
request_id=0199f0c2-a1b2-7c3d-8e4f-5a6b7c8d9e0f`;

export const formats = ({ base }: Facts): Section => ({
  id: "formats",
  title: { id: "Format: tanpa JSON pun bisa", en: "Formats: without JSON, too" },
  blocks: [
    text({
      id: "Panggilan ERP menerima JSON, formulir biasa (`application/x-www-form-urlencoded`), `multipart/form-data`, dan XML, dengan nama kolom yang sama. Jawaban berupa JSON, teks, atau XML, menurut header `Accept` atau `?format=` di alamat.",
      en: "The ERP's calls take JSON, a plain form (`application/x-www-form-urlencoded`), `multipart/form-data` and XML, with the same names of fields. They answer in JSON, text or XML, by the `Accept` header or by `?format=` in the address.",
    }),
    table(
      [
        { id: "Kesulitan ERP Anda", en: "What your ERP can't do" },
        { id: "Pakai", en: "Use" },
      ],
      [
        row(
          { id: "Tidak dapat membaca JSON", en: "Read JSON" },
          {
            id: "`?format=text`: satu `nama=nilai` per baris, urutan tetap; atau `?format=xml`",
            en: "`?format=text`: one `name=value` a line, the order fixed; or `?format=xml`",
          },
        ),
        row(
          { id: "Isi jawaban 4xx tidak terbaca", en: "Get at the body of a 4xx" },
          {
            id: "`?http_status=200`: selalu dijawab 200, galat ada di isi (`result=error`, `status`, `code`)",
            en: "`?http_status=200`: the answer is always 200, the error is in the body (`result=error`, `status`, `code`)",
          },
        ),
        row(
          { id: "Tidak dapat mengirim header", en: "Send a header" },
          {
            id: "kolom `api_key` dan `idempotency_key` di dalam formulir; **jangan pernah** di alamat",
            en: "the fields `api_key` and `idempotency_key` in the form; **never** in the address",
          },
        ),
        row(
          { id: "Header ada, `Authorization` tidak", en: "Send `Authorization`, though other headers" },
          {
            id: "`X-API-Key: KUNCI`, atau Basic dengan kunci sebagai kata sandi",
            en: "`X-API-Key: KEY`, or Basic with the key as the password",
          },
        ),
        row(
          { id: "Hanya HTTP/1.0", en: "Speak HTTP/1.1" },
          {
            id: "langsung saja: dengan atau tanpa `Host`, jawaban selalu punya `Content-Length`",
            en: "just call: with or without `Host`, an answer always has its `Content-Length`",
          },
        ),
        row(
          { id: "Teks bukan UTF-8", en: "Send UTF-8" },
          {
            id: "sebutkan: `Content-Type: …; charset=windows-1252`. Jawaban selalu UTF-8",
            en: "say so: `Content-Type: …; charset=windows-1252`. Answers are always UTF-8",
          },
        ),
        row(
          { id: "Menunggu lama", en: "Wait" },
          {
            id: "tidak perlu: issue dijawab begitu tersimpan. `wait_ms` (sampai 10000) hanya bila Anda ingin tahu nasib pesannya",
            en: "no need: issue answers as soon as it is stored. `wait_ms` (up to 10000) only if you want to know how the message fared",
          },
        ),
      ],
    ),
    code(
      "curl",
      `curl -s '${base}/v1/otp/issue?format=text&http_status=200' \\
  -d "api_key=$ERP_KEY" -d 'to=0812-3456-7891'`,
      { id: "Formulir masuk, teks keluar", en: "A form in, text out" },
    ),
    code("text", textSample),
    code("text", errorSample, { id: "Galat dalam bentuk yang sama", en: "An error in the same form" }),
    note({
      id: "Baris pertama teks selalu `result=ok` atau `result=error`. Nilai berisi `\\`, CR, atau LF ditulis `\\\\`, `\\r`, `\\n`. Nama bertingkat disambung titik.",
      en: "The first line of a text is always `result=ok` or `result=error`. `\\`, CR and LF inside a value are written `\\\\`, `\\r`, `\\n`. Nested names are joined with a dot.",
    }),
  ],
});
