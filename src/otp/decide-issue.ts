import { GatewayError } from "../errors.ts";
import { canPay, post, type Account, type Entry } from "../ledger/account.ts";
import type { FixedPrice } from "../ledger/fixed-price.ts";
import { formatAmount } from "../kit/money.ts";
import type { Counters } from "../limits/counters.ts";
import {
  cooldownBlock,
  lastToFree,
  LimitReached,
  NEVER,
  neverFits,
  windowBlock,
  type Block,
} from "../limits/refusal.ts";
import { countersOf, limitsFor, type Counter } from "../limits/scopes.ts";
import { checkWindows, type WindowState, type WindowVerdict } from "../limits/windows.ts";
import type { Channel } from "../providers/provider.ts";
import type { LimitWindow } from "../settings/limit-parts.ts";
import type { TenantConfig } from "../settings/snapshot.ts";
import type { Skip } from "../delivery/route.ts";
import { admitMessages } from "./admit.ts";
import type { Otp, Via } from "./model.ts";
import { makesCodes } from "./vendor-codes.ts";

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
  /** Those providers as they are to be tried: an object's keys have an order of their own. */
  order: readonly string[];
  skips: Skip[];
  hold: bigint;
  /** The ceilings on money that its hold is counted in, by their bits. */
  counted: number;
  /** By the plan's next channel: what is made instead where limits hold this one back. */
  otherwise: NewMessage | null;
}

/** An earlier OTP of the subject that still counts: not verified, inside the longest window. */
export interface PastOtp {
  id: string;
  subject: string;
  userRef: string;
  purpose: string;
  status: string;
  /** But for those that were forgiven. */
  sends: number[];
  resendAt: number;
  /** It counts in the sandbox's windows. */
  sandbox: boolean;
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
  /** Times of earlier sends by `userKey`. */
  userSends: Map<string, number[]>;
  counters: Counters;
  /** When its rows are written: messages are made, and their money is held, then. */
  now: number;
}

export interface SendRequest {
  kind: "issue" | "resend";
  tenant: TenantConfig;
  otp: Otp;
  messages: NewMessage[];
  /** None but the sandbox can carry it. */
  sandbox: boolean;
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
  states: WindowState[];
}

/** Refused because the same service has a pending one, which is to be sent again instead. */
export class StillPending extends GatewayError {
  readonly otpId: string;
  constructor(otpId: string) {
    super("conflict", "An OTP is pending for this recipient; send that one again.");
    this.otpId = otpId;
  }
}

/** Sends of a user count apart where the sandbox carries them. */
export function userKey(tenantId: string, userRef: string, sandbox: boolean): string {
  return `${tenantId}/${sandbox ? "sandbox" : "people"}/${userRef}`;
}

/** Pure but for the world it is handed: limits, then money. Nothing in the world changes when it refuses. */
export function decideSend(request: SendRequest, world: IssueWorld): SendDecision {
  const { tenant, otp, sandbox, now } = request;
  const pastKey = `${tenant.id}/${otp.subject}`;
  const past = world.past.get(pastKey) ?? [];
  const pending = past.find((p) => p.status === "pending" && p.userRef === otp.userRef && p.purpose === otp.purpose);

  if (request.keepPending === true && pending !== undefined && isOwn(pending, request)) {
    throw new StillPending(pending.id);
  }
  const cooling = coolingDown(request, past, pending ?? null);
  const counters = countersOf({ tenant, sandbox, recipient: otp.recipients[0] ?? "", clientIp: otp.clientIp });
  const windows = checkAll(request, past, counters, world);
  const admitted = admitMessages(tenant, request.messages, world.counters, world.now);
  const block = lastToFree([...(cooling === null ? [] : [cooling.block]), ...windows.blocks, ...admitted.blocks]);
  if (block?.retryAt === NEVER) throw neverFits(block);
  if (block !== null) throw new LimitReached(block, now, cooling?.otpId ?? null);

  const account = world.accounts.get(tenant.id);
  if (account === undefined) throw new Error(`tenant ${tenant.id} has no account`);
  const { messages } = admitted;
  const total = messages.reduce((sum, message) => sum + message.hold, 0n);
  if (!canPay(account, total)) {
    throw new GatewayError(
      "insufficient_balance",
      `The balance can't pay for this message: it needs ${formatAmount(total)} ${account.currency}, ` +
        `available are ${formatAmount(account.available)}.`,
    );
  }

  const entries = otp.decoy
    ? []
    : messages.map((message) =>
        post.hold(account, message.hold, { actor: request.actor, messageId: message.id, at: now }),
      );
  for (const counter of counters) world.counters.count(counter, now);
  admitted.countProviders();
  // A decoy is handed to nobody and holds nothing. What is not money it counts like a real one, or a limit would tell.
  if (otp.decoy) showAsSent(otp, messages, tenant);
  else admitted.countMoney();
  if (otp.userRef !== "" && limitsFor(tenant, sandbox).user.length > 0) {
    const key = userKey(tenant.id, otp.userRef, sandbox);
    world.userSends.set(key, [...(world.userSends.get(key) ?? []), now]);
  }
  const replaced = request.kind === "issue" && pending !== undefined ? [pending.id] : [];
  remember(request, past, pending, world, pastKey);
  return { otp, messages: otp.decoy ? [] : messages, entries, replaced, states: windows.states };
}

