import { sameSecret } from "../../kit/secret.ts";
import type { DeliveryReport, HookContent, RawHook, ReportStatus, Secrets } from "../provider.ts";
import { field, isoTime, parseJson } from "../vendor-json.ts";
import { messageId, undelivered } from "../whatsapp-web.ts";
import type { EvolutionSettings } from "./settings.ts";

const statuses: ReadonlyMap<unknown, ReportStatus> = new Map<unknown, ReportStatus>([
  ["ERROR", "failed"],
  ["SERVER_ACK", "sent"],
  ["DELIVERY_ACK", "delivered"],
  ["READ", "read"],
  ["PLAYED", "read"],
]);

/** Pure. The body also holds the API key (`apikey`) and our number (`sender`): nothing is read that is not named here. */
export function readEvolutionHook(hook: RawHook, settings: EvolutionSettings, secrets: Secrets): HookContent {
  if (hook.method !== "POST") return { ok: false, why: "not POST" };
  const token = secrets["hook_token"];
  if (!token) return { ok: false, why: "no hook_token configured" };
  if (!sameSecret(hook.token ?? "", token)) return { ok: false, why: "the hook's token differs" };
  return {
    ok: true,
    answer: { status: 200, body: "" },
    reports: readReports(parseJson(hook.body), settings, hook.receivedAt),
    templates: [],
  };
}

function readReports(body: unknown, settings: EvolutionSettings, receivedAt: number): DeliveryReport[] {
  // One address may serve all instances: what concerns another one is another provider's.
  if (field(body, "event") !== "messages.update" || field(body, "instance") !== settings.instance) return [];
  const at = isoTime(field(body, "date_time")) ?? receivedAt;
  const data = field(body, "data");
  return (Array.isArray(data) ? (data as unknown[]) : [data]).flatMap((update) => readUpdate(update, at) ?? []);
}

/** Flat since version 2; the library below nests the same fields in `key` and `update`. */
function readUpdate(update: unknown, at: number): DeliveryReport | null {
  const key = field(update, "key");
  if ((field(update, "fromMe") ?? field(key, "fromMe")) === false) return null;
  const providerMessageId = messageId(field(update, "keyId") ?? field(key, "id"));
  const status = statuses.get(field(update, "status") ?? field(field(update, "update"), "status"));
  if (providerMessageId === null || status === undefined) return null;
  return { providerMessageId, status, at, ...(status === "failed" ? undelivered : {}) };
}
