import { rank } from "../delivery/report-effect.ts";
import { formatAmount } from "../kit/money.ts";
import { statusAt } from "../otp/model.ts";
import { channelNames } from "./channel-names.ts";
import type { OtpRecord } from "./explain.ts";
import type { LoggedMessage } from "./messages.ts";
import { UNPAID } from "./skip-words.ts";
import { reachedOf, timelineOf } from "./timeline.ts";
import { checksUsed, type Words } from "./words.ts";

/** Pure: an OTP in one line: how it got there, what became of it, what it cost. */
export function summarise(record: OtpRecord, currency: string, now: number): Words {
  if (record.otp.decoy) {
    return { en: "A decoy: nothing was sent or charged.", id: "OTP umpan: tidak ada yang dikirim atau ditagih." };
  }
  const best = furthest(record.messages);
  const parts = [way(record, best), ...unpaid(record), end(record, best, now), cost(record, currency)];
  const line = (language: keyof Words): string => {
    const text = parts.map((part) => part[language]).join("; ");
    return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
  };
  return { en: line("en"), id: line("id") };
}

/** The message that came furthest; of equals the newer. */
function furthest(messages: readonly LoggedMessage[]): LoggedMessage | null {
  return messages.reduce<LoggedMessage | null>(
    (best, message) => (best === null || rank[message.status] >= rank[best.status] ? message : best),
    null,
  );
}

function way(record: OtpRecord, best: LoggedMessage | null): Words {
  if (best === null) return { en: "no message was made", id: "tidak ada pesan yang dibuat" };
  const { messages } = record;
  const numbers = new Set(messages.map(({ recipient }) => recipient)).size;
  if (numbers > 1) {
    const reached = new Set(messages.filter(arrived).map(({ recipient }) => recipient)).size;
    return { en: `${reached} of ${numbers} delivered`, id: `${reached} dari ${numbers} diterima` };
  }
  if (best.status === "failed") {
    const failures = join(messages.map((message) => failure(record, message)));
    return { en: `not delivered: ${failures.en}`, id: `tidak sampai: ${failures.id}` };
  }
  const [first = best, ...again] = messages.filter(arrived);
  const after = messages.filter(({ id }) => id < first.id).map((message) => failure(record, message));
  const [got, others] = [arrival(first), join(after)];
  const more = join(again.map(({ channel }) => channelNames(channel)));
  return {
    en: `${got.en}${again.length === 0 ? "" : `, and again by ${more.en}`}${after.length === 0 ? "" : ` after ${others.en}`}`,
    id: `${got.id}${again.length === 0 ? "" : `, dan sekali lagi lewat ${more.id}`}${after.length === 0 ? "" : ` setelah ${others.id}`}`,
  };
}

function arrived({ status }: LoggedMessage): boolean {
  return rank[status] >= rank.delivered;
}

/** A fallback that there was no money for. */
function unpaid({ messages }: OtpRecord): Words[] {
  const channels = messages.flatMap(({ skips }) =>
    skips.filter(({ reason }) => reason === UNPAID).map(({ provider }) => provider),
  );
  if (channels.length === 0) return [];
  const to = join([...new Set(channels)].map(channelNames));
  return [
    {
      en: `the fallback to ${to.en} could not be paid`,
      id: `pengalihan ke ${to.id} tidak terbayar karena saldo kurang`,
    },
  ];
}

function arrival({ status, channel }: LoggedMessage): Words {
  const by = channelNames(channel);
  switch (status) {
    case "read":
      return { en: `delivered by ${by.en} and read`, id: `diterima lewat ${by.id} dan dibaca` };
    case "delivered":
      return { en: `delivered by ${by.en}`, id: `diterima lewat ${by.id}` };
    case "accepted":
    case "sent":
      return {
        en: `sent by ${by.en}, not reported delivered`,
        id: `terkirim lewat ${by.id}, belum dilaporkan diterima`,
      };
    case "queued":
    case "sending":
      return { en: `on its way by ${by.en}`, id: `sedang dikirim lewat ${by.id}` };
    case "unknown":
      return {
        en: `handed over for ${by.en}, what became of it is not known`,
        id: `diserahkan lewat ${by.id}, nasibnya tidak diketahui`,
      };
    case "failed":
      return { en: `${by.en} failed`, id: `${by.id} gagal` };
    case "expired":
    case "cancelled":
      return { en: `the ${by.en} message never left`, id: `pesan ${by.id} tidak sempat dikirim` };
  }
}

