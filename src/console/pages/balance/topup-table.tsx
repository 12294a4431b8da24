import { Table, type Column } from "../../parts/table.tsx";
import { money, Time } from "../../parts/text.tsx";
import { address, type View } from "../../view.ts";
import { TopUpBadge, Who, type Names } from "./common.tsx";
import { commonWords, type TopUpStatus } from "./common-words.ts";
import { topUpWords } from "./topups-words.ts";

export interface TopUp {
  id: string;
  status: TopUpStatus;
  amount: string;
  currency: string;
  reference: string;
  actor: string;
  at: string;
}

export function TopUpTable({ view, rows, names }: { view: View; rows: readonly TopUp[]; names: Names }) {
  const words = topUpWords[view.language];
  return <Table rows={rows} columns={columns(view, names)} caption={words.title} empty={<p>{words.empty}</p>} />;
}

function columns(view: View, names: Names): Column<TopUp>[] {
  const words = topUpWords[view.language];
  const shared = commonWords[view.language];
  return [
    { head: shared.at, cell: ({ at }) => <Time view={view} at={at} /> },
    {
      head: shared.reference,
      cell: ({ id, reference }) => <a href={address(view, `/balance/topups/${id}`)}>{reference}</a>,
    },
    {
      head: shared.amount,
      number: true,
      cell: ({ amount, currency }) => money(amount, currency, view.language),
    },
    { head: words.requestedBy, cell: ({ actor }) => <Who view={view} names={names} actor={actor} /> },
    { head: shared.status, cell: ({ status }) => <TopUpBadge view={view} status={status} /> },
  ];
}
