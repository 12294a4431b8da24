import path from "node:path";
import { getCountries } from "libphonenumber-js/max";
import ipaddr from "ipaddr.js";
import { z } from "zod";
import { parseMasterKey } from "./kit/secret.ts";
import { StartError } from "./start-error.ts";

/** The environment, read once and nowhere else. */
export interface Config {
  port: number;
  host: string;
  databaseUrl: string | null;
  dataDir: string;
  /** Null: made at the first start and kept in `dataDir`. */
  masterKey: Buffer | null;
  /** Older ones: still read, no longer written. */
  previousKeys: Buffer[];
  bootstrapAdminKey: string | null;
  bootstrapErpKey: string | null;
  publicUrl: string;
  defaultCountry: string;
  currency: string;
  trustProxy: string[];
  allowPrivateTargets: string[];
  metricsPort: number | null;
  logLevel: string;
}

const port = z
  .string()
  .trim()
  .regex(/^\d{1,5}$/, "a port from 0 to 65535")
  .transform(Number)
  .refine((number) => number <= 65_535, "a port from 0 to 65535");
const ranges = z
  .string()
  .transform((text) =>
    text
      .split(",")
      .map((part) => part.trim())
      .filter((part) => part !== ""),
  )
  .refine(
    (list) => list.every((range) => (range.includes("/") ? ipaddr.isValidCIDR(range) : ipaddr.isValid(range))),
    "addresses or ranges like 10.0.0.0/8, comma-separated",
  )
  .transform((list) => list.map(asRange));
const masterKey = z
  .string()
  .refine((text) => parseMasterKey(text) !== null, "32 bytes as base64 or hex (openssl rand -base64 32 makes one)");
const bootstrapKey = z
  .string()
  .min(20, "at least 20 characters")
  .max(200)
  .regex(/^[\x21-\x7e]+$/, "printable ASCII without spaces");

const schema = z.object({
  PORT: port.default(8080),
  HOST: z.string().min(1).default("127.0.0.1"),
  DATABASE_URL: z
    .string()
    .refine(
      (text) => /^postgres(ql)?:\/\//.test(text) && URL.canParse(text),
      "a URL like postgres://user:password@host:5432/gerbang, with what is special in the password percent-encoded",
    )
    .optional(),
  DATA_DIR: z.string().min(1).default("./data"),
  GATEWAY_SECRET: masterKey.optional(),
  GATEWAY_SECRET_PREVIOUS: z
    .string()
    .transform((text) => text.split(",").map((part) => part.trim()))
    .pipe(z.array(masterKey))
    .optional(),
  BOOTSTRAP_ADMIN_KEY: bootstrapKey.optional(),
  BOOTSTRAP_ERP_KEY: bootstrapKey.optional(),
  PUBLIC_URL: z.url({ protocol: /^https?$/, message: "an http or https URL" }).optional(),
  DEFAULT_COUNTRY: z
    .string()
    .refine((text) => (getCountries() as string[]).includes(text), "an ISO 3166 country code like ID")
    .default("ID"),
  CURRENCY: z
    .string()
    .regex(/^[A-Z]{3}$/, "an ISO 4217 currency code like IDR")
    .default("IDR"),
  TRUST_PROXY: ranges.optional(),
  ALLOW_PRIVATE_TARGETS: ranges.optional(),
  METRICS_PORT: port.optional(),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"]).default("info"),
});

/** Throws a `StartError` whose one line names every setting that is wrong. */
export function readConfig(env: Record<string, string | undefined>): Config {
  // An empty variable, as in `PORT=` of an .env file, is one that is not set.
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ""));
  const parsed = schema.safeParse(set);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path[0]?.toString() ?? "setting"}: ${issue.message}`);
    throw new StartError(problems.join("; "));
  }
  const e = parsed.data;
  if (e.DATABASE_URL !== undefined && e.GATEWAY_SECRET === undefined) {
    throw new StartError(
      "GATEWAY_SECRET: is required with DATABASE_URL; 32 bytes as base64 or hex (openssl rand -base64 32 makes one)",
    );
  }
  if (e.BOOTSTRAP_ADMIN_KEY !== undefined && e.BOOTSTRAP_ADMIN_KEY === e.BOOTSTRAP_ERP_KEY) {
    throw new StartError("BOOTSTRAP_ERP_KEY: must differ from BOOTSTRAP_ADMIN_KEY");
  }
  if (e.METRICS_PORT !== undefined && e.METRICS_PORT === e.PORT && e.PORT !== 0) {
    throw new StartError("METRICS_PORT: must differ from PORT, which serves /metrics too, with a key");
  }
  return {
    port: e.PORT,
    host: e.HOST,
    databaseUrl: e.DATABASE_URL ?? null,
    dataDir: path.resolve(e.DATA_DIR),
    masterKey: e.GATEWAY_SECRET === undefined ? null : parseMasterKey(e.GATEWAY_SECRET),
    previousKeys: (e.GATEWAY_SECRET_PREVIOUS ?? []).flatMap((text) => parseMasterKey(text) ?? []),
    bootstrapAdminKey: e.BOOTSTRAP_ADMIN_KEY ?? null,
    bootstrapErpKey: e.BOOTSTRAP_ERP_KEY ?? null,
    publicUrl: (e.PUBLIC_URL ?? `http://${e.HOST.includes(":") ? `[${e.HOST}]` : e.HOST}:${e.PORT}`).replace(
      /\/+$/,
      "",
    ),
    defaultCountry: e.DEFAULT_COUNTRY,
    currency: e.CURRENCY,
    trustProxy: e.TRUST_PROXY ?? [],
    allowPrivateTargets: e.ALLOW_PRIVATE_TARGETS ?? (e.DATABASE_URL === undefined ? ["127.0.0.0/8", "::1/128"] : []),
    metricsPort: e.METRICS_PORT ?? null,
    logLevel: e.LOG_LEVEL,
  };
}

function asRange(text: string): string {
  if (text.includes("/")) return text;
  return `${text}/${ipaddr.parse(text).kind() === "ipv4" ? 32 : 128}`;
}
