import { z } from "zod";
import { httpKindSettings } from "../http-kind.ts";
import type { HttpKindSettings } from "../provider.ts";
import { headerSecret, unofficialNotice } from "../whatsapp-web.ts";

export interface GowaSettings extends HttpKindSettings {
  device_id?: string | undefined;
}

export const gowaSettings: z.ZodType<GowaSettings> = z
  .strictObject({
    device_id: z
      .string()
      .regex(/^[\x21-\x7e]{1,128}$/, "no spaces or line breaks")
      .optional()
      .describe("Which device sends, from version 8 on; older ones have one"),
    ...httpKindSettings("http://gowa:3000"),
  })
  .describe(unofficialNotice);

/** What the vendor signs with until somebody sets WHATSAPP_WEBHOOK_SECRET: everybody knows it, so it proves nothing. */
export const DEFAULT_HOOK_SECRET = "secret";

const basicAuth = headerSecret.max(255);

export const gowaSecrets = z.strictObject({
  username: basicAuth.regex(/^[^:]+$/, "no colon").describe("Before the colon in APP_BASIC_AUTH"),
  password: basicAuth.describe("After the colon in APP_BASIC_AUTH"),
  hook_secret: z
    .string()
    .min(1)
    .max(1024)
    .refine((secret) => secret !== DEFAULT_HOOK_SECRET, "is the vendor's default, known to everybody")
    .optional()
    .describe("WHATSAPP_WEBHOOK_SECRET: webhooks are believed only when it signed them"),
});
