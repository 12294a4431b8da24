import { transportFailure } from "./http-kind.ts";
import type { HttpAnswer, HttpRequest, ProviderIo } from "./provider.ts";
import type { Listing, TemplateFailure, VendorTemplate } from "./template-verbs.ts";
import type { Verdict } from "./verdict.ts";

/** So few that a page stays within the 64 KiB that an answer may have, with room for long marketing ones beside ours. */
export const PAGE_SIZE = 25;
/** As many as Meta lets an account have. */
const MOST_TEMPLATES = 6_000;
const MOST_PAGES = MOST_TEMPLATES / PAGE_SIZE;

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

export interface TemplatePage<T extends VendorTemplate> {
  ok: true;
  templates: T[];
  /** A row could not be read, or there are more and no way to ask for them. */
  partial: boolean;
  next: HttpRequest | null;
}

/** What is read of each row; one that nothing can be bound to is left out, and the page is partial. */
export function readRows<T>(rows: readonly unknown[], read: (row: unknown) => T | null) {
  const templates = rows.flatMap((row) => read(row) ?? []);
  return { templates, partial: templates.length < rows.length };
}

/** Every page, one after the other. One that fails fails the whole: half a list says nothing of the other half. */
export async function readPages<T extends VendorTemplate>(
  io: ProviderIo,
  first: HttpRequest,
  read: (answer: HttpAnswer) => TemplatePage<T> | TemplateFailure,
): Promise<Listing<T> | TemplateFailure> {
  const templates: T[] = [];
  let complete = true;
  let request: HttpRequest | null = first;
  for (let pages = 0; request !== null; pages += 1) {
    if (pages === MOST_PAGES) return { ok: true, templates, complete: false };
    const page: TemplatePage<T> | TemplateFailure = await ask(io, request, read);
    if (!page.ok) return page;
    templates.push(...page.templates);
    // A vendor's pages may be larger than was asked for.
    if (templates.length > MOST_TEMPLATES) {
      return { ok: true, templates: templates.slice(0, MOST_TEMPLATES), complete: false };
    }
    complete &&= !page.partial;
    request = page.next;
  }
  return { ok: true, templates, complete };
}
