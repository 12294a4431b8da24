import { createHmac } from "node:crypto";
import { sameSecret } from "../../kit/secret.ts";
import type { DeliveryReport, HookContent, RawHook, Secrets } from "../provider.ts";
import { findRule, messageId, usualScope, vendorCode } from "./answer.ts";
import { readBody, readFields, textAt, valueAt } from "./body.ts";
import type { ReportMap } from "./description.ts";

/** Pure: proves the hook as the description says, then reads it. What a proven body holds never makes it fail. */
export function readHook(hook: RawHook, map: ReportMap, secrets: Secrets): HookContent {
  if (hook.method !== (map.format === "query" ? "GET" : "POST")) return { ok: false, why: `a ${hook.method}` };
  const refused = provenBy(map.proof, hook, secrets);
  if (refused !== null) return { ok: false, why: refused };
  const reports = readReports(bodyOf(hook, map), map, hook.receivedAt);
  return { ok: true, answer: { status: 200, body: map.answer }, reports, templates: [] };
}

/** Null when it is the vendor's, else why not. Without its secret nothing is. */
function provenBy(proof: ReportMap["proof"], hook: RawHook, secrets: Secrets): string | null {
  const name = proof.type === "token" ? "hook_token" : proof.secret;
  const secret = Object.hasOwn(secrets, name) ? secrets[name] : undefined;
  if (!secret) return `no ${name} configured`;
  if (proof.type === "token") return sameSecret(hook.token ?? "", secret) ? null : "the token differs";
  const given = hook.headers[proof.header.toLowerCase()];
  if (given === undefined) return `no ${proof.header}`;
  if (proof.type === "header") return sameSecret(given, secret) ? null : `${proof.header} differs`;
  if (!given.startsWith(proof.prefix)) return `${proof.header} does not begin with ${proof.prefix}`;
  const written = given.slice(proof.prefix.length).trim();
  const signature = proof.encoding === "hex" ? written.toLowerCase() : written;
  const expected = createHmac(proof.algorithm, secret).update(hook.body).digest(proof.encoding);
  return sameSecret(signature, expected) ? null : `${proof.header} differs`;
}

function bodyOf(hook: RawHook, map: ReportMap): unknown {
  if (map.format === "query") return readFields(hook.query);
  const { buffer, byteOffset, byteLength } = hook.body;
  return readBody(Buffer.from(buffer, byteOffset, byteLength).toString("utf8"), map.format);
}

/** Pure. What lacks an id or a status we know is left out: it says nothing of a message of ours. */
export function readReports(body: unknown, map: ReportMap, receivedAt: number): DeliveryReport[] {
  const found = map.list === undefined ? body : valueAt(body, map.list);
  const items: readonly unknown[] = Array.isArray(found) ? found : [found];
  const statuses = new Map(Object.entries(map.statuses).map(([word, status]) => [word.toLowerCase(), status]));
  const places = typeof map.status === "string" ? [map.status] : map.status;
  return items.flatMap((item): DeliveryReport[] => {
    const firstName = messageId(item, map.message_id, []);
    const alias = map.also_known_as === undefined ? null : messageId(item, map.also_known_as, []);
    const providerMessageId = firstName ?? alias;
    const status = places
      .map((place) => statuses.get(textAt(item, place)?.trim().toLowerCase() ?? ""))
      .find((word) => word !== undefined);
    if (providerMessageId === null || status === undefined) return [];
    const report: DeliveryReport = { providerMessageId, status, at: readTime(item, map) ?? receivedAt };
    if (firstName !== null && alias !== null && alias !== firstName) report.alsoKnownAs = alias;
    const correlation = map.correlation === undefined ? null : messageId(item, map.correlation, []);
    if (correlation !== null) report.correlation = correlation;
    return [status === "failed" ? { ...report, ...readFailure(item, map) } : report];
  });
}

/** It did not arrive. Undescribed, that is the message's affair and unplugs nothing. */
function readFailure(item: unknown, { errors }: ReportMap): Partial<DeliveryReport> {
  const found = findRule(errors, null, item, []);
  if (found !== null) return found;
  const errorClass = errors.default?.class ?? "rejected";
  const scope = errors.default === undefined ? "recipient" : (errors.default.scope ?? usualScope(errorClass));
  return { errorClass, scope, providerCode: vendorCode(errors, item, []) ?? "failed" };
}

const calendar = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?) ?(Z|[+-]\d{2}:?\d{2})?$/;

/** Milliseconds, or null when there is no time that can be read. */
function readTime(item: unknown, { time }: ReportMap): number | null {
  const text = time === undefined ? null : textAt(item, time.at);
  if (time === undefined || text === null) return null;
  if (time.as !== "iso") {
    const given = /^\d{1,14}(?:\.\d{1,9})?$/.test(text) ? Number(text) * (time.as === "unix" ? 1000 : 1) : NaN;
    return given <= LATEST ? Math.round(given) : null;
  }
  const [, date, clock, zone] = calendar.exec(text.trim()) ?? [];
  if (date === undefined || clock === undefined) return null;
  const offset = (zone ?? time.zone).replace(/^([+-]\d{2})(\d{2})$/, "$1:$2");
  const at = Date.parse(`${date}T${clock}${offset}`);
  return Number.isFinite(at) ? at : null;
}

/** The end of the year 9999: what is later was written in another unit. */
const LATEST = 253_402_300_799_999;
