import { publicId } from "../kit/id.ts";
import { maskRecipient } from "../kit/mask.ts";
import { formatAmount } from "../kit/money.ts";
import type { ReportMark } from "../delivery/report-effect.ts";
import { statusAt, type MessageStatus, type OtpStatus } from "../otp/model.ts";
import { channelNames } from "./channel-names.ts";
import type { OtpRecord } from "./explain.ts";
import type { LoggedAttempt, LoggedMessage, LoggedReport } from "./messages.ts";
import type { MoneyFact } from "./money.ts";
import { marksOf, timelineOf } from "./timeline.ts";
import { skipped, skipsOf } from "./skip-words.ts";
import type { ToldFact } from "./told.ts";
import { checksUsed, type Words } from "./words.ts";

export const toldKinds = ["otp", "message", "skip", "attempt", "report", "money", "event"] as const;

export interface Told {
  at: number;
  kind: (typeof toldKinds)[number];
  otp: string;
  message: string | null;
  en: string;
  id: string;
}

/** Pure: the facts of one OTP as sentences, in the order they happened. Numbers are masked; the code is not in hand. */
export function tell(record: OtpRecord, currency: string, now: number): Told[] {
  const { otp, messages } = record;
  const told: Told[] = [];
  const whose = numbersOf(record);
  const say = (at: number, kind: Told["kind"], message: string | null, words: Words): void => {
    const to = message === null ? "" : (whose.get(message) ?? "");
    told.push({ at, kind, otp: publicId("otp", otp.id), message, en: to + words.en, id: to + words.id });
  };
  say(otp.createdAt, "otp", null, issued(record));
  if (otp.via?.facade !== undefined) say(otp.createdAt, "otp", null, cameBy(otp.via.facade, otp.via.service));
  if (otp.via?.hosted !== undefined) {
    say(otp.createdAt, "otp", null, {
      en: "The code is asked for by the hosted page.",
      id: "Kode diminta lewat halaman yang disediakan gateway.",
    });
  }
  for (const at of otp.sends.slice(1)) {
    say(at, "otp", null, { en: "A resend was asked for.", id: "Pengiriman ulang diminta." });
  }
  for (const message of messages) {
    const id = publicId("msg", message.id);
    const why = whyMade(message, record);
    if (why !== null) say(message.createdAt, "message", id, why);
    say(message.createdAt, "message", id, queued(message));
    for (const left of skipsOf(message, otp.channels, record.attempts)) {
      if (!left.goingOn) say(message.createdAt, "skip", id, skipped(left, message.channel));
    }
  }
  for (const attempt of record.attempts) {
    say(attempt.startedAt + attempt.latencyMs, "attempt", publicId("msg", attempt.messageId), tried(attempt));
  }
  // When it came, not when the vendor says: its clock knows seconds only, and is not ours.
  for (const message of messages) {
    const own = ({ messageId }: { messageId: string }): boolean => messageId === message.id;
    for (const [report, { status, mark }] of marksOf(
      timelineOf(message, record.attempts.filter(own), record.reports.filter(own)),
    )) {
      say(report.receivedAt, "report", publicId("msg", message.id), reported(report, mark, status !== null));
    }
  }
  const made = new Map(messages.map(({ id, createdAt }) => [id, createdAt]));
  for (const fact of record.money) {
    const at = Math.max(fact.at, made.get(fact.messageId) ?? fact.at);
    say(at, "money", publicId("msg", fact.messageId), paid(fact, currency));
  }
  for (const message of messages) {
    const words = ended(message);
    const id = publicId("msg", message.id);
    if (words !== null) say(message.lapse?.at ?? message.updatedAt, "message", id, words);
    for (const left of skipsOf(message, otp.channels, record.attempts)) {
      if (left.goingOn) say(wentOn(message, record), "skip", id, skipped(left, message.channel));
    }
  }
  const status = statusAt(otp, now);
  if (status !== "pending") say(record.endedAt ?? otp.expiresAt, "otp", null, over(status, record));
  if (record.redeemedAt !== null) {
    const words = { en: "The ERP redeemed it.", id: "ERP sudah menukarkannya." };
    say(record.redeemedAt, "otp", null, words);
  }
  for (const fact of record.told) say(fact.at, "event", null, toldErp(fact));
  // Stable: what happened in the same millisecond stays in the order of cause and effect above.
  return told.sort((a, b) => a.at - b.at);
}

