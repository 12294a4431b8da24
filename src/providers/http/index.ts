import { z } from "zod";
import { transportFailure } from "../http-kind.ts";
import {
  channels,
  type Channel,
  type Credit,
  type HttpAnswer,
  type Provider,
  type RenderedMessage,
  type Secrets,
  type SendFailure,
} from "../provider.ts";
import { privateOf, readAnswer } from "./answer.ts";
import { readBalance } from "./balance.ts";
import type { Description } from "./description.ts";
import { readHook } from "./report.ts";
import { renderRequest, requestOn, Unsendable } from "./request.ts";
import { descriptionOf, httpSettings, secretsOf, type HttpSettings } from "./settings.ts";
import {
  accountValues,
  countryOf,
  messageValues,
  placeholders,
  type MessageVariable,
  type Values,
} from "./variables.ts";

/**
 * A vendor that a description knows and we don't. The kind is whole only with its settings: `configured` gives it the
 * channels, secrets and abilities that the description has.
 */
export const http: Provider<HttpSettings> = {
  kind: "http",
  channels,
  settings: httpSettings,
  secrets: z.object({}).catchall(z.string().describe("As the description names them")),
  fixedText: [],
  configured: (settings) => described(descriptionOf(settings)),
  timeoutMs: (settings) => settings.timeout_ms,
  send: (message, settings, secrets, io) => described(descriptionOf(settings)).send(message, settings, secrets, io),
};

export function described(description: Description): Provider<HttpSettings> {
  const { reports, balance } = description;
  const used = channels.filter((channel) => description.channels[channel] !== undefined);
  return {
    kind: "http",
    channels: used,
    settings: httpSettings,
    secrets: secretsOf(description),
    fixedText: used.filter((channel) => description.channels[channel]?.fixed_text),
    vendorWords: used.filter(
      (channel) =>
        description.channels[channel]?.fixed_text !== true && !uses(description, channel, ["text", "marked_text"]),
    ),
    codesOnly: used.filter((channel) => uses(description, channel, ["code", "marked_text"])),
    timeoutMs: (settings) => settings.timeout_ms,

    async send(message, settings, secrets, io) {
      const refused = whyNot(message, description, secrets);
      if (refused !== null) return refused;
      const values = valuesOf(description, settings, secrets, messageValues(message, description.code_mark));
      let answer: HttpAnswer;
      try {
        const request = renderRequest(requestOn(description, message.channel), settings.base_url, values);
        answer = await io.http(request);
      } catch (error) {
        // This message can't be written; the next one may.
        if (error instanceof Unsendable) return rejected("recipient", error.providerCode);
        return transportFailure(error);
      }
      return readAnswer(answer, description, message.correlation, privateOf(message, secrets));
    },

    ...(reports === undefined ? {} : { readHook: (hook, _settings, secrets) => readHook(hook, reports, secrets) }),

    ...(balance === undefined
      ? {}
      : {
          async credit(settings, secrets, io): Promise<Credit | null> {
            const values = valuesOf(description, settings, secrets, () => null);
            return readBalance(await io.http(renderRequest(balance.request, settings.base_url, values)), description);
          },
        }),
  };
}

/** Whether a request on this channel has one of these variables in it. */
function uses(description: Description, channel: Channel, names: readonly MessageVariable[]): boolean {
  const used = placeholders(JSON.stringify(requestOn(description, channel)));
  return used.some(({ name }) => names.some((wanted) => wanted === name));
}

function valuesOf(description: Description, settings: HttpSettings, secrets: Secrets, others: Values): Values {
  const defaults = Object.entries(description.options).map(([name, option]) => [name, option.default ?? ""] as const);
  const options: Record<string, string> = { ...Object.fromEntries(defaults), ...settings.options };
  return accountValues(options, secrets, others);
}

/** What needs no request to be known. */
function whyNot(message: RenderedMessage, description: Description, secrets: Secrets): SendFailure | null {
  const channel = description.channels[message.channel];
  if (channel === undefined) return rejected("recipient", "no_such_channel");
  // Routes choose only templates bound to this provider, so a missing binding is our bug; the message loses least so.
  if (channel.fixed_text && message.binding === null) return rejected("template", "no_binding");
  const country = description.country;
  if (country !== undefined && message.channel !== "email" && countryOf(message.to) !== country) {
    return rejected("recipient", "foreign_number");
  }
  const missing = Object.entries(description.secrets).find(([name, { required }]) => required && !secrets[name]);
  if (missing === undefined) return null;
  return { ok: false, errorClass: "credentials", scope: "provider", providerCode: `no_${missing[0]}` };
}

function rejected(scope: SendFailure["scope"], providerCode: string): SendFailure {
  return { ok: false, errorClass: "rejected", scope, providerCode };
}
