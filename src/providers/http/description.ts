import { z } from "zod";
import { channels, errorClasses } from "../provider.ts";
import { bodyFormats } from "./body.ts";

/**
 * A vendor's interface as data: how a message becomes a request, what the answers mean, what its hook reports. No part
 * of it runs, repeats or matches patterns: values have fixed places, and rules are read from the top. The words are the
 * operator's, in `docs/http-provider.md`.
 */
const wordRule = "1 to 40 of a-z, 0-9 and _, beginning with a letter";
const word = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, wordRule);
/** A record whose keys are words; zod's own complaint of a key names no rule. */
const byWord = { error: (issue: { code: string }) => (issue.code === "invalid_key" ? wordRule : undefined) };
const template = z.string().max(2000);
const headerName = z.string().regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}$/, "a header's name, like X-Api-Key");
const path = z
  .string()
  .max(200)
  .refine(
    (text) => text.split(".").length <= 8 && text.split(".").every((part) => part !== ""),
    "a path of 1 to 8 parts with dots between them, like data.messages.0.id",
  );
const errorClass = z.enum(errorClasses);
const scope = z.enum(["recipient", "template", "provider"]);
const code = z.string().regex(/^[a-z0-9_.:-]{1,64}$/i, "1 to 64 of a-z, 0-9, _ . : and -");
const scalar = z.union(
  [z.string().max(200), z.number(), z.boolean()],
  "a text of at most 200, a number, true or false",
);

/** Values are compared as text and without regard to case: true, "true" and "True" are the same. */
const condition = z
  .strictObject({
    at: path.describe("Where the value is"),
    equals: scalar.optional(),
    one_of: z.array(scalar).min(1).max(100).optional(),
    prefix: z.string().min(1).max(200).optional(),
    contains: z.string().min(1).max(200).optional(),
    present: z.boolean().optional().describe("true: there is one; false: there is none"),
  })
  .refine(({ at: _, ...tests }) => Object.values(tests).filter((test) => test !== undefined).length === 1, {
    message: "needs exactly one of equals, one_of, prefix, contains and present",
  });
export type Condition = z.infer<typeof condition>;
const conditions = z.array(condition).max(20).default([]).describe("All must hold");

const httpStatus = z.union(
  [z.number().int().min(100).max(599), z.enum(["2xx", "3xx", "4xx", "5xx"])],
  "an HTTP status like 201, or one of 2xx, 3xx, 4xx, 5xx",
);
const httpStatuses = z.array(httpStatus).min(1).max(50);
export type HttpStatuses = z.infer<typeof httpStatuses>;

const bodyTemplate = z
  .strictObject({
    json: z.record(z.string().max(100), z.unknown()).optional(),
    form: z.record(z.string().max(100), z.union([template, z.number(), z.boolean()])).optional(),
    xml: z.record(z.string().max(100), z.unknown()).optional().describe('One root; "@name" is an attribute'),
  })
  .refine((body) => Object.values(body).filter((kind) => kind !== undefined).length === 1, {
    message: "needs exactly one of json, form and xml",
  });

