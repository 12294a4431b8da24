import type { Sql, Tx } from "../db/client.ts";
import { rowsOf } from "../db/rows.ts";
import { appendEvents } from "../events/append.ts";
import type { EventType, NewEvent } from "../events/model.ts";
import { isoMs } from "../kit/clock.ts";
import { newId } from "../kit/id.ts";
import { isCountry, MINUTE_MS, type DecisionKind } from "./model.ts";
import type { KeyChange } from "./evaluate.ts";

/** The figures of a decision, and the conversion that was asked for then. */
export type KeptFigures = KeyChange["figures"] & { threshold: number };

const told: Partial<Record<DecisionKind, EventType>> = {
  suspected: "guard.suspected",
  blocked: "guard.blocked",
  released: "guard.released",
};

/** Decisions, what stands by them, and who is told: for one commit, which holds the lock of the settings. */
export async function writeChanges(tx: Tx, changes: readonly KeyChange[], actor: string, now: number): Promise<void> {
  const rows = changes.map(({ tenantId, key, rules, change: { decision, because, standing }, figures }) => ({
    tenant_id: tenantId,
    id: newId(now),
    key,
    decision,
    because,
    mode: rules.mode,
    actor,
    figures: { ...figures, threshold: rules.min_conversion } satisfies KeptFigures,
    state: standing?.state ?? null,
    until: standing?.until ?? null,
    evidence_from: standing?.evidenceFrom ?? null,
    untold: decision === "suspected" || decision === "blocked",
  }));
  await Promise.all([
    keepDecisions(tx, rows, now),
    keepStates(tx, rows, now),
    dropStates(tx, rows),
    beginAnew(tx, rows, now),
    ...appendEvents(
      tx,
      changes.flatMap((change) => eventOf(change, now)),
    ),
  ]);
}

function keepDecisions(sql: Tx | Sql, rows: readonly object[], now: number) {
  return sql`
    insert into guard_decisions (tenant_id, id, key, decision, because, mode, actor, figures, until, at, untold)
    select tenant_id, id, key, decision, because, mode, actor, figures, to_timestamp(until / 1000),
           to_timestamp(${now}::float8 / 1000), untold
    from json_to_recordset(${rowsOf(sql, rows)}) as g(
      tenant_id uuid, id uuid, key text, decision text, because text, mode text, actor text, figures jsonb,
      until float8, untold boolean)`;
}

function keepStates(sql: Tx | Sql, rows: readonly { state: string | null }[], now: number) {
  return sql`
    insert into guard_states (tenant_id, key, state, because, since, until, evidence_from, figures)
    select tenant_id, key, state, because, to_timestamp(${now}::float8 / 1000), to_timestamp(until / 1000),
           to_timestamp(evidence_from / 1000), figures
    from json_to_recordset(${rowsOf(
      sql,
      rows.filter(({ state }) => state !== null),
    )}) as g(
      tenant_id uuid, key text, state text, because text, until float8, evidence_from float8, figures jsonb)
    on conflict (tenant_id, key) do update
    set state = excluded.state, because = excluded.because, since = excluded.since, until = excluded.until,
        evidence_from = excluded.evidence_from, figures = excluded.figures`;
}

function dropStates(sql: Tx | Sql, rows: readonly { state: string | null }[]) {
  const over = rows.filter(({ state }) => state === null);
  return sql`
    delete from guard_states s using json_to_recordset(${rowsOf(sql, over)}) as g(tenant_id uuid, key text)
    where s.tenant_id = g.tenant_id and s.key = g.key`;
}

/** After a release only what is sent from the next minute on counts: as much evidence is needed again. */
function beginAnew(sql: Tx | Sql, rows: readonly { decision: DecisionKind }[], now: number) {
  const released = rows.filter(({ decision }) => decision === "released");
  const fresh = now - (now % MINUTE_MS) + MINUTE_MS;
  return sql`
    update guard_prefixes p set fresh_from = to_timestamp(${fresh}::float8 / 1000)
    from json_to_recordset(${rowsOf(sql, released)}) as g(tenant_id uuid, key text)
    where p.tenant_id = g.tenant_id and (p.prefix = g.key or p.country = g.key)`;
}

function eventOf({ tenantId, key, figures, change }: KeyChange, at: number): NewEvent[] {
  const type = told[change.decision];
  if (type === undefined) return [];
  const { because, standing } = change;
  const until = standing?.until ?? null;
  const data = {
    ...(isCountry(key) ? { country: key } : { prefix: key }),
    reason: because,
    sent: figures.sent,
    verified: figures.verified,
    ...(type === "guard.blocked" && until !== null ? { until: isoMs(until) } : {}),
  };
  return [{ tenantId, type, at, data }];
}
