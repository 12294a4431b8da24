import type { Sql } from "../db/client.ts";

const HOUR_MS = 3_600_000;
/** Nothing of an OTP matters any more: it lives ten minutes at most. */
const OTPS_KEPT_MS = 2 * HOUR_MS;
/** The longest window is a week. */
const SUMS_KEPT_MS = 8 * 24 * HOUR_MS;
/** To tell a prefix that is new from one that was silent for a month. */
const PREFIXES_KEPT_MS = 60 * 24 * HOUR_MS;
/** A year of history for whoever asks why. */
const DECISIONS_KEPT_MS = 365 * 24 * HOUR_MS;
const SLICE = 5000;

/** Clears away what is past its time, in slices, so that no lock is held for long. */
export async function purgeGuard(sql: Sql, now: number): Promise<void> {
  const before = (kept: number) => sql`to_timestamp(${now - kept}::float8 / 1000)`;
  const slices = [
    () => sql`delete from guard_otps where ctid = any(array(
      select ctid from guard_otps where minute < ${before(OTPS_KEPT_MS)} order by minute limit ${SLICE}))`,
    () => sql`delete from guard_sums where ctid = any(array(
      select ctid from guard_sums where minute < ${before(SUMS_KEPT_MS)} order by minute limit ${SLICE}))`,
    () => sql`delete from guard_prefixes where ctid = any(array(
      select ctid from guard_prefixes where last_minute < ${before(PREFIXES_KEPT_MS)} order by last_minute
      limit ${SLICE}))`,
    () => sql`delete from guard_decisions where ctid = any(array(
      select d.row from tenants t
      cross join lateral (
        select ctid as row from guard_decisions
        where tenant_id = t.id and at < ${before(DECISIONS_KEPT_MS)} order by id limit ${SLICE}) d
      limit ${SLICE}))`,
  ];
  for (const slice of slices) {
    while ((await slice()).count >= SLICE);
  }
}
