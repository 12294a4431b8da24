import { and, eq, sql } from "drizzle-orm";
import type { Orm, Sql } from "../db/client.ts";
import { webhooks, webhookSecrets } from "../db/schema/index.ts";
import { GatewayError, invalidField } from "../errors.ts";
import { checkUrlTarget } from "../kit/address.ts";
import { changeSettings, type ChangeDeps, type OrmTx } from "../settings/change.ts";
import { documentTag } from "../settings/document-tag.ts";
import { refuseChanged } from "../settings/if-match.ts";
import type { Auditor } from "../tenants/audit.ts";
import { endOwed, forgetDeliveries } from "./owed.ts";
import { SETTLED_BEFORE } from "./position.ts";
import { LAST_ID } from "./read.ts";
import { sealSecret } from "./sealed-secrets.ts";

export type StoredWebhook = typeof webhooks.$inferSelect;

export interface WebhookDocument {
  url: string;
  events: string[];
  state: "on" | "off";
}

export interface PutWebhook {
  name: string;
  document: WebhookDocument;
  /** Private ranges that a webhook may be reached in. */
  allowPrivateTargets: string[];
  /** As it was read; undefined: however it is. */
  expected?: Parameters<typeof refuseChanged>[0];
}

/** A tenant that has more of them hears everything so many times. */
const MOST_WEBHOOKS = 20;

/**
 * Makes a webhook, or replaces it whole; its secrets stay. A new one, and one that is put on again, hears of what happens
 * from now on. The secret is answered when it is made, and never again.
 */
export async function putWebhook(deps: ChangeDeps, ctx: Auditor, put: PutWebhook): Promise<{ secret: string | null }> {
  const { name, document } = put;
  if (checkUrlTarget(document.url, put.allowPrivateTargets) !== null) {
    throw invalidField("url", "is a private address, which ALLOW_PRIVATE_TARGETS does not have");
  }
  const mine = { tenantId: ctx.tenant.id, name };
  await forgetDeliveries(deps.db.sql, mine);
  if (document.state === "on") await endOwed(deps.db.sql, mine);
  let secret: string | null = null;
  await changeSettings(deps, ctx, async (tx, now) => {
    const row = await findWebhook(tx, ctx.tenant.id, name);
    refuseChanged(put.expected, row === null ? null : webhookTag(row), `The webhook ${name}`);
    const begins = document.state === "on" && row?.state !== "on";
    const changed = { ...document, disabledReason: null, disabledAt: null, updatedAt: now };
    if (row === null) {
      await refuseTooMany(tx, ctx.tenant.id);
      await tx.insert(webhooks).values({ ...mine, ...changed, ...here, createdAt: now });
      const made = sealSecret(deps.keyring);
      secret = made.secret;
      const { id, sealed } = made;
      const kept = { tenantId: ctx.tenant.id, webhook: name, id, secret: sealed, createdAt: now };
      await tx.insert(webhookSecrets).values(kept);
    } else {
      // What its server did is no word on another one.
      const anew = begins || row.url !== document.url ? { failingSince: null, slowUntil: null } : {};
      await tx
        .update(webhooks)
        .set({ ...changed, ...anew, ...(begins ? hereOrLater : {}) })
        .where(and(eq(webhooks.tenantId, ctx.tenant.id), eq(webhooks.name, name)));
    }
    const before = row === null ? null : audited(row);
    return { audit: [{ action: "webhook.put", target: name, before, after: audited(document) }] };
  });
  if (document.state === "off") await endOwed(deps.db.sql, mine);
  return { secret };
}

/** Of what people set; not of how its server does. */
export function webhookTag({ url, events, state }: Pick<StoredWebhook, "url" | "events" | "state">): string {
  return documentTag({ url, events, state });
}

