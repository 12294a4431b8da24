import type { Hono } from "hono";
import type { components } from "../../../../examples/typescript/schema.d.ts";
import { parseAmount } from "../../../kit/money.ts";
import { dataOf } from "../../api.ts";
import { count, Figure, Live, money, Time } from "../../parts/text.tsx";
import { show } from "../../show.tsx";
import { address, type ConsoleEnv, type View } from "../../view.ts";
import { alertWords } from "./alerts-words.ts";
import { BalanceTabs, mayChange, namesOf } from "./common.tsx";
import { EntryTable } from "./entries.tsx";
import { overviewWords } from "./overview-words.ts";
import { TopUpTable, type TopUp } from "./topup-table.tsx";

const LATEST = 10;

/** What there is, how long it lasts, what waits for somebody, and whether the books are right. */
export function overviewPages(app: Hono<ConsoleEnv>): void {
  app.get("/balance", async (c) => {
    const { view } = c.var;
    const words = overviewWords[view.language];
    const { balance, check, alerts, waiting, entries } = await factsOf(view);
    const names = await namesOf(
      view,
      [...entries, ...waiting].map(({ actor }) => actor),
    );
    return show(c, {
      title: words.title,
      ...(mayChange(view)
        ? {
            aside: (
              <a class="button" href={address(view, "/balance/topups/new")}>
                {words.topUp}
              </a>
            ),
          }
        : {}),
      content: (
        <>
          <BalanceTabs view={view} />
          <Live frame={view} id="balance" topics={["balance", "topups"]}>
            {alerts.map((alert) => (
              <p class="note bad">
                {alertWords[view.language].kinds[alert.kind]}
                {alert.provider === null ? "" : ` (${alert.provider})`}{" "}
                <a href={address(view, "/balance/alerts")}>{words.alerts}</a>
              </p>
            ))}
            {waiting.length === 0 ? null : (
              <section>
                <h2>{words.waiting}</h2>
                <TopUpTable view={view} rows={waiting} names={names} />
              </section>
            )}
            <Figures view={view} balance={balance} />
            <Check view={view} check={check} />
            <section>
              <h2>{words.entries}</h2>
              <EntryTable view={view} entries={entries} names={names} />
              <p>
                <a href={address(view, "/balance/ledger")}>{words.allEntries}</a>
              </p>
            </section>
          </Live>
        </>
      ),
    });
  });
}

/** Several small questions at once: each is one look into an index. */
async function factsOf(view: View) {
  const { api } = view;
  const topUps = (status: "requested" | "reversal_requested") =>
    api.GET("/v1/balance/topups", { params: { query: { status } } });
  const [balance, check, alerts, requested, reversals, entries] = await Promise.all([
    api.GET("/v1/balance", {}),
    api.GET("/v1/balance/check", {}),
    api.GET("/v1/balance/alerts", { params: { query: { open: "true" } } }),
    topUps("requested"),
    topUps("reversal_requested"),
    api.GET("/v1/balance/entries", { params: { query: { limit: LATEST } } }),
  ]);
  const waiting: TopUp[] = [...dataOf(requested).data, ...dataOf(reversals).data];
  return {
    // It may be asked for as text or XML too, which nobody does here.
    balance: dataOf(balance) as components["schemas"]["Balance"],
    check: dataOf(check),
    alerts: dataOf(alerts).data,
    waiting,
    entries: dataOf(entries).data,
  };
}

type Facts = Awaited<ReturnType<typeof factsOf>>;

function Figures({ view, balance }: { view: View; balance: Facts["balance"] }) {
  const words = overviewWords[view.language];
  const said = (amount: string): string => money(amount, balance.currency, view.language);
  const low = (parseAmount(balance.available) ?? 0n) < (parseAmount(balance.low_threshold) ?? 0n);
  const credit = view.tenant.settings.credit_line;
  const figures = [
    { name: words.available, amount: balance.available, beside: words.availableAbout, low },
    { name: words.held, amount: balance.held, beside: words.heldAbout, low: false },
    { name: words.total, amount: balance.total, beside: words.totalAbout, low: false },
  ];
  return (
    <div class="cards">
      {figures.map(({ name, amount, beside, low: bad }) => (
        <div class="card">
          <Figure name={name} value={<span class={bad ? "bad" : ""}>{said(amount)}</span>} beside={beside} />
        </div>
      ))}
      <div class="card">
        <Figure name={words.runway} value={lasting(view, balance.runway_hours)} beside={words.runwayAbout} />
      </div>
      <div class="card">
        <Figure name={words.threshold} value={said(balance.low_threshold)} beside={words.thresholdAbout} />
      </div>
      {credit === "0" ? null : (
        <div class="card">
          <Figure name={words.credit} value={said(credit)} beside={words.creditAbout} />
        </div>
      )}
    </div>
  );
}

function lasting(view: View, hours: number | null): string {
  const words = overviewWords[view.language];
  if (hours === null) return words.noRunway;
  return hours < 48
    ? words.hours(count(hours, view.language))
    : words.days(count(Math.floor(hours / 24), view.language));
}

function Check({ view, check }: { view: View; check: Facts["check"] }) {
  const words = overviewWords[view.language];
  const { ok, checked_at: at, checked_seq: proven, problem } = check;
  if (ok === null) return <p class="note">{words.unchecked}</p>;
  return (
    <div class={ok ? "note good" : "note bad"} id="ledger-check">
      <strong>{ok ? words.sound : words.unsound}</strong>
      <p class="small">
        {ok ? words.soundAbout(count(proven, view.language)) : problem?.message} {words.checkedAt}{" "}
        <Time view={view} at={at} />.
      </p>
    </div>
  );
}
