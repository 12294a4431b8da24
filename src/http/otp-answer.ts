import { iso } from "../kit/clock.ts";
import { publicId } from "../kit/id.ts";
import { maskRecipient } from "../kit/mask.ts";
import { statusAt, type MessageSummary, type OtpView } from "../otp/model.ts";

/** An OTP in the wire's words. `issued`: as the 201 says it; `read`: with its messages and their status. */
export function otpAnswer(view: OtpView, as: "issued" | "read") {
  const { otp, messages, now } = view;
  const shown = as === "issued" ? (messages.find((m) => m.status !== "failed") ?? messages.at(-1)) : messages.at(-1);
  const listed = as === "read" || otp.recipients.length > 1;
  return {
    id: publicId("otp", otp.id),
    status: statusAt(otp, now),
    purpose: otp.purpose,
    to: maskRecipient(otp.recipients[0] ?? ""),
    ...(otp.userRef === "" ? {} : { user: otp.userRef }),
    channel: shown?.channel ?? otp.channels[0] ?? null,
    expires_at: iso(otp.expiresAt),
    expires_in: Math.max(0, Math.ceil((otp.expiresAt - now) / 1000)),
    resend_after: Math.max(0, Math.ceil((otp.resendAt - now) / 1000)),
    attempts_left: otp.attemptsLeft,
    message: shown === undefined ? null : messageAnswer(shown),
    ...(listed ? { messages: messages.map(listedMessage) } : {}),
    metadata: otp.metadata,
  };
}

function messageAnswer(message: MessageSummary) {
  return { id: publicId("msg", message.id), status: message.status, channel: message.channel };
}

function listedMessage(message: MessageSummary) {
  return { ...messageAnswer(message), to: maskRecipient(message.recipient) };
}
