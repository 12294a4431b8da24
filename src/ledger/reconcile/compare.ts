import type { Tx } from "../../db/client.ts";
import { ms } from "../../db/rows.ts";
import { firstIdAt } from "../../kit/id.ts";
import { formatAmount } from "../../kit/money.ts";
import type { Span } from "../statement/month.ts";
import type { InvoiceKey } from "./read-invoice.ts";

export const differenceKinds = ["unknown_here", "not_invoiced", "failed_here", "price_differs", "duplicate"] as const;
export type DifferenceKind = (typeof differenceKinds)[number];

/** Differences of each kind that are kept; all are counted. */
export const KEPT_OF_A_KIND = 1000;

/** A message is handed over for at most its life of ten minutes; an hour leaves room for clocks. */
const LONGEST_LIFE_MS = 3_600_000;

/** As they are kept and answered: amounts are decimal text. */
export interface Figures {
  lines: number;
  without_id: number;
  matched: number;
  currencies: {
    currency: string;
    invoiced: string;
    matched: string;
    /** Of matched lines whose cost is known: what was invoiced, and what the price list says. */
    invoiced_of_known: string;
    expected: string;
  }[];
  differences: Record<DifferenceKind, { count: number; amounts: { currency: string; amount: string }[] }>;
}

interface GroupRow {
  difference: DifferenceKind | null;
  currency: string;
  known: boolean;
  matched: boolean;
  lines: string;
  amount: string;
  expected: string;
}

/** What the lines that were read come to, by what differs. */
export async function figuresOf(tx: Tx, { tenantId, id }: InvoiceKey, withoutId: number): Promise<Figures> {
  const rows = await tx<GroupRow[]>`
    select difference, currency, expected is not null as known, message_id is not null as matched,
           count(*) as lines, sum(amount) as amount, coalesce(sum(expected), 0) as expected
    from invoice_lines where tenant_id = ${tenantId} and reconciliation_id = ${id}
    group by 1, 2, 3, 4`;
  const count = (some: readonly GroupRow[]): number => some.reduce((sum, { lines }) => sum + Number(lines), 0);
  const sum = (some: readonly GroupRow[], field: "amount" | "expected" = "amount"): string =>
    formatAmount(some.reduce((total, row) => total + BigInt(row[field]), 0n));
  const currencies = [...new Set(rows.map(({ currency }) => currency))].sort();
  const matched = rows.filter((row) => row.matched && row.difference !== "duplicate");
  const differences = differenceKinds.map((kind) => {
    const some = rows.filter(({ difference }) => difference === kind);
    const amounts = currencies.flatMap((currency) => {
      const same = some.filter((row) => row.currency === currency);
      return same.length === 0 ? [] : [{ currency, amount: sum(same) }];
    });
    return [kind, { count: count(some), amounts }] as const;
  });
  return {
    lines: count(rows),
    without_id: withoutId,
    matched: count(matched),
    currencies: currencies.map((currency) => {
      const of = (some: readonly GroupRow[]) => some.filter((row) => row.currency === currency);
      const known = of(matched).filter((row) => row.known);
      return {
        currency,
        invoiced: sum(of(rows)),
        matched: sum(of(matched)),
        invoiced_of_known: sum(known),
        expected: sum(known, "expected"),
      };
    }),
    differences: Object.fromEntries(differences) as Figures["differences"],
  };
}

/** When the messages that the invoice names were handed over; null: it names none of ours. */
export async function spanOfLines(tx: Tx, { tenantId, id }: InvoiceKey): Promise<Span | null> {
  const [row] = await tx<{ first: string | null; last: string | null }[]>`
    select extract(epoch from min(handed_at)) * 1000 as first, extract(epoch from max(handed_at)) * 1000 as last
    from invoice_lines where tenant_id = ${tenantId} and reconciliation_id = ${id}`;
  const [first, last] = [ms(row?.first ?? null), ms(row?.last ?? null)];
  return first === null || last === null ? null : { from: first, until: last + 1 };
}

/** Keeps the first of each kind, in the order of the file. */
export async function keepDifferences(tx: Tx, { tenantId, id }: InvoiceKey): Promise<void> {
  await tx`
    insert into reconciliation_differences (tenant_id, reconciliation_id, n, kind, provider_message_id, message_id,
                                            status, invoice_status, invoiced, currency, expected, line)
    select ${tenantId}, ${id}, row_number() over (order by line), difference, provider_message_id, message_id,
           status, invoice_status, amount, currency, expected, line
    from (
      select *, row_number() over (partition by difference order by line) as of_kind from invoice_lines
      where tenant_id = ${tenantId} and reconciliation_id = ${id} and difference is not null) l
    where of_kind <= ${KEPT_OF_A_KIND}`;
}

/**
 * What this provider's account accepted in the span and the invoice does not name. Ids of messages are in the order of
 * their making, so a span of time is one of ids, whichever tenant the message is of.
 */
export async function keepNotInvoiced(tx: Tx, { tenantId, id, provider }: InvoiceKey, span: Span): Promise<number> {
  const [row] = await tx<{ count: string }[]>`
    with missing as materialized (
      select a.message_id, a.provider_message_id, a.started_at, m.status, (m.prices -> ${provider}::text ->> 2)::bigint as cost
      from tenants t
      cross join lateral (
        select * from attempts
        where tenant_id = t.id and message_id >= ${firstIdAt(span.from - LONGEST_LIFE_MS)} and message_id < ${firstIdAt(span.until)}
          and owner_id = ${tenantId} and provider = ${provider} and outcome = 'accepted'
          and started_at >= to_timestamp(${span.from}::float8 / 1000)
          and started_at < to_timestamp(${span.until}::float8 / 1000) offset 0) a
      cross join lateral (
        select status, prices from messages where tenant_id = t.id and id = a.message_id offset 0) m
      where a.provider_message_id is not null and m.status not in ('failed', 'expired', 'cancelled')
        and not exists (
          select from invoice_lines
          where tenant_id = ${tenantId} and reconciliation_id = ${id} and provider_message_id = a.provider_message_id)),
    kept as (
      insert into reconciliation_differences (tenant_id, reconciliation_id, n, kind, provider_message_id, message_id,
                                              status, expected)
      select ${tenantId}, ${id}, ${KEPT_OF_A_KIND * differenceKinds.length} + row_number() over (order by started_at),
             'not_invoiced', provider_message_id, message_id, status, cost
      from missing order by started_at limit ${KEPT_OF_A_KIND})
    select count(*) as count from missing`;
  return Number(row?.count ?? 0);
}
