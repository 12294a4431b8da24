import type { Channel } from "../providers/provider.ts";
import type { FixedPrice } from "../ledger/fixed-price.ts";
import { OVER_LIMIT } from "../otp/admit.ts";
import type { NewMessage } from "../otp/decide-issue.ts";
import type { Otp } from "../otp/model.ts";

/** A message in this process's hands, with what is needed to send it. Its code lives in memory only. */
export interface Job {
  tenantId: string;
  messageId: string;
  channel: Channel;
  recipient: string;
  prices: Record<string, FixedPrice>;
  /** The first in line when it was made, which is the one that limits have counted. */
  firstProvider: string | null;
  /** Micros that are held for it: the most it may cost. */
  hold: bigint;
  /** Providers that came into the plan since, at a price that the hold covers. */
  latePrices: Record<string, FixedPrice>;
  /** Providers that were over their limit of messages when it was made. */
  overLimit: ReadonlySet<string>;
  /** Tries made so far, over all providers. */
  tries: number;
  /** Providers that have said whose code comes: a further try does not say it again. */
  announced: Set<string>;
  /** Providers that have had their turn. */
  tried: Set<string>;
  /** One of them may have sent it: it ends unknown, not failed. */
  doubt: boolean;
  otp: Otp;
  code: string;
  startedAt: number;
  /** Milliseconds that its tries took, and the waits between them. Waiting for a turn is not counted. */
  spentMs: number;
}

export function overLimitOf({ skips }: Pick<NewMessage, "skips">): ReadonlySet<string> {
  return new Set(skips.flatMap(({ provider, reason }) => (reason === OVER_LIMIT ? [provider] : [])));
}

export function jobFor(message: NewMessage, otp: Otp, code: string, now: number): Job {
  return {
    tenantId: message.tenantId,
    messageId: message.id,
    channel: message.channel,
    recipient: message.recipient,
    prices: message.prices,
    firstProvider: message.order[0] ?? null,
    hold: message.hold,
    latePrices: {},
    overLimit: overLimitOf(message),
    tries: 0,
    announced: new Set(),
    tried: new Set(),
    doubt: false,
    otp,
    code,
    startedAt: now,
    spentMs: 0,
  };
}
