import { z } from "@hono/zod-openapi";
import { invalidField } from "../../../errors.ts";
import type { JsonObject } from "../../../kit/json.ts";
import { CHECKS_AN_OTP } from "../../../otp/model.ts";
import type { OtpName } from "../../../otp/named.ts";
import type { Channel } from "../../../providers/provider.ts";
import { DEFAULT_LIFE_SECONDS } from "../../../templates/samples.ts";
import { line } from "../../schemas.ts";

/** Channels by our names, and by those of the providers that come with otpgateway. */
const channels: Readonly<Record<string, Channel | null>> = {
  auto: null,
  whatsapp: "whatsapp",
  sms: "sms",
  voice: "voice",
  email: "email",
  smtp: "email",
  solsms: "sms",
  pinpoint: "sms",
  pinpoint_sms: "sms",
  kaleyra: "sms",
};
export const providerWords = Object.keys(channels);

const LONGEST_LIFE_SECONDS = 600;
const empty = z.literal("").transform(() => undefined);
const optional = <T extends z.ZodType>(schema: T) => z.union([empty, schema]).optional();

/** Its form. What belongs to its own pages (descriptions) or to its store (`skip_delete`) is not looked at. */
export const createBody = z
  .object({
    to: line(254).describe("A phone number, or an address for e-mail; required here, since the page that asks is not"),
    provider: z
      .string()
      .refine((name) => Object.hasOwn(channels, name), `one of ${providerWords.join(", ")}`)
      .describe(`The channel: ${providerWords.join(", ")}`),
    otp: optional(z.string().regex(/^[0-9]{4,10}$/, "4 to 10 digits")).describe("The caller's own code"),
    ttl: optional(z.coerce.number().int().min(30))
      .describe("Seconds: 30 to 600, 300 without it; more than 600 is 600")
      .transform((seconds) => Math.min(seconds ?? DEFAULT_LIFE_SECONDS, LONGEST_LIFE_SECONDS)),
    max_attempts: optional(z.coerce.number().int().min(1))
      .describe("1 to 5, 5 without it; more than 5 is 5")
      .transform((checks) => Math.min(checks ?? CHECKS_AN_OTP, CHECKS_AN_OTP)),
    extra: optional(z.string())
      .describe("A JSON object up to 1 KiB, returned with the OTP")
      .transform((text, context) => jsonObject(text, context)),
  })
  .openapi("OtpgatewayCreate");

export function channelOf(provider: string): Channel | null {
  return channels[provider] ?? null;
}

function jsonObject(text: string | undefined, context: z.RefinementCtx): JsonObject {
  if (text === undefined) return {};
  const fail = (message: string): never => {
    context.addIssue({ code: "custom", message });
    return z.NEVER;
  };
  if (Buffer.byteLength(text) > 1024) return fail("at most 1 KiB");
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return fail("is not valid JSON");
  }
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  return isObject && text.isWellFormed() && !text.includes("\\u0000") ? (value as JsonObject) : fail("a JSON object");
}

const part = (max: number) => new RegExp(`^[A-Za-z0-9._~@+=-]{1,${max}}$`);

/** One slash between the two, and none within: no two names are the same user. */
export function readName(namespace: string, id: string): OtpName {
  if (!part(32).test(namespace)) throw invalidField("namespace", "1 to 32 of A-Z, a-z, 0-9 and . _ ~ @ + = -");
  if (id.length < 6) throw invalidField("id", "ID should be min 6 chars");
  if (!part(64).test(id)) throw invalidField("id", "6 to 64 of A-Z, a-z, 0-9 and . _ ~ @ + = -");
  return { namespace, id };
}
