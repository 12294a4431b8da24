import { createHash } from "node:crypto";
import type { Sql } from "../../db/client.ts";
import { rowsOf } from "../../db/rows.ts";
import { readCsv, type CsvRow } from "../../kit/csv-reader.ts";
import { InvoiceError, lineReader, type InvoiceLine, type InvoiceOptions } from "./columns.ts";

const BATCH = 2000;
const LEFT_AFTER_MS = 3_600_000;

export interface InvoiceKey {
  tenantId: string;
  id: string;
  provider: string;
}

export interface ReadInvoice {
  /** SHA-256 of the file, hex. */
  hash: string;
  /** Rows without an id: totals, say. */
  withoutId: number;
}

/**
 * Reads the file part by part and finds the message of each line as it goes, so that memory does not grow with the file.
 * What else is in it (numbers, texts) is not kept.
 */
export async function readInvoice(
  sql: Sql,
  key: InvoiceKey,
  options: InvoiceOptions & { delimiter?: string },
  file: AsyncIterable<Uint8Array>,
  now: number,
): Promise<ReadInvoice> {
  await sql`delete from invoice_lines where at < to_timestamp(${now - LEFT_AFTER_MS}::float8 / 1000)`;
  const hash = createHash("sha256");
  const hashed = (async function* () {
    for await (const part of file) {
      hash.update(part);
      yield part;
    }
  })();
  let reader: ReturnType<typeof lineReader> | null = null;
  let lines: InvoiceLine[] = [];
  let withoutId = 0;
  const take = (row: CsvRow): void => {
    if (reader === null) {
      reader = lineReader(row.fields, options);
      return;
    }
    const line = reader(row);
    if (line === null) withoutId += 1;
    else lines.push(line);
  };
  const { delimiter } = options;
  for await (const rows of readCsv(hashed, delimiter === undefined ? {} : { delimiter })) {
    rows.forEach(take);
    for (; lines.length >= BATCH; lines = lines.slice(BATCH)) await keep(sql, key, lines.slice(0, BATCH), now);
  }
  if (reader === null) throw new InvoiceError("body", "the file is empty");
  await keep(sql, key, lines, now);
  await markDuplicates(sql, key);
  // Lines come and go between two turns of the autovacuum: without statistics, a line may be looked for among all of them.
  await sql`analyze invoice_lines`;
  return { hash: hash.digest("hex"), withoutId };
}

/** Each with the message that this provider's account had sent, and how it differs from what is known of that. */
async function keep(
  sql: Sql,
  { tenantId, id, provider }: InvoiceKey,
  lines: InvoiceLine[],
  now: number,
): Promise<void> {
  if (lines.length === 0) return;
  const rows = lines.map((line) => ({
    line: line.line,
    provider_message_id: line.providerMessageId,
    amount: line.amount.toString(),
    currency: line.currency,
    invoice_status: line.status,
  }));
  await sql`
    insert into invoice_lines (tenant_id, reconciliation_id, line, provider_message_id, amount, currency,
                               invoice_status, message_id, status, handed_at, expected, difference, at)
    select ${tenantId}, ${id}, l.line, l.provider_message_id, l.amount, l.currency, l.invoice_status, a.message_id,
           m.status, a.started_at, c.expected,
           case when a.message_id is null then 'unknown_here'
                when m.status in ('failed', 'expired', 'cancelled') and l.amount <> 0 then 'failed_here'
                when c.expected <> l.amount then 'price_differs' end,
           to_timestamp(${now}::float8 / 1000)
    from json_to_recordset(${rowsOf(sql, rows)}) as l(
      line bigint, provider_message_id text, amount bigint, currency text, invoice_status text)
    left join lateral (
      select tenant_id, message_id, started_at from attempts
      where owner_id = ${tenantId} and provider = ${provider} and provider_message_id = l.provider_message_id
      limit 1) a on true
    left join lateral (
      select status, (prices -> ${provider}::text ->> 2)::bigint as cost from messages
      where tenant_id = a.tenant_id and id = a.message_id offset 0) m on true
    left join lateral (
      select m.cost as expected from accounts where tenant_id = a.tenant_id and currency = l.currency offset 0) c on true`;
}

/**
 * What is named again, after its first line. In one pass at the end: looked up line by line, on a table without statistics,
 * it may go through all lines of the file for each.
 */
async function markDuplicates(sql: Sql, { tenantId, id }: InvoiceKey): Promise<void> {
  await sql`
    update invoice_lines l set difference = 'duplicate'
    from (
      select ctid, row_number() over (partition by provider_message_id order by line) as nth
      from invoice_lines where tenant_id = ${tenantId} and reconciliation_id = ${id} offset 0) named
    where l.ctid = named.ctid and named.nth > 1`;
}
