import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { bytea, instant } from "./columns.ts";
import { tenants } from "./tenants.ts";

/** People who use the console. The ERP's own users are in `users.ts`. */
export const consoleUsers = pgTable(
  "console_users",
  {
    id: uuid("id").primaryKey(),
    tenantId: uuid("tenant_id")
      .notNull()
      .references(() => tenants.id),
    /** As it is shown. */
    name: text("name").notNull(),
    /** As it is compared: one signs in by name alone, so it is unique in the installation. */
    nameKey: text("name_key").notNull().unique(),
    role: text("role").notNull(),
    /** Null: as the browser asks. */
    language: text("language"),
    /** Null until the person has chosen one. */
    password: text("password"),
    passwordChangedAt: instant("password_changed_at"),
    /** The secret of the second factor, sealed. */
    totp: bytea("totp"),
    /** The last step whose code was taken: none before it, nor it again, is. */
    totpLastStep: bigint("totp_last_step", { mode: "number" }).notNull().default(0),
    /** SHA-256 of the token by which the person chooses a password, once. */
    setupHash: bytea("setup_hash"),
    setupExpiresAt: instant("setup_expires_at"),
    disabledAt: instant("disabled_at"),
    createdAt: instant("created_at").notNull(),
  },
  (t) => [
    index("console_users_tenant").on(t.tenantId, t.createdAt, t.id),
    uniqueIndex("console_users_setup")
      .on(t.setupHash)
      .where(sql`${t.setupHash} is not null`),
    check("console_users_role", sql`${t.role} in ('ops', 'finance', 'auditor', 'admin')`),
    check("console_users_language", sql`${t.language} in ('id', 'en')`),
    check("console_users_setup_expires", sql`(${t.setupHash} is null) = (${t.setupExpiresAt} is null)`),
  ],
);

/** For when the telephone is lost: each opens the second step once. */
export const consoleRecoveryCodes = pgTable(
  "console_recovery_codes",
  {
    userId: uuid("user_id")
      .notNull()
      .references(() => consoleUsers.id, { onDelete: "cascade" }),
    /** SHA-256; a code carries 80 random bits. */
    hash: bytea("hash").notNull(),
    usedAt: instant("used_at"),
  },
  (t) => [primaryKey({ columns: [t.userId, t.hash] })],
);

/** Who is signed in, or half way there. */
export const consoleSessions = pgTable(
  "console_sessions",
  {
    id: uuid("id").primaryKey(),
    /** SHA-256; a token carries 256 random bits. */
    tokenHash: bytea("token_hash").notNull().unique(),
    userId: uuid("user_id")
      .notNull()
      .references(() => consoleUsers.id, { onDelete: "cascade" }),
    /** The tenant that is looked at, where it is not the user's own. */
    actingTenantId: uuid("acting_tenant_id").references(() => tenants.id),
    /** The second factor was given, or there is none and the machine itself was asked. */
    passed: boolean("passed").notNull(),
    address: text("address"),
    userAgent: text("user_agent"),
    createdAt: instant("created_at").notNull(),
    /** Written once a minute at most. */
    seenAt: instant("seen_at").notNull(),
    /** Whatever is done with it. */
    expiresAt: instant("expires_at").notNull(),
  },
  (t) => [
    index("console_sessions_user").on(t.userId, t.createdAt, t.id),
    index("console_sessions_expires").on(t.expiresAt),
  ],
);

/** Tries at a name, from an address and so on, that have not succeeded; a name nobody has is counted as any other. */
export const consoleTries = pgTable(
  "console_tries",
  {
    /** What is counted: a kind, and a hash of what it is about, since a password may be typed where a name belongs. */
    subject: text("subject").primaryKey(),
    tries: integer("tries").notNull(),
    blockedUntil: instant("blocked_until").notNull(),
    updatedAt: instant("updated_at").notNull(),
  },
  (t) => [index("console_tries_age").on(t.updatedAt)],
);
