import type { Announcement, RenderedMessage } from "../provider.ts";
import type { WhatsappSettings } from "./settings.ts";

type TemplateBinding = NonNullable<RenderedMessage["binding"]>;

/** An authentication template, with the code given twice as Meta wants it: for the body, and for the button. */
export function sendBody(message: RenderedMessage, binding: TemplateBinding, settings: WhatsappSettings): object {
  const code = [{ type: "text", text: message.code }];
  const components = [
    { type: "body", parameters: code },
    { type: "button", sub_type: "url", index: "0", parameters: code },
  ];
  return {
    ...templateBody(message.to, binding, components, settings),
    request_id: message.correlation,
    // Echoed in every callback: finds the message when the answer with its id never came.
    custom_args: { attempt: message.correlation },
  };
}

/** A utility template whose one variable is the user's name. Its reports are nobody's, so it names no attempt. */
export function announceBody(announcement: Announcement, settings: WhatsappSettings): object {
  const components = [{ type: "body", parameters: [{ type: "text", text: announcement.user }] }];
  return templateBody(announcement.to, announcement.binding, components, settings);
}

function templateBody(to: string, binding: TemplateBinding, components: object[], settings: WhatsappSettings): object {
  return {
    from: settings.from,
    to: [to.replace(/^\+/, "")],
    // A plain word, where Meta has an object.
    body: { type: "template", template: { name: binding.name, language: binding.language, components } },
  };
}
