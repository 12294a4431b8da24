import { dataOf } from "../../api.ts";
import type { Language } from "../../../kit/language.ts";
import { isoMs } from "../../../kit/clock.ts";
import type { View } from "../../view.ts";
import type { LogFilters } from "./filters.ts";

const DAY_MS = 86_400_000;
/** The statistics are kept for two years and a month. */
const LONGEST_MS = 759 * DAY_MS;
/** Of a row of the CSV, as measured. */
const BYTES_A_ROW = 260;

/**
 * About how many messages a file will have, by the statistics: counting them in the log would mean to read it. `exact`:
 * the statistics know all that is filtered by. Null: they can't say.
 */
export async function expectedRows(
  { api, now }: Pick<View, "api" | "now">,
  { asked }: LogFilters,
): Promise<{ rows: number; exact: boolean } | null> {
  const { from, until, channel, provider, purpose, country, ...others } = asked;
  const since = from === undefined ? now - LONGEST_MS : Date.parse(from);
  const till = until === undefined ? now : Date.parse(until);
  if (since >= till || since >= now || since < now - LONGEST_MS - DAY_MS) return null;
  const answer = await api.GET("/v1/stats", {
    params: {
      query: { from: isoMs(since), until: isoMs(till), by: "", series: "false", channel, provider, purpose, country },
    },
  });
  if (answer.response.status === 400) return null;
  const { sent, failed } = dataOf(answer).totals;
  return { rows: sent + failed, exact: Object.keys(others).length === 0 };
}

/** `1,2 MB`, of a CSV. */
export function sizeOf(rows: number, language: Language): string {
  const kilobytes = Math.max(1, (rows * BYTES_A_ROW) / 1000);
  const [size, unit] = kilobytes < 1000 ? [kilobytes, "kB"] : [kilobytes / 1000, "MB"];
  return `${size.toLocaleString(language, { maximumFractionDigits: size < 10 ? 1 : 0 })} ${unit}`;
}
