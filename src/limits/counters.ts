import { bucketOf, type Ceiling, type MoneyBuckets } from "./ceilings.ts";
import type { Counter } from "./scopes.ts";
import { addHit, checkBuckets, coarsen, type Buckets, type WindowVerdict } from "./windows.ts";

export interface MoneyMove {
  ceiling: Ceiling;
  bucket: number;
  amount: bigint;
}

/** The counters that a batch has loaded, changed in hand as its items are decided one after another. */
export class Counters {
  readonly #hits: Map<string, Buckets>;
  readonly #money: Map<string, Map<number, bigint>>;
  readonly #counted = new Map<string, Counter>();
  readonly #moved = new Map<string, MoneyMove>();

  constructor(hits = new Map<string, Buckets>(), money = new Map<string, Map<number, bigint>>()) {
    this.#hits = hits;
    this.#money = money;
  }

  hitsOf({ id }: Counter): Buckets {
    return this.#hits.get(id) ?? [];
  }

  check(counter: Counter, now: number): WindowVerdict {
    return checkBuckets(counter.limit, counter.windows, this.hitsOf(counter), now);
  }

  count(counter: Counter, now: number): void {
    if (counter.windows.length === 0) return;
    this.#hits.set(counter.id, addHit(counter.windows, this.hitsOf(counter), now));
    this.#counted.set(counter.id, counter);
  }

  /** A copy of one for trying out; what is counted in it stays in it. */
  draft(counter: Counter): Pick<Counters, "check" | "count"> {
    return new Counters(new Map([[counter.id, [...this.hitsOf(counter)]]]));
  }

  moneyOf({ id }: Ceiling): MoneyBuckets {
    return this.#money.get(id) ?? new Map();
  }

  /** `at`: when the money was held; what comes back comes back there. */
  move(ceiling: Ceiling, at: number, amount: bigint): void {
    if (amount === 0n) return;
    const bucket = bucketOf(ceiling.spanSeconds, at);
    const buckets = this.#money.get(ceiling.id) ?? new Map<number, bigint>();
    buckets.set(bucket, (buckets.get(bucket) ?? 0n) + amount);
    this.#money.set(ceiling.id, buckets);
    const id = `${ceiling.id}@${bucket}`;
    const before = this.#moved.get(id)?.amount ?? 0n;
    this.#moved.set(id, { ceiling, bucket, amount: before + amount });
  }

  /** What is to be written, in the one order in which every batch locks these rows. */
  changes(now: number): { hits: { counter: Counter; buckets: Buckets }[]; money: MoneyMove[] } {
    const hits = inOrder(this.#counted).map((counter) => ({
      counter,
      buckets: coarsen(counter.windows, this.hitsOf(counter), now),
    }));
    return { hits, money: inOrder(this.#moved).filter(({ amount }) => amount !== 0n) };
  }
}

function inOrder<T>(byId: ReadonlyMap<string, T>): T[] {
  return [...byId].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}
