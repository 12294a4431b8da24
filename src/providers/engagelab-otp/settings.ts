import { z } from "zod";
import { accountSecrets, secret } from "../engagelab/settings.ts";
import { httpKindSettings } from "../http-kind.ts";
import type { HttpKindSettings } from "../provider.ts";

export interface OtpSettings extends HttpKindSettings {
  template_id: string;
}

export const otpSettings: z.ZodType<OtpSettings> = z.strictObject({
  template_id: z
    .string()
    .trim()
    .min(1)
    .max(128)
    // A request cannot choose the channel, and a strategy of several would fall back beside our own plan.
    .describe("Id of the OTP template; its channel strategy names one channel, the one this provider is routed on"),
  ...httpKindSettings("https://otp.api.engagelab.cc"),
});

export const otpSecrets = z.strictObject({
  ...accountSecrets,
  callback_username: secret
    .regex(/^[^;]+$/, "no semicolon")
    .optional()
    .describe("Username of the callback, as entered at EngageLab"),
  callback_secret: secret.optional().describe("Secret of the callback: one is believed only when this signed it"),
});
