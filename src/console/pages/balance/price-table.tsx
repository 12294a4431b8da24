import { Confirm, Form } from "../../parts/form.tsx";
import { Table, type Column } from "../../parts/table.tsx";
import { money, Time } from "../../parts/text.tsx";
import { address, type View } from "../../view.ts";
import { commonWords } from "./common-words.ts";
import { marginOf, type Price, type PriceState } from "./price-state.ts";
import { priceWords } from "./prices-words.ts";

interface PriceTableProps {
  view: View;
  rows: readonly Price[];
  name: PriceState;
  /** With a button that takes a price back. */
  withdraw: boolean;
  /** What a provider takes is between it and the first tenant. */
  margin: boolean;
}

export function PriceTable({ view, rows, name, withdraw, margin }: PriceTableProps) {
  const words = priceWords[view.language];
  return (
    <Table
      rows={rows}
      caption={words[name]}
      empty={<p>{words.empty}</p>}
      columns={[...subject(view), ...amounts(view, margin), ...moments(view), ...(withdraw ? [takeBack(view)] : [])]}
    />
  );
}

function subject(view: View): Column<Price>[] {
  const words = priceWords[view.language];
  return [
    { head: words.channel, cell: ({ channel }) => commonWords[view.language].channels[channel] },
    { head: words.provider, cell: ({ provider }) => provider ?? <span class="soft">{words.any}</span> },
    {
      head: words.country,
      cell: ({ country, prefix }) =>
        [country, prefix].filter(Boolean).join(" ") || <span class="soft">{words.any}</span>,
    },
  ];
}

function amounts(view: View, margin: boolean): Column<Price>[] {
  const words = priceWords[view.language];
  const said = (amount: string | null): string =>
    amount === null ? words.unknown : money(amount, view.currency, view.language);
  return [
    { head: words.price, number: true, cell: ({ amount }) => said(amount) },
    ...(margin
      ? [
          { head: words.cost, number: true, cell: ({ cost }: Price) => said(cost) },
          { head: words.margin, number: true, cell: (price: Price) => said(marginOf(price)) },
        ]
      : []),
    { head: words.perLabel, cell: ({ per }) => words.per[per] },
    { head: words.chargedOn, cell: ({ charged_on: stage }) => words.stages[stage] },
  ];
}

function moments(view: View): Column<Price>[] {
  const words = priceWords[view.language];
  return [
    {
      head: words.from,
      cell: ({ valid_from: from }) => (Date.parse(from) === 0 ? words.always : <Time view={view} at={from} />),
    },
  ];
}

function takeBack(view: View): Column<Price> {
  const words = priceWords[view.language];
  return {
    head: words.withdraw,
    quiet: true,
    cell: ({ channel, provider, country, prefix, valid_from: from }) => (
      <Confirm label={words.withdraw} tight>
        <Form action={address(view, "/balance/prices/withdraw")}>
          <p>{words.withdrawAsk}</p>
          {Object.entries({ channel, provider, country, prefix, valid_from: from }).map(([name, value]) => (
            <input type="hidden" name={name} value={value ?? ""} />
          ))}
          <button class="danger tight">{words.withdraw}</button>
        </Form>
      </Confirm>
    ),
  };
}
