import { addressOf } from "../http-kind.ts";
import type { HttpRequest } from "../provider.ts";
import { PAGE_SIZE } from "../template-calls.ts";
import type { TemplateRequest } from "../template-verbs.ts";
import { authenticationComponents } from "../whatsapp-templates.ts";
import type { MetaSettings } from "./settings.ts";

/** Whose templates, and who asks. */
export interface MetaAccess {
  settings: MetaSettings;
  wabaId: string;
  accessToken: string;
}

/** Made or changed in one call, in every language; Meta's own words for the buttons alone. */
export function upsertRequest(access: MetaAccess, request: TemplateRequest): HttpRequest {
  const { name, languages } = request;
  return call(access, "POST", `/${access.wabaId}/upsert_message_templates`, {
    name,
    languages,
    ...definition(request),
  });
}

export function createRequest(access: MetaAccess, request: TemplateRequest, language: string): HttpRequest {
  const body = { name: request.name, language, ...definition(request) };
  return call(access, "POST", `/${access.wabaId}/message_templates`, body);
}

/** Category and name of one that exists can't be changed. */
export function editRequest(access: MetaAccess, request: TemplateRequest, id: string): HttpRequest {
  const { message_send_ttl_seconds, components } = definition(request);
  return call(access, "POST", `/${id}`, { message_send_ttl_seconds, components });
}

/** With an id, that language alone. */
export function deleteRequest(access: MetaAccess, name: string, id: string): HttpRequest {
  const query = new URLSearchParams({ name, hsm_id: id });
  return call(access, "DELETE", `/${access.wabaId}/message_templates?${query.toString()}`);
}

/** By name: it finds others too, whose names begin so. */
export function listRequest(access: MetaAccess, { name, after }: { name?: string; after?: string } = {}): HttpRequest {
  const query = new URLSearchParams({
    fields: "id,name,language,status,rejected_reason,category,components",
    limit: String(PAGE_SIZE),
    ...(name === undefined ? {} : { name }),
    ...(after === undefined ? {} : { after }),
  });
  return call(access, "GET", `/${access.wabaId}/message_templates?${query.toString()}`);
}

export function previewRequest(access: MetaAccess, request: TemplateRequest): HttpRequest {
  const query = new URLSearchParams({
    category: "AUTHENTICATION",
    languages: request.languages.join(","),
    add_security_recommendation: String(request.securityLine),
    ...(request.expiryMinutes === null ? {} : { code_expiration_minutes: String(request.expiryMinutes) }),
    button_types: "OTP",
  });
  return call(access, "GET", `/${access.wabaId}/message_template_previews?${query.toString()}`);
}

function definition(request: TemplateRequest) {
  return {
    category: "AUTHENTICATION",
    message_send_ttl_seconds: request.ttlSeconds,
    components: authenticationComponents(request),
  };
}

function call({ settings, accessToken }: MetaAccess, method: HttpRequest["method"], path: string, body?: object) {
  const request: HttpRequest = {
    method,
    url: addressOf(settings.base_url, `/${settings.api_version}${path}`),
    headers: { authorization: `Bearer ${accessToken}` },
  };
  if (body === undefined) return request;
  return {
    ...request,
    headers: { ...request.headers, "content-type": "application/json" },
    body: JSON.stringify(body),
  };
}
