import type { View } from "../../view.ts";
import { chartNames, type ChartName } from "./charts.tsx";
import { statsOf, type Asked, type Stats, type StatsGroup } from "./data.ts";
import { deliveredShare, groupName } from "./traffic.tsx";
import { overviewWords } from "./words.ts";

/** More lines are told apart by nobody. */
const MOST_LINES = 5;

interface Chart {
  name: ChartName;
  unit: "count" | "percent" | "ms";
  lines: { name: string; values: (number | null)[] }[];
}

export interface ChartData {
  language: string;
  /** What the figures are of, in the legend. */
  when: string;
  timeZone: string;
  bucket: string;
  /** Where each bucket begins, in seconds. */
  at: number[];
  charts: Chart[];
}

/** A line for each of those that sent most, by the API's own statistics. */
export async function chartData(view: View, asked: Asked): Promise<ChartData> {
  const { by } = asked;
  const whole = await statsOf(view, asked, { by, series: "true" });
  const groups = whole.groups
    .filter((group) => group[by] != null && group.sent + group.failed > 0)
    .slice(0, MOST_LINES);
  const lines = await Promise.all(
    groups.map(async (group) => {
      const alone = whole.groups.length === 1;
      const { series } = alone
        ? whole
        : await statsOf(view, asked, { by: "", series: "true", ...filterOf(group, asked) });
      return { name: groupName(view, by, group), series };
    }),
  );
  const each = (valueOf: (bucket: Stats["series"][number]) => number | null): Chart["lines"] =>
    lines.map(({ name, series }) => ({ name, values: series.map(valueOf) }));
  const charts: Record<ChartName, () => Omit<Chart, "name">> = {
    sent: () => ({ unit: "count", lines: each(({ sent }) => sent) }),
    delivery: () => ({ unit: "percent", lines: each(deliveredShare) }),
    conversion: () => ({ unit: "percent", lines: each(({ conversion }) => conversion) }),
    latency: () => ({
      unit: "ms",
      lines: (["p50", "p95"] as const).map((name) => ({
        name,
        values: whole.series.map(({ latencies }) => latencies?.wire_to_delivered?.[name] ?? null),
      })),
    }),
  };
  return {
    language: view.language,
    when: overviewWords[view.language].traffic.when,
    timeZone: whole.time_zone,
    bucket: whole.bucket,
    at: whole.series.map(({ from }) => Date.parse(from) / 1000),
    charts: chartNames(asked).map((name) => ({ name, ...charts[name]() })),
  };
}

function filterOf(group: StatsGroup, { by }: Asked) {
  // What the statistics name is a channel.
  if (by === "channel") return { channel: group.channel as "whatsapp" | "sms" | "voice" | "email" };
  return { provider: group.provider ?? "" };
}
