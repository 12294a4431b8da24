import { isIP } from "node:net";
import { z } from "@hono/zod-openapi";
import { isEmailAddress } from "../../../kit/email-address.ts";
import { readPhone } from "../../../kit/phone.ts";
import { line } from "../../schemas.ts";
import { invalidParameter, TwilioRefusal } from "./errors.ts";

const asked = ["sms", "whatsapp", "call", "email", "auto", "sna"] as const;

/** Undefined: it is no JSON. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

const jsonText = (inside: z.ZodType, what: string) =>
  z
    .string()
    .max(4096)
    .refine((text) => inside.safeParse(parsed(text)).success, what);

export const variables = z.record(z.string().regex(/^[a-z0-9_]{1,40}$/), line(200));
const tags = z.record(line(128), line(128)).refine((all) => Object.keys(all).length <= 10);
export const templateChoices = z.array(z.object({ sid: z.string(), substitutions: variables.default({}) })).max(10);
const anyObject = z.record(z.string(), z.unknown());

const ignored = "Taken and left aside: ";
const refused = "Refused with 60204: ";

export const createBody = z
  .object({
    To: line(254)
      .describe("A mobile number, best in E.164, or an e-mail address")
      .openapi({ example: "+6281234567890" }),
    Channel: z
      .string()
      .toLowerCase()
      .pipe(z.enum(asked))
      .describe("sna is refused with 60223")
      .openapi({ type: "string", enum: [...asked], example: "sms" }),
    Locale: z
      .string()
      .regex(/^[A-Za-z]{2,3}([_-][A-Za-z0-9]{2,8}){0,3}$/, "a language tag like id, en or pt-BR")
      .optional(),
    CustomCode: z
      .string()
      .regex(/^[0-9]{4,10}$/, "4 to 10 digits 0-9; letters are not sent by this gateway")
      .optional()
      .describe(
        "4 to 10 digits. Always allowed; on a create that sends a pending one again it is the code from then on",
      ),
    CustomFriendlyName: line(60).optional().describe("In place of the service's brand, for this one"),
    DeviceIp: z
      .string()
      .refine((text) => isIP(text) !== 0, "an IP address")
      .optional()
      .describe("The end user's address, for limits"),
    Tags: jsonText(tags, "a JSON object of at most 10 texts of at most 128 characters")
      .refine((text) => Buffer.byteLength(text) <= 960, "at most 960 bytes in all")
      .optional()
      .describe("Kept as metadata.tags; in reads and events"),
    TemplateSid: z.string().max(34).optional().describe("HJ…, as the service's `templates` maps it"),
    TemplateCustomSubstitutions: jsonText(variables, "a JSON object of texts; names of a-z, 0-9 and _")
      .optional()
      .describe("The template's own variables"),
    Templates: jsonText(templateChoices, "a JSON array of at most 10 {sid, substitutions}")
      .optional()
      .describe("In place of TemplateSid; the first that the service maps is taken"),
    RateLimits: jsonText(anyObject, "a JSON object")
      .optional()
      .describe(`${ignored}limits are the tenant's, see /v1/limits`),
    ChannelConfiguration: jsonText(anyObject, "a JSON object").optional().describe(`${ignored}senders are the routes'`),
    AppHash: z.string().max(11).optional().describe(`${ignored}put it into the SMS template as app_hash`),
    RiskCheck: z.enum(["enable", "disable"]).optional().describe(`${ignored}limits and guard hold for all`),
    EnableSnaClientToken: z.enum(["true", "false"]).optional().describe(`${refused}when true`),
    CustomMessage: z.string().optional().describe(`${refused}texts are templates`),
    SendDigits: z.string().optional().describe(`${refused}no extensions are dialled`),
    Amount: z
      .string()
      .optional()
      .describe(`${refused}transactions are not signed (PSD2); put the amount into a template`),
    Payee: z.string().optional().describe(`${refused}as Amount`),
  })
  .openapi("TwilioCreateVerification");
export type CreateBody = z.output<typeof createBody>;

export const updateBody = z
  .object({
    Status: z
      .enum(["canceled", "approved"])
      .describe("approved: the ERP checked the code itself; it ends as verified, without a proof"),
  })
  .openapi("TwilioUpdateVerification");

export const checkBody = z
  .object({
    To: line(254).optional().openapi({ example: "+6281234567890" }),
    VerificationSid: z.string().max(64).optional().describe("With To as well, both must be of the same verification"),
    Code: z
      .string()
      .regex(/^[0-9]{4,10}$/, "4 to 10 digits 0-9")
      .openapi({ example: "123456" }),
    Amount: createBody.shape.Amount,
    Payee: createBody.shape.Payee,
    SnaClientToken: z.string().optional().describe(`${refused}no silent network authentication`),
  })
  .openapi("TwilioVerificationCheck");
export type CheckBody = z.output<typeof checkBody>;

/** What would go out, or be checked, as something else than was asked for is refused; what only tunes Twilio is not. */
export function refuseUnsupported(body: object): void {
  const fields = body as Partial<Record<string, string>>;
  for (const name of ["Amount", "Payee", "CustomMessage", "SendDigits", "SnaClientToken"]) {
    if (fields[name] !== undefined) throw unsupported(name);
  }
  if (fields["EnableSnaClientToken"] === "true") throw unsupported("EnableSnaClientToken");
}

function unsupported(name: string): TwilioRefusal {
  return new TwilioRefusal(60204, `Service does not support this feature: ${name}`);
}

/** `To` in its normal form: a mobile number in E.164, or an address in small letters. */
export function normalRecipient(to: string, channel: CreateBody["Channel"] | null, defaultCountry: string): string {
  const address = to.includes("@");
  if (channel !== null && channel !== "auto" && address !== (channel === "email")) {
    throw invalidParameter(
      "To",
      to,
      address ? `an address takes Channel=email, not ${channel}` : "e-mail needs an address",
    );
  }
  if (address) {
    const normal = to.trim().toLowerCase();
    if (!isEmailAddress(normal))
      throw invalidParameter("To", to, "not an e-mail address; write it like name@example.com");
    return normal;
  }
  const reading = readPhone(to, defaultCountry);
  if (reading.ok) return reading.e164;
  if (reading.landline === true && (channel === "sms" || channel === "auto")) {
    throw new TwilioRefusal(60205, "SMS is not supported by landline phone number", { reason: reading.why });
  }
  throw invalidParameter("To", to, reading.why);
}
