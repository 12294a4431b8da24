import { z } from "@hono/zod-openapi";
import { isoMs } from "../kit/clock.ts";
import { parsePublicId, publicId } from "../kit/id.ts";
import { readPhone } from "../kit/phone.ts";
import type { Gateway } from "../wire.ts";
import { badFields, endpoint, type App } from "./endpoint.ts";
import { channel, listOf, listQuery } from "./schemas.ts";

const message = z
  .object({
    id: z.string(),
    message_id: z.string(),
    provider: z.string(),
    channel,
    to: z.string().describe("Masked"),
    text: z.string(),
    code: z.string(),
    at: z.iso.datetime(),
  })
  .openapi("SandboxMessage");

export function sandboxRoutes(app: App, gateway: Gateway): void {
  endpoint(app, gateway, {
    method: "get",
    path: "/v1/sandbox/messages",
    tag: "Sandbox",
    summary: "What sandbox providers delivered, newest first: text and code",
    description: "The only place that shows a code. Rows live one hour.",
    roles: ["erp", "ops"],
    query: listQuery.extend({ to: z.string().max(254).optional() }),
    answers: { 200: { description: "The inbox", schema: listOf(message) } },
    errors: ["invalid_request"],
    async handle({ ctx, query }) {
      const recipient = query.to === undefined ? null : recipientOf(query.to, gateway.defaultCountry);
      const before = query.cursor === undefined ? null : parsePublicId("msg", query.cursor);
      if (query.cursor !== undefined && before === null) {
        throw badFields([{ path: "cursor", message: "is not a next_cursor of this list" }]);
      }
      const rows = await gateway.inboxes.list(ctx.tenant.id, recipient, query.limit + 1, before);
      const page = rows.slice(0, query.limit);
      const last = page.at(-1);
      return {
        status: 200,
        body: {
          data: page.map((row) => ({
            id: publicId("msg", row.id),
            message_id: publicId("msg", row.messageId),
            provider: row.provider,
            channel: row.channel,
            to: row.to,
            text: row.text,
            code: row.code,
            at: isoMs(row.at),
          })),
          next_cursor: rows.length > query.limit && last !== undefined ? publicId("msg", last.id) : null,
        },
      };
    },
  });
}

/** A number in any of its forms finds the messages; what is no number is looked for as it stands. */
export function recipientOf(text: string, defaultCountry: string): string {
  // In a query, a `+` that was not escaped arrives as a space.
  const reading = readPhone(text.replace(/^ (?=\d)/, "+"), defaultCountry);
  return reading.ok ? reading.e164 : text.trim().toLowerCase();
}
