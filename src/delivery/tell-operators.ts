import { isoMs } from "../kit/clock.ts";
import { newId } from "../kit/id.ts";
import type { Log } from "../kit/log.ts";
import { readPhone } from "../kit/phone.ts";
import type { RenderedMessage } from "../providers/provider.ts";
import type { ProviderConfig, Snapshot, TenantConfig } from "../settings/snapshot.ts";
import { writeCorrelation } from "./correlation.ts";
import type { Trouble } from "./failovers.ts";
import type { ProviderGuards } from "./guards.ts";
import { trySend, type TryTools } from "./try-send.ts";

type Alert = TenantConfig["settings"]["alert_to"][number];

export interface Notice {
  /** Those in `alert_to` who want this kind hear of it. */
  kind: Alert["kinds"][number];
  subject: string;
  text: string;
}

export interface TellDeps {
  guards: ProviderGuards;
  tools: TryTools;
  log: Log;
  defaultCountry: string;
}

/** In the log, whoever else hears of it; then to the operators of the tenant whose provider it is. False: to none. */
export async function tellOfTrouble(deps: TellDeps, trouble: Trouble, { tenants }: Snapshot): Promise<boolean> {
  const { provider, reason, messages, since } = trouble;
  const tenant = tenants.get(trouble.ownerId);
  const about = { tenant: tenant?.name, provider, reason, messages, since: isoMs(since) };
  deps.log.warn(about, "a provider fails messages, which go another way where there is one");
  return tenant === undefined || tellOperators(deps, tenant, troubleNotice(trouble, tenant), provider);
}

/**
 * Sends a notice to everybody in the tenant's `alert_to` who wants its kind, by the tenant's own providers. It is ours,
 * not a user's: no hold, no charge, one try with each provider. False when somebody wanted it and nobody got it.
 */
async function tellOperators(
  deps: TellDeps,
  tenant: TenantConfig,
  notice: Notice,
  avoid: string | null,
): Promise<boolean> {
  const wanting = tenant.settings.alert_to.filter(({ kinds }) => kinds.includes(notice.kind));
  const told = await Promise.all(wanting.map((alert) => tellOne(deps, tenant, alert, notice, avoid)));
  return wanting.length === 0 || told.includes(true);
}

async function tellOne(
  deps: TellDeps,
  tenant: TenantConfig,
  alert: Alert,
  notice: Notice,
  avoid: string | null,
): Promise<boolean> {
  const message = noticeMessage(deps, tenant, alert, notice);
  for (const provider of carriersOf(deps.guards, tenant, alert.channel, avoid)) {
    // In doubt is not told: to hear of it twice is better than not at all.
    if ((await trySend(provider, message, deps.tools)).ok) return true;
  }
  const about = { tenant: tenant.name, kind: notice.kind, channel: alert.channel };
  deps.log.warn(about, "an operator could not be told: no provider took it");
  return false;
}

/** Those that take our words and need no code beside them. */
function carriersOf(
  guards: ProviderGuards,
  tenant: TenantConfig,
  channel: Alert["channel"],
  avoid: string | null,
): ProviderConfig[] {
  const steps = tenant.routes.channels[channel] ?? [];
  return steps.flatMap((step) => {
    const provider = tenant.providers.get(step.provider);
    if (provider === undefined || provider.name === avoid || provider.state !== "on") return [];
    const { channels, fixedText, vendorWords = [], codesOnly = [] } = provider.adapter;
    const takesWords = channels.includes(channel) && ![fixedText, vendorWords, codesOnly].flat().includes(channel);
    return takesWords && guards.reason(provider) === null ? [provider] : [];
  });
}

function noticeMessage(deps: TellDeps, tenant: TenantConfig, alert: Alert, notice: Notice): RenderedMessage {
  const phone = alert.channel === "email" ? null : readPhone(alert.to, deps.defaultCountry);
  return {
    channel: alert.channel,
    to: phone?.ok === true ? phone.e164 : alert.to,
    code: "",
    subject: notice.subject,
    text: notice.text,
    user: null,
    locale: tenant.settings.default_locale,
    ttlSeconds: 3600,
    binding: null,
    // Of no message: what is reported on it finds nobody.
    correlation: writeCorrelation({ tenantId: tenant.id, messageId: newId(), n: 1 }),
    tryNumber: 1,
  };
}

/** Pure: one SMS long where names are not, in the tenant's language and time. */
export function troubleNotice(trouble: Trouble, tenant: TenantConfig): Notice {
  const { provider, messages } = trouble;
  const { default_locale: locale, time_zone: timeZone } = tenant.settings;
  const at = new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit" }).format(trouble.since);
  // "breaker open since 2026-…": the moment is said once.
  const reason = trouble.reason.replace(/ since \S+$/, "");
  const where = `/v1/providers/${provider}`;
  if (locale === "id" || locale.startsWith("id-")) {
    return {
      kind: "provider",
      subject: `Gerbang: penyedia ${provider} bermasalah`,
      text: `Gerbang: penyedia ${provider} bermasalah (${reason}), ${messages} pesan sejak ${at}. Dialihkan bila ada jalan lain. Lihat ${where}`,
    };
  }
  const were = messages === 1 ? "1 message" : `${messages} messages`;
  return {
    kind: "provider",
    subject: `Gerbang: provider ${provider} is failing`,
    text: `Gerbang: provider ${provider} is failing (${reason}), ${were} since ${at}. They go another way where there is one. See ${where}`,
  };
}
