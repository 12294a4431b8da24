import { createHmac } from "node:crypto";
import { addressOf } from "../http-kind.ts";
import type { HttpRequest, RenderedMessage, Secrets } from "../provider.ts";
import type { QontakSettings } from "./settings.ts";

export type TemplateBinding = NonNullable<RenderedMessage["binding"]>;

/** What proves who calls: the headers for one request. */
export type Credentials = { accessToken: string } | { clientId: string; clientSecret: string };

/** Qontak wants a name and shows it in its contacts. It needs none of ours. */
const NEUTRAL_NAME = "Pelanggan";

/** An authentication template. As with Meta, the code is given twice: for the body, and for the copy-code button. */
export function sendRequest(
  message: RenderedMessage,
  binding: TemplateBinding,
  settings: QontakSettings,
  credentials: Credentials,
  now: number,
): HttpRequest {
  const parameters = {
    body: [{ key: "1", value: "otp", value_text: message.code }],
    buttons: [{ index: "0", type: "url", value: message.code }],
  };
  return broadcast(message.to, binding, parameters, settings, credentials, now);
}

/** A utility template whose one variable is the user's name. */
export function announceRequest(
  to: string,
  user: string,
  binding: TemplateBinding,
  settings: QontakSettings,
  credentials: Credentials,
  now: number,
): HttpRequest {
  const parameters = { body: [{ key: "1", value: "user", value_text: user }] };
  return broadcast(to, binding, parameters, settings, credentials, now);
}

function broadcast(
  to: string,
  binding: TemplateBinding,
  parameters: object,
  settings: QontakSettings,
  credentials: Credentials,
  now: number,
): HttpRequest {
  const body = {
    to_name: NEUTRAL_NAME,
    to_number: to.replace(/^\+/, ""),
    // A template goes by its UUID here; the language must be that template's.
    message_template_id: binding.name,
    channel_integration_id: settings.channel_integration_id,
    language: { code: binding.language },
    parameters,
  };
  return signedRequest("POST", "/broadcasts/whatsapp/direct", body, settings, credentials, now);
}

/** What the log has on one broadcast. */
export function logRequest(
  broadcastId: string,
  settings: QontakSettings,
  credentials: Credentials,
  now: number,
): HttpRequest {
  const path = `/broadcasts/${encodeURIComponent(broadcastId)}/whatsapp/log`;
  return signedRequest("GET", path, undefined, settings, credentials, now);
}

/** Any call of theirs, with the proof that belongs to it. */
export function signedRequest(
  method: "GET" | "POST",
  path: string,
  body: object | undefined,
  settings: QontakSettings,
  credentials: Credentials,
  now: number,
): HttpRequest {
  const url = addressOf(settings.base_url, path);
  const { pathname, search } = new URL(url);
  // Their own client signs the query decoded.
  const headers = proof(credentials, method, pathname + decodeURIComponent(search), now);
  if (body === undefined) return { method, url, headers };
  return { method, url, headers: { ...headers, "content-type": "application/json" }, body: JSON.stringify(body) };
}

/** Null when a part of it is missing. */
export function credentialsFor(auth: QontakSettings["auth"], secrets: Secrets): Credentials | null {
  const { access_token: accessToken, client_id: clientId, client_secret: clientSecret } = secrets;
  if (auth === "bearer") return accessToken ? { accessToken } : null;
  return clientId && clientSecret ? { clientId, clientSecret } : null;
}

function proof(credentials: Credentials, method: string, path: string, now: number): Record<string, string> {
  if ("accessToken" in credentials) return { authorization: `Bearer ${credentials.accessToken}` };
  const date = new Date(now).toUTCString();
  const signature = sign(credentials.clientSecret, date, method, path);
  const parts = [
    `username="${credentials.clientId}"`,
    'algorithm="hmac-sha256"',
    'headers="date request-line"',
    `signature="${signature}"`,
  ];
  return { date, authorization: `hmac ${parts.join(", ")}` };
}

/** Mekari's HMAC: over the date and the request line, not over the body. */
export function sign(clientSecret: string, date: string, method: string, path: string): string {
  return createHmac("sha256", clientSecret).update(`date: ${date}\n${method} ${path} HTTP/1.1`).digest("base64");
}
