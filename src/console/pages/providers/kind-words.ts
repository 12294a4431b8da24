import type { Language } from "../../../kit/language.ts";

/** What each kind is for, as an operator would ask. */
export const kindWords: Record<string, Record<Language, string>> = {
  sandbox: {
    id: "Kotak uji: pesan hanya tampil di konsol, tidak sampai ke siapa pun.",
    en: "Sandbox: messages show in the console alone and reach nobody.",
  },
  "meta-cloud": { id: "WhatsApp Cloud API langsung dari Meta.", en: "WhatsApp Cloud API, straight from Meta." },
  qontak: {
    id: "Qontak (Mekari), mitra WhatsApp di Indonesia.",
    en: "Qontak (Mekari), a WhatsApp partner in Indonesia.",
  },
  "engagelab-whatsapp": {
    id: "EngageLab: WhatsApp dengan templat Anda.",
    en: "EngageLab: WhatsApp with your templates.",
  },
  "engagelab-otp": {
    id: "EngageLab OTP: templat kode milik EngageLab, di banyak kanal.",
    en: "EngageLab OTP: their code template, on many channels.",
  },
  "message-central": {
    id: "Message Central (VerifyNow): membuat dan memeriksa kodenya sendiri.",
    en: "Message Central (VerifyNow): makes and checks its own codes.",
  },
  twilio: { id: "Twilio: SMS dan WhatsApp.", en: "Twilio: SMS and WhatsApp." },
  vonage: { id: "Vonage: SMS dan WhatsApp.", en: "Vonage: SMS and WhatsApp." },
  infobip: { id: "Infobip: SMS dan WhatsApp.", en: "Infobip: SMS and WhatsApp." },
  waha: { id: "WAHA di server Anda: nomor WhatsApp biasa.", en: "WAHA on your server: an ordinary WhatsApp number." },
  evolution: {
    id: "Evolution API di server Anda: nomor WhatsApp biasa.",
    en: "Evolution API on your server: an ordinary WhatsApp number.",
  },
  gowa: {
    id: "go-whatsapp di server Anda: nomor WhatsApp biasa.",
    en: "go-whatsapp on your server: an ordinary WhatsApp number.",
  },
  email: { id: "E-mail lewat server SMTP Anda.", en: "E-mail by your SMTP relay." },
  smpp: { id: "SMS langsung ke SMSC operator, lewat SMPP 3.4.", en: "SMS straight to a carrier's SMSC, by SMPP 3.4." },
  http: {
    id: "Perusahaan lain mana pun: Fonnte, Wablas, Zenziva, NusaSMS, Verihubs, WatZap, atau deskripsi Anda sendiri.",
    en: "Any other company: Fonnte, Wablas, Zenziva, NusaSMS, Verihubs, WatZap, or a description of your own.",
  },
};

interface SettingWords {
  label: Record<Language, string>;
  /** In place of the schema's English. */
  help?: string;
}

const both = (id: string, en: string, help?: string): SettingWords =>
  help === undefined ? { label: { id, en } } : { label: { id, en }, help };

/**
 * Names that a form says in people's words. What is missing here is a vendor's own term (`waba_id`, `account_sid`), and
 * stands as the vendor's console has it.
 */
