import { sql } from "drizzle-orm";
import { bigint, boolean, check, index, integer, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { bytea, instant } from "./columns.ts";

const position = (name: string) => bigint(name, { mode: "bigint" });

/** One row: what turns the number of a transaction into the place of its events; see `events/position.ts`. */
export const eventFeed = pgTable(
  "event_feed",
  {
    one: boolean("one").primaryKey().default(true),
    base: position("base").notNull(),
    /** The last place whose events may have been cleared away: who has read less has a gap. */
    purged: position("purged").notNull(),
  },
  (t) => [check("event_feed_one_row", sql`${t.one}`)],
);

/**
 * What the ERP is told. Thin: of an OTP and its message only the ids, since what is told of them never changes and is
 * read with them. So a number is kept in one place.
 */
export const events = pgTable(
  "events",
  {
    tenantId: uuid("tenant_id").notNull(),
    position: position("position").notNull(),
    id: uuid("id").notNull(),
    type: text("type").notNull(),
    at: instant("at").notNull(),
    otpId: uuid("otp_id"),
    messageId: uuid("message_id"),
    data: jsonb("data").notNull(),
  },
  (t) => [
    // The order in which they are read, without gaps.
    primaryKey({ columns: [t.tenantId, t.position, t.id] }),
    // A day's file, a replayed span, and what is past its time.
    index("events_at").on(t.tenantId, t.at, t.id),
  ],
);

export const webhooks = pgTable(
  "webhooks",
  {
    tenantId: uuid("tenant_id").notNull(),
    name: text("name").notNull(),
    url: text("url").notNull(),
    /** Types, groups of them (`otp.*`), or `*`. */
    events: text("events").array().notNull(),
    state: text("state").notNull(),
    /** Why the gateway has put it off by itself. */
    disabledReason: text("disabled_reason"),
    disabledAt: instant("disabled_at"),
    /** The last event that it has a delivery of, or passed over. */
    position: position("position").notNull(),
    positionId: uuid("position_id").notNull(),
    /** Since when no post has succeeded; null: the last one did. */
    failingSince: instant("failing_since"),
    /** Its server asked for a rest until then. */
    slowUntil: instant("slow_until"),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.name] }),
    check("webhooks_state", sql`${t.state} in ('on', 'off')`),
    check("webhooks_disabled", sql`${t.disabledReason} is null or ${t.state} = 'off'`),
  ],
);

/** All that are there sign, so that the receiver may change over in its own time. */
export const webhookSecrets = pgTable(
  "webhook_secrets",
  {
    tenantId: uuid("tenant_id").notNull(),
    webhook: text("webhook").notNull(),
    id: uuid("id").notNull(),
    /** Sealed with the master key, bound to its id. */
    secret: bytea("secret").notNull(),
    createdAt: instant("created_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.webhook, t.id] })],
);

/** One event owed to one webhook, with what came of the last try. */
export const webhookDeliveries = pgTable(
  "webhook_deliveries",
  {
    tenantId: uuid("tenant_id").notNull(),
    webhook: text("webhook").notNull(),
    eventId: uuid("event_id").notNull(),
    /** Whose event it is: the webhook's tenant, or one that has no webhook of its own. */
    eventTenantId: uuid("event_tenant_id").notNull(),
    eventPosition: position("event_position").notNull(),
    type: text("type").notNull(),
    status: text("status").notNull(),
    tries: integer("tries").notNull().default(0),
    /** When it is tried next. Of one that is being posted: when another replica takes it up, should this one die. */
    nextAt: instant("next_at"),
    triedAt: instant("tried_at"),
    latencyMs: integer("latency_ms"),
    /** The HTTP status of its last answer; null: there was none. */
    answerStatus: integer("answer_status"),
    /** The beginning of the last answer, secrets and numbers masked; or why there was none. */
    answer: text("answer"),
    createdAt: instant("created_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.webhook, t.eventId] }),
    index("webhook_deliveries_due")
      .on(t.tenantId, t.webhook, t.nextAt)
      .where(sql`${t.status} = 'pending'`),
    index("webhook_deliveries_list").on(t.tenantId, t.webhook, t.eventPosition, t.eventId),
    index("webhook_deliveries_status").on(t.tenantId, t.webhook, t.status, t.eventPosition, t.eventId),
    index("webhook_deliveries_age").on(t.createdAt),
    check("webhook_deliveries_status", sql`${t.status} in ('pending', 'delivered', 'dead')`),
    check("webhook_deliveries_due", sql`(${t.status} = 'pending') = (${t.nextAt} is not null)`),
  ],
);

/** How far work that is done once for every event of all tenants has come; see `events/follow.ts`. */
export const feedFollowers = pgTable("feed_followers", {
  name: text("name").primaryKey(),
  /** The last event that was taken. */
  position: position("position").notNull(),
  id: uuid("id").notNull(),
});
