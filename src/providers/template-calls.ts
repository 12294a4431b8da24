import { transportFailure } from "./http-kind.ts";
import type { HttpAnswer, HttpRequest, ProviderIo } from "./provider.ts";
import type { Listed, TemplateFailure, VendorTemplate } from "./template-verbs.ts";
import type { Verdict } from "./verdict.ts";

/** A hundred templates a page: more than any account may have. */
const MOST_PAGES = 100;
export const PAGE_SIZE = 100;

/** One request of a template verb and what its answer means. */
export async function ask<T>(
  io: ProviderIo,
  request: HttpRequest,
  read: (answer: HttpAnswer) => T | TemplateFailure,
): Promise<T | TemplateFailure> {
  let answer: HttpAnswer;
  try {
    answer = await io.http(request);
  } catch (error) {
    const { errorClass, providerCode } = transportFailure(error);
    return { ok: false, errorClass, providerCode, words: null };
  }
  return read(answer);
}

export function refusal(
  { errorClass }: Pick<Verdict, "errorClass">,
  providerCode: string,
  words: unknown = null,
): TemplateFailure {
  return { ok: false, errorClass, providerCode, words: typeof words === "string" && words !== "" ? words : null };
}

export interface TemplatePage {
  ok: true;
  templates: VendorTemplate[];
  next: HttpRequest | null;
}

/** Every page, one after the other. One that fails fails the whole: half a list says nothing of the other half. */
export async function readPages(
  io: ProviderIo,
  first: HttpRequest,
  read: (answer: HttpAnswer) => TemplatePage | TemplateFailure,
): Promise<Listed> {
  const templates: VendorTemplate[] = [];
  let request: HttpRequest | null = first;
  for (let pages = 0; request !== null; pages += 1) {
    if (pages === MOST_PAGES) return { ok: true, templates, complete: false };
    const page: TemplatePage | TemplateFailure = await ask(io, request, read);
    if (!page.ok) return page;
    templates.push(...page.templates);
    request = page.next;
  }
  return { ok: true, templates, complete: true };
}
