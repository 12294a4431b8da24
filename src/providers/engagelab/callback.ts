import { errorCode } from "../meta-cloud/answer.ts";
import type { DeliveryReport, HookContent, ReportStatus, TemplateEvent } from "../provider.ts";
import { field, items, parseJson, unixSeconds, vendorId } from "../vendor-json.ts";
import { elsewhere, recipient, type Verdict } from "../verdict.ts";

/**
 * EngageLab's docs, "Message status". Left out: `plan` and `target_valid` (nothing left yet), `delivered_timeout` (no
 * proof within five minutes, which may still come) and the `verified…` ones, which speak of codes of EngageLab's own.
 */
const statuses: ReadonlyMap<unknown, ReportStatus> = new Map([
  ["sent", "sent"],
  ["delivered", "delivered"],
  ["read", "read"],
  ["target_invalid", "failed"],
  ["sent_failed", "failed"],
  ["sent_fail", "failed"], // as an example in their docs spells it
  ["delivered_failed", "failed"],
] as const);

export interface CallbackReading {
  /** What an error code of a report means; null when nobody knows. */
  verdictOf(code: number): Verdict | null;
  /** Whether `custom_args.attempt` is our name for the attempt. */
  echoes: boolean;
  /** What a notification says of a template, or null. */
  templateOf?(notification: unknown): TemplateEvent | null;
}

/** Pure: what a proven callback says. Replies and audit events, which share it, speak of no message of ours. */
export function readCallback(body: Uint8Array, reading: CallbackReading): Extract<HookContent, { ok: true }> {
  const rows = items(field(parseJson(body), "rows"));
  return {
    ok: true,
    answer: { status: 200, body: "" },
    reports: rows.flatMap((row) => readReport(row, reading) ?? []),
    templates: rows.flatMap((row) => {
      const event = reading.templateOf?.(field(row, "notification")) ?? null;
      const at = unixSeconds(field(row, "itime"));
      return event === null ? [] : [at === null ? event : { ...event, at }];
    }),
  };
}

/** What EngageLab posts when an address is saved: it wants its 200 and says nothing. */
export function isAddressCheck(body: Uint8Array): boolean {
  return body.byteLength <= 16 && /^\s*(\{\s*\})?\s*$/.test(Buffer.from(body).toString("latin1"));
}

function readReport(row: unknown, reading: CallbackReading): DeliveryReport | null {
  const given = field(row, "status");
  const word = field(given, "message_status");
  const status = statuses.get(word);
  const providerMessageId = vendorId(field(row, "message_id"));
  // `msg_time` is when the message left, the same in all its reports.
  const at = unixSeconds(field(row, "itime")) ?? unixSeconds(field(field(given, "status_data"), "msg_time"));
  if (status === undefined || providerMessageId === null || at === null) return null;
  const report: DeliveryReport = { providerMessageId, status, at };
  const correlation = reading.echoes ? vendorId(field(field(row, "custom_args"), "attempt")) : null;
  if (correlation !== null) report.correlation = correlation;
  if (status !== "failed") return report;

  // 0 stands for no error.
  const code = errorCode(field(given, "error_code")) || null;
  const { errorClass, scope } =
    (code === null ? null : reading.verdictOf(code)) ?? (word === "target_invalid" ? recipient : elsewhere);
  return { ...report, errorClass, scope, providerCode: String(code ?? word) };
}
