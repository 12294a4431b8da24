import { GatewayError } from "../errors.ts";
import { canPay, post, type Account, type Entry } from "../ledger/account.ts";
import type { FixedPrice } from "../ledger/fixed-price.ts";
import { formatAmount } from "../kit/money.ts";
import { prefixOf } from "../kit/phone.ts";
import { addHit, checkBuckets, checkWindows, type Buckets, type WindowState } from "../limits/windows.ts";
import type { Channel } from "../providers/provider.ts";
import type { LimitWindow } from "../settings/documents.ts";
import type { TenantConfig } from "../settings/snapshot.ts";
import type { Skip } from "../delivery/route.ts";
import type { Otp, Via } from "./model.ts";

/** A message that an issue, a resend or a fallback wants to make. */
export interface NewMessage {
  id: string;
  tenantId: string;
  otpId: string;
  channel: Channel;
  recipient: string;
  template: string;
  locale: string;
  templateVersion: number;
  /** Price and charging rule of each usable provider, micros as text. */
  prices: Record<string, FixedPrice>;
  skips: Skip[];
  hold: bigint;
}

/** An earlier OTP of the subject that still counts: not verified, inside the longest window. */
export interface PastOtp {
  id: string;
  subject: string;
  userRef: string;
  purpose: string;
  status: string;
  sends: number[];
  resendAt: number;
  /** Every message of it failed, so waiting would help nobody. Null when that was not looked up. */
  allFailed: boolean | null;
  expiresAt: number;
  via: Via | null;
}

/** The rows that a batch has locked and loaded, changed in hand as its items are decided one after another. */
export interface IssueWorld {
  accounts: Map<string, Account>;
  /** By `tenant/subject`, newest first. */
  past: Map<string, PastOtp[]>;
  /** Times of earlier sends by `tenant/user`. */
  userSends: Map<string, number[]>;
  /** By `tenant/scope/key`. */
  usage: Map<string, Buckets>;
}

export interface SendRequest {
  kind: "issue" | "resend";
  tenant: TenantConfig;
  otp: Otp;
  messages: NewMessage[];
  /** Name of the account's actor, for the entries. */
  actor: string;
  now: number;
  /** An issue that must not replace a pending OTP of the same service: it is refused with `StillPending`. */
  keepPending?: boolean;
}

export interface SendDecision {
  otp: Otp;
  messages: NewMessage[];
  entries: Entry[];
  /** OTPs of the same subject, user and purpose that end now. */
  replaced: string[];
  /** Keys of `world.usage` that changed. */
  touched: string[];
  states: WindowState[];
}

/** Refused because the last one is too recent; the verb adds the pending OTP that the caller should use. */
export class CoolingDown extends GatewayError {
  readonly otpId: string | null;
  constructor(retryAt: number, now: number, otpId: string | null, cooldownSeconds: number) {
    const seconds = Math.max(1, Math.ceil((retryAt - now) / 1000));
    // The one that was in force when it began may have been longer.
    const policy = Math.max(seconds, cooldownSeconds);
    super("rate_limited", `A code was sent a moment ago; the next one may be sent in ${seconds} s.`, {
      retryAfterSeconds: seconds,
      headers: { RateLimit: `"cooldown";r=0;t=${seconds}`, "RateLimit-Policy": `"cooldown";q=1;w=${policy}` },
      members: { limit: "cooldown" },
    });
    this.otpId = otpId;
  }
}

/** Refused because the same service has a pending one, which is to be sent again instead. */
export class StillPending extends GatewayError {
  readonly otpId: string;
  constructor(otpId: string) {
    super("conflict", "An OTP is pending for this recipient; send that one again.");
    this.otpId = otpId;
  }
}

/** Pure but for the world it is handed: limits, then money. Nothing in the world changes when it refuses. */
export function decideSend(request: SendRequest, world: IssueWorld): SendDecision {
  const { tenant, otp, now } = request;
  const limits = tenant.limits;
  const pastKey = `${tenant.id}/${otp.subject}`;
  const past = world.past.get(pastKey) ?? [];
  const pending = past.find((p) => p.status === "pending" && p.userRef === otp.userRef && p.purpose === otp.purpose);

  if (request.keepPending === true && pending !== undefined && isOwn(pending, request)) {
    throw new StillPending(pending.id);
  }
  refuseInsideCooldown(request, past, pending ?? null);
  const checks = limitChecks(request, past, world);
  const states = refuseOverLimit(checks, now);
  const account = world.accounts.get(tenant.id);
  if (account === undefined) throw new Error(`tenant ${tenant.id} has no account`);
  const total = request.messages.reduce((sum, message) => sum + message.hold, 0n);
  if (!canPay(account, total)) {
    throw new GatewayError(
      "insufficient_balance",
      `The balance can't pay for this message: it needs ${formatAmount(total)} ${account.currency}, ` +
        `available are ${formatAmount(account.available)}.`,
    );
  }

  const entries = otp.decoy
    ? []
    : request.messages.map((message) =>
        post.hold(account, message.hold, { actor: request.actor, messageId: message.id, at: now }),
      );
  const touched: string[] = [];
  for (const check of checks) {
    if (check.usageKey === null || check.windows.length === 0) continue;
    world.usage.set(check.usageKey, addHit(check.windows, world.usage.get(check.usageKey) ?? [], now));
    touched.push(check.usageKey);
  }
  if (otp.userRef !== "" && limits.user.length > 0) {
    const key = `${tenant.id}/${otp.userRef}`;
    world.userSends.set(key, [...(world.userSends.get(key) ?? []), now]);
  }
  const replaced = request.kind === "issue" && pending !== undefined ? [pending.id] : [];
  remember(request, past, pending, world, pastKey);
  return { otp, messages: otp.decoy ? [] : request.messages, entries, replaced, touched, states };
}

