import { sql } from "drizzle-orm";
import { bigint, boolean, check, integer, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { bytea, instant, micros } from "./columns.ts";
import { tenants } from "./tenants.ts";

const tenantId = () =>
  uuid("tenant_id")
    .notNull()
    .references(() => tenants.id);

/** One row: every change of configuration adds one, so that a replica that missed a NOTIFY notices. */
export const configVersion = pgTable(
  "config_version",
  {
    one: boolean("one").primaryKey().default(true),
    version: bigint("version", { mode: "number" }).notNull(),
    /** Sealed by the installation's master key: a start with another one is noticed before it does harm. */
    keyCheck: bytea("key_check"),
    /** Seals numbers wherever they are kept; itself sealed by the master key, so that a new one does not change them. */
    numberKey: bytea("number_key"),
    /** When the numbers of an older version had all been sealed. */
    numbersSealedAt: instant("numbers_sealed_at"),
  },
  (t) => [check("config_version_one_row", sql`${t.one}`)],
);

export const providers = pgTable(
  "providers",
  {
    tenantId: tenantId(),
    name: text("name").notNull(),
    kind: text("kind").notNull(),
    state: text("state").notNull(),
    settings: jsonb("settings").notNull(),
    /** Secrets as one JSON object, sealed with the master key, bound to tenant and name. */
    secrets: bytea("secrets"),
    /** Names of the secrets that are set: what a read may show. */
    secretNames: text("secret_names").array().notNull().default([]),
    updatedAt: instant("updated_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.name] }),
    check("providers_state", sql`${t.state} in ('on', 'drain', 'off')`),
  ],
);

export const routes = pgTable("routes", {
  tenantId: tenantId().primaryKey(),
  channels: jsonb("channels").notNull(),
  fallback: jsonb("fallback").notNull(),
  updatedAt: instant("updated_at").notNull(),
});

export const templates = pgTable(
  "templates",
  {
    tenantId: tenantId(),
    key: text("key").notNull(),
    channel: text("channel").notNull(),
    locale: text("locale").notNull(),
    version: integer("version").notNull(),
    content: jsonb("content").notNull(),
    updatedAt: instant("updated_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.key, t.channel, t.locale] })],
);

export const templateVersions = pgTable(
  "template_versions",
  {
    tenantId: tenantId(),
    key: text("key").notNull(),
    channel: text("channel").notNull(),
    locale: text("locale").notNull(),
    version: integer("version").notNull(),
    content: jsonb("content").notNull(),
    actor: text("actor").notNull(),
    at: instant("at").notNull(),
    /** What made it: a put, the publishing of a draft, a rollback, an import, a submission to a provider, a provider's list. */
    change: text("change").notNull().default("put"),
    /** Of a rollback: the version whose content it has again. */
    fromVersion: integer("from_version"),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.key, t.channel, t.locale, t.version] }),
    check("template_versions_change", sql`${t.change} in ('put', 'publish', 'rollback', 'import', 'submit', 'sync')`),
    check("template_versions_from", sql`(${t.change} = 'rollback') = (${t.fromVersion} is not null)`),
  ],
);

/** What somebody is writing: never sent, and no version until it is published. One a variant, which need not exist yet. */
export const templateDrafts = pgTable(
  "template_drafts",
  {
    tenantId: tenantId(),
    key: text("key").notNull(),
    channel: text("channel").notNull(),
    locale: text("locale").notNull(),
    /** Another one at each put, so that who read it can tell whether it is still the same. */
    revision: uuid("revision").notNull(),
    /** The version that was in use when it was begun; 0: none. */
    baseVersion: integer("base_version").notNull(),
    content: jsonb("content").notNull(),
    actor: text("actor").notNull(),
    at: instant("at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.key, t.channel, t.locale] })],
);

/** What a provider last said of a binding. No row: bound by hand, taken as approved. */
export const templateApprovals = pgTable(
  "template_approvals",
  {
    tenantId: tenantId(),
    key: text("key").notNull(),
    channel: text("channel").notNull(),
    locale: text("locale").notNull(),
    provider: text("provider").notNull(),
    status: text("status").notNull(),
    reason: text("reason"),
    /** When we heard it: what was heard since stands. */
    at: instant("at").notNull(),
    /** When the provider says it was so, where it does: its calls come in any order. */
    saidAt: instant("said_at"),
    /** How we know: a refused send, a call of its hook, its list, an answer to a submission. */
    source: text("source").notNull().default("hook"),
    /** Times in a row that a send was refused what the list calls approved: the longer the list is doubted. */
    doubts: integer("doubts").notNull().default(0),
    /** What the operators were told last, of every tenant that sends with it. */
    told: text("told").notNull().default("approved"),
    /** Tenants whose operators know meanwhile that it left the plan, or came back, while others do not yet. */
    heard: uuid("heard")
      .array()
      .notNull()
      .default(sql`'{}'`),
    /** When they may be told next. */
    tellAt: instant("tell_at").notNull().default(new Date(0)),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.key, t.channel, t.locale, t.provider] }),
    check("template_approvals_source", sql`${t.source} in ('send', 'hook', 'sync', 'submit')`),
  ],
);

export const prices = pgTable(
  "prices",
  {
    tenantId: tenantId(),
    position: integer("position").notNull(),
    channel: text("channel").notNull(),
    provider: text("provider"),
    country: text("country"),
    /** The beginning of a number, `+62812`: a finer country. */
    prefix: text("prefix"),
    amount: micros("amount").notNull(),
    /** What the provider takes from us for the same; null: not known. */
    cost: micros("cost"),
    per: text("per").notNull(),
    chargedOn: text("charged_on").notNull(),
    validFrom: instant("valid_from").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.position] }),
    check("prices_not_negative", sql`${t.amount} >= 0`),
    check("prices_cost_not_negative", sql`${t.cost} >= 0`),
    check("prices_charged_on", sql`${t.chargedOn} in ('accepted', 'delivered', 'verified')`),
  ],
);

export const limits = pgTable("limits", {
  tenantId: tenantId().primaryKey(),
  rules: jsonb("rules").notNull(),
  updatedAt: instant("updated_at").notNull(),
});