/** Where there are several recipients, each line of a message begins with whose it is. */
function numbersOf({ messages }: OtpRecord): Map<string, string> {
  if (new Set(messages.map(({ recipient }) => recipient)).size < 2) return new Map();
  return new Map(messages.map(({ id, recipient }) => [publicId("msg", id), `${maskRecipient(recipient)}: `]));
}

function issued({ otp, messages }: OtpRecord): Words {
  const to = otp.recipients.map(maskRecipient).join(", ");
  const whom = to === "erased" ? "penerima yang sudah dihapus" : to;
  const plan = otp.channels.join(", ");
  const whose = whoseCode(otp);
  if (otp.decoy) {
    return {
      en: `A decoy was issued for ${to} (${otp.purpose}): nothing is sent, nothing is charged.`,
      id: `OTP umpan dibuat untuk ${whom} (${otp.purpose}): tidak ada yang dikirim atau ditagih.`,
    };
  }
  const nothing = messages.length === 0;
  return {
    en: `An OTP for ${otp.purpose} was issued to ${to}${whose.en}, to live ${otp.ttlSeconds} s; channels in order: ${plan}.${nothing ? " No message was made." : ""}`,
    id: `OTP untuk ${otp.purpose} dibuat ke ${whom}${whose.id}, berlaku ${otp.ttlSeconds} detik; urutan kanal: ${plan}.${nothing ? " Tidak ada pesan yang dibuat." : ""}`,
  };
}

function cameBy(facade: string, service: string | undefined): Words {
  const of = (word: string): string => (service === undefined ? "" : `, ${word} ${service}`);
  return {
    en: `It was asked for through the façade ${facade}${of("service")}.`,
    id: `Diminta lewat fasad ${facade}${of("layanan")}.`,
  };
}

/** Of a central number the recipient does not say it. */
function whoseCode({ central, userRef, via }: OtpRecord["otp"]): Words {
  if (!central) return { en: "", id: "" };
  if (userRef === "") return { en: " (central number)", id: " (nomor pusat)" };
  const user = via?.userName === undefined ? userRef : `${userRef}, "${via.userName}"`;
  return { en: ` (central number) for user ${user}`, id: ` (nomor pusat) untuk pengguna ${user}` };
}

function queued(message: LoggedMessage): Words {
  const channel = channelNames(message.channel);
  const template = `${message.template}/${message.locale} v${message.templateVersion}`;
  const providers = Object.keys(message.prices).join(", ");
  return {
    en: `${channel.en === "SMS" || channel.en === "e-mail" ? "An" : "A"} ${channel.en} message was queued with template ${template}; usable providers: ${providers}.`,
    id: `Pesan ${channel.id} diantrekan dengan templat ${template}; penyedia yang dapat dipakai: ${providers}.`,
  };
}

const meaning: Record<string, Words> = {
  transient: { en: "a passing fault, not sent", id: "gangguan sesaat, tidak terkirim" },
  throttled: { en: "the provider asked to slow down, not sent", id: "penyedia meminta jeda, tidak terkirim" },
  recipient: { en: "the recipient can't be reached on this channel", id: "penerima tidak terjangkau di kanal ini" },
  rejected: { en: "the template or content was refused", id: "templat atau isi ditolak" },
  credentials: { en: "the provider refused our account", id: "penyedia menolak akun kita" },
  ambiguous: { en: "no clear answer, it may have been sent", id: "tanpa jawaban jelas, mungkin terkirim" },
};

