import { addressOf } from "../http-kind.ts";
import type { HttpRequest, RenderedMessage } from "../provider.ts";
import { digits } from "../whatsapp-web.ts";
import type { EvolutionSettings } from "./settings.ts";

/** Version 2. Version 1 wants `textMessage.text`, and each refuses the other's body. */
export function sendRequest(message: RenderedMessage, settings: EvolutionSettings, apiKey: string): HttpRequest {
  return {
    method: "POST",
    url: addressOf(settings.base_url, `/message/sendText/${encodeURIComponent(settings.instance)}`),
    headers: { apikey: apiKey, "content-type": "application/json" },
    body: JSON.stringify({ number: digits(message.to), text: message.text, linkPreview: false }),
  };
}

export function connectionRequest(settings: EvolutionSettings, apiKey: string): HttpRequest {
  return {
    method: "GET",
    url: addressOf(settings.base_url, `/instance/connectionState/${encodeURIComponent(settings.instance)}`),
    headers: { apikey: apiKey },
  };
}
