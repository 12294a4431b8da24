import type { Sql } from "../db/client.ts";
import type { Clock } from "../kit/clock.ts";
import { isoMs } from "../kit/clock.ts";
import { languageOf } from "../kit/language.ts";
import type { Log } from "../kit/log.ts";
import { newId } from "../kit/id.ts";
import { changeSettingsIn } from "../settings/change.ts";
import type { LiveSettings } from "../settings/live.ts";
import type { TenantConfig } from "../settings/snapshot.ts";
import { gatewayActor } from "../tenants/actor.ts";
import { auditRow, writeAudit } from "../tenants/audit.ts";
import { appendEvents } from "./append.ts";
import { endOwed } from "./owed.ts";

export interface DisableDeps {
  sql: Sql;
  settings: LiveSettings;
  clock: Clock;
  log: Log;
  /** Tells the operators of the tenant. */
  tell: (tenant: TenantConfig, notice: { kind: "provider"; subject: string; text: string }) => Promise<boolean>;
}

/** Why a webhook is put off, by the gateway itself. */
export type DisableReason = "gone" | "failing";

const words = {
  id: { gone: "servernya menjawab 410 Gone", failing: "lima hari tidak ada yang terkirim" },
  en: { gone: "its server answered 410 Gone", failing: "nothing got through for five days" },
};

/**
 * Puts a webhook off, once, and says so: in the log, the audit, the feed, and to the operators. Only as long as it has
 * the address that failed: one that it was given meanwhile has done nothing.
 */
export async function disableWebhook(
  deps: DisableDeps,
  hook: { tenantId: string; name: string; url: string },
  reason: DisableReason,
): Promise<void> {
  const { sql, settings, clock, log, tell } = deps;
  const tenant = settings.current.tenants.get(hook.tenantId);
  if (tenant === undefined) return;
  const now = clock.now();
  const disabled = await sql.begin(async (tx) => {
    return changeSettingsIn(tx, async () => {
      const put = await tx`
        update webhooks set state = 'off', disabled_reason = ${reason}, updated_at = to_timestamp(${now}::float8 / 1000),
                            disabled_at = to_timestamp(${now}::float8 / 1000)
        where tenant_id = ${hook.tenantId} and name = ${hook.name} and url = ${hook.url} and state = 'on'`;
      if (put.count === 0) return false;
      const ctx = { tenant, actor: gatewayActor, requestId: newId() };
      const change = { action: "webhook.disable", target: hook.name, after: { state: "off", reason } };
      await writeAudit(tx, auditRow(ctx, change, now));
      const data = { webhook: hook.name, reason };
      await Promise.all(appendEvents(tx, [{ tenantId: tenant.id, type: "webhook.disabled", at: now, data }]));
      return true;
    });
  });
  if (!disabled) return;
  log.error({ tenant: tenant.name, webhook: hook.name, reason, at: isoMs(now) }, "a webhook is disabled");
  await endOwed(sql, hook);
  await Promise.all([settings.reload(), tell(tenant, noticeOf(tenant, hook.name, reason))]);
}

/** Pure: one SMS long. */
function noticeOf(tenant: TenantConfig, name: string, reason: DisableReason) {
  const indonesian = languageOf(tenant.settings.default_locale) === "id";
  const subject = indonesian ? `Gerbang: webhook ${name} dimatikan` : `Gerbang: webhook ${name} is disabled`;
  const why = words[indonesian ? "id" : "en"][reason];
  const then = indonesian ? "Aktifkan lagi setelah diperbaiki." : "Put it on again once it is mended.";
  return { kind: "provider" as const, subject, text: `${subject}: ${why}. ${then}` };
}
