import type { Sql } from "../db/client.ts";
import { ms } from "../db/rows.ts";
import { firstIdAt, timeOfId } from "../kit/id.ts";
import type { MessageFilter, SearchDeps } from "./search.ts";

/**
 * The messages that a provider knows by an id: its own, or another name of it. The index has the provider first, so each
 * provider that ever sent anything is asked; they are found by skipping from one to the next.
 */
export async function messagesOfProviderId(
  { sql, tenantId, ownerIds }: SearchDeps,
  providerMessageId: string,
): Promise<string[]> {
  const rows = await sql<{ message_id: string }[]>`
    with recursive senders as (
      select owner.id as owner_id, first.provider from unnest(${[...ownerIds]}::uuid[]) as owner(id)
      cross join lateral (
        select provider from attempts where owner_id = owner.id and provider_message_id is not null
        order by provider limit 1) first
      union all
      select s.owner_id, following.provider from senders s
      cross join lateral (
        select provider from attempts
        where owner_id = s.owner_id and provider > s.provider and provider_message_id is not null
        order by provider limit 1) following)
    select distinct a.message_id from senders s
    cross join lateral (
      select ${providerMessageId}::text as name
      union all
      select provider_message_id from message_aliases
      where owner_id = s.owner_id and provider = s.provider and alias = ${providerMessageId}) known
    cross join lateral (
      select message_id from attempts
      where owner_id = s.owner_id and provider = s.provider and provider_message_id = known.name
        and tenant_id = ${tenantId} offset 0) a`;
  return rows.map((row) => row.message_id);
}

/** An OTP lives ten minutes at most, and its messages are made within its life. */
const LONGEST_LIFE_MS = 600_000;
/** An id is made within moments of its row's time. */
export const ID_APART_MS = 300_000;

export interface UserStep {
  /** When the OTPs were made that may have messages in this step, milliseconds. */
  since: number;
  until: number;
  /** The first id of the step; null: it has all that is left. */
  reached: string | null;
}

/** A span of time that holds about `size` OTPs of a user, the newest before an id. */
export async function userStep(
  { sql, tenantId }: SearchDeps,
  user: string,
  before: string | null,
  size: number,
): Promise<UserStep> {
  const until = before === null ? Number.MAX_SAFE_INTEGER / 1000 : timeOfId(before);
  const [oldest] = await sql<{ at: string }[]>`
    select extract(epoch from created_at) * 1000 as at from otps
    where tenant_id = ${tenantId} and user_ref = ${user} and user_ref <> ''
      and created_at < to_timestamp(${until}::float8 / 1000)
    order by created_at desc offset ${size} limit 1`;
  const at = oldest === undefined ? null : ms(oldest.at);
  return {
    since: at === null ? 0 : at - LONGEST_LIFE_MS - ID_APART_MS,
    until: until + ID_APART_MS,
    reached: at === null ? null : firstIdAt(at),
  };
}

/** The newest messages before an id of which an attempt or a report failed in the way that is asked for. */
export async function failedMessages(
  sql: Sql,
  tenantId: string,
  { errorClass, providerCode }: Pick<MessageFilter, "errorClass" | "providerCode">,
  before: string | null,
  size: number,
): Promise<{ ids: string[]; reached: string | null }> {
  const older = before === null ? sql`` : sql`and message_id < ${before}::uuid`;
  const attempts =
    errorClass === undefined
      ? sql`provider_code = ${providerCode ?? ""} and provider_code is not null`
      : sql`outcome = ${errorClass} and outcome <> 'accepted'`;
  const reports =
    errorClass === undefined
      ? sql`provider_code = ${providerCode ?? ""} and provider_code is not null`
      : sql`error_class = ${errorClass} and error_class is not null`;
  const rows = await sql<{ id: string }[]>`
    select id from (
      (select message_id as id from attempts where tenant_id = ${tenantId} and ${attempts} ${older}
       order by message_id desc limit ${size})
      union all
      (select message_id from reports where tenant_id = ${tenantId} and ${reports} ${older}
       order by message_id desc limit ${size})) found
    order by id desc limit ${size}`;
  return {
    ids: [...new Set(rows.map(({ id }) => id))],
    reached: rows.length < size ? null : (rows.at(-1)?.id ?? null),
  };
}
