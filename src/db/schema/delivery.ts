import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { bytea, instant, micros } from "./columns.ts";

/** What we owe a recipient on one channel, and the queue of it: `due_at` and `lease_owner` say who does what next. */
export const messages = pgTable(
  "messages",
  {
    tenantId: uuid("tenant_id").notNull(),
    id: uuid("id").notNull(),
    otpId: uuid("otp_id").notNull(),
    channel: text("channel").notNull(),
    recipient: text("recipient").notNull(),
    /** Of its number, for what is counted by them; null for an address, and in rows of before they were kept. */
    country: text("country"),
    prefix: text("prefix"),
    status: text("status").notNull(),
    /** Who accepted it, or tried last. */
    provider: text("provider"),
    /** The variant, and its version, of the provider that accepted it, or tried last. */
    template: text("template").notNull(),
    locale: text("locale").notNull(),
    templateVersion: integer("template_version").notNull(),
    /** Price of each usable provider, fixed when the hold was made: `{name: [micros, charged on, cost, segments]}`. */
    prices: jsonb("prices").notNull(),
    /** Who was the first of them to be tried: an object keeps no order. Null in rows of before it was kept. */
    firstProvider: text("first_provider"),
    /** Which ceilings on money its hold was counted in, a bit each: what comes back of it comes back there alone. */
    counted: smallint("counted").notNull().default(0),
    /** Providers that were left out, and why. */
    skips: jsonb("skips").notNull(),
    hold: micros("hold").notNull(),
    holdState: text("hold_state").notNull(),
    charged: micros("charged").notNull(),
    /** What the provider that took it takes from us, by the price list of the hold; null: not known, or nothing was taken. */
    cost: micros("cost"),
    tries: integer("tries").notNull(),
    /** The plan went on from here: a resend, or the next channel. It does so once. */
    advanced: boolean("advanced").notNull(),
    leaseOwner: uuid("lease_owner"),
    /** What is to be done at `due_at`: send, doubt (ambiguous), fallback, unreported. */
    due: text("due"),
    dueAt: instant("due_at"),
    createdAt: instant("created_at").notNull(),
    acceptedAt: instant("accepted_at"),
    /** When silence after an acceptance makes it unknown. */
    reportBy: instant("report_by"),
    /** How and when it first ended without a report that said so: a late report may have changed its status since. */
    lapsed: text("lapsed"),
    lapsedAt: instant("lapsed_at"),
    updatedAt: instant("updated_at").notNull(),
    expiresAt: instant("expires_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index("messages_otp").on(t.tenantId, t.otpId),
    index("messages_recipient").on(t.tenantId, t.recipient, t.id),
    // A message is in exactly one of these two while something is still to be done for it.
    index("messages_leased")
      .on(t.leaseOwner)
      .where(sql`${t.leaseOwner} is not null`),
    index("messages_due")
      .on(t.dueAt)
      .where(sql`${t.leaseOwner} is null and ${t.dueAt} is not null`),
    // Held with nothing to be done: charged on `verified`, or forgotten. Few at any time.
    index("messages_held_idle")
      .on(t.tenantId, t.otpId)
      .where(sql`${t.holdState} = 'held' and ${t.leaseOwner} is null and ${t.dueAt} is null`),
    // What support looks for, and few: a message that arrives is never in it.
    index("messages_lost")
      .on(t.tenantId, t.status, t.id)
      .where(sql`${t.status} in ('failed', 'expired', 'cancelled', 'unknown')`),
    check("messages_hold_state", sql`${t.holdState} in ('held', 'captured', 'released')`),
    check("messages_due_said", sql`(${t.due} is null) = (${t.dueAt} is null)`),
  ],
);

/** One hand-over to a provider. */
export const attempts = pgTable(
  "attempts",
  {
    tenantId: uuid("tenant_id").notNull(),
    messageId: uuid("message_id").notNull(),
    n: integer("n").notNull(),
    /** Whose provider it was: the tenant's, or the first tenant's that it shares. Reports come to the owner's hook. */
    ownerId: uuid("owner_id").notNull(),
    provider: text("provider").notNull(),
    channel: text("channel").notNull(),
    startedAt: instant("started_at").notNull(),
    latencyMs: integer("latency_ms").notNull(),
    outcome: text("outcome").notNull(),
    scope: text("scope"),
    providerCode: text("provider_code"),
    providerMessageId: text("provider_message_id"),
    /** The vendor made the code: ours did not go out. */
    vendorCode: boolean("vendor_code").notNull().default(false),
    /** What it was sent with. Null in rows of before it was kept. */
    template: text("template"),
    locale: text("locale"),
    templateVersion: integer("template_version"),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.messageId, t.n] }),
    index("attempts_provider_message")
      .on(t.ownerId, t.provider, t.providerMessageId)
      .where(sql`${t.providerMessageId} is not null`),
    // Failures alone, for those who look for a kind of them: what was accepted is in neither.
    index("attempts_failed")
      .on(t.tenantId, t.outcome, t.messageId)
      .where(sql`${t.outcome} <> 'accepted'`),
    index("attempts_provider_code")
      .on(t.tenantId, t.providerCode, t.messageId)
      .where(sql`${t.providerCode} is not null`),
  ],
);

