import { z } from "zod";
import { newId } from "../../kit/id.ts";
import { reportSettings, transportFailure } from "../http-kind.ts";
import { channels, type Provider, type RenderedMessage, type SendOutcome } from "../provider.ts";

const settings = z.strictObject({
  latency_ms: z.number().int().min(0).max(600_000).default(0).describe("Milliseconds before it answers"),
  ...reportSettings,
});
export type SandboxSettings = z.infer<typeof settings>;

const TIMEOUT_MS = 5000;

/**
 * Delivers to an inbox instead of a phone. The last four digits of the recipient choose what happens, so that every
 * outcome a real provider has can be seen without one.
 */
export const sandbox: Provider<SandboxSettings> = {
  kind: "sandbox",
  channels,
  settings,
  secrets: z.strictObject({}),
  fixedText: [],
  // Before the hand-over, not within it: what is held back has not left, so a stop or a cancel still catches it.
  holdMs: ({ latency_ms: latency }) => latency,
  timeoutMs: () => TIMEOUT_MS,
  async send(message, _settings, _secrets, io): Promise<SendOutcome> {
    try {
      const scripted = scriptOf(message);
      if (scripted === "never_answers") await io.sleep(Infinity);
      else if (scripted !== null) return scripted;
    } catch (error) {
      return transportFailure(error);
    }
    const providerMessageId = `sandbox-${newId()}`;
    if (lastDigits(message.to) === "0004") return { ok: true, providerMessageId };
    await io.inbox.put(message);
    const reports = [
      { afterMs: 100, status: "sent" as const },
      { afterMs: 300, status: "delivered" as const },
      { afterMs: 700, status: "read" as const },
    ];
    return { ok: true, providerMessageId, scripted: reports };
  },
};

function scriptOf(message: RenderedMessage): SendOutcome | "never_answers" | null {
  const refuse = (errorClass: "recipient" | "transient" | "throttled" | "credentials", providerCode: string) =>
    ({ ok: false, errorClass, scope: "recipient", providerCode }) as const;
  switch (lastDigits(message.to)) {
    case "0001":
      return message.channel === "whatsapp" ? refuse("recipient", "not_on_whatsapp") : null;
    case "0002":
      return message.tryNumber <= 2 ? refuse("transient", "passing_failure") : null;
    case "0003":
      return "never_answers";
    case "0005":
      return message.tryNumber === 1 ? { ...refuse("throttled", "429"), retryAfterMs: 1000 } : null;
    case "0006":
      return refuse("credentials", "bad_credentials");
    default:
      return null;
  }
}

function lastDigits(to: string): string {
  return to.replace(/\D/g, "").slice(-4);
}
