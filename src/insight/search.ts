import type { Sql } from "../db/client.ts";
import { firstIdAt, firstIdNear } from "../kit/id.ts";
import type { Keyring } from "../kit/secret.ts";
import type { MessageStatus } from "../otp/model.ts";
import type { Channel, ErrorClass } from "../providers/provider.ts";
import { columns, messageOf, withOtp, type LoggedMessage, type MessageRow } from "./messages.ts";
import { failedMessages, ID_APART_MS, messagesOfProviderId, userStep } from "./search-ways.ts";
import { walk, type Found, type Step } from "./walk.ts";

export interface MessageFilter {
  id?: string | undefined;
  otpId?: string | undefined;
  /** E.164, or an address; in a search that runs, sealed as the rows have it. */
  to?: string | undefined;
  user?: string | undefined;
  providerMessageId?: string | undefined;
  status?: MessageStatus | undefined;
  channel?: Channel | undefined;
  provider?: string | undefined;
  purpose?: string | undefined;
  country?: string | undefined;
  errorClass?: ErrorClass | undefined;
  providerCode?: string | undefined;
  /** Micros, inclusive. */
  chargedMin?: bigint | undefined;
  chargedMax?: bigint | undefined;
  /** Milliseconds: from, inclusive, and until, exclusive. */
  from?: number | null;
  until?: number | null;
}

export interface SearchDeps {
  sql: Sql;
  keyring: Keyring;
  tenantId: string;
  /** Whose providers may have sent it: the tenant, and the first tenant, which shares its own. */
  ownerIds: readonly string[];
}

/** The index that leads to what is asked for. */
export type Way = "id" | "otp" | "provider_message" | "user" | "recipient" | "lost" | "failure" | "newest";

/** Of these there are few at any time, and an index that holds no others. */
const lost: readonly MessageStatus[] = ["failed", "expired", "cancelled", "unknown"];

/** Pure: the most selective way to a filter's messages. All that the filter says is checked on what is found there. */
export function wayTo(filter: MessageFilter): Way {
  // No column of a message says it, so that only its way checks it.
  if (filter.providerMessageId !== undefined) return "provider_message";
  if (filter.id !== undefined) return "id";
  if (filter.otpId !== undefined) return "otp";
  if (filter.user !== undefined) return "user";
  if (filter.to !== undefined) return "recipient";
  if (filter.errorClass !== undefined || filter.providerCode !== undefined) return "failure";
  if (filter.status !== undefined && lost.includes(filter.status)) return "lost";
  return "newest";
}

/** Pure: whether the way leads to what is asked for alone, so that a step need not look at more than it answers. */
export function isExact(filter: MessageFilter): boolean {
  const { id, otpId, providerMessageId, user, to, status, errorClass, providerCode } = filter;
  const { channel, provider, purpose, country, chargedMin, chargedMax } = filter;
  const given = (values: readonly unknown[]): number => values.filter((value) => value !== undefined).length;
  const leading = given([id, otpId, providerMessageId, user, to, status, errorClass, providerCode]);
  const others = given([channel, provider, purpose, country, chargedMin, chargedMax]);
  return others === 0 && leading === (wayTo(filter) === "newest" ? 0 : 1);
}

/**
 * The delivery log, newest first: ids carry their time, so their order is the order of time, and a span of time is a
 * span of ids.
 */
export async function searchMessages(
  deps: SearchDeps,
  asked: MessageFilter,
  limit: number,
  before: string | null,
): Promise<Found<LoggedMessage>> {
  // Numbers lie sealed, the same one always alike.
  const to = asked.to === undefined ? undefined : deps.keyring.numbers.seal(deps.tenantId, asked.to);
  const filter = { ...asked, to };
  const { from = null, until = null } = filter;
  const first = from === null ? null : firstIdAt(from - ID_APART_MS);
  const last = until === null ? null : firstIdAt(until + ID_APART_MS);
  const step = await stepOf(deps, filter);
  return walk(
    async (at, most, size) => {
      const { rows, reached } = await step(at, most, size);
      return { rows, reached: reached !== null && first !== null && reached < first ? null : reached };
    },
    limit,
    before !== null && last !== null && last < before ? last : (before ?? last),
  );
}

type LogStep = (before: string | null, most: number, size: number) => Promise<Step<LoggedMessage>>;

async function stepOf(deps: SearchDeps, filter: MessageFilter): Promise<LogStep> {
  const { sql, tenantId } = deps;
  switch (wayTo(filter)) {
    case "provider_message": {
      const ids = await messagesOfProviderId(deps, filter.providerMessageId ?? "");
      return (at, most) => look(deps, filter, sql`and id = any(${ids}::uuid[])`, at, most, ids.length + 1);
    }
    case "user":
      return (at, most, size) => lookByUser(deps, filter, at, most, size);
    case "failure":
      return async (at, most, size) => {
        const { ids, reached } = await failedMessages(sql, tenantId, filter, at, isExact(filter) ? most : size);
        const { rows } = await look(deps, filter, sql`and id = any(${ids}::uuid[])`, at, most, ids.length + 1);
        return { rows, reached };
      };
    case "id":
    case "otp":
    case "recipient":
    case "lost":
    case "newest": {
      // At the later end of a span lie messages whose ids are older than they are: a step has to get past them.
      const exact = isExact(filter) && filter.until == null;
      return (at, most, size) => look(deps, filter, conditionOf(sql, filter), at, most, exact ? most : size);
    }
  }
}

