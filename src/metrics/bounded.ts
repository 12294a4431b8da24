/** Where names that were never counted on end up. */
export const OTHERS = "others";

/**
 * Keeps the values of a label few, whatever comes: the first so many stay themselves, and what comes later is one more
 * value. A monitoring system that is handed a new series for each new name falls over, and the names are lost with it.
 */
export class BoundedNames {
  readonly #most: number;
  readonly #known = new Set<string>();

  constructor(most: number) {
    this.#most = most;
  }

  of(name: string): string {
    if (this.#known.has(name)) return name;
    if (this.#known.size >= this.#most) return OTHERS;
    this.#known.add(name);
    return name;
  }
}
