import type { Sql } from "../src/db/client.ts";

const CHUNK = 500_000;
/** Each message is held and captured; of every thousand entries one is a top-up. */
const PAIRS_A_THOUSAND = 499;

/**
 * A tenant's ledger over two months, as a gateway writes it: messages, their OTPs, and entries with running balances that
 * are right. Made in the database, in chunks, in the order of their numbers.
 */
export async function fillLedger(
  sql: Sql,
  tenantId: string,
  entries: number,
  from: number,
  until: number,
): Promise<void> {
  // Nothing of finance looks there, and filling them takes most of the time.
  await sql`drop index otps_subject, messages_otp, messages_recipient`;
  const stepMs = (until - from) / entries;
  for (let first = 1; first <= entries; first += CHUNK) {
    const last = Math.min(first + CHUNK - 1, entries);
    await sql.begin(async (tx) => {
      await tx`set local synchronous_commit = off`;
      await tx`set local enable_hashjoin = on`;
      // Of a thousand numbers the first 998 are pairs of hold and capture, then a top-up and a correction.
      await tx`
        create temp table chunk on commit drop as
        select n, (n - 1) % 1000 as place, to_timestamp((${from}::float8 + n * ${stepMs}::float8) / 1000) as at,
               (n + 1) / 2 as pair
        from generate_series(${first}::bigint, ${last}::bigint) n`;
      await tx`
        insert into otps (tenant_id, id, subject, recipients, user_ref, purpose, channels, locale, template, params,
                          metadata, status, attempts_left, code_hash, ttl_seconds, central, decoy, sends, created_at,
                          expires_at, resend_at)
        select ${tenantId}, ${idOf(tx, "a", "pair")}, 's' || pair % 100000, '{}', '',
               case when pair % 3 = 0 then 'transaction' else 'login' end, '{}', 'id', '', '{}',
               jsonb_build_object('cost_centre', 'till ' || pair % 12), 'verified', 0, '', 300, false, false, '{}', at, at, at
        from chunk where place % 2 = 0 and place < ${PAIRS_A_THOUSAND * 2}`;
      await tx`
        insert into messages (tenant_id, id, otp_id, channel, recipient, status, provider, template, locale,
                              template_version, prices, skips, hold, hold_state, charged, tries, advanced, created_at,
                              updated_at, expires_at)
        select ${tenantId}, ${idOf(tx, "b", "pair")}, ${idOf(tx, "a", "pair")},
               (array['whatsapp', 'sms', 'email'])[1 + pair % 3], '+62812' || pair % 100000, 'read',
               (array['meta', 'qontak', 'twilio', 'infobip'])[1 + pair % 4], 'otp', 'id', 1,
               '{"meta": ["350000000", "accepted", "300000000"]}', '[]', 350000000, 'captured', 350000000, 1, true, at, at, at
        from chunk where place % 2 = 0 and place < ${PAIRS_A_THOUSAND * 2}`;
      await tx`
        insert into entries (tenant_id, seq, id, kind, amount, held_delta, available_after, held_after, spent_after,
                             actor, reference, message_id, at)
        select ${tenantId}, n, gen_random_uuid(), kind, amount, held_delta,
               a.available + sum(amount) over w, a.held + sum(held_delta) over w, a.spent + sum(paid) over w,
               'gateway', case when message is null then n::text end, message, at
        from (
          select n, at,
            case when place = 998 then 'topup' when place = 999 then 'adjustment'
                 when place % 2 = 0 then 'hold' else 'capture' end as kind,
            case when place = 998 then 175000000000 when place = 999 then -1000000
                 when place % 2 = 0 then -350000000 else 0 end as amount,
            case when place >= 998 then 0 when place % 2 = 0 then 350000000 else -350000000 end as held_delta,
            case when place < 998 and place % 2 = 1 then 350000000 else 0 end as paid,
            case when place < 998 then ${idOf(tx, "b", "pair")} end as message
          from chunk) c
        cross join (select available, held, spent from accounts where tenant_id = ${tenantId}) a
        window w as (order by n)`;
      await tx`
        update accounts a set available = e.available_after, held = e.held_after, spent = e.spent_after, seq = e.seq
        from entries e where a.tenant_id = ${tenantId} and e.tenant_id = a.tenant_id and e.seq = ${last}`;
    });
  }
}

/** In the order of their making, as the gateway's own are. */
function idOf(tx: Sql | Parameters<Parameters<Sql["begin"]>[1]>[0], kind: "a" | "b", of: string) {
  return tx`(${kind === "a" ? "0199a000" : "0199b000"} || lpad(to_hex(${tx(of)}), 24, '0'))::uuid`;
}

/** Tenants beside it, with a top-up each. */
export async function addSmallTenants(sql: Sql, count: number): Promise<void> {
  await sql`
    insert into tenants (id, name, settings, created_at)
    select gen_random_uuid(), 'small-' || n, settings, now()
    from generate_series(1, ${count}::int) n cross join (select settings from tenants where first) t`;
  await sql`
    insert into accounts (tenant_id, currency, available, seq)
    select id, 'IDR', 1000000000, 1 from tenants where name like 'small-%'`;
  await sql`
    insert into entries (tenant_id, seq, id, kind, amount, held_delta, available_after, held_after, spent_after, actor, at)
    select tenant_id, 1, gen_random_uuid(), 'topup', 1000000000, 0, 1000000000, 0, 0, 'bench', now()
    from accounts a join tenants t on t.id = a.tenant_id where t.name like 'small-%'`;
}
