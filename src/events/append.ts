import type { Sql, Statement, Tx } from "../db/client.ts";
import { rowsOf } from "../db/rows.ts";
import { newId } from "../kit/id.ts";
import type { NewEvent } from "./model.ts";
import { positionHere } from "./position.ts";

/** For the commit that makes it so: an event is told if and only if what it tells of happened. */
export function appendEvents(tx: Tx | Sql, events: readonly NewEvent[]): Statement[] {
  if (events.length === 0) return [];
  const rows = events.map(({ tenantId, type, at, otpId, messageId, data }) => ({
    tenant_id: tenantId,
    id: newId(),
    type,
    at,
    otp_id: otpId,
    message_id: messageId,
    data: data ?? {},
  }));
  return [
    tx`
      insert into events (tenant_id, position, id, type, at, otp_id, message_id, data)
      select tenant_id, ${positionHere(tx)}, id, type, to_timestamp(at / 1000), otp_id, message_id, data
      from json_to_recordset(${rowsOf(tx, rows)}) as e(
        tenant_id uuid, id uuid, type text, at float8, otp_id uuid, message_id uuid, data jsonb)`,
  ];
}

/**
 * The end of a statement `with ended as (update otps … returning tenant_id, id, status, decoy)`: of those that expired, an
 * event each. Nobody waits for a decoy, so none is told of.
 */
export function appendExpired(tx: Tx | Sql, now: number) {
  return tx`
    insert into events (tenant_id, position, id, type, at, otp_id, data)
    select tenant_id, ${positionHere(tx)}, gen_random_uuid(), 'otp.expired', to_timestamp(${now}::float8 / 1000), id, '{}'
    from ended where status = 'expired' and not decoy`;
}
