import type { Ctx } from "../context.ts";
import type { Tx } from "../db/client.ts";
import { GatewayError } from "../errors.ts";
import { changeSettingsIn } from "../settings/change.ts";
import { limitsDocument } from "../settings/documents.ts";
import { storedLimits } from "../settings/stored-limits.ts";
import { auditRow, writeAudit } from "../tenants/audit.ts";
import { noFigures, type DecisionKind } from "./model.ts";
import type { KeyChange } from "./evaluate.ts";
import { readFigures, readStandings } from "./read-figures.ts";
import { keyFigures } from "./list-keys.ts";
import { writeChanges } from "./write-changes.ts";

export interface Release {
  key: string;
  /** Put on the allow list as well. */
  allow: boolean;
}

/** Ends a block or a suspicion, for a transaction of the caller's; every replica has it within a second of its commit. */
export async function releaseKey(tx: Tx, ctx: Ctx, { key, allow }: Release, now: number): Promise<KeyChange> {
  const { id: tenantId, limits } = ctx.tenant;
  const rules = limits.guard;
  return changeSettingsIn(tx, async () => {
    const standing = (await readStandings(tx, tenantId)).find((one) => one.key === key);
    if (standing === undefined) throw new GatewayError("not_found", `Nothing stands against ${key}.`);
    const watched = [{ tenantId, from: now - rules.window_seconds * 1000 }];
    const figures = keyFigures(await readFigures(tx, watched, now)).get(key)?.figures ?? noFigures;
    const decision: DecisionKind = "released";
    const change: KeyChange = {
      tenantId,
      key,
      rules,
      figures,
      change: { decision, because: "by_hand", standing: null },
    };
    await writeChanges(tx, [change], ctx.actor.name, now);
    if (allow) await allowKey(tx, ctx, key, now);
    const before = { state: standing.state, because: standing.because };
    await writeAudit(tx, auditRow(ctx, { action: "guard.release", target: key, before, after: { allow } }, now));
    return change;
  });
}

/** A tenant that has used the first tenant's limits has a document of its own from now on: those limits, and this. */
async function allowKey(tx: Tx, ctx: Ctx, key: string, now: number): Promise<void> {
  const { id, limits } = ctx.tenant;
  // Under the lock of the settings, as every change of the document is.
  const [row] = await tx<{ rules: unknown }[]>`select rules from limits where tenant_id = ${id}`;
  const own = row === undefined ? limits : storedLimits(row.rules).rules;
  if (own.guard.allow.includes(key)) return;
  const { success, data: after } = limitsDocument.safeParse({
    ...own,
    guard: { ...own.guard, allow: [...own.guard.allow, key] },
  });
  if (!success) {
    const most = "The allow list of the limits' guard is full; a shorter beginning or a country stands for many";
    throw new GatewayError("conflict", `${most}. Nothing was released: take entries off it, or release without allow.`);
  }
  await tx`
    insert into limits (tenant_id, rules, updated_at)
    values (${id}, ${JSON.stringify(after)}::text::jsonb, to_timestamp(${now}::float8 / 1000))
    on conflict (tenant_id) do update set rules = excluded.rules, updated_at = excluded.updated_at`;
  const change = { action: "limits.put", target: "limits", before: row?.rules ?? null, after };
  await writeAudit(tx, auditRow(ctx, change, now));
}
