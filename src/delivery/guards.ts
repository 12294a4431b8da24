import { isoMs, type Clock } from "../kit/clock.ts";
import type { SendFailure } from "../providers/provider.ts";
import { providerId, type ProviderConfig, type Snapshot } from "../settings/snapshot.ts";
import { Breaker } from "./breaker.ts";
import { Gate } from "./gate.ts";
import { RecipientPace } from "./pace.ts";
import { RecentTries } from "./recent-tries.ts";

/** Messages under way to one HTTP provider at once; more wait in its own queue. Other kinds' settings say how many. */
const AT_ONCE = 128;

/** What can speak against a provider. */
export const leftOutReasons = ["breaker", "credit", "connection", "health"] as const;
export type LeftOutBy = (typeof leftOutReasons)[number];

export interface Guard {
  breaker: Breaker;
  gate: Gate;
  /** Null where one person may be sent as much as anybody. */
  recipients: RecipientPace | null;
  recent: RecentTries;
  /** Milliseconds, or null while it has credit or does not tell. */
  outOfCreditSince: number | null;
  /** Kinds with a kept connection: why there is none, once dialling has failed or takes too long. */
  unconnected: { since: number; failure: SendFailure } | null;
  /** Why it can't send, in its own words; null while it can or does not tell. */
  unhealthy: string | null;
}

type DatedGuard = Guard & { updatedAt: number };

/** Breaker, pace, credit and health of each provider row, however many tenants share it. A changed row starts with a closed breaker. */
export class ProviderGuards {
  readonly #clock: Clock;
  readonly #guards = new Map<string, DatedGuard>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  of(provider: ProviderConfig): DatedGuard {
    const id = providerId(provider);
    const known = this.#guards.get(id);
    // A message that has waited for its turn may still hold the row as it was.
    if (known !== undefined && known.updatedAt >= provider.updatedAt) return known;
    // Off: whoever waits comes in, and is told.
    const pace = provider.state === "off" ? null : numberIn(provider.settings, "max_per_second");
    const atOnce =
      provider.kind === "sandbox" || provider.state === "off"
        ? Infinity
        : (numberIn(provider.settings, "window") ?? numberIn(provider.settings, "connections") ?? AT_ONCE);
    const everyMs = provider.adapter.recipientEveryMs ?? null;
    if (known !== undefined) {
      known.gate.configure(atOnce, pace);
      // The vendor goes on counting, whatever else was put.
      if (known.recipients?.everyMs !== (everyMs ?? undefined)) known.recipients = paceOf(everyMs);
      known.breaker = new Breaker();
      known.recent = new RecentTries();
      known.outOfCreditSince = null;
      known.unconnected = null;
      known.unhealthy = null;
      known.updatedAt = provider.updatedAt;
      return known;
    }
    const guard = {
      breaker: new Breaker(),
      gate: new Gate(this.#clock, atOnce, pace),
      recipients: paceOf(everyMs),
      recent: new RecentTries(),
      outOfCreditSince: null,
      unconnected: null,
      unhealthy: null,
      updatedAt: provider.updatedAt,
    };
    this.#guards.set(id, guard);
    return guard;
  }

  /** A changed row holds for those who already wait. */
  refresh({ tenants }: Snapshot): void {
    for (const { providers } of tenants.values()) {
      for (const provider of providers.values()) {
        if (this.#guards.has(providerId(provider))) this.of(provider);
      }
    }
  }

  /** Why nothing should be sent with it now, or null. */
  reason(provider: ProviderConfig): string | null {
    const { breaker, outOfCreditSince, unhealthy } = this.of(provider);
    const unconnected = this.unconnected(provider);
    if (unconnected !== null) return unconnected;
    if (unhealthy !== null) return unhealthy;
    if (outOfCreditSince !== null) return `out of credit since ${isoMs(outOfCreditSince)}`;
    return breaker.reason(this.#clock.now());
  }

  /** The same as words of a closed list: all that speak against it. */
  leftOutBy(provider: ProviderConfig): LeftOutBy[] {
    const { breaker, outOfCreditSince, unconnected, unhealthy } = this.of(provider);
    const all: Record<LeftOutBy, boolean> = {
      breaker: breaker.reason(this.#clock.now()) !== null,
      credit: outOfCreditSince !== null,
      connection: unconnected !== null,
      health: unhealthy !== null,
    };
    return leftOutReasons.filter((why) => all[why]);
  }

  /** Of that, whether the connection is missing which it sends over. */
  unconnected(provider: ProviderConfig): string | null {
    const { unconnected } = this.of(provider);
    if (unconnected === null) return null;
    return `not connected since ${isoMs(unconnected.since)}: ${unconnected.failure.providerCode}`;
  }

  /** Returns whether this is news. Credit again: what the breaker held against it is forgotten. */
  setOutOfCredit(provider: ProviderConfig, out: boolean, now: number): boolean {
    const guard = this.of(provider);
    // Put meanwhile: what the old row's account has says nothing of the new one's.
    if (guard.updatedAt !== provider.updatedAt) return false;
    if (out === (guard.outOfCreditSince !== null)) return false;
    guard.outOfCreditSince = out ? now : null;
    if (!out) guard.breaker = new Breaker();
    return true;
  }

  /** What a kept connection says: why there is none, or null when there is one again. */
  setUnconnected(provider: ProviderConfig, failure: SendFailure | null): void {
    const guard = this.of(provider);
    // Put meanwhile: the old row's connection says nothing of the new one's.
    if (guard.updatedAt !== provider.updatedAt) return;
    const before = guard.unconnected;
    const now = this.#clock.now();
    guard.unconnected = failure === null ? null : { since: before?.since ?? now, failure };
    if (failure?.errorClass === "credentials") guard.breaker.failed(failure, now);
    // Bound anew: what the breaker held against the account, or the line before, is forgotten.
    else if (failure === null) guard.breaker = new Breaker();
  }

  /** The same of what it sends with. */
  setUnhealthy(provider: ProviderConfig, reason: string | null): boolean {
    const guard = this.of(provider);
    if (guard.updatedAt !== provider.updatedAt || guard.unhealthy === reason) return false;
    guard.unhealthy = reason;
    if (reason === null) guard.breaker = new Breaker();
    return true;
  }

  waits(provider: Pick<ProviderConfig, "settings">): {
    ambiguousWaitSeconds: number;
    unreportedAfterSeconds: number;
    chargeUnreported: boolean;
  } {
    const settings = provider.settings as { charge_unreported?: unknown } | null;
    return {
      ambiguousWaitSeconds: numberIn(provider.settings, "ambiguous_wait_seconds") ?? 8,
      unreportedAfterSeconds: numberIn(provider.settings, "unreported_after_seconds") ?? 86_400,
      chargeUnreported: settings?.charge_unreported === true,
    };
  }
}

function paceOf(recipientEveryMs: number | null): RecipientPace | null {
  return recipientEveryMs === null ? null : new RecipientPace(recipientEveryMs);
}

function numberIn(settings: unknown, name: string): number | null {
  if (typeof settings !== "object" || settings === null) return null;
  const value = (settings as Record<string, unknown>)[name];
  return typeof value === "number" ? value : null;
}
