import { bigint, index, integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { instant } from "./columns.ts";

/** Money held or charged under a ceiling, by buckets of a 200th of its span: hour or day. A row for ceilings that are set alone. */
export const moneyUsage = pgTable(
  "money_usage",
  {
    tenantId: uuid("tenant_id").notNull(),
    /** `tenant`, `country`, `prefix`, or `gateway` (of the first tenant: all of them together). */
    scope: text("scope").notNull(),
    key: text("key").notNull(),
    spanSeconds: integer("span_seconds").notNull(),
    /** Its start in milliseconds. */
    bucket: bigint("bucket", { mode: "number" }).notNull(),
    /** Micros. What comes back of a hold comes back where it was counted, so never below zero while it counts. */
    amount: bigint("amount", { mode: "bigint" }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.scope, t.key, t.spanSeconds, t.bucket] }),
    index("money_usage_age").on(t.bucket),
  ],
);

/** Consecutive wrong codes of one user, across their OTPs and numbers; the row goes with a success. */
export const userGuessStreaks = pgTable(
  "user_guess_streaks",
  {
    tenantId: uuid("tenant_id").notNull(),
    userRef: text("user_ref").notNull(),
    wrong: integer("wrong").notNull(),
    blockedUntil: instant("blocked_until"),
    updatedAt: instant("updated_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.userRef] }), index("user_guess_streaks_age").on(t.updatedAt)],
);
