import type { EntryKind } from "../account.ts";

/** An entry's kind, with the charge of a message that arrived late told from a correction by finance. */
export type SumKind = EntryKind | "late_charge";

/** What entries are added up by. Empty: does not apply, or was not named. */
export interface Dimensions {
  kind: SumKind;
  channel: string;
  provider: string;
  purpose: string;
  costCentre: string;
}

export interface Sum extends Dimensions {
  entries: number;
  amount: bigint;
  heldDelta: bigint;
  cost: bigint;
  costKnown: number;
  chargedOfKnown: bigint;
}

/** The sum of what one tenant's entries of a quarter of an hour did. */
export interface QuarterSum extends Sum {
  tenantId: string;
  /** Milliseconds. */
  startsAt: number;
}

export interface Name {
  tenantId: string;
  /** The start of the month (UTC), milliseconds. */
  month: number;
  dimension: "purpose" | "cost_centre";
  name: string;
}

/** Where the names beyond the limit are added up. */
export const OTHERS = "(other)";

/**
 * A name that is new with every message would make the sums as many as the entries. So in a month the first ones have
 * sums of their own, and what comes after them is added up as others.
 */
export const NAMES_A_MONTH = { purpose: 50, cost_centre: 200 } as const;

/** Pure: sums with the names they go by, and the names that are new. */
export function underNames(sums: readonly QuarterSum[], known: readonly Name[]): { sums: QuarterSum[]; added: Name[] } {
  const names = new Map<string, Set<string>>();
  const namesOf = (tenantId: string, month: number, dimension: Name["dimension"]): Set<string> => {
    const key = `${tenantId}/${month}/${dimension}`;
    const there = names.get(key) ?? new Set();
    names.set(key, there);
    return there;
  };
  for (const { tenantId, month, dimension, name } of known) namesOf(tenantId, month, dimension).add(name);
  const added: Name[] = [];
  const goesBy = (sum: QuarterSum, dimension: Name["dimension"], name: string): string => {
    if (name === "") return name;
    const month = monthOf(sum.startsAt);
    const there = namesOf(sum.tenantId, month, dimension);
    if (there.has(name)) return name;
    if (there.size >= NAMES_A_MONTH[dimension]) return OTHERS;
    there.add(name);
    added.push({ tenantId: sum.tenantId, month, dimension, name });
    return name;
  };
  return {
    sums: sums.map((sum) => ({
      ...sum,
      purpose: goesBy(sum, "purpose", sum.purpose),
      costCentre: goesBy(sum, "cost_centre", sum.costCentre),
    })),
    added,
  };
}

/** The start of its month in UTC, as the sums have it. */
export function monthOf(at: number): number {
  const date = new Date(at);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth());
}
