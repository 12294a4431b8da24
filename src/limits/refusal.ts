import { GatewayError } from "../errors.ts";
import { isoMs } from "../kit/clock.ts";
import { formatAmount } from "../kit/money.ts";
import type { LimitWindow } from "../settings/limit-parts.ts";
import type { Ceiling } from "./ceilings.ts";

/** A limit that holds a send back, until when, and what it says of itself. */
export interface Block {
  limit: string;
  retryAt: number;
  /** In plain words, to be gone on with: `The limit "client_ip" was reached: 20 codes … in 1 hour`. */
  says: string;
  /** As the RateLimit draft writes it. */
  policy: string;
  members?: Record<string, unknown>;
}

const each: Record<string, string> = {
  recipient: "to one recipient",
  user: "for one user",
  client_ip: "asked for from one client address",
  client_net: "asked for from one IPv6 network (/64)",
  prefix: "to numbers of one prefix",
  country: "to numbers of one country",
  tenant: "of this tenant",
  provider: "by each provider that could carry this one",
  gateway: "of all tenants together",
};

export function cooldownBlock(retryAt: number, now: number, cooldownSeconds: number): Block {
  // The one that was in force when it began may have been longer.
  const policy = Math.max(secondsUntil(retryAt, now), cooldownSeconds);
  const says = "A code was sent a moment ago";
  return { limit: "cooldown", retryAt, says, policy: `"cooldown";q=1;w=${policy}` };
}

export function windowBlock(limit: string, { max, per_seconds: span }: LimitWindow, retryAt: number): Block {
  const says = `The limit "${limit}" was reached: ${max} ${max === 1 ? "code" : "codes"} ${each[limit] ?? ""} in ${spanText(span)}`;
  return { limit, retryAt, says, policy: `"${limit}";q=${max};w=${span}` };
}

const spending: Record<Ceiling["scope"], string> = {
  tenant: "by this tenant",
  country: "on numbers of one country",
  prefix: "on numbers of one prefix",
  gateway: "by all tenants together",
};

/** What other tenants spend is not this caller's to know. */
export function ceilingBlock(
  { limit, scope, most, spanSeconds }: Ceiling,
  reached: { used: bigint; retryAt: number },
  needed: bigint,
  currency: string,
): Block {
  const shared = scope === "gateway";
  const amounts = shared ? {} : { ceiling: formatAmount(most), used: formatAmount(reached.used) };
  const upTo = shared ? "all that may be" : `${formatAmount(most)} ${currency}`;
  const needs = `this message needs ${formatAmount(needed)} ${currency}`;
  return {
    limit,
    retryAt: reached.retryAt,
    says: `The limit "${limit}" was reached: ${upTo} spent ${spending[scope]} in ${spanText(spanSeconds)} (${needs})`,
    policy: shared
      ? `"${limit}";q=1;w=${spanSeconds}`
      : `"${limit}";q=${most / 1_000_000n};qu="${currency}";w=${spanSeconds}`,
    members: { money: { ...amounts, needed: formatAmount(needed), currency } },
  };
}

/** Of limits that all hold a send back the one that frees last: a try before that would be refused again. */
export function lastToFree(blocks: readonly Block[]): Block | null {
  return blocks.reduce<Block | null>(
    (last, block) => (last === null || block.retryAt > last.retryAt ? block : last),
    null,
  );
}

/** Of limits of which any one may free the way, the first to do so. */
export function firstToFree(blocks: readonly Block[]): Block[] {
  return [...blocks].sort((a, b) => (a.retryAt < b.retryAt ? -1 : Number(a.retryAt > b.retryAt))).slice(0, 1);
}

/** The `retryAt` of what a limit does not let through at once however long one waits: several messages of one OTP. */
export const NEVER = Infinity;

export function neverFits({ limit, members }: Block): GatewayError {
  return new GatewayError(
    "no_route",
    `All messages of this OTP together are more than the limit "${limit}" ever lets through at once; ` +
      `raise it, or have fewer central recipients.`,
    { members: { skipped: [], limit, ...members } },
  );
}

/** A refusal by a limit. Nothing was stored, counted or charged for it. */
export class LimitReached extends GatewayError {
  /** Inside a cool-down: the pending OTP that the caller should go on with. */
  readonly otpId: string | null;

  constructor({ limit, retryAt, says, policy, members }: Block, now: number, otpId: string | null = null) {
    const seconds = secondsUntil(retryAt, now);
    super("rate_limited", `${says}; the next try is allowed in ${seconds} s, at ${isoMs(retryAt)}.`, {
      retryAfterSeconds: seconds,
      headers: { RateLimit: `"${limit}";r=0;t=${seconds}`, "RateLimit-Policy": policy },
      members: { limit, retry_at: isoMs(retryAt), ...members },
    });
    this.otpId = otpId;
  }
}

function secondsUntil(retryAt: number, now: number): number {
  return Math.max(1, Math.ceil((retryAt - now) / 1000));
}

function spanText(seconds: number): string {
  const units: [size: number, name: string][] = [
    [86_400, "day"],
    [3600, "hour"],
    [60, "minute"],
    [1, "second"],
  ];
  const [size, name] = units.find(([one]) => seconds % one === 0) ?? [1, "second"];
  const count = seconds / size;
  return `${count} ${name}${count === 1 ? "" : "s"}`;
}
