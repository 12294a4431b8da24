import { z } from "@hono/zod-openapi";
import { channels } from "../providers/provider.ts";

/** Schemas that several resources share. */
export const channel = z.enum(channels).openapi("Channel");

const noControls = /^[^\p{Cc}\p{Zl}\p{Zp}]*$/u;
// JSON Schema's patterns have no flags; by itself the document would show this one's `u` as text.
const noControlsPattern = noControls.source;
/** One line of text: no control characters, so that it can't forge a log line or a second message. */
export const line = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(noControls, "must not contain control characters")
    .refine(wellFormed, "is not valid Unicode")
    .openapi({ pattern: noControlsPattern });

/** A lone surrogate can't be stored as UTF-8; a NUL can't be stored by PostgreSQL at all. */
export function wellFormed(text: string): boolean {
  return text.isWellFormed() && !text.includes("\0");
}

/** The same for all names and texts inside a value. */
export function wellFormedWithin(value: unknown): boolean {
  if (typeof value === "string") return wellFormed(value);
  if (typeof value !== "object" || value === null) return true;
  return Object.entries(value).every(([key, inner]) => wellFormed(key) && wellFormedWithin(inner));
}

export const messageStatus = z.enum([
  "queued",
  "sending",
  "accepted",
  "sent",
  "delivered",
  "read",
  "failed",
  "expired",
  "cancelled",
  "unknown",
]);

const messageSummary = z.object({
  id: z.string().openapi({ example: "msg_0199f0c2a1b27c3d8e4f5a6b7c8d9e0f" }),
  status: messageStatus,
  channel,
});

export const otpSchema = z
  .object({
    id: z.string().openapi({ example: "otp_0199f0c2a1b27c3d8e4f5a6b7c8d9e0f" }),
    status: z.enum(["pending", "verified", "expired", "locked", "cancelled", "replaced"]),
    purpose: z.string(),
    to: z.string().describe("Masked").openapi({ example: "+62812****7890" }),
    user: z.string().optional(),
    channel: channel.nullable(),
    expires_at: z.iso.datetime(),
    expires_in: z.number().int().describe("Seconds"),
    resend_after: z.number().int().describe("Seconds"),
    attempts_left: z.number().int(),
    message: messageSummary.nullable(),
    messages: z.array(messageSummary.extend({ to: z.string() })).optional(),
    metadata: z.record(z.string(), z.unknown()),
  })
  .openapi("Otp");

export const listQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50).describe("1 to 200"),
  cursor: z.string().max(200).optional().describe("next_cursor of the page before"),
});

export function listOf<T extends z.ZodType>(item: T) {
  return z.object({ data: z.array(item), next_cursor: z.string().nullable() });
}
