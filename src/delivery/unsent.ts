import type { Sql } from "../db/client.ts";
import { rowsOf } from "../db/rows.ts";
import { Coalescer } from "../db/coalesce.ts";

export interface EndedOtp {
  tenantId: string;
  otpId: string;
}

/** Ids of an ended OTP's messages that have not left. Nearly always none, so many OTPs are asked about at once. */
export function createUnsentLookup(sql: Sql): Coalescer<EndedOtp, string[]> {
  return new Coalescer<EndedOtp, string[]>(
    async (ended) => {
      const keys = ended.map(({ tenantId, otpId }, n) => ({ n, tenant_id: tenantId, otp_id: otpId }));
      const rows = await sql<{ n: number; id: string }[]>`
        select k.n, m.id from json_to_recordset(${rowsOf(sql, keys)}) as k(n int, tenant_id uuid, otp_id uuid)
        cross join lateral (
          select id from messages
          where tenant_id = k.tenant_id and otp_id = k.otp_id and status = 'queued' offset 0) m`;
      const found = ended.map((): string[] => []);
      for (const { n, id } of rows) found[n]?.push(id);
      return found.map((value) => ({ ok: true, value }));
    },
    { groupOf: ({ tenantId }) => tenantId, maxWaiting: Infinity },
  );
}
