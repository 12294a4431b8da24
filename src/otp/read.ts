import { GatewayError } from "../errors.ts";
import type { Clock } from "../kit/clock.ts";
import type { Keyring } from "../kit/secret.ts";
import type { Sql } from "../db/client.ts";
import type { MessageSummary, Otp, OtpView } from "./model.ts";
import { loadMessageSummaries, loadOtps } from "./rows.ts";

/** An OTP with its messages; another tenant's is as unknown as one that never was. */
export async function readOtp(
  deps: { sql: Sql; keyring: Keyring; clock: Clock },
  tenantId: string,
  id: string | null,
): Promise<OtpView> {
  const stored = id === null ? undefined : (await loadOtps(deps.sql, deps.keyring, [{ tenantId, id }])).get(id);
  if (stored === undefined) throw new GatewayError("otp_not_found", "No such OTP.");
  const now = deps.clock.now();
  const { otp } = stored;
  const messages = otp.decoy
    ? decoyMessages(otp, now)
    : await loadMessageSummaries(deps.sql, deps.keyring, tenantId, otp.id);
  return { otp, messages, now };
}

/**
 * A decoy shows what a real one would: taken, sent, delivered, each after a usual time. Its `channels` are those of its
 * sends, one each. `justSent`: as the answer says that did not wait for the newest of them.
 */
export function decoyMessages(otp: Otp, now: number, justSent = false): MessageSummary[] {
  return otp.sends.flatMap((sentAt, index) =>
    otp.recipients.map((recipient, position): MessageSummary => {
      const age = now - sentAt;
      const queued = justSent && index === otp.sends.length - 1;
      return {
        id: decoyMessageId(otp.id, index * otp.recipients.length + position),
        // Taken at once: a caller who waited for that has been told so.
        status: queued ? "queued" : age < 400 ? "accepted" : age < 1500 ? "sent" : "delivered",
        channel: otp.channels[index] ?? otp.channels.at(-1) ?? "whatsapp",
        recipient,
        provider: null,
        createdAt: sentAt,
        updatedAt: sentAt,
      };
    }),
  );
}

/** Derived, so that it is the same in every read; of the same shape as a real one, of the same millisecond. */
export function decoyMessageId(otpId: string, index: number): string {
  const last = (Number.parseInt(otpId.slice(-6), 16) ^ (0x5a5a5a + index)) & 0xffffff;
  return otpId.slice(0, -6) + last.toString(16).padStart(6, "0");
}
