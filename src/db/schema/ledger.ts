import { sql } from "drizzle-orm";
import { bigint, check, index, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { instant, micros } from "./columns.ts";
import { tenants } from "./tenants.ts";

/** The running total of a tenant's entries. Every writer locks this row first. */
export const accounts = pgTable(
  "accounts",
  {
    tenantId: uuid("tenant_id")
      .primaryKey()
      .references(() => tenants.id),
    currency: text("currency").notNull(),
    available: micros("available")
      .notNull()
      .default(sql`0`),
    held: micros("held")
      .notNull()
      .default(sql`0`),
    /** All that was ever charged, less refunds: spend between two entries is a subtraction. */
    spent: micros("spent")
      .notNull()
      .default(sql`0`),
    /** How far `available` may go below zero. */
    creditLine: micros("credit_line")
      .notNull()
      .default(sql`0`),
    /** Number of the newest entry. */
    seq: bigint("seq", { mode: "number" }).notNull().default(0),
  },
  (t) => [
    check("accounts_not_overdrawn", sql`${t.available} + ${t.creditLine} >= 0`),
    check("accounts_held", sql`${t.held} >= 0`),
  ],
);

/** Append-only: a trigger refuses update, delete and truncate. */
export const entries = pgTable(
  "entries",
  {
    tenantId: uuid("tenant_id").notNull(),
    seq: bigint("seq", { mode: "number" }).notNull(),
    id: uuid("id").notNull(),
    kind: text("kind").notNull(),
    amount: micros("amount").notNull(),
    heldDelta: micros("held_delta").notNull(),
    availableAfter: micros("available_after").notNull(),
    heldAfter: micros("held_after").notNull(),
    spentAfter: micros("spent_after").notNull(),
    actor: text("actor").notNull(),
    reference: text("reference"),
    messageId: uuid("message_id"),
    at: instant("at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.seq] }),
    index("entries_at").on(t.tenantId, t.at),
    // The rare kinds: what finance looks for among many holds and captures, and what became of a message afterwards.
    index("entries_rare")
      .on(t.tenantId, t.kind, t.seq)
      .where(sql`${t.kind} in ('topup', 'refund', 'adjustment')`),
    index("entries_afterwards")
      .on(t.tenantId, t.messageId)
      .where(sql`${t.kind} in ('refund', 'adjustment')`),
    // One hold a message, and one capture or release for it: a second one can't be written.
    uniqueIndex("entries_one_resolution")
      .on(t.tenantId, t.messageId, sql`(${t.kind} = 'hold')`)
      .where(sql`${t.kind} in ('hold', 'capture', 'release')`),
    check("entries_kind", sql`${t.kind} in ('topup', 'hold', 'capture', 'release', 'refund', 'adjustment')`),
  ],
);

/** Money that came, or is said to have: posted at once, or once a second person has approved it. */
export const topups = pgTable(
  "topups",
  {
    tenantId: uuid("tenant_id").notNull(),
    reference: text("reference").notNull(),
    id: uuid("id").notNull(),
    amount: micros("amount").notNull(),
    currency: text("currency").notNull(),
    note: text("note"),
    /** Who asked for it. */
    actor: text("actor").notNull(),
    at: instant("at").notNull(),
    status: text("status").notNull().default("posted"),
    /** Null too where nobody had to. */
    decidedBy: text("decided_by"),
    decidedAt: instant("decided_at"),
    /** Why it was refused. */
    reason: text("reason"),
    postedAt: instant("posted_at"),
    entryId: uuid("entry_id"),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.reference] }),
    uniqueIndex("topups_id").on(t.tenantId, t.id),
    index("topups_at").on(t.tenantId, t.at, t.id),
    index("topups_status").on(t.tenantId, t.status, t.at, t.id),
    check("topups_positive", sql`${t.amount} > 0`),
    check(
      "topups_status_known",
      sql`${t.status} in ('requested', 'posted', 'refused', 'reversal_requested', 'reversed')`,
    ),
    check("topups_second_person", sql`${t.decidedBy} is null or ${t.decidedBy} <> ${t.actor}`),
  ],
);

/** Append-only, as the entries that follow from them. */
export const adjustments = pgTable(
  "adjustments",
  {
    tenantId: uuid("tenant_id").notNull(),
    reference: text("reference").notNull(),
    id: uuid("id").notNull(),
    amount: micros("amount").notNull(),
    currency: text("currency").notNull(),
    reason: text("reason").notNull(),
    actor: text("actor").notNull(),
    at: instant("at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.reference] })],
);

/** How far a tenant's entries have been proven: none of them is read again. */
export const ledgerChecks = pgTable("ledger_checks", {
  tenantId: uuid("tenant_id")
    .primaryKey()
    .references(() => tenants.id),
  /** Number of the newest entry that follows from the one before it. */
  seq: bigint("seq", { mode: "number" }).notNull(),
  /** What that entry said when it was proven: it has to say so still. */
  availableAfter: micros("available_after").notNull(),
  heldAfter: micros("held_after").notNull(),
  spentAfter: micros("spent_after").notNull(),
  checkedAt: instant("checked_at").notNull(),
  /** What is wrong, and with which entry; null: nothing, or no single entry. */
  problem: text("problem"),
  badSeq: bigint("bad_seq", { mode: "number" }),
  /** When the operators were told of this problem. */
  toldAt: instant("told_at"),
});