/** One that expired before the sweep came by is pending no more. */
function isOwn({ expiresAt, via }: PastOtp, { otp, now }: SendRequest): boolean {
  return expiresAt > now && via?.facade === otp.via?.facade && via?.service === otp.via?.service;
}

function remember(
  request: SendRequest,
  past: PastOtp[],
  pending: PastOtp | undefined,
  world: IssueWorld,
  pastKey: string,
): void {
  const { otp, now } = request;
  const mine = past.find((p) => p.id === otp.id);
  if (request.kind === "resend" && mine !== undefined) {
    mine.sends.push(now);
    mine.resendAt = otp.resendAt;
    mine.allFailed = false;
    return;
  }
  if (pending !== undefined) pending.status = "replaced";
  const { id, subject, userRef, purpose, resendAt, expiresAt, via } = otp;
  const sent = { status: "pending", sends: [now], resendAt, allFailed: false };
  const fresh = { id, subject, userRef, purpose, ...sent, expiresAt, via };
  world.past.set(pastKey, [fresh, ...past]);
}

/** The cool-down is the subject's, whatever the purpose: it spares the person's phone. */
function refuseInsideCooldown(request: SendRequest, past: PastOtp[], pending: PastOtp | null): void {
  const latest = past.reduce<PastOtp | null>(
    (newest, p) => (newest === null || lastSend(p) > lastSend(newest) ? p : newest),
    null,
  );
  if (latest === null || latest.resendAt <= request.now || latest.allFailed === true) return;
  const shown = latest.status === "pending" ? latest.id : (pending?.id ?? null);
  throw new CoolingDown(latest.resendAt, request.now, shown, request.tenant.limits.cooldown_seconds);
}

function lastSend(past: PastOtp): number {
  return past.sends.at(-1) ?? 0;
}

interface LimitCheck {
  scope: string;
  windows: readonly LimitWindow[];
  /** Times of earlier sends, where they are known one by one. */
  hits: number[];
  /** Otherwise the key of its buckets. */
  usageKey: string | null;
  buckets: Buckets;
}

function limitChecks(request: SendRequest, past: PastOtp[], world: IssueWorld): LimitCheck[] {
  const { tenant, otp } = request;
  const limits = tenant.limits;
  const listed = (scope: string, windows: readonly LimitWindow[], hits: number[]): LimitCheck => ({
    scope,
    windows,
    hits,
    usageKey: null,
    buckets: [],
  });
  const counted = (scope: string, windows: readonly LimitWindow[], key: string): LimitCheck => {
    const usageKey = usageKeyOf(tenant.id, scope, key);
    return { scope, windows, hits: [], usageKey, buckets: world.usage.get(usageKey) ?? [] };
  };
  const checks = [
    listed(
      "recipient",
      limits.recipient,
      past.flatMap((p) => p.sends),
    ),
  ];
  if (otp.userRef !== "") {
    checks.push(listed("user", limits.user, world.userSends.get(`${tenant.id}/${otp.userRef}`) ?? []));
  }
  if (otp.clientIp !== null) checks.push(counted("client_ip", limits.client_ip, otp.clientIp));
  const prefix = prefixOf(otp.recipients[0] ?? "");
  if (prefix !== null) checks.push(counted("prefix", limits.prefix, prefix));
  checks.push(counted("tenant", limits.tenant, ""));
  return checks;
}

export function usageKeyOf(tenantId: string, scope: string, key: string): string {
  return `${tenantId}/${scope}/${key}`;
}

function refuseOverLimit(checks: LimitCheck[], now: number): WindowState[] {
  const states: WindowState[] = [];
  for (const check of checks) {
    if (check.windows.length === 0) continue;
    const verdict =
      check.usageKey === null
        ? checkWindows(check.scope, check.windows, check.hits, now)
        : checkBuckets(check.scope, check.windows, check.buckets, now);
    if (!verdict.ok) throw overLimit(verdict.state, verdict.retryAt, now);
    states.push(...verdict.states);
  }
  return states;
}

function overLimit(state: WindowState, retryAt: number, now: number): GatewayError {
  const seconds = Math.max(1, Math.ceil((retryAt - now) / 1000));
  const { max, per_seconds: span } = state.window;
  return new GatewayError(
    "rate_limited",
    `The limit "${state.scope}" allows ${max} in ${span} s; the next try may be made in ${seconds} s.`,
    {
      retryAfterSeconds: seconds,
      headers: {
        RateLimit: `"${state.scope}";r=0;t=${seconds}`,
        "RateLimit-Policy": `"${state.scope}";q=${max};w=${span}`,
      },
      members: { limit: state.scope },
    },
  );
}
