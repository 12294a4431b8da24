import { addressOf } from "../http-kind.ts";
import type { HttpRequest, RenderedMessage } from "../provider.ts";
import { digits } from "../whatsapp-web.ts";
import type { WahaSettings } from "./settings.ts";

/** Never the GET variant of `sendText`, which would leave the code in WAHA's access log. */
export function sendRequest(message: RenderedMessage, settings: WahaSettings, apiKey: string): HttpRequest {
  return {
    method: "POST",
    url: addressOf(settings.base_url, "/api/sendText"),
    headers: { "x-api-key": apiKey, "content-type": "application/json" },
    body: JSON.stringify({ session: settings.session, chatId: `${digits(message.to)}@c.us`, text: message.text }),
  };
}

export function checkRequest(to: string, settings: WahaSettings, apiKey: string): HttpRequest {
  const query = new URLSearchParams({ phone: digits(to), session: settings.session });
  return {
    method: "GET",
    url: addressOf(settings.base_url, `/api/contacts/check-exists?${query.toString()}`),
    headers: { "x-api-key": apiKey },
  };
}

export function sessionRequest(settings: WahaSettings, apiKey: string): HttpRequest {
  return {
    method: "GET",
    url: addressOf(settings.base_url, `/api/sessions/${settings.session}`),
    headers: { "x-api-key": apiKey },
  };
}
