import { z } from "zod";
import { httpKindSettings } from "../http-kind.ts";
import type { HttpKindSettings } from "../provider.ts";

export interface MetaSettings extends HttpKindSettings {
  phone_number_id: string;
  waba_id?: string | undefined;
  api_version: string;
}

/** Meta's ids are numbers beyond 2^53 in places: they stay strings. */
const numericId = z.string().regex(/^\d{1,32}$/, "digits only");

export const metaSettings: z.ZodType<MetaSettings> = z.strictObject({
  phone_number_id: numericId.describe("Id of the sending number (not the number itself)"),
  waba_id: numericId
    .optional()
    .describe(
      "Id of the WhatsApp Business Account: templates are submitted there, and others' template news is ignored",
    ),
  api_version: z
    .string()
    .regex(/^v\d{1,3}\.\d{1,2}$/, "like v24.0")
    .default("v24.0")
    .describe("Graph API version; one lives about two years"),
  // What a number may send until Meta raises it by itself to 1,000 (Meta's docs, "Throughput").
  ...httpKindSettings("https://graph.facebook.com", 80),
});

/** Printable ASCII: a pasted line break would otherwise be refused as a header only when the first message leaves. */
const token = z
  .string()
  .min(1)
  .max(4096)
  .regex(/^[\x21-\x7e]+$/, "no spaces or line breaks");

export const metaSecrets = z.strictObject({
  access_token: token.describe("System user token with whatsapp_business_messaging"),
  app_secret: token.optional().describe("The app's secret: webhooks are believed only when it signed them"),
  verify_token: token.optional().describe("A word of your choice, entered at Meta too: proves the webhook's handshake"),
});
