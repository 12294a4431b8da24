import type { Sql, Tx } from "../db/client.ts";
import { rowsOf } from "../db/rows.ts";
import type { Keyring } from "../kit/secret.ts";
import { RECENT_MS } from "./model.ts";

const SAMPLE = 300;

export interface PrefixOf {
  tenantId: string;
  prefix: string;
}

/**
 * By `tenant/prefix`: the newest recipients of the last five minutes who have never verified a code of the tenant's. Who
 * has is a person, however close their numbers lie: a company's telephones on a Monday morning. Null: of all that were
 * looked at, most are such people. Numbers are opened here and kept nowhere.
 */
export async function readStrangers(
  sql: Sql | Tx,
  keyring: Keyring,
  prefixes: readonly PrefixOf[],
  now: number,
): Promise<Map<string, string[] | null>> {
  if (prefixes.length === 0) return new Map();
  const given = prefixes.map(({ tenantId, prefix }) => ({ tenant_id: tenantId, prefix }));
  const rows = await sql<{ tenant_id: string; prefix: string; recipient: string; known: boolean }[]>`
    select k.tenant_id, k.prefix, m.recipient, p.known
    from json_to_recordset(${rowsOf(sql, given)}) as k(tenant_id uuid, prefix text)
    cross join lateral (
      select otp_id, message_id from guard_otps
      where tenant_id = k.tenant_id and prefix = k.prefix
        and minute >= to_timestamp(${now - RECENT_MS}::float8 / 1000)
      order by otp_id desc limit ${SAMPLE}) g
    cross join lateral (
      select recipient from messages where tenant_id = k.tenant_id and id = g.message_id offset 0) m
    cross join lateral (select subject from otps where tenant_id = k.tenant_id and id = g.otp_id offset 0) o
    cross join lateral (
      select exists (
        select from otps where tenant_id = k.tenant_id and subject = o.subject and status = 'verified') as known) p`;
  const found = new Map<string, { strangers: string[]; all: number }>();
  for (const { tenant_id: tenantId, prefix, recipient, known } of rows) {
    const key = `${tenantId}/${prefix}`;
    const entry = found.get(key) ?? { strangers: [], all: 0 };
    entry.all += 1;
    if (!known) entry.strangers.push(keyring.numbers.open(tenantId, recipient));
    found.set(key, entry);
  }
  return new Map([...found].map(([key, { strangers, all }]) => [key, strangers.length * 2 < all ? null : strangers]));
}
