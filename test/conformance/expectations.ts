import { expect } from "vitest";
import {
  type DeliveryReport,
  type ErrorClass,
  type RenderedMessage,
  type SendFailure,
  type Scope,
  type SendOutcome,
} from "../../src/providers/provider.ts";

/** Whom each class may concern. A rejection is of this message or its template: it unplugs nothing. */
const scopesOf: Record<ErrorClass, readonly Scope[]> = {
  transient: ["provider", "recipient"],
  throttled: ["provider", "recipient"],
  recipient: ["recipient"],
  rejected: ["recipient", "template"],
  credentials: ["provider", "recipient"],
  ambiguous: ["provider", "recipient", "template"],
};
const providerCode = /^[a-z0-9_.:-]{1,64}$/i;
const providerMessageId = /^[\x21-\x7e]{1,512}$/;

export function expectOutcome(outcome: SendOutcome): void {
  if (outcome.ok) expect(outcome.providerMessageId).toMatch(providerMessageId);
  else expectVerdict(outcome);
}

export function expectReport(report: DeliveryReport): void {
  expect(report.providerMessageId).toMatch(providerMessageId);
  expect(Number.isInteger(report.at)).toBe(true);
  const { providerCode: code, errorClass, scope } = report;
  if (code !== undefined) expect(code).toMatch(providerCode);
  // Both or neither: a class without its scope would blame nobody, or everybody.
  if (errorClass !== undefined || scope !== undefined) {
    expectScope(errorClass, scope);
  }
}

function expectVerdict({ errorClass, scope, providerCode: code, retryAfterMs = 0 }: SendFailure): void {
  expectScope(errorClass, scope);
  expect(code).toMatch(providerCode);
  expect(Number.isInteger(retryAfterMs) && retryAfterMs >= 0, `${retryAfterMs} is no wait`).toBe(true);
}

function expectScope(errorClass: ErrorClass | undefined, scope: Scope | undefined): void {
  expect(errorClass === undefined ? [] : scopesOf[errorClass], `${errorClass}/${scope} is no verdict`).toContain(scope);
}

/** Neither the code, nor the number in any way of writing it, nor a secret. */
export function expectNothingHidden(
  value: unknown,
  secrets: Readonly<Record<string, string>>,
  { code, to }: Pick<RenderedMessage, "code" | "to">,
): void {
  const text = JSON.stringify(value);
  const national = to.replace(/^\+62/, "");
  for (const hidden of [code, national, ...Object.values(secrets)]) {
    if (hidden !== "") expect(text.includes(hidden), `"${hidden}" shows in ${text}`).toBe(false);
  }
}
