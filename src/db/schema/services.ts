import { sql } from "drizzle-orm";
import { check, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { instant } from "./columns.ts";
import { tenants } from "./tenants.ts";

/** Services of Twilio Verify that have settings of their own; others work by the tenant's. */
export const services = pgTable(
  "services",
  {
    tenantId: uuid("tenant_id")
      .notNull()
      .references(() => tenants.id),
    /** `VA` and 32 hexadecimal digits: the ERP's own word. */
    sid: text("sid").notNull(),
    settings: jsonb("settings").notNull(),
    updatedAt: instant("updated_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.sid] }), check("services_sid", sql`${t.sid} ~ '^VA[0-9a-f]{32}$'`)],
);
