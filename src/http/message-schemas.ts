import { z } from "@hono/zod-openapi";
import { sources } from "../insight/timeline.ts";
import { parseAmount } from "../kit/money.ts";
import { errorClasses } from "../providers/provider.ts";
import { country, name } from "../settings/documents.ts";
import { spanQuery } from "./cursor.ts";
import { channel, line, messageStatus } from "./schemas.ts";

export const messageSchema = z
  .object({
    id: z.string().openapi({ example: "msg_0199f0c2a1b27c3d8e4f5a6b7c8d9e0f" }),
    otp: z.string(),
    status: messageStatus,
    channel,
    to: z.string().describe("Masked"),
    provider: z.string().nullable().describe("Who took it, or tried last"),
    template: z.string().describe("Of what `provider` sent, like the locale and the version"),
    locale: z.string(),
    template_version: z.number().int(),
    price: z.string().nullable().describe("The price of `provider`, fixed when the money was held"),
    charged: z.string(),
    currency: z.string(),
    created_at: z.iso.datetime(),
    accepted_at: z.iso.datetime().nullable(),
    updated_at: z.iso.datetime(),
    expires_at: z.iso.datetime(),
    user: z.string().nullable().describe("Whose code it is, as the ERP knows them"),
    central: z.boolean().describe("Sent to the tenant's central number for that user"),
    name: z.string().nullable().describe("What the message called them, where that was the stored name and not `user`"),
  })
  .openapi("Message");
export const messageColumns = Object.keys(messageSchema.shape) as (keyof z.infer<typeof messageSchema>)[];

const attemptSchema = z
  .object({
    provider: z.string(),
    channel,
    started_at: z.iso.datetime(),
    latency_ms: z.number().int(),
    outcome: z.enum(["accepted", ...errorClasses]),
    error_class: z.enum(errorClasses).nullable(),
    provider_code: z.string().nullable(),
    provider_message_id: z
      .string()
      .nullable()
      .describe("Null without `reveal`, too, where the number can be read from it (WhatsApp's), or was erased"),
    template: z
      .object({ key: z.string(), locale: z.string(), version: z.number().int() })
      .nullable()
      .describe("What this provider was given; null for attempts of before it was kept"),
  })
  .openapi("Attempt");

const mark = z
  .enum(["repeated", "late", "contradicts", "superseded"])
  .nullable()
  .describe(
    "`repeated`: known already. `late`: something later was known, or the message had been given up on. `contradicts`: it " +
      "can't be true beside what was known; delivered beats failed. `superseded`: of a provider that another had taken over from",
  );

const reportSchema = z.object({
  status: z.string(),
  at: z.iso.datetime().describe("By the provider's clock, often in whole seconds"),
  provider_code: z.string().optional(),
  provider: z.string(),
  received_at: z.iso.datetime(),
  changed_to: messageStatus.nullable().describe("What the message became by it; null: it stayed as it was"),
  mark,
});

export const storySchema = messageSchema
  .extend({
    attempts: z.array(attemptSchema).describe("Oldest first"),
    reports: z.array(reportSchema).describe("In the order in which they came"),
    skips: z.array(z.object({ provider: z.string(), reason: z.string() })).describe("Left out, and why"),
  })
  .openapi("MessageWithAttempts");

const reached = z.iso.datetime().nullable();
export const timelineSchema = z
  .object({
    id: z.string(),
    otp: z.string(),
    status: messageStatus,
    currency: z.string(),
    accepted_at: reached.describe("When a provider took it: not yet delivered"),
    sent_at: reached,
    delivered_at: reached.describe("When it was reported delivered, or read, which implies it"),
    read_at: reached,
    timeline: z
      .array(
        z.object({
          at: z.iso.datetime().describe("By this gateway's clock"),
          by: z
            .enum(sources)
            .describe(
              "Whose word it is. `issue`: it was made. `attempt`: it was handed to a provider. `answer`: the provider " +
                "answered. `report`: the provider's later word. `route`: no provider was left. `timer`: nothing was heard in " +
                "time. `otp_ended`: the OTP ended before it left. `ledger`: money moved",
            ),
          status: messageStatus.nullable().describe("What it was from then on; null: as before"),
          mark,
          provider: z.string().nullable(),
          outcome: z
            .enum(["accepted", ...errorClasses])
            .nullable()
            .describe("Of an answer"),
          reported: z.string().nullable().describe("Of a report: its word"),
          error_class: z.enum(errorClasses).nullable(),
          provider_code: z.string().nullable(),
          money: z
            .enum(["held", "charged", "released", "refunded", "charged_late"])
            .nullable()
            .describe("`charged_late`: it was delivered after its hold had been released"),
          amount: z.string().nullable().describe("Of `money`, in `currency`"),
        }),
      )
      .describe("Oldest first; the last `status` is the message's own"),
  })
  .openapi("MessageTimeline");

const amount = z
  .string()
  .regex(/^\d{1,12}(\.\d{1,6})?$/, "a decimal amount like 350 or 356.65")
  .transform((text) => parseAmount(text) ?? 0n)
  .openapi({ type: "string", example: "350" });

/** Something to look for: not what an erased row has in its place. */
export const sought = (most: number) => line(most).regex(/\S/, "is empty");

export const meanings = ["to", "otp", "message", "provider_message_id", "user"] as const;
export const takenForSchema = z
  .object({ as: z.enum(meanings), value: z.string().describe("A number is masked") })
  .nullable()
  .optional()
  .describe("With `q`: the filter that it was taken for; null: nothing was found, whatever it is");

/** What a person pastes, beside or in place of filters. */
export const boxQuery = {
  q: line(254)
    .optional()
    .describe(
      "Whatever is at hand: a number in any form, an address, an id of ours (`otp_…`, `msg_…`), a provider's id, a user. " +
        "What may mean two things is taken for the first that finds anything",
    ),
};

export const messageFilters = z.object({
  message: z.string().max(64).optional().describe("One message, by its id"),
  otp: z.string().max(64).optional(),
  provider_message_id: line(200).optional().describe("By what a provider calls it"),
  to: line(254).optional().describe("A number in any form, or an address"),
  user: sought(100).optional().describe("Whose code it is, as the ERP knows them"),
  status: messageStatus.optional(),
  channel: channel.optional(),
  provider: name.optional(),
  purpose: line(64).optional(),
  country: country.optional().describe("Of the number"),
  error_class: z.enum(errorClasses).optional().describe("An attempt or a report failed so"),
  provider_code: line(64).optional().describe("An attempt or a report failed with this code of the provider's"),
  charged_min: amount.optional().describe("What the tenant paid, at least; a decimal in its currency"),
  charged_max: amount.optional().describe("What the tenant paid, at most"),
  ...spanQuery,
});
