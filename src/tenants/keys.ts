import { and, desc, eq, gt, isNull, lt, ne, or, sql } from "drizzle-orm";
import type { Orm, Tx } from "../db/client.ts";
import { apiKeys } from "../db/schema/index.ts";
import { GatewayError } from "../errors.ts";
import { publicId } from "../kit/id.ts";
import { changeSettings, changeSettingsIn, type ChangeDeps } from "../settings/change.ts";
import type { Role } from "./actor.ts";
import { makeApiKey } from "./api-key.ts";
import { auditRow, writeAudit, type Auditor } from "./audit.ts";

export interface KeyRequest {
  role: Role;
  name: string;
  /** Milliseconds; null: it does not expire. */
  expiresAt: number | null;
  /** The façade it is made for; it is valid nowhere else. */
  facade: string | null;
  /** Addresses and ranges it may be used from; empty: any. */
  ips: string[];
}

export type StoredKey = Omit<typeof apiKeys.$inferSelect, "hash" | "tenantId">;

/** Makes a key, in the transaction that keeps the answer: only that answer ever holds it. */
export async function createKey(
  tx: Tx,
  ctx: Auditor,
  request: KeyRequest,
  now: number,
): Promise<{ key: string; stored: StoredKey }> {
  const { id, key, hash } = makeApiKey(request.role);
  const { role, name, facade, ips, expiresAt } = request;
  await changeSettingsIn(tx, async () => {
    await tx`
      insert into api_keys (id, tenant_id, name, role, hash, facade, ips, expires_at, created_at)
      values (${id}, ${ctx.tenant.id}, ${name}, ${role}, ${hash}, ${facade},
              array(select json_array_elements_text(${JSON.stringify(ips)}::text::json)),
              to_timestamp(${expiresAt}::float8 / 1000), to_timestamp(${now}::float8 / 1000))`;
    const after = {
      role,
      name,
      facade,
      ips,
      expires_at: expiresAt === null ? null : new Date(expiresAt).toISOString(),
    };
    await writeAudit(tx, auditRow(ctx, { action: "key.create", target: publicId("key", id), after }, now));
  });
  const expires = expiresAt === null ? null : new Date(expiresAt);
  return {
    key,
    stored: { id, name, role, facade, ips, expiresAt: expires, createdAt: new Date(now), revokedAt: null },
  };
}

/** Revoked at once, on every replica. A tenant keeps at least one admin key that works. */
export async function revokeKey(deps: ChangeDeps, ctx: Auditor, id: string | null): Promise<void> {
  const unknown = new GatewayError("not_found", "There is no such key.");
  if (id === null) throw unknown;
  await changeSettings(deps, ctx, async (tx, now) => {
    const mine = and(eq(apiKeys.tenantId, ctx.tenant.id), isNull(apiKeys.revokedAt));
    const [row] = await tx
      .select()
      .from(apiKeys)
      .where(and(mine, eq(apiKeys.id, id)));
    if (row === undefined) throw unknown;
    if (row.role === "admin") {
      const works = or(isNull(apiKeys.expiresAt), gt(apiKeys.expiresAt, now));
      const [other] = await tx
        .select({ id: apiKeys.id })
        .from(apiKeys)
        .where(and(mine, ne(apiKeys.id, id), eq(apiKeys.role, "admin"), isNull(apiKeys.facade), works))
        .limit(1);
      if (other === undefined) {
        throw new GatewayError("conflict", "This is the tenant's last admin key; make another one first.");
      }
    }
    await tx.update(apiKeys).set({ revokedAt: now }).where(eq(apiKeys.id, id));
    const { role, name } = row;
    return { audit: [{ action: "key.revoke", target: publicId("key", id), before: { role, name } }] };
  });
}

/** Those that are not revoked, newest first. */
export async function listKeys(
  orm: Orm,
  tenantId: string,
  limit: number,
  before: { at: number; id: string } | null,
): Promise<StoredKey[]> {
  const { id, name, role, facade, ips, expiresAt, createdAt, revokedAt } = apiKeys;
  const older =
    before === null
      ? undefined
      : and(
          sql`${createdAt} <= to_timestamp(${before.at}::float8 / 1000)`,
          or(sql`${createdAt} < to_timestamp(${before.at}::float8 / 1000)`, lt(id, before.id)),
        );
  return orm
    .select({ id, name, role, facade, ips, expiresAt, createdAt, revokedAt })
    .from(apiKeys)
    .where(and(eq(apiKeys.tenantId, tenantId), isNull(revokedAt), older))
    .orderBy(desc(createdAt), desc(id))
    .limit(limit);
}
