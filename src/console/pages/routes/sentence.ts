import type { Language } from "../../../kit/language.ts";
import { percent } from "../../parts/text.tsx";
import type { ChannelName, Row, Turn } from "./routes-form.ts";
import { channelWords } from "../../channel-words.ts";
import { routeWords } from "./words.ts";

/** Pure: what an order of providers means, in a sentence or two. */
export function sayOrder(rows: readonly Row[], language: Language): string {
  const words = routeWords[language].sentence;
  const weights = rows.map(({ weight }) => (weight === "" ? 100 : Number(weight) || 0));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const active = rows.flatMap(({ provider }, n) => {
    const weight = weights[n] ?? 0;
    return weight > 0 ? [{ provider, share: weight / total }] : [];
  });
  const standby = rows.filter((_, n) => weights[n] === 0).map(({ provider }) => provider);
  const [first] = rows;
  if (first === undefined) return words.none;
  const [one, ...others] = active;
  if (one === undefined) {
    const rest = standby.slice(1);
    return [words.standbyOnly(first.provider), ...(rest.length === 0 ? [] : [words.then(rest.join(", "))])].join(" ");
  }
  if (others.length === 0) {
    return [words.all(one.provider), ...(standby.length === 0 ? [] : [words.then(standby.join(", "))])].join(" ");
  }
  const list = active.map(({ provider, share }) => `${provider} ${percent(share, language)}`).join(", ");
  const then = [...active.map(({ provider }) => provider), ...standby].join(", ");
  return `${words.split(list)} ${words.then(then)}`;
}

/** Where the plan goes on after so many seconds, unless something else is set. */
const AFTER_SECONDS = "20";

/** Pure: the same of the order of channels. */
export function sayFallback(turns: readonly Turn[], language: Language): string {
  const words = routeWords[language].sentence;
  const named = (channel: string): string => channelWords[language][channel as ChannelName];
  return turns
    .flatMap(({ channel, after }, n) => {
      const next = turns[n + 1];
      const first = n === 0 ? [words.channel(named(channel))] : [];
      const on =
        next === undefined ? words.last : words.next(after === "" ? AFTER_SECONDS : after, named(next.channel));
      return [...first, on];
    })
    .join(" ");
}
