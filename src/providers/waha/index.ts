import { exchange, transportFailure } from "../http-kind.ts";
import type { Provider, ProviderIo, SendFailure } from "../provider.ts";
import { account, failed, recipient } from "../verdict.ts";
import { isNotOnWhatsApp, readAnswer, readSession } from "./answer.ts";
import { readWahaHook } from "./report.ts";
import { checkRequest, sendRequest, sessionRequest } from "./request.ts";
import { wahaSecrets, wahaSettings, type WahaSettings } from "./settings.ts";

/** WAHA (devlikeapro), run by the operator. Unofficial. */
export const waha: Provider<WahaSettings> = {
  kind: "waha",
  unofficial: true,
  channels: ["whatsapp"],
  settings: wahaSettings,
  secrets: wahaSecrets,
  fixedText: [],
  timeoutMs: (settings) => settings.timeout_ms,

  async send(message, settings, secrets, io) {
    const apiKey = secrets["api_key"];
    if (!apiKey) return failed(account, "no_api_key");
    const refused = settings.check_number ? await checkNumber(message.to, settings, apiKey, io) : null;
    return refused ?? exchange(io, sendRequest(message, settings, apiKey), readAnswer);
  },

  async health(settings, secrets, io) {
    const apiKey = secrets["api_key"];
    return apiKey ? readSession(await io.http(sessionRequest(settings, apiKey))) : null;
  },

  readHook: readWahaHook,
};

/** Null: send it. A check that ends without an answer leaves nothing in doubt, since the code has not left. */
async function checkNumber(
  to: string,
  settings: WahaSettings,
  apiKey: string,
  io: ProviderIo,
): Promise<SendFailure | null> {
  try {
    const answer = await io.http(checkRequest(to, settings, apiKey));
    return isNotOnWhatsApp(answer) ? failed(recipient, "not_on_whatsapp") : null;
  } catch (error) {
    const unanswered = transportFailure(error);
    return unanswered.errorClass === "ambiguous" ? { ...unanswered, errorClass: "transient" } : unanswered;
  }
}
