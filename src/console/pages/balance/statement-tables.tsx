import type { components } from "../../../../examples/typescript/schema.d.ts";
import { formatAmount, parseAmount } from "../../../kit/money.ts";
import { Facts, count, money } from "../../parts/text.tsx";
import type { View } from "../../view.ts";
import { commonWords } from "./common-words.ts";
import { statementWords } from "./statements-words.ts";

export type Statement = components["schemas"]["Statement"];
type By = "channel" | "provider" | "purpose" | "cost_centre";

/** Line by line, each with the sign with which it counts. */
export function Sum({ view, statement }: { view: View; statement: Statement }) {
  const words = statementWords[view.language];
  const { opening, closing, topups, adjustments, spend, currency } = statement;
  const said = (amount: string): string => money(amount, currency, view.language);
  const spent = formatAmount(-(parseAmount(spend.spend) ?? 0n));
  const lines = [
    { name: words.topups, count: topups.count, amount: topups.amount },
    { name: words.adjustments, count: adjustments.count, amount: adjustments.amount },
    { name: words.spend, count: spend.messages, amount: spent },
  ];
  return (
    <div class="card table scroll">
      <table id="statement">
        <caption class="hidden">{words.title}</caption>
        <thead>
          <tr>
            <th scope="col">{words.line}</th>
            <th scope="col" class="number">
              {words.count}
            </th>
            <th scope="col" class="number">
              {commonWords[view.language].amount}
            </th>
          </tr>
        </thead>
        <tbody>
          <Total name={words.opening} amount={said(opening)} held={heldOf(view, statement.opening_held, said)} />
          {lines.map((line) => (
            <tr>
              <td>{line.name}</td>
              <td class="number">{count(line.count, view.language)}</td>
              <td class="number">{said(line.amount)}</td>
            </tr>
          ))}
          <Total name={words.closing} amount={said(closing)} held={heldOf(view, statement.closing_held, said)} />
        </tbody>
      </table>
      <p class="soft small sums">{words.adds}</p>
    </div>
  );
}

function heldOf(view: View, held: string, said: (amount: string) => string): string | null {
  return held === "0" ? null : `${statementWords[view.language].held}: ${said(held)}`;
}

function Total({ name, amount, held }: { name: string; amount: string; held: string | null }) {
  return (
    <tr>
      <td>
        <strong>{name}</strong>
        {held === null ? null : <div class="soft small">{held}</div>}
      </td>
      <td></td>
      <td class="number">
        <strong>{amount}</strong>
      </td>
    </tr>
  );
}

/** What was spent by one of its names; the last line is the whole, the same in every table. */
export function Breakdown({ view, statement, by }: { view: View; statement: Statement; by: By }) {
  const words = statementWords[view.language];
  const rows = namedBy(view, statement, by);
  return (
    <section>
      <h2>{words.by[by]}</h2>
      <div class="card table scroll">
        <table class="stack">
          <caption class="hidden">{words.by[by]}</caption>
          <thead>
            <tr>
              <th scope="col">{words.named[by]}</th>
              {[words.messages, words.charged, words.refunded, words.net].map((head) => (
                <th scope="col" class="number">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Line view={view} statement={statement} row={row} />
            ))}
            <Line view={view} statement={statement} row={{ ...statement.spend, name: words.sum }} strong />
          </tbody>
        </table>
      </div>
    </section>
  );
}

interface Row {
  name: string;
  messages: number;
  charged: string;
  refunded: string;
  spend: string;
}

function namedBy(view: View, { spend }: Statement, by: By): Row[] {
  const words = statementWords[view.language];
  const names: Record<string, string> = commonWords[view.language].channels;
  switch (by) {
    case "channel":
      return spend.by_channel.map(({ channel, ...row }) => ({ ...row, name: names[channel ?? ""] ?? words.unnamed }));
    case "provider":
      return spend.by_provider.map(({ provider, ...row }) => ({ ...row, name: provider ?? words.unnamed }));
    case "purpose":
      return spend.by_purpose.map(({ purpose, ...row }) => ({ ...row, name: purpose ?? words.unnamed }));
    case "cost_centre":
      return spend.by_cost_centre.map(({ cost_centre: centre, ...row }) => ({ ...row, name: centre ?? words.unnamed }));
  }
}

interface LineProps {
  view: View;
  statement: Statement;
  row: Row;
  strong?: boolean;
}

function Line({ view, statement, row, strong = false }: LineProps) {
  const words = statementWords[view.language];
  const said = (amount: string): string => money(amount, statement.currency, view.language);
  return (
    <tr>
      <td>{strong ? <strong>{row.name}</strong> : row.name}</td>
      <td class="number" data-label={words.messages}>
        {count(row.messages, view.language)}
      </td>
      <td class="number" data-label={words.charged}>
        {said(row.charged)}
      </td>
      <td class="number" data-label={words.refunded}>
        {said(row.refunded)}
      </td>
      <td class="number" data-label={words.net}>
        {strong ? <strong>{said(row.spend)}</strong> : said(row.spend)}
      </td>
    </tr>
  );
}

interface MarginProps {
  view: View;
  statement: Statement;
  margin: NonNullable<Statement["margin"]>;
}

export function Margin({ view, statement, margin }: MarginProps) {
  const words = statementWords[view.language];
  const said = (amount: string): string => money(amount, statement.currency, view.language);
  return (
    <section class="card">
      <h2>{words.margin}</h2>
      <Facts
        rows={[
          [words.marginRows.messages, count(margin.messages, view.language)],
          [words.marginRows.unknown, count(margin.unknown, view.language)],
          [words.marginRows.spend, said(margin.spend)],
          [words.marginRows.cost, said(margin.cost)],
          [words.marginRows.margin, said(margin.margin)],
        ]}
      />
    </section>
  );
}
