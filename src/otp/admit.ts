import type { FixedPrice } from "../ledger/fixed-price.ts";
import { ceilingReached, ceilingsOf, placeOf, type Ceiling } from "../limits/ceilings.ts";
import type { Counters } from "../limits/counters.ts";
import { ceilingBlock, firstToFree, lastToFree, NEVER, windowBlock, type Block } from "../limits/refusal.ts";
import { providerCounter } from "../limits/scopes.ts";
import type { Skip } from "../delivery/route.ts";
import type { Channel } from "../providers/provider.ts";
import type { TenantConfig } from "../settings/snapshot.ts";
import type { NewMessage } from "./decide-issue.ts";

/** As it stands in a message's skips; such a provider does not come back into its plan. */
export const OVER_LIMIT = "over its limit of messages";

export interface Admission {
  /** As they may go: by the first channel that no limit holds back, without the providers that are over theirs. */
  messages: NewMessage[];
  /** What holds them back, on every channel they have. Nothing may be counted then. */
  blocks: Block[];
  /** The channels that limits hold back, and which limit it is. */
  heldBack: { channel: Channel; limit: string }[];
  /** To be called once nothing else refuses them. What is handed to nobody counts no money. */
  countProviders: () => void;
  countMoney: () => void;
}

/** A message as planned, and what takes its place where limits hold it back. */
export function choicesOf(message: NewMessage): NewMessage[] {
  return message.otherwise === null ? [message] : [message, ...choicesOf(message.otherwise)];
}

/**
 * Pure but for the counting: whether messages may be made as their providers' windows and the ceilings on money are now.
 * Several of one OTP see what the others take. A provider is counted where it is the first to be tried: failing over to
 * another is never refused.
 */
export function admitMessages(
  tenant: TenantConfig,
  planned: readonly NewMessage[],
  counters: Counters,
  now: number,
): Admission {
  const taken: Taken = { firsts: [], money: new Map() };
  const blocks: Block[] = [];
  const heldBack: Admission["heldBack"] = [];
  const messages = planned.map((message): NewMessage => {
    const waits: Block[] = [];
    const skips: Skip[] = [];
    for (const choice of choicesOf(message)) {
      const tried = tryChannel(tenant, choice, taken, counters, now);
      if (tried.block === null) {
        take(taken, tried);
        return skips.length === 0 ? tried.message : { ...tried.message, skips: [...skips, ...tried.message.skips] };
      }
      const { channel } = choice;
      const { limit } = tried.block;
      waits.push(tried.block);
      heldBack.push({ channel, limit });
      skips.push(...tried.over, { provider: channel, reason: `the limit ${limit} holds it back` });
    }
    // Any one of its channels will do. The next message is to see what this one would take.
    blocks.push(...firstToFree(waits));
    take(taken, tryChannel(tenant, message, taken, counters, now));
    return message;
  });
  return {
    messages,
    blocks,
    heldBack,
    countProviders: () => {
      for (const provider of taken.firsts) counters.count(providerCounter(tenant, provider), now);
    },
    countMoney: () => {
      for (const { ceiling, amount } of taken.money.values()) counters.move(ceiling, now, amount);
    },
  };
}

/** What messages of the same OTP take before. */
interface Taken {
  firsts: string[];
  money: Map<string, Spent>;
}

interface Spent {
  ceiling: Ceiling;
  amount: bigint;
}

interface Tried {
  message: NewMessage;
  /** What holds it back: of several limits the one that frees last. */
  block: Block | null;
  /** Its providers that are over their limit. */
  over: Skip[];
  spent: Spent[];
}

function tryChannel(tenant: TenantConfig, planned: NewMessage, taken: Taken, counters: Counters, now: number): Tried {
  const { message, waits } = leaveOut(tenant, planned, taken, counters, now);
  const blocks = message.order.length === 0 ? firstToFree(waits.map(({ block }) => block)) : [];
  const spent: Spent[] = [];
  let counted = 0;
  for (const ceiling of ceilingsOf(tenant, placeOf(message.recipient))) {
    const amount = (taken.money.get(ceiling.id)?.amount ?? 0n) + message.hold;
    const reached = ceilingReached(ceiling, counters.moneyOf(ceiling), amount, now);
    if (reached !== null) {
      const retryAt = amount > ceiling.most ? NEVER : reached.retryAt;
      blocks.push(ceilingBlock(ceiling, { ...reached, retryAt }, amount, tenant.currency));
    }
    spent.push({ ceiling, amount });
    counted |= ceiling.bit;
  }
  const over = waits.map(({ provider }) => ({ provider, reason: OVER_LIMIT }));
  return { message: counted === 0 ? message : { ...message, counted }, block: lastToFree(blocks), over, spent };
}

function take(taken: Taken, { message, spent }: Tried): void {
  const [first] = message.order;
  if (first !== undefined) taken.firsts.push(first);
  for (const one of spent) taken.money.set(one.ceiling.id, one);
}

interface Wait {
  provider: string;
  block: Block;
}

/** The providers that are over their limit leave. With none left it costs what it would have cost: that is to be free too. */
function leaveOut(tenant: TenantConfig, message: NewMessage, { firsts }: Taken, counters: Counters, now: number) {
  const waits: Wait[] = [];
  if (tenant.limits.provider.length === 0) return { message, waits };
  const most = Math.min(...tenant.limits.provider.map(({ max }) => max));
  const usable = message.order.filter((provider) => {
    const counter = providerCounter(tenant, provider);
    const own = firsts.filter((first) => first === provider);
    const draft = own.length === 0 ? counters : counters.draft(counter);
    for (const _ of own) draft.count(counter, now);
    const verdict = draft.check(counter, now);
    if (verdict.ok) return true;
    const retryAt = own.length >= most ? NEVER : verdict.retryAt;
    waits.push({ provider, block: windowBlock("provider", verdict.state.window, retryAt) });
    return false;
  });
  if (waits.length === 0) return { message, waits };
  if (usable.length === 0) return { message: { ...message, order: usable }, waits };
  const skips = [...message.skips, ...waits.map(({ provider }) => ({ provider, reason: OVER_LIMIT }))];
  return { message: { ...message, ...pricesOf(message, usable), order: usable, skips }, waits };
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
