import { z } from "zod";
import { httpKindSettings } from "../http-kind.ts";
import type { HttpKindSettings } from "../provider.ts";

export interface TwilioSettings extends HttpKindSettings {
  account_sid: string;
  from?: string | undefined;
  whatsapp_from?: string | undefined;
  messaging_service_sid?: string | undefined;
  status_callback?: string | undefined;
}

const sid = (prefix: string) => z.string().regex(new RegExp(`^${prefix}[0-9a-f]{32}$`), `${prefix} and 32 hex digits`);

export const twilioSettings: z.ZodType<TwilioSettings> = z
  .strictObject({
    account_sid: sid("AC").describe("Account SID"),
    from: z
      .string()
      .regex(
        /^(\+?\d{3,15}|(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11})$/,
        "a number, a short code, or up to 11 letters and digits",
      )
      .optional()
      .describe("Sender of SMS, where no messaging_service_sid is given"),
    whatsapp_from: z
      .string()
      .regex(/^\+\d{6,15}$/, "like +6281100009999")
      .optional()
      .describe("Sender on WhatsApp; without it, the Messaging Service chooses one"),
    messaging_service_sid: sid("MG").optional().describe("Messaging Service that chooses the sender of SMS"),
    status_callback: z
      .url({ protocol: /^https?$/ })
      // Twilio refuses such names (docs, "StatusCallback").
      .refine((url) => !new URL(url).hostname.includes("_"), "its host name must not have a _")
      .optional()
      .describe("This provider's hook as the outside reaches it; not needed where the Messaging Service names it"),
    ...httpKindSettings("https://api.twilio.com"),
  })
  .refine(
    (settings) => settings.from ?? settings.whatsapp_from ?? settings.messaging_service_sid,
    "one of from, whatsapp_from and messaging_service_sid is needed",
  );

export const twilioSecrets = z.strictObject({
  auth_token: z
    .string()
    .regex(/^[\x21-\x7e]{1,256}$/, "no spaces or line breaks")
    .describe("The account's auth token: proves us to Twilio, and Twilio's callbacks to us"),
});
