import { readCallback } from "../engagelab/callback.ts";
import { refusedByToken } from "../hook-token.ts";
import { verdictOf as metaVerdictOf } from "../meta-cloud/answer.ts";
import type { HookContent, RawHook, Secrets, TemplateEvent } from "../provider.ts";
import { field } from "../vendor-json.ts";
import { isLanguage, isTemplateName, newsStatus, reasonWord } from "../whatsapp-templates.ts";
import { verdicts } from "./answer.ts";

/** Pure. EngageLab signs no WhatsApp callback: what proves one is the secret end of the address it was given. */
export function readWhatsappHook(hook: RawHook, secrets: Secrets): HookContent {
  const why = refusedByToken(hook, secrets);
  if (why !== null) return { ok: false, why };
  if (hook.method !== "POST") return { ok: false, why: "not a POST" };
  return readCallback(hook.body, {
    echoes: true,
    // What Meta said of a message is passed on under Meta's code.
    verdictOf: (code) => verdicts.get(code) ?? metaVerdictOf(code),
    templateOf: readTemplate,
  });
}

/** EngageLab's docs, "Notification events"; the states are Meta's. */
function readTemplate(notification: unknown): TemplateEvent | null {
  if (field(notification, "event") !== "template_update") return null;
  const data = field(notification, "notification_data");
  const name = field(data, "template_name");
  const language = field(data, "template_language");
  const status = newsStatus(field(data, "template_status"));
  if (status === null || !isTemplateName(name) || !isLanguage(language)) return null;
  return { name, language, status, reason: reasonWord(field(data, "template_status_reason")) };
}
