import type { ProviderConfig, Snapshot } from "../settings/snapshot.ts";
import { BoundedNames, OTHERS } from "./bounded.ts";

/** Rows of providers that have series of their own, of the first tenant and of all others; they may make as many as they like. */
const MOST_PROVIDERS = 100;

/**
 * What a provider is called in a label: by its name where it is the first tenant's, else with its tenant's before it, so
 * that two tenants' `meta` are two. Names are configuration, never anything of a message.
 */
export class ProviderNames {
  readonly #snapshot: () => Snapshot;
  /** Apart, so that those of many tenants never take the names of the first one's. */
  readonly #firsts = new BoundedNames(MOST_PROVIDERS);
  readonly #names = new BoundedNames(MOST_PROVIDERS);

  constructor(snapshot: () => Snapshot) {
    this.#snapshot = snapshot;
  }

  of({ ownerId, name }: Pick<ProviderConfig, "ownerId" | "name">): string {
    const { firstTenantId, tenants } = this.#snapshot();
    if (ownerId === firstTenantId) return this.#firsts.of(name);
    return this.#names.of(`${tenants.get(ownerId)?.name ?? "none"}/${name}`);
  }

  /** Nobody's own: one of many is no kind. */
  kindOf(provider: Pick<ProviderConfig, "ownerId" | "name" | "kind">): string {
    return this.of(provider) === OTHERS ? OTHERS : provider.kind;
  }

  /** Of a message, which names its provider as its tenant does; none: no provider took it. */
  ofMessage(tenantId: string, name: string | null): string {
    if (name === null) return "none";
    const provider = this.#snapshot().tenants.get(tenantId)?.providers.get(name);
    return provider === undefined ? "none" : this.of(provider);
  }
}
