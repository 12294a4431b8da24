import { addressOf } from "../http-kind.ts";
import type { HttpAnswer, HttpRequest, ProviderIo, Secrets } from "../provider.ts";
import { ask, PAGE_SIZE, readPages, readRows, refusal, type TemplatePage } from "../template-calls.ts";
import { otherWords, type FixedTemplate } from "../template-taken.ts";
import type { Submitted, TemplateFailure, TemplateRequest, TemplateStatus, TemplateVerbs } from "../template-verbs.ts";
import { field, items, parseJson } from "../vendor-json.ts";
import { account, httpVerdict, mayBeSent, request as wrongRequest } from "../verdict.ts";
import { isAuthentication, isExpiry, isLanguage, isSameLanguage, titleOf } from "../whatsapp-templates.ts";
import { errorCode, verdictOf } from "./answer.ts";
import { authorization } from "./request.ts";
import type { TwilioSettings } from "./settings.ts";

/** Twilio's docs, "WhatsApp template approval statuses". `unsubmitted`: made, and nobody asked WhatsApp yet. */
const statuses: ReadonlyMap<unknown, TemplateStatus> = new Map([
  ["approved", "approved"],
  ["unsubmitted", "pending"],
  ["received", "pending"],
  ["pending", "pending"],
  ["rejected", "rejected"],
  ["paused", "paused"],
  ["disabled", "disabled"],
] as const);

type Content = FixedTemplate & { submitted: boolean };
const TYPE = "whatsapp/authentication";
type Call = (method: HttpRequest["method"], path: string, body?: object) => HttpRequest;

/**
 * Twilio's Content API: a content, by its SID, and a request to WhatsApp for its approval. What was approved can't be
 * changed; other words are another template, of another name.
 */
export const twilioTemplates: TemplateVerbs<TwilioSettings> = {
  buttons: ["copy_code"],
  bindsBy: "id",
  severalLanguages: false,
  removes: "language",

  async submit(request, settings, secrets, io) {
    const call = callFor(settings, secrets);
    return "ok" in call ? call : submitOne(call, request, io);
  },

  async list(settings, secrets, io) {
    const call = callFor(settings, secrets);
    if ("ok" in call) return call;
    const listed = await listAll(call, io);
    // This list is behind at times, and then leaves out what just changed.
    return listed.ok ? { ...listed, complete: false } : listed;
  },

  async remove({ name }, settings, secrets, io) {
    const call = callFor(settings, secrets);
    if ("ok" in call) return call;
    return ask(io, call("DELETE", `/v1/Content/${encodeURIComponent(name)}`), (answer) =>
      answer.status === 404 ? { ok: true as const } : (refusalIn(answer) ?? { ok: true as const }),
    );
  },
};

async function submitOne(call: Call, request: TemplateRequest, io: ProviderIo): Promise<Submitted> {
  const { name, boundTo } = request;
  const [language = ""] = request.languages;
  const listed = await listAll(call, io);
  if (!listed.ok) return listed;
  const named = listed.templates.filter(
    (content) => content.title === name && isSameLanguage(content.language, language),
  );
  // WhatsApp knows nothing of one that was never submitted: with other words it is not in the way.
  const known =
    listed.templates.find((content) => content.name === boundTo) ??
    named.find(({ submitted }) => submitted) ??
    named.find((content) => otherWords(content, request) === null);
  const refused = known === undefined ? null : otherWords(known, request);
  if (refused !== null) return refused;
  if (known?.submitted) return { ok: true, templates: [known] };
  const sid = known?.name ?? (await ask(io, call("POST", "/v1/Content", contentOf(request, language)), readSid));
  if (typeof sid !== "string") return sid;
  const asked = { name, category: "AUTHENTICATION" };
  const path = `/v1/Content/${sid}/ApprovalRequests/whatsapp`;
  const approval = await ask(io, call("POST", path, asked), readApproval);
  if (!approval.ok) return approval;
  const { status, reason } = approval;
  return { ok: true, templates: [{ name: sid, title: name, language, status: status ?? "pending", reason }] };
}

/** Twilio's docs, "whatsapp/authentication". The one variable is the code. */
function contentOf({ name, securityLine, expiryMinutes, buttonText }: TemplateRequest, language: string): object {
  const type = {
    add_security_recommendation: securityLine,
    ...(expiryMinutes === null ? {} : { code_expiration_minutes: expiryMinutes }),
    actions: [{ type: "COPY_CODE", copy_code_text: buttonText ?? defaultButton(language) }],
  };
  return { friendly_name: name, language, types: { [TYPE]: type } };
}

/** Twilio wants a word; WhatsApp shows its own. */
function defaultButton(language: string): string {
  return language.startsWith("id") ? "Salin kode" : "Copy code";
}

