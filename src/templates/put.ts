import { templateApprovals, templates } from "../db/schema/index.ts";
import { GatewayError, type FieldError } from "../errors.ts";
import { changeSettings, type ChangeDeps } from "../settings/change.ts";
import type { TemplateDocument } from "../settings/documents.ts";
import type { Finding } from "../settings/findings.ts";
import { templateId, type Snapshot } from "../settings/snapshot.ts";
import type { Auditor } from "../tenants/audit.ts";
import { buttonErrors } from "./button.ts";
import { isKnownVariable, variablesOf } from "./render.ts";
import { isVariant, ownVariant, type OwnVariant, type Variant } from "./variant.ts";
import { storedDocument, writeVersion } from "./write-version.ts";

/** Puts a new version. Texts of older ones are kept; what a provider had said of the variant is forgotten. */
export async function putTemplate(
  deps: ChangeDeps,
  ctx: Auditor,
  asked: Variant,
  document: TemplateDocument,
): Promise<{ findings: Finding[] }> {
  const variant = ownVariant(ctx, asked);
  refuseBadDocument(variant, document);
  const unknown: Finding[] = [];
  const { findings } = await changeSettings(deps, ctx, async (tx, now) => {
    const { before } = await writeVersion(tx, ctx, variant, document, { change: "put", keepApprovals: false, now });
    const target = templateId(variant.key, variant.channel, variant.locale);
    return {
      audit: [{ action: "template.put", target, before, after: document }],
      check: (after) => unknown.push(...unknownProviders(after, variant, document)),
    };
  });
  return { findings: [...unknown, ...findings] };
}

/** Pure: bindings to providers that the tenant does not have. */
export function unknownProviders(after: Snapshot, { tenantId }: OwnVariant, document: TemplateDocument): Finding[] {
  const providers = after.tenants.get(tenantId)?.providers;
  return Object.keys(document.bindings)
    .filter((name) => providers?.has(name) !== true)
    .map((name) => ({ path: `bindings.${name}`, message: "there is no such provider" }));
}

/** Takes a variant out of use; its versions stay. The last `otp` of a channel in the routes can't go. */
export async function deleteTemplate(deps: ChangeDeps, ctx: Auditor, asked: Variant): Promise<void> {
  const row = ownVariant(ctx, asked);
  const target = templateId(row.key, row.channel, row.locale);
  await changeSettings(deps, ctx, async (tx) => {
    const before = await storedDocument(tx, row);
    if (before === null) throw new GatewayError("not_found", `There is no template ${target}.`);
    await tx.delete(templates).where(isVariant(templates, row));
    await tx.delete(templateApprovals).where(isVariant(templateApprovals, row));
    return {
      audit: [{ action: "template.delete", target, before }],
      check: (after) => {
        if (row.key === "otp") refuseLast(after, row);
      },
    };
  });
}

/** Judged with the tenants that use the first one's templates for want of their own. */
function refuseLast(after: Snapshot, { tenantId, channel }: OwnVariant): void {
  const inUse = [...after.tenants.values()].some(
    ({ id, routes, templates: left }) =>
      (id === tenantId || tenantId === after.firstTenantId) &&
      (routes.channels[channel] ?? []).length > 0 &&
      ![...left.values()].some((template) => template.key === "otp" && template.channel === channel),
  );
  if (!inUse) return;
  throw new GatewayError(
    "conflict",
    `This is the last template otp for ${channel}, which is in the routes; take the channel out of them first.`,
  );
}

/** Refuses what can't be sent as this variant, with all that is wrong. */
export function refuseBadDocument(variant: Variant, document: TemplateDocument): void {
  const errors = documentErrors(variant, document);
  if (errors.length === 0) return;
  const detail = errors.map(({ path, message }) => `${path}: ${message}`).join("; ");
  throw new GatewayError("invalid_request", detail.slice(0, 1000), { errors: errors.slice(0, 50) });
}

/** Pure: what is wrong with a document for this variant. */
export function documentErrors(variant: Variant, document: TemplateDocument): FieldError[] {
  if (!("body" in document)) {
    if (variant.channel === "whatsapp") return buttonErrors(document);
    return [{ path: "category", message: `is for whatsapp only; ${variant.channel} takes a body` }];
  }
  const errors = textErrors("body", document.body);
  if (document.subject !== undefined) {
    errors.push(...textErrors("subject", document.subject));
    if (variablesOf(document.subject).includes("code")) {
      errors.push({ path: "subject", message: "must not hold {{code}}: mail servers keep subjects in their logs" });
    }
    if (variant.channel !== "email") errors.push({ path: "subject", message: "is for email only" });
  }
  if (/^otp(_|$)/.test(variant.key) && !variablesOf(document.body).includes("code")) {
    errors.push({ path: "body", message: "must hold {{code}}" });
  }
  return errors;
}

function textErrors(path: string, text: string): FieldError[] {
  const unknown = variablesOf(text).filter((name) => !isKnownVariable(name));
  const errors = unknown.map((name) => ({
    path,
    message: `{{${name.slice(0, 40)}}} is not known; there are code, ttl_minutes, brand, user, purpose and params.…`,
  }));
  const rest = text.replace(/\{\{\s*[A-Za-z0-9_.]+\s*\}\}/g, "");
  if (rest.includes("{{") || rest.includes("}}")) errors.push({ path, message: "has braces that are no {{variable}}" });
  const breaks = path === "body" ? /[^\P{Cc}\n\t]/u : /\p{Cc}/u;
  if (breaks.test(text)) errors.push({ path, message: "must not contain control characters" });
  return errors;
}
