import type { Registry } from "prom-client";
import type { BatchConnections } from "../db/batch-connections.ts";
import { leftOutReasons, type ProviderGuards } from "../delivery/guards.ts";
import type { ProviderWatch } from "../delivery/provider-watch.ts";
import { providerRows, type ProviderConfig, type Snapshot } from "../settings/snapshot.ts";
import { OTHERS } from "./bounded.ts";
import type { BatchName } from "./batches.ts";
import type { ProviderNames } from "./provider-names.ts";
import { sampled, type Sample } from "./sampled.ts";

/** What this process holds in memory, read when somebody looks. */
export interface ProcessState {
  snapshot: () => Snapshot;
  guards: Pick<ProviderGuards, "leftOutBy">;
  watch: Pick<ProviderWatch, "credits">;
  batches: Pick<BatchConnections, "use">;
  /** Of each coalescer, the items that wait. */
  waiting: Record<BatchName, () => number>;
}

export function stateGauges(registry: Registry, names: ProviderNames, state: ProcessState): void {
  const named = (provider: ProviderConfig) => ({ provider: names.of(provider), kind: provider.kind });
  /** One series each: those that have none of their own are left out, since a state has no sum. */
  const shown = (provider: ProviderConfig): boolean => names.of(provider) !== OTHERS;
  sampled(
    registry,
    {
      name: "gerbang_provider_left_out",
      help: "1: this replica sends nothing with the provider, for this reason (breaker, credit, connection, health)",
      labelNames: ["provider", "kind", "why"],
    },
    () =>
      [...providerRows(state.snapshot(), ({ state: put }) => put === "on").values()]
        .filter(shown)
        .flatMap((provider) => {
          const reasons = state.guards.leftOutBy(provider);
          return leftOutReasons.map((why): Sample => ({
            labels: { ...named(provider), why },
            value: reasons.includes(why) ? 1 : 0,
          }));
        }),
  );
  sampled(
    registry,
    {
      name: "gerbang_provider_credit",
      help: "What is left at the provider, in its own unit, as it last said",
      labelNames: ["provider", "kind"],
    },
    () =>
      state.watch
        .credits()
        .filter(({ provider }) => shown(provider))
        .map(({ provider, credit }) => ({ labels: named(provider), value: Number(credit.amount) })),
  );
  sampled(
    registry,
    { name: "gerbang_batch_waiting", help: "Items that no batch has taken yet", labelNames: ["batch"] },
    () => Object.entries(state.waiting).map(([batch, count]) => ({ labels: { batch }, value: count() })),
  );
  sampled(
    registry,
    {
      name: "gerbang_batch_connections",
      help: "Database connections of the batches, busy or free, and batches that wait for one",
      labelNames: ["state"],
    },
    () => Object.entries(state.batches.use).map(([use, value]) => ({ labels: { state: use }, value })),
  );
}
