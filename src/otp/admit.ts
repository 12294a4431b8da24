import type { FixedPrice } from "../ledger/fixed-price.ts";
import { ceilingReached, ceilingsOf, placeOf, type Ceiling } from "../limits/ceilings.ts";
import type { Counters } from "../limits/counters.ts";
import { ceilingBlock, windowBlock, type Block } from "../limits/refusal.ts";
import { providerCounter } from "../limits/scopes.ts";
import type { TenantConfig } from "../settings/snapshot.ts";
import type { NewMessage } from "./decide-issue.ts";

/** As it stands in a message's skips; such a provider does not come back into its plan. */
export const OVER_LIMIT = "over its limit of messages";

export interface Admission {
  /** As they may go, without the providers that are over their limit. */
  messages: NewMessage[];
  /** What holds them back. Nothing may be counted then. */
  blocks: Block[];
  /** Counts them, once nothing else refuses them. */
  count: () => void;
}

/**
 * Pure but for `count`: whether messages may be made as their providers' windows and the ceilings on money are now. A
 * provider is counted where it is the first to be tried: failing over to another is never refused.
 */
export function admitMessages(
  tenant: TenantConfig,
  planned: readonly NewMessage[],
  counters: Counters,
  now: number,
): Admission {
  const { messages, blocks, firsts } = leaveOut(tenant, planned, counters, now);
  const spent = blocks.length > 0 ? new Map<string, Spent>() : spendingOf(tenant, messages);
  for (const { ceiling, amount } of spent.values()) {
    const reached = ceilingReached(ceiling, counters.moneyOf(ceiling), amount, now);
    if (reached !== null) blocks.push(ceilingBlock(ceiling, reached, amount, tenant.currency));
  }
  const count = (): void => {
    for (const provider of firsts) counters.count(providerCounter(tenant, provider), now);
    for (const { ceiling, amount } of spent.values()) counters.move(ceiling, now, amount);
  };
  return { messages: messages.map((message) => countedOf(tenant, message)), blocks, count };
}

/** Marked with the ceilings that its hold is counted in, for what comes back of it. */
function countedOf(tenant: TenantConfig, message: NewMessage): NewMessage {
  const counted = ceilingsOf(tenant, placeOf(message.recipient)).reduce((bits, { bit }) => bits | bit, 0);
  return counted === 0 ? message : { ...message, counted };
}

/** The providers that are over their limit leave; several messages of one OTP see each other's. */
function leaveOut(tenant: TenantConfig, planned: readonly NewMessage[], counters: Counters, now: number) {
  const blocks: Block[] = [];
  const firsts: string[] = [];
  if (tenant.limits.provider.length === 0) return { messages: [...planned], blocks, firsts };
  const counting = planned.length > 1 ? counters.draft() : null;
  const messages = planned.map((message): NewMessage => {
    const waits: Block[] = [];
    const skips = [...message.skips];
    const usable: string[] = [];
    for (const provider of message.order) {
      const verdict = (counting ?? counters).check(providerCounter(tenant, provider), now);
      if (verdict.ok) usable.push(provider);
      else {
        skips.push({ provider, reason: OVER_LIMIT });
        waits.push(windowBlock("provider", verdict.state.window, verdict.retryAt));
      }
    }
    const [first] = usable;
    if (first === undefined) {
      // Any one of them will do, so the first that is free again.
      blocks.push(...waits.sort((a, b) => a.retryAt - b.retryAt).slice(0, 1));
      return message;
    }
    counting?.count(providerCounter(tenant, first), now);
    firsts.push(first);
    if (waits.length === 0) return message;
    return { ...message, ...pricesOf(message, usable), order: usable, skips };
  });
  return { messages, blocks, firsts };
}

/** Of these providers alone, and what they may cost at most. */
function pricesOf({ prices }: NewMessage, usable: readonly string[]): Pick<NewMessage, "prices" | "hold"> {
  const left = usable.flatMap((name): [string, FixedPrice][] => {
    const price = prices[name];
    return price === undefined ? [] : [[name, price]];
  });
  const hold = left.reduce((most, [, [amount]]) => (BigInt(amount) > most ? BigInt(amount) : most), 0n);
  return { prices: Object.fromEntries(left), hold };
}

interface Spent {
  ceiling: Ceiling;
  amount: bigint;
}

function spendingOf(tenant: TenantConfig, messages: readonly NewMessage[]): Map<string, Spent> {
  const spent = new Map<string, Spent>();
  for (const { recipient, hold } of messages) {
    for (const ceiling of ceilingsOf(tenant, placeOf(recipient))) {
      spent.set(ceiling.id, { ceiling, amount: (spent.get(ceiling.id)?.amount ?? 0n) + hold });
    }
  }
  return spent;
}
