import { createHash } from "node:crypto";
import type { Sql } from "../db/client.ts";
import { ms, rowsOf } from "../db/rows.ts";
import { networkOf } from "../kit/address.ts";
import { GatewayError } from "../errors.ts";

/**
 * How guessing is slowed down. A try is counted before it is made, so that no number of simultaneous ones is more than
 * one; a right one takes its count back. Past the free ones each wait is twice the one before, up to a longest.
 *
 * Nobody is ever locked out for good, and no stranger can keep somebody out. Waits end by themselves; a browser in which
 * the person has signed in before shows so, and is counted by itself, whatever strangers do to the name; and a link to
 * choose a new password, which an admin or the command line gives, asks for no count of a name at all.
 */
interface Rule {
  /** Tries without any wait. */
  free: number;
  longestSeconds: number;
}

const rules = {
  /** Whoever tries, at whatever name. An office shares an address, so it has more. */
  address: { free: 20, longestSeconds: 900 },
  /** A name, from browsers that are not known for it. */
  name: { free: 5, longestSeconds: 300 },
  /** A name, from one browser in which it was signed in to before. */
  device: { free: 5, longestSeconds: 900 },
  /** Codes of the second step, once the password was right, or the password itself, once signed in. */
  code: { free: 5, longestSeconds: 900 },
} satisfies Record<string, Rule>;

export interface Subject {
  kind: keyof typeof rules;
  of: string;
}

/** Without another try for so long, counting begins anew. */
const FORGOTTEN_MS = 3_600_000;
const KEPT_MS = 24 * 3_600_000;
/** 2^12 seconds are past every longest wait. */
const MOST_DOUBLINGS = 12;
const SLICE = 5000;

/** The address of a client that is not known, as in a test without sockets, is one too. */
export function addressSubject(address: string | null): Subject {
  return { kind: "address", of: address === null ? "unknown" : (networkOf(address) ?? address) };
}

/** Hashed: people type their password where the name belongs. */
function keyOf({ kind, of }: Subject): string {
  return `${kind}/${createHash("sha256").update(`${kind}/${of}`).digest("base64url")}`;
}

/** Counts a try at each of them, or throws 429 and counts none. One statement decides. */
export async function countTry(sql: Sql, subjects: readonly Subject[], now: number): Promise<void> {
  const given = subjects.map((subject) => ({
    subject: keyOf(subject),
    free: rules[subject.kind].free,
    longest: rules[subject.kind].longestSeconds,
  }));
  // In one order, so that two tries never wait for each other in a circle.
  given.sort((a, b) => (a.subject < b.subject ? -1 : 1));
  const at = sql`to_timestamp(${now}::float8 / 1000)`;
  const forgotten = sql`t.updated_at < to_timestamp(${now - FORGOTTEN_MS}::float8 / 1000)`;
  const [outcome] = await sql<{ counted: number; until: string | null }[]>`
    with given as (
      select * from json_to_recordset(${rowsOf(sql, given)}) as g(subject text, free int, longest int)),
    held as (
      select max(t.blocked_until) as until from given g
      cross join lateral (select blocked_until from console_tries where subject = g.subject offset 0) t
      where t.blocked_until > ${at}),
    counted as (
      insert into console_tries as t (subject, tries, blocked_until, updated_at)
      select subject, 1, 'epoch', ${at} from given where (select until from held) is null
      on conflict (subject) do update set
        tries = case when ${forgotten} then 1 else t.tries + 1 end,
        blocked_until = (
          select case when ${forgotten} or t.tries + 1 < g.free then 'epoch'
                 else ${at} + interval '1 s' * least(g.longest, power(2, least(t.tries + 1 - g.free, ${MOST_DOUBLINGS}))) end
          from given g where g.subject = t.subject),
        updated_at = ${at}
        -- Judged by the row as it is now: of those that came together past the free ones, one is let through.
        where t.blocked_until <= ${at}
      returning 1)
    select (select count(*) from counted)::int as counted, extract(epoch from (select until from held)) * 1000 as until`;
  if (outcome?.counted === given.length) return;
  const seconds = Math.max(1, Math.ceil(((ms(outcome?.until ?? null) ?? now) - now) / 1000));
  throw new GatewayError("rate_limited", `Too many tries; the next one is taken in ${seconds} s.`, {
    retryAfterSeconds: seconds,
  });
}

/** The try was right. An address keeps the tries at other names: whoever has an account can't clear it by signing in. */
export async function takeBack(sql: Sql, subjects: readonly Subject[]): Promise<void> {
  const keys = subjects.map((subject) => ({ subject: keyOf(subject), whole: subject.kind !== "address" }));
  keys.sort((a, b) => (a.subject < b.subject ? -1 : 1));
  await sql`
    update console_tries t
    set tries = case when g.whole then 0 else greatest(t.tries - 1, 0) end,
        blocked_until = 'epoch'
    from json_to_recordset(${rowsOf(sql, keys)}) as g(subject text, whole boolean)
    where t.subject = g.subject`;
}

export async function purgeTries(sql: Sql, now: number): Promise<void> {
  for (;;) {
    const gone = await sql`
      delete from console_tries where ctid = any(array(
        select ctid from console_tries where updated_at < to_timestamp(${now - KEPT_MS}::float8 / 1000)
        order by updated_at limit ${SLICE} for update skip locked))`;
    if (gone.count < SLICE) return;
  }
}