function listAll(call: Call, io: ProviderIo) {
  const first = call("GET", `/v1/ContentAndApprovals?PageSize=${PAGE_SIZE}`);
  return readPages<Content>(io, first, (answer): TemplatePage<Content> | TemplateFailure => {
    const refused = refusalIn(answer);
    if (refused !== null) return refused;
    const body = parseJson(answer.text);
    const rows = field(body, "contents");
    if (!Array.isArray(rows)) return refusal(mayBeSent, "unreadable_answer");
    const query = nextQuery(field(field(body, "meta"), "next_page_url"));
    const next = query === null ? null : call("GET", `/v1/ContentAndApprovals${query}`);
    return { ok: true, ...readRows(rows, readContent), next };
  });
}

/** Of the address only the query is taken: our token goes with every request. */
function nextQuery(url: unknown): string | null {
  return typeof url === "string" && URL.canParse(url) ? new URL(url).search : null;
}

function readContent(row: unknown): Content | null {
  const sid = contentSid(field(row, "sid"));
  const language = field(row, "language");
  if (sid === null || !isLanguage(language)) return null;
  const approval = field(row, "approval_requests");
  const word = field(approval, "status") ?? "unsubmitted";
  const submitted = word !== "unsubmitted";
  // Until it is submitted neither its category nor its name with WhatsApp is known.
  const title = (submitted ? field(approval, "name") : undefined) ?? field(row, "friendly_name");
  const type = field(field(row, "types"), TYPE);
  return {
    name: sid,
    title: titleOf(title),
    language,
    status: statuses.get(word) ?? null,
    reason: reasonOf(approval) ?? (submitted ? null : "unsubmitted"),
    submitted,
    isAuthentication: type !== undefined && (!submitted || isAuthentication(field(approval, "category"))),
    ...wordsOf(type),
  };
}

/** An empty type shows nothing of its words. */
function wordsOf(type: unknown): Pick<FixedTemplate, "expiryMinutes" | "securityLine" | "buttonText"> {
  if (typeof type !== "object" || type === null || Object.keys(type).length === 0) return {};
  const minutes = field(type, "code_expiration_minutes") ?? null;
  const securityLine = field(type, "add_security_recommendation");
  const [button] = items(field(type, "actions"));
  const buttonText = field(button, "copy_code_text");
  return {
    ...(minutes === null || isExpiry(minutes) ? { expiryMinutes: minutes } : {}),
    ...(typeof securityLine === "boolean" ? { securityLine } : {}),
    ...(typeof buttonText === "string" ? { buttonText: titleOf(buttonText) } : {}),
  };
}

function readSid(answer: HttpAnswer): string | TemplateFailure {
  const refused = refusalIn(answer);
  if (refused !== null) return refused;
  return contentSid(field(parseJson(answer.text), "sid")) ?? refusal(mayBeSent, "unreadable_answer");
}

function readApproval(answer: HttpAnswer) {
  const refused = refusalIn(answer);
  if (refused !== null) return refused;
  const body = parseJson(answer.text);
  return { ok: true as const, status: statuses.get(field(body, "status")) ?? null, reason: reasonOf(body) };
}

function reasonOf(approval: unknown): string | null {
  const reason = field(approval, "rejection_reason");
  return typeof reason === "string" && reason !== "" ? reason.replace(/\p{Cc}+/gu, " ").slice(0, 200) : null;
}

function refusalIn(answer: HttpAnswer): TemplateFailure | null {
  if (answer.status >= 200 && answer.status <= 299) return null;
  const body = parseJson(answer.text);
  const code = errorCode(field(body, "code"));
  if (code === null) return refusal(httpVerdict(answer.status, false), `http_${answer.status}`);
  const verdict = verdictOf(code) ?? (answer.status === 400 ? wrongRequest : httpVerdict(answer.status, true));
  return refusal(verdict, String(code), field(body, "message"));
}

function contentSid(value: unknown): string | null {
  return typeof value === "string" && /^HX[0-9a-f]{32}$/i.test(value) ? value : null;
}

/** At Twilio contents have a host of their own, beside the one that sends; elsewhere, a proxy say, they share one. */
function callFor({ base_url: baseUrl, account_sid: sid }: TwilioSettings, secrets: Secrets): Call | TemplateFailure {
  const authToken = secrets["auth_token"];
  if (!authToken) return refusal(account, "no_auth_token");
  const base = baseUrl.replace(/^(https:\/\/)api\.((?:[\w-]+\.)*twilio\.com)(?=[/:]|$)/, "$1content.$2");
  return (method, path, body) => ({
    method,
    url: addressOf(base, path),
    headers: {
      authorization: authorization(sid, authToken),
      accept: "application/json",
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}
