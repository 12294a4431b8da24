import { createHmac } from "node:crypto";
import { parse, stringify } from "node:querystring";
import { sameSecret } from "../../kit/secret.ts";
import type { DeliveryReport, HookContent, RawHook, ReportStatus, Secrets } from "../provider.ts";
import { vendorId } from "../vendor-json.ts";
import { messageSid, readRefusal } from "./answer.ts";
import type { TwilioSettings } from "./settings.ts";

// The states before `sent` tell nothing that the answer to the send has not told.
const statuses: ReadonlyMap<unknown, ReportStatus> = new Map([
  ["sent", "sent"],
  ["delivered", "delivered"],
  ["read", "read"],
  ["failed", "failed"],
  ["undelivered", "failed"],
  ["canceled", "failed"],
] as const);

/** Pure. One report a callback; whatever a signed one holds, Twilio gets 200. */
const MOST_BYTES = 16 * 1024;

export function readTwilioHook(hook: RawHook, _settings: TwilioSettings, secrets: Secrets): HookContent {
  if (hook.method !== "POST") return { ok: false, why: "not POST" };
  // It is read before it is proven, so no more than any callback has.
  if (hook.body.byteLength > MOST_BYTES) return { ok: false, why: "longer than any callback" };
  const fields = new URLSearchParams(Buffer.from(hook.body).toString("utf8"));
  const doubt = doubtOf(hook, fields, secrets["auth_token"]);
  if (doubt !== null) return { ok: false, why: doubt };
  const report = readReport(hook, fields);
  return { ok: true, answer: { status: 200, body: "" }, reports: report === null ? [] : [report], templates: [] };
}

/**
 * HMAC-SHA-1 over the address as Twilio called it and every field, also those that nobody announced (Twilio's docs,
 * "Validating requests"): there is nothing to prove before the form is read.
 */
function doubtOf(hook: RawHook, fields: URLSearchParams, authToken: string | undefined): string | null {
  if (!authToken) return "no auth_token configured";
  const given = hook.headers["x-twilio-signature"] ?? "";
  if (given === "") return "no x-twilio-signature";
  const signed = signedFields(fields);
  const expected = spellings(hook.url).map((url) =>
    createHmac("sha1", authToken)
      .update(url + signed)
      .digest("base64"),
  );
  if (expected.some((signature) => sameSecret(given, signature))) return null;
  return "x-twilio-signature differs; is PUBLIC_URL the address that Twilio calls?";
}

/** Names sorted, each with its values; of one that comes twice, the different values, sorted. */
function signedFields(fields: URLSearchParams): string {
  const values = new Map<string, Set<string>>();
  for (const [name, value] of fields) values.set(name, (values.get(name) ?? new Set()).add(value));
  return [...values.keys()]
    .sort()
    .flatMap((name) => [...(values.get(name) ?? [])].sort().map((value) => name + value))
    .join("");
}

/** Proxies add and drop the default port, and some write a query anew: Twilio's own libraries try these as well. */
function spellings(url: string): string[] {
  const match = /^(https?):\/\/([^/?#]+?)(:\d+)?([/?#].*)?$/.exec(url);
  if (match === null) return [url];
  const [, scheme = "", host = "", port = "", rest = ""] = match;
  const [path = "", query] = rest.split(/\?(.*)/s);
  const defaultPort = scheme === "https" ? ":443" : ":80";
  const ports = port === "" || port === defaultPort ? ["", defaultPort] : [port];
  const queries = query === undefined ? [""] : [`?${query}`, `?${stringify(parse(query))}`];
  return ports.flatMap((each) => queries.map((search) => `${scheme}://${host}${each}${path}${search}`));
}

function readReport(hook: RawHook, fields: URLSearchParams): DeliveryReport | null {
  const providerMessageId = messageSid(fields.get("MessageSid") ?? fields.get("SmsSid"));
  const status = statuses.get(fields.get("MessageStatus") ?? fields.get("SmsStatus"));
  if (providerMessageId === null || status === undefined) return null;
  // Twilio says no time of its own; `RawDlrDoneDate` is the carrier's, to the minute and in no zone.
  const report: DeliveryReport = { providerMessageId, status, at: hook.receivedAt };
  const correlation = vendorId(hook.query.get("attempt"));
  if (correlation !== null) report.correlation = correlation;
  if (status !== "failed") return report;
  const { errorClass, scope, providerCode } = readRefusal(fields.get("ErrorCode"));
  return { ...report, errorClass, scope, providerCode };
}
