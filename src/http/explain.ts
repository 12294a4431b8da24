import { z } from "@hono/zod-openapi";
import type { Ctx } from "../context.ts";
import { GatewayError } from "../errors.ts";
import { otpIdsOf, readRecord } from "../insight/explain.ts";
import { readMessage } from "../insight/messages.ts";
import { tell } from "../insight/tell.ts";
import { isoMs } from "../kit/clock.ts";
import { parsePublicId, publicId } from "../kit/id.ts";
import { maskRecipient } from "../kit/mask.ts";
import { statusAt } from "../otp/model.ts";
import type { Gateway } from "../wire.ts";
import { badFields, endpoint, type App } from "./endpoint.ts";
import { recipientOf } from "./sandbox.ts";
import { line } from "./schemas.ts";

const storySchema = z
  .object({
    otps: z.array(
      z.object({
        id: z.string(),
        status: z.string(),
        purpose: z.string(),
        to: z.string().describe("Masked"),
        user: z.string().nullable(),
        central: z.boolean().describe("Sent to the tenant's central numbers for that user"),
        attempts_left: z.number().int(),
        created_at: z.iso.datetime(),
        expires_at: z.iso.datetime(),
        name: z
          .string()
          .nullable()
          .describe("What its messages called them, where that was the stored name and not `user`"),
      }),
    ),
    story: z
      .array(
        z.object({
          at: z.iso.datetime(),
          kind: z.enum(["otp", "message", "skip", "attempt", "report", "money"]),
          otp: z.string(),
          message: z.string().nullable(),
          text: z.object({ en: z.string(), id: z.string() }),
        }),
      )
      .describe("Oldest first"),
  })
  .openapi("Story");

const query = z.object({
  to: line(254).optional().describe("A recipient: its newest five OTPs"),
  otp: z.string().max(64).optional(),
  message: z.string().max(64).optional(),
});

export function explainRoutes(app: App, gateway: Gateway): void {
  endpoint(app, gateway, {
    method: "get",
    path: "/v1/explain",
    tag: "Messages",
    summary: "The whole story in order, for support",
    description: "Give one of to, otp and message. Numbers are masked; the code is never in it.",
    roles: ["ops", "auditor"],
    query,
    answers: { 200: { description: "The story", schema: storySchema } },
    errors: ["invalid_request", "not_found"],
    async handle({ ctx, query: asked }) {
      const given = Object.values(asked).filter((value) => value !== undefined);
      if (given.length !== 1) throw badFields([{ path: "query", message: "give one of to, otp and message" }]);
      const ids = await otpIds(gateway, ctx, asked);
      const records = await Promise.all(ids.map((id) => readRecord(gateway.sql, gateway.keyring, ctx.tenant.id, id)));
      const known = records.filter((record) => record !== null);
      if (known.length === 0 && asked.to === undefined) throw new GatewayError("not_found", "There is no such OTP.");
      const now = gateway.clock.now();
      const told = known.flatMap((record) => tell(record, ctx.tenant.currency, now)).sort((a, b) => a.at - b.at);
      return {
        status: 200,
        body: {
          otps: known.map(({ otp }) => ({
            id: publicId("otp", otp.id),
            status: statusAt(otp, now),
            purpose: otp.purpose,
            to: maskRecipient(otp.recipients[0] ?? ""),
            user: otp.userRef === "" ? null : otp.userRef,
            central: otp.central,
            attempts_left: otp.attemptsLeft,
            created_at: isoMs(otp.createdAt),
            expires_at: isoMs(otp.expiresAt),
            name: otp.via?.userName ?? null,
          })),
          story: told.map(({ at, kind, otp, message, en, id }) => ({
            at: isoMs(at),
            kind,
            otp,
            message,
            text: { en, id },
          })),
        },
      };
    },
  });
}

async function otpIds(gateway: Gateway, ctx: Ctx, asked: z.infer<typeof query>): Promise<string[]> {
  if (asked.to !== undefined) {
    return otpIdsOf(gateway.sql, gateway.keyring, ctx.tenant.id, recipientOf(asked.to, gateway.defaultCountry));
  }
  if (asked.message !== undefined) {
    const story = await readMessage(gateway.sql, gateway.keyring, ctx.tenant.id, parsePublicId("msg", asked.message));
    return story === null ? [] : [story.message.otpId];
  }
  const id = parsePublicId("otp", asked.otp ?? "");
  return id === null ? [] : [id];
}
