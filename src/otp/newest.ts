import type { Sql } from "../db/client.ts";

export interface Owned {
  tenantId: string;
  /** Sealed. */
  subject: string;
  facade: string;
  service: string;
}

/** The newest OTP of a subject that a façade's service issued since then, for callers that keep no id; null when there is none. */
export async function newestOfService(sql: Sql, owned: Owned, since: number): Promise<string | null> {
  const [row] = await sql<{ id: string }[]>`
    select id from otps
    where tenant_id = ${owned.tenantId} and subject = ${owned.subject}
      and created_at > to_timestamp(${since}::float8 / 1000)
      and via->>'facade' = ${owned.facade} and via->>'service' = ${owned.service}
    order by created_at desc limit 1`;
  return row?.id ?? null;
}
