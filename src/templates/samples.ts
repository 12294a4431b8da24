import type { TemplateDocument } from "../settings/documents.ts";
import type { TenantConfig } from "../settings/snapshot.ts";
import { variablesOf, type TemplateValues } from "./render.ts";

export const SAMPLE_CODE = "123456";
/** The life of a code that is issued without `ttl_seconds`. */
export const DEFAULT_LIFE_SECONDS = 300;

/** What a template is judged, previewed and tried with: nothing in it is left empty. */
export function sampleValues(tenant: TenantConfig, document: TemplateDocument): TemplateValues {
  const text = "body" in document ? `${document.body}${document.subject ?? ""}` : "";
  const names = variablesOf(text).flatMap((name) => (name.startsWith("params.") ? [name.slice("params.".length)] : []));
  return {
    code: SAMPLE_CODE,
    ttlSeconds: DEFAULT_LIFE_SECONDS,
    brand: tenant.settings.brand,
    user: "demo",
    purpose: "login",
    // A value of its own name's length is as good a guess as any.
    params: Object.fromEntries(names.map((name) => [name, name])),
  };
}
