import type { Language } from "../kit/language.ts";
import type { Channel } from "../providers/provider.ts";

/** Each channel by the one name it has in the console: in headings, lists, filters and forms. */
export const channelWords: Record<Language, Record<Channel, string>> = {
  id: { whatsapp: "WhatsApp", sms: "SMS", voice: "Telepon", email: "Email" },
  en: { whatsapp: "WhatsApp", sms: "SMS", voice: "Voice call", email: "E-mail" },
};
