import { sql } from "drizzle-orm";
import { check, integer, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { bytea, instant } from "./columns.ts";

/** A top-up whose transfer bounced, taken back: at once, or once a second person has approved it. */
export const topupReversals = pgTable(
  "topup_reversals",
  {
    tenantId: uuid("tenant_id").notNull(),
    topupId: uuid("topup_id").notNull(),
    id: uuid("id").notNull(),
    status: text("status").notNull(),
    reason: text("reason").notNull(),
    /** Who asked for it. */
    actor: text("actor").notNull(),
    at: instant("at").notNull(),
    decidedBy: text("decided_by"),
    decidedAt: instant("decided_at"),
    /** Why it was refused. */
    refusal: text("refusal"),
    entryId: uuid("entry_id"),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.topupId, t.id] }),
    // One under way, and one that was made: a second one can't be written.
    uniqueIndex("topup_reversals_once")
      .on(t.tenantId, t.topupId)
      .where(sql`${t.status} <> 'refused'`),
    check("topup_reversals_status", sql`${t.status} in ('requested', 'posted', 'refused')`),
    check("topup_reversals_second_person", sql`${t.decidedBy} is null or ${t.decidedBy} <> ${t.actor}`),
  ],
);

/** What shows that the money came. A further file is a further row: what somebody approved by is never replaced. */
export const topupProofs = pgTable(
  "topup_proofs",
  {
    tenantId: uuid("tenant_id").notNull(),
    topupId: uuid("topup_id").notNull(),
    /** From 1. */
    version: integer("version").notNull(),
    type: text("type").notNull(),
    size: integer("size").notNull(),
    /** Of the content as it came. */
    sha256: bytea("sha256").notNull(),
    /** Both sealed: people's names and account numbers are in them. */
    name: bytea("name").notNull(),
    content: bytea("content").notNull(),
    actor: text("actor").notNull(),
    at: instant("at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.topupId, t.version] })],
);
