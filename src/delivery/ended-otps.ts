import type { Sql } from "../db/client.ts";
import { rowsOf } from "../db/rows.ts";
import { Coalescer } from "../db/coalesce.ts";
import { firstIdNear } from "../kit/id.ts";

export interface EndedOtp {
  tenantId: string;
  otpId: string;
}

/** What an OTP's end leaves to do. */
export interface LeftByEnd {
  /** Ids of messages that have not left, and of all where the end decides what is paid. */
  messages: string[];
  /** Set where the end decides what is paid, until that is done. */
  unsettledSince: string | null;
}

/** Nearly always nothing, so many OTPs are asked about at once. */
export function createEndLookup(sql: Sql): Coalescer<EndedOtp, LeftByEnd> {
  return new Coalescer<EndedOtp, LeftByEnd>(
    async (ended) => {
      const keys = ended.map(({ tenantId, otpId }, n) => ({
        n,
        tenant_id: tenantId,
        otp_id: otpId,
        near: firstIdNear(otpId),
      }));
      const rows = await sql<{ n: number; id: string; since: string | null }[]>`
        select k.n, m.id, o.since
        from json_to_recordset(${rowsOf(sql, keys)}) as k(n int, tenant_id uuid, otp_id uuid, near uuid)
        cross join lateral (
          select unsettled_since::text as since from otps where tenant_id = k.tenant_id and id = k.otp_id offset 0) o
        cross join lateral (
          select id from messages
          where tenant_id = k.tenant_id and otp_id = k.otp_id and id >= k.near
            and (status = 'queued' or o.since is not null) offset 0) m`;
      const found = ended.map((): LeftByEnd => ({ messages: [], unsettledSince: null }));
      for (const { n, id, since } of rows) {
        const left = found[n];
        if (left === undefined) continue;
        left.messages.push(id);
        left.unsettledSince = since;
      }
      return found.map((value) => ({ ok: true, value }));
    },
    { groupOf: ({ tenantId }) => tenantId, maxWaiting: Infinity },
  );
}

/** Says that an OTP's end is settled; not where it has been left unsettled once more since the look. */
export function createEndMark(relaxed: Sql): Coalescer<EndedOtp & { since: string }, void> {
  return new Coalescer<EndedOtp & { since: string }, void>(
    async (settled) => {
      const keys = settled.map(({ tenantId, otpId, since }) => ({ tenant_id: tenantId, id: otpId, since }));
      await relaxed`
        update otps o set unsettled_since = null
        from json_to_recordset(${rowsOf(relaxed, keys)}) as k(tenant_id uuid, id uuid, since timestamptz)
        cross join lateral (select ctid as row, id from otps where tenant_id = k.tenant_id and id = k.id offset 0) x
        where o.ctid = x.row and o.id = x.id and o.unsettled_since = k.since`;
      return settled.map(() => ({ ok: true, value: undefined }));
    },
    { groupOf: ({ tenantId }) => tenantId, maxWaiting: Infinity },
  );
}

const GRACE_MS = 2000;
const CLAIM_MS = 5000;

/** OTPs that ended and that a dead process left unsettled: each is one replica's for a few seconds. */
export function takeUnsettled(sql: Sql, now: number, limit: number): Promise<EndedOtp[]> {
  const at = (ms: number) => sql`to_timestamp(${ms}::float8 / 1000)`;
  return sql<EndedOtp[]>`
    update otps o set unsettled_since = ${at(now)}
    from (
      select ctid as row, id from otps
      where unsettled_since is not null and status <> 'pending'
        and ended_at <= ${at(now - GRACE_MS)} and unsettled_since <= ${at(now - CLAIM_MS)}
      order by ended_at limit ${limit} for update skip locked) x
    where o.ctid = x.row and o.id = x.id
    returning o.tenant_id as "tenantId", o.id as "otpId"`;
}
