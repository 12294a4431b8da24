import type { Sql } from "../db/client.ts";
import { ms } from "../db/rows.ts";
import { firstIdAt } from "../kit/id.ts";
import type { Keyring } from "../kit/secret.ts";

const ROWS_AT_ONCE = 1000;
/** An id is made within moments of its row's time. */
const ID_APART_MS = 300_000;

/** One person of whom something was sent in a span of time. Of a central number each user is one. */
export interface Affected {
  /** Empty: erased since. */
  number: string;
  users: string[];
  first: number;
  last: number;
  messages: number;
  purposes: string[];
  channels: string[];
  /** Who was given the number. */
  providers: string[];
}

/**
 * Whom a breach of that span concerns. One statement whose rows are taken as they are wanted: the database sorts, and
 * here only a page is in memory.
 */
export async function* affectedPeople(
  sql: Sql,
  keyring: Keyring,
  tenantId: string,
  from: number,
  until: number,
): AsyncGenerator<Affected[]> {
  const rows = sql<
    {
      recipient: string;
      users: string[];
      first: string;
      last: string;
      messages: number;
      purposes: string[];
      channels: string[];
      providers: string[];
    }[]
  >`
    select m.recipient, array_remove(array_remove(array_agg(distinct o.user_ref), null), '') as users,
           extract(epoch from min(m.created_at)) * 1000 as first, extract(epoch from max(m.created_at)) * 1000 as last,
           count(distinct m.id)::int as messages, array_remove(array_agg(distinct o.purpose), null) as purposes,
           array_agg(distinct m.channel) as channels, array_remove(array_agg(distinct a.provider), null) as providers
    from messages m
    -- A message of the month after its OTP's may outlive it.
    left join otps o on o.tenant_id = m.tenant_id and o.id = m.otp_id
    left join attempts a on a.tenant_id = m.tenant_id and a.message_id = m.id
    where m.tenant_id = ${tenantId}
      and m.id >= ${firstIdAt(from - ID_APART_MS)}::uuid and m.id < ${firstIdAt(until + ID_APART_MS)}::uuid
      and m.created_at >= to_timestamp(${from}::float8 / 1000) and m.created_at < to_timestamp(${until}::float8 / 1000)
    group by m.recipient, case when o.central or m.recipient = '' then coalesce(o.user_ref, '') else '' end
    order by m.recipient`;
  for await (const page of rows.cursor(ROWS_AT_ONCE)) {
    yield page.map(({ recipient, first, last, ...row }) => ({
      ...row,
      number: keyring.numbers.open(tenantId, recipient),
      first: ms(first) ?? 0,
      last: ms(last) ?? 0,
    }));
  }
}
