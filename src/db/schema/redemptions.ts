import { sql } from "drizzle-orm";
import { check, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { instant } from "./columns.ts";

/** That an OTP was redeemed. The key decides which of any number of redeems is the one, whatever it came with. */
export const redemptions = pgTable(
  "redemptions",
  {
    tenantId: uuid("tenant_id").notNull(),
    otpId: uuid("otp_id").notNull(),
    /** What it was redeemed with. */
    means: text("means").notNull(),
    actor: text("actor").notNull(),
    at: instant("at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.otpId] }),
    check("redemptions_means", sql`${t.means} in ('ticket', 'proof')`),
  ],
);
