import type { Language } from "../../kit/language.ts";
import type { PlanRule } from "../../settings/findings.ts";
import type { Words } from "../words.ts";
import { channelName } from "../channel-names.ts";

interface Reason {
  rule: PlanRule;
  channel: string;
  provider: string | null;
}

/** Nobody reads more at a glance. */
const MOST_REASONS = 3;

/** Pure: `: why; why; and 2 more`. `none`: what is said where nothing is in the plan at all. */
export function because(reasons: readonly Reason[], language: Language, none?: string): string {
  if (reasons.length === 0) return none === undefined ? "" : `: ${none}`;
  const said = [...new Set(reasons.map((reason) => planReason(reason)[language]))];
  const more = said.length - MOST_REASONS;
  const rest = more <= 0 ? [] : [language === "id" ? `dan ${more} lainnya` : `and ${more} more`];
  return `: ${[...said.slice(0, MOST_REASONS), ...rest].join("; ")}`;
}

/** Pure: channels as people say them, one after the other. */
export function listed(channels: readonly string[], language: Language): string {
  const all = channels.map((channel) => channelName(channel, language));
  const last = all.at(-1) ?? "";
  return all.length < 2 ? last : `${all.slice(0, -1).join(", ")} ${language === "id" ? "dan" : "and"} ${last}`;
}

/** Pure: what keeps a channel, or a step of it, from sending. */
export function planReason({ rule, channel, provider }: Reason): Words {
  const [en, id] = [channelName(channel, "en"), channelName(channel, "id")];
  const who = provider ?? "";
  const words: Record<PlanRule, Words> = {
    no_template: { en: `there is no template for ${en}`, id: `belum ada templat untuk ${id}` },
    listed_twice: { en: `${who} is listed twice for ${en}`, id: `${who} tercantum dua kali untuk ${id}` },
    no_provider: { en: `${en} has no provider`, id: `${id} belum punya penyedia` },
    unknown_provider: { en: `there is no provider ${who}`, id: `tidak ada penyedia ${who}` },
    lacks_channel: { en: `${who} has no ${en}`, id: `${who} tidak melayani ${id}` },
    no_country: {
      en: `${who} is for no country that ${en} may go to`,
      id: `${who} tidak untuk negara mana pun yang diizinkan untuk ${id}`,
    },
    no_price: { en: `${who} has no price for ${en}`, id: `${who} belum punya harga untuk ${id}` },
    above_ceiling: {
      en: `the price of ${who} for ${en} is above the ceiling`,
      id: `harga ${who} untuk ${id} melewati batas`,
    },
    not_approved: {
      en: `the template of ${who} for ${en} is not approved`,
      id: `templat ${id} di ${who} tidak berstatus disetujui`,
    },
    not_bound: {
      en: `the template for ${en} is not bound to ${who}`,
      id: `templat ${id} belum dihubungkan ke ${who}`,
    },
    off: { en: `${who} is switched off`, id: `${who} dimatikan` },
    draining: { en: `${who} is draining`, id: `${who} tidak menerima pesan baru` },
  };
  return words[rule];
}