/** In place of messages a decoy keeps the channel of each send, and whether a vendor would have made its code. */
function showAsSent(otp: Otp, [first]: readonly NewMessage[], { providers }: TenantConfig): void {
  if (first === undefined) return;
  otp.channels = [...otp.channels.slice(0, -1), first.channel];
  otp.likeVendors ||= makesCodes(providers.get(first.order[0] ?? ""));
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
    mine.sandbox &&= request.sandbox;
    mine.allFailed = false;
    return;
  }
  if (pending !== undefined) pending.status = "replaced";
  const { id, subject, userRef, purpose, resendAt, expiresAt, via } = otp;
  const sent = { status: "pending", sends: [now], resendAt, sandbox: request.sandbox, allFailed: false };
  const fresh = { id, subject, userRef, purpose, ...sent, expiresAt, via };
  world.past.set(pastKey, [fresh, ...past]);
}

/** The cool-down is the subject's, whatever the purpose: it spares the person's phone. */
function coolingDown(
  { tenant, sandbox, now }: SendRequest,
  past: PastOtp[],
  pending: PastOtp | null,
): { block: Block; otpId: string | null } | null {
  const latest = coolingSince(past, sandbox, now);
  if (latest === null) return null;
  const otpId = latest.status === "pending" ? latest.id : (pending?.id ?? null);
  return { block: cooldownBlock(latest.resendAt, now, limitsFor(tenant, sandbox).cooldown_seconds), otpId };
}

/** The last send to this subject, if it still holds the next one back. */
export function coolingSince(past: readonly PastOtp[], sandbox: boolean, now: number): PastOtp | null {
  const latest = past
    .filter((p) => p.sandbox === sandbox)
    .reduce<PastOtp | null>((newest, p) => (newest === null || lastSend(p) > lastSend(newest) ? p : newest), null);
  if (latest === null || latest.allFailed === true) return null;
  // Of requests at the same moment the one that asked first may be decided last: the other's send is not ahead of it.
  return latest.resendAt <= Math.max(now, lastSend(latest)) ? null : latest;
}

function lastSend(past: PastOtp): number {
  return past.sends.at(-1) ?? 0;
}

/** The windows of who it is for, whose sends are known one by one, then those of its counters. */
function checkAll(request: SendRequest, past: PastOtp[], counters: readonly Counter[], world: IssueWorld) {
  const { tenant, otp, sandbox, now } = request;
  const limits = limitsFor(tenant, sandbox);
  const states: WindowState[] = [];
  const blocks: Block[] = [];
  const take = (verdict: WindowVerdict): void => {
    if (verdict.ok) states.push(...verdict.states);
    else blocks.push(windowBlock(verdict.state.scope, verdict.state.window, verdict.retryAt));
  };
  const listed = (scope: string, windows: readonly LimitWindow[], hits: readonly number[]): void =>
    take(checkWindows(scope, windows, hits, now));
  const sends = past.filter((p) => p.sandbox === sandbox).flatMap((p) => p.sends);
  listed("recipient", limits.recipient, sends);
  if (otp.userRef !== "") {
    listed("user", limits.user, world.userSends.get(userKey(tenant.id, otp.userRef, sandbox)) ?? []);
  }
  for (const counter of counters) take(world.counters.check(counter, now));
  return { states, blocks };
}