function tried(attempt: LoggedAttempt): Words {
  const { provider, latencyMs, outcome } = attempt;
  const channel = channelNames(attempt.channel);
  if (outcome === "accepted") {
    return {
      en: `${provider} accepted the ${channel.en} message after ${latencyMs} ms (try ${attempt.n}).`,
      id: `${provider} menerima pesan ${channel.id} setelah ${latencyMs} ms (percobaan ${attempt.n}).`,
    };
  }
  const code = attempt.providerCode === null ? "" : ` (${attempt.providerCode})`;
  const why = meaning[outcome] ?? { en: outcome, id: outcome };
  return {
    en: `Try ${attempt.n} with ${provider} failed after ${latencyMs} ms: ${why.en}${code}.`,
    id: `Percobaan ${attempt.n} lewat ${provider} gagal setelah ${latencyMs} ms: ${why.id}${code}.`,
  };
}

const statusWords: Record<string, string> = {
  sent: "terkirim",
  delivered: "sampai",
  read: "dibaca",
  failed: "gagal",
};

const marks: Record<ReportMark, Words> = {
  repeated: { en: " This was known already.", id: " Hal ini sudah diketahui sebelumnya." },
  late: {
    en: " This came late and is kept for the record.",
    id: " Laporan ini terlambat dan disimpan sebagai catatan.",
  },
  contradicts: {
    en: " This contradicts an earlier report; delivered counts for more than failed.",
    id: " Laporan ini bertentangan dengan laporan sebelumnya; yang menyatakan sampai lebih menentukan daripada gagal.",
  },
  superseded: {
    en: " By then another provider had taken over.",
    id: " Saat itu penyedia lain sudah mengambil alih.",
  },
};

const lateButCounts: Words = {
  en: " This came late, after the wait for it was over, and counts.",
  id: " Laporan ini terlambat, setelah masa tunggunya habis, dan tetap berlaku.",
};

function reported({ provider, status, providerCode }: LoggedReport, mark: ReportMark | null, counts: boolean): Words {
  const code = providerCode === null ? "" : ` (${providerCode})`;
  const note = mark === null ? { en: "", id: "" } : mark === "late" && counts ? lateButCounts : marks[mark];
  return {
    en: `${provider} reported it ${status}${code}.${note.en}`,
    id: `${provider} melaporkan: ${statusWords[status] ?? status}${code}.${note.id}`,
  };
}

/** Why there is another message of the same OTP; null of those it was issued with. */
function whyMade(message: LoggedMessage, { otp, messages }: OtpRecord): Words | null {
  const before = messages.filter(({ id, recipient }) => id < message.id && recipient === message.recipient).at(-1);
  if (before === undefined) return null;
  // A send has the time of its request, its message that of the commit, which may be a little later.
  if (otp.sends.some((at) => at > before.createdAt && at <= message.createdAt)) return null;
  const [from, to] = [channelNames(before.channel), channelNames(message.channel)];
  const failed = before.lapse?.status === "failed" || before.status === "failed";
  return failed
    ? {
        en: `The plan went on from ${from.en} to ${to.en}, because ${from.en} had failed.`,
        id: `Pengiriman dialihkan dari ${from.id} ke ${to.id} karena ${from.id} gagal.`,
      }
    : {
        en: `The plan went on from ${from.en} to ${to.en}, because ${from.en} had not been confirmed in time.`,
        id: `Pengiriman dialihkan dari ${from.id} ke ${to.id} karena ${from.id} tidak terkonfirmasi tepat waktu.`,
      };
}

/** When the plan looked for a way on: the end of a message is that moment; of one nobody confirmed it is not kept. */
function wentOn(message: LoggedMessage, { messages }: OtpRecord): number {
  const next = messages.find(({ id, recipient }) => id > message.id && recipient === message.recipient);
  return Math.min(message.lapse?.at ?? message.updatedAt, next?.createdAt ?? Infinity);
}

