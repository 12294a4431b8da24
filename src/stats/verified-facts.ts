import type { Tx } from "../db/client.ts";
import { rowsOf } from "../db/rows.ts";
import type { FollowedEvent } from "../events/follow.ts";
import type { Fact } from "./tally.ts";

export type VerifiedEvent = FollowedEvent & { type: "otp.verified"; otpId: string };

interface Row {
  n: number;
  purpose: string;
  asked_at: string;
  channel: string | null;
  provider: string | null;
  country: string | null;
  template: string | null;
}

/**
 * A verified OTP counts for the message that a provider took last before the right code came: nobody can know in which of
 * several the person read it, and this is the one that the ones before had not brought about.
 */
export async function readVerifiedFacts(tx: Tx, events: readonly VerifiedEvent[]): Promise<Fact[]> {
  if (events.length === 0) return [];
  const keys = events.map(({ tenantId, otpId, at }, n) => ({ n, tenant_id: tenantId, otp_id: otpId, at }));
  const rows = await tx<Row[]>`
    select e.n, o.purpose, extract(epoch from o.created_at) * 1000 as asked_at, m.*
    from json_to_recordset(${rowsOf(tx, keys)}) as e(n int, tenant_id uuid, otp_id uuid, at float8)
    cross join lateral (
      select purpose, created_at from otps where tenant_id = e.tenant_id and id = e.otp_id offset 0) o
    left join lateral (
      select channel, provider, country, template || '/' || locale as template from messages
      where tenant_id = e.tenant_id and otp_id = e.otp_id
      order by coalesce(accepted_at <= to_timestamp(e.at / 1000), false) desc, accepted_at desc nulls last, id desc
      limit 1) m on true`;
  return rows.flatMap((row) => {
    const event = events[row.n];
    if (event === undefined) return [];
    const { tenantId, at } = event;
    const { purpose, channel, provider, country, template } = row;
    const askedAt = Math.round(Number(row.asked_at));
    return [
      {
        tenantId,
        at: askedAt,
        key: {
          channel: channel ?? "",
          provider: provider ?? "",
          country: country ?? "",
          template: template ?? "",
          purpose,
        },
        counts: { verified: 1 },
        latencies: { issue_to_verified: Math.max(0, at - askedAt) },
      },
    ];
  });
}
