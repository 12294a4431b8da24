import type { Sql } from "../db/client.ts";

/** Of several replicas, whether this one does what one alone should do. */
export async function isEldest(sql: Sql, worker: string, now: number): Promise<boolean> {
  const [eldest] = await sql<{ id: string }[]>`
    select id from workers where alive_until > to_timestamp(${now}::float8 / 1000)
    order by started_at, id limit 1`;
  return eldest?.id === worker;
}
