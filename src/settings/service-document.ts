import { z } from "@hono/zod-openapi";
import { channelName, localeTag, name } from "./documents.ts";

/** Twilio's ids are two letters and 32 hexadecimal digits. */
export const serviceSid = z.string().regex(/^VA[0-9a-f]{32}$/, "VA and 32 hexadecimal digits in small letters");
const templateSid = z.string().regex(/^HJ[0-9a-f]{32}$/, "HJ and 32 hexadecimal digits in small letters");

/** What a service of Twilio Verify has of its own; what it leaves out is the tenant's. */
export const serviceDocument = z.strictObject({
  name: z.string().trim().min(1).max(60).optional().describe("For people"),
  brand: z.string().trim().min(1).max(60).optional().describe("In its messages, in place of the tenant's"),
  purpose: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,39}$/, "1 to 40 of a-z, 0-9 and _, beginning with a letter")
    .optional()
    .describe(
      "Of its OTPs, and so its line in statements; the sid in small letters unless it is set. No two services may share " +
        "one, and an OTP of the ordinary call with the same purpose would replace a pending one of the service",
    ),
  template: name.optional().describe("A template's key, for requests that name none"),
  templates: z
    .record(templateSid, name)
    .refine((map) => Object.keys(map).length <= 100, "at most 100")
    .optional()
    .describe("What a TemplateSid means here: HJ… to a template's key"),
  code_length: z.number().int().min(4).max(10).default(6),
  ttl_seconds: z.number().int().min(30).max(600).default(600),
  locale: localeTag.optional().describe("For requests without a Locale"),
  channels: z
    .array(channelName)
    .min(1)
    .max(4)
    .refine((list) => new Set(list).size === list.length, "each channel at most once")
    .optional()
    .describe("The only ones it sends on, and the order of Channel=auto"),
});
export type ServiceDocument = z.infer<typeof serviceDocument>;

export const defaultService: ServiceDocument = serviceDocument.parse({});

/** What its OTPs are for. One of its own keeps those of two services to one number apart. */
export function purposeOf(sid: string, service: ServiceDocument): string {
  return service.purpose ?? sid.toLowerCase();
}
