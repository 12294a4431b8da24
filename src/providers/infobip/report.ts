import { refusedByToken } from "../hook-token.ts";
import type { DeliveryReport, HookContent, RawHook, Secrets } from "../provider.ts";
import { field, isoTime, items, parseJson, segmentCount, vendorId } from "../vendor-json.ts";
import { failing, groups } from "./answer.ts";
import { DUPLICATE_MESSAGE_ID, findingOf } from "./codes.ts";
import type { InfobipSettings } from "./settings.ts";

/** Named DELIVERED like the final one, but the message has only reached the operator. */
const DELIVERED_TO_OPERATOR = 2;

/** Pure. Infobip signs nothing by default, so the token in the address is the proof. */
export function readInfobipHook(hook: RawHook, _settings: InfobipSettings, secrets: Secrets): HookContent {
  if (hook.method !== "POST") return { ok: false, why: "not POST" };
  const refused = refusedByToken(hook, secrets);
  if (refused !== null) return { ok: false, why: refused };
  const reports = items(field(parseJson(hook.body), "results"))
    .map(readResult)
    .filter((report) => report !== null);
  return { ok: true, answer: { status: 200, body: "" }, reports, templates: [] };
}

function readResult(result: unknown): DeliveryReport | null {
  const providerMessageId = vendorId(field(result, "messageId"));
  if (providerMessageId === null) return null;
  // WhatsApp's seen reports come to the same address and have no status.
  const seenAt = isoTime(field(result, "seenAt"));
  if (seenAt !== null) return { providerMessageId, status: "read", at: seenAt };

  const at = isoTime(field(result, "doneAt")) ?? isoTime(field(result, "sentAt"));
  const status = field(result, "status");
  const what = readStatus(status, field(result, "error"));
  if (at === null || what === null) return null;
  const correlation = vendorId(field(result, "callbackData"));
  const segments = segmentCount(field(result, "messageCount"));
  return { providerMessageId, ...(correlation === null ? {} : { correlation }), ...what, ...segments, at };
}

function readStatus(status: unknown, error: unknown): Omit<DeliveryReport, "providerMessageId" | "at"> | null {
  const group = field(status, "groupId");
  const id = field(status, "id");
  if (group === groups.delivered) return { status: id === DELIVERED_TO_OPERATOR ? "sent" : "delivered" };
  // Speaks of the second message with this id, under the name of the first.
  if (!failing.has(group) || id === DUPLICATE_MESSAGE_ID) return null;
  const { code, verdict } = findingOf(status, error);
  return { status: "failed", providerCode: code, errorClass: verdict.errorClass, scope: verdict.scope };
}
