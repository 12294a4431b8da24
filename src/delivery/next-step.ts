import type { SendFailure } from "../providers/provider.ts";

/**
 * Pure: what to do after a failed try. The error class alone decides; the bounds are those of a channel's tries.
 */
export type NextStep =
  | { do: "again"; waitMs: number }
  | { do: "next_provider" }
  | { do: "next_channel" }
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

export const TRIES_A_PROVIDER = 3;
export const CHANNEL_BUDGET_MS = 6000;
const LONGEST_THROTTLE_MS = 2000;
const TRANSIENT_WAITS_MS = [250, 1000];

/** `jitter`: 0 ≤ x < 1; waits vary by half in either direction. */
export function nextStep(failure: SendFailure, history: TryHistory, jitter: number): NextStep {
  switch (failure.errorClass) {
    case "transient": {
      if (history.triesHere >= TRIES_A_PROVIDER) return { do: "next_provider" };
      const base = TRANSIENT_WAITS_MS[history.triesHere - 1] ?? 1000;
      return againIfTime(Math.round(base * (0.5 + jitter)), history);
    }
    case "throttled": {
      const waitMs = failure.retryAfterMs ?? 1000;
      if (history.throttledWaits > 0 || waitMs > LONGEST_THROTTLE_MS) return { do: "next_provider" };
      return againIfTime(waitMs, history);
    }
    case "recipient":
      return { do: "next_channel" };
    case "rejected":
    case "credentials":
      return { do: "next_provider" };
    case "ambiguous":
      return { do: "await_report" };
  }
}

function againIfTime(waitMs: number, history: TryHistory): NextStep {
  return waitMs < history.timeLeftMs ? { do: "again", waitMs } : { do: "next_provider" };
}
