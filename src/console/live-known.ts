import type { Delivery } from "../delivery/delivery.ts";
import type { Snapshot } from "../settings/snapshot.ts";
import type { Marks } from "./live-marks.ts";

/** What a replica knows of a tenant without asking: its settings, and how its providers do. */
export function knownHere(
  { version, tenants }: Snapshot,
  { guards, links, watch }: Pick<Delivery, "guards" | "links" | "watch">,
  tenantId: string,
): Pick<Marks, "here" | "settings"> {
  const providers = [...(tenants.get(tenantId)?.providers.values() ?? [])].map((provider) => [
    provider.name,
    guards.reason(provider),
    // One that opened and closed between two looks may be on a page that was made meanwhile.
    guards.of(provider).breaker.lastOpenedAt,
    links.stateOf(provider)?.state,
    watch.creditOf(provider)?.amount,
  ]);
  return { settings: String(version), here: JSON.stringify(providers) };
}
