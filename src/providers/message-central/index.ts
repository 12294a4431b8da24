import { systemClock } from "../../kit/clock.ts";
import { transportFailure } from "../http-kind.ts";
import {
  TransportError,
  type HttpAnswer,
  type HttpRequest,
  type Provider,
  type ProviderIo,
  type Secrets,
  type SendFailure,
} from "../provider.ts";
import { account, elsewhere, failed } from "../verdict.ts";
import { isTokenRefused, readChecked, readSent } from "./answer.ts";
import { checkRequest, destinationOf, sendRequest } from "./request.ts";
import { messageCentralSecrets, messageCentralSettings, type MessageCentralSettings } from "./settings.ts";
import { Tokens } from "./token.ts";

const tokens = new Tokens();

/** Message Central's VerifyNow. It makes the code, words the message, and says of a code whether it is the right one. */
export const messageCentral: Provider<MessageCentralSettings> = {
  kind: "message-central",
  channels: ["sms", "whatsapp"],
  settings: messageCentralSettings,
  secrets: messageCentralSecrets,
  fixedText: [],
  vendorWords: ["sms", "whatsapp"],
  codeLengths: { min: 4, max: 8 },
  timeoutMs: (settings) => settings.timeout_ms,

  async send(message, settings, secrets, io) {
    const destination = destinationOf(message);
    if (destination === null) return failed(elsewhere, "not_a_number");
    const digits = message.code.length;
    try {
      const answer = await authorized(settings, secrets, io, (token) =>
        sendRequest(destination, digits, settings, token),
      );
      return "errorClass" in answer ? answer : readSent(answer);
    } catch (error) {
      return transportFailure(error);
    }
  },

  async check(reference, code, settings, secrets, io) {
    let answer: HttpAnswer | SendFailure;
    try {
      answer = await authorized(settings, secrets, io, (token) =>
        checkRequest("GET", reference, code, settings, token),
      );
      if ("status" in answer && answer.status === 405) {
        answer = await authorized(settings, secrets, io, (token) =>
          checkRequest("POST", reference, code, settings, token),
        );
      }
    } catch (error) {
      if (!(error instanceof TransportError)) throw error;
      return { said: "nothing", sent: error.sent, providerCode: error.reason };
    }
    if ("errorClass" in answer) return { said: "nothing", sent: false, providerCode: answer.providerCode };
    return readChecked(answer, reference);
  },
};

/** With a token; a new one, once, when they no longer take the old. Throws `TransportError` of the request itself. */
async function authorized(
  settings: MessageCentralSettings,
  secrets: Secrets,
  io: ProviderIo,
  request: (token: string) => HttpRequest,
): Promise<HttpAnswer | SendFailure> {
  for (let renewed = false; ; renewed = true) {
    // Real time, whatever the gateway's clock says: the token's own life is measured by the vendor's.
    const token = await tokens.get(settings, secrets, io, systemClock.now());
    if (!token.ok) return token;
    const answer = await io.http(request(token.value));
    if (!isTokenRefused(answer)) return answer;
    await tokens.forget(settings, secrets, token);
    if (renewed) return failed(account, "token_refused");
  }
}
