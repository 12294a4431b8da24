import type { Sql } from "../../db/client.ts";
import { ms } from "../../db/rows.ts";
import type { DifferenceKind, Figures } from "./compare.ts";
import type { Reconciliation } from "./reconcile.ts";

/** Newest first: ids are in the order of their making. */
export async function listReconciliations(
  sql: Sql,
  tenantId: string,
  question: { id?: string; before?: string | null; limit: number },
): Promise<Reconciliation[]> {
  const { id, before = null, limit } = question;
  const rows = await sql<
    {
      id: string;
      provider: string;
      file_hash: string;
      actor: string;
      at: string;
      span_from: string | null;
      span_until: string | null;
      figures: string;
    }[]
  >`
    select id, provider, file_hash, actor, extract(epoch from at) * 1000 as at, figures::text as figures,
           extract(epoch from span_from) * 1000 as span_from, extract(epoch from span_until) * 1000 as span_until
    from reconciliations
    where tenant_id = ${tenantId} ${id === undefined ? sql`` : sql`and id = ${id}`}
      ${before === null ? sql`` : sql`and id < ${before}`}
    order by id desc limit ${limit}`;
  return rows.map((row) => {
    const [from, until] = [ms(row.span_from), ms(row.span_until)];
    return {
      id: row.id,
      provider: row.provider,
      fileHash: row.file_hash,
      actor: row.actor,
      at: ms(row.at) ?? 0,
      span: from === null || until === null ? null : { from, until },
      figures: JSON.parse(row.figures) as Figures,
    };
  });
}

export interface Difference {
  n: number;
  kind: DifferenceKind;
  providerMessageId: string;
  messageId: string | null;
  status: string | null;
  invoiceStatus: string | null;
  invoiced: bigint | null;
  currency: string | null;
  expected: bigint | null;
  line: number | null;
}

/** In the order of the file, then what it does not name. */
export async function listDifferences(
  sql: Sql,
  tenantId: string,
  id: string,
  limit: number,
  after: number,
): Promise<Difference[]> {
  const rows = await sql<
    {
      n: number;
      kind: DifferenceKind;
      provider_message_id: string;
      message_id: string | null;
      status: string | null;
      invoice_status: string | null;
      invoiced: string | null;
      currency: string | null;
      expected: string | null;
      line: string | null;
    }[]
  >`
    select n, kind, provider_message_id, message_id, status, invoice_status, invoiced, currency, expected, line
    from reconciliation_differences
    where tenant_id = ${tenantId} and reconciliation_id = ${id} and n > ${after}
    order by n limit ${limit}`;
  const micros = (text: string | null): bigint | null => (text === null ? null : BigInt(text));
  return rows.map((row) => ({
    n: row.n,
    kind: row.kind,
    providerMessageId: row.provider_message_id,
    messageId: row.message_id,
    status: row.status,
    invoiceStatus: row.invoice_status,
    invoiced: micros(row.invoiced),
    currency: row.currency,
    expected: micros(row.expected),
    line: row.line === null ? null : Number(row.line),
  }));
}
