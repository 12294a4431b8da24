import { sql } from "drizzle-orm";
import { boolean, check, index, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { instant } from "./columns.ts";

/** People as the ERP keeps them: whether they are to prove themselves, and where their codes go. */
export const users = pgTable(
  "users",
  {
    tenantId: uuid("tenant_id").notNull(),
    /** The ERP's own word for the person. */
    id: text("id").notNull(),
    /** What people read in place of the id; empty when it gave none. */
    name: text("name").notNull(),
    active: boolean("active").notNull(),
    destination: text("destination").notNull(),
    /** In E.164; null when it gave none. */
    number: text("number"),
    /** A UUIDv7 of the first put: the place in a list, which a later put does not move. */
    place: uuid("place").notNull(),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index("users_place").on(t.tenantId, t.place),
    // Few among many: a list of them alone need not walk past the others.
    index("users_inactive")
      .on(t.tenantId, t.place)
      .where(sql`not ${t.active}`),
    check("users_destination", sql`${t.destination} in ('central', 'own')`),
    check("users_own_number", sql`${t.destination} = 'central' or ${t.number} is not null`),
  ],
);
