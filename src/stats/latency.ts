/**
 * Latencies are kept as counts in slots that each reach a tenth further than the one before. Counts of any spans and groups
 * can be added up, and a quantile of the sum is within 5 % of the exact one: the middle of a slot is by the root of 1.1 from
 * either end.
 */
const GROWTH = 1.1;
/** A month; what takes longer is in the last slot. */
const LAST_SLOT = Math.floor(Math.log(31 * 86_400_000) / Math.log(GROWTH)) + 1;

/** Pure. Below a millisecond, which clocks of two machines can't tell, everything is slot 0. */
export function slotOf(ms: number): number {
  return ms < 1 ? 0 : Math.min(Math.floor(Math.log(ms) / Math.log(GROWTH)) + 1, LAST_SLOT);
}

/** Pure: the middle of a slot, milliseconds. */
export function middleOf(slot: number): number {
  return slot === 0 ? 0 : GROWTH ** (slot - 0.5);
}

/** How often each slot was hit. */
export type Slots = Map<number, number>;

export interface Quantiles {
  /** How many were measured. */
  count: number;
  p50: number;
  p95: number;
  p99: number;
}

/** Pure: milliseconds. Null: nothing was measured. */
export function quantilesOf(slots: Slots): Quantiles | null {
  const rising = [...slots].sort(([a], [b]) => a - b);
  const count = rising.reduce((sum, [, n]) => sum + n, 0);
  if (count === 0) return null;
  // The smallest value that at least this share of all is no greater than.
  const at = (permille: number): number => {
    let left = Math.ceil((count * permille) / 1000);
    const found = rising.find(([, n]) => (left -= n) <= 0);
    return Math.round(middleOf(found?.[0] ?? 0));
  };
  return { count, p50: at(500), p95: at(950), p99: at(990) };
}
