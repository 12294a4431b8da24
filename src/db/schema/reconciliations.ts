import { sql } from "drizzle-orm";
import { bigint, check, index, integer, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { instant, micros } from "./columns.ts";

/** A provider's invoice held against what was sent through it. */
export const reconciliations = pgTable(
  "reconciliations",
  {
    tenantId: uuid("tenant_id").notNull(),
    id: uuid("id").notNull(),
    provider: text("provider").notNull(),
    /** SHA-256 of the file. */
    fileHash: text("file_hash").notNull(),
    actor: text("actor").notNull(),
    at: instant("at").notNull(),
    /** In which our messages were looked for in the invoice; null: it names none of ours. */
    spanFrom: instant("span_from"),
    spanUntil: instant("span_until"),
    /** Counts and sums, the amounts as decimal text: as they are answered. */
    figures: jsonb("figures").notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] })],
);

/** What differs: the first of each kind. */
export const reconciliationDifferences = pgTable(
  "reconciliation_differences",
  {
    tenantId: uuid("tenant_id").notNull(),
    reconciliationId: uuid("reconciliation_id").notNull(),
    n: integer("n").notNull(),
    kind: text("kind").notNull(),
    providerMessageId: text("provider_message_id").notNull(),
    messageId: uuid("message_id"),
    /** Our message's status. */
    status: text("status"),
    /** The invoice's own word. */
    invoiceStatus: text("invoice_status"),
    invoiced: micros("invoiced"),
    currency: text("currency"),
    expected: micros("expected"),
    /** Of the file. */
    line: bigint("line", { mode: "number" }),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.reconciliationId, t.n] }),
    check(
      "reconciliation_differences_kind",
      sql`${t.kind} in ('unknown_here', 'not_invoiced', 'failed_here', 'price_differs', 'duplicate')`,
    ),
  ],
);

/** An invoice's lines with what was found for each, while it is being read. Gone with its end, or after an hour. */
export const invoiceLines = pgTable(
  "invoice_lines",
  {
    tenantId: uuid("tenant_id").notNull(),
    reconciliationId: uuid("reconciliation_id").notNull(),
    line: bigint("line", { mode: "number" }).notNull(),
    providerMessageId: text("provider_message_id").notNull(),
    amount: micros("amount").notNull(),
    currency: text("currency").notNull(),
    invoiceStatus: text("invoice_status"),
    messageId: uuid("message_id"),
    status: text("status"),
    /** When it was handed over, and what that should cost. */
    handedAt: instant("handed_at"),
    expected: micros("expected"),
    difference: text("difference"),
    at: instant("at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.reconciliationId, t.line] }),
    index("invoice_lines_message").on(t.tenantId, t.reconciliationId, t.providerMessageId),
    index("invoice_lines_age").on(t.at),
  ],
);
