import type { Skip } from "../delivery/route.ts";
import { channelNames } from "./channel-names.ts";
import type { LoggedAttempt, LoggedMessage } from "./messages.ts";
import type { Words } from "./words.ts";

export const UNPAID = "the balance cannot pay the fallback";

/** Someone left out of a message, or of the way on from it. */
export interface ToldSkip {
  skip: Skip;
  /** It was left out when the plan went on from this message, not when the message was made. */
  goingOn: boolean;
  /** Null: nobody kept which. */
  channel: string | null;
}

/**
 * Pure: a message keeps both in one list. What is later in the plan was left out on the way on; so was a provider that
 * this message had been tried with, unless it had only been put off before.
 */
export function skipsOf(
  message: Pick<LoggedMessage, "id" | "channel" | "prices" | "skips">,
  plan: readonly string[],
  attempts: readonly Pick<LoggedAttempt, "messageId" | "provider">[],
): ToldSkip[] {
  const later = plan.slice(plan.indexOf(message.channel) + 1);
  const tried = (name: string): boolean =>
    attempts.some(({ messageId, provider }) => messageId === message.id && provider === name);
  let goesOn = false;
  return message.skips.map((skip, n) => {
    const { provider, reason } = skip;
    const again =
      plan[0] === message.channel &&
      message.skips.slice(0, n).some((before) => before.provider === provider && !before.reason.startsWith(PUT_OFF));
    goesOn ||=
      provider === "guard" || later.includes(provider) || again || (tried(provider) && !reason.startsWith(PUT_OFF));
    if (plan.includes(provider)) return { skip, goingOn: goesOn, channel: provider };
    if (provider === "guard") return { skip, goingOn: true, channel: null };
    const known = goesOn ? later.length === 1 : Object.hasOwn(message.prices, provider) || plan[0] === message.channel;
    return { skip, goingOn: goesOn, channel: known ? ((goesOn ? later[0] : message.channel) ?? null) : null };
  });
}

export function skipped({ skip, goingOn, channel }: ToldSkip, fromChannel: string): Words {
  const { provider, reason } = skip;
  const from = channelNames(fromChannel);
  const why = reasonWords(reason);
  if (provider === "guard") {
    return {
      en: `The guard kept the plan from going on from ${from.en}: it ${why.en}.`,
      id: `Pengaman menahan pengalihan dari ${from.id}: ${why.id}.`,
    };
  }
  const of = channel === null ? null : channelNames(channel);
  const what: Words =
    of === null
      ? { en: provider, id: provider }
      : channel === provider
        ? of
        : { en: `${provider} for ${of.en}`, id: `${provider} untuk ${of.id}` };
  const who: Words = {
    en: `${what.en} was left out: ${why.en}.`,
    id: `${what.id} dilewati: ${why.id}.`,
  };
  return goingOn
    ? { en: `On the way on from ${from.en}, ${who.en}`, id: `Saat dialihkan dari ${from.id}, ${who.id}` }
    : who;
}

const PUT_OFF = "one message per ";

/** What is written of those who are left out, in Indonesian. `$1`, `$2`: what the reason names. */
const reasons: readonly [RegExp, string][] = [
  [/^not configured$/, "belum dikonfigurasi"],
  [/^switched off$/, "dimatikan"],
  [/^draining$/, "tidak menerima pesan baru"],
  [/^(\S+) has no (\S+)$/, "$1 tidak punya $2"],
  [/^not for country unknown$/, "tidak untuk nomor yang negaranya tidak diketahui"],
  [/^not for country (\S+)$/, "tidak untuk negara $1"],
  [/^has fixed words, and the ERP gave a text$/, "teksnya tetap, sedangkan ERP memberi teks sendiri"],
  [/^cannot name the user$/, "tidak dapat menyebut pengguna"],
  [/^makes its own code, and the ERP gave one$/, "membuat kodenya sendiri, sedangkan ERP memberi kode"],
  [/^makes codes of (\d+) to (\d+) digits$/, "membuat kode $1 sampai $2 angka"],
  [/^no template for (\S+)$/, "tidak ada templat untuk $1"],
  [/^no provider for (\S+)$/, "tidak ada penyedia untuk $1"],
  [/^template (\S+) needs (.+)$/, "templat $1 memerlukan $2"],
  [/^template (\S+) is not bound$/, "templat $1 belum diikat"],
  [/^template is (\S+)$/, "status templat $1"],
  [/^template says (\d+) minutes$/, "templat menyebut $1 menit"],
  [/^no price$/, "tidak ada harga"],
  [/^would pass the price ceiling$/, "melewati batas harga"],
  [/^over its limit of messages$/, "melewati batas pesannya"],
  [/^breaker open since (\S+)$/, "diputus sementara sejak $1"],
  [/^breaker open$/, "diputus sementara"],
  [/^out of credit since (\S+)$/, "kreditnya habis sejak $1"],
  [/^not connected since (\S+): (.+)$/, "tidak tersambung sejak $1: $2"],
  [/^one message per (\S+) s to one recipient$/, "satu pesan per $1 detik ke satu penerima"],
  [/^dearer than what is held for the message$/, "lebih mahal daripada dana yang ditahan untuk pesan ini"],
  [/^no time left on this channel$/, "waktu untuk kanal ini habis"],
  [/^the limit (\S*) holds it back$/, "ditahan oleh batas $1"],
  [/^the limit (\S*) holds the fallback back$/, "batas $1 menahan pengalihan"],
  [/^the balance cannot pay the fallback$/, "saldo tidak cukup untuk pengalihan"],
  [/^blocks (\S+)$/, "$1 diblokir"],
];

/** Those of a vendor's own words stay as they are. */
export function reasonWords(reason: string): Words {
  const known = reasons.find(([form]) => form.test(reason));
  return { en: reason, id: known === undefined ? reason : reason.replace(...known) };
}
