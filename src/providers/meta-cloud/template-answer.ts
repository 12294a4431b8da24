import type { HttpAnswer } from "../provider.ts";
import { refusal } from "../template-calls.ts";
import type { Previewed, TemplateFailure, VendorTemplate } from "../template-verbs.ts";
import { field, items, parseJson } from "../vendor-json.ts";
import { httpVerdict, mayBeSent } from "../verdict.ts";
import { isLanguage, isTemplateName, listedStatus } from "../whatsapp-templates.ts";
import { errorCode, verdictOf } from "./answer.ts";

/** With Meta's own id, by which one language of it is edited or deleted. */
export type MetaTemplate = VendorTemplate & { id: string };

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
): { ok: true; templates: MetaTemplate[]; after: string | null } | TemplateFailure {
  const read = readBody(answer);
  if (!read.ok) return read;
  const data = field(read.body, "data");
  if (!Array.isArray(data)) return refusal(mayBeSent, "unreadable_answer");
  const paging = field(read.body, "paging");
  const after = field(field(paging, "cursors"), "after");
  // The link itself is not followed: it may name any host, and our token goes with every request.
  const more = typeof field(paging, "next") === "string" && typeof after === "string" && after !== "";
  return { ok: true, templates: data.flatMap(readTemplate), after: more ? after : null };
}

function readTemplate(row: unknown): MetaTemplate[] {
  const name = field(row, "name");
  const language = field(row, "language");
  const id = templateId(field(row, "id"));
  if (!isTemplateName(name) || !isLanguage(language) || id === null) return [];
  const state = listedStatus(field(row, "status"), field(row, "rejected_reason"));
  return [{ id, name, title: name, language, ...state }];
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
