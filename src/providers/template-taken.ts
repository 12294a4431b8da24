import { refusal } from "./template-calls.ts";
import type { TemplateFailure, TemplateRequest, VendorTemplate } from "./template-verbs.ts";
import { request as wrongRequest } from "./verdict.ts";

/** A listed template that its vendor can't change, and what the list shows of its words; left out: not shown. */
export type FixedTemplate = VendorTemplate & {
  isAuthentication: boolean;
  securityLine?: boolean;
  buttonText?: string;
};

/** Pure: why the template that is there can't be taken for what is submitted; null when nothing shown speaks against it. */
export function otherWords(there: FixedTemplate, request: TemplateRequest): TemplateFailure | null {
  const difference = differenceOf(there, request);
  if (difference === null) return null;
  const { title, language } = there;
  const words = `${title} in ${language} is there already and ${difference}. It can't be changed: other words need another name.`;
  return refusal(wrongRequest, "other_words", words);
}

function differenceOf(there: FixedTemplate, { expiryMinutes, securityLine, buttonText }: TemplateRequest) {
  if (!there.isAuthentication) return "is no authentication template";
  if (there.expiryMinutes !== undefined && there.expiryMinutes !== expiryMinutes) {
    return `says ${life(there.expiryMinutes)} where ${life(expiryMinutes)} was asked for`;
  }
  if (there.securityLine !== undefined && there.securityLine !== securityLine) {
    return securityLine ? "has no security line" : "has a security line";
  }
  const hasOtherButton = buttonText !== null && there.buttonText !== undefined && there.buttonText !== buttonText;
  return hasOtherButton ? `has a button that says ${there.buttonText}` : null;
}

function life(minutes: number | null): string {
  return minutes === null ? "no expiry" : `an expiry of ${minutes} minutes`;
}
