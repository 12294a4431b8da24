import { post } from "../engagelab/post.ts";
import type { Provider } from "../provider.ts";
import { verdicts } from "./answer.ts";
import { readOtpHook } from "./report.ts";
import { SEND_PATH, sendBody } from "./request.ts";
import { otpSecrets, otpSettings, type OtpSettings } from "./settings.ts";
import { SeenSignatures } from "./signature.ts";

const seen = new SeenSignatures();

/** EngageLab's OTP API with codes of ours. A template kept there has the words, and decides on the channel. */
export const engagelabOtp: Provider<OtpSettings> = {
  kind: "engagelab-otp",
  channels: ["whatsapp", "sms", "voice", "email"],
  settings: otpSettings,
  secrets: otpSecrets,
  // Their template is named in the settings, so none of ours needs a binding.
  fixedText: [],
  vendorWords: ["whatsapp", "sms", "voice", "email"],
  timeoutMs: (settings) => settings.timeout_ms,

  async send(message, settings, secrets, io) {
    return post(SEND_PATH, sendBody(message, settings), verdicts, settings, secrets, io);
  },

  readHook: (hook, _, secrets) => readOtpHook(hook, secrets, seen),
};
