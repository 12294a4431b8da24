import type { Statement, Tx } from "../db/client.ts";
import { leastId, ms, rowsOf } from "../db/rows.ts";
import type { CheckedOtp } from "./decide-verify.ts";
import type { Guesses, GuessStreak } from "./guesses.ts";
import type { GuessRules } from "../settings/limit-parts.ts";

/** The two counts: each a table, and the column that says whose. */
const counts = {
  recipient: { table: "guess_streaks", whose: "subject" },
  user: { table: "user_guess_streaks", whose: "user_ref" },
} as const;
type Count = keyof typeof counts;

interface Held {
  tenantId: string;
  whose: string;
  streak: GuessStreak;
  before: number;
}

/** The streaks of the OTPs that a batch checks, changed in hand from check to check. */
export class StreakRows {
  readonly #held: Record<Count, Map<string, Held>> = { recipient: new Map(), user: new Map() };

  add(count: Count, tenantId: string, whose: string, streak: GuessStreak): void {
    this.#held[count].set(`${tenantId}/${whose}`, { tenantId, whose, streak, before: streak.wrong });
  }

  of(tenantId: string, { subject, userRef }: Pick<CheckedOtp, "subject" | "userRef">, rules: GuessRules): Guesses {
    return {
      rules,
      recipient: this.#streak("recipient", tenantId, subject),
      user: userRef === "" ? null : this.#streak("user", tenantId, userRef),
    };
  }

  #streak(count: Count, tenantId: string, whose: string): GuessStreak {
    const known = this.#held[count].get(`${tenantId}/${whose}`);
    if (known !== undefined) return known.streak;
    const streak = { wrong: 0, blockedUntil: null };
    this.add(count, tenantId, whose, streak);
    return streak;
  }

  changed(count: Count): Held[] {
    return [...this.#held[count].values()].filter(({ streak, before }) => streak.wrong !== before);
  }
}

/**
 * A row that is not there can't be locked, and two replicas that both find none would each grant the free guesses anew.
 * So whoever counts holds a lock by name, taken in one order, until its commit.
 */
export async function lockStreaks(tx: Tx, otps: readonly { id: string }[]): Promise<void> {
  await tx`
    select pg_advisory_xact_lock(s.name) from (
      select distinct hashtextextended(w.whose, 0) as name
      from json_to_recordset(${rowsOf(tx, otps)}) as k(tenant_id uuid, id uuid)
      cross join lateral (select subject, user_ref from otps where tenant_id = k.tenant_id and id = k.id and id >= ${leastId(otps)} offset 0) o
      cross join lateral (values ('guesses/' || k.tenant_id || '/' || o.subject),
        (case when o.user_ref <> '' then 'guesses_user/' || k.tenant_id || '/' || o.user_ref end)) w(whose)
      where w.whose is not null
      order by name) s`;
}

/** The same locks, for whoever clears the counts of one person. */
export async function lockStreaksOf(
  tx: Tx,
  tenantId: string,
  { subject, user }: { subject: string | null; user: string | null },
): Promise<void> {
  await tx`
    select pg_advisory_xact_lock(s.name) from (
      select distinct hashtextextended(whose, 0) as name
      from (values ('guesses/' || ${tenantId}::text || '/' || ${subject}::text),
                   ('guesses_user/' || ${tenantId}::text || '/' || ${user}::text)) w(whose)
      where whose is not null
      order by name) s`;
}

/** `otps`: tenant and id of each. Sent after their locks. */
export async function loadStreaks(tx: Tx, otps: readonly { id: string }[]): Promise<StreakRows> {
  const streaks = new StreakRows();
  await Promise.all([load(tx, "recipient", otps, streaks), load(tx, "user", otps, streaks)]);
  return streaks;
}

async function load(tx: Tx, count: Count, otps: readonly { id: string }[], streaks: StreakRows): Promise<void> {
  const [table, whose] = [tx(counts[count].table), tx(counts[count].whose)];
  const rows = await tx<{ tenant_id: string; whose: string; wrong: number; blocked_until: string | null }[]>`
    select g.* from json_to_recordset(${rowsOf(tx, otps)}) as k(tenant_id uuid, id uuid)
    cross join lateral (select ${whose} as whose from otps where tenant_id = k.tenant_id and id = k.id and id >= ${leastId(otps)} offset 0) o
    cross join lateral (
      select tenant_id, ${whose} as whose, wrong, extract(epoch from blocked_until) * 1000 as blocked_until
      from ${table} where tenant_id = k.tenant_id and ${whose} = o.whose offset 0 for update) g`;
  for (const row of rows) {
    streaks.add(count, row.tenant_id, row.whose, { wrong: row.wrong, blockedUntil: ms(row.blocked_until) });
  }
}

export function writeStreaks(tx: Tx, streaks: StreakRows, now: number): Statement[] {
  return [...write(tx, "recipient", streaks, now), ...write(tx, "user", streaks, now)];
}

/** A success clears the streak: its row goes. */
function write(tx: Tx, count: Count, streaks: StreakRows, now: number): Statement[] {
  const [table, whose] = [tx(counts[count].table), tx(counts[count].whose)];
  const rows = streaks.changed(count).map(({ tenantId, whose: name, streak, before }) => ({
    tenant_id: tenantId,
    whose: name,
    wrong: streak.wrong,
    added: streak.wrong - before,
    blocked_until: streak.blockedUntil,
  }));
  const cleared = rows.filter((row) => row.wrong === 0);
  const counted = rows.filter((row) => row.wrong > 0);
  const writes: Statement[] = [];
  if (cleared.length > 0) {
    writes.push(tx`
      delete from ${table} g
      using json_to_recordset(${rowsOf(tx, cleared)}) as c(tenant_id uuid, whose text)
      cross join lateral (
        select ctid as row from ${table} where tenant_id = c.tenant_id and ${whose} = c.whose offset 0) x
      where g.ctid = x.row`);
  }
  if (counted.length > 0) {
    writes.push(tx`
      insert into ${table} as g (tenant_id, ${whose}, wrong, blocked_until, updated_at)
      select tenant_id, whose, added, to_timestamp(blocked_until / 1000.0), to_timestamp(${now}::float8 / 1000)
      from json_to_recordset(${rowsOf(tx, counted)}) as s(
        tenant_id uuid, whose text, wrong int, added int, blocked_until float8)
      on conflict (tenant_id, ${whose}) do update
        -- Added, not set: whatever else has written since it was read is kept.
        set wrong = g.wrong + excluded.wrong, blocked_until = excluded.blocked_until, updated_at = excluded.updated_at`);
  }
  return writes;
}
