import type { SendFailure } from "../providers/provider.ts";

/** What to do after a failed try. */
export type NextStep =
  | { do: "again"; waitMs: number }
  | { do: "next_provider" }
  | { do: "next_channel" }
  /** The plan has nowhere to go. */
  | { do: "end" }
  /** It may have been sent: keep the hold and wait for the provider's word. */
  | { do: "await_report" };

export interface TryHistory {
  /** Tries of this message with this provider so far, the failed one included. */
  triesHere: number;
  /** Throttled waits spent on this provider. */
  throttledWaits: number;
  /** Milliseconds left of the channel's budget and of the OTP's life, whichever is less. */
  timeLeftMs: number;
}

/** Where the plan can still go. */
export interface RouteLeft {
  /** Providers of this channel that have not had their turn. */
  providers: number;
  /** Channels after this one. */
  channels: number;
}

export const TRIES_A_PROVIDER = 3;
export const CHANNEL_BUDGET_MS = 6000;
const LONGEST_THROTTLE_MS = 2000;
const TRANSIENT_WAITS_MS = [250, 1000];

/**
 * Pure: the error class decides, within the bounds of a channel's tries and of what the route still has. `jitter`:
 * 0 ≤ x < 1; waits vary by half in either direction.
 */
export function nextStep(failure: SendFailure, history: TryHistory, left: RouteLeft, jitter: number): NextStep {
  switch (failure.errorClass) {
    case "transient": {
      if (history.triesHere >= TRIES_A_PROVIDER) return nextProvider(left);
      const base = TRANSIENT_WAITS_MS[history.triesHere - 1] ?? 1000;
      return againIfTime(Math.round(base * (0.5 + jitter)), history, left);
    }
    case "throttled": {
      const waitMs = failure.retryAfterMs ?? 1000;
      if (history.throttledWaits > 0 || waitMs > LONGEST_THROTTLE_MS) return nextProvider(left);
      return againIfTime(waitMs, history, left);
    }
    case "recipient":
      return nextChannel(left);
    case "rejected":
    case "credentials":
      return nextProvider(left);
    case "ambiguous":
      return { do: "await_report" };
  }
}

function againIfTime(waitMs: number, history: TryHistory, left: RouteLeft): NextStep {
  return waitMs < history.timeLeftMs ? { do: "again", waitMs } : nextProvider(left);
}

function nextProvider(left: RouteLeft): NextStep {
  return left.providers > 0 ? { do: "next_provider" } : nextChannel(left);
}

function nextChannel(left: RouteLeft): NextStep {
  return { do: left.channels > 0 ? "next_channel" : "end" };
}
