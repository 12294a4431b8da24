import type { Sql } from "../db/client.ts";
import { rowsOf } from "../db/rows.ts";
import { languageOf } from "../kit/language.ts";
import type { LiveSettings } from "../settings/live.ts";
import type { TenantConfig } from "../settings/snapshot.ts";

/** An attack on many prefixes is one piece of news, and a quarter of an hour brings no more than one. */
const REST_MS = 900_000;
const NAMED = 3;
const PATH = "/v1/guard";

export interface GuardNotice {
  kind: "guard";
  subject: string;
  text: string;
}

/** False when somebody wanted to hear of it and nobody got it. */
export type TellGuard = (tenant: TenantConfig, notice: GuardNotice) => Promise<boolean>;

export interface News {
  suspected: readonly string[];
  blocked: readonly string[];
}

/**
 * Tells the operators what was suspected or blocked since they last heard of it; what reached nobody is told again. That a
 * tenant is told is claimed first, so that two replicas never say the same.
 */
export async function tellDecisions(sql: Sql, settings: LiveSettings, now: number, tell: TellGuard): Promise<void> {
  const due = await sql<{ tenant_id: string; ids: string[]; suspected: string[]; blocked: string[] }[]>`
    with untold as (
      select tenant_id, array_agg(id::text) as ids,
             coalesce(array_agg(distinct key) filter (where decision = 'suspected'), '{}') as suspected,
             coalesce(array_agg(distinct key) filter (where decision = 'blocked'), '{}') as blocked
      from guard_decisions where untold group by tenant_id),
    claimed as (
      insert into guard_tellings as t (tenant_id, at)
      select tenant_id, to_timestamp(${now}::float8 / 1000) from untold
      on conflict (tenant_id) do update set at = excluded.at
      where t.at <= to_timestamp(${now - REST_MS}::float8 / 1000)
      returning tenant_id)
    select untold.* from untold where tenant_id in (select tenant_id from claimed)`;
  if (due.length === 0) return;
  const told = await Promise.all(
    due.map(async ({ tenant_id: tenantId, ids, ...news }) => {
      const tenant = settings.current.tenants.get(tenantId);
      const heard = tenant === undefined || (await tell(tenant, guardNotice(news, tenant)));
      return heard ? ids.map((id) => ({ tenant_id: tenantId, id })) : [];
    }),
  );
  await sql`
    update guard_decisions d set untold = false
    from json_to_recordset(${rowsOf(sql, told.flat())}) as g(tenant_id uuid, id uuid)
    where d.tenant_id = g.tenant_id and d.id = g.id`;
}

/** Pure: one SMS long, in the tenant's language. */
export function guardNotice(
  { suspected, blocked }: News,
  { name, settings }: Pick<TenantConfig, "name" | "settings">,
): GuardNotice {
  const indonesian = languageOf(settings.default_locale) === "id";
  const others = suspected.filter((key) => !blocked.includes(key));
  const [subject, verb, more] = indonesian
    ? [`dugaan pumping di ${name}`, { blocked: "diblokir", suspected: "dicurigai" }, "lainnya"]
    : [`suspected pumping at ${name}`, { blocked: "blocked", suspected: "suspected" }, "more"];
  const parts = [
    ...(blocked.length > 0 ? [`${verb.blocked} ${named(blocked, more)}`] : []),
    ...(others.length > 0 ? [`${verb.suspected} ${named(others, more)}`] : []),
  ];
  const see = indonesian ? "Lihat" : "See";
  const text = `Gerbang: ${subject}: ${parts.join("; ")}. ${see} ${PATH}`;
  return { kind: "guard", subject: `Gerbang: ${subject}`, text };
}

function named(keys: readonly string[], more: string): string {
  const shown = keys.slice(0, NAMED).join(", ");
  return keys.length > NAMED ? `${shown} (+${keys.length - NAMED} ${more})` : shown;
}
