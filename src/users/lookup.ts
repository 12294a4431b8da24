import type { Sql } from "../db/client.ts";
import { Coalescer } from "../db/coalesce.ts";
import { rowsOf } from "../db/rows.ts";
import type { Keyring } from "../kit/secret.ts";
import { openUser } from "./rows.ts";
import type { UserDocument } from "./user.ts";

export interface UserKey {
  tenantId: string;
  id: string;
}

export type UserLookup = Coalescer<UserKey, UserDocument | null>;

/** Issues by user alone that arrive together ask together; null: no such user is stored. */
export function createUserLookup(sql: Sql, keyring: Keyring): UserLookup {
  return new Coalescer<UserKey, UserDocument | null>(
    async (wanted) => {
      const keys = wanted.map(({ tenantId, id }, n) => ({ n, tenant_id: tenantId, id }));
      const rows = await sql<({ n: number } & UserDocument)[]>`
        select k.n, u.*
        from json_to_recordset(${rowsOf(sql, keys)}) as k(n int, tenant_id uuid, id text)
        cross join lateral (
          select id, name, active, destination, number from users
          where tenant_id = k.tenant_id and id = k.id offset 0) u`;
      const found = wanted.map((): UserDocument | null => null);
      for (const { n, ...user } of rows) found[n] = openUser(user, keyring, wanted[n]?.tenantId ?? "");
      return found.map((value) => ({ ok: true, value }));
    },
    { groupOf: ({ tenantId }) => tenantId },
  );
}
