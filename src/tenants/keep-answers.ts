import type { Sql, Statement, Tx } from "../db/client.ts";
import { ms, rowsOf } from "../db/rows.ts";
import type { IdempotencyClaim, IdempotencyRow } from "./idempotency.ts";

export function claimId(claim: Pick<IdempotencyClaim, "tenantId" | "scope" | "key">): string {
  return `${claim.tenantId}/${claim.scope}/${claim.key}`;
}

/** The answers already kept under these keys, not older than each may be. */
export async function loadAnswers(
  tx: Sql | Tx,
  claims: readonly IdempotencyClaim[],
  now: number,
): Promise<Map<string, IdempotencyRow>> {
  if (claims.length === 0) return new Map();
  const keys = claims.map((claim) => ({
    tenant_id: claim.tenantId,
    scope: claim.scope,
    key: claim.key,
    kept: claim.keptMs,
  }));
  const rows = await tx<
    { tenant_id: string; scope: string; key: string; fingerprint: Buffer; answer: Buffer; busy_until: string | null }[]
  >`
    select i.tenant_id, i.scope, i.key, i.fingerprint, i.answer, extract(epoch from i.busy_until) * 1000 as busy_until
    from json_to_recordset(${rowsOf(tx, keys)}) as k(tenant_id uuid, scope text, key text, kept float8)
    cross join lateral (
      select * from idempotency where tenant_id = k.tenant_id and scope = k.scope and key = k.key offset 0) i
    where i.created_at > to_timestamp((${now}::float8 - k.kept) / 1000)`;
  return new Map(
    rows.map((row) => [
      claimId({ tenantId: row.tenant_id, scope: row.scope, key: row.key }),
      { fingerprint: row.fingerprint, answer: row.answer, busyUntil: ms(row.busy_until) },
    ]),
  );
}

export interface KeptRow {
  claim: IdempotencyClaim;
  sealed: Buffer;
}

/** Part of the commit of the effect. A key whose answer is too old is taken over. */
export function keepAnswers(tx: Tx, kept: readonly KeptRow[], now: number): Statement[] {
  if (kept.length === 0) return [];
  const rows = kept.map(({ claim, sealed }) => ({
    tenant_id: claim.tenantId,
    scope: claim.scope,
    key: claim.key,
    fingerprint: claim.fingerprint.toString("hex"),
    answer: sealed.toString("hex"),
    busy_until: claim.busyUntil ?? (claim.busyMs > 0 ? now + claim.busyMs : null),
  }));
  return [
    tx`
      insert into idempotency (tenant_id, scope, key, fingerprint, answer, busy_until, created_at)
      select tenant_id, scope, key, decode(fingerprint, 'hex'), decode(answer, 'hex'),
             to_timestamp(busy_until / 1000.0), to_timestamp(${now}::float8 / 1000)
      from json_to_recordset(${rowsOf(tx, rows)}) as i(
        tenant_id uuid, scope text, key text, fingerprint text, answer text, busy_until float8)
      on conflict (tenant_id, scope, key) do update
        set fingerprint = excluded.fingerprint, answer = excluded.answer,
            busy_until = excluded.busy_until, created_at = excluded.created_at`,
  ];
}

export interface FinishedRow {
  claim: IdempotencyClaim;
  /** Null: the work came to nothing, and the request may be made again. */
  sealed: Buffer | null;
}

/** In place of what a first commit kept; not when that took too long and another request has begun under the key. */
export function finishAnswers(tx: Tx, finished: readonly FinishedRow[]): Statement[] {
  if (finished.length === 0) return [];
  const rows = finished.map(({ claim, sealed }) => ({
    tenant_id: claim.tenantId,
    scope: claim.scope,
    key: claim.key,
    answer: sealed?.toString("hex") ?? null,
    held_until: claim.busyUntil,
  }));
  const kept = rows.filter(({ answer }) => answer !== null);
  const dropped = rows.filter(({ answer }) => answer === null);
  // Times are kept to the millisecond, and come back as fractions of seconds.
  const ours = tx`
    i.tenant_id = f.tenant_id and i.scope = f.scope and i.key = f.key
      and abs(extract(epoch from i.busy_until) * 1000 - f.held_until) < 0.5`;
  const from = (some: object[]) => tx`
    json_to_recordset(${rowsOf(tx, some)}) as f(tenant_id uuid, scope text, key text, answer text, held_until float8)`;
  return [
    ...(kept.length === 0
      ? []
      : [
          tx`update idempotency i set answer = decode(f.answer, 'hex'), busy_until = null from ${from(kept)} where ${ours}`,
        ]),
    ...(dropped.length === 0 ? [] : [tx`delete from idempotency i using ${from(dropped)} where ${ours}`]),
  ];
}
