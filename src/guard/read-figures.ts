import type { Sql, Tx } from "../db/client.ts";
import { ms, rowsOf } from "../db/rows.ts";
import type { Ratio } from "./judge.ts";
import {
  MINUTE_MS,
  RECENT_MS,
  SETTLED_AFTER_MS,
  type Figures,
  type GuardState,
  type OutageSign,
  type Standing,
  type Suspicion,
} from "./model.ts";

/** A tenant that is looked at, and where its window begins. */
export interface Watched {
  tenantId: string;
  from: number;
}

export interface PrefixFigures {
  tenantId: string;
  prefix: string;
  country: string;
  since: number;
  figures: Figures;
  /** OTPs of the window of which a delivery was reported. */
  reported: number;
}

export interface StandingKey extends Standing {
  tenantId: string;
  key: string;
  /** What its evidence has come to by now. */
  meanwhile: Ratio;
}

/** Tenants that something may change for: what was sent of late is yet to settle, or something stands. */
export async function tenantsToWatch(sql: Sql | Tx, now: number): Promise<string[]> {
  const active = now - RECENT_MS - SETTLED_AFTER_MS;
  const rows = await sql<{ tenant_id: string }[]>`
    select tenant_id from guard_prefixes where last_minute >= ${at(sql, active)}
    union select tenant_id from guard_states`;
  return rows.map((row) => row.tenant_id);
}

/** The window's figures of every prefix that these tenants have sent to. */
export async function readFigures(sql: Sql | Tx, watched: readonly Watched[], now: number): Promise<PrefixFigures[]> {
  const tenants = watched.map(({ tenantId, from }) => ({ tenant_id: tenantId, from }));
  const settled = at(sql, now - SETTLED_AFTER_MS - MINUTE_MS);
  const recent = at(sql, now - RECENT_MS);
  const rows = await sql<
    (Record<keyof Figures | "reported", number> & {
      tenant_id: string;
      prefix: string;
      country: string;
      since: string;
    })[]
  >`
    select p.tenant_id, p.prefix, p.country, extract(epoch from p.since) * 1000 as since, s.*
    from json_to_recordset(${rowsOf(sql, tenants)}) as t(tenant_id uuid, "from" float8)
    cross join lateral (select * from guard_prefixes where tenant_id = t.tenant_id offset 0) p
    cross join lateral (
      select coalesce(sum(sent), 0)::int as sent,
             coalesce(sum(verified), 0)::int as verified,
             coalesce(sum(case when minute <= ${settled} then sent else ended end), 0)::int as settled,
             coalesce(sum(case when minute <= ${settled} then arrived else verified end), 0)::int as arrived,
             coalesce(sum(sent) filter (where minute >= ${recent}), 0)::int as recent,
             coalesce(sum(verified) filter (where minute >= ${recent}), 0)::int as "recentVerified",
             coalesce(sum(reported), 0)::int as reported
      from guard_sums
      where tenant_id = p.tenant_id and prefix = p.prefix and country = p.country
        and minute >= greatest(to_timestamp(t.from / 1000), p.fresh_from)
      offset 0) s`;
  return rows.map(({ tenant_id: tenantId, prefix, country, since, reported, ...figures }) => ({
    tenantId,
    prefix,
    country,
    since: ms(since) ?? 0,
    reported,
    figures,
  }));
}

