import { dataOf, type Api } from "../../api.ts";
import type { Frame, View } from "../../view.ts";

const DAY_MS = 86_400_000;

/** Spans of time that a reader chooses of. Of a longer one hours would be many, and slow to add up. */
export const spans = {
  day: { days: 1, bucket: "hour" },
  week: { days: 7, bucket: "day" },
  month: { days: 30, bucket: "day" },
} as const;
export type SpanName = keyof typeof spans;
export const ways = ["channel", "provider"] as const;
export type Way = (typeof ways)[number];

export interface Asked {
  span: SpanName;
  by: Way;
  /** Each bucket is shown too: what they cost is paid by who wants to see them. */
  table: boolean;
}

/** What the address asks for; what it does not know is as if it were not there. */
export function askedOf({ query }: Pick<Frame, "query">): Asked {
  const span = query.get("span");
  const by = query.get("by");
  return {
    span: span !== null && Object.hasOwn(spans, span) ? (span as SpanName) : "day",
    by: ways.find((way) => way === by) ?? "channel",
    table: query.get("table") === "1",
  };
}

interface Wanted {
  by: string;
  series: "true" | "false";
  channel?: "whatsapp" | "sms" | "voice" | "email";
  provider?: string;
}

export async function statsOf({ api, now }: Pick<View, "api" | "now">, { span }: Asked, wanted: Wanted) {
  const { days, bucket } = spans[span];
  // Today is the last of the days.
  const from = new Date(now - (bucket === "day" ? days - 1 : days) * DAY_MS).toISOString();
  return dataOf(await api.GET("/v1/stats", { params: { query: { from, bucket, ...wanted } } }));
}
export type Stats = Awaited<ReturnType<typeof statsOf>>;
export type StatsGroup = Stats["groups"][number];

export async function balanceOf(api: Api): Promise<Balance> {
  return readBalance(api) as Promise<Balance>;
}
async function readBalance(api: Api) {
  return dataOf(await api.GET("/v1/balance"));
}
/** Text is for an ERP that asks for it. */
export type Balance = Exclude<Awaited<ReturnType<typeof readBalance>>, string>;

export async function attentionOf(api: Api) {
  return dataOf(await api.GET("/v1/attention"));
}
export type AttentionList = Awaited<ReturnType<typeof attentionOf>>;
export type AttentionItem = AttentionList["data"][number];

export async function providersOf(api: Api) {
  return dataOf(await api.GET("/v1/providers", { params: { query: { limit: 200 } } })).data;
}
export type Provider = Awaited<ReturnType<typeof providersOf>>[number];

export async function setupOf(api: Api) {
  return dataOf(await api.GET("/v1/setup"));
}
export type Setup = Awaited<ReturnType<typeof setupOf>>;
