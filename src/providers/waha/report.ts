import { createHmac } from "node:crypto";
import { sameSecret } from "../../kit/secret.ts";
import type { DeliveryReport, HookContent, RawHook, ReportStatus, Secrets } from "../provider.ts";
import { field, parseJson } from "../vendor-json.ts";
import { undelivered } from "../whatsapp-web.ts";
import { wahaMessageId } from "./answer.ts";
import type { WahaSettings } from "./settings.ts";

/** By name and by level. PENDING (0) has not left the phone, and tells nothing that the answer has not. */
const statuses: ReadonlyMap<unknown, ReportStatus> = new Map<unknown, ReportStatus>([
  ["ERROR", "failed"],
  [-1, "failed"],
  ["SERVER", "sent"],
  [1, "sent"],
  ["DEVICE", "delivered"],
  [2, "delivered"],
  ["READ", "read"],
  [3, "read"],
  ["PLAYED", "read"],
  [4, "read"],
]);

/** Pure. Other events (`session.status`, others' messages) are taken, and say nothing of a message of ours. */
export function readWahaHook(hook: RawHook, settings: WahaSettings, secrets: Secrets): HookContent {
  if (hook.method !== "POST") return { ok: false, why: "not POST" };
  const refused = provenBy(secrets["hook_hmac_key"], hook);
  if (refused !== null) return { ok: false, why: refused };
  const report = readAck(parseJson(hook.body), hook, settings);
  return { ok: true, answer: { status: 200, body: "" }, reports: report === null ? [] : [report], templates: [] };
}

/** Over the raw bytes. */
function provenBy(key: string | undefined, hook: RawHook): string | null {
  if (!key) return "no hook_hmac_key configured";
  if ((hook.headers["x-webhook-hmac-algorithm"] ?? "sha512") !== "sha512") return "signed with another algorithm";
  const given = /^[0-9a-f]{128}$/i.exec(hook.headers["x-webhook-hmac"] ?? "")?.[0];
  if (given === undefined) return "no x-webhook-hmac";
  const expected = createHmac("sha512", key).update(hook.body).digest();
  return sameSecret(expected, Buffer.from(given, "hex")) ? null : "x-webhook-hmac differs";
}

function readAck(body: unknown, hook: RawHook, settings: WahaSettings): DeliveryReport | null {
  // One address may serve all sessions of a WAHA: what concerns another one is another provider's.
  if (field(body, "event") !== "message.ack" || field(body, "session") !== settings.session) return null;
  const payload = field(body, "payload");
  if (field(payload, "fromMe") === false) return null;
  const providerMessageId = wahaMessageId(field(payload, "id"));
  const status = statuses.get(field(payload, "ackName")) ?? statuses.get(field(payload, "ack"));
  // The header is not signed, but older versions have no other time, and it decides nothing.
  const at =
    readMillis(field(body, "timestamp")) ??
    readMillis(Number(hook.headers["x-webhook-timestamp"] ?? "")) ??
    hook.receivedAt;
  if (providerMessageId === null || status === undefined) return null;
  return { providerMessageId, status, at, ...(status === "failed" ? undelivered : {}) };
}

function readMillis(value: unknown): number | null {
  return typeof value === "number" && Number.isInteger(value) && value > 0 && value < 1e14 ? value : null;
}
