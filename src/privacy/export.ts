import type { Sql } from "../db/client.ts";
import { isoMs } from "../kit/clock.ts";
import { publicId } from "../kit/id.ts";
import { formatAmount } from "../kit/money.ts";
import type { JsonObject } from "../kit/json.ts";
import type { Keyring } from "../kit/secret.ts";
import type { Otp } from "../otp/model.ts";
import { loadOtps } from "../otp/rows.ts";
import { auditRow, writeAudit, type Auditor } from "../tenants/audit.ts";
import { loadExportedMessages, loadExportedUsers, loadNamedAudit, type ExportedMessage } from "./export-rows.ts";
import { otpsOf, type Person } from "./person.ts";
import { retention } from "./retention.ts";

/** OTPs of one answer. */
const OTPS_AT_ONCE = 500;

export interface ExportedOtp {
  id: string;
  issued_at: string;
  purpose: string;
  status: string;
  numbers: string[];
  user: string | null;
  name: string | null;
  client_ip: string | null;
  params: Record<string, string>;
  metadata: JsonObject;
  messages: ExportedMessage[];
}

export interface PersonExport {
  person: { user: string | null; number: string | null };
  currency: string;
  users: Awaited<ReturnType<typeof loadExportedUsers>>;
  otps: ExportedOtp[];
  charged: string;
  audit: Awaited<ReturnType<typeof loadNamedAudit>>;
  retention: typeof retention;
  next_before: string | null;
}

/** All that is kept of a person, their number in clear, since it is theirs, and never a code. Newest first. */
export async function exportPerson(
  sql: Sql,
  keyring: Keyring,
  ctx: Auditor,
  person: Person,
  before: string | null,
  now: number,
): Promise<PersonExport> {
  const { id: tenantId, currency } = ctx.tenant;
  await writeAudit(sql, auditRow(ctx, { action: "privacy.export", target: person.name }, now));
  const found = await sql<{ id: string }[]>`
    select id from (${otpsOf(sql, tenantId, person)}) o
    where ${before === null ? sql`true` : sql`id < ${before}::uuid`} order by id desc limit ${OTPS_AT_ONCE + 1}`;
  const ids = found.slice(0, OTPS_AT_ONCE).map(({ id }) => id);
  const [stored, messages, users, audit] = await Promise.all([
    loadOtps(
      sql,
      keyring,
      ids.map((id) => ({ tenantId, id })),
    ),
    loadExportedMessages(sql, tenantId, ids),
    loadExportedUsers(sql, keyring, tenantId, person),
    person.user === null ? [] : loadNamedAudit(sql, tenantId, person.user),
  ]);
  const otps = ids.flatMap((id) => {
    const otp = stored.get(id)?.otp;
    return otp === undefined || otp.decoy ? [] : [exportedOtp(otp, messages.get(id)?.messages ?? [])];
  });
  const charged = ids.reduce((sum, id) => sum + (messages.get(id)?.charged ?? 0n), 0n);
  const last = ids.at(-1);
  return {
    person: {
      user: person.user,
      number: person.number === null ? null : keyring.numbers.open(tenantId, person.number),
    },
    currency,
    users,
    otps,
    charged: formatAmount(charged),
    audit,
    retention,
    next_before: found.length > OTPS_AT_ONCE && last !== undefined ? publicId("otp", last) : null,
  };
}

function exportedOtp(otp: Otp, messages: ExportedMessage[]): ExportedOtp {
  return {
    id: publicId("otp", otp.id),
    issued_at: isoMs(otp.createdAt),
    purpose: otp.purpose,
    status: otp.status,
    // Of a central number it is the tenant's.
    numbers: otp.central ? [] : otp.recipients,
    user: otp.userRef === "" ? null : otp.userRef,
    name: otp.via?.userName ?? null,
    client_ip: otp.clientIp,
    params: otp.params,
    metadata: otp.metadata,
    messages,
  };
}
