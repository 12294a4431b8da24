import type { Sql } from "../db/client.ts";
import { settledBefore } from "../events/position.ts";
import { firstIdAt } from "../kit/id.ts";

/** What a page can be told of. It asks for the rest itself, by its own right: nothing of it is said here. */
export const topics = [
  "messages",
  "balance",
  "topups",
  "providers",
  "settings",
  "sandbox",
  "attention",
  "webhooks",
  "audit",
] as const;
export type Topic = (typeof topics)[number];

/** How things stood at a look: where one of these is another one than before, something changed. */
export interface Marks {
  /** Number of the newest entry: every message holds money, and every end of one moves it. */
  entries: string;
  /** The newest event that nothing can come in before. */
  event: string;
  /** The newest audit rows, `id action`. Several: one may be committed after a younger one. */
  audit: readonly string[];
  sandbox: string;
  troubles: string;
  alerts: string;
  guard: string;
  webhooks: string;
  ledger: string;
  /** What this replica knows without asking. */
  here: string;
  settings: string;
}

type Stored = Omit<Marks, "audit" | "here" | "settings"> & { audit: string };

const DAY_MS = 86_400_000;

/** One round trip: for each mark a look into an index for a few rows, however many there are. */
export async function readMarks(
  sql: Sql,
  tenantId: string,
  known: Pick<Marks, "here" | "settings">,
  now: number,
): Promise<Marks> {
  // With it as the least id, no earlier month is looked at.
  const recent = firstIdAt(now - DAY_MS);
  const [row] = await sql<Stored[]>`
    with here as materialized (select ${settledBefore(sql)} as settled)
    select
      coalesce((select seq::text from accounts where tenant_id = ${tenantId}), '') as entries,
      coalesce((
        select position || '/' || id from events
        where tenant_id = ${tenantId} and position < (select settled from here)
        order by position desc, id desc limit 1), '') as event,
      coalesce((
        select string_agg(id || ' ' || action, ',') from (
          select id, action from audit where tenant_id = ${tenantId} and id >= ${recent} order by id desc limit 20) a),
        '') as audit,
      coalesce((
        select string_agg(id::text, ',') from (
          select id from sandbox_messages where tenant_id = ${tenantId} order by id desc limit 20) s), '') as sandbox,
      coalesce((
        select string_agg(provider || '/' || since || '/' || messages, ',' order by provider) from failovers
        where tenant_id = ${tenantId}), '') as troubles,
      coalesce((
        select string_agg(id || '/' || (acknowledged_at is null), ',' order by provider, kind) from balance_alerts
        where tenant_id = ${tenantId} and ended_at is null), '') as alerts,
      coalesce((
        select count(*) || '/' || max(since) || '/' || count(*) filter (where state = 'blocked') from guard_states
        where tenant_id = ${tenantId}), '') as guard,
      coalesce((
        select string_agg(name || '/' || state || '/' || (failing_since is null), ',' order by name) from webhooks
        where tenant_id = ${tenantId}), '') as webhooks,
      coalesce((select problem from ledger_checks where tenant_id = ${tenantId}), '') as ledger`;
  if (row === undefined) throw new Error("a look without a row");
  return { ...row, ...known, audit: row.audit === "" ? [] : row.audit.split(",") };
}

/** Pure: what is to be looked at anew. */
export function changedTopics(before: Marks, after: Marks): Topic[] {
  const differs = (...names: Exclude<keyof Marks, "audit">[]): boolean =>
    names.some((name) => before[name] !== after[name]);
  const acts = after.audit.filter((act) => !before.audit.includes(act));
  const topUps = acts.some((act) => act.includes(" balance.topup"));
  const changed: Record<Topic, boolean> = {
    messages: differs("entries", "event"),
    balance: differs("entries", "alerts"),
    topups: topUps,
    providers: differs("troubles", "here", "settings"),
    settings: differs("settings"),
    sandbox: differs("sandbox"),
    attention: topUps || differs("troubles", "here", "settings", "alerts", "guard", "webhooks", "ledger"),
    // What is owed to them follows from events.
    webhooks: differs("event", "webhooks"),
    audit: acts.length > 0,
  };
  return topics.filter((topic) => changed[topic]);
}
