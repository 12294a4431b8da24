import { addressOf } from "../http-kind.ts";
import type { HttpRequest, RenderedMessage } from "../provider.ts";
import { digits } from "../whatsapp-web.ts";
import type { GowaSettings } from "./settings.ts";

interface Login {
  username: string;
  password: string;
}

export function sendRequest(message: RenderedMessage, settings: GowaSettings, login: Login): HttpRequest {
  return {
    method: "POST",
    url: addressOf(settings.base_url, "/send/message"),
    headers: { ...headers(settings, login), "content-type": "application/json" },
    body: JSON.stringify({ phone: `${digits(message.to)}@s.whatsapp.net`, message: message.text }),
  };
}

export function devicesRequest(settings: GowaSettings, login: Login): HttpRequest {
  return { method: "GET", url: addressOf(settings.base_url, "/app/devices"), headers: headers(settings, login) };
}

function headers(settings: GowaSettings, { username, password }: Login): Record<string, string> {
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
  return settings.device_id === undefined ? { authorization } : { authorization, "x-device-id": settings.device_id };
}