function toldErp({ webhook, type, status, tries, answerStatus }: ToldFact): Words {
  const answer =
    answerStatus === null
      ? { en: "no answer", id: "tidak ada jawaban" }
      : { en: `HTTP ${answerStatus}`, id: `HTTP ${answerStatus}` };
  switch (status) {
    case "delivered":
      return {
        en: `The webhook ${webhook} took ${type} (${answer.en}, try ${tries}).`,
        id: `Webhook ${webhook} menerima ${type} (${answer.id}, percobaan ${tries}).`,
      };
    case "pending":
      return tries === 0
        ? { en: `The webhook ${webhook} is to be told ${type}.`, id: `Webhook ${webhook} akan diberi tahu ${type}.` }
        : {
            en: `The webhook ${webhook} did not take ${type} yet (${answer.en}, try ${tries}); it is tried again.`,
            id: `Webhook ${webhook} belum menerima ${type} (${answer.id}, percobaan ${tries}); akan dicoba lagi.`,
          };
    case "dead":
      return {
        en: `The webhook ${webhook} never took ${type} (${answer.en}, ${tries} tries): given up.`,
        id: `Webhook ${webhook} tidak pernah menerima ${type} (${answer.id}, ${tries} percobaan): dihentikan.`,
      };
  }
}

function paid({ kind, amount, heldDelta }: MoneyFact, currency: string): Words {
  const sum = (micros: bigint): string => `${formatAmount(micros < 0n ? -micros : micros)} ${currency}`;
  switch (kind) {
    case "hold":
      return { en: `${sum(heldDelta)} were held.`, id: `${sum(heldDelta)} ditahan.` };
    case "capture": {
      const cost = sum(-heldDelta - amount);
      return { en: `${cost} were charged.`, id: `${cost} ditagihkan.` };
    }
    case "release":
      return { en: `The hold of ${sum(amount)} was released.`, id: `Dana tertahan ${sum(amount)} dilepas.` };
    case "refund":
      return { en: `${sum(amount)} were refunded.`, id: `${sum(amount)} dikembalikan.` };
    case "adjustment":
    case "topup":
      return {
        en: `${sum(amount)} were charged late, after the hold had been released.`,
        id: `${sum(amount)} ditagihkan belakangan, setelah dana tertahan dilepas.`,
      };
  }
}

function ended({ status: last, lapse, channel: by }: LoggedMessage): Words | null {
  const channel = channelNames(by);
  const status = lapse?.status ?? last;
  const words: Partial<Record<MessageStatus, Words>> = {
    failed: { en: `The ${channel.en} message failed.`, id: `Pesan ${channel.id} gagal.` },
    expired: {
      en: `The ${channel.en} message expired unsent.`,
      id: `Pesan ${channel.id} kedaluwarsa sebelum terkirim.`,
    },
    cancelled: { en: `The ${channel.en} message was cancelled.`, id: `Pesan ${channel.id} dibatalkan.` },
    unknown: {
      en: `What became of the ${channel.en} message is not known.`,
      id: `Nasib pesan ${channel.id} tidak diketahui.`,
    },
  };
  return words[status] ?? null;
}

function over(status: Exclude<OtpStatus, "pending">, { otp }: OtpRecord): Words {
  const left = otp.attemptsLeft;
  switch (status) {
    case "verified":
      if (otp.via?.approved === true) {
        return {
          en: "The ERP reported it approved, without a check here.",
          id: "ERP melaporkannya disetujui, tanpa pemeriksaan di sini.",
        };
      }
      return verified(Math.max(0, checksUsed(otp) - 1));
    case "expired":
      return {
        en: `It expired unverified, with ${left} checks left.`,
        id: `Kedaluwarsa tanpa verifikasi, tersisa ${left} percobaan.`,
      };
    case "locked":
      return { en: "Wrong codes used up all checks: locked.", id: "Kode salah menghabiskan percobaan: terkunci." };
    case "cancelled":
      return { en: "It was cancelled.", id: "Dibatalkan." };
    case "replaced":
      return { en: "A newer OTP replaced it.", id: "Digantikan oleh OTP yang lebih baru." };
  }
}

/** Of wrong codes only the count is kept. */
function verified(wrong: number): Words {
  if (wrong === 0) return { en: "The right code was entered: verified.", id: "Kode benar dimasukkan: terverifikasi." };
  return {
    en: `The right code was entered after ${wrong === 1 ? "one wrong one" : `${wrong} wrong ones`}: verified.`,
    id: `Kode benar dimasukkan setelah ${wrong} kode salah: terverifikasi.`,
  };
}
