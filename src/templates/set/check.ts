import { z } from "zod";
import { GatewayError, type FieldError } from "../../errors.ts";
import { channelName, localeTag, name, templateDocument } from "../../settings/documents.ts";
import { normaliseLocale } from "../match.ts";
import { documentErrors } from "../lint/document.ts";
import { idOf, LARGEST_SET, type SetEntry } from "./entry.ts";

/** A variant as a file has it, and where: `templates.3`, `rows.4`. */
export interface RawEntry {
  path: string;
  fields: unknown;
}

/** As many as one answer tells. Nothing is checked any more when there are so many. */
export const MOST_ERRORS = 50;
/** Twice what a PUT may be, for what is filled in. */
const LONGEST_ENTRY = 2 * 64 * 1024;
/** Deeper than any document goes. */
const DEEPEST = 8;

const variantFields = z.object({ key: name, channel: channelName, locale: localeTag });
const [textForm, authenticationForm] = templateDocument.options;

/** Pure: what a file holds, checked as a put is. Throws all that is wrong, each with its row and field. */
export function checkSet(raw: readonly RawEntry[], errors: readonly FieldError[] = []): SetEntry[] {
  const found = [...errors];
  const entries: SetEntry[] = [];
  const seen = new Map<string, string>();
  if (raw.length > LARGEST_SET) found.push({ path: "body", message: `has more than ${LARGEST_SET} variants` });
  else {
    for (const { path, fields } of raw) {
      if (found.length >= MOST_ERRORS) break;
      const { entry, errors: wrong } = checkEntry(fields);
      found.push(...wrong.map((one) => ({ ...one, path: one.path === "" ? path : `${path}.${one.path}` })));
      if (entry === null) continue;
      const first = seen.get(idOf(entry));
      if (first !== undefined) found.push({ path, message: `${idOf(entry)} is in ${first} already` });
      seen.set(idOf(entry), path);
      entries.push(entry);
    }
  }
  if (found.length === 0) return entries;
  const told = found.slice(0, MOST_ERRORS);
  const detail = told.map(({ path, message }) => `${path}: ${message}`).join("; ");
  throw new GatewayError("invalid_request", detail.slice(0, 1000), { errors: told });
}

function checkEntry(fields: unknown): { entry: SetEntry | null; errors: FieldError[] } {
  const bad = unstorable(fields);
  if (bad !== null) return { entry: null, errors: [{ path: bad, message: "has text or a name that can't be kept" }] };
  if (JSON.stringify(fields).length > LONGEST_ENTRY) {
    return { entry: null, errors: [{ path: "", message: `has more than ${LONGEST_ENTRY} characters` }] };
  }
  const variant = variantFields.safeParse(fields);
  if (!variant.success) return { entry: null, errors: issuesOf(variant.error, fields) };
  // What an export adds, and an import counts for itself.
  const {
    key: _key,
    channel: _channel,
    locale: _locale,
    version: _version,
    ...content
  } = fields as Record<string, unknown>;
  const form: z.ZodType<SetEntry["document"]> = "category" in content ? authenticationForm : textForm;
  const document = form.safeParse(content);
  if (!document.success) return { entry: null, errors: issuesOf(document.error, content) };
  const { key, channel, locale } = variant.data;
  const entry = { key, channel, locale: normaliseLocale(locale), document: document.data };
  return { entry, errors: documentErrors(entry, entry.document).map(({ path, message }) => ({ path, message })) };
}

function issuesOf(error: z.ZodError, value: unknown): FieldError[] {
  return error.issues.flatMap((issue): FieldError[] => {
    const path = issue.path.map(String);
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => ({
        path: [...path, key.slice(0, 64)].join("."),
        message: "is not a known field",
      }));
    }
    const missing = issue.code === "invalid_type" && valueAt(value, issue.path) === undefined;
    return [{ path: path.join("."), message: missing ? "is required" : issue.message }];
  });
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === "object" && inner !== null ? (inner as Record<PropertyKey, unknown>)[key] : null),
    value,
  );
}

/** Where there is text that PostgreSQL can't keep as it is, a name that objects have already, or no end of a depth. */
function unstorable(value: unknown, depth = 0): string | null {
  if (typeof value === "string") return value.isWellFormed() && !value.includes("\0") ? null : "";
  if (typeof value !== "object" || value === null) return null;
  if (depth > DEEPEST) return "";
  for (const [key, inner] of Object.entries(value)) {
    if (key === "__proto__" || unstorable(key) !== null) return key.toWellFormed().replaceAll("\0", "").slice(0, 64);
    const within = unstorable(inner, depth + 1);
    if (within !== null) return within === "" ? key : `${key}.${within}`;
  }
  return null;
}
