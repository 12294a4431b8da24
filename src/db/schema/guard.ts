import { sql } from "drizzle-orm";
import { boolean, check, index, integer, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { instant } from "./columns.ts";

/** Beginnings of numbers that a tenant sends to: `+62812`. A country is the sum of its prefixes. */
export const guardPrefixes = pgTable(
  "guard_prefixes",
  {
    tenantId: uuid("tenant_id").notNull(),
    prefix: text("prefix").notNull(),
    /** Empty where it is not known. */
    country: text("country").notNull(),
    /** When it was first sent to, or again after thirty days of silence. */
    since: instant("since").notNull(),
    /** The newest minute in which an OTP for it was issued. */
    lastMinute: instant("last_minute").notNull(),
    /** A release: what was sent before it is no evidence any more. */
    freshFrom: instant("fresh_from"),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.prefix, t.country] }), index("guard_prefixes_active").on(t.lastMinute)],
);

/** OTPs by the minute of their issue. Each is in it once, when a provider took its first message. */
export const guardSums = pgTable(
  "guard_sums",
  {
    tenantId: uuid("tenant_id").notNull(),
    prefix: text("prefix").notNull(),
    country: text("country").notNull(),
    minute: instant("minute").notNull(),
    sent: integer("sent").notNull(),
    verified: integer("verified").notNull(),
    /** Verified, expired or locked: they have had their time, however young. */
    ended: integer("ended").notNull(),
    /** Verified, or a report says that the message was delivered. */
    arrived: integer("arrived").notNull(),
    /** A report says that the message was delivered. */
    reported: integer("reported").notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.prefix, t.country, t.minute] }), index("guard_sums_age").on(t.minute)],
);

/** What is in the sums of each OTP, so that nothing is added twice; for as long as something may follow. No numbers. */
export const guardOtps = pgTable(
  "guard_otps",
  {
    tenantId: uuid("tenant_id").notNull(),
    otpId: uuid("otp_id").notNull(),
    /** The first message that a provider took: whose number it was. */
    messageId: uuid("message_id").notNull(),
    prefix: text("prefix").notNull(),
    country: text("country").notNull(),
    minute: instant("minute").notNull(),
    verified: boolean("verified").notNull(),
    ended: boolean("ended").notNull(),
    reported: boolean("reported").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.otpId] }),
    index("guard_otps_newest").on(t.tenantId, t.prefix, t.otpId),
    index("guard_otps_age").on(t.minute),
  ],
);

/** Prefixes and countries that are not as they should be. Those that are blocked are in every replica's snapshot. */
export const guardStates = pgTable(
  "guard_states",
  {
    tenantId: uuid("tenant_id").notNull(),
    /** A prefix, `+62812`, or a country, `LV`. */
    key: text("key").notNull(),
    state: text("state").notNull(),
    because: text("because").notNull(),
    since: instant("since").notNull(),
    /** Of a block: when it ends by itself. */
    until: instant("until"),
    /** The first minute of what it was judged by. */
    evidenceFrom: instant("evidence_from").notNull(),
    figures: jsonb("figures").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.key] }),
    check("guard_states_state", sql`${t.state} in ('suspected', 'blocked', 'outage')`),
    check("guard_states_until", sql`(${t.state} = 'blocked') = (${t.until} is not null)`),
  ],
);

/** Every change of a state, with the figures of the moment. */
export const guardDecisions = pgTable(
  "guard_decisions",
  {
    tenantId: uuid("tenant_id").notNull(),
    id: uuid("id").notNull(),
    key: text("key").notNull(),
    decision: text("decision").notNull(),
    because: text("because").notNull(),
    /** Of the tenant's guard at that moment. */
    mode: text("mode").notNull(),
    /** `gateway`, or the key that released it. */
    actor: text("actor").notNull(),
    figures: jsonb("figures").notNull(),
    until: instant("until"),
    at: instant("at").notNull(),
    /** Operators are yet to hear of it. */
    untold: boolean("untold").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index("guard_decisions_key").on(t.tenantId, t.key, t.id),
    index("guard_decisions_untold")
      .on(t.tenantId)
      .where(sql`${t.untold}`),
    check("guard_decisions_decision", sql`${t.decision} in ('suspected', 'blocked', 'outage', 'released', 'cleared')`),
  ],
);

/** When a tenant's operators were last told, so that an attack on many prefixes is one piece of news. */
export const guardTellings = pgTable("guard_tellings", {
  tenantId: uuid("tenant_id").primaryKey(),
  at: instant("at").notNull(),
});