/** Why a message was not the one: how often its providers failed, or that nobody confirmed it. */
function failure({ attempts }: OtpRecord, { id, channel, status }: LoggedMessage): Words {
  const by = channelNames(channel);
  const tries = attempts.filter(({ messageId, outcome }) => messageId === id && outcome !== "accepted").length;
  if (status === "expired" || status === "cancelled") {
    return { en: `${by.en} never left`, id: `${by.id} tidak sempat dikirim` };
  }
  if (status !== "failed") {
    return { en: `${by.en} was not confirmed in time`, id: `${by.id} tidak terkonfirmasi tepat waktu` };
  }
  if (tries < 2) return { en: `${by.en} failed`, id: `${by.id} gagal` };
  return tries === 2
    ? { en: `${by.en} failed twice`, id: `${by.id} gagal dua kali` }
    : { en: `${by.en} failed ${tries} times`, id: `${by.id} gagal ${tries} kali` };
}

function join(words: readonly Words[]): Words {
  return { en: words.map(({ en }) => en).join(" and "), id: words.map(({ id }) => id).join(" dan ") };
}

function end(record: OtpRecord, best: LoggedMessage | null, now: number): Words {
  const { otp, endedAt } = record;
  const used = checksUsed(otp);
  const wrong: Words =
    used === 0 ? { en: "", id: "" } : { en: ` after ${codes(used)}`, id: ` setelah ${used} kode salah` };
  switch (statusAt(otp, now)) {
    case "verified": {
      const since = best === null ? null : arrivedAt(record, best);
      const seconds =
        since === null || endedAt === null || endedAt < since ? null : Math.round((endedAt - since) / 1000);
      const later: Words =
        seconds === null ? { en: "", id: "" } : { en: ` ${seconds} s later`, id: ` ${seconds} detik kemudian` };
      return { en: `verified${later.en}`, id: `terverifikasi${later.id}` };
    }
    case "pending":
      return {
        en: `not verified yet, ${otp.attemptsLeft} checks left`,
        id: `belum terverifikasi, sisa ${otp.attemptsLeft} percobaan`,
      };
    case "expired":
      return { en: `expired unverified${wrong.en}`, id: `kedaluwarsa tanpa verifikasi${wrong.id}` };
    case "locked":
      return { en: `locked${wrong.en}`, id: `terkunci${wrong.id}` };
    case "cancelled":
      return { en: "cancelled", id: "dibatalkan" };
    case "replaced":
      return { en: "replaced by a newer OTP", id: "digantikan oleh OTP yang lebih baru" };
  }
}

function codes(count: number): string {
  return count === 1 ? "one wrong code" : `${count} wrong codes`;
}

function arrivedAt({ attempts, reports }: OtpRecord, message: LoggedMessage): number | null {
  const own = ({ messageId }: { messageId: string }): boolean => messageId === message.id;
  const reached = reachedOf(timelineOf(message, attempts.filter(own), reports.filter(own)));
  return reached.delivered ?? reached.accepted;
}

function cost({ messages }: OtpRecord, currency: string): Words {
  const charged = messages.reduce((sum, message) => sum + message.charged, 0n);
  const held = messages.reduce((sum, { holdState, hold }) => (holdState === "held" ? sum + hold : sum), 0n);
  const amount = (micros: bigint): string => `${formatAmount(micros)} ${currency}`;
  if (charged > 0n) return { en: `cost ${amount(charged)}`, id: `biaya ${amount(charged)}` };
  if (held > 0n)
    return { en: `${amount(held)} held, nothing charged yet`, id: `${amount(held)} ditahan, belum ditagih` };
  return { en: "nothing was charged", id: "tidak ada biaya" };
}
