import { refusedByToken } from "../hook-token.ts";
import { verdictOf } from "../meta-cloud/answer.ts";
import { RefusedError } from "../provider.ts";
import type { DeliveryReport, HookContent, HttpAnswer, RawHook, ReportStatus, Secrets } from "../provider.ts";
import { field, isoTime, items, parseJson, unixSeconds, vendorId } from "../vendor-json.ts";
import { elsewhere } from "../verdict.ts";
import type { QontakSettings } from "./settings.ts";

const statuses: ReadonlyMap<unknown, ReportStatus> = new Map([
  ["sent", "sent"],
  ["delivered", "delivered"],
  ["read", "read"],
  ["failed", "failed"],
] as const);

/**
 * Pure. Qontak signs nothing, so the token in the address is the proof. A `broadcast_log_status` is a row of the log: it
 * names the broadcast that a send was answered with, and the WhatsApp message that this became. A `status_message` names
 * the WhatsApp message alone, and carries the code in its text, of which nothing is taken.
 */
export function readQontakHook(hook: RawHook, _settings: QontakSettings, secrets: Secrets): HookContent {
  if (hook.method !== "POST") return { ok: false, why: "not POST" };
  const refused = refusedByToken(hook, secrets);
  if (refused !== null) return { ok: false, why: refused };
  const body = parseJson(hook.body);
  // A row by itself, or under `data` like the rows of the log.
  const data = field(body, "data") ?? body;
  const rows: readonly unknown[] = Array.isArray(data) ? items(data) : [data];
  const reports = rows.map((row) => readRow(row) ?? readMessage(row)).filter((report) => report !== null);
  return { ok: true, answer: { status: 200, body: "" }, reports, templates: [] };
}

/** Pure: the rows of one broadcast's log. An answer that is none says nothing, unless it refuses us. */
export function readLog({ status, text }: HttpAnswer): DeliveryReport[] {
  if (status === 401 || status === 403) throw new RefusedError(`http_${status}`);
  const body = parseJson(text);
  if (status < 200 || status > 299 || field(body, "status") !== "success") return [];
  return items(field(body, "data"))
    .map(readRow)
    .filter((report) => report !== null);
}

/** A broadcast's message in the chat: those of agents and customers are no concern of ours. */
function readMessage(message: unknown): DeliveryReport | null {
  const providerMessageId = vendorId(field(message, "external_id"));
  const status = statuses.get(field(message, "status"));
  const at = isoTime(field(message, "created_at"));
  if (field(message, "is_campaign") !== true || providerMessageId === null || status === undefined || at === null) {
    return null;
  }
  const report: DeliveryReport = { providerMessageId, status, at };
  return status === "failed" ? { ...report, ...elsewhere, providerCode: "failed" } : report;
}

/** A row of the broadcast log; a direct broadcast has one. */
function readRow(row: unknown): DeliveryReport | null {
  const broadcastId = vendorId(field(row, "messages_broadcast_id"));
  const status = statuses.get(field(row, "status"));
  if (broadcastId === null || status === undefined) return null;
  // The row's own time is that of the send: it serves where the row says nothing better.
  const at = whatsappTime(row, status) ?? isoTime(field(row, "created_at"));
  if (at === null) return null;
  const report: DeliveryReport = { providerMessageId: broadcastId, status, at };
  const whatsappId = vendorId(field(row, "whatsapp_message_id"));
  // A message that never was one has "n/a".
  if (whatsappId !== null && whatsappId !== "n/a") report.alsoKnownAs = whatsappId;
  return status === "failed" ? { ...report, ...readFailure(row) } : report;
}

/** Meta's own words, "(#131026) Message undeliverable", or "n/a". Its code decides as in an answer of Meta's. */
function readFailure(row: unknown): Partial<DeliveryReport> {
  const text = field(row, "whatsapp_error_message");
  const code = typeof text === "string" ? /\(#(\d{1,7})\)/.exec(text)?.[1] : undefined;
  if (code === undefined) return { ...elsewhere, providerCode: "failed" };
  return { ...(verdictOf(Number(code)) ?? elsewhere), providerCode: code };
}

/** When WhatsApp said so, in Unix seconds. */
function whatsappTime(row: unknown, status: ReportStatus): number | null {
  const [first] = items(field(field(field(row, "messages_response"), status), "statuses"));
  return unixSeconds(field(first, "timestamp"));
}
