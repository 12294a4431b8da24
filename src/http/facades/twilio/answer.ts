import { z } from "@hono/zod-openapi";
import { iso } from "../../../kit/clock.ts";
import { statusAt, type Otp, type OtpStatus, type OtpView } from "../../../otp/model.ts";
import type { Channel } from "../../../providers/provider.ts";

const channelWords: Record<Channel, string> = { sms: "sms", whatsapp: "whatsapp", voice: "call", email: "email" };

const states = {
  pending: "pending",
  verified: "approved",
  cancelled: "canceled",
  locked: "max_attempts_reached",
  expired: "expired",
  replaced: "canceled",
} as const satisfies Record<OtpStatus, string>;

const common = {
  sid: z.string().openapi({ example: "VE0199f0c2a1b27c3d8e4f5a6b7c8d9e0f" }),
  service_sid: z.string().openapi({ example: "VA00000000000000000000000000000001" }),
  account_sid: z.string().describe("The user of Basic when it is an AC…; else one that stands for the tenant"),
  to: z.string().describe("In full").openapi({ example: "+6281234567890" }),
  channel: z.enum(["sms", "whatsapp", "call", "email"]).describe("Of the newest attempt"),
  valid: z.boolean(),
  amount: z.null(),
  payee: z.null(),
  date_created: z.iso.datetime(),
  date_updated: z.iso.datetime(),
};

export const verificationSchema = z
  .object({
    ...common,
    status: z.enum(["pending", "approved", "canceled", "max_attempts_reached"]),
    lookup: z.object({}),
    send_code_attempts: z.array(
      z.object({ time: z.iso.datetime(), channel: z.string().openapi({ example: "SMS" }), attempt_sid: z.string() }),
    ),
    sna: z.null(),
    url: z.string(),
  })
  .openapi("TwilioVerification");

export const checkSchema = z
  .object({
    ...common,
    status: z.enum(["pending", "approved"]),
    sna_attempts_error_codes: z.array(z.unknown()),
  })
  .openapi("TwilioVerificationCheckAnswer");

/** Whose verification it is, in Twilio's words. */
export interface Seen {
  accountSid: string;
  serviceSid: string;
  publicUrl: string;
}

/** Ids keep their 32 digits: `otp_0199…` is `VE0199…`, `msg_…` is `VL…`. */
function sidOf(prefix: "VE" | "VL" | "AC", uuid: string): string {
  return `${prefix}${uuid.replaceAll("-", "")}`;
}

/** `otp_…` of a `VE…`; null when it is none. */
export function otpIdOf(sid: string): string | null {
  return /^VE[0-9a-f]{32}$/.test(sid) ? `otp_${sid.slice(2)}` : null;
}

/** The account that the client calls itself, else one that is always the same for the tenant. */
export function accountSidOf(user: string | null, tenantId: string): string {
  return user !== null && /^AC[0-9A-Za-z]{1,62}$/.test(user) ? user : sidOf("AC", tenantId);
}

export function verificationAnswer(view: OtpView, seen: Seen) {
  const { otp, messages, now } = view;
  const { sid, ...rest } = commonAnswer(view, seen);
  const status = statusAt(otp, now);
  return {
    sid,
    ...rest,
    status: states[status],
    valid: status === "verified",
    lookup: {},
    send_code_attempts: messages.map(({ id, channel, createdAt }) => ({
      time: iso(createdAt ?? otp.createdAt),
      channel: channelWords[channel].toUpperCase(),
      attempt_sid: sidOf("VL", id),
    })),
    sna: null,
    url: `${seen.publicUrl}/v2/Services/${seen.serviceSid}/Verifications/${sid}`,
  };
}

/** A wrong code leaves it pending, the last one too: that no checks are left, the next one is told. */
export function checkAnswer(view: OtpView, valid: boolean, seen: Seen) {
  return {
    ...commonAnswer(view, seen),
    date_updated: iso(view.now),
    status: valid ? "approved" : "pending",
    valid,
    sna_attempts_error_codes: [],
  };
}

function commonAnswer({ otp, messages }: OtpView, { serviceSid, accountSid }: Seen) {
  const updated = Math.max(...otp.sends, ...messages.map(({ updatedAt }) => updatedAt ?? 0));
  return {
    sid: sidOf("VE", otp.id),
    service_sid: serviceSid,
    account_sid: accountSid,
    to: otp.recipients[0] ?? "",
    channel: channelWords[messages.at(-1)?.channel ?? otp.channels[0] ?? "sms"],
    amount: null,
    payee: null,
    date_created: iso(otp.createdAt),
    date_updated: iso(updated),
  };
}

/** Pure: whether Twilio still has it. Approved and expired ones are gone; one without checks left goes when it expires. */
export function isKept(otp: Pick<Otp, "status" | "expiresAt">, now: number): boolean {
  const status = statusAt(otp, now);
  return status === "pending" || status === "cancelled" || (status === "locked" && now < otp.expiresAt);
}
