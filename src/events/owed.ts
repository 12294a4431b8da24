import type { Sql } from "../db/client.ts";

const SLICE = 5000;

/**
 * What a webhook that is off is still owed is dead, so that it hears, put on again, of what happens from then on; a replay
 * brings it back. In slices and outside the change: a long backlog locks nothing for long. Called when it is put off, and
 * before it is put on, should the first call have been cut short.
 */
export async function endOwed(sql: Sql, { tenantId, name }: { tenantId: string; name: string }): Promise<void> {
  for (;;) {
    const ended = await sql`
      update webhook_deliveries set status = 'dead', next_at = null
      where ctid = any(array(
          select ctid from webhook_deliveries
          where tenant_id = ${tenantId} and webhook = ${name} and status = 'pending' limit ${SLICE}))
        and exists (select from webhooks where tenant_id = ${tenantId} and name = ${name} and state = 'off')`;
    if (ended.count < SLICE) return;
  }
}

/** The deliveries of a webhook that is deleted; also before its name is used again, should that have been cut short. */
export async function forgetDeliveries(
  sql: Sql,
  { tenantId, name }: { tenantId: string; name: string },
): Promise<void> {
  for (;;) {
    const gone = await sql`
      delete from webhook_deliveries
      where ctid = any(array(
          select ctid from webhook_deliveries where tenant_id = ${tenantId} and webhook = ${name} limit ${SLICE}))
        and not exists (select from webhooks where tenant_id = ${tenantId} and name = ${name})`;
    if (gone.count < SLICE) return;
  }
}
