import type { GatewayError } from "../errors.ts";
import { countryOf } from "../kit/phone.ts";
import { formatAmount } from "../kit/money.ts";
import { maskRecipient } from "../kit/mask.ts";
import type { Skip } from "../delivery/route.ts";
import type { NewMessage } from "../otp/decide-issue.ts";
import type { DryChannel, DryRun } from "../otp/dry-run.ts";
import { channelNames } from "./channel-names.ts";
import { reasonWords } from "./skip-words.ts";
import type { Words } from "./words.ts";

type Told = Pick<
  DryRun,
  "now" | "recipients" | "refusal" | "messages" | "hold" | "available" | "currency" | "channels"
>;

/** Pure: what an issue would come to, in a sentence or two. Numbers are masked. */
export function tellDryRun(run: Told, countries: readonly string[]): Words {
  if (run.refusal !== null) return refused(run, run.refusal, countries);
  const each = run.messages.map((message) => goes(run, message));
  const hold = money(run, run.hold ?? 0n);
  return {
    en: `${each.map(({ en }) => en).join(" ")} Holds ${hold}.`,
    id: `${each.map(({ id }) => id).join(" ")} Dana yang ditahan ${hold}.`,
  };
}

function goes(run: Told, message: NewMessage): Words {
  const mine = run.channels.filter(({ recipient }) => recipient === message.recipient);
  const at = mine.findIndex(({ channel }) => channel === message.channel);
  const now = mine[at];
  const next = mine.slice(at + 1).find(({ providers, block }) => providers.length > 0 && block === null);
  const to = run.recipients.length > 1 ? `${maskRecipient(message.recipient)}: ` : "";
  const by = now === undefined ? channelNames(message.channel) : carriers(now);
  const first = { en: `${to}Goes by ${by.en}.`, id: `${to}Dikirim lewat ${by.id}.` };
  if (next === undefined || now?.goesOnAt == null) return first;
  const on = channelNames(next.channel);
  const seconds = Math.round((now.goesOnAt - run.now) / 1000);
  return {
    en: `${first.en} Not reported delivered after ${seconds} s, it goes on by ${on.en}.`,
    id: `${first.id} Jika belum dilaporkan sampai dalam ${seconds} detik, dilanjutkan lewat ${on.id}.`,
  };
}

function carriers({ channel, providers }: DryChannel): Words {
  const by = channelNames(channel);
  const firsts = providers.filter(({ share }) => share > 0);
  const named = (or: string): string =>
    firsts.length === 1
      ? (firsts[0]?.provider.name ?? "")
      : firsts.map(({ provider, share }) => `${provider.name} (${Math.round(share * 100)} %)`).join(` ${or} `);
  return { en: `${by.en} through ${named("or")}`, id: `${by.id} melalui ${named("atau")}` };
}

function refused(run: Told, refusal: GatewayError, countries: readonly string[]): Words {
  const { code, extras, message: en } = refusal;
  const limit = textOf(extras.members?.["limit"]);
  if (code === "destination_not_allowed") {
    return limit === "guard" ? guarded(textOf(extras.members?.["prefix"])) : foreign(run.recipients, countries);
  }
  if (code === "rate_limited") return { en, id: waits(limit, extras.retryAfterSeconds ?? 0) };
  if (code === "insufficient_balance") {
    const id = `Saldo tidak cukup: perlu ${money(run, run.hold ?? 0n)}, tersedia ${money(run, run.available)}.`;
    return { en, id };
  }
  if (code === "template_not_found") return { en, id: "Tidak ada templat yang cocok di kanal-kanal ini." };
  if (limit !== "") return { en, id: `Semua pesan OTP ini bersama-sama melebihi batas "${limit}".` };
  return unroutable(en, extras.members?.["skipped"] as Skip[] | undefined);
}

function textOf(member: unknown): string {
  return typeof member === "string" ? member : "";
}

function guarded(prefix: string): Words {
  return {
    en: `The fraud guard keeps codes from numbers like ${prefix}… for now.`,
    id: `Pengaman penipuan sedang menahan kode ke nomor berawalan ${prefix}.`,
  };
}

function foreign(recipients: readonly string[], countries: readonly string[]): Words {
  const where = [...new Set(recipients.map((recipient) => countryOf(recipient) ?? "?"))].join(", ");
  const allowed = countries.join(", ");
  return {
    en: `Numbers of ${where} are not allowed here; allowed: ${allowed}.`,
    id: `Nomor dari ${where} tidak diizinkan; yang diizinkan: ${allowed}.`,
  };
}

function unroutable(en: string, skips: readonly Skip[] = []): Words {
  if (skips.length === 0) return { en, id: "Tidak ada penyedia atau kanal yang dapat membawa pesan ini." };
  const reasons = skips.map(({ provider, reason }) => `${provider}: ${reasonWords(reason).id}`);
  return { en, id: `Tidak ada penyedia yang dapat membawa pesan ini (${reasons.join("; ")}).` };
}

function waits(limit: string, seconds: number): string {
  const why = limit === "cooldown" ? "Kode baru saja dikirim" : `Batas "${limit}" tercapai`;
  return `${why}; dapat dicoba lagi dalam ${seconds} detik.`;
}

function money({ currency }: Pick<Told, "currency">, amount: bigint): string {
  return `${formatAmount(amount)} ${currency}`;
}
