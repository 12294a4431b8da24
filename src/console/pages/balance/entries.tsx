import { formatAmount, parseAmount } from "../../../kit/money.ts";
import { Table, type Column } from "../../parts/table.tsx";
import { Badge, money, Time, type Tone } from "../../parts/text.tsx";
import { address, type View } from "../../view.ts";
import { Who, type Names } from "./common.tsx";
import { commonWords } from "./common-words.ts";
import { ledgerWords } from "./ledger-words.ts";

export interface Entry {
  id: string;
  kind: "topup" | "hold" | "capture" | "release" | "refund" | "adjustment";
  amount: string;
  held_delta: string;
  available_after: string;
  held_after: string;
  currency: string;
  actor: string;
  reference: string | null;
  message: string | null;
  at: string;
}

const tones: Record<Entry["kind"], Tone> = {
  topup: "good",
  hold: "plain",
  capture: "info",
  release: "plain",
  refund: "good",
  adjustment: "warn",
};

export function EntryTable({ view, entries, names }: { view: View; entries: readonly Entry[]; names: Names }) {
  const words = ledgerWords[view.language];
  return <Table rows={entries} columns={columns(view, names)} caption={words.title} empty={<p>{words.empty}</p>} />;
}

function columns(view: View, names: Names): Column<Entry>[] {
  const words = ledgerWords[view.language];
  const shared = commonWords[view.language];
  const said = (amount: string, currency: string): string => money(amount, currency, view.language);
  return [
    { head: shared.at, cell: ({ at }) => <Time view={view} at={at} seconds /> },
    { head: words.kind, cell: ({ kind }) => <Badge tone={tones[kind]}>{words.kinds[kind]}</Badge> },
    { head: words.what, cell: (entry) => <Meaning view={view} names={names} entry={entry} /> },
    {
      head: words.available,
      number: true,
      cell: ({ amount, available_after: after, currency }) => (
        <>
          {amount === "0" ? null : signed(said(amount, currency), amount)}
          <div class="soft small">{words.then(said(after, currency))}</div>
        </>
      ),
    },
    {
      head: words.held,
      number: true,
      cell: ({ held_delta: amount, held_after: after, currency }) =>
        amount === "0" && after === "0" ? (
          ""
        ) : (
          <>
            {amount === "0" ? null : signed(said(amount, currency), amount)}
            <div class="soft small">{words.then(said(after, currency))}</div>
          </>
        ),
    },
  ];
}

const signed = (text: string, amount: string): string => (amount.startsWith("-") ? text : `+${text}`);

function Meaning({ view, names, entry }: { view: View; names: Names; entry: Entry }) {
  const words = ledgerWords[view.language];
  const { actor, reference, message } = entry;
  return (
    <>
      {meaning(entry, view)}
      <div class="soft small">
        {reference === null ? null : (
          <>
            <a href={address(view, "/balance/ledger", { reference: reference.replace(/^reversal of /, "") })}>
              {reference}
            </a>{" "}
          </>
        )}
        {message === null ? null : (
          <>
            <a href={address(view, `/messages/${message}`)}>{words.message}</a>{" "}
          </>
        )}
        {words.by} <Who view={view} names={names} actor={actor} />
      </div>
    </>
  );
}

/** What an entry says, in the words of somebody who keeps books. */
export function meaning(entry: Entry, view: Pick<View, "language">): string {
  const { means } = ledgerWords[view.language];
  const { kind, amount, held_delta: heldDelta, currency, reference, message } = entry;
  if (kind === "adjustment") {
    if (message !== null) return means.late;
    return reference?.startsWith("reversal of ") === true ? means.reversal : means.adjustment;
  }
  if (kind !== "capture") return means[kind];
  const [back, held] = [parseAmount(amount) ?? 0n, parseAmount(heldDelta) ?? 0n];
  const charged = money(formatAmount(-held - back), currency, view.language);
  return back === 0n ? means.capture(charged) : means.captureRest(charged, money(amount, currency, view.language));
}
