import type { Sql } from "../db/client.ts";
import { ms } from "../db/rows.ts";
import { isoMs } from "../kit/clock.ts";
import { publicId } from "../kit/id.ts";
import { formatAmount } from "../kit/money.ts";
import type { Keyring } from "../kit/secret.ts";
import { userColumns, userOf, type UserRow } from "../users/rows.ts";
import type { Person } from "./person.ts";

const MOST_AUDIT = 1000;

export interface ExportedMessage {
  id: string;
  at: string;
  channel: string;
  status: string;
  template: string;
  charged: string;
  /** Who was asked to carry it, when, and what came of it. */
  attempts: { provider: string; at: string; outcome: string }[];
  /** What providers said of it later. */
  reports: { provider: string; at: string; status: string }[];
}

interface OfOtp {
  messages: ExportedMessage[];
  charged: bigint;
}

type Fact = { provider: string; at: number };

/** By OTP, oldest first. */
export async function loadExportedMessages(
  sql: Sql,
  tenantId: string,
  otpIds: readonly string[],
): Promise<Map<string, OfOtp>> {
  const rows = await sql<
    {
      id: string;
      otp_id: string;
      at: string;
      channel: string;
      status: string;
      template: string;
      charged: string;
      attempts: (Fact & { outcome: string })[] | null;
      reports: (Fact & { status: string })[] | null;
    }[]
  >`
    select m.id, m.otp_id, extract(epoch from m.created_at) * 1000 as at, m.channel, m.status, m.template, m.charged,
           a.attempts, r.reports
    from messages m
    left join lateral (
      select json_agg(json_build_object('provider', provider, 'at', extract(epoch from started_at) * 1000,
                                        'outcome', outcome) order by n) as attempts
      from attempts where tenant_id = m.tenant_id and message_id = m.id offset 0) a on true
    left join lateral (
      select json_agg(json_build_object('provider', provider, 'at', extract(epoch from reports.at) * 1000,
                                        'status', status) order by received_at, id) as reports
      from reports where tenant_id = m.tenant_id and message_id = m.id offset 0) r on true
    where m.tenant_id = ${tenantId} and m.otp_id = any(${[...otpIds]}::uuid[]) order by m.id`;
  const found = new Map<string, OfOtp>();
  for (const row of rows) {
    const charged = BigInt(row.charged);
    const message: ExportedMessage = {
      id: publicId("msg", row.id),
      at: isoMs(ms(row.at) ?? 0),
      channel: row.channel,
      status: row.status,
      template: row.template,
      charged: formatAmount(charged),
      attempts: (row.attempts ?? []).map((attempt) => ({ ...attempt, at: isoMs(attempt.at) })),
      reports: (row.reports ?? []).map((report) => ({ ...report, at: isoMs(report.at) })),
    };
    const known = found.get(row.otp_id) ?? { messages: [], charged: 0n };
    known.messages.push(message);
    known.charged += charged;
    found.set(row.otp_id, known);
  }
  return found;
}

/** What was stored of them: by the ERP's word, or by the number. */
export async function loadExportedUsers(sql: Sql, keyring: Keyring, tenantId: string, { number, user }: Person) {
  const rows = await sql<UserRow[]>`
    select ${userColumns(sql)} from users
    where tenant_id = ${tenantId} and (id = ${user} or number = ${number}) order by place`;
  return rows.map((row) => {
    const { id, name, active, destination, number: stored, createdAt } = userOf(row, keyring, tenantId);
    return { id, name, active, destination, number: stored, stored_since: isoMs(createdAt) };
  });
}

/** What was changed of a user, and who asked for it. Numbers in it are masked. */
export async function loadNamedAudit(sql: Sql, tenantId: string, user: string) {
  const rows = await sql<{ at: string; action: string; actor: string; before: string | null; after: string | null }[]>`
    select extract(epoch from at) * 1000 as at, action, actor, before::text as before, after::text as after from audit
    where tenant_id = ${tenantId} and target = ${user} and action ~ '^(user|users|privacy)[.]'
    order by id desc limit ${MOST_AUDIT}`;
  return rows.map(({ at, action, actor, before, after }) => ({
    at: isoMs(ms(at) ?? 0),
    action,
    actor,
    before: before === null ? null : (JSON.parse(before) as unknown),
    after: after === null ? null : (JSON.parse(after) as unknown),
  }));
}
