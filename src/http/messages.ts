import { z } from "@hono/zod-openapi";
import type { Ctx } from "../context.ts";
import { GatewayError } from "../errors.ts";
import {
  listMessages,
  readMessage,
  type LoggedAttempt,
  type LoggedMessage,
  type LoggedReport,
  type MessageFilter,
} from "../insight/messages.ts";
import { isoMs } from "../kit/clock.ts";
import { parsePublicId, publicId } from "../kit/id.ts";
import { shownRecipient } from "../kit/mask.ts";
import { formatAmount } from "../kit/money.ts";
import { errorClasses } from "../providers/provider.ts";
import { name } from "../settings/documents.ts";
import type { Gateway } from "../wire.ts";
import { pageOf, readCursor, spanQuery, uuidForm } from "./cursor.ts";
import { csvEndpoint, pagesOf } from "./csv.ts";
import { endpoint, type App } from "./endpoint.ts";
import { revealed, revealQuery } from "./reveal.ts";
import { recipientOf } from "./sandbox.ts";
import { channel, line, listOf, listQuery, messageStatus } from "./schemas.ts";

const messageSchema = z
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

const attemptSchema = z
  .object({
    provider: z.string(),
    channel,
    started_at: z.iso.datetime(),
    latency_ms: z.number().int(),
    outcome: z.enum(["accepted", ...errorClasses]),
    error_class: z.enum(errorClasses).nullable(),
    provider_code: z.string().nullable(),
    provider_message_id: z.string().nullable(),
    template: z
      .object({ key: z.string(), locale: z.string(), version: z.number().int() })
      .nullable()
      .describe("What this provider was given; null for attempts of before it was kept"),
  })
  .openapi("Attempt");

const storySchema = messageSchema
  .extend({
    attempts: z.array(attemptSchema).describe("Oldest first"),
    reports: z
      .array(z.object({ status: z.string(), at: z.iso.datetime(), provider_code: z.string().optional() }))
      .describe("Oldest first"),
    skips: z.array(z.object({ provider: z.string(), reason: z.string() })).describe("Left out, and why"),
  })
  .openapi("MessageWithAttempts");

const filters = z.object({
  to: line(254).optional().describe("A number in any form, or an address"),
  status: messageStatus.optional(),
  channel: channel.optional(),
  provider: name.optional(),
  otp: z.string().max(64).optional(),
  ...spanQuery,
});
const columns = Object.keys(messageSchema.shape) as (keyof z.infer<typeof messageSchema>)[];

export function messageRoutes(app: App, gateway: Gateway): void {
  const roles = ["ops", "auditor"] as const;

  endpoint(app, gateway, {
    method: "get",
    path: "/v1/messages",
    tag: "Messages",
    summary: "The delivery log, newest first",
    roles,
    query: listQuery.extend(filters.shape).extend(revealQuery),
    answers: { 200: { description: "The messages", schema: listOf(messageSchema) } },
    errors: ["invalid_request"],
    async handle({ ctx, query }) {
      const before = readCursor(query.cursor, "messages", uuidForm);
      const reveal = await revealed(gateway, ctx, query.reveal, reveals("messages"));
      const rows = await list(gateway, ctx, query, query.limit + 1, before);
      const answerOf = (row: LoggedMessage) => messageAnswer(row, ctx.tenant.currency, reveal);
      return { status: 200, body: pageOf(rows, query.limit, "messages", (row) => row.id, answerOf) };
    },
  });

  endpoint(app, gateway, {
    method: "get",
    path: "/v1/messages/{id}",
    tag: "Messages",
    summary: "One message with every attempt and report",
    roles,
    params: z.object({ id: z.string().max(64) }),
    query: z.object(revealQuery),
    answers: { 200: { description: "The message", schema: storySchema } },
    errors: ["invalid_request", "not_found"],
    async handle({ ctx, params, query }) {
      const story = await readMessage(gateway.sql, gateway.keyring, ctx.tenant.id, parsePublicId("msg", params.id));
      if (story === null) throw new GatewayError("not_found", "There is no such message.");
      const reveal = await revealed(gateway, ctx, query.reveal, reveals(params.id));
      return {
        status: 200,
        body: {
          ...messageAnswer(story.message, ctx.tenant.currency, reveal),
          attempts: story.attempts.map(attemptAnswer),
          reports: story.reports.map(reportAnswer),
          skips: story.message.skips,
        },
      };
    },
  });

  csvEndpoint(app, gateway, {
    path: "/v1/messages.csv",
    tag: "Messages",
    summary: "The delivery log as a CSV file, newest first",
    roles,
    query: filters.extend(revealQuery),
    columns,
    money: ["price", "charged"],
    async pages(ctx, query) {
      const reveal = await revealed(gateway, ctx, query.reveal, reveals("messages.csv"));
      return pagesOf(
        (limit, before) => list(gateway, ctx, query, limit, before),
        (row) => row.id,
        (row) => {
          const message = messageAnswer(row, ctx.tenant.currency, reveal);
          return columns.map((column) => String(message[column] ?? ""));
        },
      );
    },
  });
}

async function list(
  gateway: Gateway,
  ctx: Ctx,
  query: z.infer<typeof filters>,
  limit: number,
  before: string | null,
): Promise<LoggedMessage[]> {
  const { to, otp, from = null, until = null, ...same } = query;
  const otpId = otp === undefined ? undefined : parsePublicId("otp", otp);
  // What is no id of ours names nothing.
  if (otpId === null) return [];
  const recipient = to === undefined ? undefined : recipientOf(to, gateway.defaultCountry);
  const filter: MessageFilter = { ...same, to: recipient, otpId, from, until };
  return listMessages(gateway.sql, gateway.keyring, ctx.tenant.id, filter, limit, before);
}

const reveals = (target: string) => ({ action: "messages.reveal", target });

function messageAnswer(message: LoggedMessage, currency: string, reveal: boolean) {
  const price = message.provider === null ? undefined : message.prices[message.provider];
  return {
    id: publicId("msg", message.id),
    otp: publicId("otp", message.otpId),
    status: message.status,
    channel: message.channel,
    to: shownRecipient(message.recipient, reveal),
    provider: message.provider,
    template: message.template,
    locale: message.locale,
    template_version: message.templateVersion,
    price: price === undefined ? null : formatAmount(BigInt(price[0])),
    charged: formatAmount(message.charged),
    currency,
    created_at: isoMs(message.createdAt),
    accepted_at: message.acceptedAt === null ? null : isoMs(message.acceptedAt),
    updated_at: isoMs(message.updatedAt),
    expires_at: isoMs(message.expiresAt),
    user: message.userRef === "" ? null : message.userRef,
    central: message.central,
    name: message.userName,
  };
}

function attemptAnswer(attempt: LoggedAttempt) {
  return {
    provider: attempt.provider,
    channel: attempt.channel,
    started_at: isoMs(attempt.startedAt),
    latency_ms: attempt.latencyMs,
    outcome: attempt.outcome,
    error_class: attempt.outcome === "accepted" ? null : attempt.outcome,
    provider_code: attempt.providerCode,
    provider_message_id: attempt.providerMessageId,
    template: attempt.template,
  };
}

function reportAnswer({ status: word, at, providerCode }: LoggedReport) {
  return { status: word, at: isoMs(at), ...(providerCode === null ? {} : { provider_code: providerCode }) };
}
