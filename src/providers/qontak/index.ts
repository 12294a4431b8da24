import { systemClock } from "../../kit/clock.ts";
import { exchange } from "../http-kind.ts";
import {
  RefusedError,
  type HttpRequest,
  type Provider,
  type ProviderIo,
  type Secrets,
  type SendOutcome,
} from "../provider.ts";
import { account, failed, template } from "../verdict.ts";
import { readAnswer } from "./answer.ts";
import { readLog, readQontakHook } from "./report.ts";
import { announceRequest, credentialsFor, logRequest, sendRequest, type Credentials } from "./request.ts";
import { qontakSecrets, qontakSettings, secretsOf, type QontakSettings } from "./settings.ts";
import { qontakTemplates } from "./templates.ts";

/** WhatsApp through Mekari Qontak's direct broadcast. There is no word of ours that Qontak would echo. */
export const qontak: Provider<QontakSettings> = {
  kind: "qontak",
  channels: ["whatsapp"],
  settings: qontakSettings,
  secrets: qontakSecrets,
  fixedText: ["whatsapp"],
  configured: ({ auth }) => schemes[auth],
  timeoutMs: (settings) => settings.timeout_ms,

  async send(message, settings, secrets, io) {
    const { binding } = message;
    if (binding === null) return failed(template, "no_binding");
    return post(settings, secrets, io, (credentials, now) => sendRequest(message, binding, settings, credentials, now));
  },

  async announce({ to, user, binding }, settings, secrets, io) {
    return post(settings, secrets, io, (credentials, now) =>
      announceRequest(to, user, binding, settings, credentials, now),
    );
  },

  pollsPerMinute: (settings) => settings.polls_per_minute,

  async poll(broadcastIds, settings, secrets, io) {
    const credentials = credentialsFor(settings.auth, secrets);
    if (credentials === null) throw new RefusedError("no_credentials");
    // The log is of one broadcast. What became of the others is not lost with one that nobody answers.
    const logs = await Promise.allSettled(
      broadcastIds.map(async (id) => readLog(await io.http(logRequest(id, settings, credentials, systemClock.now())))),
    );
    const refused = logs.find((log) => log.status === "rejected");
    if (refused !== undefined && logs.every((log) => log.status === "rejected")) throw refused.reason;
    return logs.flatMap((log) => (log.status === "fulfilled" ? log.value : []));
  },

  templates: qontakTemplates,

  readHook: readQontakHook,
};

const schemes: Record<QontakSettings["auth"], Provider<QontakSettings>> = {
  bearer: { ...qontak, secrets: secretsOf.bearer },
  hmac: { ...qontak, secrets: secretsOf.hmac },
};

async function post(
  settings: QontakSettings,
  secrets: Secrets,
  io: ProviderIo,
  request: (credentials: Credentials, now: number) => HttpRequest,
): Promise<SendOutcome> {
  const credentials = credentialsFor(settings.auth, secrets);
  if (credentials === null) return failed(account, "no_credentials");
  // Real time, whatever the gateway's clock says: Mekari compares the date with its own.
  return exchange(io, request(credentials, systemClock.now()), readAnswer);
}
