import { z } from "@hono/zod-openapi";
import { maskRecipient } from "../kit/mask.ts";
import { formatAmount } from "../kit/money.ts";
import { chargingStages } from "../ledger/price.ts";
import { quoteOtp, type Quote, type QuotedChannel } from "../otp/quote.ts";
import type { Gateway } from "../wire.ts";
import { endpoint, type App } from "./endpoint.ts";
import { channelsOf, quoteBody } from "./otp.ts";
import { channel } from "./schemas.ts";

const quotedChannel = z.object({
  to: z.string().describe("Masked"),
  channel,
  hold: z
    .string()
    .nullable()
    .describe("What a message on this channel holds: its dearest provider. Null: none can carry it"),
  encoding: z.enum(["GSM-7", "UCS-2"]).nullable().describe("Of an SMS"),
  providers: z
    .array(
      z.object({
        provider: z.string(),
        kind: z.string().describe("The provider's kind: what `sandbox` carries reaches nobody"),
        price: z.string(),
        per: z.enum(["message", "segment"]),
        segments: z.number().int().nullable().describe("Of an SMS, in the alphabet that this provider sends it in"),
        charged_on: z.enum(chargingStages),
      }),
    )
    .describe("In the order they would be tried; of several with a weight the first is drawn for each message"),
  skipped: z
    .array(z.object({ provider: z.string(), reason: z.string() }))
    .describe("Who is left out and why: no price, the price ceiling, switched off, …"),
});

const quoteSchema = z
  .object({
    currency: z.string(),
    hold: z.string().nullable().describe("What an issue holds now; null: it would be refused with `no_route`"),
    worst: z.string().describe("What it costs at most, when every channel of the plan has its turn and is charged for"),
    available: z.string(),
    affordable: z.boolean().describe("Whether the balance and the credit line pay for `hold`"),
    channels: z.array(quotedChannel),
  })
  .openapi("Quote");

export function quoteRoutes(app: App, gateway: Gateway): void {
  endpoint(app, gateway, {
    method: "post",
    path: "/v1/balance/quote",
    tag: "Finance",
    summary: "What a message would cost, without sending it",
    description:
      "Takes the fields of an issue that decide on its price, and makes the plan that an issue would make now. Nothing is " +
      "stored, held, counted against a limit or sent. Give `code` where the issue will: providers that make their own are " +
      "left out then. Calls are not limited in number. Amounts are decimal strings in the account's currency.",
    roles: ["erp", "finance", "ops", "auditor"],
    erp: true,
    idempotency: "none",
    body: quoteBody,
    answers: { 200: { description: "The plan with its prices", schema: quoteSchema } },
    errors: [
      "invalid_request",
      "invalid_recipient",
      "destination_not_allowed",
      "template_not_found",
      "payload_too_large",
      "unsupported_media_type",
    ],
    async handle({ ctx, body }) {
      const { to, user, purpose, locale, template, params, code } = body;
      const { ttl_seconds: ttlSeconds, code_length: codeLength } = body;
      const asked = { to, user, purpose, locale, template, params, ttlSeconds, codeLength, code };
      const unsent = { metadata: {}, waitMs: 0, decoy: false };
      const quote = await quoteOtp(gateway, ctx, { ...asked, ...unsent, channels: channelsOf(body) });
      return { status: 200, body: quoteAnswer(quote) };
    },
  });
}

function quoteAnswer({ currency, hold, worst, available, affordable, channels }: Quote) {
  return {
    currency,
    hold: hold === null ? null : formatAmount(hold),
    worst: formatAmount(worst),
    available: formatAmount(available),
    affordable,
    channels: channels.map(channelAnswer),
  };
}

function channelAnswer({ recipient, channel: name, hold, encoding, providers, skips }: QuotedChannel) {
  return {
    to: maskRecipient(recipient),
    channel: name,
    hold: hold === null ? null : formatAmount(hold),
    encoding,
    providers: providers.map(({ provider, kind, price, segments }) => ({
      provider,
      kind,
      price: formatAmount(price.amount),
      per: price.segments === null ? "message" : "segment",
      segments,
      charged_on: price.chargedOn,
    })),
    skipped: skips,
  };
}
