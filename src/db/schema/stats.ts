import { sql } from "drizzle-orm";
import { bigint, check, integer, pgTable, primaryKey, smallint, text, uuid } from "drizzle-orm/pg-core";
import { instant, micros } from "./columns.ts";
import { tenants } from "./tenants.ts";

const count = (name: string) => bigint(name, { mode: "number" }).notNull();

/**
 * What became of OTPs and their messages, by when the OTP was asked for; money by when its entry was written. Each is in
 * four rows, one of each grain in UTC, so that any time zone's day is cut from few rows. Empty text: does not apply.
 */
export const statsSums = pgTable(
  "stats_sums",
  {
    tenantId: uuid("tenant_id").notNull(),
    grain: text("grain").notNull(),
    startsAt: instant("starts_at").notNull(),
    channel: text("channel").notNull(),
    provider: text("provider").notNull(),
    country: text("country").notNull(),
    /** `key/locale`. */
    template: text("template").notNull(),
    purpose: text("purpose").notNull(),
    sent: count("sent"),
    delivered: count("delivered"),
    read: count("read"),
    failed: count("failed"),
    /** OTPs that were sent: once in all, once a channel, once a provider, once a channel of a provider. */
    otps: count("otps"),
    otpsByChannel: count("otps_by_channel"),
    otpsByProvider: count("otps_by_provider"),
    otpsByRoute: count("otps_by_route"),
    verified: count("verified"),
    charged: micros("charged").notNull(),
    cost: micros("cost").notNull(),
  },
  (t) => [
    primaryKey({
      name: "stats_sums_pk",
      columns: [t.tenantId, t.grain, t.startsAt, t.channel, t.provider, t.country, t.template, t.purpose],
    }),
    check("stats_sums_grain", sql`${t.grain} in ('quarter', 'hour', 'day', 'month')`),
  ],
);

/** How long things took: how many times each slot of `stats/latency.ts` was hit. */
export const statsLatencies = pgTable(
  "stats_latencies",
  {
    tenantId: uuid("tenant_id").notNull(),
    grain: text("grain").notNull(),
    startsAt: instant("starts_at").notNull(),
    kind: text("kind").notNull(),
    channel: text("channel").notNull(),
    provider: text("provider").notNull(),
    country: text("country").notNull(),
    /** Only those that were hit, rising; `counts` in the same order. */
    slots: smallint("slots").array().notNull(),
    counts: integer("counts").array().notNull(),
  },
  (t) => [
    primaryKey({
      name: "stats_latencies_pk",
      columns: [t.tenantId, t.grain, t.startsAt, t.kind, t.channel, t.provider, t.country],
    }),
    check("stats_latencies_grain", sql`${t.grain} in ('quarter', 'hour', 'day', 'month')`),
    check("stats_latencies_kind", sql`${t.kind} in ('issue_to_wire', 'wire_to_delivered', 'issue_to_verified')`),
  ],
);

/** How far a tenant's entries are in `stats_sums`: moved by the commit that adds them. */
export const statsMoney = pgTable("stats_money", {
  tenantId: uuid("tenant_id")
    .primaryKey()
    .references(() => tenants.id),
  /** Number of the newest entry that is in the sums. */
  seq: bigint("seq", { mode: "number" }).notNull(),
});
