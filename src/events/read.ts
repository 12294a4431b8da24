import type { Sql } from "../db/client.ts";
import { KEPT_DAYS, type EventType } from "./model.ts";
import type { StoredEvent } from "./payload.ts";
import { notYetGiven, settledBefore } from "./position.ts";
import { at, eventColumns, eventOf, withFacts, type EventRow } from "./rows.ts";
import { invalidField } from "../errors.ts";

/** A place in the feed: what comes after it has not been read. */
export interface Place {
  position: string;
  id: string;
}

export const FIRST_ID = "00000000-0000-0000-0000-000000000000";
export const LAST_ID = "ffffffff-ffff-ffff-ffff-ffffffffffff";
/** Events looked at for one page: a rare type among many others takes several pages, never a long query. */
const LOOKED_AT = 5000;

export interface FeedQuestion {
  /** Null: from the oldest that is kept. `now`: nothing, but the place where the feed is. */
  after: Place | "now" | null;
  /** Null: all. */
  types: readonly EventType[] | null;
  limit: number;
}

export interface FeedPage {
  events: StoredEvent[];
  /** Where to go on, now or later. */
  next: Place;
  hasMore: boolean;
}

interface FeedState {
  settled: string;
  given: string;
  purged: string;
  last_position: string | null;
  last_id: string | null;
  looked_at: number;
}

/**
 * A page of a tenant's events, oldest first. Where the page ends is decided by the same snapshot that filled it, so the
 * next one begins where this one ended, whatever is committed in between.
 */
export async function readFeed(sql: Sql, tenantId: string, question: FeedQuestion): Promise<FeedPage> {
  const { after, types, limit } = question;
  const from = after === null || after === "now" ? { position: "0", id: FIRST_ID } : after;
  const most = after === "now" ? 0 : types === null ? limit + 1 : LOOKED_AT;
  const rows = await sql<(FeedState & { event: EventRow["id"] | null } & EventRow)[]>`
    with here as materialized (select ${settledBefore(sql)} as settled),
    looked_at as materialized (
      select * from events
      where tenant_id = ${tenantId} and (position, id) > (${from.position}::bigint, ${from.id}::uuid)
        and position < (select settled from here)
      order by position, id limit ${most}),
    feed as (
      select (select settled::text from here) as settled, (${notYetGiven(sql)})::text as given,
             (select purged::text from event_feed) as purged, count(*)::int as looked_at,
             (array_agg(position::text order by position desc, id desc))[1] as last_position,
             (array_agg(id order by position desc, id desc))[1] as last_id
      from looked_at)
    select feed.*, found.*
    from feed left join lateral (
      select e.id as event, ${eventColumns(sql)}
      from (
        select * from looked_at ${types === null ? sql`` : sql`where type = any(${[...types]}::text[])`}
        order by position, id limit ${limit + 1}) e
      ${withFacts(sql)}) found on true
    order by found.position::bigint, found.id`;
  const [feed] = rows;
  if (feed === undefined) throw new Error("the feed has lost its row");
  if (after !== null && after !== "now") refuseLost(after, feed);
  const found = rows.filter(({ event }) => event !== null).map(eventOf);
  const events = found.slice(0, limit);
  const last = events.at(-1);
  if (found.length > limit && last !== undefined) return { events, next: last, hasMore: true };
  if (feed.looked_at === most && most > 0 && feed.last_position !== null && feed.last_id !== null) {
    return { events, next: { position: feed.last_position, id: feed.last_id }, hasMore: true };
  }
  // All that is settled has been read, so nobody's place grows old while nothing happens.
  const end = { position: (BigInt(feed.settled) - 1n).toString(), id: LAST_ID };
  return { events, next: later(from, end), hasMore: false };
}

/** Pure. What was settled once is seen as unsettled when a transaction elsewhere ends while we look: nobody goes back. */
function later(a: Place, b: Place): Place {
  const [at, bt] = [BigInt(a.position), BigInt(b.position)];
  return at > bt || (at === bt && a.id > b.id) ? a : b;
}

/** A gap is said, never passed over in silence. */
function refuseLost({ position }: Place, { purged, given }: FeedState): void {
  if (BigInt(position) < BigInt(purged)) {
    throw invalidField(
      "after",
      `is older than the events that are kept, ${KEPT_DAYS} days; leave it out to begin with the oldest of them`,
    );
  }
  if (BigInt(position) >= BigInt(given)) {
    throw invalidField(
      "after",
      "is from a time that the database does not know: it was put back to an earlier one; leave it out to begin with " +
        "the oldest event, and pass over the ids that you have",
    );
  }
}

/** The events of a span of time, oldest first, from after the one before; for files, so a page may be large. */
export async function readSpan(
  sql: Sql,
  tenantId: string,
  span: { from: number; until: number; types: readonly EventType[] | null },
  limit: number,
  before: { at: number; id: string } | null,
): Promise<StoredEvent[]> {
  const rows = await sql<EventRow[]>`
    select ${eventColumns(sql)}
    from (
      select * from events
      where tenant_id = ${tenantId} and at >= ${at(sql, span.from)} and at < ${at(sql, span.until)}
        ${before === null ? sql`` : sql`and (at, id) > (${at(sql, before.at)}, ${before.id}::uuid)`}
        ${span.types === null ? sql`` : sql`and type = any(${[...span.types]}::text[])`}
      order by at, id limit ${limit}) e
    ${withFacts(sql)}
    order by e.at, e.id`;
  return rows.map(eventOf);
}
