import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  index,
  integer,
  jsonb,
  numeric,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { instant } from "./columns.ts";

/** A balance, or a provider's credit, that is running out: from when it was seen until it was over. */
export const balanceAlerts = pgTable(
  "balance_alerts",
  {
    tenantId: uuid("tenant_id").notNull(),
    id: uuid("id").notNull(),
    /** The provider whose credit it is; empty: the tenant's own balance. */
    provider: text("provider").notNull().default(""),
    kind: text("kind").notNull(),
    since: instant("since").notNull(),
    /** What it was judged by last; amounts are decimal text. */
    figures: jsonb("figures").notNull(),
    /** When it may be told next, and how often in a row nobody could be. */
    tryAt: instant("try_at").notNull(),
    failures: integer("failures").notNull().default(0),
    toldAt: instant("told_at"),
    /** Of each address, when it was last told or tried; numbers masked. */
    addresses: jsonb("addresses"),
    /** Why nobody heard of it. */
    untold: text("untold"),
    acknowledgedAt: instant("acknowledged_at"),
    acknowledgedBy: text("acknowledged_by"),
    endedAt: instant("ended_at"),
    /** Those who heard of it are yet to hear that it is over. */
    overDue: boolean("over_due").notNull().default(false),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    // One of a kind at a time, whichever replica sees it first.
    uniqueIndex("balance_alerts_open")
      .on(t.tenantId, t.provider, t.kind)
      .where(sql`${t.endedAt} is null`),
    index("balance_alerts_over")
      .on(t.tenantId)
      .where(sql`${t.overDue}`),
    check("balance_alerts_kind", sql`${t.kind} in ('low', 'runway', 'empty')`),
  ],
);

/** What a provider said was left with it, once an hour: how fast it falls. */
export const providerCredit = pgTable(
  "provider_credit",
  {
    tenantId: uuid("tenant_id").notNull(),
    provider: text("provider").notNull(),
    hour: instant("hour").notNull(),
    at: instant("at").notNull(),
    /** In the vendor's own unit: never added to a balance. */
    amount: numeric("amount").notNull(),
    /** When the provider's row was put: what came before may be another account's. */
    putAt: instant("put_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.provider, t.hour] }), index("provider_credit_age").on(t.hour)],
);
