import { exchange } from "../http-kind.ts";
import type { HttpRequest, Provider, ProviderIo, Secrets, SendOutcome } from "../provider.ts";
import { account, elsewhere, failed, template } from "../verdict.ts";
import { readAnswer, readBalance } from "./answer.ts";
import { readInfobipHook } from "./report.ts";
import { announceRequest, balanceRequest, smsRequest, whatsappRequest } from "./request.ts";
import { infobipSecrets, infobipSettings, type InfobipSettings } from "./settings.ts";

/** SMS (interface v3) and WhatsApp templates through Infobip. Reports go to the address put in Infobip's console. */
export const infobip: Provider<InfobipSettings> = {
  kind: "infobip",
  channels: ["sms", "whatsapp"],
  settings: infobipSettings,
  secrets: infobipSecrets,
  fixedText: ["whatsapp"],
  timeoutMs: (settings) => settings.timeout_ms,

  async send(message, settings, secrets, io) {
    if (message.channel === "sms") return post(secrets, io, (apiKey) => smsRequest(message, settings, apiKey));
    const { binding } = message;
    if (binding === null) return failed(template, "no_binding");
    if (!isNumber(settings.from)) return notFromAName;
    return post(secrets, io, (apiKey) => whatsappRequest(message, binding, settings, apiKey));
  },

  async announce({ to, user, binding }, settings, secrets, io) {
    if (!isNumber(settings.from)) return notFromAName;
    return post(secrets, io, (apiKey) => announceRequest(to, user, binding, settings, apiKey));
  },

  async credit(settings, secrets, io) {
    const apiKey = secrets["api_key"];
    return apiKey && settings.prepaid ? readBalance(await io.http(balanceRequest(settings, apiKey))) : null;
  },

  readHook: readInfobipHook,
};

/** WhatsApp is sent from a number; a name serves SMS alone, and goes on doing so. */
const notFromAName = failed(elsewhere, "from_is_no_number");

function isNumber(from: string): boolean {
  return /^\+?\d{5,15}$/.test(from);
}

async function post(secrets: Secrets, io: ProviderIo, request: (apiKey: string) => HttpRequest): Promise<SendOutcome> {
  const apiKey = secrets["api_key"];
  if (!apiKey) return failed(account, "no_api_key");
  return exchange(io, request(apiKey), readAnswer);
}
