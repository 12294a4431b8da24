import { connect, type Connection, type Sql, type Statement, type Tx } from "./client.ts";

/** What a batch came to, before it is committed. */
export interface Decided<T> {
  /** What the other writes must find done. */
  before?: readonly Statement[];
  /** One statement at most, see `together`. */
  writes: readonly Statement[];
  value: T;
}

const ROLLBACK_MS = 2000;
/** No batch takes so long. One that does waits for an answer that will not come. */
const LONGEST_MS = 20_000;

/**
 * Transactions of two trips: BEGIN with what is read and locked, then the write with COMMIT. The driver's own `begin`
 * takes four, and with every trip of a busy gateway goes a turn of its event loop, in which the locks are held.
 *
 * The driver would go on by itself on another connection, in the middle of a transaction too. So each transaction has a
 * driver's client of one connection to itself, and a client is thrown away as soon as its connection is lost, or
 * anything has happened on it that is not an ordinary refusal: the server then rolls back what it had begun.
 */
export class BatchConnections {
  readonly #connection: Connection;
  readonly #count: number;
  /** Null: to be opened by whoever takes it. */
  readonly #free: (Client | null)[];
  readonly #waiting: ((client: Client | null) => void)[] = [];
  readonly #open = new Set<Client>();

  constructor(connection: Connection, count: number) {
    this.#connection = connection;
    this.#count = count;
    this.#free = Array.from({ length: count }, () => null);
  }

  /** How many have a transaction on them, and how many transactions wait for one. */
  get use(): { busy: number; free: number; waiting: number } {
    return { busy: this.#count - this.#free.length, free: this.#free.length, waiting: this.#waiting.length };
  }

  /** What `work` or the database throws rolls everything back. */
  async transaction<T>(work: (tx: Tx) => Promise<Decided<T>>): Promise<T> {
    const client = this.#sound(await this.#take());
    try {
      return await client.transaction(work);
    } finally {
      this.#give(client);
    }
  }

  #take(): Promise<Client | null> {
    const client = this.#free.pop();
    if (client !== undefined) return Promise.resolve(client);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #sound(client: Client | null): Client {
    if (client !== null && !client.spent) return client;
    const fresh = new Client(this.#connection);
    this.#open.add(fresh);
    return fresh;
  }

  #give(client: Client): void {
    const kept = client.spent ? null : client;
    if (kept === null) {
      this.#open.delete(client);
      void client.end(0);
    }
    const next = this.#waiting.shift();
    if (next === undefined) this.#free.push(kept);
    else next(kept);
  }

  async end(options: { timeout: number }): Promise<void> {
    await Promise.all([...this.#open].map((client) => client.end(options.timeout)));
  }
}

class Client {
  readonly #sql: Sql;
  #connected = false;
  /** Its connection was lost, or can't be trusted: no statement may follow on it. */
  spent = false;

  constructor(connection: Connection) {
    this.#sql = connect(connection, {
      max: 1,
      // Never replaced by age.
      max_lifetime: null,
      connect_timeout: 10,
      // A batch that can't have its rows soon is divided.
      // A plan for the bounds of one batch would be made anew for each: it leaves out months that the kept one has to skip.
      connection: { lock_timeout: 250, plan_cache_mode: "force_generic_plan" },
      onclose: () => (this.spent = true),
    });
  }

  end(timeoutSeconds: number): Promise<void> {
    this.spent = true;
    return this.#sql.end({ timeout: timeoutSeconds });
  }

  async transaction<T>(work: (tx: Tx) => Promise<Decided<T>>): Promise<T> {
    const sql = this.#sql;
    const watch = setTimeout(() => void this.end(0), LONGEST_MS);
    try {
      const begun = sql`begin`.execute();
      // What is sent while the first connection is still being made would wait in the driver, not behind BEGIN.
      if (!this.#connected) await begun;
      this.#connected = true;
      const [decided] = await Promise.all([work(sql as unknown as Tx), begun]);
      for (const write of decided.before ?? []) {
        this.#stillConnected();
        await write;
      }
      this.#stillConnected();
      await Promise.all([...decided.writes, sql`commit`]);
      return decided.value;
    } catch (error) {
      if (!isRefusal(error) || !(await this.#rolledBack())) this.spent = true;
      throw error;
    } finally {
      clearTimeout(watch);
    }
  }

  #stillConnected(): void {
    if (this.spent) throw new LostConnection();
  }

  /** A connection that is lost at this moment may never answer. */
  async #rolledBack(): Promise<boolean> {
    if (this.spent) return false;
    let late: NodeJS.Timeout | undefined;
    const timeUp = new Promise<false>((resolve) => (late = setTimeout(resolve, ROLLBACK_MS, false)));
    const done = this.#sql`rollback`.then(
      () => true,
      () => false,
    );
    const answered = await Promise.race([done, timeUp]);
    clearTimeout(late);
    return answered && !this.spent;
  }
}

/** The server said no to a statement, as it may: a lock not had in time, a deadlock, a value or a row that can't be. */
function isRefusal(error: unknown): boolean {
  const { name, code } = error as { name?: unknown; code?: unknown };
  return name === "PostgresError" && typeof code === "string" && /^(55P03|40P01|22...|23...)$/.test(code);
}

/** In the driver's words, so that it is one more way for a database to be away. */
class LostConnection extends Error {
  readonly code = "CONNECTION_CLOSED";
  constructor() {
    super("the connection was lost in the middle of a transaction");
  }
}
