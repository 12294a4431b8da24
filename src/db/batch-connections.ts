import { connect, type Connection, type Sql, type Statement, type Tx } from "./client.ts";

function isLost(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === "string" && code.startsWith("CONNECTION_");
}

/** What a batch came to, before it is committed. */
export interface Decided<T> {
  /** What the other writes must find done. */
  before?: readonly Statement[];
  /** One statement at most, see `together`. */
  writes: readonly Statement[];
  value: T;
}

/**
 * Transactions of two trips: BEGIN with what is read and locked, then the write with COMMIT. The driver's own `begin`
 * takes four, and with every trip of a busy gateway goes a turn of its event loop, in which the locks are held.
 *
 * Each transaction has a connection to itself, of which the driver knows one only and which it never replaces by age.
 * So nobody else's statement comes between, and there is no connection on which the second half could end up when the
 * first half's is lost: the trips follow each other without a pause, and a write always comes first in its trip.
 */
export class BatchConnections {
  readonly #all: Sql[];
  readonly #free: Sql[];
  readonly #waiting: ((sql: Sql) => void)[] = [];

  constructor(connection: Connection, count: number) {
    // A batch that can't have its rows soon is divided.
    const options = { max: 1, max_lifetime: null, connection: { lock_timeout: 250 } };
    this.#all = Array.from({ length: count }, () => connect(connection, options));
    this.#free = [...this.#all];
  }

  /** `work` reads and decides without any other wait. What it throws, or the database, rolls back. */
  async transaction<T>(work: (tx: Tx) => Promise<Decided<T>>): Promise<T> {
    const sql = await this.#take();
    try {
      return await this.#run(sql, work);
    } finally {
      this.#give(sql);
    }
  }

  async #run<T>(sql: Sql, work: (tx: Tx) => Promise<Decided<T>>): Promise<T> {
    try {
      const begun = sql`begin`.execute();
      const [decided] = await Promise.all([work(sql as unknown as Tx), begun]);
      for (const write of decided.before ?? []) await write;
      await Promise.all([...decided.writes, sql`commit`]);
      return decided.value;
    } catch (error) {
      // What is left of a transaction ends with its connection, when that is what was lost.
      if (!isLost(error)) await sql`rollback`.catch(() => undefined);
      throw error;
    }
  }

  #take(): Promise<Sql> {
    const sql = this.#free.pop();
    if (sql !== undefined) return Promise.resolve(sql);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #give(sql: Sql): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free.push(sql);
    else next(sql);
  }

  async end(options: { timeout: number }): Promise<void> {
    await Promise.all(this.#all.map((sql) => sql.end(options)));
  }
}
