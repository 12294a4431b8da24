import { sql } from "drizzle-orm";
import { boolean, index, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { bytea, instant } from "./columns.ts";

export const tenants = pgTable(
  "tenants",
  {
    id: uuid("id").primaryKey(),
    name: text("name").notNull().unique(),
    /** The first tenant's settings serve every tenant that has none of its own. */
    first: boolean("first").notNull().default(false),
    settings: jsonb("settings").notNull(),
    createdAt: instant("created_at").notNull(),
  },
  (t) => [
    uniqueIndex("tenants_first")
      .on(t.first)
      .where(sql`${t.first}`),
  ],
);

export const apiKeys = pgTable(
  "api_keys",
  {
    id: uuid("id").primaryKey(),
    tenantId: uuid("tenant_id")
      .notNull()
      .references(() => tenants.id),
    name: text("name").notNull(),
    role: text("role").notNull(),
    /** SHA-256 of the key, hex. */
    hash: text("hash").notNull().unique(),
    facade: text("facade"),
    ips: text("ips").array().notNull().default([]),
    expiresAt: instant("expires_at"),
    createdAt: instant("created_at").notNull(),
    revokedAt: instant("revoked_at"),
  },
  (t) => [index("api_keys_tenant").on(t.tenantId, t.createdAt)],
);

/** Append-only: a trigger refuses update, delete and truncate. Ids are of the time of `at`, give or take a request. */
export const audit = pgTable(
  "audit",
  {
    tenantId: uuid("tenant_id").notNull(),
    id: uuid("id").notNull(),
    actor: text("actor").notNull(),
    /** What people call the actor: a key may be renamed or gone when somebody reads this. */
    actorName: text("actor_name"),
    action: text("action").notNull(),
    target: text("target").notNull(),
    before: jsonb("before"),
    after: jsonb("after"),
    requestId: text("request_id"),
    address: text("address"),
    at: instant("at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    // What somebody looks for, each newest first.
    index("audit_actor").on(t.tenantId, t.actor, t.id),
    index("audit_action").on(t.tenantId, t.action, t.id),
    index("audit_target").on(t.tenantId, t.target, t.id),
    index("audit_request").on(t.tenantId, t.requestId, t.id),
  ],
);

/** Answers kept for 24 h, so that a POST sent twice has one effect. */
export const idempotency = pgTable(
  "idempotency",
  {
    tenantId: uuid("tenant_id").notNull(),
    /** Method and path. */
    scope: text("scope").notNull(),
    key: text("key").notNull(),
    /** Keyed hash of the parsed fields: a plain one would give a code away. */
    fingerprint: bytea("fingerprint").notNull(),
    answer: bytea("answer").notNull(),
    /** While the first caller still waits (`wait_ms`), a second is told to come back. */
    busyUntil: instant("busy_until"),
    createdAt: instant("created_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.scope, t.key] }), index("idempotency_age").on(t.createdAt)],
);
