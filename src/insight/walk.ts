/** A part of a list that was looked through. */
export interface Step<R> {
  /** Those that were found, newest first. */
  rows: R[];
  /** All down to this position was looked at; null: there is nothing older. */
  reached: string | null;
}

export interface Found<R> {
  rows: R[];
  /** Where to go on from; null: nothing older is left. */
  next: string | null;
}

/** How long one page may look for rows that no index leads to. A page that is short of rows says where to go on. */
export const BUDGET_MS = 50;
const SHORT_STEP_MS = 10;
const FIRST_STEP = 1000;
const LONGEST_STEP = 16_000;

/**
 * Looks through a list, newest first, in steps that grow while they are quick, until `limit` rows are found, the list
 * ends or the time is over. At least one step is made, so that whoever goes on and on comes to the end.
 */
export async function walk<R extends { id: string }>(
  step: (before: string | null, most: number, size: number) => Promise<Step<R>>,
  limit: number,
  before: string | null,
  now: () => number = () => performance.now(),
): Promise<Found<R>> {
  const end = now() + BUDGET_MS;
  const rows: R[] = [];
  let position = before;
  let size = FIRST_STEP;
  for (;;) {
    const began = now();
    // One more than is asked for tells whether there are more.
    const found = await step(position, limit + 1 - rows.length, size);
    rows.push(...found.rows);
    if (rows.length > limit) return { rows: rows.slice(0, limit), next: rows[limit - 1]?.id ?? null };
    if (found.reached === null) return { rows, next: null };
    position = found.reached;
    if (now() >= end) return { rows, next: position };
    if (now() - began < SHORT_STEP_MS) size = Math.min(size * 2, LONGEST_STEP);
  }
}

/** All of a list, page after page, each from where the one before ended. Only one page is in memory. */
export async function* batchesOf<R>(
  read: (limit: number, before: string | null) => Promise<Found<R>>,
  rowsAPage: number,
): AsyncGenerator<R[]> {
  let before: string | null = null;
  do {
    const { rows, next }: Found<R> = await read(rowsAPage, before);
    if (rows.length > 0) yield rows;
    before = next;
  } while (before !== null);
}
