import { refusedByHubSignature } from "../hub-signature.ts";
import type { DeliveryReport, HookContent, RawHook, ReportStatus, Secrets } from "../provider.ts";
import { field, isoTime, items, parseJson } from "../vendor-json.ts";
import { messageId } from "../whatsapp-web.ts";
import { DEFAULT_HOOK_SECRET, type GowaSettings } from "./settings.ts";

/** Others (`read-self`, `sender`, …) come from our own account's other devices. It reports no failure. */
const statuses: ReadonlyMap<unknown, ReportStatus> = new Map<unknown, ReportStatus>([
  ["delivered", "delivered"],
  ["read", "read"],
]);

/** Pure. Other events are taken, and say nothing of a message of ours. */
export function readGowaHook(hook: RawHook, _: GowaSettings, secrets: Secrets): HookContent {
  if (hook.method !== "POST") return { ok: false, why: "not POST" };
  const refused = provenBy(secrets["hook_secret"], hook);
  if (refused !== null) return { ok: false, why: refused };
  return { ok: true, answer: { status: 200, body: "" }, reports: readReceipt(parseJson(hook.body)), templates: [] };
}

/** Over the raw bytes, in Meta's form. */
function provenBy(secret: string | undefined, hook: RawHook): string | null {
  if (!secret) return "no hook_secret configured";
  if (secret === DEFAULT_HOOK_SECRET) return "hook_secret is the vendor's default";
  return refusedByHubSignature(hook, secret);
}

/** One receipt may speak of several messages. The device is not compared: it is named otherwise than in a send. */
function readReceipt(body: unknown): DeliveryReport[] {
  if (field(body, "event") !== "message.ack") return [];
  const payload = field(body, "payload");
  const status = statuses.get(field(payload, "receipt_type"));
  const at = isoTime(field(body, "timestamp"));
  if (status === undefined || at === null) return [];
  return items(field(payload, "ids")).flatMap((id) => {
    const providerMessageId = messageId(id);
    return providerMessageId === null ? [] : [{ providerMessageId, status, at }];
  });
}
