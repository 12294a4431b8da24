import { z } from "zod";
import { httpKindSettings } from "../http-kind.ts";
import type { HttpKindSettings } from "../provider.ts";
import { headerSecret, unofficialNotice } from "../whatsapp-web.ts";

export interface WahaSettings extends HttpKindSettings {
  session: string;
  check_number: boolean;
}

export const wahaSettings: z.ZodType<WahaSettings> = z
  .strictObject({
    session: z
      .string()
      .regex(/^[\w-]{1,64}$/, "letters, digits, _ and -")
      .default("default")
      .describe("Name of the session; WAHA Core has only `default`"),
    check_number: z
      .boolean()
      .default(true)
      .describe("Ask first whether the number is on WhatsApp: WAHA may accept a message to one that is not"),
    ...httpKindSettings("http://waha:3000"),
  })
  .describe(unofficialNotice);

export const wahaSecrets = z.strictObject({
  api_key: headerSecret.describe("WAHA_API_KEY, or a key of this session"),
  hook_hmac_key: z
    .string()
    .min(1)
    .max(1024)
    .optional()
    .describe("The webhook's `hmac.key` in the session's config: webhooks are believed only when it signed them"),
});
