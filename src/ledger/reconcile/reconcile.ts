import type { Ctx } from "../../context.ts";
import type { Sql, Tx } from "../../db/client.ts";
import { GatewayError, invalidField } from "../../errors.ts";
import type { Clock } from "../../kit/clock.ts";
import { CsvError } from "../../kit/csv-reader.ts";
import { newId } from "../../kit/id.ts";
import { auditRow, writeAudit } from "../../tenants/audit.ts";
import type { Span } from "../statement/month.ts";
import { InvoiceError, type InvoiceOptions } from "./columns.ts";
import { figuresOf, keepDifferences, keepNotInvoiced, spanOfLines, type Figures } from "./compare.ts";
import { readInvoice, type InvoiceKey } from "./read-invoice.ts";

/**
 * The words of this room. An **invoice** is a provider's list of messages with what it takes for each; it is **matched**
 * with our attempts by the provider's own id of a message. A **difference** is where the two don't agree.
 */
export interface Reconciliation {
  id: string;
  provider: string;
  fileHash: string;
  actor: string;
  at: number;
  span: Span | null;
  figures: Figures;
}

export interface Invoice extends InvoiceOptions {
  provider: string;
  delimiter?: string;
  /** When the messages that it is about were handed over; null: when those that it names were. */
  span: Span | null;
}

/** The commit that keeps the result; around it, its caller may keep an answer. */
export type Keeping<T> = (fileHash: string, work: (tx: Tx) => Promise<Reconciliation>) => Promise<T>;

/** Reads an invoice and keeps what came of it. */
export async function reconcile<T>(
  deps: { sql: Sql; clock: Clock },
  ctx: Ctx,
  invoice: Invoice,
  file: AsyncIterable<Uint8Array>,
  keeping: Keeping<T>,
): Promise<T> {
  const { sql, clock } = deps;
  const key: InvoiceKey = { tenantId: ctx.tenant.id, id: newId(), provider: invoice.provider };
  await refuseOthers(sql, ctx, invoice.provider);
  try {
    const { hash, withoutId } = await readInvoice(sql, key, invoice, file, clock.now());
    return await keeping(hash, (tx) => keep(tx, ctx, key, invoice, { hash, withoutId, now: clock.now() }));
  } catch (error) {
    if (error instanceof CsvError) throw invalidField("body", error.message);
    if (error instanceof InvoiceError) throw invalidField(error.path, error.message);
    throw error;
  } finally {
    await sql`delete from invoice_lines where tenant_id = ${key.tenantId} and reconciliation_id = ${key.id}`;
  }
}

/** The invoice of a provider goes to whose account it is; one that is configured no more may still send its last. */
async function refuseOthers(sql: Sql, ctx: Ctx, provider: string): Promise<void> {
  const known = ctx.tenant.providers.get(provider);
  if (known?.ownerId === ctx.tenant.id) return;
  const [used] = await sql`
    select from attempts
    where owner_id = ${ctx.tenant.id} and provider = ${provider} and provider_message_id is not null limit 1`;
  if (used !== undefined) return;
  const why = known === undefined ? "is not known here" : "is the first tenant's, and so is its invoice";
  throw new GatewayError("not_found", `provider: ${provider} ${why}.`);
}

async function keep(
  tx: Tx,
  ctx: Ctx,
  key: InvoiceKey,
  invoice: Invoice,
  read: { hash: string; withoutId: number; now: number },
): Promise<Reconciliation> {
  const figures = await figuresOf(tx, key, read.withoutId);
  const span = invoice.span ?? (await spanOfLines(tx, key));
  await keepDifferences(tx, key);
  if (span !== null) figures.differences.not_invoiced.count = await keepNotInvoiced(tx, key, span);
  const { id, provider, tenantId } = key;
  const actor = ctx.actor.name;
  const time = (at: number | null) => tx`to_timestamp(${at}::float8 / 1000)`;
  await tx`
    insert into reconciliations (tenant_id, id, provider, file_hash, actor, at, span_from, span_until, figures)
    values (${tenantId}, ${id}, ${provider}, ${read.hash}, ${actor}, ${time(read.now)},
            ${time(span?.from ?? null)}, ${time(span?.until ?? null)}, ${JSON.stringify(figures)}::text::jsonb)`;
  const after = { provider, file_sha256: read.hash, lines: figures.lines, matched: figures.matched };
  await writeAudit(tx, auditRow(ctx, { action: "balance.reconcile", target: provider, after }, read.now));
  return { id, provider, fileHash: read.hash, actor, at: read.now, span, figures };
}
