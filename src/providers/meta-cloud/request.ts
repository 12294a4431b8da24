import { addressOf } from "../http-kind.ts";
import type { Announcement, HttpRequest, RenderedMessage } from "../provider.ts";
import type { MetaSettings } from "./settings.ts";

export type TemplateBinding = NonNullable<RenderedMessage["binding"]>;

/**
 * An authentication template. The code is given twice: for the body, and for the button, which is created as `OTP`
 * but stored, and addressed, as a URL button; without it Meta answers 131008 (Meta's docs, "Authentication templates").
 */
export function sendRequest(
  message: RenderedMessage,
  binding: TemplateBinding,
  settings: MetaSettings,
  accessToken: string,
): HttpRequest {
  const code = [{ type: "text", text: message.code }];
  const components = [
    { type: "body", parameters: code },
    { type: "button", sub_type: "url", index: "0", parameters: code },
  ];
  return templateRequest(message.to, binding, components, message.correlation, settings, accessToken);
}

/** A utility template whose one variable is the user's name. Its reports are nobody's, so it names no attempt. */
export function announceRequest(announcement: Announcement, settings: MetaSettings, accessToken: string): HttpRequest {
  const components = [{ type: "body", parameters: [{ type: "text", text: announcement.user }] }];
  return templateRequest(announcement.to, announcement.binding, components, undefined, settings, accessToken);
}

function templateRequest(
  to: string,
  binding: TemplateBinding,
  components: object[],
  correlation: string | undefined,
  settings: MetaSettings,
  accessToken: string,
): HttpRequest {
  return {
    method: "POST",
    url: addressOf(settings.base_url, `/${settings.api_version}/${settings.phone_number_id}/messages`),
    headers: { authorization: `Bearer ${accessToken}`, "content-type": "application/json" },
    body: JSON.stringify({
      messaging_product: "whatsapp",
      recipient_type: "individual",
      // With its `+`: Meta puts the business number's country code before digits that seem to lack one.
      to,
      type: "template",
      template: { name: binding.name, language: { code: binding.language }, components },
      // Echoed in every status: finds the message when the answer with its id never came.
      biz_opaque_callback_data: correlation,
    }),
  };
}