export const settingWords: Record<string, SettingWords> = {
  base_url: both("Alamat antarmuka", "Address of the interface", "Alamat antarmuka (API) penyedia."),
  timeout_ms: both(
    "Batas waktu (milidetik)",
    "Time limit (milliseconds)",
    "Berapa lama satu percobaan boleh berlangsung.",
  ),
  max_per_second: both("Pesan per detik", "Messages a second", "Paling banyak pesan per detik, dari setiap replika."),
  ambiguous_wait_seconds: both(
    "Menunggu kepastian (detik)",
    "Wait for certainty (seconds)",
    "Bila hasilnya tidak jelas, berapa lama laporan ditunggu sebelum rencana dilanjutkan.",
  ),
  unreported_after_seconds: both(
    "Dianggap tidak diketahui setelah (detik)",
    "Unknown after (seconds)",
    "Kapan pesan yang tidak pernah dilaporkan dianggap tidak diketahui nasibnya.",
  ),
  charge_unreported: both(
    "Tagih yang tidak dilaporkan",
    "Charge what was not reported",
    "Pesan yang tidak pernah dilaporkan tetap ditagih.",
  ),
  low_credit: both(
    "Peringatan kredit",
    "Credit warning",
    "Operator diperingatkan bila kredit kurang dari ini, dalam satuan penyedia.",
  ),
  latency_ms: both("Jeda jawaban (milidetik)", "Delay of the answer (milliseconds)", "Milidetik sebelum ia menjawab."),
  from: both("Pengirim", "Sender", "Nama atau nomor pengirim yang terdaftar."),
  whatsapp_from: both("Pengirim WhatsApp", "WhatsApp sender", "Nomor pengirim di WhatsApp."),
  source_addr: both(
    "Pengirim",
    "Sender",
    "Nama terdaftar (paling banyak 11 huruf), nomor internasional, atau kode pendek; kosong: milik akun.",
  ),
  host: both("Server", "Host", "Nama atau alamat server."),
  port: both("Port", "Port", "Nomor port-nya."),
  tls: both("Terenkripsi sejak awal (TLS)", "Encrypted from the first byte (TLS)", "Terenkripsi sejak bita pertama."),
  connections: both("Sambungan serentak", "Connections at once", "Berapa sambungan serentak ke server, tiap replika."),
  window: both(
    "Pesan tanpa jawaban",
    "Messages unanswered",
    "Berapa pesan boleh belum terjawab serentak, tiap replika.",
  ),
  prepaid: both("Prabayar", "Prepaid", "Tanpa saldo di penyedia tidak ada yang dikirim."),
  auth: both("Cara masuk", "Authentication", "bearer: token API terbuka; hmac: permintaan ditandatangani."),
  check_number: both("Periksa nomor dulu", "Check the number first", "Tanyakan dulu apakah nomor itu ada di WhatsApp."),
  polls_per_minute: both(
    "Tanya laporan per menit",
    "Report look-ups a minute",
    "Berapa pesan ditanyakan ke catatan penyedia tiap menit, bila tidak ada hook; kosong: tidak ada.",
  ),
  phone_number_id: both(
    "ID nomor pengirim (phone_number_id)",
    "Sending number's id (phone_number_id)",
    "ID nomor pengirim di Meta, bukan nomornya.",
  ),
  waba_id: both(
    "ID akun WhatsApp Business (waba_id)",
    "WhatsApp Business Account id (waba_id)",
    "Templat diajukan di akun ini.",
  ),
  preset: both("Deskripsi siap pakai", "Ready description"),
  options: both("Pilihan", "Options", "Yang diminta deskripsi."),
  username: both("Nama pengguna", "User name", "Nama akun di penyedia."),
  password: both("Kata sandi", "Password", "Kata sandi akun di penyedia."),
  hook_token: both(
    "Kata rahasia alamat laporan (hook_token)",
    "Secret word of the report address (hook_token)",
    "Kata acak 16 sampai 256 huruf dan angka pilihan Anda, bagian akhir alamat laporan; tanpa ini laporan tidak dipercaya.",
  ),
  access_token: both("Token akses (access_token)", "Access token (access_token)", "Token yang dipakai untuk mengirim."),
  app_secret: both(
    "Rahasia aplikasi (app_secret)",
    "App secret (app_secret)",
    "Laporan hanya dipercaya bila ditandatangani dengan ini.",
  ),
  verify_token: both(
    "Kata verifikasi (verify_token)",
    "Verify token (verify_token)",
    "Kata pilihan Anda, diisikan juga di Meta.",
  ),
  api_key: both("Kunci API (api_key)", "API key (api_key)", "Kunci API akun Anda."),
  api_secret: both("Rahasia API (api_secret)", "API secret (api_secret)", "Rahasia dari kunci API."),
};

/** Rarely changed: folded away, below what an account can't do without. */
export const advanced = new Set([
  ...["base_url", "timeout_ms", "max_per_second", "ambiguous_wait_seconds", "unreported_after_seconds"],
  ...["charge_unreported", "low_credit", "api_version", "system_type", "source_addr_ton", "source_addr_npi"],
  ...["service_type", "data_coding", "window", "enquire_link_seconds", "receipt_ids", "status_classes", "connections"],
]);
