import { z } from "zod";
import { accountSecrets } from "../engagelab/settings.ts";
import { hookToken } from "../hook-token.ts";
import { httpKindSettings } from "../http-kind.ts";
import type { HttpKindSettings } from "../provider.ts";

export interface WhatsappSettings extends HttpKindSettings {
  from?: string | undefined;
}

export const whatsappSettings: z.ZodType<WhatsappSettings> = z.strictObject({
  from: z
    .string()
    .regex(/^\+?\d{6,15}$/, "a number with its country code")
    .optional()
    .describe("The sending number; left out: the account's default sender"),
  ...httpKindSettings("https://wa.api.engagelab.cc"),
});

export const whatsappSecrets = z.strictObject({
  ...accountSecrets,
  hook_token: hookToken,
});
