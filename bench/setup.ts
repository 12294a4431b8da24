import type { Sql } from "../src/db/client.ts";
import { secretsContext } from "../src/settings/load.ts";
import type { BenchGateway } from "./gateway.ts";

/** Every limit stays on, so high that the load passes. */
export async function openLimits(sql: Sql): Promise<void> {
  await sql`update limits set rules = rules || '{"tenant":[{"max":10000000,"per_seconds":1}],"cooldown_seconds":0}'::jsonb`;
  await sql`
    with added as (
      insert into entries (tenant_id, seq, id, kind, amount, held_delta, available_after, held_after, spent_after, actor, at)
      select tenant_id, seq + 1, gen_random_uuid(), 'topup', 1000000000000000, 0, available + 1000000000000000, held,
             spent, 'bench', now() from accounts returning tenant_id, available_after)
    update accounts a set available = added.available_after, seq = seq + 1 from added where added.tenant_id = a.tenant_id`;
  await changed(sql);
}

/** No limit at all, or every one there is, in several windows, so high that the load passes. */
export async function setLimits(sql: Sql, every: boolean): Promise<void> {
  const windows = [1, 3600, 86_400].map((per_seconds) => ({ max: 10_000_000, per_seconds }));
  const amount = "900000000000";
  const spending = { per_hour: amount, per_day: amount };
  const scopes = ["recipient", "user", "client_ip", "client_net", "prefix", "country", "tenant", "provider", "gateway"];
  const rules = {
    cooldown_seconds: every ? 30 : 0,
    ...Object.fromEntries(scopes.map((scope) => [scope, every ? windows : []])),
    ceilings: every
      ? {
          per_message: amount,
          ...spending,
          country: spending,
          prefix: spending,
          gateway: { per_message: amount, ...spending },
        }
      : {},
  };
  await sql`update limits set rules = (rules - 'ceilings') || ${JSON.stringify(rules)}::text::jsonb`;
  await changed(sql);
}

export async function useSandbox(sql: Sql): Promise<void> {
  await sql`update providers set settings = '{"latency_ms":60000}', updated_at = now() where name = 'sandbox'`;
  await changed(sql);
}

/** A provider of the Meta kind at the local address: what it costs to speak HTTP to a vendor is in the figures. */
export async function useProvider({ sql, keyring }: BenchGateway, url: string): Promise<void> {
  const [tenant] = await sql<{ id: string }[]>`select id from tenants where first`;
  if (tenant === undefined) throw new Error("no tenant");
  const settings = { phone_number_id: "1", base_url: url, max_per_second: null };
  const sealed = keyring.seal(secretsContext(tenant.id, "bench"), JSON.stringify({ access_token: "bench-token" }));
  await sql`
    insert into providers (tenant_id, name, kind, state, settings, secrets, secret_names, updated_at)
    values (${tenant.id}, 'bench', 'meta-cloud', 'on', ${sql.json(settings)}, ${sealed}, '{access_token}', now())
    on conflict do nothing`;
  await sql`
    update templates set content = jsonb_set(content, '{bindings}', '{"bench":{"name":"otp","language":"id"}}')
    where channel = 'whatsapp'`;
  await sql`update routes set channels = jsonb_set(channels, '{whatsapp}', '[{"provider":"bench"}]')`;
  await changed(sql);
}

async function changed(sql: Sql): Promise<void> {
  await sql`update config_version set version = version + 1`;
  await sql`notify gerbang_config`;
  await new Promise((resolve) => setTimeout(resolve, 1500));
}
