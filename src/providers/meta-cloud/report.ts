import { sameSecret } from "../../kit/secret.ts";
import { refusedByHubSignature } from "../hub-signature.ts";
import type { DeliveryReport, HookContent, RawHook, ReportStatus, Secrets, TemplateEvent } from "../provider.ts";
import { field, items, parseJson, unixSeconds, vendorId } from "../vendor-json.ts";
import { elsewhere, type Verdict } from "../verdict.ts";
import { isLanguage, isTemplateName, newsStatus, reasonWord } from "../whatsapp-templates.ts";
import { errorCode, verdictOf } from "./answer.ts";
import type { MetaSettings } from "./settings.ts";

// `played` (voice only) says nothing that `delivered` and `read` have not said.
const statuses: ReadonlyMap<unknown, ReportStatus> = new Map([
  ["sent", "sent"],
  ["delivered", "delivered"],
  ["read", "read"],
  ["failed", "failed"],
] as const);

/** Pure. Whatever a signed body holds, Meta gets 200: it would send the same bytes again for days. */
export function readMetaHook(hook: RawHook, settings: MetaSettings, secrets: Secrets): HookContent {
  if (hook.method === "GET") return handshake(hook.query, secrets["verify_token"]);
  if (hook.method !== "POST") return { ok: false, why: "neither GET nor POST" };
  const appSecret = secrets["app_secret"];
  // Over the raw bytes: Meta escapes non-ASCII in its own way, so parsed and written anew they would not match.
  const refused = appSecret ? refusedByHubSignature(hook, appSecret) : "no app_secret configured";
  if (refused !== null) return { ok: false, why: refused };

  const reports: DeliveryReport[] = [];
  const templates: TemplateEvent[] = [];
  for (const entry of items(field(parseJson(hook.body), "entry"))) {
    for (const change of items(field(entry, "changes"))) {
      const value = field(change, "value");
      switch (field(change, "field")) {
        case "messages":
          readStatuses(value, settings, reports);
          break;
        case "message_template_status_update":
          if (settings.waba_id === undefined || isId(field(entry, "id"), settings.waba_id))
            readTemplate(value, unixSeconds(field(entry, "time")), templates);
          break;
        // Others (quality, account, …) and account-wide `value.errors[]` speak of no message of ours.
      }
    }
  }
  return { ok: true, answer: { status: 200, body: "" }, reports, templates };
}

function handshake(query: URLSearchParams, verifyToken: string | undefined): HookContent {
  if (!verifyToken) return { ok: false, why: "no verify_token configured" };
  if (query.get("hub.mode") !== "subscribe") return { ok: false, why: "hub.mode is not subscribe" };
  if (!sameSecret(query.get("hub.verify_token") ?? "", verifyToken))
    return { ok: false, why: "hub.verify_token differs" };
  // Echoed to whoever asks: no markup, nothing long.
  const challenge = query.get("hub.challenge") ?? "";
  if (!/^[\w.~-]{1,128}$/.test(challenge)) return { ok: false, why: "hub.challenge is not a plain word" };
  return { ok: true, answer: { status: 200, body: challenge }, reports: [], templates: [] };
}

function readStatuses(value: unknown, settings: MetaSettings, into: DeliveryReport[]): void {
  // An app has one callback for all its numbers: what concerns another one is another provider's.
  if (!isId(field(field(value, "metadata"), "phone_number_id"), settings.phone_number_id)) return;
  for (const item of items(field(value, "statuses"))) {
    const report = readStatus(item);
    if (report !== null) into.push(report);
  }
}

function readStatus(item: unknown): DeliveryReport | null {
  const providerMessageId = vendorId(field(item, "id"));
  const status = statuses.get(field(item, "status"));
  const at = unixSeconds(field(item, "timestamp"));
  if (providerMessageId === null || status === undefined || at === null) return null;
  const report: DeliveryReport = { providerMessageId, status, at };
  const correlation = vendorId(field(item, "biz_opaque_callback_data"));
  if (correlation !== null) report.correlation = correlation;
  return status === "failed" ? { ...report, ...readFailure(field(item, "errors")) } : report;
}

/** The first error with a code; titles and details are the vendor's words and stay behind. */
function readFailure(errors: unknown): Verdict & { providerCode: string } {
  for (const error of items(errors)) {
    const code = errorCode(field(error, "code"));
    if (code !== null) return { ...(verdictOf(code) ?? elsewhere), providerCode: String(code) };
  }
  return { ...elsewhere, providerCode: "failed" };
}

/** Meta's docs, "message_template_status_update". */
function readTemplate(value: unknown, at: number | null, into: TemplateEvent[]): void {
  const name = field(value, "message_template_name");
  const language = field(value, "message_template_language");
  const status = newsStatus(field(value, "event"));
  if (status === null || !isTemplateName(name) || !isLanguage(language)) return;
  const reason = reasonWord(field(value, "reason")) ?? reasonWord(field(field(value, "other_info"), "title"));
  // Sends name it `en_US`; webhooks write `en-US` as well.
  into.push({ name, language: language.replaceAll("-", "_"), status, reason, ...(at === null ? {} : { at }) });
}

function isId(value: unknown, id: string): boolean {
  return (typeof value === "string" || typeof value === "number") && String(value) === id;
}
