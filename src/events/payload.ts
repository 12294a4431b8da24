import { isoMs } from "../kit/clock.ts";
import { publicId } from "../kit/id.ts";
import type { JsonObject } from "../kit/json.ts";
import { maskRecipient } from "../kit/mask.ts";

/** An event with what its OTP and its message say of it. */
export interface StoredEvent {
  position: string;
  id: string;
  type: string;
  at: number;
  /** The tenant's name. */
  tenant: string;
  otpId: string | null;
  messageId: string | null;
  data: JsonObject;
  otp: { recipient: string; userRef: string; purpose: string; metadata: JsonObject } | null;
  message: { recipient: string; channel: string } | null;
}

export interface EventPayload {
  id: string;
  type: string;
  timestamp: string;
  data: JsonObject & { tenant: string };
}

/** Pure: what the ERP gets, by whichever way; the same at each try. */
export function payloadOf(event: StoredEvent): EventPayload {
  const { otp, message, otpId, messageId } = event;
  const recipient = message?.recipient ?? otp?.recipient;
  return {
    id: publicId("evt", event.id),
    type: event.type,
    timestamp: isoMs(event.at),
    data: {
      tenant: event.tenant,
      ...(otpId === null ? {} : { otp: publicId("otp", otpId) }),
      ...(messageId === null ? {} : { message: publicId("msg", messageId) }),
      ...event.data,
      ...(message === null ? {} : { channel: message.channel }),
      ...(recipient === undefined ? {} : { to: maskRecipient(recipient) }),
      ...(otp === null ? {} : otpFacts(otp)),
    },
  };
}

function otpFacts({ userRef, purpose, metadata }: NonNullable<StoredEvent["otp"]>) {
  return { purpose, ...(userRef === "" ? {} : { user: userRef }), metadata };
}
