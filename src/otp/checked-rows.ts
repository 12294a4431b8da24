import type { Sql, Statement, Tx } from "../db/client.ts";
import { byKey, leastId, ms, rowsOf } from "../db/rows.ts";
import type { AskedCheck, CheckedOtp } from "./decide-verify.ts";
import type { OtpStatus } from "./model.ts";

/** Which OTP is checked: by its id, or the newest (pending ones first) of a subject, or of a user whoever it went to. */
export type VerifyTarget =
  | { id: string }
  | { subject: string; userRef: string | null; purpose: string }
  | { subject: null; userRef: string; purpose: string };

/** The newest of a subject `k`, or of a user; each by its own index. */
export function newestOf(sql: Sql | Tx, by: "subject" | "user") {
  const same =
    by === "subject"
      ? sql`subject = k.subject and (k.user_ref is null or user_ref = k.user_ref)`
      : sql`user_ref = k.user_ref and user_ref <> ''`;
  return sql`
    select id, vendor_checks, sends from otps
    where tenant_id = k.tenant_id and purpose = k.purpose and ${same}
    order by (status = 'pending') desc, created_at desc limit 1`;
}

interface Wanted {
  tenantId: string;
  target: VerifyTarget;
}

export interface LockedOtp extends CheckedOtp {
  row: string;
  tenantId: string;
  codeHash: Buffer;
  likeVendors: boolean;
  changed: boolean;
}

/** The OTP each item means. An ERP that keeps no id means the newest pending one; when none is, the newest of all. */
export async function resolveTargets(tx: Tx, items: Wanted[]): Promise<(string | null)[]> {
  const wanted = items.flatMap((item, n) =>
    "id" in item.target
      ? []
      : [
          {
            n,
            tenant_id: item.tenantId,
            subject: item.target.subject,
            user_ref: item.target.userRef,
            purpose: item.target.purpose,
          },
        ],
  );
  const found = new Map<number, string>();
  for (const by of ["subject", "user"] as const) {
    const keys = wanted.filter(({ subject }) => (subject === null) === (by === "user"));
    if (keys.length === 0) continue;
    const rows = await tx<{ n: number; id: string }[]>`
      select k.n, o.id
      from json_to_recordset(${rowsOf(tx, keys)}) as k(n int, tenant_id uuid, subject text, user_ref text, purpose text)
      cross join lateral (${newestOf(tx, by)}) o`;
    for (const row of rows) found.set(row.n, row.id);
  }
  return items.map((item, n) => ("id" in item.target ? item.target.id : (found.get(n) ?? null)));
}

export function keysOf(items: Wanted[], ids: (string | null)[]): { tenant_id: string; id: string }[] {
  return byKey(
    items.flatMap((item, n) => {
      const id = ids[n];
      return id === null || id === undefined ? [] : [{ tenantId: item.tenantId, id }];
    }),
  );
}

interface OtpRow {
  row: string;
  tenant_id: string;
  id: string;
  subject: string;
  user_ref: string;
  purpose: string;
  status: OtpStatus;
  attempts_left: number;
  expires_at: string;
  decoy: boolean;
  code_hash: Buffer;
  vendor_checks: VendorChecks | null;
}

/** What an OTP's row keeps of checks that vendors were asked about. */
export interface VendorChecks {
  asked?: AskedCheck[];
  won?: string;
  /** A decoy whose real one would have had a vendor's code. */
  decoy?: true;
}

/** In the order of their ids, so that two batches never wait for each other in a circle. */
export async function lockOtps(tx: Tx, items: Wanted[], ids: (string | null)[]): Promise<Map<string, LockedOtp>> {
  const keys = keysOf(items, ids);
  const rows = await tx<OtpRow[]>`
    select o.* from json_to_recordset(${rowsOf(tx, keys)}) as k(tenant_id uuid, id uuid)
    cross join lateral (
      select ctid::text as row, tenant_id, id, subject, user_ref, purpose, status, attempts_left,
             extract(epoch from expires_at) * 1000 as expires_at, decoy, code_hash,
             vendor_checks
      from otps where tenant_id = k.tenant_id and id = k.id and id >= ${leastId(keys)} offset 0 for update) o`;
  return new Map(
    rows.map((row) => [
      `${row.tenant_id}/${row.id}`,
      {
        row: row.row,
        tenantId: row.tenant_id,
        id: row.id,
        subject: row.subject,
        userRef: row.user_ref,
        purpose: row.purpose,
        status: row.status,
        attemptsLeft: row.attempts_left,
        expiresAt: ms(row.expires_at) ?? 0,
        decoy: row.decoy,
        codeHash: row.code_hash,
        asked: row.vendor_checks?.asked ?? [],
        wonBy: row.vendor_checks?.won ?? null,
        likeVendors: row.vendor_checks?.decoy ?? false,
        changed: false,
      },
    ]),
  );
}

export function writeOtps(tx: Tx, otps: LockedOtp[], now: number): Statement[] {
  const changed = otps.filter((otp) => otp.changed);
  if (changed.length === 0) return [];
  const rows = changed.map((otp) => ({
    row: otp.row,
    id: otp.id,
    status: otp.status,
    attempts_left: otp.attemptsLeft,
    vendor_checks: vendorChecks(otp),
  }));
  return [
    tx`
      update otps o set status = n.status, attempts_left = n.attempts_left,
        vendor_checks = n.vendor_checks,
        code_sealed = case when n.status = 'pending' then o.code_sealed end,
        ended_at = case when n.status <> 'pending' then to_timestamp(${now}::float8 / 1000) end,
        -- A vendor's yes that came after the sweep: what had been settled by the expiry is settled anew.
        unsettled_since = case when n.status = 'verified' and o.status = 'expired'
                               then to_timestamp(${now}::float8 / 1000) else o.unsettled_since end
      from json_to_recordset(${rowsOf(tx, rows)}) as n(
        row tid, id uuid, status text, attempts_left int, vendor_checks jsonb)
      where o.ctid = n.row and o.id = n.id and o.id >= ${leastId(rows)}`,
  ];
}

/** Which checks are asked about goes with its end; which one won stays, for its commit to be repeated. */
function vendorChecks({ status, asked, wonBy, likeVendors }: LockedOtp): VendorChecks | null {
  const over = status === "verified" || status === "locked";
  const kept: VendorChecks = {
    ...(over || asked.length === 0 ? {} : { asked }),
    ...(wonBy === null ? {} : { won: wonBy }),
    ...(likeVendors ? { decoy: true } : {}),
  };
  return Object.keys(kept).length === 0 ? null : kept;
}
