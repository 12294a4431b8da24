import { afterEach, beforeEach, expect, it } from "vitest";
import { createProviderHttp, type ProviderHttp } from "../../src/delivery/provider-http.ts";
import { createProviderSockets, type ProviderSockets } from "../../src/delivery/provider-sockets.ts";
import { connectUntil } from "../../src/delivery/try-send.ts";
import type {
  HookContent,
  ProviderIo,
  RawHook,
  RenderedMessage,
  Secrets,
  SendOutcome,
} from "../../src/providers/provider.ts";
import { certificate } from "../support/certificate.ts";
import { lend } from "../support/provider-io.ts";
import { expectNothingHidden, expectOutcome } from "./expectations.ts";
import type { ConformingSend, Subject } from "./subject.ts";
import { tally, type Column } from "./table.ts";
import type { Vendor, VendorAnswer } from "./vendor-server.ts";

export const usualMessage: RenderedMessage = {
  channel: "sms",
  to: "+6281100000001",
  code: "481516",
  text: "Demo: kode OTP Anda 481516, berlaku 5 menit. Jangan berikan kepada siapa pun.",
  user: null,
  locale: "id",
  ttlSeconds: 300,
  binding: null,
  correlation: "att_AZtvUsMQfnWCyDQVGKfB0QAZtvUsMQfnWCyDQVGKfB0g_1",
  tryNumber: 1,
};

const html = { "content-type": "text/html" };
const page = "<!doctype html><title>Bad Gateway</title><h1>502</h1>";
export const badGateway: VendorAnswer = { status: 502, headers: html, body: page };
/** What a vendor says with 200 and means nothing we know: the message may have gone. */
export const unreadable: [name: string, answer: VendorAnswer][] = [
  ["an empty 200", { status: 200, body: "" }],
  ["a 200 with an empty object", { status: 200, body: "{}" }],
  ["a 200 with null", { status: 200, body: "null" }],
  ["a 200 with a page", { status: 200, headers: html, body: page }],
];

interface Changes {
  settings?: Record<string, unknown>;
  secrets?: Record<string, string>;
}

/** One kind and its vendor, for the tests of the `describe` that it is made in. */
export class Rig {
  readonly subject: Subject;
  readonly #name: string;
  #vendor: Vendor | undefined;
  #http: ProviderHttp | undefined;
  #sockets: ProviderSockets | undefined;

  constructor(subject: Subject) {
    this.subject = subject;
    this.#name = nameOf(subject);
    beforeEach(async () => {
      this.#vendor = await subject.vendor().listen();
      this.#http = createProviderHttp({ allowPrivate: ["127.0.0.0/8"] });
      this.#sockets = createProviderSockets({ allowPrivate: ["127.0.0.0/8"], ca: certificate.cert });
    });
    afterEach(async () => {
      await this.#http?.close();
      this.#sockets?.close();
      await this.#vendor?.close();
    });
  }

  /** A test, counted in the table's columns when it held. */
  guarantee(columns: Column[], name: string, body: () => void | Promise<void>): void {
    it(name, async () => {
      await body();
      tally(this.#name, columns);
    });
  }

  get vendor(): Vendor {
    return this.#vendor ?? expect.unreachable("the vendor runs only while a test does");
  }

  get overHttp(): boolean {
    return this.subject.speaks === undefined;
  }

  get usualSend(): ConformingSend {
    return this.subject.sends[0] ?? expect.unreachable("the subject has no send");
  }

  settings(changed: Record<string, unknown> = {}): unknown {
    return this.subject.provider.settings.parse({ ...this.subject.settings(this.vendor.url), ...changed });
  }

  secrets(changed: Record<string, string> = {}): Secrets {
    return this.subject.provider.secrets.parse({ ...this.subject.secrets, ...changed }) as Secrets;
  }

  /** What delivery lends, without the waiting. */
  io(settings: unknown): ProviderIo {
    const signal = AbortSignal.timeout(this.subject.provider.timeoutMs(settings));
    const http = this.#http ?? expect.unreachable("there is HTTP only while a test runs");
    const sockets = this.#sockets ?? expect.unreachable("there are sockets only while a test runs");
    return lend({
      http: (request) => http.request(request, { signal }),
      connect: (target) => connectUntil(signal, target, (...asked) => sockets.connect(...asked)),
    });
  }

  async send(
    changed: Omit<Changes, "secrets"> & { message?: Partial<RenderedMessage>; secrets?: Secrets } = {},
    wanted: ConformingSend = this.usualSend,
  ): Promise<SendOutcome> {
    const { provider } = this.subject;
    const settings = this.settings({ ...wanted.settings, ...changed.settings });
    const message: RenderedMessage = { ...usualMessage, ...wanted.message, ...changed.message };
    const outcome = await provider.send(message, settings, changed.secrets ?? this.secrets(), this.io(settings));
    expectOutcome(outcome);
    expectNothingHidden(outcome, this.subject.secrets, message);
    return outcome;
  }

  read(hook: RawHook, changed: Changes): HookContent {
    const { provider } = this.subject;
    if (provider.readHook === undefined) return expect.unreachable("the kind reads no hooks");
    return provider.readHook(hook, this.settings(changed.settings), this.secrets(changed.secrets));
  }
}

export function nameOf({ name, provider }: Subject): string {
  return name ?? provider.kind;
}
