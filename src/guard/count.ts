import type { EventType } from "../events/model.ts";
import { MINUTE_MS } from "./model.ts";

/** What the sums have of an OTP, or are to have. */
export interface CountedOtp {
  tenantId: string;
  otpId: string;
  messageId: string;
  prefix: string;
  country: string;
  minute: number;
  verified: boolean;
  ended: boolean;
  reported: boolean;
}

/** An event that says something of an OTP. */
export interface CountableEvent {
  tenantId: string;
  type: EventType;
  otpId: string;
  messageId: string | null;
}

/** What tells that a provider took a message: its answer, or a report that came without one. */
export const takenBy: ReadonlySet<EventType> = new Set(["message.sent", "message.delivered", "message.read"]);
/** Replaced and cancelled are no end: an OTP counts the same whether that came before it was counted or after. */
const ends: ReadonlySet<string> = new Set(["verified", "expired", "locked"]);

/** Of a message that a provider took, and its OTP as it is by now. */
export interface SentMessage {
  prefix: string | null;
  country: string | null;
  status: string;
  issuedAt: number;
}

export interface SumDelta {
  tenantId: string;
  prefix: string;
  country: string;
  minute: number;
  sent: number;
  verified: number;
  ended: number;
  arrived: number;
  reported: number;
}

/**
 * Pure: what a span of the feed adds. An OTP counts once, for the number of the first message of it that a provider took,
 * in the minute of its issue; an address has no prefix and is not counted. `counted` and `sent` are by `otpKey` and
 * by message. What an event says twice adds nothing.
 */
export function countSpan(
  events: readonly CountableEvent[],
  counted: ReadonlyMap<string, CountedOtp>,
  sent: ReadonlyMap<string, SentMessage>,
): { otps: CountedOtp[]; sums: SumDelta[] } {
  const after = new Map<string, CountedOtp>();
  for (const event of events) {
    if (!takenBy.has(event.type) || event.messageId === null) continue;
    const key = otpKey(event);
    const message = sent.get(event.messageId);
    if (message === undefined || message.prefix === null || counted.has(key) || after.has(key)) continue;
    const { status, issuedAt } = message;
    after.set(key, {
      tenantId: event.tenantId,
      otpId: event.otpId,
      messageId: event.messageId,
      prefix: message.prefix,
      country: message.country ?? "",
      minute: issuedAt - (issuedAt % MINUTE_MS),
      verified: status === "verified",
      ended: ends.has(status),
      reported: false,
    });
  }
  for (const event of events) {
    const key = otpKey(event);
    const known = after.get(key) ?? counted.get(key);
    // Nothing of it was taken by a provider, or it is too old to matter.
    if (known !== undefined) after.set(key, withEvent(known, event.type));
  }
  const otps = [...after].flatMap(([key, otp]) => (same(otp, counted.get(key)) ? [] : [otp]));
  return { otps, sums: deltasOf(otps, counted) };
}

export function otpKey({ tenantId, otpId }: Pick<CountedOtp, "tenantId" | "otpId">): string {
  return `${tenantId}/${otpId}`;
}

function withEvent(otp: CountedOtp, type: EventType): CountedOtp {
  if (type === "otp.verified") return { ...otp, verified: true, ended: true };
  if (type === "otp.expired" || type === "otp.locked") return { ...otp, ended: true };
  if (type === "message.delivered" || type === "message.read") return { ...otp, reported: true };
  return otp;
}

function same(a: CountedOtp, b: CountedOtp | undefined): boolean {
  return b !== undefined && a.verified === b.verified && a.ended === b.ended && a.reported === b.reported;
}

function deltasOf(otps: readonly CountedOtp[], counted: ReadonlyMap<string, CountedOtp>): SumDelta[] {
  const sums = new Map<string, SumDelta>();
  for (const otp of otps) {
    const before = counted.get(otpKey(otp));
    const { tenantId, prefix, country, minute } = otp;
    const key = `${tenantId}/${prefix}/${country}/${minute}`;
    const none = { sent: 0, verified: 0, ended: 0, arrived: 0, reported: 0 };
    const sum = sums.get(key) ?? { tenantId, prefix, country, minute, ...none };
    sum.sent += before === undefined ? 1 : 0;
    sum.verified += Number(otp.verified) - Number(before?.verified ?? false);
    sum.ended += Number(otp.ended) - Number(before?.ended ?? false);
    sum.arrived += Number(arrived(otp)) - Number(before !== undefined && arrived(before));
    sum.reported += Number(otp.reported) - Number(before?.reported ?? false);
    sums.set(key, sum);
  }
  return [...sums.values()];
}

function arrived({ verified, reported }: CountedOtp): boolean {
  return verified || reported;
}
