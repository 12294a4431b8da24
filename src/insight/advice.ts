import { rank } from "../delivery/report-effect.ts";
import type { ErrorClass } from "../providers/provider.ts";
import { statusAt } from "../otp/model.ts";
import { channelName } from "./channel-names.ts";
import type { OtpRecord } from "./explain.ts";
import type { LoggedMessage } from "./messages.ts";
import type { Words } from "./words.ts";

const anew: Words = { en: "Ask for a new code.", id: "Minta kode baru." };

/** Pure: what support may tell the person, or do, now that this is what became of their OTP. */
export function advise(record: OtpRecord, now: number): Words {
  const { otp, messages } = record;
  if (otp.decoy) {
    return {
      en: "The ERP does not know this person. Check the number or the name they gave.",
      id: "ERP tidak mengenal orang ini. Periksa nomor atau nama yang dipakai.",
    };
  }
  switch (statusAt(otp, now)) {
    case "verified":
      return {
        en: "Nothing is left to do: the code was used.",
        id: "Tidak ada yang perlu dilakukan: kode sudah dipakai.",
      };
    case "locked":
      return {
        en: "Wrong codes were entered too often. Ask for a new code, and type the one that comes last.",
        id: "Kode salah terlalu sering dimasukkan. Minta kode baru, lalu ketik kode yang datang paling akhir.",
      };
    case "replaced":
      return {
        en: "A newer code has taken its place. Only the one that came last is right.",
        id: "Sudah ada kode yang lebih baru. Hanya kode yang datang paling akhir yang berlaku.",
      };
    case "cancelled":
      return { en: `It was cancelled. ${anew.en}`, id: `Kode ini dibatalkan. ${anew.id}` };
    case "expired":
      return both(
        messages.some(arrived)
          ? {
              en: "The code came, and was not entered in time.",
              id: "Kode sampai, tetapi tidak dimasukkan tepat waktu.",
            }
          : whatStopped(record),
        anew,
      );
    case "pending":
      return whilePending(record);
  }
}

function whilePending(record: OtpRecord): Words {
  const { otp, messages } = record;
  const there = messages.filter(arrived).at(-1);
  if (otp.attemptsLeft === 0)
    return both({ en: "No checks are left.", id: "Kesempatan memasukkan kode sudah habis." }, anew);
  if (there !== undefined) {
    return {
      en: `The code came by ${channelName(there.channel, "en")} and can be entered until it expires. If it is not seen there, send it by another channel.`,
      id: `Kode sudah sampai lewat ${channelName(there.channel, "id")} dan bisa dimasukkan sebelum kedaluwarsa. Bila tidak terlihat, kirim lewat kanal lain.`,
    };
  }
  if (messages.some(({ status }) => status === "queued" || status === "sending")) {
    return { en: "It is being sent. Wait a moment.", id: "Sedang dikirim. Tunggu sebentar." };
  }
  const taken = messages.findLast(({ status }) => status === "accepted" || status === "sent");
  if (taken !== undefined) {
    return {
      en: `A provider has taken it, and nobody has said yet that it came. See whether the phone has a signal, then send it again or by another channel than ${channelName(taken.channel, "en")}.`,
      id: `Penyedia sudah mengambilnya, tetapi belum ada kabar bahwa pesan sampai. Pastikan ponsel mendapat sinyal, lalu kirim ulang atau pakai kanal selain ${channelName(taken.channel, "id")}.`,
    };
  }
  return both(whatStopped(record), {
    en: "Send it again, or by another channel.",
    id: "Kirim ulang, atau pakai kanal lain.",
  });
}

/** Why it did not come, as far as a person at a telephone needs to know it. */
function whatStopped(record: OtpRecord): Words {
  const last = record.messages.at(-1);
  if (last === undefined) return { en: "No message was made.", id: "Tidak ada pesan yang dibuat." };
  switch (failureOf(record, last)) {
    case "recipient":
      return {
        en: `This number can't be reached by ${channelName(last.channel, "en")}. Check that it is right.`,
        id: `Nomor ini tidak terjangkau lewat ${channelName(last.channel, "id")}. Pastikan nomornya benar.`,
      };
    case "rejected":
    case "credentials":
      return {
        en: "The fault is ours, not the customer's: the provider refused our account or our text. Tell an operator.",
        id: "Kesalahannya di pihak kita, bukan pelanggan: penyedia menolak akun atau teks kita. Beri tahu operator.",
      };
    case "transient":
    case "throttled":
      return { en: "The provider had a fault.", id: "Penyedia sedang bermasalah." };
    case "ambiguous":
    case null:
      return {
        en: "Nobody has said that it came. Ask whether the person got it.",
        id: "Tidak ada kabar bahwa pesan sampai. Tanyakan apakah orangnya menerimanya.",
      };
  }
}

/** The last word of any provider on it; null: none said that it failed. */
function failureOf({ attempts, reports }: OtpRecord, { id, status }: LoggedMessage): ErrorClass | null {
  const reported = reports.findLast((report) => report.messageId === id && report.errorClass !== null)?.errorClass;
  const tried = attempts.findLast((attempt) => attempt.messageId === id)?.outcome;
  if (status !== "failed") return null;
  return reported ?? (tried === undefined || tried === "accepted" ? null : (tried as ErrorClass));
}

function arrived({ status }: LoggedMessage): boolean {
  return rank[status] >= rank.delivered;
}

function both(first: Words, second: Words): Words {
  return { en: `${first.en} ${second.en}`, id: `${first.id} ${second.id}` };
}
