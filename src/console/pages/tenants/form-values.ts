import type { TenantDocument } from "../../../settings/documents.ts";
import { amountToType, clearAmount } from "../../typed-amount.ts";
import { nextRow, rowsOf, type Values } from "../../form-rows.ts";

export const channels = ["whatsapp", "sms", "voice", "email"] as const;
export const alertKinds = ["provider", "balance", "template", "guard"] as const;
type Alert = TenantDocument["alert_to"][number];

export const amountFields = ["low_threshold", "credit_line"];

/** Pure: a tenant's settings as the form shows them. */
export function valuesOf(tenant: TenantDocument): Record<string, string> {
  const alerts = tenant.alert_to.map((alert, i) => alertValues(`alert.${i}`, alert));
  return {
    brand: tenant.brand,
    default_locale: tenant.default_locale,
    time_zone: tenant.time_zone,
    central_recipients: tenant.central_recipients.join("\n"),
    resend_code: tenant.resend_code,
    low_threshold: amountToType(tenant.low_threshold),
    low_runway_hours: String(tenant.low_runway_hours),
    credit_line: amountToType(tenant.credit_line),
    return_urls: tenant.return_urls.join("\n"),
    ...(tenant.central_unnamed ? { central_unnamed: "yes" } : {}),
    ...(tenant.topup_approval ? { topup_approval: "yes" } : {}),
    ...(Object.assign({}, ...alerts) as Record<string, string>),
  };
}

function alertValues(row: string, { channel, to, kinds }: Alert): Record<string, string> {
  return {
    [`${row}.channel`]: channel,
    [`${row}.to`]: to,
    ...Object.fromEntries(kinds.map((kind) => [`${row}.${kind}`, "yes"])),
  };
}

export function withAlert(values: Values): Record<string, string> {
  const row = `alert.${nextRow(values, "alert", "to")}`;
  return { ...values, ...alertValues(row, { channel: "email", to: "", kinds: [...alertKinds] }) };
}

/** Pure: the whole document, as the form says it. */
export function documentOf(values: Values): TenantDocument {
  const text = (name: string): string => values[name] ?? "";
  return {
    brand: text("brand"),
    default_locale: text("default_locale"),
    time_zone: text("time_zone"),
    central_recipients: linesOf(text("central_recipients")),
    central_unnamed: text("central_unnamed") === "yes",
    resend_code: text("resend_code") === "new" ? "new" : "same",
    low_threshold: clearAmount(text("low_threshold")),
    low_runway_hours: text("low_runway_hours") === "" ? Number.NaN : Number(text("low_runway_hours")),
    alert_to: rowsOf(values, "alert", "to").map((row) => ({
      channel: (text(`alert.${row}.channel`) || "email") as Alert["channel"],
      to: text(`alert.${row}.to`),
      kinds: alertKinds.filter((kind) => text(`alert.${row}.${kind}`) === "yes"),
    })),
    credit_line: clearAmount(text("credit_line")),
    topup_approval: text("topup_approval") === "yes",
    return_urls: linesOf(text("return_urls")),
  };
}

/** Numbers are written with spaces, so it is lines that part them. */
function linesOf(text: string): string[] {
  return text.split(/\r?\n/).flatMap((line) => (line.trim() === "" ? [] : [line.trim()]));
}

/** Pure: the API's errors at the fields of the form. */
export function errorsAt(errors: ReadonlyMap<string, string>, values: Values): Map<string, string> {
  const placed = new Map(errors);
  for (const [path, text] of errors) {
    const index = /^alert_to\.(\d+)/.exec(path)?.[1];
    if (index === undefined) continue;
    placed.set(`alert.${rowsOf(values, "alert", "to")[Number(index)]}`, text);
  }
  return placed;
}
