import type { Ctx } from "../context.ts";
import type { Sql } from "../db/client.ts";
import type { Clock } from "../kit/clock.ts";
import type { LiveSettings } from "../settings/live.ts";
import { auditRow, writeAudit } from "../tenants/audit.ts";
import { readRules, type RetentionRules } from "./rules.ts";

/** Replaces the rules; the next run goes by them. What is emptied or dropped already does not come back. */
export async function putRules(
  deps: { sql: Sql; clock: Clock; settings: LiveSettings },
  ctx: Ctx,
  rules: RetentionRules,
): Promise<void> {
  const now = deps.clock.now();
  await deps.sql.begin(async (tx) => {
    await tx`lock table retention in share row exclusive mode`;
    const before = await readRules(tx);
    // The installation's, whichever tenant the key acts for.
    const tenantId = deps.settings.current.firstTenantId ?? ctx.tenant.id;
    const change = { action: "retention.put", target: "retention", before, after: rules, tenantId };
    await tx`
      insert into retention (rules, updated_at)
      values (${JSON.stringify(rules)}::text::jsonb, to_timestamp(${now}::float8 / 1000))
      on conflict (one) do update set rules = excluded.rules, updated_at = excluded.updated_at`;
    await writeAudit(tx, auditRow(ctx, change, now));
  });
}
