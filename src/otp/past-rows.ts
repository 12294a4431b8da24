import type { Sql, Tx } from "../db/client.ts";
import { ms, rowsOf } from "../db/rows.ts";
import { firstIdAt, firstIdNear } from "../kit/id.ts";
import { limitsFor } from "../limits/scopes.ts";
import type { TenantConfig } from "../settings/snapshot.ts";
import { userKey, type PastOtp } from "./decide-issue.ts";
import type { Via } from "./model.ts";

/** Longest window that looks at an OTP's row, plus its longest life: how far back the history is read. */
const LIFE_MS = 600_000;

export interface PastWanted {
  tenant: TenantConfig;
  subject: string;
  sandbox: boolean;
}

export interface UserWanted {
  tenant: TenantConfig;
  userRef: string;
  sandbox: boolean;
}

interface PastRow {
  tenant_id: string;
  id: string;
  subject: string;
  user_ref: string;
  purpose: string;
  status: string;
  sends: string[];
  resend_at: string;
  sandbox: boolean;
  all_failed: boolean | null;
  expires_at: string;
  via: Via | null;
}

/** Earlier OTPs of these subjects that still count, by `tenant/subject`, newest first. */
export async function loadPast(
  tx: Tx | Sql,
  wanted: readonly PastWanted[],
  now: number,
): Promise<Map<string, PastOtp[]>> {
  const keys = new Map<string, { tenant_id: string; subject: string; since: number }>();
  for (const { tenant, subject, sandbox } of wanted) {
    const { recipient } = limitsFor(tenant, sandbox);
    const longest = Math.max(LIFE_MS, ...recipient.map((window) => window.per_seconds * 1000));
    const key = `${tenant.id}/${subject}`;
    const since = Math.min(now - longest - LIFE_MS, keys.get(key)?.since ?? Infinity);
    keys.set(key, { tenant_id: tenant.id, subject, since });
  }
  const least = leastSince([...keys.values()], now);
  // Whether all failed is asked only of an OTP that still holds the subject back.
  const rows = await tx<PastRow[]>`
    select o.tenant_id, o.id, o.subject, o.user_ref, o.purpose, o.status, ${unforgiven(tx)} as sends,
           extract(epoch from o.resend_at) * 1000 as resend_at, o.sandbox, extract(epoch from o.expires_at) * 1000 as expires_at,
           o.via,
           case when o.resend_at > to_timestamp(${now}::float8 / 1000) then
             (select bool_and(m.status = 'failed') from messages m where m.tenant_id = o.tenant_id and m.otp_id = o.id and m.id >= ${least})
           end as all_failed
    from json_to_recordset(${rowsOf(tx, [...keys.values()])}) as k(tenant_id uuid, subject text, since float8)
    cross join lateral (
      select * from otps
      where tenant_id = k.tenant_id and subject = k.subject and created_at > to_timestamp(k.since / 1000)
        and id >= ${least} and status <> 'verified'
      order by created_at desc offset 0) o`;
  const past = new Map<string, PastOtp[]>();
  for (const row of rows) {
    const key = `${row.tenant_id}/${row.subject}`;
    const entry = {
      id: row.id,
      subject: row.subject,
      userRef: row.user_ref,
      purpose: row.purpose,
      status: row.status,
      sends: row.sends.map(Number),
      resendAt: ms(row.resend_at) ?? 0,
      sandbox: row.sandbox,
      allFailed: row.all_failed,
      expiresAt: ms(row.expires_at) ?? 0,
      via: row.via,
    };
    const known = past.get(key);
    if (known === undefined) past.set(key, [entry]);
    else known.push(entry);
  }
  return past;
}

/** No row of interest has a lesser id: the months before it are not opened. */
function leastSince(keys: readonly { since: number }[], now: number): string {
  return firstIdNear(firstIdAt(keys.reduce((oldest, { since }) => Math.min(oldest, since), now)));
}

/** What support has forgiven a person counts no more. */
function unforgiven(tx: Tx | Sql) {
  return tx`
    case when o.forgiven_at is null then o.sends
         else array(select s from unnest(o.sends) s where s > extract(epoch from o.forgiven_at) * 1000 order by s) end`;
}

/** Times of earlier sends by `userKey`. */
export async function loadUserSends(
  tx: Tx | Sql,
  wanted: readonly UserWanted[],
  now: number,
): Promise<Map<string, number[]>> {
  const keys = new Map<string, { tenant_id: string; user_ref: string; sandbox: boolean; since: number }>();
  for (const { tenant, userRef, sandbox } of wanted) {
    const { user } = limitsFor(tenant, sandbox);
    if (userRef === "" || user.length === 0) continue;
    const longest = Math.max(...user.map((window) => window.per_seconds * 1000));
    keys.set(userKey(tenant.id, userRef, sandbox), {
      tenant_id: tenant.id,
      user_ref: userRef,
      sandbox,
      since: now - longest - LIFE_MS,
    });
  }
  const sends = new Map<string, number[]>();
  if (keys.size === 0) return sends;
  const least = leastSince([...keys.values()], now);
  const rows = await tx<{ tenant_id: string; user_ref: string; sandbox: boolean; sends: string[] }[]>`
    select o.tenant_id, o.user_ref, o.sandbox, ${unforgiven(tx)} as sends
    from json_to_recordset(${rowsOf(tx, [...keys.values()])}) as k(
      tenant_id uuid, user_ref text, sandbox boolean, since float8)
    cross join lateral (
      select tenant_id, user_ref, sandbox, sends, forgiven_at from otps
      where tenant_id = k.tenant_id and user_ref = k.user_ref and user_ref <> '' and sandbox = k.sandbox
        and created_at > to_timestamp(k.since / 1000) and id >= ${least} and status <> 'verified' offset 0) o`;
  for (const row of rows) {
    const key = userKey(row.tenant_id, row.user_ref, row.sandbox);
    sends.set(key, [...(sends.get(key) ?? []), ...row.sends.map(Number)]);
  }
  return sends;
}
