import type { Sql } from "../db/client.ts";
import { ms, rowsOf } from "../db/rows.ts";
import { positionHere } from "../events/position.ts";
import { newId } from "../kit/id.ts";
import type { Clock } from "../kit/clock.ts";
import { errorForLog, type Log } from "../kit/log.ts";

/** A provider that could not do its part for one message, which then had to wait or go another way. */
export interface Failing {
  /** Whose row the provider is. */
  ownerId: string;
  provider: string;
  /** When the row was put: what a row failed before it was mended is another trouble. */
  updatedAt: number;
  /** Error class and the provider's code, or why it was left out. Never personal data. */
  reason: string;
}

/** One provider's trouble, from its first message until a quarter of an hour passes without another. */
export interface Trouble {
  ownerId: string;
  provider: string;
  /** What it failed with first. */
  reason: string;
  since: number;
  lastAt: number;
  messages: number;
}

const FLUSH_MS = 1000;
const LOOK_MS = 60_000;
const QUIET_MS = 15 * 60_000;
const REMIND_MS = 60 * 60_000;
const DAY_MS = 24 * REMIND_MS;

export interface FailoversOptions {
  sql: Sql;
  clock: Clock;
  log: Log;
  /** Tells the operators; false when nobody could be told, so that it is tried again. */
  tell: (trouble: Trouble) => Promise<boolean>;
}

type Counted = Failing & { since: number; messages: number };

/**
 * Keeps count of the messages that a provider failed, so that operators hear of it though every user was served. Off
 * the way of messages: what comes within a second is one statement. Of all replicas one tells, at the start of a trouble
 * and once an hour while it lasts.
 */
export class Failovers {
  readonly #o: FailoversOptions;
  #counted = new Map<string, Counted>();
  #timer: NodeJS.Timeout | null = null;
  #looks: NodeJS.Timeout | null = null;
  #flushing: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(options: FailoversOptions) {
    this.#o = options;
  }

  /** Looks each minute for what nobody was told of: a replica may have stopped in between. */
  start(): void {
    this.#looks = setInterval(() => void this.flush(), LOOK_MS).unref();
  }

  note(failing: Failing): void {
    this.#count({ ...failing, since: this.#o.clock.now(), messages: 1 });
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
    if (this.#looks !== null) clearInterval(this.#looks);
    await this.flush();
  }

  /** A row that was put since is another trouble, of its own reason. */
  #count(failing: Counted): void {
    const id = `${failing.ownerId}/${failing.provider}/${failing.updatedAt}`;
    const known = this.#counted.get(id);
    if (known === undefined) this.#counted.set(id, failing);
    else this.#counted.set(id, { ...failing, messages: known.messages + failing.messages });
  }

  async #writeAndTell(): Promise<void> {
    try {
      await this.#write();
      if (!this.#stopped) await this.#tell();
    } catch (error) {
      this.#o.log.warn({ error: errorForLog(error) }, "could not tell of failovers; trying again in a minute");
    }
  }

  async #write(): Promise<void> {
    const counted = [...this.#counted.values()];
    if (counted.length === 0) return;
    this.#counted = new Map();
    try {
      for (const round of rounds(counted)) await addFailovers(this.#o.sql, round, this.#o.clock.now());
    } catch (error) {
      for (const failing of counted) this.#count(failing);
      throw error;
    }
  }

  async #tell(): Promise<void> {
    const { sql, clock, tell } = this.#o;
    const due = await takeUntold(sql, clock.now());
    const told = await Promise.all(due.map(async (trouble) => ((await tell(trouble)) ? [trouble] : [])));
    if (told.flat().length > 0) await markTold(sql, told.flat(), clock.now());
  }
}

