import type { Sql, Statement, Tx } from "../db/client.ts";
import { ms } from "../db/rows.ts";
import type { JsonObject } from "../kit/json.ts";
import type { EventType } from "./model.ts";
import { settledBefore } from "./position.ts";
import { FIRST_ID, type Place } from "./read.ts";

/** Events of one pass. More would keep what waits behind its transaction waiting; fewer, and each costs more. */
export const SPAN = 2000;
/** Positions of one pass: of many tenants that are far behind, no more is read than is about to be used. */
const SPAN_POSITIONS = 4 * SPAN;
const LOCK = 7_252_026_071;

export interface FollowedEvent extends Place {
  tenantId: string;
  type: EventType;
  at: number;
  otpId: string | null;
  messageId: string | null;
  data: JsonObject;
}

/** Who does something once for every event of all tenants, in the order of the feed. */
export interface Consumer {
  /** Its place in the feed is kept under this name. */
  readonly name: string;
  /**
   * Reads what it has to know of these events and answers the writes that follow from them: they are one commit with its
   * place. Writes are answered, not made, since what anybody appends to the feed waits for a transaction that has written.
   */
  take(tx: Tx, events: readonly FollowedEvent[]): Promise<Statement[]>;
}

export interface Followed {
  /** How many events were taken. */
  events: number;
  /** There may be others, settled already. */
  more: boolean;
  /** Events were cleared away before they were read. */
  missed: boolean;
}

const nothing: Followed = { events: 0, more: false, missed: false };

/**
 * One pass of one consumer: the next span of settled events, taken exactly once whatever crashes and however many replicas
 * there are. Nothing is written, and so nobody waits, while there is nothing new; of two replicas one passes.
 */
export async function followOnce(sql: Sql, consumer: Consumer): Promise<Followed> {
  const { name } = consumer;
  return sql.begin(async (tx) => {
    // A crash takes what was done and the place of it together: nothing is worth a wait for the disk.
    const [, [ours], kept] = await Promise.all([
      tx`set local synchronous_commit = off`,
      tx<{ ours: boolean }[]>`select pg_try_advisory_xact_lock(hashtextextended(${name}, ${LOCK}::bigint)) as ours`,
      tx<(Place & { purged: string })[]>`
        select f.position::text as position, f.id, e.purged::text as purged
        from feed_followers f, event_feed e where f.name = ${name}`,
    ]);
    if (ours?.ours !== true) return nothing;
    const from = kept[0] ?? (await begin(tx, name));
    const missed = BigInt(from.position) < BigInt(from.purged);
    const { events, more } = await readSpan(tx, from);
    const last = events.at(-1) ?? (missed ? { position: from.purged, id: FIRST_ID } : null);
    if (last === null) return nothing;
    const writes = events.length === 0 ? [] : await consumer.take(tx, events);
    const [moved] = await Promise.all([moveOn(tx, name, from, last), ...writes]);
    if (moved.count !== 1) throw new Error(`the place of ${name} in the feed was moved by somebody else`);
    return { events: events.length, more, missed };
  });
}

/** A new consumer begins with the oldest event that is kept. */
async function begin(tx: Tx, name: string): Promise<Place & { purged: string }> {
  const [row] = await tx<{ position: string }[]>`
    insert into feed_followers (name, position, id) select ${name}, purged, ${FIRST_ID} from event_feed
    returning position::text as position`;
  if (row === undefined) throw new Error("the feed has lost its row");
  return { position: row.position, id: FIRST_ID, purged: row.position };
}

/**
 * The feed's key begins with the tenant, so each tenant's next events are looked up, and the first of them all taken. An
 * index by position alone would save these looks, and cost every commit that tells something.
 */
async function readSpan(tx: Tx, { position, id }: Place): Promise<{ events: FollowedEvent[]; more: boolean }> {
  const rows = await tx<FollowedRow[]>`
    with here as materialized (select ${settledBefore(tx)} as settled),
    first as materialized (
      select min(e.position) + ${SPAN_POSITIONS}::int as until
      from tenants t cross join lateral (
        select position from events
        where tenant_id = t.id and (position, id) > (${position}::bigint, ${id}::uuid)
          and position < (select settled from here)
        order by position, id limit 1) e)
    select e.tenant_id, e.position::text as position, e.id, e.type, extract(epoch from e.at) * 1000 as at, e.otp_id,
           e.message_id, e.data, first.until < here.settled as cut
    from here, first, tenants t cross join lateral (
      select * from events
      where tenant_id = t.id and (position, id) > (${position}::bigint, ${id}::uuid)
        and position < least(here.settled, first.until)
      order by position, id limit ${SPAN}) e
    order by e.position, e.id limit ${SPAN}`;
  const events = rows.map((row) => ({
    tenantId: row.tenant_id,
    position: row.position,
    id: row.id,
    type: row.type,
    at: ms(row.at) ?? 0,
    otpId: row.otp_id,
    messageId: row.message_id,
    data: row.data,
  }));
  return { events, more: rows.length === SPAN || rows[0]?.cut === true };
}

interface FollowedRow extends Place {
  tenant_id: string;
  type: EventType;
  at: string;
  otp_id: string | null;
  message_id: string | null;
  data: JsonObject;
  cut: boolean;
}

function moveOn(tx: Tx, name: string, from: Place, to: Place) {
  return tx`
    update feed_followers set position = ${to.position}::bigint, id = ${to.id}
    where name = ${name} and position = ${from.position}::bigint and id = ${from.id}`;
}
