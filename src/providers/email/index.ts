import type { Socket } from "node:net";
import { isEmailAddress } from "../../kit/email-address.ts";
import { transportFailure } from "../http-kind.ts";
import type { Provider } from "../provider.ts";
import { failed, recipient } from "../verdict.ts";
import { compose } from "./compose.ts";
import { handOver } from "./hand-over.ts";
import { emailSecrets, emailSettings, type EmailSettings } from "./settings.ts";

/** E-mail through an SMTP relay, which takes a message or refuses it and reports nothing afterwards. */
export const email: Provider<EmailSettings> = {
  kind: "email",
  channels: ["email"],
  settings: emailSettings,
  secrets: emailSecrets,
  fixedText: [],
  timeoutMs: (settings) => settings.timeout_ms,

  async send(message, settings, secrets, io) {
    if (!isEmailAddress(message.to)) return failed(recipient, "no_address");
    const letter = await compose(message, settings.from);
    const { host, port, tls } = settings;
    let socket: Socket;
    try {
      socket = await io.connect({ host, port, tls });
    } catch (error) {
      return transportFailure(error);
    }
    const failure = await handOver(letter, settings, secrets, socket);
    return failure ?? { ok: true, providerMessageId: letter.messageId };
  },
};
