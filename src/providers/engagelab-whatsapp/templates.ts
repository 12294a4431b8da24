import { authorization } from "../engagelab/post.ts";
import { addressOf } from "../http-kind.ts";
import { errorCode } from "../meta-cloud/answer.ts";
import type { HttpAnswer, HttpRequest, ProviderIo, Secrets } from "../provider.ts";
import { ask, readRows, refusal } from "../template-calls.ts";
import type {
  Listing,
  Submitted,
  TemplateFailure,
  TemplateRequest,
  TemplateVerbs,
  VendorTemplate,
} from "../template-verbs.ts";
import { field, parseJson, vendorId } from "../vendor-json.ts";
import { account, httpVerdict, mayBeSent, request as wrongRequest } from "../verdict.ts";
import {
  authenticationComponents,
  isLanguage,
  isSameLanguage,
  isTemplateName,
  listedExpiry,
  listedStatus,
} from "../whatsapp-templates.ts";
import { verdicts } from "./answer.ts";
import type { WhatsappSettings } from "./settings.ts";

const PATH = "/v1/templates";
/** Template not found. */
const NOT_FOUND = 4001;

type Call = (method: HttpRequest["method"], path: string, body?: object) => HttpRequest;
type EngagelabTemplate = VendorTemplate & { id: string | null };

/**
 * EngageLab's docs, "Template Management API": Meta's templates, one language each. All that are asked for come in one
 * answer, which may have 64 KiB: the list is of authentication templates alone.
 */
export const engagelabTemplates: TemplateVerbs<WhatsappSettings> = {
  buttons: ["copy_code", "one_tap", "zero_tap"],
  bindsBy: "name",
  severalLanguages: false,
  removes: "name",

  async submit(request, settings, secrets, io) {
    const call = callFor(settings, secrets);
    return "ok" in call ? call : submitOne(call, request, io);
  },

  async list(settings, secrets, io) {
    const call = callFor(settings, secrets);
    if ("ok" in call) return call;
    const listed = await list(call, { category: "AUTHENTICATION" }, io);
    return listed.ok ? { ...listed, only: "authentication" } : listed;
  },

  async remove({ name }, settings, secrets, io) {
    const call = callFor(settings, secrets);
    if ("ok" in call) return call;
    return ask(io, call("DELETE", `${PATH}/${encodeURIComponent(name)}`), (answer) =>
      codeIn(answer) === NOT_FOUND ? { ok: true } : readDone(answer),
    );
  },
};

/** What an answer to a change looks like is in no page of theirs, so the template itself is read afterwards. */
async function submitOne(call: Call, request: TemplateRequest, io: ProviderIo): Promise<Submitted> {
  const { name } = request;
  const [language = ""] = request.languages;
  const before = await find(call, name, language, io);
  if (!before.ok) return before;
  const components = authenticationComponents(request);
  const id = before.template?.id ?? null;
  const change =
    id === null
      ? call("POST", PATH, { name, language, category: "AUTHENTICATION", components })
      : call("PUT", `${PATH}/${encodeURIComponent(id)}`, { components });
  const done = await ask(io, change, readDone);
  if (!done.ok) return done;
  const after = await find(call, name, language, io);
  const unread: VendorTemplate = { name, title: name, language, status: "pending", reason: null };
  return { ok: true, templates: [(after.ok ? after.template : null) ?? unread] };
}

async function find(
  call: Call,
  name: string,
  language: string,
  io: ProviderIo,
): Promise<{ ok: true; template: EngagelabTemplate | null } | TemplateFailure> {
  const found = await list(call, { name, language_code: language }, io);
  if (!found.ok) return found;
  // The name is matched loosely there.
  const isIt = (row: VendorTemplate): boolean => row.name === name && isSameLanguage(row.language, language);
  return { ok: true, template: found.templates.find(isIt) ?? null };
}

function list(call: Call, query: Record<string, string>, io: ProviderIo) {
  return ask(io, call("GET", `${PATH}?${new URLSearchParams(query).toString()}`), readList);
}

function readList(answer: HttpAnswer): Listing<EngagelabTemplate> | TemplateFailure {
  const refused = refusalIn(answer);
  if (refused !== null) return refused;
  const rows = parseJson(answer.text);
  if (!Array.isArray(rows)) return refusal(mayBeSent, "unreadable_answer");
  const { templates, partial } = readRows(rows, readTemplate);
  return { ok: true, templates, complete: !partial };
}

function readTemplate(row: unknown): EngagelabTemplate | null {
  const name = field(row, "name");
  const language = field(row, "language");
  if (!isTemplateName(name) || !isLanguage(language)) return null;
  const state = listedStatus(field(row, "status"), null);
  const expiry = listedExpiry(field(row, "category"), field(row, "components"));
  return { id: vendorId(field(row, "id")), name, title: name, language, ...state, ...expiry };
}

function readDone(answer: HttpAnswer): { ok: true } | TemplateFailure {
  return refusalIn(answer) ?? { ok: true };
}

function codeIn(answer: HttpAnswer): number | null {
  return errorCode(field(parseJson(answer.text), "code"));
}

function refusalIn(answer: HttpAnswer): TemplateFailure | null {
  const code = codeIn(answer);
  if (code !== null && code !== 0) {
    const verdict = verdicts.get(code) ?? (answer.status === 400 ? wrongRequest : httpVerdict(answer.status, true));
    return refusal(verdict, String(code), field(parseJson(answer.text), "message"));
  }
  if (answer.status >= 200 && answer.status <= 299) return null;
  return refusal(httpVerdict(answer.status, false), `http_${answer.status}`);
}

function callFor(settings: WhatsappSettings, secrets: Secrets): Call | TemplateFailure {
  const header = authorization(secrets);
  if (header === null) return refusal(account, "no_dev_key");
  return (method, path, body) => ({
    method,
    url: addressOf(settings.base_url, path),
    headers: { authorization: header, ...(body === undefined ? {} : { "content-type": "application/json" }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}
