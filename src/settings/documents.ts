import { z } from "@hono/zod-openapi";
import { channels } from "../providers/provider.ts";
import { otpButtons } from "../providers/template-verbs.ts";
import { parseAmount } from "../kit/money.ts";
import { callingCodeOf } from "../kit/phone.ts";
import { chargingStages } from "../ledger/price.ts";
import { cooldownSeconds, guesses, sandboxLimits, windows } from "./limit-parts.ts";

/**
 * The documents that operators put, in the contract's shapes: what is stored is what was put, defaults
 * filled in, and a GET gives it back. They keep the wire's snake_case for that reason.
 */
export const channelName = z.enum(channels);
export const name = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,62}$/, "1 to 63 of a-z, 0-9, - and _, beginning with a letter or digit");
export const country = z.string().regex(/^[A-Z]{2}$/, "an ISO 3166 country code of two capital letters, like ID");
export const localeTag = z
  .string()
  .regex(/^[a-z]{2,3}([_-][A-Za-z0-9]{2,8}){0,3}$/, "a BCP 47 language tag, like id or en-US");
export const amount = z
  .string()
  .max(20)
  .refine((text) => parseAmount(text) !== null, 'a decimal string with at most six places, like "356.65"');
export const positiveOrZeroAmount = amount.refine((text) => !text.startsWith("-"), "must not be negative");
const instant = z.iso.datetime({ offset: true, message: "an ISO 8601 time with a zone, like 2026-01-01T00:00:00Z" });

export const providerDocument = z.strictObject({
  kind: z.string().max(40),
  state: z.enum(["on", "drain", "off"]).default("on"),
  settings: z.record(z.string().max(64), z.unknown()).default({}),
  /** A name that is left out keeps its value; `null` removes it. */
  secrets: z.record(z.string().max(64), z.string().min(1).max(8192).nullable()).default({}),
});
export type ProviderDocument = z.infer<typeof providerDocument>;

const routeStep = z.strictObject({
  provider: name,
  weight: z.number().int().min(0).max(10_000).default(100),
  countries: z.array(country).max(250).optional(),
});
const fallbackStep = z.strictObject({
  channel: channelName,
  after_seconds: z.number().int().min(1).max(600).optional(),
});
export const routesDocument = z.strictObject({
  channels: z.partialRecord(channelName, z.array(routeStep).max(20)),
  fallback: z
    .array(fallbackStep)
    .min(1)
    .max(channels.length)
    .refine((steps) => new Set(steps.map((s) => s.channel)).size === steps.length, "each channel at most once"),
});
export type RoutesDocument = z.infer<typeof routesDocument>;
export type RouteStep = z.infer<typeof routeStep>;

/** Android's package names; the hash is eleven characters of the signing certificate's (Google's SMS Retriever). */
const otpApp = z.strictObject({
  package_name: z
    .string()
    .max(224)
    .regex(/^[A-Za-z]\w*(\.[A-Za-z]\w*)+$/, "a package name, like com.example.app"),
  signature_hash: z.string().regex(/^[A-Za-z0-9+/]{11}$/, "11 characters of base64, as Google's tool prints it"),
});

/** The vendor's button is short. */
const buttonWords = z.string().trim().min(1).max(25);

/** What a provider knows a template as. */
export const binding = z.strictObject({
  name: z.string().min(1).max(512),
  language: z.string().min(1).max(20),
  expiry_minutes: z.number().int().min(1).max(90).optional(),
});
export type Binding = z.infer<typeof binding>;

