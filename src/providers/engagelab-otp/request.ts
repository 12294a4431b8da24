import type { RenderedMessage } from "../provider.ts";
import type { OtpSettings } from "./settings.ts";

/** The code is ours. `/v1/messages` would have EngageLab make one, and `/v1/verifications` check it. */
export const SEND_PATH = "/v1/codes";

export function sendBody(message: RenderedMessage, settings: OtpSettings): object {
  return {
    to: message.to,
    code: message.code,
    // They have no Indonesian, and few other languages: the template's default text is the operator's own.
    template: { id: settings.template_id, language: "default", params: {} },
  };
}
