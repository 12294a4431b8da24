import type { Language } from "../kit/language.ts";

const names: Record<string, Record<Language, string>> = {
  whatsapp: { en: "WhatsApp", id: "WhatsApp" },
  sms: { en: "SMS", id: "SMS" },
  voice: { en: "voice", id: "telepon" },
  email: { en: "e-mail", id: "email" },
};

/** Pure: a channel as people call it. */
export function channelName(channel: string, language: Language): string {
  return names[channel]?.[language] ?? channel;
}

/** Pure: both languages' name of it. */
export function channelNames(channel: string): Record<Language, string> {
  return { en: channelName(channel, "en"), id: channelName(channel, "id") };
}
