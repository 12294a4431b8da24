import type { Sql } from "../db/client.ts";
import { ms } from "../db/rows.ts";
import { countryOf, prefixOf } from "../kit/phone.ts";
import type { TenantConfig } from "../settings/snapshot.ts";
import {
  addFigures,
  isCountry,
  noFigures,
  type Because,
  type DecisionKind,
  type Figures,
  type GuardState,
} from "./model.ts";
import { readFigures, type PrefixFigures } from "./read-figures.ts";
import type { KeptFigures } from "./write-changes.ts";

/** A key as operators see it. */
export interface ListedKey {
  key: string;
  /** Of a prefix. */
  country: string | null;
  figures: Figures;
  /** Null: nothing stands against it. */
  standing: { state: GuardState; because: Because; since: number; until: number | null; figures: KeptFigures } | null;
}

/** Prefixes and countries that were sent to within the window, or that something stands against. */
export async function listKeys(sql: Sql, tenant: TenantConfig, now: number): Promise<ListedKey[]> {
  const from = now - tenant.limits.guard.window_seconds * 1000;
  const [rows, standings] = await Promise.all([
    readFigures(sql, [{ tenantId: tenant.id, from }], now),
    readStates(sql, tenant.id),
  ]);
  const keys = keyFigures(rows);
  for (const key of standings.keys()) if (!keys.has(key)) keys.set(key, { country: null, figures: noFigures });
  return [...keys].flatMap(([key, { country, figures }]) => {
    const standing = standings.get(key) ?? null;
    return standing === null && figures.sent === 0 ? [] : [{ key, country, figures, standing }];
  });
}

/** Pure: figures by prefix and by country. */
export function keyFigures(rows: readonly PrefixFigures[]): Map<string, { country: string | null; figures: Figures }> {
  const keys = new Map<string, { country: string | null; figures: Figures }>();
  for (const { prefix, country, figures } of rows) {
    for (const key of country === "" ? [prefix] : [prefix, country]) {
      const known = keys.get(key)?.figures ?? noFigures;
      const of = isCountry(key) || country === "" ? null : country;
      keys.set(key, { country: of, figures: addFigures(known, figures) });
    }
  }
  return keys;
}

/** What stands against a recipient: against the prefix of the number, or its country. */
export async function standingAgainst(sql: Sql, tenantId: string, recipient: string): Promise<ListedKey[]> {
  const [prefix, country] = [prefixOf(recipient), countryOf(recipient)];
  if (prefix === null) return [];
  const states = await readStates(sql, tenantId);
  return [prefix, country].flatMap((key) => {
    const standing = key === null ? undefined : states.get(key);
    if (key === null || standing === undefined) return [];
    return [{ key, country: key === country ? null : country, figures: noFigures, standing }];
  });
}

export type KeyStanding = NonNullable<ListedKey["standing"]>;

/** What stands against the tenant's prefixes and countries, by key. */
export async function readStates(sql: Sql, tenantId: string): Promise<Map<string, KeyStanding>> {
  const rows = await sql<
    { key: string; state: GuardState; because: Because; since: string; until: string | null; figures: KeptFigures }[]
  >`
    select key, state, because, extract(epoch from since) * 1000 as since, extract(epoch from until) * 1000 as until,
           figures
    from guard_states where tenant_id = ${tenantId}`;
  return new Map(
    rows.map(({ key, since, until, ...row }) => [key, { ...row, since: ms(since) ?? 0, until: ms(until) }]),
  );
}

export interface ListedDecision {
  id: string;
  key: string;
  decision: DecisionKind;
  because: Because;
  mode: string;
  actor: string;
  figures: KeptFigures;
  until: number | null;
  at: number;
}

/** Newest first, from before the row `before`. */
export async function listDecisions(
  sql: Sql,
  tenantId: string,
  { key, limit, before }: { key: string | undefined; limit: number; before: string | null },
): Promise<ListedDecision[]> {
  const rows = await sql<(Omit<ListedDecision, "until" | "at"> & { until: string | null; at: string })[]>`
    select id, key, decision, because, mode, actor, figures, extract(epoch from until) * 1000 as until,
           extract(epoch from at) * 1000 as at
    from guard_decisions
    where tenant_id = ${tenantId} ${key === undefined ? sql`` : sql`and key = ${key}`}
      ${before === null ? sql`` : sql`and id < ${before}`}
    order by id desc limit ${limit}`;
  return rows.map(({ until, at, ...row }) => ({ ...row, until: ms(until), at: ms(at) ?? 0 }));
}
