import { newId } from "../kit/id.ts";
import type { Log } from "../kit/log.ts";
import { maskRecipient } from "../kit/mask.ts";
import { readPhone } from "../kit/phone.ts";
import type { RenderedMessage } from "../providers/provider.ts";
import type { ProviderConfig, TenantConfig } from "../settings/snapshot.ts";
import { writeCorrelation } from "./correlation.ts";
import type { ProviderGuards } from "./guards.ts";
import { providerWords } from "./test-provider.ts";
import { trySend, type TryTools } from "./try-send.ts";

export type Alert = TenantConfig["settings"]["alert_to"][number];

export interface Notice {
  /** Those in `alert_to` who want this kind hear of it. */
  kind: Alert["kinds"][number];
  subject: string;
  text: string;
}

/** What became of a notice at one of the addresses that want it. */
export interface Told {
  channel: Alert["channel"];
  /** Masked. */
  to: string;
  ok: boolean;
  /** Who took it, or refused it last; null when nobody could be asked. */
  provider: string | null;
  /** The provider's own word on its refusal, or ours. */
  providerCode: string | null;
}

export interface OperatorsOptions {
  guards: ProviderGuards;
  tools: TryTools;
  log: Log;
  defaultCountry: string;
}

/** The people in a tenant's `alert_to`, who are told of what a person should look at. */
export class Operators {
  readonly #o: OperatorsOptions;

  constructor(options: OperatorsOptions) {
    this.#o = options;
  }

  /**
   * Sends a notice to everybody who wants its kind, by the tenant's own providers but the one to avoid. It is ours, not a
   * user's: no hold, no charge, one try with each provider. False when somebody wanted it and nobody got it.
   */
  async tell(tenant: TenantConfig, notice: Notice, avoid: string | null = null): Promise<boolean> {
    const told = await this.tellEach(tenant, notice, avoid);
    return told.length === 0 || told.some(({ ok }) => ok);
  }

  /** The same, saying of each address what came of it. */
  tellEach(tenant: TenantConfig, notice: Notice, avoid: string | null = null): Promise<Told[]> {
    const wanting = wantedBy(tenant, notice.kind);
    return Promise.all(wanting.map((alert) => this.#tellOne(tenant, alert, notice, avoid)));
  }

  async #tellOne(tenant: TenantConfig, alert: Alert, notice: Notice, avoid: string | null): Promise<Told> {
    const message = this.#messageOf(tenant, alert, notice);
    const address = { channel: alert.channel, to: maskRecipient(message.to) };
    let refused = { provider: null as string | null, providerCode: "no_provider" };
    for (const provider of this.#carriers(tenant, alert.channel, avoid)) {
      const outcome = await trySend(provider, message, this.#o.tools);
      if (outcome.ok) return { ...address, ok: true, provider: provider.name, providerCode: null };
      // In doubt is not told: to hear of it twice is better than not at all.
      refused = { provider: provider.name, providerCode: providerWords(outcome.providerCode, provider) };
    }
    const about = { tenant: tenant.name, kind: notice.kind, channel: alert.channel };
    this.#o.log.warn(about, "an operator could not be told: no provider took it");
    return { ...address, ok: false, ...refused };
  }

  /** Those that take our words and need no code beside them. */
  #carriers(tenant: TenantConfig, channel: Alert["channel"], avoid: string | null): ProviderConfig[] {
    const steps = tenant.routes.channels[channel] ?? [];
    return steps.flatMap((step) => {
      const provider = tenant.providers.get(step.provider);
      if (provider === undefined || provider.name === avoid || provider.state !== "on") return [];
      const { channels, fixedText, vendorWords = [], codesOnly = [] } = provider.adapter;
      const takesWords = channels.includes(channel) && ![fixedText, vendorWords, codesOnly].flat().includes(channel);
      return takesWords && this.#o.guards.reason(provider) === null ? [provider] : [];
    });
  }

  #messageOf(tenant: TenantConfig, alert: Alert, notice: Notice): RenderedMessage {
    const phone = alert.channel === "email" ? null : readPhone(alert.to, this.#o.defaultCountry);
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
}

/** The addresses that want a kind of notice. */
export function wantedBy(tenant: TenantConfig, kind: Notice["kind"]): Alert[] {
  return tenant.settings.alert_to.filter(({ kinds }) => kinds.includes(kind));
}
