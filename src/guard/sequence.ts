/** Fewer numbers say nothing. */
const FEWEST = 20;
/** Neighbours are at most so far apart. */
const WIDEST_GAP = 50;
/** Of gaps between numbers that chance has strewn evenly, at most this share is so narrow. */
const BY_CHANCE = 0.01;

export interface Sequence {
  /** Different numbers that were looked at. */
  numbers: number;
  /** How many of the gaps between them are narrow. */
  narrow: number;
}

/**
 * Pure: whether numbers of one prefix lie so close together that chance does not explain it. They are sorted, and the
 * gaps between neighbours looked at: where at least half of them are narrower than all but one in a hundred would be by
 * chance, the numbers were counted up and not collected from people. For twenty numbers that is an error in 10^14.
 */
export function sequenceIn(numbers: readonly string[], prefix: string): Sequence | null {
  const unique = [...new Set(numbers)];
  if (unique.length < FEWEST) return null;
  let narrow = 0;
  for (const [length, values] of byLength(unique, prefix)) {
    const room = 10 ** length;
    const gap = Math.min(WIDEST_GAP, Math.floor((BY_CHANCE * room) / values.length));
    const sorted = values.sort((a, b) => a - b);
    narrow += sorted.filter((value, i) => i > 0 && value - (sorted[i - 1] ?? 0) <= gap).length;
  }
  return narrow * 2 >= unique.length - 1 ? { numbers: unique.length, narrow } : null;
}

/** What follows the prefix, as numbers; those of different lengths are of different ranges. */
function byLength(numbers: readonly string[], prefix: string): Map<number, number[]> {
  const groups = new Map<number, number[]>();
  for (const number of numbers) {
    const rest = number.slice(prefix.length);
    groups.set(rest.length, [...(groups.get(rest.length) ?? []), Number(rest)]);
  }
  return groups;
}
