import type { Sql } from "../db/client.ts";
import { GatewayError } from "../errors.ts";
import { newId, publicId } from "../kit/id.ts";
import { auditRow, writeAudit, type AuditContext } from "../tenants/audit.ts";
import { refusePassword, refusingTakenName } from "./new-password.ts";
import { beginSession } from "./session.ts";
import type { Entered } from "./sign-in.ts";
import { nameKey } from "./user.ts";
import { enter, stageOf, type Person, type SignInDeps, type Visit } from "./visit.ts";

/** Whether nobody has come yet: then the console begins by making its first user. */
export async function isUnused(sql: Sql): Promise<boolean> {
  return (await sql`select from console_users limit 1`).length === 0;
}

/**
 * The first user of a tenant, an admin, made by who has its admin key (`ctx`), and signed in. Once the tenant has a
 * user, others are made by an admin.
 */
export async function setUp(
  deps: SignInDeps,
  ctx: AuditContext,
  given: { name: string; password: string },
  visit: Visit,
): Promise<Entered> {
  const { sql, clock, passwords } = deps;
  const { name, password } = given;
  refusePassword("password", password, name);
  const tenantId = ctx.tenant.id;
  const hash = await passwords.hash(password);
  const now = clock.now();
  const person: Person = { id: newId(now), name, role: "admin", tenantId };
  const stage = stageOf(false, visit);
  const token = await refusingTakenName(
    sql.begin(async (tx) => {
      // Two at once: the later one waits, and then finds the first one's.
      await tx`select pg_advisory_xact_lock(hashtextextended('console_users/' || ${tenantId}::text, 0))`;
      const made = await tx`
        insert into console_users (id, tenant_id, name, name_key, role, password, password_changed_at, created_at)
        select ${person.id}, ${tenantId}, ${name}, ${nameKey(name)}, 'admin', ${hash}, to_timestamp(${now}::float8 / 1000),
               to_timestamp(${now}::float8 / 1000)
        where not exists (select from console_users where tenant_id = ${tenantId})
        returning 1`;
      if (made.length === 0) {
        throw new GatewayError("conflict", "The console has a user already: sign in, or ask an admin for a user.");
      }
      const change = { action: "user.create", target: publicId("user", person.id), after: { name, role: "admin" } };
      await writeAudit(tx, auditRow(ctx, change, now));
      const session =
        stage === "full"
          ? await enter(tx, person, visit, "none", now)
          : await beginSession(tx, person.id, stage, visit, now);
      return session.token;
    }),
  );
  deps.signIns(stage === "full" ? "signed_in" : "enrolment");
  return { stage, token, userId: person.id };
}
