import type { Sql } from "../db/client.ts";
import { leastId, rowsOf } from "../db/rows.ts";
import { Coalescer, type Result } from "../db/coalesce.ts";
import { firstIdNear } from "../kit/id.ts";
import type { TemplateUsed } from "./decide-settle.ts";

export interface Claim {
  tenantId: string;
  messageId: string;
  provider: string;
  /** What it sends: another provider may have another variant. */
  template: TemplateUsed;
  n: number;
  now: number;
}

/**
 * Marks a message as leaving, right before each try: only while its OTP is pending, its life lasts and its lease is
 * ours. So nothing leaves for an OTP that has ended, and a message found `queued` after a crash has surely not left,
 * while one found `sending` may have. The connection commits without waiting for the disk: a gateway that dies loses
 * nothing of it, and the outcome's commit, which waits, makes it durable.
 */
export function createClaimBatch(relaxed: Sql, worker: string): Coalescer<Claim, boolean> {
  const mark = async (claims: Claim[]): Promise<Set<string>> => {
    const rows = claims.map((claim) => ({
      tenant_id: claim.tenantId,
      id: claim.messageId,
      provider: claim.provider,
      template: claim.template.key,
      locale: claim.template.locale,
      version: claim.template.version,
      n: claim.n,
      now: claim.now,
    }));
    const least = leastId(rows);
    const claimed = await relaxed<{ id: string }[]>`
        update messages m set status = 'sending', provider = c.provider, tries = c.n,
                              template = c.template, locale = c.locale, template_version = c.version,
                              updated_at = to_timestamp(c.now / 1000)
        from json_to_recordset(${rowsOf(relaxed, rows)}) as c(
               tenant_id uuid, id uuid, provider text, template text, locale text, version int, n int, now float8)
        cross join lateral (
          select ctid as row, id, otp_id from messages
          where tenant_id = c.tenant_id and id = c.id and id >= ${least} and lease_owner is not distinct from ${worker}::uuid
            and status in ('queued', 'sending') offset 0) x
        cross join lateral (
          select from otps
          where tenant_id = c.tenant_id and id = x.otp_id and id >= ${firstIdNear(least)} and status = 'pending'
            and expires_at > to_timestamp(c.now / 1000) offset 0) o
        where m.ctid = x.row and m.id = x.id and m.id >= ${least}
        returning m.id`;
    return new Set(claimed.map((row) => row.id));
  };
  return new Coalescer<Claim, boolean>(
    async (claims): Promise<Result<boolean>[]> => {
      const marked = await mark(claims);
      const refused = claims.filter((claim) => !marked.has(claim.messageId));
      // A row that another commit touched at the same moment (a resend, a report) is missed by its old place: look again.
      const second = refused.length === 0 ? new Set<string>() : await mark(refused);
      return claims.map(({ messageId }) => ({ ok: true, value: marked.has(messageId) || second.has(messageId) }));
    },
    { groupOf: (claim) => claim.tenantId, maxWaiting: Infinity },
  );
}
