import { z } from "@hono/zod-openapi";
import { eventPatterns, eventTypes, type EventType } from "../events/model.ts";
import { becauses } from "../guard/model.ts";
import type { App } from "./endpoint.ts";
import { channel, messageStatus } from "./schemas.ts";

const tenant = z.string().describe("The tenant's name");
const otpFacts = {
  tenant,
  otp: z.string().openapi({ example: "otp_0199f0c2a1b27c3d8e4f5a6b7c8d9e0f" }),
  to: z.string().describe("Masked").openapi({ example: "+62812****7890" }),
  purpose: z.string(),
  user: z.string().optional().describe("As the ERP named them"),
  metadata: z.record(z.string(), z.unknown()).describe("As it was issued with"),
};
const messageFacts = {
  ...otpFacts,
  message: z.string().openapi({ example: "msg_0199f0c2a1b27c3d8e4f5a6b7c8d9e0f" }),
  status: messageStatus,
  channel,
  provider: z.string().nullable().describe("Who took it, or tried last"),
};
const amount = z.string().describe("A decimal string, in `currency`");

const guarded = z.object({
  tenant,
  prefix: z.string().optional().describe("Like +62812"),
  country: z.string().optional().describe("In place of a prefix, like LV"),
  reason: z.enum(becauses).describe("See GET /v1/guard/decisions"),
  sent: z.number().int().describe("OTPs, in the guard's window"),
  verified: z.number().int(),
});

/** What each event says beside its id, type and time. */
const facts: Record<EventType, { says: string; data: z.ZodObject }> = {
  "otp.verified": { says: "A right code came, in time and for the first time.", data: z.object(otpFacts) },
  "otp.expired": {
    says: "Its time ran out with no right code. Told within seconds of it.",
    data: z.object(otpFacts),
  },
  "otp.locked": { says: "The last check was wrong; no more are taken.", data: z.object(otpFacts) },
  "message.sent": { says: "A provider took the message. Once a message.", data: z.object(messageFacts) },
  "message.delivered": { says: "It reached the phone.", data: z.object(messageFacts) },
  "message.read": { says: "It was opened.", data: z.object(messageFacts) },
  "message.failed": {
    says: "It will not arrive. The plan may go on with another message, on the next channel.",
    data: z.object({
      ...messageFacts,
      reason: z
        .string()
        .nullable()
        .describe("The error class, as of an attempt; null where no provider could be asked"),
    }),
  },
  "balance.low": {
    says: "The balance runs out. Once an alert, when it begins; acknowledge it at /v1/balance/alerts.",
    data: z.object({
      tenant,
      alert: z.string().openapi({ example: "alr_0199f0c2a1b27c3d8e4f5a6b7c8d9e0f" }),
      kind: z
        .enum(["low", "runway", "empty"])
        .describe("Under the threshold; over in less than `low_runway_hours`; no issue can be paid"),
      available: amount,
      currency: z.string().nullable(),
      threshold: amount,
      runway_hours: z.number().int().nullable(),
    }),
  },
  "balance.topup": {
    says: "Money was added; with `topup_approval`, once it was approved.",
    data: z.object({
      tenant,
      topup: z.string().openapi({ example: "top_0199f0c2a1b27c3d8e4f5a6b7c8d9e0f" }),
      amount,
      currency: z.string(),
      reference: z.string(),
      available: amount.describe("What is there now"),
    }),
  },
  "provider.failed_over": {
    says:
      "A provider fails messages, which go another way where there is one. Once a trouble, which is over after a quarter " +
      "of an hour without another. To the tenant whose provider it is.",
    data: z.object({ tenant, provider: z.string(), reason: z.string().describe("What it failed with first") }),
  },
  "template.paused": {
    says: "A template left the plan, since its provider does not take it. To the tenant whose template it is.",
    data: z.object({
      tenant,
      template: z.string().describe("key/channel/locale"),
      provider: z.string(),
      status: z.enum(["paused", "rejected", "disabled"]),
      reason: z.string().nullable(),
    }),
  },
  "webhook.disabled": {
    says: "The gateway has put a webhook off: its server answered 410, or nothing got through for five days.",
    data: z.object({ tenant, webhook: z.string(), reason: z.enum(["gone", "failing"]) }),
  },
  "guard.suspected": {
    says: "Few codes sent to a prefix or a country are verified, as when bots ask for them. Nothing is blocked.",
    data: guarded,
  },
  "guard.blocked": {
    says: "The same, and no code is sent there until it is released or the time is up.",
    data: guarded.extend({ until: z.iso.datetime() }),
  },
  "guard.released": {
    says: "A block or a suspicion was ended: by hand, since its time was up, or since people verified after all.",
    data: guarded,
  },
};

const envelope = {
  id: z
    .string()
    .describe("The same however often it comes: pass over one that you have had")
    .openapi({ example: "evt_0199f0c2a1b27c3d8e4f5a6b7c8d9e0f" }),
  timestamp: z.iso.datetime().describe("When it happened, not when it was sent"),
};

export const eventSchema = z
  .object({
    ...envelope,
    type: z.enum(eventTypes),
    data: z.record(z.string(), z.unknown()).describe("By type: see the webhooks of this document"),
  })
  .openapi("Event");

export const eventPattern = z.enum(eventPatterns as [string, ...string[]]);

/** In a query: one pattern, or several with commas between. */
export const typesQuery = z
  .string()
  .max(400)
  .transform((text) => text.split(",").map((part) => part.trim()))
  .pipe(z.array(z.enum(eventPatterns as [string, ...string[]], `one of ${eventPatterns.join(", ")}`)))
  .openapi({ type: "string", example: "otp.*,message.failed" });

/** The part of the OpenAPI document that tells what is posted to the ERP. */
export function describeEvents(app: App): void {
  const header = (description: string) => z.string().describe(description);
  const headers = z.object({
    "webhook-id": header("The event's id"),
    "webhook-timestamp": header("Of this try: Unix seconds. Refuse what is more than five minutes off"),
    "webhook-signature": header(
      "`v1,` and the base64 of HMAC-SHA-256 over `{webhook-id}.{webhook-timestamp}.{body}`, for each live secret, with " +
        "spaces between; any one that matches is enough",
    ),
  });
  for (const type of eventTypes) {
    const { says, data } = facts[type];
    const schema = z.object({ ...envelope, type: z.literal(type), data });
    app.openAPIRegistry.registerWebhook({
      method: "post",
      path: type,
      tags: ["Events"],
      summary: says,
      description: "Signed as Standard Webhooks says. Answer 2xx within 15 s; anything else is tried again.",
      request: { headers, body: { content: { "application/json": { schema } } } },
      responses: { 200: { description: "Taken. Any 2xx; a redirect is not followed, 410 puts the webhook off" } },
    });
  }
}
