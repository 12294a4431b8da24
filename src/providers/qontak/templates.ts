import { systemClock } from "../../kit/clock.ts";
import type { HttpAnswer, HttpRequest, ProviderIo, Secrets } from "../provider.ts";
import { ask, PAGE_SIZE, readPages, readRows, refusal, type TemplatePage } from "../template-calls.ts";
import { otherWords, type FixedTemplate } from "../template-taken.ts";
import type { Submitted, TemplateFailure, TemplateRequest, TemplateVerbs } from "../template-verbs.ts";
import { field, items, parseJson } from "../vendor-json.ts";
import { account, httpVerdict, mayBeSent, request as wrongRequest } from "../verdict.ts";
import {
  authenticationComponents,
  isAuthentication,
  isLanguage,
  isSameLanguage,
  listedExpiry,
  listedStatus,
  titleOf,
} from "../whatsapp-templates.ts";
import { credentialsFor, signedRequest, type Credentials } from "./request.ts";
import type { QontakSettings } from "./settings.ts";

const PATH = "/templates/whatsapp";
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

interface Access {
  settings: QontakSettings;
  credentials: Credentials;
}

/** Qontak names a template by a UUID. There is no call of theirs that changes one or deletes one. */
export const qontakTemplates: TemplateVerbs<QontakSettings> = {
  buttons: ["copy_code", "one_tap", "zero_tap"],
  bindsBy: "id",
  severalLanguages: false,

  async submit(request, settings, secrets, io) {
    const access = accessOf(settings, secrets);
    return "ok" in access ? access : submitOne(access, request, io);
  },

  async list(settings, secrets, io) {
    const access = accessOf(settings, secrets);
    return "ok" in access ? access : listAll(access, null, io);
  },
};

/** What is there already is taken, where it is what was asked for: asked twice, nothing is made twice. */
async function submitOne(access: Access, request: TemplateRequest, io: ProviderIo): Promise<Submitted> {
  const before = await find(access, request, io);
  if (!before.ok || before.templates.length > 0) return before;
  const { name } = request;
  const [language = ""] = request.languages;
  const attributes = [{ language, components: authenticationComponents(request) }];
  const body = { name, category: "AUTHENTICATION", attributes };
  const made = await ask(io, call(access, "POST", PATH, body), readBody);
  if (!made.ok) return made;
  // The id is read from the list, whose shape their page says.
  const after = await find(access, request, io);
  if (!after.ok || after.templates.length > 0) return after;
  return refusal(mayBeSent, "not_listed_yet", "Qontak took the template and does not list it yet; submit it again.");
}

async function find(access: Access, request: TemplateRequest, io: ProviderIo): Promise<Submitted> {
  const { name, languages, boundTo } = request;
  const bound = boundTo !== null && UUID.test(boundTo) ? boundTo : null;
  const listed = await listAll(access, bound === null ? name : null, io);
  if (!listed.ok) return listed;
  const [language = ""] = languages;
  const isIt = (row: FixedTemplate): boolean =>
    bound === null ? row.title === name && isSameLanguage(row.language, language) : row.name === bound;
  const there = listed.templates.find(isIt);
  if (there === undefined) return { ok: true, templates: [] };
  return otherWords(there, request) ?? { ok: true, templates: [there] };
}

function listAll(access: Access, query: string | null, io: ProviderIo) {
  const page = (offset: number): HttpRequest => {
    const asked = new URLSearchParams({
      limit: String(PAGE_SIZE),
      offset: String(offset),
      ...(query === null ? {} : { query }),
    });
    return call(access, "GET", `${PATH}?${asked.toString()}`);
  };
  let offset = 0;
  const seen = new Set<string>();
  return readPages<FixedTemplate>(io, page(0), (answer): TemplatePage<FixedTemplate> | TemplateFailure => {
    const read = readBody(answer);
    if (!read.ok) return read;
    const rows = field(read.body, "data");
    if (!Array.isArray(rows)) return refusal(mayBeSent, "unreadable_answer");
    const { templates, partial } = readRows(rows, readTemplate);
    const before = seen.size;
    for (const { name } of templates) seen.add(name);
    offset += rows.length;
    const total = field(field(field(read.body, "meta"), "pagination"), "total");
    // A page may be smaller than was asked for. The same rows again: the offset is not heeded, and there may be more.
    const ends = rows.length === 0 || (typeof total === "number" && offset >= total);
    const repeats = !ends && templates.length > 0 && seen.size === before;
    const short = rows.length === 0 && typeof total === "number" && offset < total;
    return { ok: true, templates, partial: partial || repeats || short, next: ends || repeats ? null : page(offset) };
  });
}

function readTemplate(row: unknown): FixedTemplate | null {
  const id = field(row, "id");
  const language = field(row, "language");
  if (typeof id !== "string" || !UUID.test(id) || !isLanguage(language)) return null;
  const category = field(row, "category");
  return {
    name: id,
    title: titleOf(field(row, "name")),
    language,
    ...listedStatus(field(row, "status"), null),
    ...listedExpiry(category, field(row, "components")),
    isAuthentication: category === undefined || isAuthentication(category),
  };
}

/** Only free text tells the cause; `error.code` repeats the HTTP status. */
function readBody({ status, text }: HttpAnswer): { ok: true; body: unknown } | TemplateFailure {
  const body = parseJson(text);
  const error = field(body, "error") ?? null;
  if (error !== null) {
    const given = field(error, "code");
    const code = typeof given === "number" && given >= 400 && given <= 599 ? given : status;
    const words = items(field(error, "messages")).filter((word) => typeof word === "string");
    const verdict = code === 404 || code === 422 ? wrongRequest : httpVerdict(code, true);
    return refusal(verdict, `http_${code}`, words.join(" "));
  }
  if (status < 200 || status > 299) return refusal(httpVerdict(status, false), `http_${status}`);
  return field(body, "status") === "success" ? { ok: true, body } : refusal(mayBeSent, "unreadable_answer");
}

function accessOf(settings: QontakSettings, secrets: Secrets): Access | TemplateFailure {
  const credentials = credentialsFor(settings.auth, secrets);
  return credentials === null ? refusal(account, "no_credentials") : { settings, credentials };
}

function call({ settings, credentials }: Access, method: "GET" | "POST", path: string, body?: object): HttpRequest {
  // Real time, whatever the gateway's clock says: Mekari compares the date with its own.
  return signedRequest(method, path, body, settings, credentials, systemClock.now());
}
