import { addressOf } from "../http-kind.ts";
import type { HttpRequest, RenderedMessage } from "../provider.ts";
import { digits } from "../whatsapp-web.ts";
import type { GowaSettings } from "./settings.ts";

export function sendRequest(
  message: RenderedMessage,
  settings: GowaSettings,
  login: { username: string; password: string },
): HttpRequest {
  const basic = Buffer.from(`${login.username}:${login.password}`).toString("base64");
  return {
    method: "POST",
    url: addressOf(settings.base_url, "/send/message"),
    headers: {
      authorization: `Basic ${basic}`,
      "content-type": "application/json",
      ...(settings.device_id === undefined ? {} : { "x-device-id": settings.device_id }),
    },
    body: JSON.stringify({ phone: `${digits(message.to)}@s.whatsapp.net`, message: message.text }),
  };
}
