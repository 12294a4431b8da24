import type { Sql } from "../src/db/client.ts";
import { rowsOf } from "../src/db/rows.ts";

const CHUNK = 250_000;

export interface LogPool {
  /** What is kept of each number, as the gateway would keep it. */
  recipients: readonly string[];
  /** Whose codes they are: of some nobody said. */
  users: readonly string[];
}

/** Plain look-ups of the order in which a gateway would write: made anew once the rows are there, in a fraction of the time. */
const laterIndexes = [
  "otps_subject",
  "otps_user",
  "messages_otp",
  "messages_recipient",
  "messages_lost",
  "attempts_provider_message",
  "attempts_failed",
  "attempts_provider_code",
  "reports_once",
  "reports_failed",
  "reports_provider_code",
];

/**
 * A tenant's delivery log as a gateway writes it over a span of time: OTPs, a message each, attempts and reports, without
 * entries. Of a hundred messages 88 are read or delivered, five were accepted without a word,
 * four failed, and one each fell silent, expired or was cancelled.
 */
export async function fillLog(
  sql: Sql,
  tenantId: string,
  { recipients, users }: LogPool,
  messages: number,
  from: number,
  until: number,
  said: (done: number) => void,
): Promise<void> {
  const definitions = await sql<{ name: string; definition: string }[]>`
    select i.indexname as name, i.indexdef as definition from pg_indexes i
    where i.schemaname = current_schema() and i.indexname = any(${laterIndexes}::text[])`;
  for (const { name } of definitions) await sql`drop index ${sql(name)}`;
  await sql`create unlogged table pool (person int primary key, recipient text not null, user_ref text not null)`;
  for (let first = 0; first < recipients.length; first += 20_000) {
    const slice = recipients.slice(first, first + 20_000);
    const rows = slice.map((recipient, n) => ({ person: first + n, recipient, user_ref: users[first + n] ?? "" }));
    await sql`insert into pool select * from json_to_recordset(${rowsOf(sql, rows)}) as p(person int, recipient text, user_ref text)`;
  }
  const stepMs = (until - from) / messages;
  for (let first = 0; first < messages; first += CHUNK) {
    const last = Math.min(first + CHUNK, messages) - 1;
    await fillChunk(sql, tenantId, recipients.length, { first, last, from, stepMs });
    said(last + 1);
  }
  // Of the whole, not only of the table that holds the months.
  for (const { definition } of definitions) await sql.unsafe(definition.replace(" ON ONLY ", " ON "));
  await sql`drop table pool`;
}

/**
 * Months as there would be after thirteen of them, in place of the one part that a new database begins with; and a
 * retention that lets them be.
 */
export async function beginInMonths(sql: Sql, from: number, until: number): Promise<void> {
  const months: string[] = [];
  const first = new Date(from);
  for (let n = 0; ; n += 1) {
    const month = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + n));
    if (month.getTime() > until) break;
    months.push(month.toISOString().slice(0, 10));
  }
  const before = await sql<{ name: string }[]>`
    select c.relname as name from pg_inherits join pg_class c on c.oid = inhrelid
    where inhparent = any(array['otps', 'messages', 'attempts', 'reports']::regclass[]) and c.relname like '%\\_before\\_%'`;
  for (const { name } of before) await sql`drop table ${sql(name)}`;
  for (const month of months) {
    await sql`select make_month(parent, ${month}::date) from unnest(array['otps', 'messages', 'attempts', 'reports']) parent`;
  }
  const rules = { codes_days: 3650, numbers_days: 3650, reports_months: 120, messages_months: 120, audit_months: 120 };
  await sql`insert into retention (rules, updated_at) values (${JSON.stringify(rules)}::text::jsonb, now())`;
}

interface Chunk {
  first: number;
  last: number;
  from: number;
  stepMs: number;
}

