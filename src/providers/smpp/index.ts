import type { LinkIo, Provider } from "../provider.ts";
import { openLink } from "./link.ts";
import { segmentsOf } from "./segments.ts";
import { smppSecrets, smppSettings, type SmppSettings } from "./settings.ts";

/** An SMSC, or an aggregator that speaks like one: SMPP 3.4, over a connection that is kept. */
export const smpp: Provider<SmppSettings> = {
  kind: "smpp",
  channels: ["sms"],
  settings: smppSettings,
  secrets: smppSecrets,
  fixedText: [],
  segmentsOf: (text, { data_coding }) => segmentsOf(text, data_coding),
  timeoutMs: (settings) => settings.timeout_ms,

  async send(message, settings, secrets, io) {
    const signal = AbortSignal.timeout(settings.timeout_ms);
    const opened = await openLink(settings, secrets, {
      connect: (target) => io.connect(target),
      signal,
      report: notHere,
    });
    if (!opened.ok) return opened;
    const outcome = await opened.link.send(message, signal);
    await opened.link.close();
    return outcome;
  },

  open: openLink,
};

/** Receipts of others that come to a test's connection: the SMSC is asked to bring them again, to the kept one. */
const notHere: LinkIo["report"] = () => Promise.reject(new Error("no reports are taken here"));
