import { z } from "@hono/zod-openapi";
import { line } from "./schemas.ts";

export const personBody = {
  to: line(254).optional().describe("A number in any form, or an address; not a central number"),
  user: line(254).optional().describe("The ERP's word for the person, as in an issue"),
};

const left = z.record(z.string(), z.string()).describe("What is kept all the same, and why or until when");

export const erasedSchema = z
  .object({
    erased: z.object({
      otps: z.number().int(),
      messages: z.number().int(),
      provider_ids: z.number().int().describe("Of attempts: vendors' ids from which the number could be read"),
      guess_streaks: z.number().int(),
      sandbox_messages: z.number().int(),
      users: z.number().int().describe("Stored users deleted, or their number emptied"),
    }),
    cancelled: z.number().int().describe("OTPs that were pending"),
    left,
    complete: z.boolean().describe("false: call again"),
  })
  .openapi("ErasedPerson");

const fact = { provider: z.string(), at: z.iso.datetime() };

const exportedMessage = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  channel: z.string(),
  status: z.string(),
  template: z.string(),
  charged: z.string().describe("In `currency`"),
  attempts: z
    .array(z.object({ ...fact, outcome: z.string() }))
    .describe("Who was asked to carry it, and what came of it"),
  reports: z.array(z.object({ ...fact, status: z.string() })).describe("What providers said later"),
});

export const personExportSchema = z
  .object({
    person: z.object({ user: z.string().nullable(), number: z.string().nullable() }),
    currency: z.string(),
    users: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        active: z.boolean(),
        destination: z.string(),
        number: z.string().nullable(),
        stored_since: z.iso.datetime(),
      }),
    ),
    otps: z
      .array(
        z.object({
          id: z.string(),
          issued_at: z.iso.datetime(),
          purpose: z.string(),
          status: z.string(),
          numbers: z.array(z.string()).describe("In clear; none where it went to a central number"),
          user: z.string().nullable(),
          name: z.string().nullable(),
          client_ip: z.string().nullable(),
          params: z.record(z.string(), z.string()),
          metadata: z.record(z.string(), z.unknown()),
          messages: z.array(exportedMessage),
        }),
      )
      .describe("Newest first"),
    charged: z.string().describe("For these OTPs, in `currency`"),
    audit: z
      .array(
        z.object({
          at: z.iso.datetime(),
          action: z.string(),
          actor: z.string(),
          before: z.unknown(),
          after: z.unknown(),
        }),
      )
      .describe("Changes of the stored user, and reads of their number"),
    retention: left,
    next_before: z.string().nullable(),
  })
  .openapi("PersonExport");
