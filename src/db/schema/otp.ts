import { sql } from "drizzle-orm";
import { bigint, boolean, check, index, integer, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { bytea, instant } from "./columns.ts";

/**
 * One request to prove a person. In months, as all that is logged: see `db/months.ts`. No foreign key to tenants: the check would lock the tenant's row once
 * for every issue, and the tenant always comes from an authenticated key.
 */
export const otps = pgTable(
  "otps",
  {
    tenantId: uuid("tenant_id").notNull(),
    id: uuid("id").notNull(),
    /** What limits, guesses and "one pending" are counted by: the recipient, or central number and user. */
    subject: text("subject").notNull(),
    recipients: text("recipients").array().notNull(),
    /** The ERP's word for the person; empty when it gave none. */
    userRef: text("user_ref").notNull(),
    purpose: text("purpose").notNull(),
    /** The plan: channels in order. */
    channels: text("channels").array().notNull(),
    locale: text("locale").notNull(),
    template: text("template").notNull(),
    params: jsonb("params").notNull(),
    metadata: jsonb("metadata").notNull(),
    clientIp: text("client_ip"),
    status: text("status").notNull(),
    attemptsLeft: integer("attempts_left").notNull(),
    codeHash: bytea("code_hash").notNull(),
    /** The ERP brought it: vendors that make their own can't send it. */
    codeGiven: boolean("code_given").notNull().default(false),
    /** Checks that vendors of codes were asked about; see `otp/checked-rows.ts`. */
    vendorChecks: jsonb("vendor_checks"),
    /** What delivery, fallback and resend need; erased by the commit that ends the OTP. */
    codeSealed: bytea("code_sealed"),
    /** Not the ordinary call: a façade, or a hosted page; see `otp/model.ts`. */
    via: jsonb("via"),
    ttlSeconds: integer("ttl_seconds").notNull(),
    central: boolean("central").notNull(),
    decoy: boolean("decoy").notNull(),
    /** When it was issued and each time it was resent, milliseconds: what the windows count. */
    sends: bigint("sends", { mode: "number" }).array().notNull(),
    /** Only providers of kind `sandbox` could carry it: it counts in the sandbox's windows. */
    sandbox: boolean("sandbox").notNull().default(false),
    /** What was sent until then is forgiven: no window and no cool-down counts it. */
    forgivenAt: instant("forgiven_at"),
    createdAt: instant("created_at").notNull(),
    expiresAt: instant("expires_at").notNull(),
    resendAt: instant("resend_at").notNull(),
    endedAt: instant("ended_at"),
    /** A message of it is charged on `verified`, and since then that has been left to the OTP's end. Null once it is done. */
    unsettledSince: instant("unsettled_since"),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    // "One pending" of a subject, user and purpose is a unique index on each month by itself, made with it: see `make_month`.
    index("otps_subject").on(t.tenantId, t.subject, t.createdAt),
    index("otps_user")
      .on(t.tenantId, t.userRef, t.createdAt)
      .where(sql`${t.userRef} <> ''`),
    index("otps_expiry")
      .on(t.expiresAt)
      .where(sql`${t.status} = 'pending'`),
    // Empty but for those whose end a dead process left unsettled.
    index("otps_unsettled")
      .on(t.endedAt)
      .where(sql`${t.unsettledSince} is not null and ${t.status} <> 'pending'`),
    // Erased but for what limits still count by. Few at any time.
    index("otps_half_erased")
      .on(t.createdAt)
      .where(sql`${t.recipients}[1] = '' and ${t.subject} <> ''`),
    check("otps_status", sql`${t.status} in ('pending', 'verified', 'expired', 'locked', 'cancelled', 'replaced')`),
    check("otps_attempts", sql`${t.attemptsLeft} >= 0`),
    check("otps_code_erased", sql`${t.status} = 'pending' or ${t.codeSealed} is null`),
  ],
);

/** Consecutive wrong codes of one subject, across its OTPs; the row goes with a success. */
export const guessStreaks = pgTable(
  "guess_streaks",
  {
    tenantId: uuid("tenant_id").notNull(),
    subject: text("subject").notNull(),
    wrong: integer("wrong").notNull(),
    blockedUntil: instant("blocked_until"),
    updatedAt: instant("updated_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.subject] }), index("guess_streaks_age").on(t.updatedAt)],
);

/** Sliding windows that nothing is given back to: client address and network, prefix, country, tenant, provider, gateway. */
export const limitUsage = pgTable(
  "limit_usage",
  {
    tenantId: uuid("tenant_id").notNull(),
    scope: text("scope").notNull(),
    key: text("key").notNull(),
    /** Pairs: the time of a bucket's youngest hit in milliseconds, and how many it holds; oldest first. */
    buckets: bigint("buckets", { mode: "number" }).array().notNull(),
    updatedAt: instant("updated_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.scope, t.key] }), index("limit_usage_age").on(t.updatedAt)],
);
