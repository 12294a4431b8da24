import type { FC } from "hono/jsx";
import type { paths } from "../../../examples/typescript/schema.d.ts";
import type { Language } from "../../kit/language.ts";
import { channelWords } from "../channel-words.ts";
import { Badge, type Tone } from "./text.tsx";

type Answer<P extends keyof paths> = paths[P] extends {
  get: { responses: { 200: { content: { "application/json": infer A } } } };
}
  ? A
  : never;

export type Message = Answer<"/v1/messages">["data"][number];
export type MessageStory = Answer<"/v1/messages/{id}">;
export type Timeline = Answer<"/v1/messages/{id}/timeline">;
export type Otp = Answer<"/v1/otp/{id}">;
export type Story = Answer<"/v1/explain">;
export type MessageStatus = Message["status"];
export type OtpStatus = Otp["status"];
export type Channel = Message["channel"];
export type ErrorClass = NonNullable<MessageStory["attempts"][number]["error_class"]>;

interface Said {
  text: string;
  /** What a clerk could take it for, and it isn't. */
  means: string;
}

const statuses: Record<Language, Record<MessageStatus, Said>> = {
  id: {
    queued: { text: "Antre", means: "Sudah dibuat dan dananya ditahan; belum ada yang berangkat." },
    sending: { text: "Sedang dikirim", means: "Sudah diserahkan ke penyedia, yang belum menjawab." },
    accepted: { text: "Diterima penyedia", means: "Penyedia sudah mengambilnya. Ini belum berarti sampai." },
    sent: { text: "Diteruskan", means: "Penyedia sudah meneruskannya. Ini belum berarti sampai." },
    delivered: { text: "Sampai", means: "Sudah sampai di ponsel atau kotak surat." },
    read: { text: "Dibaca", means: "Sudah sampai dan dibuka." },
    failed: { text: "Gagal", means: "Ditolak semua penyedia, atau dilaporkan gagal." },
    expired: { text: "Kedaluwarsa", means: "Waktu OTP habis sebelum pesan berangkat." },
    cancelled: { text: "Dibatalkan", means: "OTP berakhir sebelum pesan berangkat." },
    unknown: { text: "Tanpa kabar", means: "Mungkin sudah dikirim; tidak ada kabar sampai batas waktunya." },
  },
  en: {
    queued: { text: "Queued", means: "Made, and its money is held; nothing has left." },
    sending: { text: "Sending", means: "Handed to a provider, which has not answered." },
    accepted: { text: "Taken by provider", means: "A provider took it. That is not delivered." },
    sent: { text: "Passed on", means: "The provider passed it on. That is not delivered." },
    delivered: { text: "Delivered", means: "It reached the phone or the mailbox." },
    read: { text: "Read", means: "It was delivered and opened." },
    failed: { text: "Failed", means: "Every provider refused it, or it was reported failed." },
    expired: { text: "Expired", means: "Its OTP ran out of time before it left." },
    cancelled: { text: "Cancelled", means: "Its OTP ended before it left." },
    unknown: { text: "No word", means: "It may have been sent; nothing was heard in time." },
  },
};

const tones: Record<MessageStatus, Tone> = {
  queued: "plain",
  sending: "info",
  accepted: "info",
  sent: "info",
  delivered: "good",
  read: "good",
  failed: "bad",
  expired: "warn",
  cancelled: "plain",
  unknown: "warn",
};

export const messageStatuses = Object.keys(tones) as MessageStatus[];

export function statusText(status: MessageStatus, language: Language): string {
  return statuses[language][status].text;
}

export function statusMeans(status: MessageStatus, language: Language): string {
  return statuses[language][status].means;
}

/** What is meant is said to who points at it. */
export const StatusBadge: FC<{ status: MessageStatus; language: Language }> = ({ status, language }) => (
  <Badge tone={tones[status]} title={statuses[language][status].means}>
    {statuses[language][status].text}
  </Badge>
);

const otpStatuses: Record<OtpStatus, Record<Language, string> & { tone: Tone }> = {
  pending: { id: "Menunggu kode", en: "Waiting for the code", tone: "info" },
  verified: { id: "Terverifikasi", en: "Verified", tone: "good" },
  expired: { id: "Kedaluwarsa", en: "Expired", tone: "warn" },
  locked: { id: "Terkunci", en: "Locked", tone: "bad" },
  cancelled: { id: "Dibatalkan", en: "Cancelled", tone: "plain" },
  replaced: { id: "Digantikan", en: "Replaced", tone: "plain" },
};

export const OtpBadge: FC<{ status: OtpStatus; language: Language }> = ({ status, language }) => (
  <Badge tone={otpStatuses[status].tone}>{otpStatuses[status][language]}</Badge>
);

export const channelNames = Object.keys(channelWords.id) as Channel[];

export function channelText(channel: Channel, language: Language): string {
  return channelWords[language][channel];
}

const errors: Record<ErrorClass, Record<Language, string>> = {
  transient: { id: "gangguan sesaat", en: "a passing fault" },
  throttled: { id: "diminta menunggu", en: "asked to slow down" },
  recipient: { id: "penerima tidak terjangkau", en: "recipient can't be reached" },
  rejected: { id: "templat atau isi ditolak", en: "template or content refused" },
  credentials: { id: "akun kita ditolak", en: "our account was refused" },
  ambiguous: { id: "jawaban tidak jelas", en: "no clear answer" },
};

export const errorClasses = Object.keys(errors) as ErrorClass[];

export function errorText(error: ErrorClass, language: Language): string {
  return errors[error][language];
}
