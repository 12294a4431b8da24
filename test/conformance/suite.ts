import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { createProviderHttp, type ProviderHttp } from "../../src/delivery/provider-http.ts";
import type {
  HttpAnswer,
  ProviderIo,
  RawHook,
  RenderedMessage,
  Secrets,
  SendOutcome,
} from "../../src/providers/provider.ts";
import { expectNothingHidden, expectOutcome, expectReport } from "./expectations.ts";
import type { ConformingSend, Subject } from "./subject.ts";
import { tally, type Column } from "./table.ts";
import { VendorServer, type Accident, type VendorAnswer } from "./vendor-server.ts";

const usualMessage: RenderedMessage = {
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

/** How long a vendor that never answers is waited for. */
const SHORT_TIMEOUT_MS = 200;

const accidents: Record<Accident, string> = {
  hang: "never answers",
  reset: "resets the connection",
  half_closed: "answers half and leaves",
  garbled: "answers something that is not HTTP",
};

const html = { "content-type": "text/html" };
const page = "<!doctype html><title>Bad Gateway</title><h1>502</h1>";
/** What a vendor says with 200 and means nothing we know: the message may have gone. */
const unreadable: [name: string, answer: VendorAnswer][] = [
  ["an empty 200", { status: 200, body: "" }],
  ["a 200 with an empty object", { status: 200, body: "{}" }],
  ["a 200 with null", { status: 200, body: "null" }],
  ["a 200 with a page", { status: 200, headers: html, body: page }],
];

/** What every kind promises to delivery, whoever its vendor is. */
export function conformance(subject: Subject): void {
  const { provider } = subject;
  const [usualSend] = subject.sends;
  if (usualSend === undefined) throw new Error(`${provider.kind} has no send to test`);

  function guarantee(columns: Column[], name: string, body: () => void | Promise<void>): void {
    it(name, async () => {
      await body();
      tally(provider.kind, columns);
    });
  }

  describe(`kind ${provider.kind}`, () => {
    let vendor: VendorServer;
    let http: ProviderHttp;
    beforeEach(async () => {
      vendor = await subject.vendor().listen();
      http = createProviderHttp({ allowPrivate: ["127.0.0.0/8"] });
    });
    afterEach(async () => {
      await http.close();
      await vendor.close();
    });

    const settingsOf = (changed: Record<string, unknown> = {}, baseUrl = vendor.url): unknown =>
      provider.settings.parse({ ...subject.settings(baseUrl), ...changed });
    const secretsOf = (changed: Record<string, string> = {}): Secrets =>
      provider.secrets.parse({ ...subject.secrets, ...changed }) as Secrets;

    async function send(
      { message, settings }: Pick<ConformingSend, "message" | "settings"> = usualSend as ConformingSend,
      changed: { message?: Partial<RenderedMessage>; settings?: Record<string, unknown>; secrets?: Secrets } = {},
    ): Promise<SendOutcome> {
      const parsed = settingsOf({ ...settings, ...changed.settings });
      const asked: RenderedMessage = { ...usualMessage, ...message, ...changed.message };
      const secrets = changed.secrets ?? secretsOf();
      const outcome = await provider.send(asked, parsed, secrets, ioOver(http, provider.timeoutMs(parsed)));
      expectOutcome(outcome);
      expectNothingHidden(outcome, subject.secrets, asked);
      return outcome;
    }

    function read(hook: RawHook, changed: { settings?: Record<string, unknown>; secrets?: Record<string, string> }) {
      if (provider.readHook === undefined) return expect.unreachable("the kind reads no hooks");
      return provider.readHook(hook, settingsOf(changed.settings), secretsOf(changed.secrets));
    }

    describe("its settings", () => {
      guarantee([], "are read, with the vendor's address, and no others", () => {
        expect(provider.timeoutMs(settingsOf({ timeout_ms: 1234 }))).toBe(1234);
        expect(provider.settings.safeParse({ ...subject.settings(vendor.url), colour: "blue" }).success).toBe(false);
        expect(provider.settings.safeParse(subject.settings("ftp://files.example")).success).toBe(false);
        expect(provider.secrets.safeParse({ ...subject.secrets, colour: "blue" }).success).toBe(false);
      });

      guarantee([], "and secrets say what they are, to the console and to the API", () => {
        for (const schema of [provider.settings, provider.secrets]) {
          const { properties = {} } = z.toJSONSchema(schema, { io: "input" });
          for (const [name, property] of Object.entries(properties))
            expect(property, name).toMatchObject({ description: expect.stringMatching(/./) as string });
        }
      });

      guarantee([], "name channels that are all tested", () => {
        expect(provider.kind).toMatch(/^[a-z][a-z0-9-]*$/);
        expect(new Set(subject.sends.map(({ message }) => message.channel))).toEqual(new Set(provider.channels));
        expect(provider.channels).toEqual(expect.arrayContaining([...provider.fixedText]));
      });
    });

    describe("a send", () => {
      for (const wanted of subject.sends) {
        guarantee(["send"], `of ${wanted.name} is accepted`, async () => {
          const outcome = await send(wanted);
          wanted.check(vendor.requests);
          if (!outcome.ok) return expect.unreachable(`refused with ${outcome.providerCode}`);
          if (typeof wanted.providerMessageId === "string")
            expect(outcome.providerMessageId).toBe(wanted.providerMessageId);
          else expect(outcome.providerMessageId).toMatch(wanted.providerMessageId);
        });
      }

      guarantee(["send"], "takes an address with a last slash", async () => {
        expect(await send(usualSend, { settings: subject.settings(`${vendor.url}/`) })).toMatchObject({ ok: true });
      });

      for (const channel of provider.fixedText) {
        guarantee(["template"], `on ${channel} without a binding makes no request`, async () => {
          const bound = subject.sends.find(({ message }) => message.channel === channel);
          const outcome = await send(bound, { message: { binding: null } });
          expect(outcome).toMatchObject({ ok: false, errorClass: "rejected", scope: "template" });
          expect(vendor.requests).toEqual([]);
        });
      }

      if (!provider.secrets.safeParse({}).success) {
        guarantee(["send"], "without secrets makes no request", async () => {
          const outcome = await send(usualSend, { secrets: {} });
          expect(outcome).toMatchObject({ ok: false, errorClass: "credentials", scope: "provider" });
          expect(vendor.requests).toEqual([]);
        });
      }
    });

    describe("an error", () => {
      for (const { name, answer, outcome } of subject.errors) {
        const columns: Column[] = outcome.scope === "template" ? ["errors", "template"] : ["errors"];
        guarantee(columns, `like ${name} is ${outcome.errorClass}/${outcome.scope}`, async () => {
          vendor.next(...(subject.before ?? []), answer);
          expect(await send()).toMatchObject({ ok: false, ...outcome });
        });
      }
    });

    describe("a vendor that", () => {
      for (const [accident, words] of Object.entries(accidents) as [Accident, string][]) {
        const expected = { errorClass: "ambiguous", scope: "provider", ...subject.accidents?.[accident] };
        guarantee(["errors"], `${words} leaves the message ${expected.errorClass}`, async () => {
          vendor.next(...(subject.before ?? []), accident);
          const settings = accident === "hang" ? { timeout_ms: SHORT_TIMEOUT_MS } : {};
          expect(await send(usualSend, { settings })).toMatchObject({ ok: false, ...expected });
        });
      }

      guarantee(["errors"], "refuses the connection leaves the message transient", async () => {
        await vendor.close();
        const refused = { ok: false, errorClass: "transient", scope: "provider", providerCode: "refused" };
        expect(await send()).toMatchObject(refused);
      });
    });

    describe("an answer that nobody understands,", () => {
      for (const [name, answer] of unreadable) {
        guarantee(["errors"], `like ${name}, may have been sent`, async () => {
          vendor.next(...(subject.before ?? []), answer);
          expect(await send()).toMatchObject({ ok: false, errorClass: "ambiguous" });
        });
      }

      guarantee(["errors"], "like a gateway's page, is not accepted", async () => {
        vendor.next(...(subject.before ?? []), { status: 502, headers: html, body: page });
        expect(await send()).toMatchObject({ ok: false, scope: "provider" });
      });

      guarantee(["errors"], "like a redirect, is neither followed nor accepted", async () => {
        const before = subject.before ?? [];
        vendor.next(...before, { status: 307, headers: { location: `${vendor.url}/elsewhere` }, body: "" });
        expect(await send()).toMatchObject({ ok: false });
        expect(vendor.requests).toHaveLength(before.length + 1);
      });

      guarantee(["errors"], "whatever it is, is an outcome and never accepted", async () => {
        const settings = settingsOf(usualSend.settings);
        const message: RenderedMessage = { ...usualMessage, ...usualSend.message };
        const answers = fc.record({
          status: fc.integer({ min: 200, max: 599 }),
          headers: fc.dictionary(fc.constantFrom("retry-after", "date", "location"), fc.string(), {
            noNullPrototype: true,
          }),
          text: fc.oneof(fc.string(), fc.json()),
        });
        await fc.assert(
          fc.asyncProperty(answers, async (answer) => {
            const outcome = await provider.send(message, settings, secretsOf(), ioSaying(answer));
            expectOutcome(outcome);
            expect(outcome.ok).toBe(false);
          }),
        );
      });
    });

    describe("a report", () => {
      for (const { name, hook, content, ...changed } of subject.reports) {
        const columns: Column[] = content.templates === undefined ? ["reports"] : ["reports", "template"];
        guarantee(columns, `like ${name} is read, and read the same again`, () => {
          const first = read(hook, changed);
          expect(first).toMatchObject({ ok: true, ...content });
          if (!first.ok) return;
          expect(read(hook, changed)).toEqual(first);
          expect(first.answer.status).toBeGreaterThanOrEqual(200);
          expect(first.answer.status).toBeLessThan(300);
          for (const report of first.reports) expectReport(report);
          expectNothingHidden(
            [first.reports, first.templates],
            { ...subject.secrets, ...changed.secrets },
            usualMessage,
          );
        });

        guarantee(["signature"], `like ${name} is refused while no secret is set`, () => {
          expect(provider.readHook?.(hook, settingsOf(changed.settings), {})).toMatchObject({ ok: false });
        });
      }

      for (const { name, hook, ...changed } of subject.forged) {
        guarantee(["signature"], `with ${name} is refused`, () => {
          const content = read(hook, changed);
          if (content.ok) return expect.unreachable("the forged hook was believed");
          expect(content.why).not.toBe("");
          expectNothingHidden(content, { ...subject.secrets, ...changed.secrets }, usualMessage);
        });
      }

      const [known] = subject.reports;
      if (known !== undefined) {
        guarantee(["reports"], "never throws, whatever it holds", () => {
          const bodies = fc.oneof(
            fc.uint8Array({ maxLength: 400 }),
            fc.json().map((text) => Buffer.from(text)),
            fc.webQueryParameters().map((text) => Buffer.from(text)),
          );
          const methods = fc.constantFrom("GET", "POST", "PUT");
          const values = fc.dictionary(fc.constantFrom(...Object.keys(known.hook.headers), "x-other"), fc.string(), {
            noNullPrototype: true,
          });
          fc.assert(
            fc.property(bodies, methods, fc.option(values), fc.webQueryParameters(), (body, method, headers, query) => {
              const hook = { ...known.hook, body, method, query: new URLSearchParams(query) };
              const content = read(headers === null ? hook : { ...hook, headers }, known);
              if (!content.ok) expectNothingHidden(content, subject.secrets, usualMessage);
            }),
          );
        });
      }
    });

    describe("its credit", () => {
      const { balance } = subject;
      if (balance === undefined) {
        guarantee([], "cannot be asked for", () => expect("credit" in provider).toBe(false));
        return;
      }

      const credit = () => {
        const settings = settingsOf();
        return provider.credit?.(settings, secretsOf(), ioOver(http, provider.timeoutMs(settings)));
      };
      guarantee(["balance"], "is what the vendor says", async () => {
        vendor.next(...(subject.before ?? []), balance.answer);
        expect(await credit()).toEqual({ amount: balance.amount, currency: balance.currency });
      });

      for (const [name, answer] of [
        ...unreadable,
        ["a gateway's page", { status: 502, headers: html, body: page }],
      ] as const) {
        guarantee(["balance"], `is unknown after ${name}`, async () => {
          vendor.next(...(subject.before ?? []), answer);
          expect(await credit()).toBeNull();
        });
      }

      guarantee(["balance"], "is a transport error when nobody answers", async () => {
        await vendor.close();
        await expect(credit()).rejects.toThrow("refused");
      });
    });
  });
}

/** What delivery lends, without the waiting. */
function ioOver(http: ProviderHttp, timeoutMs: number): ProviderIo {
  const signal = AbortSignal.timeout(timeoutMs);
  return lend((request) => http.request(request, { signal }));
}

function ioSaying(answer: HttpAnswer): ProviderIo {
  return lend(() => Promise.resolve(answer));
}

function lend(http: ProviderIo["http"]): ProviderIo {
  return { http, sleep: () => Promise.resolve(), inbox: { put: () => Promise.resolve() } };
}