const request = z.strictObject({
  method: z.enum(["GET", "POST", "PUT"]).optional().describe("POST when left out"),
  path: template
    .regex(/^\/(?!\/)[^?#\\\s]*$/, "begins with one /, under base_url, without a query, spaces or backslashes")
    .optional(),
  headers: z.record(headerName, template).optional(),
  basic: z.strictObject({ user: template, password: template }).optional().describe("HTTP Basic authentication"),
  query: z.record(z.string().min(1).max(100), template).optional(),
  body: bodyTemplate.optional(),
});
export type RequestTemplate = z.infer<typeof request>;

const verdict = { class: errorClass, scope: scope.optional() };
const errorRule = z
  .strictObject({
    http: httpStatuses.optional(),
    when: conditions,
    ...verdict,
    code: code.optional().describe("The word an operator reads, in place of the one at errors.code_at"),
  })
  .refine((rule) => rule.http !== undefined || rule.when.length > 0, "needs http, or a condition under when");
const errors = z.strictObject({
  code_at: path.optional().describe("Where the vendor's own error code is"),
  rules: z.array(errorRule).max(100).default([]).describe("The first that holds decides"),
  default: z.strictObject(verdict).optional().describe("When none holds; left out: by the HTTP status"),
});
export type ErrorMap = z.infer<typeof errors>;

const secretName = word.describe("One of the description's secrets");
const proof = z.discriminatedUnion(
  "type",
  [
    z.strictObject({ type: z.literal("token") }),
    z.strictObject({
      type: z.literal("hmac"),
      header: headerName,
      secret: secretName,
      algorithm: z.enum(["sha1", "sha256"]).default("sha256"),
      encoding: z.enum(["hex", "base64"]).default("hex"),
      prefix: z.string().max(20).default("").describe("What stands before the signature, like sha256="),
    }),
    z.strictObject({ type: z.literal("header"), header: headerName, secret: secretName }),
  ],
  "type is token, hmac or header",
);
const reportStatus = z.enum(["sent", "delivered", "read", "failed"]);
const reports = z.strictObject({
  proof,
  format: z.enum(["json", "form", "query"]).default("json"),
  list: path.optional().describe("Where the reports are when a body has several; left out: the body is one, or a list"),
  message_id: path,
  correlation: path.optional().describe("Where the vendor echoes {{correlation}}"),
  also_known_as: path
    .optional()
    .describe("Where another id of the same message is: a later report may have it alone, without message_id"),
  status: z
    .union([path, z.array(path).min(1).max(4)])
    .describe("Where the status is; of several places, the first with a word that statuses has"),
  statuses: z
    .record(z.string().min(1).max(100), reportStatus)
    .describe("Their words to ours; others change nothing")
    .refine((map) => Object.keys(map).length >= 1 && Object.keys(map).length <= 100, "1 to 100 words"),
  time: z
    .strictObject({
      at: path,
      as: z
        .enum(["unix", "unix_ms", "iso"])
        .default("iso")
        .describe("iso: 2026-01-31 08:05:00, with or without a zone"),
      zone: z
        .string()
        .regex(/^[+-]\d{2}:\d{2}$/, "an offset like +07:00")
        .default("+00:00")
        .describe("Of times that name none"),
    })
    .optional()
    .describe("Left out: when the report came"),
  errors: errors.prefault({}).describe("Of failed ones"),
  answer: z.string().max(200).default("").describe("What the vendor wants to read, like OK"),
});
export type ReportMap = z.infer<typeof reports>;

const balance = z.strictObject({
  request,
  when: conditions,
  amount: path,
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, "an ISO 4217 code like IDR, or null when it counts messages")
    .nullable(),
});

const sampleName = z.string().min(1).max(100);
const sampleBody = {
  body: z
    .unknown()
    .refine((value) => isShallow(value, 32), "is nested more than 32 deep")
    .optional()
    .describe("As JSON"),
  text: z.string().max(16_384).optional().describe("As it came, in place of body"),
};
const sampleAnswer = z.strictObject({
  status: z.number().int().min(100).max(599),
  headers: z.record(z.string().max(64), z.string().max(500)).default({}),
  ...sampleBody,
});
export type SampleAnswer = z.infer<typeof sampleAnswer>;
const vectors = z.strictObject({
  answers: z
    .array(
      z.strictObject({
        name: sampleName,
        answer: sampleAnswer,
        outcome: z.union(
          [
            z.strictObject({ accepted: z.union([z.string(), z.literal(true)]) }),
            z.strictObject({ class: errorClass, scope, code: code.optional() }),
          ],
          'either {"accepted": the message id, or true} or {"class", "scope", "code"}',
        ),
      }),
    )
    .max(100)
    .default([]),
  hooks: z
    .array(
      z.strictObject({
        name: sampleName,
        ...sampleBody,
        reports: z
          .array(
            z.strictObject({
              message_id: z.string(),
              also_known_as: z.string().optional(),
              status: reportStatus,
              at: z.iso.datetime().optional(),
              code: code.optional(),
            }),
          )
          .max(50),
      }),
    )
    .max(100)
    .default([]),
  balances: z
    .array(z.strictObject({ name: sampleName, answer: sampleAnswer, amount: z.string().nullable() }))
    .max(20)
    .default([]),
});
export type Vectors = z.infer<typeof vectors>;

const declared = { about: z.string().min(1).max(200) };

/** Its fields; what they must be to each other is in `check-description.ts`. */
export const descriptionShape = z.strictObject({
  about: z.string().max(500).optional(),
  base_url: z
    .url({ protocol: /^https?$/, error: "an http or https URL" })
    .optional()
    .describe("Left out where each account has its own: then the setting base_url is required"),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, "an ISO 3166 code like ID")
    .optional()
    .describe("The only country whose numbers it takes; needed by {{to_local}}"),
  secrets: z
    .record(word, z.strictObject({ ...declared, required: z.boolean().default(true) }), byWord)
    .default({})
    .describe("Names of the account's secrets, for {{secret.name}} and the hook's proof"),
  options: z
    .record(word, z.strictObject({ ...declared, default: z.string().max(1000).optional() }), byWord)
    .default({})
    .describe("What an operator sets under settings.options, for {{option.name}}"),
  channels: z
    .partialRecord(
      z.enum(channels),
      z.strictObject({
        fixed_text: z.boolean().default(false).describe("The vendor fixes the words: a template must be bound"),
        request: request.optional().describe("What differs from the request on this channel"),
      }),
    )
    .refine((map) => Object.keys(map).length > 0, "needs at least one of whatsapp, sms, voice and email"),
  code_mark: z.string().min(1).max(20).optional().describe("What the vendor puts the code in place of, like $OTP"),
  request: request.prefault({}),
  answer: z.enum(bodyFormats).default("json").describe("How its answers are written"),
  success: z
    .strictObject({
      http: httpStatuses.default(["2xx"]),
      when: conditions,
      message_id: path.optional().describe("Left out: the vendor gives none, and our correlation is its name"),
    })
    .refine(
      (success) => success.when.length > 0 || success.message_id !== undefined,
      "needs a condition under when, or a message_id: a bare HTTP status is no acceptance",
    ),
  errors: errors.prefault({}),
  reports: reports.optional(),
  balance: balance.optional(),
  vectors,
});
export type Description = z.infer<typeof descriptionShape>;
/** As an operator writes it, without what has a default. */
export type DescriptionInput = z.input<typeof descriptionShape>;

/** Told before anything that would follow it all the way down. */
function isShallow(value: unknown, depth: number): boolean {
  if (typeof value !== "object" || value === null) return true;
  return depth > 0 && Object.values(value).every((child) => isShallow(child, depth - 1));
}