async function fillChunk(
  sql: Sql,
  tenantId: string,
  people: number,
  { first, last, from, stepMs }: Chunk,
): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`set local synchronous_commit = off`;
    await tx`set local enable_hashjoin = on`;
    await tx`set local enable_seqscan = on`;
    await tx`
      create temp table chunk on commit drop as
      select n, at, ms, recipient, user_ref, place, provider, otp_id, id,
             case when place < 70 then 'read' when place < 88 then 'delivered' when place < 93 then 'accepted'
                  when place < 97 then 'failed' when place = 97 then 'unknown' when place = 98 then 'expired'
                  else 'cancelled' end as status
      from (
        select n, ms, to_timestamp(ms / 1000.0) as at, p.recipient, p.user_ref, (n * 7919) % 100 as place,
               (array['meta', 'meta', 'qontak', 'twilio', 'infobip'])[1 + n % 5] as provider,
               ${uuidAt(tx, "0a")} as otp_id, ${uuidAt(tx, "0b")} as id
        from (select n, floor(${from}::float8 + n * ${stepMs}::float8)::bigint as ms
              from generate_series(${first}::bigint, ${last}::bigint) n) numbers
        join pool p on p.person = (n * 2654435761) % ${people}) rows`;
    await tx`
      insert into otps (tenant_id, id, subject, recipients, user_ref, purpose, channels, locale, template, params,
                        metadata, status, attempts_left, code_hash, ttl_seconds, central, decoy, sends, created_at,
                        expires_at, resend_at, ended_at)
      select ${tenantId}, otp_id, recipient, array[recipient], user_ref,
             case when n % 3 = 0 then 'transaction' else 'login' end, '{whatsapp,sms}', '', '', '{}', '{}',
             case when place < 80 then 'verified' else 'expired' end, 4, ''::bytea, 300, false, false, array[ms], at,
             at + interval '5 minutes', at, at + interval '20 seconds'
      from chunk order by n`;
    await tx`
      insert into messages (tenant_id, id, otp_id, channel, recipient, country, prefix, status, provider, template,
                            locale, template_version, prices, skips, hold, hold_state, charged, tries, advanced,
                            created_at, accepted_at, report_by, lapsed, lapsed_at, updated_at, expires_at)
      select ${tenantId}, id, otp_id, (array['whatsapp', 'whatsapp', 'sms'])[1 + n % 3], recipient, 'ID', '+62812', status,
             provider, 'otp', 'id', 1, jsonb_build_object(provider, '["350000000", "accepted", "300000000"]'::jsonb), '[]',
             350000000, case when place < 93 then 'captured' else 'released' end,
             case when place < 93 then 350000000 else 0 end, 1, true, at,
             case when place < 93 or place = 97 then at + interval '100 milliseconds' end,
             case when place < 93 or place = 97 then at + interval '1 day' end,
             case when place >= 93 then status end, case when place >= 93 then at + interval '1 second' end,
             at + interval '2 seconds', at + interval '5 minutes'
      from chunk order by n`;
    await tx`
      insert into attempts (tenant_id, message_id, n, owner_id, provider, channel, started_at, latency_ms, outcome, scope,
                            provider_code, provider_message_id, template, locale, template_version)
      select ${tenantId}, id, 1, ${tenantId}, provider, 'whatsapp', at, 90,
             case when status <> 'failed' then 'accepted' when n % 1000 = 47 then 'credentials'
                  when n % 2 = 0 then 'recipient' else 'transient' end,
             case when status = 'failed' then 'recipient' end,
             case when status = 'failed' then (array['131026', '63016', 'EC_ABSENT'])[1 + n % 3] end,
             case when status <> 'failed' then 'wamid.' || md5(n::text) end, 'otp', 'id', 1
      from chunk where place < 98 order by n`;
    await tx`
      insert into reports (tenant_id, message_id, id, provider, status, at, received_at)
      select ${tenantId}, id, gen_random_uuid(), provider, word, at + after, at + after
      from chunk
      cross join (values ('sent', interval '300 ms', 88), ('delivered', interval '900 ms', 88), ('read', interval '2 s', 70))
        as r(word, after, until)
      where place < until order by n`;
  });
}

/** A UUIDv7 of the row's millisecond, distinct by its number. */
function uuidAt(tx: Sql | Parameters<Parameters<Sql["begin"]>[1]>[0], kind: "0a" | "0b") {
  return tx`(lpad(to_hex(ms), 12, '0') || '70' || ${kind} || '8' || lpad(to_hex(n), 15, '0'))::uuid`;
}
