import type { Hono } from "hono";
import { calendarOf, monthSpan } from "../../../ledger/statement/month.ts";
import { dataOf, problemOf } from "../../api.ts";
import { passOn } from "../../download.ts";
import { Field, once, textOf } from "../../parts/form.tsx";
import { Badge } from "../../parts/text.tsx";
import { done, show } from "../../show.tsx";
import { address, type ConsoleEnv, type PageContext, type View } from "../../view.ts";
import { BalanceTabs } from "./common.tsx";
import { Signatures } from "./statement-signatures.tsx";
import { Breakdown, Margin, Sum, type Statement } from "./statement-tables.tsx";
import { statementWords } from "./statements-words.ts";
import { refusalText } from "./refusal.ts";

const PAGE = "/balance/statements";

/** A month of the account: on the screen, as a file for a spreadsheet, on paper, and signed. */
export function statementPages(app: Hono<ConsoleEnv>): void {
  app.get(PAGE, (c) => page(c));

  app.get(`${PAGE}.csv`, (c) => passOn(c, fileOf(c, "csv")));
  app.get(`${PAGE}/print`, (c) => passOn(c, fileOf(c, "html")));

  app.post(`${PAGE}/sign`, async (c) => {
    const { view } = c.var;
    const values = await textOf(c);
    const { month = "", closing = "" } = values;
    const answer = await view.api.POST("/v1/balance/statement/sign", {
      params: { header: once(values) },
      body: { month, closing },
    });
    const problem = problemOf(answer);
    if (problem === null) return done(c, `${PAGE}?month=${encodeURIComponent(month)}`, "signed");
    return page(c, refusalText(problem, view.language), month);
  });
}

function fileOf(c: PageContext, kind: "csv" | "html"): string {
  const { view } = c.var;
  const query = new URLSearchParams({ month: view.query.get("month") ?? "", locale: view.language });
  return `/v1/balance/statement.${kind}?${query.toString()}`;
}

async function page(c: PageContext, wrong: string | null = null, signed: string | null = null): Promise<Response> {
  const { view } = c.var;
  const words = statementWords[view.language];
  const current = calendarOf(view.timeZone)(view.now);
  const month = signed ?? (view.query.get("month") || current);
  const known = monthSpan(month, view.timeZone) !== null;
  const statement = known
    ? dataOf(await view.api.GET("/v1/balance/statement", { params: { query: { month } } }))
    : null;
  return show(c, {
    title: words.title,
    done: words.done,
    status: wrong === null && known ? 200 : 422,
    content: (
      <>
        <BalanceTabs view={view} />
        <Picker view={view} month={known ? month : current} current={current} />
        {known ? null : (
          <p class="note bad" role="alert">
            {words.badMonth}
          </p>
        )}
        {wrong === null ? null : (
          <p class="note bad" role="alert">
            {wrong}
          </p>
        )}
        {statement === null ? null : <Whole view={view} statement={statement} />}
      </>
    ),
  });
}

function Picker({ view, month, current }: { view: View; month: string; current: string }) {
  const words = statementWords[view.language];
  const to = (steps: number): string => address(view, PAGE, { month: monthAfter(month, steps) });
  return (
    <form class="filters" method="get" action={address(view, PAGE)}>
      <Field name="month" type="month" label={words.month} value={month} placeholder="2026-11" />
      <button class="plain">{words.show}</button>
      <a class="button plain" rel="prev" href={to(-1)}>
        {words.previous}
      </a>
      {month >= current ? null : (
        <a class="button plain" rel="next" href={to(1)}>
          {words.next}
        </a>
      )}
    </form>
  );
}

function monthAfter(month: string, steps: number): string {
  const [year = 0, index = 1] = month.split("-").map(Number);
  return new Date(Date.UTC(year, index - 1 + steps)).toISOString().slice(0, 7);
}

function Whole({ view, statement }: { view: View; statement: Statement }) {
  const words = statementWords[view.language];
  const { month, status, spend, margin } = statement;
  return (
    <>
      <div class="row spread filters">
        <Badge tone={status === "final" ? "good" : "warn"}>{words[status]}</Badge>
        <div class="row">
          <a class="button plain" href={address(view, `${PAGE}.csv`, { month })} download>
            {words.csv}
          </a>
          <a class="button plain" href={address(view, `${PAGE}/print`, { month })} target="_blank" rel="noopener">
            {words.print}
          </a>
        </div>
      </div>
      <Sum view={view} statement={statement} />
      <Signatures view={view} statement={statement} />
      {spend.messages === 0 && spend.refunds === 0 ? (
        <p class="soft">{words.nothing}</p>
      ) : (
        (["channel", "provider", "purpose", "cost_centre"] as const).map((by) => (
          <Breakdown view={view} statement={statement} by={by} />
        ))
      )}
      {margin === undefined ? null : <Margin view={view} statement={statement} margin={margin} />}
    </>
  );
}
