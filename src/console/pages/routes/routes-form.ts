import type { components } from "../../../../examples/typescript/schema.d.ts";

export type ChannelName = components["schemas"]["Channel"];
type Routes = components["schemas"]["Routes"];

/** Their order where nothing else gives one. */
export const channelNames: readonly ChannelName[] = ["whatsapp", "sms", "voice", "email"];

/** A provider of a channel as the form has it: texts, as they are typed. */
export interface Row {
  provider: string;
  weight: string;
  countries: string;
}

export interface Turn {
  channel: string;
  after: string;
}

export interface RoutesForm {
  channels: Record<ChannelName, Row[]>;
  fallback: Turn[];
}

/** What a form posts: of a name that stands in several rows, the values in their order. */
export type Posted = Record<string, unknown>;

/** Pure: the routes as a form shows them. */
export function formOf({ channels, fallback }: Routes): RoutesForm {
  const rowsOf = (channel: ChannelName): Row[] =>
    (channels[channel] ?? []).map(({ provider, weight = 100, countries = [] }) => ({
      provider,
      weight: String(weight),
      countries: countries.join(", "),
    }));
  return {
    channels: byChannel(rowsOf),
    fallback: fallback.map(({ channel, after_seconds: after }) => ({
      channel,
      after: after === undefined ? "" : String(after),
    })),
  };
}

/** Pure: what was posted. Rows are in the order in which they stand on the page, however they came there. */
export function readForm(posted: Posted): RoutesForm {
  const rowsOf = (channel: ChannelName): Row[] => {
    const weights = listOf(posted, `${channel}.weight`);
    const countries = listOf(posted, `${channel}.countries`);
    return listOf(posted, `${channel}.provider`).map((provider, n) => ({
      provider,
      weight: weights[n] ?? "",
      countries: countries[n] ?? "",
    }));
  };
  const after = listOf(posted, "fallback.after");
  const fallback = listOf(posted, "fallback.channel").map((channel, n) => ({ channel, after: after[n] ?? "" }));
  return { channels: byChannel(rowsOf), fallback };
}

/**
 * Pure: what a button of the form says, as `up:sms:1`, `out:fallback:0` or `add:sms`, done to it. What says nothing known
 * changes nothing.
 */
export function changed(form: RoutesForm, command: string, posted: Posted): RoutesForm {
  const [verb = "", place = "", at = ""] = command.split(":");
  const added = listOf(posted, `${place}.add`)[0] ?? "";
  if (place === "fallback") {
    return { ...form, fallback: change(form.fallback, verb, Number(at), { channel: added, after: "" }, added) };
  }
  const channel = channelNames.find((name) => name === place);
  if (channel === undefined) return form;
  const row = { provider: added, weight: form.channels[channel].length === 0 ? "100" : "0", countries: "" };
  const rows = change(form.channels[channel], verb, Number(at), row, added);
  return { ...form, channels: { ...form.channels, [channel]: rows } };
}

function change<T>(rows: readonly T[], verb: string, at: number, fresh: T, added: string): T[] {
  const rest = rows.filter((_, n) => n !== at);
  const moved = rows[at];
  if (verb === "add") return added === "" ? [...rows] : [...rows, fresh];
  if (moved === undefined) return [...rows];
  if (verb === "out") return rest;
  const to = verb === "up" ? Math.max(0, at - 1) : verb === "down" ? at + 1 : at;
  return [...rest.slice(0, to), moved, ...rest.slice(to)];
}

/** Pure: as the API takes it. Whether it is right is the API's to say: what is no number stays text. */
export function documentOf({ channels, fallback }: RoutesForm): Routes {
  const steps = channelNames.flatMap((channel) =>
    channels[channel].length === 0 ? [] : [[channel, channels[channel].map(stepOf)] as const],
  );
  const turns = fallback.map(({ channel, after }) => ({
    channel,
    ...(after === "" ? {} : { after_seconds: numberIn(after) }),
  }));
  return { channels: Object.fromEntries(steps), fallback: turns } as Routes;
}

function stepOf({ provider, weight, countries }: Row) {
  const named = countries.split(/[\s,;]+/).flatMap((country) => (country === "" ? [] : [country.toUpperCase()]));
  return {
    provider,
    ...(weight === "" ? {} : { weight: numberIn(weight) }),
    ...(named.length === 0 ? {} : { countries: named }),
  };
}

function numberIn(text: string): number | string {
  return Number.isFinite(Number(text)) ? Number(text) : text;
}

function listOf(posted: Posted, name: string): string[] {
  const value = posted[name];
  const all = Array.isArray(value) ? (value as unknown[]) : [value];
  return all.flatMap((one) => (typeof one === "string" ? [one.trim()] : []));
}

function byChannel<T>(make: (channel: ChannelName) => T): Record<ChannelName, T> {
  return Object.fromEntries(channelNames.map((channel) => [channel, make(channel)])) as Record<ChannelName, T>;
}
