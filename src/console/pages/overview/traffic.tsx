import type { FC } from "hono/jsx";
import { Table, type Column } from "../../parts/table.tsx";
import { count, Figure, money, percent, Time } from "../../parts/text.tsx";
import { here, type View } from "../../view.ts";
import { words as common } from "../../words.ts";
import { spans, ways, type Asked, type Stats, type StatsGroup, type SpanName, type Way } from "./data.ts";
import { Charts } from "./charts.tsx";
import { overviewWords } from "./words.ts";

type Counted = Pick<StatsGroup, "sent" | "delivered" | "failed" | "otps" | "conversion" | "charged">;

const latencyKinds = ["issue_to_wire", "wire_to_delivered", "issue_to_verified"] as const;

/** What was sent in a span of time and what became of it, as numbers too: the charts show no more. */
export const Traffic: FC<{ view: View; asked: Asked; stats: Stats }> = ({ view, asked, stats }) => {
  const words = overviewWords[view.language].traffic;
  return (
    <section class="card" aria-labelledby="traffic-title">
      <h2 id="traffic-title">{words.title}</h2>
      <Choices view={view} asked={asked} />
      <Totals view={view} stats={stats} />
      {stats.totals.sent + stats.totals.failed === 0 ? (
        <p class="soft">{words.none}</p>
      ) : (
        <>
          <Charts view={view} asked={asked} />
          <Table rows={stats.groups} columns={groupColumns(view, asked, stats)} caption={words.title} empty="" />
          <Latencies view={view} stats={stats} />
          <Series view={view} asked={asked} stats={stats} />
        </>
      )}
      <p class="soft small">
        {words.asOf} <Time view={view} at={stats.as_of} seconds />
      </p>
    </section>
  );
};

/** Fetched when it is opened; without a script, by a link in it. */
const Series: FC<{ view: View; asked: Asked; stats: Stats }> = ({ view, asked, stats }) => {
  const words = overviewWords[view.language].traffic;
  const whole = here(view, { table: "1" });
  return (
    <details class="more" id="series" open={asked.table}>
      <summary>{words.table}</summary>
      {asked.table ? (
        <Table
          rows={stats.series}
          columns={seriesColumns(view, asked, stats)}
          caption={words.table}
          empty=""
          id="series-table"
        />
      ) : (
        <p
          id="series-table"
          hx-get={whole}
          hx-trigger="toggle once from:closest details"
          hx-select="#series-table"
          hx-swap="outerHTML"
        >
          <a href={`${whole}#series`}>{words.showTable}</a>
        </p>
      )}
    </details>
  );
};

const Choices: FC<{ view: View; asked: Asked }> = ({ view, asked }) => {
  const words = overviewWords[view.language].traffic;
  const names = Object.keys(spans) as SpanName[];
  return (
    <div class="row spread">
      <nav class="tabs" aria-label={words.span}>
        {names.map((span) => (
          <a href={here(view, { span })} {...(span === asked.span ? { "aria-current": "true" } : {})}>
            {words.spans[span]}
          </a>
        ))}
      </nav>
      <nav class="tabs" aria-label={words.by}>
        {ways.map((by) => (
          <a href={here(view, { by })} {...(by === asked.by ? { "aria-current": "true" } : {})}>
            {words.ways[by]}
          </a>
        ))}
      </nav>
    </div>
  );
};

const Totals: FC<{ view: View; stats: Stats }> = ({ view, stats: { totals, currency } }) => {
  const { language } = view;
  const words = overviewWords[language].traffic;
  return (
    <div class="figures">
      <Figure
        name={words.sent}
        value={count(totals.sent, language)}
        beside={`${words.failed}: ${count(totals.failed, language)}`}
      />
      <Figure
        name={words.delivered}
        value={percent(deliveredShare(totals), language)}
        beside={words.ofSent(count(totals.delivered, language))}
      />
      <Figure
        name={words.conversion}
        value={percent(totals.conversion, language)}
        beside={words.otps(count(totals.otps, language))}
      />
      <Figure name={words.charged} value={money(totals.charged, currency, language)} />
    </div>
  );
};

/** Null: nothing was sent. */
export function deliveredShare({ sent, delivered }: Pick<Counted, "sent" | "delivered">): number | null {
  return sent === 0 ? null : Math.min(1, delivered / sent);
}

/** The name of a channel or provider as people read it. */
export function groupName({ language }: Pick<View, "language">, by: Way, group: StatsGroup): string {
  const words = overviewWords[language];
  const name = group[by];
  if (name == null) return words.traffic.noOne;
  return by === "channel" ? (words.channels[name] ?? name) : name;
}

function groupColumns(view: View, { by }: Asked, stats: Stats): Column<StatsGroup>[] {
  const words = overviewWords[view.language].traffic;
  return [
    { head: words.ways[by], cell: (group) => groupName(view, by, group) },
    ...countColumns<StatsGroup>(view, stats.currency),
    {
      head: `${words.latency} (p50 · p95)`,
      number: true,
      cell: ({ latencies }) => {
        const found = latencies?.wire_to_delivered;
        if (found == null) return common[view.language].none;
        return `${duration(found.p50, view)} · ${duration(found.p95, view)}`;
      },
    },
  ];
}

function seriesColumns(view: View, { span }: Asked, stats: Stats): Column<Stats["series"][number]>[] {
  const words = overviewWords[view.language].traffic;
  const format = new Intl.DateTimeFormat(view.language === "id" ? "id-ID" : "en-GB", {
    timeZone: stats.time_zone,
    ...(spans[span].bucket === "hour"
      ? { weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" }
      : { weekday: "short", day: "numeric", month: "short" }),
  });
  return [
    { head: words.when, cell: ({ from }) => <time datetime={from}>{format.format(new Date(from))}</time> },
    ...countColumns<Stats["series"][number]>(view, stats.currency),
  ];
}

function countColumns<T extends Counted>(view: View, currency: string): Column<T>[] {
  const { language } = view;
  const words = overviewWords[language].traffic;
  return [
    { head: words.sent, number: true, cell: ({ sent }) => count(sent, language) },
    { head: words.delivered, number: true, cell: (row) => percent(deliveredShare(row), language) },
    { head: words.failed, number: true, cell: ({ failed }) => count(failed, language) },
    { head: words.conversion, number: true, cell: ({ conversion }) => percent(conversion, language) },
    { head: words.charged, number: true, cell: ({ charged }) => money(charged, currency, language) },
  ];
}

const Latencies: FC<{ view: View; stats: Stats }> = ({ view, stats }) => {
  const words = overviewWords[view.language].traffic;
  const measured = latencyKinds.flatMap((kind) => {
    const found = stats.totals.latencies?.[kind];
    return found == null ? [] : [{ kind, ...found }];
  });
  if (measured.length === 0) return null;
  return (
    <Table
      rows={measured}
      caption={words.latency}
      empty=""
      columns={[
        { head: words.latency, cell: ({ kind }) => words.latencies[kind] },
        { head: words.median, number: true, cell: ({ p50 }) => duration(p50, view) },
        { head: words.p95, number: true, cell: ({ p95 }) => duration(p95, view) },
      ]}
    />
  );
};

/** 740 → `740 ms`, 12400 → `12,4 s`. */
function duration(ms: number, { language }: Pick<View, "language">): string {
  if (ms < 1000) return `${ms}\u00a0ms`;
  const seconds = (ms / 1000).toLocaleString(language === "id" ? "id-ID" : "en-GB", { maximumFractionDigits: 1 });
  return `${seconds}\u00a0${language === "id" ? "dtk" : "s"}`;
}
