import { bigint, check, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { sql } from "drizzle-orm";
import { instant, micros } from "./columns.ts";
import { tenants } from "./tenants.ts";

/** How far a tenant's entries are in `ledger_sums`: moved by the commit that adds them, so each is counted once. */
export const ledgerRollups = pgTable("ledger_rollups", {
  tenantId: uuid("tenant_id")
    .primaryKey()
    .references(() => tenants.id),
  /** Number of the newest entry that is in the sums. */
  seq: bigint("seq", { mode: "number" }).notNull(),
});

/**
 * Entries added up by when they were written and what they were for. Each is in three rows, one of each grain in UTC, so
 * that any time zone's month is cut from few rows: offsets are whole quarters of an hour. Empty text: does not apply.
 */
export const ledgerSums = pgTable(
  "ledger_sums",
  {
    tenantId: uuid("tenant_id").notNull(),
    grain: text("grain").notNull(),
    startsAt: instant("starts_at").notNull(),
    /** An entry's kind, but that an adjustment of a message is a `late_charge`. */
    kind: text("kind").notNull(),
    channel: text("channel").notNull(),
    provider: text("provider").notNull(),
    purpose: text("purpose").notNull(),
    costCentre: text("cost_centre").notNull(),
    entries: bigint("entries", { mode: "number" }).notNull(),
    amount: micros("amount").notNull(),
    heldDelta: micros("held_delta").notNull(),
    /** What the charges cost us at the provider, as far as that is known: of how many, and what they were charged at. */
    cost: micros("cost").notNull(),
    costKnown: bigint("cost_known", { mode: "number" }).notNull(),
    chargedOfKnown: micros("charged_of_known").notNull(),
  },
  (t) => [
    primaryKey({
      name: "ledger_sums_pk",
      columns: [t.tenantId, t.grain, t.startsAt, t.kind, t.channel, t.provider, t.purpose, t.costCentre],
    }),
    check("ledger_sums_grain", sql`${t.grain} in ('quarter', 'day', 'month')`),
  ],
);

/** Purposes and cost centres that have sums of their own in a month (UTC); those above the limit are added up as others. */
export const ledgerNames = pgTable(
  "ledger_names",
  {
    tenantId: uuid("tenant_id").notNull(),
    month: instant("month").notNull(),
    dimension: text("dimension").notNull(),
    name: text("name").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.month, t.dimension, t.name] }),
    check("ledger_names_dimension", sql`${t.dimension} in ('purpose', 'cost_centre')`),
  ],
);
