import type { ProviderIo, Secrets } from "../provider.ts";
import { ask, readPages, refusal } from "../template-calls.ts";
import type { Submitted, TemplateFailure, TemplateRequest, TemplateVerbs } from "../template-verbs.ts";
import { account } from "../verdict.ts";
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
    if ("ok" in access) return access;
    return readPages(io, listRequest(access), (answer) => {
      const page = readPage(answer);
      if (!page.ok) return page;
      const { templates, after } = page;
      return { ok: true, templates, next: after === null ? null : listRequest(access, { after }) };
    });
  },

  async remove({ name, language }, settings, secrets, io) {
    const access = accessOf(settings, secrets);
    if ("ok" in access) return access;
    const found = await find(access, name, language, io);
    if (!found.ok || found.template === null) return found;
    return ask(io, deleteRequest(access, name, found.template.id), readDone);
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
  if (found.template === null) {
    return ask(io, createRequest(access, request, language), (answer) => readSubmitted(answer, name, [language]));
  }
  const edited = await ask(io, editRequest(access, request, found.template.id), readDone);
  if (!edited.ok) return edited;
  return { ok: true, templates: [{ name, title: name, language, status: "pending", reason: null }] };
}

async function find(
  access: MetaAccess,
  name: string,
  language: string,
  io: ProviderIo,
): Promise<{ ok: true; template: MetaTemplate | null } | TemplateFailure> {
  const page = await ask(io, listRequest(access, { name }), readPage);
  if (!page.ok) return page;
  return { ok: true, template: page.templates.find((row) => row.name === name && row.language === language) ?? null };
}

function accessOf(settings: MetaSettings, secrets: Secrets): MetaAccess | TemplateFailure {
  const accessToken = secrets["access_token"];
  if (!accessToken) return refusal(account, "no_access_token");
  if (settings.waba_id === undefined) return refusal(account, "no_waba_id", "The provider's settings have no waba_id.");
  return { settings, wabaId: settings.waba_id, accessToken };
}
