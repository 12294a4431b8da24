import { z } from "@hono/zod-openapi";
import type { Ctx } from "../context.ts";
import { errorCodes, type GatewayError } from "../errors.ts";
import { tellDryRun } from "../insight/dry-run-words.ts";
import { reasonWords } from "../insight/skip-words.ts";
import { clientAddress } from "../kit/address.ts";
import { isoMs } from "../kit/clock.ts";
import { maskRecipient } from "../kit/mask.ts";
import { formatAmount } from "../kit/money.ts";
import { countryOf } from "../kit/phone.ts";
import { chargingStages } from "../ledger/price.ts";
import { NEVER } from "../limits/refusal.ts";
import { dryRunOtp, type DryChannel, type DryProvider, type DryRun } from "../otp/dry-run.ts";
import type { Gateway } from "../wire.ts";
import { endpoint, type App } from "./endpoint.ts";
import { textSchema } from "./guard.ts";
import { channelsOf, dryRunBody } from "./otp.ts";
import { channel } from "./schemas.ts";

const limitSchema = z.object({
  limit: z.string().describe("As a refusal names it"),
  retry_at: z.iso.datetime().nullable().describe("When there is room again; null: never, for this message"),
});

const providerSchema = z.object({
  provider: z.string(),
  kind: z.string().describe("The provider's kind: what `sandbox` carries reaches nobody"),
  share: z.number().describe("Of the messages on this channel, 0 to 1, the part that is tried with it first"),
  template: z.string().describe("The template it sends, as key/locale"),
  template_version: z.number().int(),
  shows: z
    .enum(["text", "template", "vendor_words"])
    .describe("Our text, the vendor's approved template, or words that the vendor has by a setting of the provider"),
  binding: z.object({ name: z.string(), language: z.string() }).nullable().describe("Of an approved template"),
  announces: z.boolean().describe("A message that names the user goes just before"),
  price: z.string(),
  per: z.enum(["message", "segment"]),
  charged_on: z.enum(chargingStages),
});

const channelSchema = z.object({
  to: z.string().describe("Masked"),
  channel,
  hold: z.string().nullable().describe("What a message on this channel holds: its dearest provider. Null: none can"),
  held_back: limitSchema.nullable().describe("The limit that keeps messages off this channel now"),
  goes_on_after_seconds: z
    .number()
    .int()
    .nullable()
    .describe("Without a delivered report the next channel's turn comes so long after; null: none follows, or no time"),
  providers: z.array(providerSchema).describe("In the order they would be tried; the first is drawn by `share`"),
  skipped: z
    .array(z.object({ provider: z.string(), reason: z.string(), text: textSchema }))
    .describe("Who is left out and why"),
});

const dryRunSchema = z
  .object({
    ok: z.boolean().describe("An issue would be taken and sent"),
    text: textSchema.describe("What would happen, or why nothing would, in a sentence or two"),
    to: z.array(z.string()).describe("Masked; several where the tenant has several central numbers"),
    country: z.string().nullable().describe("Of the number; null of an address, or where the number's can't be told"),
    central: z.boolean(),
    sandbox: z.boolean().describe("None but the sandbox would carry it: nobody is reached, and its own limits count"),
    refusal: z
      .object({
        code: z.enum(errorCodes),
        detail: z.string(),
        limit: z.string().nullable().describe("The limit that refuses; of several, the one that frees last"),
        retry_at: z.iso.datetime().nullable(),
      })
      .nullable()
      .describe("What an issue would be refused with"),
    messages: z
      .array(z.object({ to: z.string().describe("Masked"), channel, hold: z.string() }))
      .describe("The messages that an issue would make, each on the first channel that takes it"),
    currency: z.string(),
    available: z.string(),
    hold: z.string().nullable().describe("What the messages hold together; null: there are none to be made"),
    worst: z.string().describe("What it costs at most, when every channel of the plan has its turn and is charged for"),
    channels: z.array(channelSchema).describe("Empty where the number or the template is refused before any plan"),
  })
  .openapi("DryRun");