/** One statement can touch a row once: what a provider failed before and after it was put goes one after the other. */
function rounds(counted: readonly Counted[]): Counted[][] {
  const sorted = [...counted].sort((a, b) => a.updatedAt - b.updatedAt);
  const made: Map<string, Counted>[] = [];
  for (const failing of sorted) {
    const id = `${failing.ownerId}/${failing.provider}`;
    const free = made.find((round) => !round.has(id));
    if (free === undefined) made.push(new Map([[id, failing]]));
    else free.set(id, failing);
  }
  return made.map((round) => [...round.values()]);
}

/** Adds to each provider's trouble, or begins a new one after a quiet time, or once its row was put anew. */
async function addFailovers(sql: Sql, counted: readonly Counted[], now: number): Promise<void> {
  const rows = counted.map(({ ownerId, updatedAt, ...rest }) => {
    return { tenant_id: ownerId, put_at: updatedAt, event_id: newId(), ...rest };
  });
  const at = sql`to_timestamp(${now}::float8 / 1000)`;
  await sql`
    with n as (
      select * from json_to_recordset(${rowsOf(sql, rows)}) as n(
        tenant_id uuid, provider text, since float8, messages int, reason text, put_at float8, event_id uuid)),
    counted as (
    insert into failovers as f (tenant_id, provider, since, last_at, messages, reason, put_at, try_at)
    select tenant_id, provider, to_timestamp(since / 1000), ${at}, messages, reason, to_timestamp(put_at / 1000), ${at}
    from n
    -- In one order, so that two replicas never wait for each other in a circle.
    order by tenant_id, provider
    on conflict (tenant_id, provider) do update set (since, messages, reason, told_at, try_at, put_at, last_at) = (
      select case when fresh then excluded.since else f.since end,
             case when fresh then excluded.messages else f.messages + excluded.messages end,
             case when fresh then excluded.reason else f.reason end,
             case when fresh then null else f.told_at end,
             case when fresh then excluded.try_at else f.try_at end,
             greatest(f.put_at, excluded.put_at),
             greatest(f.last_at, excluded.last_at)
      from (select f.put_at < excluded.put_at
                   or f.last_at < ${at} - ${QUIET_MS}::float8 * interval '1 millisecond' as fresh) q)
    returning f.tenant_id, f.provider, f.messages, f.reason)
    -- To the ERP once a trouble: what was added to one that stands has counted more messages than these.
    insert into events (tenant_id, position, id, type, at, data)
    select tenant_id, ${positionHere(sql)}, n.event_id, 'provider.failed_over', ${at},
           json_build_object('provider', provider, 'reason', c.reason)
    from counted c join n using (tenant_id, provider)
    where c.messages = n.messages`;
}

/**
 * Those to be told now, by us: each by the one replica that marks it. Tried each minute until somebody heard of it, or a
 * day has passed; again after an hour while it lasts. A row for each provider, so few.
 */
async function takeUntold(sql: Sql, now: number): Promise<Trouble[]> {
  const ago = (ms: number) => sql`to_timestamp(${now - ms}::float8 / 1000)`;
  const rows = await sql<TroubleRow[]>`
    update failovers set try_at = ${ago(-LOOK_MS)}
    where try_at <= ${ago(0)} and last_at >= ${ago(DAY_MS)}
      and (told_at is null or (told_at <= ${ago(REMIND_MS)} and told_at < last_at and last_at >= ${ago(QUIET_MS)}))
    returning tenant_id, provider, reason, messages, extract(epoch from since) * 1000 as since,
              extract(epoch from last_at) * 1000 as last_at`;
  return rows.map(troubleOf);
}

async function markTold(sql: Sql, troubles: readonly Trouble[], now: number): Promise<void> {
  const keys = troubles.map(({ ownerId, provider }) => ({ tenant_id: ownerId, provider }));
  await sql`
    update failovers f set told_at = to_timestamp(${now}::float8 / 1000)
    from json_to_recordset(${rowsOf(sql, keys)}) as n(tenant_id uuid, provider text)
    where f.tenant_id = n.tenant_id and f.provider = n.provider`;
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
