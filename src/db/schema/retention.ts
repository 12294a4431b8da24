import { sql } from "drizzle-orm";
import { bigint, boolean, check, integer, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { instant } from "./columns.ts";

/** One row: how long the installation keeps what it logs. Its tenants share the months, so they share this. */
export const retention = pgTable(
  "retention",
  {
    one: boolean("one").primaryKey().default(true),
    rules: jsonb("rules").notNull(),
    updatedAt: instant("updated_at").notNull(),
  },
  (t) => [check("retention_one_row", sql`${t.one}`)],
);

/** How far a tenant's rows are emptied: none of them is read again. */
export const retentionMarks = pgTable(
  "retention_marks",
  {
    tenantId: uuid("tenant_id").notNull(),
    class: text("class").notNull(),
    table: text("table").notNull(),
    /** The newest row that is. */
    id: uuid("id").notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.class, t.table] })],
);

/** What a run did to one class of what is kept. */
export const retentionRuns = pgTable("retention_runs", {
  id: uuid("id").primaryKey(),
  class: text("class").notNull(),
  at: instant("at").notNull(),
  /** What is older than this was due. */
  until: instant("until").notNull(),
  /** Emptied, or dropped with their month. */
  rows: bigint("rows", { mode: "number" }).notNull(),
  /** Months that are gone. */
  parts: text("parts").array().notNull(),
  bytes: bigint("bytes", { mode: "number" }).notNull(),
  ms: integer("ms").notNull(),
  /** What was due and is still there, and why: the next run tries again. */
  left: jsonb("left").notNull(),
});
