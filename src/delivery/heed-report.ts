import type { Database } from "../db/client.ts";
import type { Clock } from "../kit/clock.ts";
import type { Log } from "../kit/log.ts";
import type { LiveSettings } from "../settings/live.ts";
import { templateId, type ProviderConfig } from "../settings/snapshot.ts";
import type { ReportFact, SettledMessage } from "./decide-settle.ts";
import type { ProviderGuards } from "./guards.ts";
import type { TemplateFlags } from "./template-flags.ts";

/** A report that is older says nothing of its provider now. */
const NEWS_MS = 5 * 60_000;

/**
 * Pure: what a report that made a message fail says of more than that message. As with a refused send, a template that
 * the vendor will not have leaves the plan, and a refusal of our account opens the breaker: but only of the account as
 * it was when the message was sent, and only while it is news.
 */
export function heed(
  { errorClass, scope, at }: Pick<ReportFact, "errorClass" | "scope" | "at">,
  { acceptedAt }: Pick<SettledMessage, "acceptedAt">,
  { state, updatedAt }: Pick<ProviderConfig, "state" | "updatedAt">,
  now: number,
): "flag_template" | "open_breaker" | null {
  if (errorClass === "rejected" && scope === "template") return "flag_template";
  if (errorClass !== "credentials" || scope !== "provider" || state === "off") return null;
  return at > now - NEWS_MS && updatedAt <= (acceptedAt ?? at) ? "open_breaker" : null;
}

export interface HeedDeps {
  db: Database;
  settings: LiveSettings;
  guards: ProviderGuards;
  flags: TemplateFlags;
  clock: Clock;
  log: Log;
}

/** Does what a failed report asks for beside its message's own commit. Safe to repeat. */
export async function heedFailure(
  deps: HeedDeps,
  message: SettledMessage,
  failure: ReportFact & { ownerId: string },
): Promise<void> {
  const provider = deps.settings.current.tenants.get(message.tenantId)?.providers.get(failure.provider);
  // The tenant may have one of its own by now, of the same name.
  if (provider?.ownerId !== failure.ownerId) return;
  const now = deps.clock.now();
  const providerCode = failure.providerCode ?? "failed";
  switch (heed(failure, message, provider, now)) {
    case "flag_template":
      return flag(deps, message, provider, providerCode, Math.min(failure.at, now));
    case "open_breaker": {
      const outcome = { ok: false, errorClass: "credentials", scope: "provider", providerCode } as const;
      if (!deps.guards.of(provider).breaker.failed(outcome, now)) return;
      const about = { provider: provider.name, kind: provider.kind, errorClass: "credentials", providerCode };
      return deps.log.warn(about, "breaker opened by a report: the provider is left out for 30 s");
    }
    case null:
      return;
  }
}

/** Only the provider's last attempt knows which template it was; an attempt that was never settled, only the message. */
async function flag(
  { db, settings, flags }: HeedDeps,
  { tenantId, id, channel }: SettledMessage,
  provider: ProviderConfig,
  code: string,
  at: number,
): Promise<void> {
  const [row] = await db.sql<{ template: string; locale: string; version: number }[]>`
    select coalesce(a.template, m.template) as template, coalesce(a.locale, m.locale) as locale,
           coalesce(a.template_version, m.template_version) as version
    from messages m
    left join lateral (
      select template, locale, template_version from attempts
      where tenant_id = m.tenant_id and message_id = m.id and provider = ${provider.name}
      order by n desc limit 1) a on true
    where m.tenant_id = ${tenantId} and m.id = ${id}`;
  if (row === undefined) return;
  const template = settings.current.tenants.get(tenantId)?.templates.get(templateId(row.template, channel, row.locale));
  if (template?.version === row.version) await flags.flag(provider, template, code, at);
}
