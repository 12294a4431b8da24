import type { LeftOutBy } from "../../delivery/guards.ts";
import type { Trouble } from "../../delivery/failovers.ts";
import type { Channel } from "../../providers/provider.ts";
import type { TenantConfig } from "../../settings/snapshot.ts";
import type { Attention } from "./model.ts";

/** A provider that is on and that this replica leaves out. */
export interface DownProvider {
  name: string;
  because: LeftOutBy;
  reason: string;
  /** Milliseconds; null: nobody kept it. */
  since: number | null;
}

/** Pure. `troubles`: what all replicas saw fail, of the tenant's own providers. `stored`: rows that there are. */
export function ofProviders(
  tenant: TenantConfig,
  left: readonly DownProvider[],
  troubles: ReadonlyMap<string, Trouble>,
  stored: readonly { name: string; kind: string }[],
): Attention[] {
  const down = new Set(left.map(({ name }) => name));
  const unusable = stored.filter(({ name }) => !tenant.providers.has(name));
  return [
    ...unusable.map(({ name, kind }): Attention => {
      const facts = { provider_kind: kind };
      return { kind: "provider_unusable", severity: "error", since: null, subject: name, link: linkTo(name), facts };
    }),
    ...left.map(({ name, because, reason, since }): Attention => {
      const aloneOn = channelsOf(tenant, name).filter((channel) => !hasAnother(tenant, channel, name, down));
      const severity = aloneOn.length > 0 ? "error" : "warning";
      const facts = { because, reason, alone_on: aloneOn };
      const from = since ?? troubles.get(name)?.since ?? null;
      return { kind: "provider_down", severity, since: from, subject: name, link: linkTo(name), facts };
    }),
    ...[...troubles.values()].flatMap(({ provider, messages, reason, since }): Attention[] => {
      if (down.has(provider) || !tenant.providers.has(provider)) return [];
      const facts = { messages, reason };
      return [
        { kind: "provider_failing", severity: "warning", since, subject: provider, link: linkTo(provider), facts },
      ];
    }),
  ];
}

function channelsOf({ routes }: TenantConfig, name: string): Channel[] {
  return (Object.keys(routes.channels) as Channel[]).filter((channel) =>
    routes.channels[channel]?.some(({ provider }) => provider === name),
  );
}

function hasAnother(tenant: TenantConfig, channel: Channel, name: string, down: ReadonlySet<string>): boolean {
  return (tenant.routes.channels[channel] ?? []).some(
    ({ provider }) => provider !== name && !down.has(provider) && tenant.providers.get(provider)?.state === "on",
  );
}

function linkTo(name: string): string {
  return `/v1/providers/${name}`;
}
