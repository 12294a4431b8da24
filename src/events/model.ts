import type { JsonObject } from "../kit/json.ts";

/**
 * The words of this room. An **event** is something the ERP may want to know of, kept in the **feed** of its tenant, in an
 * order without gaps. A **webhook** is an address of the ERP's; a **delivery** is one event owed to one webhook, tried
 * until its server answers 2xx, or **dead** when that never came.
 */
export const eventTypes = [
  "otp.verified",
  "otp.expired",
  "otp.locked",
  "message.sent",
  "message.delivered",
  "message.read",
  "message.failed",
  "balance.low",
  "balance.topup",
  "provider.failed_over",
  "template.paused",
  "webhook.disabled",
  "guard.suspected",
  "guard.blocked",
  "guard.released",
] as const;
export type EventType = (typeof eventTypes)[number];

/** What a webhook or a reader may ask for: types, groups of them, or everything. */
export const eventPatterns = [
  "*",
  ...new Set(eventTypes.map((type) => `${type.split(".")[0] ?? ""}.*`)),
  ...eventTypes,
] as readonly string[];

/** The types that patterns stand for; null: all of them, those that are yet to come too. */
export function typesOf(patterns: readonly string[]): EventType[] | null {
  if (patterns.includes("*")) return null;
  return eventTypes.filter((type) => patterns.some((pattern) => matches(pattern, type)));
}

function matches(pattern: string, type: EventType): boolean {
  return pattern.endsWith(".*") ? type.startsWith(pattern.slice(0, -1)) : pattern === type;
}

/** What happened, as the commit that made it so writes it down. */
export interface NewEvent {
  tenantId: string;
  type: EventType;
  at: number;
  otpId?: string;
  messageId?: string;
  /** Beside what is read with the OTP and the message: in the wire's words, never a code or a number. */
  data?: JsonObject;
}

/** Events are kept so long, and so are deliveries. */
export const KEPT_DAYS = 30;
