import { connect, type Connection, type Sql, type Statement, type Tx } from "./client.ts";

/** What a batch came to, before it is committed. */
export interface Decided<T> {
  /** What the other writes must find done. */
  before?: readonly Statement[];
  /** One statement at most, see `together`. */
  writes: readonly Statement[];
  value: T;
}

/** A driver's pool of one, and how often that one connection was lost. */
interface Lane {
  sql: Sql;
  losses: number;
}

/**
 * Transactions of two trips: BEGIN with what is read and locked, then the write with COMMIT. The driver's own `begin`
 * takes four, and with every trip of a busy gateway goes a turn of its event loop, in which the locks are held.
 *
 * Each transaction has a connection to itself. The driver makes a new one when it is lost, so before a write is sent it
 * is made sure that it still is the one that began; and a write is the first of its trip, so that what waits behind it
 * and could end up on another connection is the COMMIT alone.
 */
export class BatchConnections {
  readonly #all: Lane[];
  readonly #free: Lane[];
  readonly #waiting: ((lane: Lane) => void)[] = [];

  constructor(connection: Connection, count: number) {
    this.#all = Array.from({ length: count }, () => openLane(connection));
    this.#free = [...this.#all];
  }

  /** What `work` or the database throws rolls everything back. */
  async transaction<T>(work: (tx: Tx) => Promise<Decided<T>>): Promise<T> {
    const lane = await this.#take();
    try {
      return await run(lane, work);
    } finally {
      this.#give(lane);
    }
  }

  #take(): Promise<Lane> {
    const lane = this.#free.pop();
    if (lane !== undefined) return Promise.resolve(lane);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #give(lane: Lane): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free.push(lane);
    else next(lane);
  }

  async end(options: { timeout: number }): Promise<void> {
    await Promise.all(this.#all.map(({ sql }) => sql.end(options)));
  }
}

function openLane(connection: Connection): Lane {
  const options = {
    max: 1,
    // Never replaced by age in the middle of a transaction.
    max_lifetime: null,
    connect_timeout: 10,
    // A batch that can't have its rows soon is divided.
    connection: { lock_timeout: 250 },
    onclose: () => void (lane.losses += 1),
  };
  const lane: Lane = { sql: connect(connection, options), losses: 0 };
  return lane;
}

async function run<T>(lane: Lane, work: (tx: Tx) => Promise<Decided<T>>): Promise<T> {
  const { sql, losses } = lane;
  const stillThere = (): void => {
    if (lane.losses !== losses) throw new LostConnection();
  };
  try {
    const begun = sql`begin`.execute();
    const [decided] = await Promise.all([work(sql as unknown as Tx), begun]);
    for (const write of decided.before ?? []) {
      stillThere();
      await write;
    }
    stillThere();
    await Promise.all([...decided.writes, sql`commit`]);
    return decided.value;
  } catch (error) {
    // With its connection the transaction has ended already.
    if (lane.losses === losses) await sql`rollback`.catch(() => undefined);
    throw error;
  }
}

/** In the driver's words, so that it is one more way for a database to be away. */
class LostConnection extends Error {
  readonly code = "CONNECTION_CLOSED";
  constructor() {
    super("the connection was lost in the middle of a transaction");
  }
}