/** What stands, with what has become of the evidence since. */
export async function readStandings(sql: Sql | Tx, tenantId?: string): Promise<StandingKey[]> {
  const rows = await sql<
    {
      tenant_id: string;
      key: string;
      state: GuardState;
      because: Suspicion | OutageSign;
      since: string;
      until: string | null;
      evidence_from: string;
      sent: number;
      verified: number;
    }[]
  >`
    select g.tenant_id, g.key, g.state, g.because, extract(epoch from g.since) * 1000 as since,
           extract(epoch from g.until) * 1000 as until, extract(epoch from g.evidence_from) * 1000 as evidence_from,
           e.sent, e.verified
    from guard_states g
    cross join lateral (
      select coalesce(sum(s.sent), 0)::int as sent, coalesce(sum(s.verified), 0)::int as verified
      from guard_prefixes p
      cross join lateral (
        select sent, verified from guard_sums
        where tenant_id = p.tenant_id and prefix = p.prefix and country = p.country
          and minute >= greatest(g.evidence_from, p.fresh_from) offset 0) s
      where p.tenant_id = g.tenant_id and (p.prefix = g.key or p.country = g.key)) e
    ${tenantId === undefined ? sql`` : sql`where g.tenant_id = ${tenantId}`}`;
  return rows.map(({ tenant_id: id, since, until, evidence_from: from, sent, verified, ...row }) => ({
    ...row,
    tenantId: id,
    since: ms(since) ?? 0,
    until: ms(until),
    evidenceFrom: ms(from) ?? 0,
    meanwhile: { sent, verified },
  }));
}

/** A prefix beside a key that is judged: of the key itself, or another one of the tenant's. */
export interface Beside {
  tenantId: string;
  key: string;
  from: number;
  prefix: string;
  country: string;
  mine: boolean;
}

/**
 * By `tenant/key`: the conversion of the other prefixes in the minutes in which the key's OTPs were issued, each minute
 * weighing as much as the key sent in it. Minutes that have not had their time are left out.
 */
export async function readOthersThen(
  sql: Sql | Tx,
  beside: readonly Beside[],
  now: number,
): Promise<Map<string, Ratio>> {
  if (beside.length === 0) return new Map();
  const given = beside.map(({ tenantId, ...row }) => ({ tenant_id: tenantId, ...row }));
  const rows = await sql<{ tenant_id: string; key: string; sent: number; weight: number; good: number }[]>`
    select tenant_id, key, sum(others)::int as sent, sum(mine * others)::float8 as weight,
           sum(mine * verified)::float8 as good
    from (
      select b.tenant_id, b.key, s.minute,
             coalesce(sum(s.sent) filter (where b.mine), 0) as mine,
             coalesce(sum(s.sent) filter (where not b.mine), 0) as others,
             coalesce(sum(s.verified) filter (where not b.mine), 0) as verified
      from json_to_recordset(${rowsOf(sql, given)}) as b(
        tenant_id uuid, key text, "from" float8, prefix text, country text, mine boolean)
      cross join lateral (
        select minute, sent, verified from guard_sums
        where tenant_id = b.tenant_id and prefix = b.prefix and country = b.country
          and minute >= to_timestamp(b.from / 1000) and minute <= ${at(sql, now - SETTLED_AFTER_MS - MINUTE_MS)}
        offset 0) s
      group by b.tenant_id, b.key, s.minute) by_minute
    where mine > 0
    group by tenant_id, key`;
  return new Map(
    rows.map(({ tenant_id: tenantId, key, sent, weight, good }) => [
      `${tenantId}/${key}`,
      { sent, verified: weight === 0 ? 0 : (sent * good) / weight },
    ]),
  );
}

const MONTHS_MS = 62 * 24 * 3_600_000;

/** Of these tenants, those of which somebody verified a code in this month or the last: the sums of months are few. */
export async function readVerifying(
  sql: Sql | Tx,
  tenantIds: readonly string[],
  now: number,
): Promise<ReadonlySet<string>> {
  if (tenantIds.length === 0) return new Set();
  const given = tenantIds.map((id) => ({ tenant_id: id }));
  const rows = await sql<{ tenant_id: string }[]>`
    select k.tenant_id from json_to_recordset(${rowsOf(sql, given)}) as k(tenant_id uuid)
    where exists (
      select from stats_sums
      where tenant_id = k.tenant_id and grain = 'month' and starts_at >= ${at(sql, now - MONTHS_MS)} and verified > 0)`;
  return new Set(rows.map((row) => row.tenant_id));
}

function at(sql: Sql | Tx, time: number) {
  return sql`to_timestamp(${time}::float8 / 1000)`;
}