/** The place where the feed is now. */
const end = sql<bigint>`${sql.raw(SETTLED_BEFORE)} - 1`;
const here = { position: end, positionId: LAST_ID };
/** Of one that had a place before: no event is given twice. */
const hereOrLater = { position: sql<bigint>`greatest(${webhooks.position}, ${end})`, positionId: LAST_ID };

export async function deleteWebhook(deps: ChangeDeps, ctx: Auditor, name: string): Promise<void> {
  await changeSettings(deps, ctx, async (tx) => {
    const row = await findWebhook(tx, ctx.tenant.id, name);
    if (row === null) throw noWebhook(name);
    const tenantId = ctx.tenant.id;
    await tx.delete(webhooks).where(and(eq(webhooks.tenantId, tenantId), eq(webhooks.name, name)));
    await tx.delete(webhookSecrets).where(and(eq(webhookSecrets.tenantId, tenantId), eq(webhookSecrets.webhook, name)));
    return { audit: [{ action: "webhook.delete", target: name, before: audited(row) }] };
  });
  // Outside the change, which keeps every other one waiting.
  await forgetDeliveries(deps.db.sql, { tenantId: ctx.tenant.id, name });
}

export async function findWebhook(
  orm: Pick<Orm | OrmTx, "select">,
  tenantId: string,
  name: string,
): Promise<StoredWebhook | null> {
  const [row] = await orm
    .select()
    .from(webhooks)
    .where(and(eq(webhooks.tenantId, tenantId), eq(webhooks.name, name)));
  return row ?? null;
}

async function refuseTooMany(tx: OrmTx, tenantId: string): Promise<void> {
  const known = await tx.select({ name: webhooks.name }).from(webhooks).where(eq(webhooks.tenantId, tenantId));
  if (known.length < MOST_WEBHOOKS) return;
  throw new GatewayError("conflict", `There are ${MOST_WEBHOOKS} webhooks already; delete one of them first.`);
}

export interface ListedWebhook extends StoredWebhook {
  secrets: { id: string; createdAt: Date }[];
  /** Deliveries that are owed, and that came to nothing; counted to a thousand. */
  pending: number;
  dead: number;
}

/** A tenant's own webhooks by name, with how they do. */
export async function listWebhooks(deps: { db: { orm: Orm }; sql: Sql }, tenantId: string): Promise<ListedWebhook[]> {
  const [rows, secrets, counts] = await Promise.all([
    deps.db.orm.select().from(webhooks).where(eq(webhooks.tenantId, tenantId)).orderBy(webhooks.name),
    deps.db.orm
      .select({ webhook: webhookSecrets.webhook, id: webhookSecrets.id, createdAt: webhookSecrets.createdAt })
      .from(webhookSecrets)
      .where(eq(webhookSecrets.tenantId, tenantId))
      .orderBy(webhookSecrets.id),
    deps.sql<{ name: string; pending: number; dead: number }[]>`
      select w.name, p.count as pending, d.count as dead from webhooks w
      cross join lateral (select count(*)::int from (
        select from webhook_deliveries
        where tenant_id = w.tenant_id and webhook = w.name and status = 'pending' limit 1000) q) p
      cross join lateral (select count(*)::int from (
        select from webhook_deliveries
        where tenant_id = w.tenant_id and webhook = w.name and status = 'dead' limit 1000) q) d
      where w.tenant_id = ${tenantId}`,
  ]);
  return rows.map((row) => {
    const owed = counts.find(({ name }) => name === row.name);
    return {
      ...row,
      secrets: secrets.filter(({ webhook }) => webhook === row.name),
      pending: owed?.pending ?? 0,
      dead: owed?.dead ?? 0,
    };
  });
}

export function noWebhook(name: string): GatewayError {
  return new GatewayError("not_found", `There is no webhook ${name}.`);
}

/** An address may hold a token. */
function audited({ url, events, state }: Pick<StoredWebhook, "url" | "events" | "state">) {
  const { origin, pathname } = new URL(url);
  return { url: `${origin}${pathname}`, events, state };
}
