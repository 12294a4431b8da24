import { z } from "zod";
import { hookToken } from "../hook-token.ts";
import { creditSettings, httpKindSettings } from "../http-kind.ts";
import type { HttpKindSettings } from "../provider.ts";

export interface InfobipSettings extends HttpKindSettings {
  from: string;
  prepaid: boolean;
  low_credit?: string | undefined;
}

const common = httpKindSettings("https://xxxxx.api.infobip.com");

export const infobipSettings: z.ZodType<InfobipSettings> = z.strictObject({
  from: z
    .string()
    .regex(/^[\x20-\x7e]{1,24}$/, "at most 24 plain characters")
    .describe(
      "Sender: a registered name or number for SMS; for WhatsApp the business number, digits with country code",
    ),
  prepaid: z
    .boolean()
    .default(true)
    .describe("Without balance nothing is sent. False for an account that pays afterwards: its balance is not asked"),
  ...creditSettings,
  ...common,
  // Every account has an address of its own, so there is no default.
  base_url: common.base_url.unwrap().describe("Your account's own address, like https://xxxxx.api.infobip.com"),
});

export const infobipSecrets = z.strictObject({
  api_key: z
    .string()
    .regex(/^[\x21-\x7e]{1,512}$/, "no spaces or line breaks")
    .describe("API key with the scopes of the channels you send on"),
  hook_token: hookToken,
});
