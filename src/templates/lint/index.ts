import type { TemplateDocument } from "../../settings/documents.ts";
import type { Severity } from "../../settings/findings.ts";
import type { TenantConfig } from "../../settings/snapshot.ts";
import type { TemplateValues } from "../render.ts";
import { autofillFindings } from "./autofill.ts";
import { bindingFindings } from "./bindings.ts";
import { characterFindings } from "./characters.ts";
import { codeFindings } from "./code.ts";
import { documentErrors } from "./document.ts";
import { boundExpiryFindings, expiryFindings } from "./expiry.ts";
import type { LintFinding } from "./rules.ts";
import { setFindings } from "./set.ts";
import { sizeFindings } from "./size.ts";
import { textSubject, type LintSubject, type NamedVariant } from "./subject.ts";
import { wordingFindings } from "./wording.ts";

const ofTexts = [codeFindings, wordingFindings, expiryFindings, characterFindings, sizeFindings, autofillFindings];
const ofAll = [bindingFindings, boundExpiryFindings];

/**
 * Pure: all that is to be said of a variant with this document, judged by the tenant that uses it. `values`: what to judge
 * its words with; samples, when left out. What else the template lacks is said once for all its variants: `setFindings`.
 */
export function lintDocument(
  tenant: TenantConfig,
  { key, channel, locale, ownerId = tenant.id }: NamedVariant & { ownerId?: string },
  document: TemplateDocument,
  values?: TemplateValues,
): LintFinding[] {
  const subject: LintSubject = { key, channel, locale, ownerId, document, tenant };
  const text = textSubject(subject, values);
  return [
    ...documentErrors(subject, document),
    ...(text === null ? [] : ofTexts.flatMap((rule) => rule(text))),
    ...ofAll.flatMap((rule) => rule(subject)),
  ];
}

export interface LintedVariant extends NamedVariant {
  version: number;
  findings: LintFinding[];
}

/** Pure: all that is the tenant's own, by key, channel and locale; what a template lacks stands with its first variant. */
export function lintTemplates(tenant: TenantConfig, onlyKey: string | null = null): LintedVariant[] {
  const judged = new Set<string>();
  const order = ({ key, channel, locale }: NamedVariant) => `${key}\u0000${channel}\u0000${locale}`;
  return [...tenant.templates.values()]
    .filter(({ ownerId, key }) => ownerId === tenant.id && (onlyKey === null || key === onlyKey))
    .sort((a, b) => (order(a) < order(b) ? -1 : 1))
    .map(({ key, channel, locale, version, document }) => {
      const template = `${key}/${channel}`;
      const lacks = judged.has(template) ? [] : setFindings(tenant, { key, channel, locale });
      judged.add(template);
      return {
        key,
        channel,
        locale,
        version,
        findings: [...lintDocument(tenant, { key, channel, locale }, document), ...lacks],
      };
    });
}

export function countFindings(linted: readonly LintedVariant[]): Record<Severity, number> {
  const counts = { error: 0, warning: 0, info: 0 };
  for (const { severity } of linted.flatMap(({ findings }) => findings)) counts[severity] += 1;
  return counts;
}
