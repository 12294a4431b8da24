import type { Tx } from "../db/client.ts";
import { rowsOf } from "../db/rows.ts";
import { newId } from "../kit/id.ts";
import type { Keyring } from "../kit/secret.ts";
import { auditRow, writeAudits, type Auditor } from "../tenants/audit.ts";
import { userColumns, userOf, type UserRow } from "./rows.ts";
import { isChanged, isMoved, maskUser, type StoredUser, type UserDocument } from "./user.ts";

/** Users as they are now, in the order given, and what became of them. */
export interface UsersPut {
  users: StoredUser[];
  created: number;
  changed: number;
  /** As they were, those whose codes go elsewhere from now on. */
  moved: UserDocument[];
}

/**
 * Stores users, each id once, or replaces what was stored of them. One that stays as it is costs no write and no audit
 * row, so that an ERP may send all of its users each night; every other is audited by itself.
 */
export async function putUsers(
  tx: Tx,
  keyring: Keyring,
  ctx: Auditor,
  given: readonly UserDocument[],
  now: number,
): Promise<UsersPut> {
  const tenantId = ctx.tenant.id;
  const sealed = (user: UserDocument): UserDocument => ({
    ...user,
    number: user.number === null ? null : keyring.numbers.seal(tenantId, user.number),
  });
  const rows = given.map((user) => ({ ...sealed(user), place: newId() }));
  const created = await insertOrLock(tx, tenantId, rows, now);
  const stored = await readAll(tx, keyring, tenantId, given);
  const steps = given.map((after) => {
    const before = stored.get(after.id);
    if (before === undefined) throw new Error("a user was put and is not there");
    const outcome = created.has(after.id) ? "created" : isChanged(before, after) ? "changed" : "unchanged";
    return { before, after, outcome } as const;
  });
  const changed = steps.filter(({ outcome }) => outcome === "changed");
  await update(
    tx,
    tenantId,
    changed.map(({ after }) => sealed(after)),
    now,
  );
  const audit = steps
    .filter(({ outcome }) => outcome !== "unchanged")
    .map(({ before, after, outcome }) => ({
      action: "user.put",
      target: after.id,
      before: outcome === "created" ? null : maskUser(before),
      after: maskUser(after),
    }));
  await writeAudits(
    tx,
    audit.map((change) => auditRow(ctx, change, now)),
  );
  const users = steps.map(({ before, after, outcome }) =>
    outcome === "changed" ? { ...before, ...after, updatedAt: now } : before,
  );
  const moved = changed.filter(({ before, after }) => isMoved(before, after)).map(({ before }) => before);
  return { users, created: created.size, changed: changed.length, moved };
}

/**
 * Answers with the ids that are new. The others' rows are locked and left as they are, which is all that `where false`
 * leaves of the update; in one order, so that two lists put at once never wait for each other in a circle.
 */
async function insertOrLock(tx: Tx, tenantId: string, rows: readonly object[], now: number): Promise<Set<string>> {
  const inserted = await tx<{ id: string }[]>`
    insert into users (tenant_id, id, name, active, destination, number, place, created_at, updated_at)
    select ${tenantId}::uuid, id, name, active, destination, number, place, to_timestamp(${now}::float8 / 1000),
           to_timestamp(${now}::float8 / 1000)
    from json_to_recordset(${rowsOf(tx, rows)}) as g(
      id text, name text, active boolean, destination text, number text, place uuid)
    order by id
    on conflict (tenant_id, id) do update set name = excluded.name where false
    returning id`;
  return new Set(inserted.map(({ id }) => id));
}

async function readAll(
  tx: Tx,
  keyring: Keyring,
  tenantId: string,
  users: readonly { id: string }[],
): Promise<Map<string, StoredUser>> {
  const keys = users.map(({ id }) => ({ id }));
  const rows = await tx<UserRow[]>`
    select u.* from json_to_recordset(${rowsOf(tx, keys)}) as g(id text)
    cross join lateral (
      select ${userColumns(tx)} from users where tenant_id = ${tenantId} and users.id = g.id offset 0) u`;
  return new Map(rows.map((row) => [row.id, userOf(row, keyring, tenantId)]));
}

async function update(tx: Tx, tenantId: string, changed: readonly UserDocument[], now: number): Promise<void> {
  if (changed.length === 0) return;
  await tx`
    update users u
    set name = g.name, active = g.active, destination = g.destination, number = g.number,
        updated_at = to_timestamp(${now}::float8 / 1000)
    from json_to_recordset(${rowsOf(tx, changed)}) as g(
      id text, name text, active boolean, destination text, number text)
    where u.tenant_id = ${tenantId} and u.id = g.id`;
}
