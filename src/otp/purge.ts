import type { Sql } from "../db/client.ts";
import { firstIdAt } from "../kit/id.ts";

/** Tickets and proofs live for minutes; support may still ask next week whether the ERP took one. */
const KEPT_MS = 30 * 86_400_000;
const SLICE = 5000;

/** By the time in an OTP's id, so that the primary key finds the oldest of each tenant; in slices, so that no lock is long. */
export async function purgeRedemptions(sql: Sql, now: number): Promise<void> {
  for (;;) {
    const gone = await sql`
      delete from redemptions where ctid = any(array(
        select r.row from tenants t
        cross join lateral (
          select ctid as row from redemptions
          where tenant_id = t.id and otp_id < ${firstIdAt(now - KEPT_MS)}::uuid order by otp_id limit ${SLICE}) r
        limit ${SLICE}))`;
    if (gone.count < SLICE) return;
  }
}
