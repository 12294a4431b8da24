import { createPrivateKey } from "node:crypto";
import { z } from "zod";
import { httpKindSettings } from "../http-kind.ts";
import type { HttpKindSettings } from "../provider.ts";

export interface VonageSettings extends HttpKindSettings {
  from: string;
  application_id?: string | undefined;
}

export const vonageSettings: z.ZodType<VonageSettings> = z.strictObject({
  from: z
    .string()
    .regex(/^(\+?\d{3,15}|(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11})$/, "a number, or up to 11 letters and digits")
    .describe("Sender: a number or a name for SMS, the business number on WhatsApp"),
  application_id: z
    .guid()
    .optional()
    .describe("Application that the private key belongs to; its status address gets the reports"),
  ...httpKindSettings("https://api.nexmo.com"),
});

const word = z.string().regex(/^[\x21-\x7e]{1,256}$/, "no spaces or line breaks");

const secrets = {
  api_key: word.optional().describe("The account's API key, where there is no private key"),
  api_secret: word.optional().describe("The API key's secret"),
  private_key: z
    .string()
    .max(8192)
    .refine(isRsaKey, "must be an RSA private key in PEM")
    .optional()
    .describe("The application's private key (PEM), used in place of key and secret; needs application_id"),
  signature_secret: word
    .optional()
    .describe("The account's signature secret: reports are believed only when it signed them"),
};

export const vonageSecrets = z
  .strictObject(secrets)
  .refine((given) => given.private_key ?? (given.api_key && given.api_secret), {
    path: ["private_key"],
    error: "is required, or else api_key and api_secret",
  });

/** Without an application a private key is of no use. */
export const accountSecrets = z.strictObject({
  ...secrets,
  api_key: word.describe("The account's API key"),
  api_secret: word.describe("The API key's secret"),
});

function isRsaKey(pem: string): boolean {
  try {
    return createPrivateKey(pem).asymmetricKeyType === "rsa";
  } catch {
    return false;
  }
}
