import type { Sql } from "../db/client.ts";
import { rowsOf } from "../db/rows.ts";
import { Coalescer, type Result } from "../db/coalesce.ts";

export interface Claim {
  tenantId: string;
  messageId: string;
  provider: string;
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
  return new Coalescer<Claim, boolean>(
    async (claims): Promise<Result<boolean>[]> => {
      const rows = claims.map((claim) => ({
        tenant_id: claim.tenantId,
        id: claim.messageId,
        provider: claim.provider,
        n: claim.n,
        now: claim.now,
      }));
      const claimed = await relaxed<{ id: string }[]>`
        update messages m set status = 'sending', provider = c.provider, tries = c.n,
                              updated_at = to_timestamp(c.now / 1000)
        from json_to_recordset(${rowsOf(relaxed, rows)}) as c(
               tenant_id uuid, id uuid, provider text, n int, now float8)
        join otps o on o.tenant_id = c.tenant_id
        where m.tenant_id = c.tenant_id and m.id = c.id and o.id = m.otp_id
          and m.lease_owner = ${worker}::uuid and m.status in ('queued', 'sending')
          and o.status = 'pending' and o.expires_at > to_timestamp(c.now / 1000)
        returning m.id`;
      const ids = new Set(claimed.map((row) => row.id));
      return claims.map((claim) => ({ ok: true, value: ids.has(claim.messageId) }));
    },
    { groupOf: (claim) => claim.tenantId },
  );
}
