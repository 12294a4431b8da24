import type { Sql } from "../../src/db/client.ts";
import { eventually } from "./gateway.ts";

/**
 * Until all that was committed so far is in the feed, and stays in it. The feed may wait for any transaction that is older
 * than an event, and the files of a run share one server: what a neighbour had open when the event was written must have
 * ended. What begins later is newer than the event, and holds nothing up.
 */
export async function feedSettled(sql: Sql): Promise<void> {
  const [{ next } = { next: "" }] = await sql<{ next: string }[]>`
    select pg_snapshot_xmax(pg_current_snapshot())::text as next`;
  await eventually(
    () => sql<{ ended: boolean }[]>`select pg_snapshot_xmin(pg_current_snapshot()) >= ${next}::text::xid8 as ended`,
    ([row]) => row?.ended === true,
    20_000,
  );
}