export const templateDocument = z.union(
  [
    z.strictObject({
      body: z.string().min(1).max(2000),
      /** E-mail only. */
      subject: z.string().min(1).max(200).optional(),
      /** SMS only: the site whose browser fills the code in. The text's last line is then `@host #code` (WebOTP). */
      webotp_domain: z
        .string()
        .max(253)
        .regex(
          /^(?=.*\.)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/,
          "a host in small letters without scheme, port or path, like erp.example.com (punycode for others)",
        )
        .optional(),
      /** SMS only: the 11 characters by which Android hands the text to its app (SMS Retriever), on a line of their own. */
      app_hash: z
        .string()
        .regex(/^[A-Za-z0-9+/]{11}$/, "the app's hash: 11 characters of A-Z, a-z, 0-9, + and /")
        .optional(),
      /** Where a WhatsApp provider takes approved templates only. */
      bindings: z.record(name, binding).default({}),
    }),
    z.strictObject({
      category: z.enum(["authentication", "utility"]),
      button: z.enum(otpButtons).default("copy_code"),
      /** For `one_tap` and `zero_tap`: the Android apps that may take the code over. */
      apps: z.array(otpApp).min(1).max(5).optional(),
      /** For `zero_tap`: WhatsApp's terms for it, accepted by the operator. */
      zero_tap_terms_accepted: z.boolean().optional(),
      /** In place of WhatsApp's own words for the button, in the template's language. */
      button_text: buttonWords.optional(),
      autofill_text: buttonWords.optional(),
      security_line: z.boolean().default(true),
      expiry_line: z.boolean().default(true),
      bindings: z.record(name, binding).default({}),
    }),
  ],
  { error: "either {body, …} or {category, button, …}" },
);
export type TemplateDocument = z.infer<typeof templateDocument>;
/** What an authentication template of WhatsApp is made of: WhatsApp has the words. */
export type AuthenticationDocument = Extract<TemplateDocument, { category: string }>;

const numberPrefix = z
  .string()
  .regex(/^\+[1-9][0-9]{0,14}$/, "the beginning of a number: + and up to 15 digits, like +62812");

export const priceDocument = z
  .strictObject({
    channel: channelName,
    provider: name.nullable().default(null),
    country: country.nullable().default(null),
    prefix: numberPrefix.nullable().default(null).describe("The beginning of a number, finer than a country: +62812"),
    amount: positiveOrZeroAmount.describe("What the tenant pays, in the account's currency"),
    cost: positiveOrZeroAmount
      .nullable()
      .default(null)
      .describe("What the provider takes for the same, in the account's currency; null when it is not known"),
    per: z.enum(["message", "segment"]).default("message").describe("What amount and cost are for"),
    charged_on: z
      .enum(chargingStages)
      .default("accepted")
      .describe("When it is paid: a provider took it, it reached the phone, or its OTP was verified"),
    valid_from: instant.default("1970-01-01T00:00:00Z"),
  })
  .superRefine(checkPrefix);

export function checkPrefix(
  price: { channel: string; country: string | null; prefix: string | null },
  context: Pick<z.RefinementCtx, "addIssue">,
): void {
  const problem = prefixProblem(price.channel, price.country, price.prefix);
  if (problem !== null) context.addIssue({ code: "custom", path: ["prefix"], message: problem });
}

function prefixProblem(channel: string, inCountry: string | null, prefix: string | null): string | null {
  if (prefix === null) return null;
  if (channel === "email") return "an e-mail address has no prefix; leave it out";
  if (inCountry === null) return null;
  const code = callingCodeOf(inCountry);
  if (code === null) return `country ${inCountry} has no calling code to begin with; leave one of them out`;
  return prefix.startsWith(`+${code}`) ? null : `must lie inside country ${inCountry}: begin with +${code}`;
}

export const MOST_PRICES = 5000;
export const pricesDocument = z.strictObject({ prices: z.array(priceDocument).max(MOST_PRICES) });
export type PriceDocument = z.infer<typeof priceDocument>;
export type PricesDocument = z.infer<typeof pricesDocument>;

const spending = {
  per_hour: positiveOrZeroAmount.nullable().default(null).describe("In any hour, in the account's currency"),
  per_day: positiveOrZeroAmount.nullable().default(null).describe("In any 24 hours, in the account's currency"),
};
const perMessage = positiveOrZeroAmount
  .nullable()
  .default(null)
  .describe("A provider whose price is higher is left out; in the account's currency");

export const presetNames = ["normal", "strict", "open"] as const;
export type PresetName = (typeof presetNames)[number];

