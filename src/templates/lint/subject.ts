import type { TemplateDocument } from "../../settings/documents.ts";
import type { TemplateConfig, TenantConfig } from "../../settings/snapshot.ts";
import { renderText, type TemplateValues } from "../render.ts";
import { sampleValues } from "../samples.ts";

export type TextDocument = Extract<TemplateDocument, { body: string }>;
export type NamedVariant = Pick<TemplateConfig, "key" | "channel" | "locale">;

/** A variant as the rules look at it. */
export interface LintSubject extends NamedVariant {
  document: TemplateDocument;
  tenant: TenantConfig;
  /** Whose it is: the tenant's own, or shared. */
  ownerId: string;
}

/** A variant whose words are ours. */
export interface TextSubject extends LintSubject {
  document: TextDocument;
  code: string;
  /** With these values, or samples, as a phone would show it. */
  shown: string;
}

export function textSubject(subject: LintSubject, given: TemplateValues | undefined): TextSubject | null {
  const { document, tenant } = subject;
  if (!("body" in document)) return null;
  const values = given ?? sampleValues(tenant, document);
  return { ...subject, document, code: values.code, shown: renderText(subject, values, false) };
}

/** What the operator wrote, with a mark in the place of each variable: no rule takes a variable's name for a word. */
export function literal(text: string): string {
  return text.replace(/\{\{[^{}]*\}\}/g, "\u0000");
}

export function isOtp(key: string): boolean {
  return /^otp(_|$)/.test(key);
}

export function isAnnounce(key: string): boolean {
  return key === "announce";
}
