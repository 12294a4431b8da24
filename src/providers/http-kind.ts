import { z } from "zod";
import {
  TransportError,
  type HttpAnswer,
  type HttpRequest,
  type ProviderIo,
  type SendFailure,
  type SendOutcome,
} from "./provider.ts";

/**
 * The settings of the contract's table "Every HTTP kind also has", with the vendor's own address as default, and its
 * own pace where it states one.
 */
export function httpKindSettings(baseUrl: string, maxPerSecond: number | null = null) {
  return {
    base_url: z
      .url({ protocol: /^https?$/ })
      .default(baseUrl)
      .describe("Where the vendor's interface is"),
    ...paceSettings(maxPerSecond),
    ...reportSettings,
  };
}

/** Where kinds that speak no HTTP connect to. */
export const hostSetting = z
  .string()
  .regex(/^[A-Za-z0-9]([A-Za-z0-9.-]{0,252}[A-Za-z0-9])?$|^[0-9A-Fa-f:]{2,39}$/, "must be a host name or an address");

/** How long a try may take, and how many may begin in a second. */
export function paceSettings(maxPerSecond: number | null = null) {
  return {
    timeout_ms: z.number().int().min(100).max(30_000).default(5000).describe("Milliseconds one try may take"),
    max_per_second: z
      .number()
      .positive()
      .max(10_000)
      .nullable()
      .default(maxPerSecond)
      .describe("Messages a second; null: no limit"),
  };
}

/** How long to wait for a provider's word, and what its silence costs. */
export const reportSettings = {
  ambiguous_wait_seconds: z
    .number()
    .int()
    .min(0)
    .max(120)
    .default(8)
    .describe("How long an unknown outcome waits for its report before the plan goes on"),
  unreported_after_seconds: z
    .number()
    .int()
    .min(60)
    .max(2_592_000)
    .default(86_400)
    .describe("When a message nobody reported on becomes unknown"),
  charge_unreported: z.boolean().default(false).describe("Charge a message that was never reported on"),
};

/** Of kinds that can tell what credit is left. */
export const creditSettings = {
  low_credit: z
    .string()
    .regex(/^\d{1,15}(\.\d{1,6})?$/, 'a decimal, like "50000" or "12.50"')
    .optional()
    .describe("Operators are warned when less is left, in the vendor's own unit; left out: only when it runs out"),
};

/**
 * What a missing answer means. Refused before the request left: try again. Once it left, the message may
 * arrive, so it is ambiguous. An address we may not reach is our configuration, not the vendor's fault.
 */
export function transportFailure(error: unknown): SendFailure {
  if (!(error instanceof TransportError)) throw error;
  if (error.reason === "target_not_allowed") {
    return { ok: false, errorClass: "credentials", scope: "provider", providerCode: error.reason };
  }
  return {
    ok: false,
    errorClass: error.sent ? "ambiguous" : "transient",
    scope: "provider",
    providerCode: error.reason,
  };
}

/** One request and what its answer means; no answer is judged by `transportFailure`. */
export async function exchange(
  io: ProviderIo,
  request: HttpRequest,
  read: (answer: HttpAnswer) => SendOutcome,
): Promise<SendOutcome> {
  let answer: HttpAnswer;
  try {
    answer = await io.http(request);
  } catch (error) {
    return transportFailure(error);
  }
  return read(answer);
}

/** Below a `base_url`, which operators write with a last slash and without. */
export function addressOf(baseUrl: string, path: string): string {
  return baseUrl.replace(/\/+$/, "") + path;
}