export const limitsDocument = z.strictObject({
  preset: z
    .enum(presetNames)
    .default("normal")
    .describe("Where a put takes what it leaves out from; see `GET /v1/limits/presets`"),
  cooldown_seconds: cooldownSeconds.default(30),
  recipient: windows
    .default([
      { max: 5, per_seconds: 3600 },
      { max: 10, per_seconds: 86_400 },
    ])
    .describe("Each recipient; a verified OTP no longer counts"),
  client_ip: windows.default([{ max: 20, per_seconds: 3600 }]).describe("Each client address"),
  client_net: windows
    .default([{ max: 60, per_seconds: 3600 }])
    .describe("Each /64 of IPv6 client addresses, which one household or server has to itself"),
  user: windows.default([]).describe("Each user, whoever they are sent to; a verified OTP no longer counts"),
  prefix: windows.default([]).describe("Each beginning of a number: country code and next digits, like +62812"),
  country: windows.default([]).describe("Each country of a number"),
  tenant: windows.default([{ max: 100, per_seconds: 1 }]).describe("All of the tenant"),
  provider: windows.default([]).describe("Messages to each provider, counted where it is the first to be tried"),
  gateway: windows.default([]).describe("All tenants together; only in the first tenant's document"),
  countries: z.array(country).min(1).max(250).default(["ID"]),
  sandbox: sandboxLimits.default({}),
  guesses: guesses.prefault({}),
  ceilings: z
    .strictObject({
      per_message: perMessage,
      ...spending,
      country: z.strictObject(spending).prefault({}).describe("Each country"),
      prefix: z.strictObject(spending).prefault({}).describe("Each prefix"),
      gateway: z
        .strictObject({ per_message: perMessage, ...spending })
        .prefault({})
        .describe("All tenants together; only in the first tenant's document"),
    })
    .prefault({})
    .describe("Money held or charged, decimal strings; null: no ceiling"),
  guard: z
    .strictObject({
      mode: z
        .enum(["off", "monitor", "block"])
        .default("monitor")
        .describe("`monitor`: a suspicion is recorded and told; `block`: nothing is sent there either"),
      min_sent: z.number().int().min(1).default(50).describe("OTPs; fewer are no evidence"),
      min_conversion: z.number().min(0).max(1).default(0.35).describe("Verified of sent; below it a key is suspected"),
      window_seconds: z.number().int().min(60).max(604_800).default(3600).describe("The moving window, in seconds"),
      block_seconds: z
        .number()
        .int()
        .min(60)
        .max(2_592_000)
        .default(43_200)
        .describe("How long a block lasts, in seconds; then it is looked at anew"),
      allow: z
        .array(
          z
            .string()
            .regex(/^(\+[1-9][0-9]{0,14}|[A-Z]{2})$/, "the beginning of a number, like +62812, or a country, like SG"),
        )
        .max(200)
        .default([])
        .describe("Never blocked nor suspected: beginnings of numbers, like +62812, and countries, like SG"),
    })
    .prefault({}),
});
export type LimitsDocument = z.infer<typeof limitsDocument>;

export const defaultLimits: LimitsDocument = limitsDocument.parse({});

const timeZone = z.string().refine((zone) => {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}, "a time zone like Asia/Jakarta");

export const tenantDocument = z.strictObject({
  brand: z.string().trim().min(1).max(60),
  default_locale: localeTag.default("id"),
  time_zone: timeZone.default("Asia/Jakarta"),
  central_recipients: z.array(z.string().max(32)).max(5).default([]),
  central_unnamed: z.boolean().default(false),
  resend_code: z.enum(["same", "new"]).default("same"),
  low_threshold: positiveOrZeroAmount.default("50000"),
  low_runway_hours: z.number().int().min(0).max(720).default(24),
  alert_to: z
    .array(
      z.strictObject({
        channel: channelName,
        to: z.string().min(3).max(254),
        kinds: z.array(z.enum(["provider", "balance", "template", "guard"])).min(1),
      }),
    )
    .max(20)
    .default([]),
  credit_line: positiveOrZeroAmount.default("0"),
  topup_approval: z.boolean().default(false),
  return_urls: z
    .array(z.url({ protocol: /^https?$/ }))
    .max(50)
    .default([]),
});
export type TenantDocument = z.infer<typeof tenantDocument>;
