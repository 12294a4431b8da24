import type { Sql, Tx } from "../db/client.ts";
import { rowsOf } from "../db/rows.ts";
import { startOf } from "./sums.ts";
import type { Fact } from "./tally.ts";

/** Where what comes after the limit is added up. */
export const OTHERS = "(other)";

/**
 * A template or a purpose that is new with every call would make the sums as many as the calls. So in a month (UTC) the
 * first ones have sums of their own.
 */
export const NAMES_A_MONTH = 50;
type Bounded = "template" | "purpose";

export interface KnownName {
  tenantId: string;
  month: number;
  dimension: Bounded;
  name: string;
}

/** Pure: facts under the names that they go by. */
export function underNames(facts: readonly Fact[], known: readonly KnownName[]): Fact[] {
  const names = new Map<string, Set<string>>();
  const namesOf = (tenantId: string, month: number, dimension: Bounded): Set<string> => {
    const id = `${tenantId}/${month}/${dimension}`;
    const there = names.get(id) ?? new Set();
    names.set(id, there);
    return there;
  };
  for (const { tenantId, month, dimension, name } of known) namesOf(tenantId, month, dimension).add(name);
  const goesBy = ({ tenantId, at, key }: Fact, dimension: Bounded): string => {
    const name = key[dimension];
    if (name === "") return name;
    const there = namesOf(tenantId, startOf(at, "month"), dimension);
    if (!there.has(name) && there.size >= NAMES_A_MONTH) return OTHERS;
    there.add(name);
    return name;
  };
  return facts.map((fact) => ({
    ...fact,
    key: { ...fact.key, template: goesBy(fact, "template"), purpose: goesBy(fact, "purpose") },
  }));
}

/** The names that these facts' months have already: of the sums of whole months there are few. */
export async function knownNames(tx: Tx | Sql, facts: readonly Fact[]): Promise<KnownName[]> {
  const months = new Map(
    facts.map(({ tenantId, at }) => {
      const month = startOf(at, "month");
      return [`${tenantId}/${month}`, { tenant_id: tenantId, month }];
    }),
  );
  const rows = await tx<{ tenant_id: string; month: string; dimension: Bounded; name: string }[]>`
    select distinct k.tenant_id, k.month, d.dimension, d.name
    from json_to_recordset(${rowsOf(tx, [...months.values()])}) as k(tenant_id uuid, month float8)
    cross join lateral (
      select template, purpose from stats_sums
      where tenant_id = k.tenant_id and grain = 'month' and starts_at = to_timestamp(k.month / 1000) offset 0) s
    cross join lateral (values ('template', s.template), ('purpose', s.purpose)) d(dimension, name)
    where d.name not in ('', ${OTHERS})`;
  return rows.map((row) => ({ ...row, tenantId: row.tenant_id, month: Number(row.month) }));
}