export function dryRunRoutes(app: App, gateway: Gateway): void {
  endpoint(app, gateway, {
    method: "post",
    path: "/v1/plan",
    tag: "Routes",
    summary: "What would happen to a number now, without sending",
    description:
      "Takes the fields of an issue and answers what that issue would come to at this moment: by which channel, provider " +
      "and template, at what price, who is left out and why, what follows when nothing is reported, or what would refuse " +
      "it. It is decided by what decides an issue; nothing is stored, held, counted against a limit or sent. Numbers are " +
      "masked. Amounts are decimal strings in the account's currency.",
    roles: ["ops", "auditor"],
    idempotency: "none",
    body: dryRunBody,
    answers: { 200: { description: "What would happen", schema: dryRunSchema } },
    errors: ["invalid_request", "invalid_recipient", "conflict", "payload_too_large", "unsupported_media_type"],
    async handle({ ctx, body }) {
      const { to, user, purpose, locale, template, params, code } = body;
      const { ttl_seconds: ttlSeconds, code_length: codeLength, client_ip: address } = body;
      const clientIp = address === undefined ? undefined : clientAddress(address);
      const asked = { to, user, purpose, locale, template, params, ttlSeconds, codeLength, code, clientIp };
      const unsent = { metadata: {}, waitMs: 0, decoy: false };
      const run = await dryRunOtp(gateway, ctx, { ...asked, ...unsent, channels: channelsOf(body) });
      return { status: 200, body: dryRunAnswer(ctx, run) };
    },
  });
}

function dryRunAnswer({ tenant }: Ctx, run: DryRun) {
  const [first = ""] = run.recipients;
  return {
    ok: run.refusal === null,
    text: tellDryRun(run, tenant.limits.countries),
    to: run.recipients.map(maskRecipient),
    country: countryOf(first),
    central: run.central,
    sandbox: run.sandbox,
    refusal: run.refusal === null ? null : refusalAnswer(run.refusal),
    messages: run.messages.map(({ recipient, channel: name, hold }) => ({
      to: maskRecipient(recipient),
      channel: name,
      hold: formatAmount(hold),
    })),
    currency: run.currency,
    available: formatAmount(run.available),
    hold: run.hold === null ? null : formatAmount(run.hold),
    worst: formatAmount(run.worst),
    channels: run.channels.map((one) => channelAnswer(one, run.now)),
  };
}

function refusalAnswer({ code, message, extras: { members } }: GatewayError) {
  const { limit = null, retry_at: retryAt = null } = members ?? {};
  return { code, detail: message, limit, retry_at: retryAt };
}

function channelAnswer({ recipient, channel: name, providers, skips, hold, block, goesOnAt }: DryChannel, now: number) {
  return {
    to: maskRecipient(recipient),
    channel: name,
    hold: hold === null ? null : formatAmount(hold),
    held_back:
      block === null ? null : { limit: block.limit, retry_at: block.retryAt === NEVER ? null : isoMs(block.retryAt) },
    goes_on_after_seconds: goesOnAt === null ? null : Math.round((goesOnAt - now) / 1000),
    providers: providers.map((one) => providerAnswer(one, name)),
    skipped: skips.map(({ provider, reason }) => ({ provider, reason, text: reasonWords(reason) })),
  };
}

function providerAnswer(
  { provider: { name, kind, adapter }, share, template, binding, announce, price }: DryProvider,
  on: DryChannel["channel"],
) {
  const vendorWords = adapter.vendorWords?.includes(on) === true;
  return {
    provider: name,
    kind,
    share: Math.round(share * 10_000) / 10_000,
    template: `${template.key}/${template.locale}`,
    template_version: template.version,
    shows: vendorWords ? "vendor_words" : binding === null ? "text" : "template",
    binding,
    announces: announce !== null,
    price: formatAmount(price.amount),
    per: price.segments === null ? "message" : "segment",
    charged_on: price.chargedOn,
  };
}
