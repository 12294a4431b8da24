import type { Hono } from "hono";
import type { components } from "../../../../examples/typescript/schema.d.ts";
import { dataOf } from "../../api.ts";
import { Table } from "../../parts/table.tsx";
import { count, Facts, money, Time } from "../../parts/text.tsx";
import { show } from "../../show.tsx";
import { address, type ConsoleEnv, type View } from "../../view.ts";
import { BalanceTabs, namesOf, Who } from "./common.tsx";
import { commonWords } from "./common-words.ts";
import { reconciliationWords } from "./reconciliations-words.ts";

type Whole = components["schemas"]["ReconciliationRead"];
type Difference = Whole["shown"][number];

/** What became of one invoice, with its first differences. */
export function reconciliationPage(app: Hono<ConsoleEnv>): void {
  app.get("/balance/reconciliations/:id", async (c) => {
    const { view } = c.var;
    const words = reconciliationWords[view.language];
    const path = { id: c.req.param("id") };
    const found: Whole = dataOf(await view.api.GET("/v1/balance/reconciliations/{id}", { params: { path } }));
    const names = await namesOf(view, [found.actor]);
    return show(c, {
      title: words.one(found.provider),
      done: words.done,
      aside: (
        <a class="button plain" href={address(view, `/balance/reconciliations/${found.id}.csv`)} download>
          {commonWords[view.language].csv}
        </a>
      ),
      content: (
        <>
          <BalanceTabs view={view} />
          <p>
            <a href={address(view, "/balance/reconciliations")}>{words.back}</a>
          </p>
          <section class="card">
            <Facts
              rows={[
                [
                  commonWords[view.language].actor,
                  <>
                    <Who view={view} names={names} actor={found.actor} />, <Time view={view} at={found.at} />
                  </>,
                ],
                [
                  words.span,
                  found.from === null ? (
                    "–"
                  ) : (
                    <>
                      <Time view={view} at={found.from} /> – <Time view={view} at={found.until} />
                    </>
                  ),
                ],
                [words.lines, count(found.lines, view.language)],
                [words.matched, count(found.matched, view.language)],
                ...(found.without_id === 0 ? [] : [[words.withoutId, count(found.without_id, view.language)] as const]),
              ]}
            />
          </section>
          <Sums view={view} currencies={found.currencies} />
          <Kinds view={view} differences={found.differences} />
          <Differences view={view} shown={found.shown} />
        </>
      ),
    });
  });
}

function Sums({ view, currencies }: { view: View; currencies: Whole["currencies"] }) {
  const words = reconciliationWords[view.language];
  if (currencies.length === 0) return null;
  const said = (amount: string, currency: string): string => money(amount, currency, view.language);
  return (
    <Table
      rows={currencies}
      caption={words.invoiced}
      empty=""
      columns={[
        { head: words.invoiced, number: true, cell: (row) => said(row.invoiced, row.currency) },
        { head: words.ofOurs, number: true, cell: (row) => said(row.matched, row.currency) },
        { head: words.invoicedKnown, number: true, cell: (row) => said(row.invoiced_of_known, row.currency) },
        { head: words.expected, number: true, cell: (row) => said(row.expected, row.currency) },
      ]}
    />
  );
}

function Kinds({ view, differences }: { view: View; differences: Whole["differences"] }) {
  const words = reconciliationWords[view.language];
  const kinds = Object.keys(words.kinds) as (keyof typeof words.kinds)[];
  const found = kinds.filter((kind) => differences[kind].count > 0);
  if (found.length === 0) return <p class="note good">{words.good}</p>;
  return (
    <Table
      rows={found}
      caption={words.differences}
      empty=""
      columns={[
        {
          head: words.kind,
          cell: (kind) => (
            <>
              <strong>{words.kinds[kind].name}</strong>
              <div class="soft small">{words.kinds[kind].about}</div>
            </>
          ),
        },
        { head: words.count, number: true, cell: (kind) => count(differences[kind].count, view.language) },
        {
          head: commonWords[view.language].amount,
          number: true,
          cell: (kind) =>
            differences[kind].amounts.map(({ amount, currency }) => (
              <div>{money(amount, currency, view.language)}</div>
            )),
        },
      ]}
    />
  );
}

function Differences({ view, shown }: { view: View; shown: readonly Difference[] }) {
  const words = reconciliationWords[view.language];
  if (shown.length === 0) return null;
  const said = (amount: string | null, currency: string | null): string =>
    amount === null ? "" : money(amount, currency, view.language);
  return (
    <section>
      <h2>{words.differences}</h2>
      <p class="soft small">{words.shown}</p>
      <Table
        rows={shown}
        caption={words.differences}
        empty=""
        columns={[
          { head: words.kind, cell: ({ kind }) => words.kinds[kind].name },
          { head: words.line, number: true, cell: ({ line }) => line ?? "" },
          {
            head: words.message,
            cell: ({ message, provider_message_id: theirs }) => (
              <>
                {message === null ? null : <a href={address(view, `/messages/${message}`)}>{message}</a>}
                <div class="soft small mono">{theirs}</div>
              </>
            ),
          },
          { head: words.status, cell: ({ status }) => status ?? "" },
          { head: words.invoiceStatus, cell: ({ invoice_status: status }) => status ?? "" },
          { head: words.invoiced, number: true, cell: ({ invoiced, currency }) => said(invoiced, currency) },
          { head: words.expected, number: true, cell: ({ expected, currency }) => said(expected, currency) },
        ]}
      />
    </section>
  );
}
