import { and, eq } from "drizzle-orm";
import type { Tx } from "../db/client.ts";
import { webhookSecrets } from "../db/schema/index.ts";
import { GatewayError } from "../errors.ts";
import { publicId } from "../kit/id.ts";
import type { Keyring } from "../kit/secret.ts";
import { changeSettings, changeSettingsIn, type ChangeDeps, type OrmTx } from "../settings/change.ts";
import { auditRow, writeAudit, type Auditor } from "../tenants/audit.ts";
import { sealSecret } from "./sealed-secrets.ts";
import { noWebhook } from "./webhooks.ts";

/** One in use, one on its way in, one on its way out. */
export const MOST_SECRETS = 3;

export interface AddedSecret {
  id: string;
  createdAt: number;
  /** In this answer only. */
  secret: string;
}

/** A further secret, which signs beside the others until one of them is ended. */
export async function addSecret(
  tx: Tx,
  keyring: Keyring,
  ctx: Auditor,
  webhook: string,
  now: number,
): Promise<AddedSecret> {
  return changeSettingsIn(tx, async () => {
    const tenantId = ctx.tenant.id;
    const [hook] = await tx`select from webhooks where tenant_id = ${tenantId} and name = ${webhook}`;
    if (hook === undefined) throw noWebhook(webhook);
    const known = await tx`select from webhook_secrets where tenant_id = ${tenantId} and webhook = ${webhook}`;
    if (known.length >= MOST_SECRETS) {
      throw new GatewayError("conflict", `The webhook ${webhook} has ${MOST_SECRETS} secrets; end one of them first.`);
    }
    const { id, secret, sealed } = sealSecret(keyring);
    await tx`
      insert into webhook_secrets (tenant_id, webhook, id, secret, created_at)
      values (${tenantId}, ${webhook}, ${id}, ${sealed}, to_timestamp(${now}::float8 / 1000))`;
    const change = { action: "webhook.secret.create", target: webhook, after: { id: publicId("whs", id) } };
    await writeAudit(tx, auditRow(ctx, change, now));
    return { id, secret, createdAt: now };
  });
}

/** At work on every replica within a second. The last one stays: what is posted is always signed. */
export async function endSecret(
  deps: ChangeDeps,
  ctx: Auditor,
  { webhook, id }: { webhook: string; id: string | null },
): Promise<void> {
  await changeSettings(deps, ctx, async (tx) => {
    const known = await secretsOf(tx, ctx.tenant.id, webhook);
    if (id === null || !known.some((secret) => secret.id === id)) {
      throw new GatewayError("not_found", "There is no such secret.");
    }
    if (known.length === 1) {
      throw new GatewayError("conflict", "This is the webhook's only secret; make another one first.");
    }
    const mine = and(eq(webhookSecrets.tenantId, ctx.tenant.id), eq(webhookSecrets.webhook, webhook));
    await tx.delete(webhookSecrets).where(and(mine, eq(webhookSecrets.id, id)));
    return { audit: [{ action: "webhook.secret.end", target: webhook, before: { id: publicId("whs", id) } }] };
  });
}

function secretsOf(tx: OrmTx, tenantId: string, webhook: string) {
  return tx
    .select({ id: webhookSecrets.id })
    .from(webhookSecrets)
    .where(and(eq(webhookSecrets.tenantId, tenantId), eq(webhookSecrets.webhook, webhook)));
}
