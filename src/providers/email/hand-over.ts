import type { Socket } from "node:net";
import { Readable } from "node:stream";
import SMTPConnection from "nodemailer/lib/smtp-connection";
import { isLoopback } from "../../kit/address.ts";
import { transportFailure } from "../http-kind.ts";
import { TransportError, type Secrets, type SendFailure } from "../provider.ts";
import { enhancedCode, readReply, type Stage } from "./answer.ts";
import type { Letter } from "./compose.ts";
import { domainOf } from "./mailbox.ts";
import type { EmailSettings } from "./settings.ts";

/** Replies longer than this are no relay's. */
const MAX_REPLY_BYTES = 64 * 1024;

/**
 * Hands a letter to a relay over a connection of its own; null when the relay took it. Refused or broken off before the
 * content, nobody was reached. Once the content leaves, which is one short write, only the relay's answer tells.
 */
export async function handOver(
  letter: Letter,
  settings: EmailSettings,
  { username, password }: Secrets,
  socket: Socket,
): Promise<SendFailure | null> {
  let leaving = false;
  const content = Readable.from(
    (function* () {
      leaving = true;
      yield letter.content;
    })(),
  );
  const login = username !== undefined && password !== undefined ? { user: username, pass: password } : null;
  const smtp = new SMTPConnection({
    connection: socket,
    host: settings.host,
    port: settings.port,
    secure: settings.tls,
    secured: settings.tls,
    name: domainOf(letter.from),
    maxResponseSize: MAX_REPLY_BYTES,
    ...startTls(socket.remoteAddress ?? "", login !== null),
  });
  const broken = new Promise<never>((_, reject) => {
    // For as long as there is a connection: it may also break once nobody waits any more.
    smtp.on("error", reject);
    socket.once("close", () => reject(new TransportError("reset", leaving)));
  });
  const done = (step: (callback: (error?: Error | null) => void) => void): Promise<unknown> =>
    Promise.race([
      broken,
      new Promise<void>((resolve, reject) => step((error) => (error ? reject(error) : resolve()))),
    ]);

  try {
    await done((callback) => smtp.connect(callback));
    if (login !== null) await done((callback) => smtp.login(login, callback));
    await done((callback) => smtp.send({ from: letter.from, to: letter.to }, content, callback));
    return null;
  } catch (error) {
    return readRefusal(error, leaving) ?? transportFailure(broke(error, leaving, socket, smtp.upgrading === true));
  } finally {
    smtp.quit();
  }
}

/**
 * A relay on this machine is reached without a network: nobody stands between, and its certificate mostly proves
 * nothing. Any other must prove its name, and is told no password in clear.
 */
export function startTls(remoteAddress: string, login: boolean): { requireTLS: boolean; tls: object } {
  const local = isLoopback(remoteAddress);
  return { requireTLS: login && !local, tls: { rejectUnauthorized: !local } };
}

/** A reply, when there was one. Its text stays here: relays repeat the address in it. */
function readRefusal(error: unknown, leaving: boolean): SendFailure | null {
  if (!isSmtpError(error) || error.response === undefined || error.responseCode === undefined) return null;
  const stage = stageOf(error);
  return readReply({
    stage: stage === "opening" && leaving ? "content" : stage,
    code: error.responseCode,
    enhanced: enhancedCode(error.response),
  });
}

function stageOf({ command = "", code }: SmtpError): Stage {
  if (command.startsWith("AUTH")) return "login";
  if (command === "STARTTLS") return "starttls";
  if (command === "MAIL FROM") return "sender";
  if (command === "RCPT TO") return "recipient";
  if (command === "DATA") return code === "EMESSAGE" ? "content" : "data";
  return "opening";
}

/** Why there was no reply. A bug of ours is none of these, and stays loud. */
function broke(error: unknown, leaving: boolean, socket: Socket, upgrading: boolean): unknown {
  if (!isSmtpError(error) && !(error instanceof TransportError)) return error;
  const { errored } = socket;
  if (errored instanceof TransportError) return new TransportError(errored.reason, leaving);
  if (upgrading) return new TransportError("tls", leaving, { cause: error });
  const garbled = isSmtpError(error) && error.code === "EPROTOCOL";
  return new TransportError(garbled ? "garbled" : "reset", leaving);
}

type SmtpError = Error & { code: string; command?: string; response?: string; responseCode?: number };

/** Of nodemailer, which puts a code of its own on every error. */
function isSmtpError(error: unknown): error is SmtpError {
  return error instanceof Error && "code" in error && typeof error.code === "string" && /^E[A-Z]+$/.test(error.code);
}
