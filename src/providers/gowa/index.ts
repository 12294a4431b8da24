import { exchange } from "../http-kind.ts";
import type { Provider } from "../provider.ts";
import { account, failed } from "../verdict.ts";
import { readAnswer, readDevices } from "./answer.ts";
import { readGowaHook } from "./report.ts";
import { devicesRequest, sendRequest } from "./request.ts";
import { gowaSecrets, gowaSettings, type GowaSettings } from "./settings.ts";

/** go-whatsapp-web-multidevice (aldinokemal), run by the operator. Unofficial. */
export const gowa: Provider<GowaSettings> = {
  kind: "gowa",
  unofficial: true,
  channels: ["whatsapp"],
  settings: gowaSettings,
  secrets: gowaSecrets,
  fixedText: [],
  timeoutMs: (settings) => settings.timeout_ms,

  async send(message, settings, secrets, io) {
    const { username, password } = secrets;
    if (!username || !password) return failed(account, "no_login");
    return exchange(io, sendRequest(message, settings, { username, password }), readAnswer);
  },

  async health(settings, secrets, io) {
    const { username, password } = secrets;
    if (!username || !password) return null;
    return readDevices(await io.http(devicesRequest(settings, { username, password })));
  },

  readHook: readGowaHook,
};
