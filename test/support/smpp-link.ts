import { afterEach, beforeEach, expect, vi } from "vitest";
import { createProviderSockets, type ProviderSockets } from "../../src/delivery/provider-sockets.ts";
import type { Link, LinkReport, Opened, RenderedMessage, SendOutcome } from "../../src/providers/provider.ts";
import { smpp } from "../../src/providers/smpp/index.ts";
import { certificate } from "./certificate.ts";
import { secrets, Smsc } from "./smsc.ts";

export const message: RenderedMessage = {
  channel: "sms",
  to: "+6281100000001",
  code: "481516",
  text: "Kode ERP Anda 481516. Jangan berikan kepada siapa pun.",
  user: null,
  locale: "id",
  ttlSeconds: 300,
  binding: null,
  correlation: "att_1",
  tryNumber: 1,
};

/** An SMSC and the links to it, for each test of the file that makes it. */
export class LinkRig {
  reports: LinkReport[] = [];
  /** What keeping a report comes to. */
  keep: () => Promise<void> = () => Promise.resolve();
  #smsc: Smsc | undefined;
  #sockets: ProviderSockets | undefined;

  constructor() {
    beforeEach(async () => {
      // The sign of life comes when a test says so; sockets and time-outs go on as ever.
      vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
      this.#smsc = await new Smsc().listen();
      this.#sockets = createProviderSockets({ allowPrivate: ["127.0.0.0/8"], ca: certificate.cert });
      this.reports = [];
      this.keep = () => Promise.resolve();
    });
    afterEach(async () => {
      vi.useRealTimers();
      this.#sockets?.close();
      await this.#smsc?.close();
    });
  }

  get smsc(): Smsc {
    return this.#smsc ?? expect.unreachable("the SMSC runs only while a test does");
  }

  async open(given: object = {}, signal: AbortSignal = new AbortController().signal): Promise<Opened> {
    const address = { host: "127.0.0.1", port: this.smsc.port };
    const settings = smpp.settings.parse({ ...address, source_addr: "ERPANDA", ...given });
    const sockets = this.#sockets ?? expect.unreachable("there are sockets only while a test runs");
    const opened = smpp.open?.(settings, secrets, {
      signal,
      connect: (target) => sockets.connect(target, { signal }),
      report: (report) => {
        this.reports.push(report);
        return this.keep();
      },
    });
    return opened ?? expect.unreachable("the kind keeps a connection");
  }

  async bound(given?: object): Promise<Link> {
    const opened = await this.open(given);
    return opened.ok ? opened.link : expect.unreachable(`no bind: ${opened.providerCode}`);
  }
}

export function send(link: Link, changed: Partial<RenderedMessage> = {}, timeoutMs = 5000): Promise<SendOutcome> {
  return link.send({ ...message, ...changed }, AbortSignal.timeout(timeoutMs));
}
