import { z } from "@hono/zod-openapi";
import { isoMs } from "../kit/clock.ts";
import { publicId } from "../kit/id.ts";
import { formatAmount } from "../kit/money.ts";
import { differenceKinds } from "../ledger/reconcile/compare.ts";
import type { Difference } from "../ledger/reconcile/list.ts";
import type { Reconciliation } from "../ledger/reconcile/reconcile.ts";

export const SHOWN_DIFFERENCES = 100;

const amounts = z.array(z.object({ currency: z.string(), amount: z.string() }));
const kindCounts = Object.fromEntries(
  differenceKinds.map((kind) => [kind, z.object({ count: z.number().int(), amounts })]),
);

export const reconciliationSchema = z
  .object({
    id: z.string().openapi({ example: "rec_0199f0c2a1b27c3d8e4f5a6b7c8d9e0f" }),
    provider: z.string(),
    file_sha256: z.string(),
    actor: z.string(),
    at: z.iso.datetime(),
    from: z.iso
      .datetime()
      .nullable()
      .describe("The time that our messages were looked for; null: it names none of ours"),
    until: z.iso.datetime().nullable(),
    lines: z.number().int(),
    without_id: z.number().int().describe("Rows without an id, totals say; in no other figure"),
    matched: z.number().int().describe("Messages of ours that it names"),
    currencies: z.array(
      z.object({
        currency: z.string(),
        invoiced: z.string(),
        matched: z.string().describe("Of it, for messages of ours"),
        invoiced_of_known: z.string().describe("Of that, for those whose cost is known"),
        expected: z.string().describe("What those should cost by the price list"),
      }),
    ),
    differences: z
      .object(kindCounts)
      .describe(
        "`unknown_here`: named, but not ours · `not_invoiced`: accepted by the provider in this time, but not named · " +
          "`failed_here`: charged, though it failed or was never sent · `price_differs`: from its known cost, in the same " +
          "currency · `duplicate`: named again",
      ),
  })
  .openapi("Reconciliation");

const differenceSchema = z.object({
  kind: z.enum(differenceKinds),
  line: z.number().int().nullable().describe("Of the file"),
  provider_message_id: z.string(),
  message: z.string().nullable(),
  status: z.string().nullable().describe("Our message's"),
  invoice_status: z.string().nullable(),
  invoiced: z.string().nullable(),
  currency: z.string().nullable(),
  expected: z.string().nullable(),
});
export const differenceColumns = Object.keys(differenceSchema.shape) as (keyof z.infer<typeof differenceSchema>)[];

export const reconciliationReadSchema = reconciliationSchema
  .extend({ shown: z.array(differenceSchema).describe(`The first ${SHOWN_DIFFERENCES} differences that were kept`) })
  .openapi("ReconciliationRead");

export function reconciliationAnswer(row: Reconciliation) {
  const { lines, without_id, matched, currencies, differences } = row.figures;
  return {
    id: publicId("rec", row.id),
    provider: row.provider,
    file_sha256: row.fileHash,
    actor: row.actor,
    at: isoMs(row.at),
    from: row.span === null ? null : isoMs(row.span.from),
    until: row.span === null ? null : isoMs(row.span.until),
    lines,
    without_id,
    matched,
    currencies,
    differences,
  };
}

export function differenceAnswer(row: Difference) {
  const amount = (micros: bigint | null): string | null => (micros === null ? null : formatAmount(micros));
  return {
    kind: row.kind,
    line: row.line,
    provider_message_id: row.providerMessageId,
    message: row.messageId === null ? null : publicId("msg", row.messageId),
    status: row.status,
    invoice_status: row.invoiceStatus,
    invoiced: amount(row.invoiced),
    currency: row.currency,
    expected: amount(row.expected),
  };
}
