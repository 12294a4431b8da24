import { createHash, createHmac } from "node:crypto";
import { sameSecret } from "../../kit/secret.ts";
import type { DeliveryReport, HookContent, RawHook, ReportStatus, Secrets } from "../provider.ts";
import { field, isoTime, parseJson, vendorId } from "../vendor-json.ts";
import { messageUuid, readRefusal } from "./answer.ts";
import type { VonageSettings } from "./settings.ts";

const statuses: ReadonlyMap<unknown, ReportStatus> = new Map([
  ["submitted", "sent"],
  ["delivered", "delivered"],
  ["read", "read"],
  ["rejected", "failed"],
  ["undeliverable", "failed"],
] as const);

/** Vonage repeats what was not taken for a day; a report that comes twice changes nothing. */
const OLDEST_MS = 25 * 3_600_000;
const CLOCK_SKEW_MS = 5 * 60_000;

/** Pure. One report a callback; whatever a signed one holds, Vonage gets 200. */
export function readVonageHook(hook: RawHook, _settings: VonageSettings, secrets: Secrets): HookContent {
  if (hook.method !== "POST") return { ok: false, why: "not POST" };
  const doubt = doubtOf(hook, secrets["signature_secret"]);
  if (doubt !== null) return { ok: false, why: doubt };
  const report = readReport(parseJson(hook.body), hook);
  return { ok: true, answer: { status: 200, body: "" }, reports: report === null ? [] : [report], templates: [] };
}

/** A token (HS256, the account's signature secret) that names the hash of the raw body (Vonage, "Signed webhooks"). */
function doubtOf(hook: RawHook, signatureSecret: string | undefined): string | null {
  if (!signatureSecret) return "no signature_secret configured";
  const [, signed, claims, signature] =
    /^Bearer ((?:[\w-]+)\.([\w-]+))\.([\w-]+)$/i.exec(hook.headers["authorization"] ?? "") ?? [];
  if (signed === undefined || claims === undefined || signature === undefined) return "no signed token";
  // Whatever algorithm its header claims: ours alone is tried.
  if (!sameSecret(signature, createHmac("sha256", signatureSecret).update(signed).digest("base64url")))
    return "the token's signature differs";
  const payload = parseJson(Buffer.from(claims, "base64url"));
  const hash = field(payload, "payload_hash");
  if (typeof hash !== "string") return "the token names no payload_hash";
  if (!sameSecret(hash.toLowerCase(), createHash("sha256").update(hook.body).digest("hex")))
    return "payload_hash differs from the body's";
  const issuedAt = field(payload, "iat");
  if (typeof issuedAt !== "number") return "the token says no iat";
  const age = hook.receivedAt - issuedAt * 1000;
  return age > OLDEST_MS || age < -CLOCK_SKEW_MS ? "the token is too old, or not yet made" : null;
}

function readReport(body: unknown, hook: RawHook): DeliveryReport | null {
  const providerMessageId = messageUuid(field(body, "message_uuid"));
  const status = statuses.get(field(body, "status"));
  const at = isoTime(field(body, "timestamp")) ?? hook.receivedAt;
  if (providerMessageId === null || status === undefined) return null;
  const report: DeliveryReport = { providerMessageId, status, at };
  const correlation = vendorId(field(body, "client_ref"));
  if (correlation !== null) report.correlation = correlation;
  if (status !== "failed") return report;
  const { errorClass, scope, providerCode } = readRefusal(field(body, "error"));
  return { ...report, errorClass, scope, providerCode };
}
