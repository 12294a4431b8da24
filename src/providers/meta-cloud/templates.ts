import type { ProviderIo, Secrets } from "../provider.ts";
import { ask, readPages, refusal } from "../template-calls.ts";
import type { Submitted, TemplateFailure, TemplateRequest, TemplateVerbs } from "../template-verbs.ts";
import { account, retry } from "../verdict.ts";
import { isSameLanguage } from "../whatsapp-templates.ts";
import type { MetaSettings } from "./settings.ts";
import { readDone, readPage, readPreviews, readSubmitted, type MetaTemplate } from "./template-answer.ts";
import {
  createRequest,
  deleteRequest,
  editRequest,
  listRequest,
  previewRequest,
  upsertRequest,
  type MetaAccess,
} from "./template-request.ts";

export const metaTemplates: TemplateVerbs<MetaSettings> = {
  buttons: ["copy_code", "one_tap", "zero_tap"],
  bindsBy: "name",
  severalLanguages: true,
  removes: "language",

  async submit(request, settings, secrets, io) {
    const access = accessOf(settings, secrets);
    if ("ok" in access) return access;
    const { name, languages, buttonText, autofillText } = request;
    // An upsert takes no words for the buttons (Meta's docs, "Bulk management").
    const ownWords = buttonText !== null || autofillText !== null;
    if (ownWords) return submitOne(access, request, io);
    return ask(io, upsertRequest(access, request), (answer) => readSubmitted(answer, name, languages));
  },

  async list(settings, secrets, io) {
    const access = accessOf(settings, secrets);
    return "ok" in access ? access : listAll(access, {}, io);
  },

  async remove({ name, language }, settings, secrets, io) {
    const access = accessOf(settings, secrets);
    if ("ok" in access) return access;
    const found = await find(access, name, language, io);
    if (!found.ok) return found;
    return found.id === null ? { ok: true } : ask(io, deleteRequest(access, name, found.id), readDone);
  },

  async previews(request, settings, secrets, io) {
    const access = accessOf(settings, secrets);
    return "ok" in access ? access : ask(io, previewRequest(access, request), readPreviews);
  },
};

/** One language, made or edited. An edit is reviewed again, and answered without a status. */
async function submitOne(access: MetaAccess, request: TemplateRequest, io: ProviderIo): Promise<Submitted> {
  const { name } = request;
  const [language = ""] = request.languages;
  const found = await find(access, name, language, io);
  if (!found.ok) return found;
  if (found.id === null) {
    return ask(io, createRequest(access, request, language), (answer) => readSubmitted(answer, name, [language]));
  }
  const edited = await ask(io, editRequest(access, request, found.id), readDone);
  if (!edited.ok) return edited;
  return { ok: true, templates: [{ name, title: name, language, status: "pending", reason: null }] };
}

/** Meta's id of one language; null when it is not there, which only the list's end tells: names are found by their beginning. */
async function find(
  access: MetaAccess,
  name: string,
  language: string,
  io: ProviderIo,
): Promise<{ ok: true; id: string | null } | TemplateFailure> {
  const isIt = (row: MetaTemplate): boolean => row.name === name && isSameLanguage(row.language, language);
  const listed = await listAll(access, { name }, io, isIt);
  if (!listed.ok) return listed;
  const found = listed.templates.find(isIt);
  if (found === undefined && listed.complete) return { ok: true, id: null };
  const id = found?.id ?? null;
  return id === null ? refusal(retry, "incomplete_list", "Meta's list could not be read in full.") : { ok: true, id };
}

/** Page by page, to the end or to the one that is looked for. */
function listAll(
  access: MetaAccess,
  named: { name?: string },
  io: ProviderIo,
  isIt: (row: MetaTemplate) => boolean = () => false,
) {
  return readPages<MetaTemplate>(io, listRequest(access, named), (answer) => {
    const page = readPage(answer);
    if (!page.ok) return page;
    const { after, ...rows } = page;
    const isLast = after === null || rows.templates.some(isIt);
    return { ...rows, next: isLast ? null : listRequest(access, { ...named, after }) };
  });
}

function accessOf(settings: MetaSettings, secrets: Secrets): MetaAccess | TemplateFailure {
  const accessToken = secrets["access_token"];
  if (!accessToken) return refusal(account, "no_access_token");
  if (settings.waba_id === undefined) return refusal(account, "no_waba_id", "The provider's settings have no waba_id.");
  return { settings, wabaId: settings.waba_id, accessToken };
}
