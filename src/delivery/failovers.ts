import type { Sql } from "../db/client.ts";
import { ms, rowsOf } from "../db/rows.ts";
import type { Clock } from "../kit/clock.ts";
import { errorForLog, type Log } from "../kit/log.ts";

/** A provider that could not do its part for one message, which then had to wait or go another way. */
export interface Failing {
  /** Whose row the provider is. */
  ownerId: string;
  provider: string;
  /** Error class and the provider's code, or why it was left out. Never personal data. */
  reason: string;
}

/** One provider's trouble, from its first message until a quarter of an hour passes without another. */
export interface Trouble extends Failing {
  since: number;
  lastAt: number;
  messages: number;
}

const FLUSH_MS = 1000;
const QUIET_MS = 15 * 60_000;
const REMIND_MS = 60 * 60_000;

export interface FailoversOptions {
  sql: Sql;
  clock: Clock;
  log: Log;
  /** Tells the operators; of all replicas one does, at the start of a trouble and once an hour while it lasts. */
  tell: (trouble: Trouble) => Promise<void>;
}

/**
 * Keeps count of the messages that a provider failed, so that operators hear of it though every user was served. Off
 * the way of messages: what comes within a second is one statement.
 */
export class Failovers {
  readonly #o: FailoversOptions;
  #counted = new Map<string, Counted>();
  #timer: NodeJS.Timeout | null = null;
  #flushing: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(options: FailoversOptions) {
    this.#o = options;
  }

  note(failing: Failing): void {
    const id = `${failing.ownerId}/${failing.provider}`;
    const known = this.#counted.get(id);
    if (known !== undefined) known.messages += 1;
    else this.#counted.set(id, { ...failing, since: this.#o.clock.now(), messages: 1 });
    if (!this.#stopped) this.#timer ??= setTimeout(() => void this.flush(), FLUSH_MS).unref();
  }

  /** Writes what was counted and tells what is due. */
  flush(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#flushing = this.#flushing.then(() => this.#writeAndTell());
    return this.#flushing;
  }

  /** Writes what is left. Telling needs providers, so that falls to another replica, or to the next start. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.flush();
  }

  async #writeAndTell(): Promise<void> {
    if (this.#counted.size === 0) return;
    const counted = [...this.#counted.values()];
    this.#counted = new Map();
    const { sql, clock } = this.#o;
    try {
      await addFailovers(sql, counted, clock.now());
      if (this.#stopped) return;
      const due = await takeUntold(sql, counted, clock.now());
      await Promise.all(due.map((trouble) => this.#o.tell(trouble)));
    } catch (error) {
      // The count is for people's eyes; the messages themselves are safe in their own rows.
      this.#o.log.warn({ error: errorForLog(error) }, "could not keep the count of failovers");
    }
  }
}

type Counted = Failing & { since: number; messages: number };

/** Adds to each provider's trouble, or begins a new one after a quiet time. */
async function addFailovers(sql: Sql, counted: readonly Counted[], now: number): Promise<void> {
  const rows = counted.map(({ ownerId, ...rest }) => ({ tenant_id: ownerId, ...rest }));
  const at = sql`to_timestamp(${now}::float8 / 1000)`;
  const quiet = sql`f.last_at < ${at} - ${QUIET_MS}::float8 * interval '1 millisecond'`;
  await sql`
    insert into failovers as f (tenant_id, provider, since, last_at, messages, reason)
    select tenant_id, provider, to_timestamp(since / 1000), ${at}, messages, reason
    from json_to_recordset(${rowsOf(sql, rows)}) as n(
      tenant_id uuid, provider text, since float8, messages int, reason text)
    -- In one order, so that two replicas never wait for each other in a circle.
    order by tenant_id, provider
    on conflict (tenant_id, provider) do update set
      since = case when ${quiet} then excluded.since else f.since end,
      messages = case when ${quiet} then excluded.messages else f.messages + excluded.messages end,
      reason = case when ${quiet} then excluded.reason else f.reason end,
      told_at = case when ${quiet} then null else f.told_at end,
      last_at = greatest(f.last_at, excluded.last_at)`;
}

/** Those to be told now, by us: each by the one replica that marks it. */
async function takeUntold(sql: Sql, counted: readonly Counted[], now: number): Promise<Trouble[]> {
  const keys = counted.map(({ ownerId, provider }) => ({ tenant_id: ownerId, provider }));
  const at = sql`to_timestamp(${now}::float8 / 1000)`;
  const rows = await sql<TroubleRow[]>`
    update failovers f set told_at = ${at}
    from json_to_recordset(${rowsOf(sql, keys)}) as n(tenant_id uuid, provider text)
    where f.tenant_id = n.tenant_id and f.provider = n.provider
      and (f.told_at is null or f.told_at <= ${at} - ${REMIND_MS}::float8 * interval '1 millisecond')
    returning f.tenant_id, f.provider, f.reason, f.messages, extract(epoch from f.since) * 1000 as since,
              extract(epoch from f.last_at) * 1000 as last_at`;
  return rows.map(troubleOf);
}

interface TroubleRow {
  tenant_id: string;
  provider: string;
  reason: string;
  messages: number;
  since: string;
  last_at: string;
}

function troubleOf(row: TroubleRow): Trouble {
  return {
    ownerId: row.tenant_id,
    provider: row.provider,
    reason: row.reason,
    messages: row.messages,
    since: ms(row.since) ?? 0,
    lastAt: ms(row.last_at) ?? 0,
  };
}

/** The troubles of an owner's providers that are not over, by the provider's name. */
export async function loadTroubles(sql: Sql, ownerId: string, now: number): Promise<Map<string, Trouble>> {
  const rows = await sql<TroubleRow[]>`
    select tenant_id, provider, reason, messages, extract(epoch from since) * 1000 as since,
           extract(epoch from last_at) * 1000 as last_at
    from failovers
    where tenant_id = ${ownerId} and last_at >= to_timestamp(${now - QUIET_MS}::float8 / 1000)`;
  return new Map(rows.map((row) => [row.provider, troubleOf(row)]));
}