function conditionOf(sql: Sql, filter: MessageFilter) {
  const { id, otpId, to, status } = filter;
  switch (wayTo(filter)) {
    case "id":
      return sql`and id = ${id ?? null}::uuid`;
    case "otp":
      return sql`and otp_id = ${otpId ?? null}::uuid and id >= ${firstIdNear(otpId ?? "")}`;
    case "recipient":
      return sql`and recipient = ${to ?? null}`;
    case "lost":
      // Its index is for these four, which the plan has to see.
      return sql`and status = ${status ?? null} and status in ('failed', 'expired', 'cancelled', 'unknown')`;
    case "provider_message":
    case "user":
    case "failure":
    case "newest":
      return sql``;
  }
}

async function lookByUser(
  deps: SearchDeps,
  filter: MessageFilter,
  before: string | null,
  most: number,
  size: number,
): Promise<Step<LoggedMessage>> {
  const { sql, tenantId } = deps;
  const { since, until, reached } = await userStep(deps, filter.user ?? "", before, Math.ceil(size / 10));
  const found = await look(
    deps,
    filter,
    sql`
      ${reached === null ? sql`` : sql`and id >= ${reached}::uuid`}
      and otp_id = any(array(
        select id from otps where tenant_id = ${tenantId} and user_ref = ${filter.user ?? ""} and user_ref <> ''
          and created_at >= to_timestamp(${since}::float8 / 1000) and created_at <= to_timestamp(${until}::float8 / 1000)))`,
    before,
    most,
    ALL,
  );
  return { rows: found.rows, reached };
}

/** Of a step whose span bounds it. */
const ALL = 1_000_000;

/** One step: of the next `size` messages on the way, those that the filter is for. */
async function look(
  { sql, keyring, tenantId }: SearchDeps,
  filter: MessageFilter,
  way: ReturnType<typeof conditionOf>,
  before: string | null,
  most: number,
  size: number,
): Promise<Step<LoggedMessage>> {
  const { from = null, until = null } = filter;
  const rows = await sql<(MessageRow & { seen: number; reached: string | null; found: boolean | null })[]>`
    with step as materialized (
      select * from messages
      where tenant_id = ${tenantId} ${way}
        ${before === null ? sql`` : sql`and id < ${before}::uuid`}
        ${from === null ? sql`` : sql`and id >= ${firstIdAt(from - ID_APART_MS)}::uuid`}
        ${until === null ? sql`` : sql`and id < ${firstIdAt(until + ID_APART_MS)}::uuid`}
      order by id desc limit ${size})
    select s.seen, s.reached, m.* from (
      select count(*)::int as seen, (select id from step order by id limit 1) as reached from step) s
    left join lateral (
      select true as found, ${columns(sql)} from step messages ${withOtp(sql)}
      where true ${conditions(sql, filter)}
      order by id desc limit ${most}) m on true`;
  const [first] = rows;
  const reached = first === undefined || first.seen < size ? null : first.reached;
  return { rows: rows.filter(({ found }) => found === true).map((row) => messageOf(row, keyring, tenantId)), reached };
}

function conditions(sql: Sql, filter: MessageFilter) {
  const { id, otpId, to, user, status, channel, provider, purpose, country, from = null, until = null } = filter;
  const { errorClass, providerCode, chargedMin, chargedMax } = filter;
  return sql`
    ${id === undefined ? sql`` : sql`and id = ${id}::uuid`}
    ${otpId === undefined ? sql`` : sql`and otp_id = ${otpId}::uuid`}
    ${to === undefined ? sql`` : sql`and recipient = ${to}`}
    ${user === undefined ? sql`` : sql`and user_ref = ${user}`}
    ${status === undefined ? sql`` : sql`and status = ${status}`}
    ${channel === undefined ? sql`` : sql`and channel = ${channel}`}
    ${provider === undefined ? sql`` : sql`and provider = ${provider}`}
    ${purpose === undefined ? sql`` : sql`and purpose = ${purpose}`}
    ${country === undefined ? sql`` : sql`and country = ${country}`}
    ${chargedMin === undefined ? sql`` : sql`and charged >= ${chargedMin.toString()}::bigint`}
    ${chargedMax === undefined ? sql`` : sql`and charged <= ${chargedMax.toString()}::bigint`}
    ${from === null ? sql`` : sql`and created_at >= to_timestamp(${from}::float8 / 1000)`}
    ${until === null ? sql`` : sql`and created_at < to_timestamp(${until}::float8 / 1000)`}
    ${
      errorClass === undefined
        ? sql``
        : sql`and (
            exists (select from attempts a where a.tenant_id = messages.tenant_id and a.message_id = messages.id
                      and a.outcome = ${errorClass})
            or exists (select from reports r where r.tenant_id = messages.tenant_id and r.message_id = messages.id
                         and r.error_class = ${errorClass}))`
    }
    ${
      providerCode === undefined
        ? sql``
        : sql`and (
            exists (select from attempts a where a.tenant_id = messages.tenant_id and a.message_id = messages.id
                      and a.provider_code = ${providerCode})
            or exists (select from reports r where r.tenant_id = messages.tenant_id and r.message_id = messages.id
                         and r.provider_code = ${providerCode}))`
    }`;
}
