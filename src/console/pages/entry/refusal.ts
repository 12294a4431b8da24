import { databaseError } from "../../../db/coalesce.ts";
import { GatewayError } from "../../../errors.ts";
import { fieldErrors } from "../../problem-words.ts";
import type { FormState } from "../../parts/form.tsx";
import type { PageContext } from "../../view.ts";
import { entryWords } from "./words.ts";

/** A form that was not taken: how it is shown again. */
export interface Refusal {
  status: 401 | 409 | 422 | 429 | 503;
  /** Above the form; null where its fields say it. */
  text: string | null;
  state: FormState;
  retryAfter: string | null;
}

/** What a person can do something about. The rest, bugs and outages, is thrown on to the page of errors. */
export function refusalOf(c: PageContext, error: unknown, values: Record<string, string>): Refusal {
  const refused = databaseError(error);
  if (!(refused instanceof GatewayError)) throw error;
  const { language } = c.var.frame;
  const words = entryWords[language];
  const retryAfter = refused.extras.retryAfterSeconds?.toString() ?? null;
  if (refused.code === "rate_limited") {
    return { status: 429, text: words.tooOften(retryAfter ?? "60"), state: of(values), retryAfter };
  }
  if (refused.code === "overloaded") return { status: 503, text: words.busy, state: of(values), retryAfter };
  if (refused.code !== "invalid_request" && refused.code !== "conflict") throw error;
  const errors = fieldErrors({ errors: refused.extras.errors ?? [] }, language);
  const text = errors.size > 0 ? null : refused.message;
  return { status: refused.code === "conflict" ? 409 : 422, text, state: { values, errors }, retryAfter: null };
}

/** A form that was understood, and is not right. */
export function wrong(text: string, values: Record<string, string>, status: 401 | 422 = 422): Refusal {
  return { status, text, state: of(values), retryAfter: null };
}

/** One field of it is not right. */
export function wrongField(name: string, text: string, values: Record<string, string>): Refusal {
  return { status: 422, text: null, state: { values, errors: new Map([[name, text]]) }, retryAfter: null };
}

const of = (values: Record<string, string>): FormState => ({ values, errors: new Map() });
