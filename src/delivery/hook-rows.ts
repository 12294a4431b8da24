import type { BatchConnections } from "../db/batch-connections.ts";
import type { Sql, Tx } from "../db/client.ts";
import { Coalescer, type Result } from "../db/coalesce.ts";
import { ms, rowsOf } from "../db/rows.ts";

/** A hook as it lies in the table. */
export interface HookRow {
  ownerId: string;
  id: string;
  provider: string;
  receivedAt: number;
  body: Buffer;
  content: Buffer;
}

export interface HookKey {
  ownerId: string;
  id: string;
}

/** What each of the two is sealed with. */
export function bodyContext(id: string): string {
  return `hook body:${id}`;
}

export function contentContext(id: string): string {
  return `hook content:${id}`;
}

const done: Result<void> = { ok: true, value: undefined };
/** One statement's worth: bytes travel as hex inside a JSON text. */
const STATEMENT_BYTES = 8 * 1024 * 1024;
/** One that is being applied is left alone so long. */
const FIRST_TRY_MS = 5000;

/** Keeps hooks, many in a commit. The worker that kept one applies it. */
export function createHookBatch(connections: BatchConnections, worker: string): Coalescer<HookRow, void> {
  return new Coalescer<HookRow, void>(
    (hooks): Promise<Result<void>[]> =>
      connections.transaction((tx) => {
        const statements = inParts(hooks).map((part) => insert(tx, part, worker));
        return Promise.resolve({
          before: statements.slice(0, -1),
          writes: statements.slice(-1),
          value: hooks.map(() => done),
        });
      }),
    { groupOf: ({ ownerId }) => ownerId, maxBatch: 128 },
  );
}

function inParts(hooks: readonly HookRow[]): HookRow[][] {
  const parts: HookRow[][] = [];
  let room = 0;
  for (const hook of hooks) {
    const bytes = hook.body.length + hook.content.length;
    if (bytes > room) {
      parts.push([]);
      room = STATEMENT_BYTES;
    }
    parts.at(-1)?.push(hook);
    room -= bytes;
  }
  return parts;
}

function insert(tx: Tx, hooks: readonly HookRow[], worker: string) {
  const rows = hooks.map((hook) => ({
    owner_id: hook.ownerId,
    id: hook.id,
    provider: hook.provider,
    received_at: hook.receivedAt,
    body: hook.body.toString("hex"),
    content: hook.content.toString("hex"),
  }));
  return tx`
    insert into received_hooks (owner_id, id, provider, received_at, body, content, lease_owner,
                                try_at)
    select owner_id, id, provider, to_timestamp(received_at / 1000), decode(body, 'hex'), decode(content, 'hex'),
           ${worker}::uuid, to_timestamp((received_at + ${FIRST_TRY_MS}) / 1000)
    from json_to_recordset(${rowsOf(tx, rows)}) as h(
      owner_id uuid, id uuid, provider text, received_at float8, body text, content text)`;
}

/** Marks hooks as applied, without waiting for the disk: one whose mark is lost is applied again, and changes nothing. */
export function createAppliedBatch(relaxed: Sql, now: () => number): Coalescer<HookKey, void> {
  return new Coalescer<HookKey, void>(
    async (keys) => {
      const rows = keys.map(({ ownerId, id }) => ({ owner_id: ownerId, id }));
      await relaxed`
        update received_hooks h set applied_at = to_timestamp(${now()}::float8 / 1000)
        from json_to_recordset(${rowsOf(relaxed, rows)}) as k(owner_id uuid, id uuid)
        cross join lateral (
          select ctid as row from received_hooks where owner_id = k.owner_id and id = k.id offset 0) x
        where h.ctid = x.row`;
      return keys.map(() => done);
    },
    { groupOf: ({ ownerId }) => ownerId, maxBatch: 1000, maxWaiting: Infinity },
  );
}

/**
 * Hooks to be applied, each taken by exactly one replica: those that a dead gateway left, or of our own those whose turn
 * it is. Taking one sets its next turn: after as long as it has lain, so that what can't be applied starves nothing.
 *
 * Each order is that of the index of unapplied hooks. Any other would let the planner walk the applied ones by age.
 */
export async function takeHooks(
  sql: Sql,
  worker: string,
  { whose, now, limit }: { whose: "dead" | "own"; now: number; limit: number },
): Promise<Omit<HookRow, "body">[]> {
  const at = sql`to_timestamp(${now}::float8 / 1000)`;
  const those =
    whose === "own"
      ? sql`lease_owner = ${worker}::uuid and try_at <= ${at} order by try_at`
      : sql`lease_owner <> ${worker}::uuid
            and lease_owner <> all(array(select id from workers where alive_until > ${at}))
          order by lease_owner, try_at`;
  const rows = await sql<{ owner_id: string; id: string; provider: string; received_at: string; content: Buffer }[]>`
    update received_hooks set lease_owner = ${worker}::uuid,
      try_at = ${at} + least(greatest(${at} - received_at, interval '5 seconds'), interval '1 hour')
    where ctid = any(array(
      select ctid from received_hooks where applied_at is null and ${those} limit ${limit} for update skip locked))
    returning owner_id, id, provider, extract(epoch from received_at) * 1000 as received_at, content`;
  return rows
    .map((row) => ({
      ownerId: row.owner_id,
      id: row.id,
      provider: row.provider,
      receivedAt: ms(row.received_at) ?? 0,
      content: row.content,
    }))
    .sort((a, b) => a.receivedAt - b.receivedAt);
}
