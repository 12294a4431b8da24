import { z } from "zod";
import { hookToken } from "../hook-token.ts";
import { httpKindSettings } from "../http-kind.ts";
import type { HttpKindSettings } from "../provider.ts";
import { headerSecret, unofficialNotice } from "../whatsapp-web.ts";

export interface EvolutionSettings extends HttpKindSettings {
  instance: string;
}

export const evolutionSettings: z.ZodType<EvolutionSettings> = z
  .strictObject({
    instance: z
      .string()
      .regex(/^\w[\w .-]{0,99}$/, "letters, digits, space, _ . and -")
      .describe("Name of the instance"),
    ...httpKindSettings("http://evolution:8080"),
  })
  .describe(unofficialNotice);

export const evolutionSecrets = z.strictObject({
  api_key: headerSecret.describe("AUTHENTICATION_API_KEY, or the token of this instance"),
  hook_token: hookToken.describe(
    "Last part of the webhook's address, since Evolution signs nothing; leave its 'webhook by events' off",
  ),
});
