/**
 * Says once that the process stops. An `AbortSignal` would do but for its price: it looks through all its listeners at
 * each one that is added, and here every message on its way is one.
 */
export class Stop {
  #stopped = false;
  readonly #listeners = new Set<() => void>();

  get stopped(): boolean {
    return this.#stopped;
  }

  /** Calls back at the stop; the answer takes the listener off again. */
  on(listener: () => void): () => void {
    if (this.#stopped) {
      listener();
      return () => {};
    }
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  stop(): void {
    this.#stopped = true;
    for (const listener of [...this.#listeners]) listener();
    this.#listeners.clear();
  }

  /** Waits; false when the stop came first. */
  wait(ms: number): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        off();
        resolve(true);
      }, ms);
      const off = this.on(() => {
        clearTimeout(timer);
        resolve(false);
      });
    });
  }
}
