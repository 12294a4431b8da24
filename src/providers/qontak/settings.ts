import { z } from "zod";
import { hookToken } from "../hook-token.ts";
import { httpKindSettings } from "../http-kind.ts";
import type { HttpKindSettings } from "../provider.ts";

export interface QontakSettings extends HttpKindSettings {
  channel_integration_id: string;
  auth: "bearer" | "hmac";
  polls_per_minute: number | null;
}

/** The same interface at two addresses, each with its own proof of who calls. */
const addresses = {
  bearer: "https://service-chat.qontak.com/api/open/v1",
  hmac: "https://api.mekari.com/qontak/chat/v1",
} as const;

const common = httpKindSettings(addresses.hmac);

export const qontakSettings: z.ZodType<QontakSettings> = z
  .strictObject({
    channel_integration_id: z.guid().describe("Id of the WhatsApp channel, as GET /integrations lists it"),
    auth: z
      .enum(["bearer", "hmac"])
      .default("bearer")
      .describe("bearer: a token of Qontak's open API; hmac: requests signed for Mekari's API gateway"),
    polls_per_minute: z
      .number()
      .int()
      .min(1)
      .max(600)
      .nullable()
      .default(null)
      .describe("How many messages are looked up in the log in a minute, where no hook is set; null: none"),
    ...common,
    base_url: common.base_url
      .unwrap()
      .optional()
      .describe(`Where the interface is; default for bearer: ${addresses.bearer}, for hmac: ${addresses.hmac}`),
  })
  .transform((settings) => ({ ...settings, base_url: settings.base_url ?? addresses[settings.auth] }));

/** Printable ASCII: a pasted line break would otherwise be refused as a header only when the first message leaves. */
const printable = z
  .string()
  .min(1)
  .max(4096)
  .regex(/^[\x21-\x7e]+$/, "no spaces or line breaks");

const accessToken = printable.describe("For bearer: the token; it lives a year");
const clientId = printable.regex(/^[^"\\]+$/, "no quotes").describe("For hmac: the client's id");
const clientSecret = printable.describe("For hmac: the client's secret, which signs every request");

export const qontakSecrets = z.strictObject({
  access_token: accessToken.optional(),
  client_id: clientId.optional(),
  client_secret: clientSecret.optional(),
  hook_token: hookToken,
});

/** With those required that the scheme cannot do without; the other's may be there for the day it changes. */
export const secretsOf: Record<QontakSettings["auth"], z.ZodObject> = {
  bearer: qontakSecrets.extend({ access_token: accessToken }),
  hmac: qontakSecrets.extend({ client_id: clientId, client_secret: clientSecret }),
};
