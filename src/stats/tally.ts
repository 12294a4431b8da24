import { slotOf, type Slots } from "./latency.ts";
import {
  grains,
  noCounts,
  noMoney,
  startOf,
  type Counter,
  type Counts,
  type Grain,
  type Key,
  type LatencyKind,
  type Money,
} from "./sums.ts";

/** What one event or entry adds, under the key and the time that it counts for. */
export interface Fact {
  tenantId: string;
  /** Milliseconds. */
  at: number;
  key: Key;
  counts: Partial<Counts>;
  money?: Money;
  /** Milliseconds. */
  latencies?: Partial<Record<LatencyKind, number>>;
}

interface Place {
  tenantId: string;
  grain: Grain;
  startsAt: number;
}

export interface SumRow extends Place, Key, Counts, Money {}

export interface LatencyRow extends Place, Pick<Key, "channel" | "provider" | "country"> {
  kind: LatencyKind;
  slots: Slots;
}

export interface Tally {
  sums: SumRow[];
  latencies: LatencyRow[];
}

/** Pure: facts added up, for each grain, in the order in which all who write the rows lock them. */
export function tally(facts: readonly Fact[]): Tally {
  const sums = new Map<string, SumRow>();
  const latencies = new Map<string, LatencyRow>();
  for (const fact of facts) {
    for (const grain of grains) {
      const place = { tenantId: fact.tenantId, grain, startsAt: startOf(fact.at, grain) };
      const sum = entryOf(sums, [place, fact.key], () => ({ ...place, ...fact.key, ...noCounts(), ...noMoney }));
      for (const [name, n] of Object.entries(fact.counts)) sum[name as Counter] += n;
      sum.charged += fact.money?.charged ?? 0n;
      sum.cost += fact.money?.cost ?? 0n;
      for (const [name, ms] of Object.entries(fact.latencies ?? {})) {
        const { channel, provider, country } = fact.key;
        const of = { kind: name as LatencyKind, channel, provider, country };
        const { slots } = entryOf(latencies, [place, of], () => ({ ...place, ...of, slots: new Map() }));
        const slot = slotOf(ms);
        slots.set(slot, (slots.get(slot) ?? 0) + 1);
      }
    }
  }
  return { sums: inOrder(sums), latencies: inOrder(latencies) };
}

function entryOf<T>(map: Map<string, T>, parts: readonly object[], make: () => T): T {
  const id = JSON.stringify(parts.flatMap((part) => Object.values(part) as unknown[]));
  const there = map.get(id) ?? make();
  map.set(id, there);
  return there;
}

function inOrder<T>(map: ReadonlyMap<string, T>): T[] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}
