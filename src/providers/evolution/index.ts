import { exchange } from "../http-kind.ts";
import type { Provider } from "../provider.ts";
import { account, failed } from "../verdict.ts";
import { readAnswer, readConnection } from "./answer.ts";
import { readEvolutionHook } from "./report.ts";
import { connectionRequest, sendRequest } from "./request.ts";
import { evolutionSecrets, evolutionSettings, type EvolutionSettings } from "./settings.ts";

/** Evolution API, version 2, run by the operator. Unofficial. */
export const evolution: Provider<EvolutionSettings> = {
  kind: "evolution",
  unofficial: true,
  channels: ["whatsapp"],
  settings: evolutionSettings,
  secrets: evolutionSecrets,
  fixedText: [],
  timeoutMs: (settings) => settings.timeout_ms,

  async send(message, settings, secrets, io) {
    const apiKey = secrets["api_key"];
    if (!apiKey) return failed(account, "no_api_key");
    return exchange(io, sendRequest(message, settings, apiKey), readAnswer);
  },

  async health(settings, secrets, io) {
    const apiKey = secrets["api_key"];
    return apiKey ? readConnection(await io.http(connectionRequest(settings, apiKey))) : null;
  },

  readHook: readEvolutionHook,
};