/** A provider's later word. The same word twice is kept once. */
export const reports = pgTable(
  "reports",
  {
    tenantId: uuid("tenant_id").notNull(),
    messageId: uuid("message_id").notNull(),
    id: uuid("id").notNull(),
    provider: text("provider").notNull(),
    status: text("status").notNull(),
    at: instant("at").notNull(),
    providerCode: text("provider_code"),
    /** Of a failed one: what it means, and for whom. */
    errorClass: text("error_class"),
    scope: text("scope"),
    receivedAt: instant("received_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.messageId, t.id] }),
    uniqueIndex("reports_once").on(t.tenantId, t.messageId, t.provider, t.status, t.at),
    index("reports_failed")
      .on(t.tenantId, t.errorClass, t.messageId)
      .where(sql`${t.errorClass} is not null`),
    index("reports_provider_code")
      .on(t.tenantId, t.providerCode, t.messageId)
      .where(sql`${t.providerCode} is not null`),
  ],
);

/** Reports that came before the attempt they speak of was committed; taken up by that commit. */
export const earlyReports = pgTable(
  "early_reports",
  {
    ownerId: uuid("owner_id").notNull(),
    provider: text("provider").notNull(),
    providerMessageId: text("provider_message_id").notNull(),
    status: text("status").notNull(),
    at: instant("at").notNull(),
    providerCode: text("provider_code"),
    /** Of a failed one: what it means, and for whom. */
    errorClass: text("error_class"),
    scope: text("scope"),
    /** How many the vendor counted. */
    segments: integer("segments"),
    receivedAt: instant("received_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.ownerId, t.provider, t.providerMessageId, t.status, t.at] }),
    index("early_reports_age").on(t.receivedAt),
  ],
);

/** Other names that a provider has for its message: later reports may know it by these alone. */
export const messageAliases = pgTable(
  "message_aliases",
  {
    ownerId: uuid("owner_id").notNull(),
    provider: text("provider").notNull(),
    alias: text("alias").notNull(),
    providerMessageId: text("provider_message_id").notNull(),
    receivedAt: instant("received_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.ownerId, t.provider, t.alias] }), index("message_aliases_age").on(t.receivedAt)],
);

/** A provider's call of its hook: kept before it is answered, applied after, cleared away a day later. */
export const receivedHooks = pgTable(
  "received_hooks",
  {
    ownerId: uuid("owner_id").notNull(),
    id: uuid("id").notNull(),
    provider: text("provider").notNull(),
    receivedAt: instant("received_at").notNull(),
    /** The bytes as they came, and what the adapter read in them. Sealed: either may hold a code or a number. */
    body: bytea("body").notNull(),
    content: bytea("content").notNull(),
    /** The gateway that applies it. */
    leaseOwner: uuid("lease_owner").notNull(),
    /** When it is tried again unless it has been applied: one that fails leaves the others their turn. */
    tryAt: instant("try_at").notNull(),
    appliedAt: instant("applied_at"),
  },
  (t) => [
    primaryKey({ columns: [t.ownerId, t.id] }),
    index("received_hooks_unapplied")
      .on(t.leaseOwner, t.tryAt)
      .where(sql`${t.appliedAt} is null`),
    index("received_hooks_age").on(t.receivedAt),
  ],
);

/** Accepted messages that a provider is asked about, because it tells nothing by itself. */
export const awaitedReports = pgTable(
  "awaited_reports",
  {
    ownerId: uuid("owner_id").notNull(),
    provider: text("provider").notNull(),
    providerMessageId: text("provider_message_id").notNull(),
    tenantId: uuid("tenant_id").notNull(),
    messageId: uuid("message_id").notNull(),
    acceptedAt: instant("accepted_at").notNull(),
    askAt: instant("ask_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.ownerId, t.provider, t.providerMessageId] }),
    // Read from its young end.
    index("awaited_reports_young").on(t.ownerId, t.provider, t.acceptedAt),
    index("awaited_reports_age").on(t.acceptedAt),
  ],
);

/** One row a running gateway: its heartbeat is the lease of every message it holds. */
export const workers = pgTable("workers", {
  id: uuid("id").primaryKey(),
  aliveUntil: instant("alive_until").notNull(),
  startedAt: instant("started_at").notNull(),
});

/** What the sandbox "delivered": the only place that shows a code. Rows live one hour. */
export const sandboxMessages = pgTable(
  "sandbox_messages",
  {
    tenantId: uuid("tenant_id").notNull(),
    id: uuid("id").notNull(),
    provider: text("provider").notNull(),
    channel: text("channel").notNull(),
    recipient: text("recipient").notNull(),
    messageId: uuid("message_id").notNull(),
    body: bytea("body").notNull(),
    at: instant("at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index("sandbox_messages_recipient").on(t.tenantId, t.recipient, t.id),
    index("sandbox_messages_age").on(t.at),
  ],
);

/** A provider that failed messages of late: counted while it does, told to the operators once an hour. */
export const failovers = pgTable(
  "failovers",
  {
    tenantId: uuid("tenant_id").notNull(),
    provider: text("provider").notNull(),
    /** What it failed with first. */
    reason: text("reason").notNull(),
    messages: integer("messages").notNull(),
    since: instant("since").notNull(),
    /** When the provider's row was put: mended, it begins anew. */
    putAt: instant("put_at").notNull(),
    lastAt: instant("last_at").notNull(),
    /** When it may be told next. */
    tryAt: instant("try_at").notNull(),
    toldAt: instant("told_at"),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.provider] })],
);
