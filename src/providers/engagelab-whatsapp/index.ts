import { post } from "../engagelab/post.ts";
import { templateStates } from "../meta-cloud/answer.ts";
import type { Provider } from "../provider.ts";
import { failed, template } from "../verdict.ts";
import { verdicts } from "./answer.ts";
import { readWhatsappHook } from "./report.ts";
import { announceBody, sendBody } from "./request.ts";
import { whatsappSecrets, whatsappSettings, type WhatsappSettings } from "./settings.ts";
import { engagelabTemplates } from "./templates.ts";

const PATH = "/v1/messages";

/** WhatsApp through EngageLab, a reseller of Meta's: Meta's templates and error codes in an envelope of its own. */
export const engagelabWhatsapp: Provider<WhatsappSettings> = {
  kind: "engagelab-whatsapp",
  channels: ["whatsapp"],
  settings: whatsappSettings,
  secrets: whatsappSecrets,
  fixedText: ["whatsapp"],
  timeoutMs: (settings) => settings.timeout_ms,

  async send(message, settings, secrets, io) {
    // Routes choose only templates bound to this provider, so a missing binding is our bug; the message loses least so.
    if (message.binding === null) return failed(template, "no_binding");
    return post(PATH, sendBody(message, message.binding, settings), verdicts, settings, secrets, io);
  },

  async announce(announcement, settings, secrets, io) {
    return post(PATH, announceBody(announcement, settings), verdicts, settings, secrets, io);
  },

  templates: engagelabTemplates,
  templateStates,

  readHook: (hook, _, secrets) => readWhatsappHook(hook, secrets),
};
