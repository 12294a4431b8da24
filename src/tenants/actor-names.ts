import type { Sql } from "../db/client.ts";
import { parsePublicId } from "../kit/id.ts";

/**
 * What people call those who acted in a tenant: its own keys and people by their names, whoever else left a trace in its
 * audit by the name that is newest there: people who were removed, the first tenant's. Whom nobody named is not in it.
 */
export async function actorNames(sql: Sql, tenantId: string, actors: readonly string[]): Promise<Map<string, string>> {
  if (actors.length === 0) return new Map();
  const asked = [...new Set(actors)].map((actor) => ({
    actor,
    key_id: parsePublicId("key", actor),
    user_id: parsePublicId("user", actor),
  }));
  const rows = await sql<{ actor: string; name: string | null }[]>`
    select a.actor, coalesce(k.name, u.name, t.actor_name) as name
    from json_to_recordset(${JSON.stringify(asked)}::text::json) as a(actor text, key_id uuid, user_id uuid)
    left join api_keys k on k.id = a.key_id and k.tenant_id = ${tenantId}
    left join console_users u on u.id = a.user_id and u.tenant_id = ${tenantId}
    left join lateral (
      select actor_name from audit where tenant_id = ${tenantId} and actor = a.actor order by id desc limit 1) t
      on k.id is null and u.id is null`;
  return new Map(rows.flatMap(({ actor, name }) => (name === null ? [] : [[actor, name] as const])));
}
