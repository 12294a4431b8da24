import type { HttpAnswer } from "../provider.ts";
import { readRows, refusal } from "../template-calls.ts";
import type { Previewed, TemplateFailure, VendorTemplate } from "../template-verbs.ts";
import { field, items, parseJson } from "../vendor-json.ts";
import { httpVerdict, mayBeSent } from "../verdict.ts";
import { isLanguage, isTemplateName, listedExpiry, listedStatus } from "../whatsapp-templates.ts";
import { errorCode, verdictOf } from "./answer.ts";

/** With Meta's own id, by which one language of it is edited or deleted; null where it can't be read. */
export type MetaTemplate = VendorTemplate & { id: string | null };

/** The parsed body, or why there is none. */
export function readBody(answer: HttpAnswer): { ok: true; body: unknown } | TemplateFailure {
  const body = parseJson(answer.text);
  const error = field(body, "error");
  if (error !== undefined) {
    const code = errorCode(field(error, "code"));
    const verdict = (code === null ? null : verdictOf(code)) ?? httpVerdict(answer.status, code !== null);
    const words = field(error, "error_user_msg") ?? field(error, "message");
    return refusal(verdict, code === null ? `http_${answer.status}` : String(code), words);
  }
  if (answer.status < 200 || answer.status > 299) {
    return refusal(httpVerdict(answer.status, false), `http_${answer.status}`);
  }
  return typeof body === "object" && body !== null ? { ok: true, body } : refusal(mayBeSent, "unreadable_answer");
}

/** A page of the list, and where the next one begins. */
export function readPage(
  answer: HttpAnswer,
): { ok: true; templates: MetaTemplate[]; partial: boolean; after: string | null } | TemplateFailure {
  const read = readBody(answer);
  if (!read.ok) return read;
  const data = field(read.body, "data");
  if (!Array.isArray(data)) return refusal(mayBeSent, "unreadable_answer");
  const paging = field(read.body, "paging");
  const cursor = field(field(paging, "cursors"), "after");
  // The link itself is not followed: it may name any host, and our token goes with every request.
  const isLast = typeof field(paging, "next") !== "string";
  const after = !isLast && typeof cursor === "string" && cursor !== "" ? cursor : null;
  const { templates, partial } = readRows(data, readTemplate);
  return { ok: true, templates, partial: partial || (!isLast && after === null), after };
}

function readTemplate(row: unknown): MetaTemplate | null {
  const name = field(row, "name");
  const language = field(row, "language");
  if (!isTemplateName(name) || !isLanguage(language)) return null;
  const state = listedStatus(field(row, "status"), field(row, "rejected_reason"));
  const expiry = listedExpiry(field(row, "category"), field(row, "components"));
  return { id: templateId(field(row, "id")), name, title: name, language, ...state, ...expiry };
}

/** Of an upsert there is a row a language; who created one is told of that one. */
export function readSubmitted(answer: HttpAnswer, name: string, languages: readonly string[]) {
  const read = readBody(answer);
  if (!read.ok) return read;
  const rows = items(field(read.body, "data"));
  const templates = (rows.length > 0 ? rows : [read.body]).flatMap((row, index): VendorTemplate[] => {
    const language = field(row, "language") ?? languages[index];
    const { status, reason } = listedStatus(field(row, "status"), null);
    return isLanguage(language) && status !== null ? [{ name, title: name, language, status, reason }] : [];
  });
  return templates.length === 0 ? refusal(mayBeSent, "unreadable_answer") : { ok: true as const, templates };
}

export function readDone(answer: HttpAnswer): { ok: true } | TemplateFailure {
  const read = readBody(answer);
  if (!read.ok) return read;
  return field(read.body, "success") === true ? { ok: true } : refusal(mayBeSent, "unreadable_answer");
}

export function readPreviews(answer: HttpAnswer): Previewed {
  const read = readBody(answer);
  if (!read.ok) return read;
  const previews = items(field(read.body, "data")).flatMap((row) => {
    const language = field(row, "language");
    const body = text(field(row, "body"));
    if (!isLanguage(language) || body === null) return [];
    const [button] = items(field(row, "buttons"));
    const footer = text(field(row, "footer"));
    return [
      { language, body, footer, button: text(field(button, "text")), autofill: text(field(button, "autofill_text")) },
    ];
  });
  return { ok: true, previews };
}

function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value.slice(0, 1024) : null;
}

/** Digits, which may pass 2^53 and so come as text. They go into a path. */
function templateId(value: unknown): string | null {
  const id = typeof value === "number" ? String(value) : value;
  return typeof id === "string" && /^\d{1,32}$/.test(id) ? id : null;
}
