import type { Sql } from "../db/client.ts";
import { GatewayError } from "../errors.ts";
import type { Keyring } from "../kit/secret.ts";
import { auditRow, writeAudit, type Auditor } from "../tenants/audit.ts";
import { openUser } from "./rows.ts";
import { maskUser, type UserDocument } from "./user.ts";

/** What was issued for the user stays as it is, and may still be verified. */
export async function deleteUser(sql: Sql, keyring: Keyring, ctx: Auditor, id: string, now: number): Promise<void> {
  await sql.begin(async (tx) => {
    const [gone] = await tx<UserDocument[]>`
      delete from users where tenant_id = ${ctx.tenant.id} and id = ${id}
      returning id, name, active, destination, number`;
    if (gone === undefined) throw new GatewayError("not_found", "There is no such user.");
    await writeAudit(
      tx,
      auditRow(
        ctx,
        { action: "user.delete", target: id, before: maskUser(openUser(gone, keyring, ctx.tenant.id)) },
        now,
      ),
    );
  });
}
