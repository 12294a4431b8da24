import { z } from "zod";

/** Printable ASCII: a pasted line break would spoil what is made of it, and only when the first message leaves. */
export const secret = z
  .string()
  .min(1)
  .max(512)
  .regex(/^[\x21-\x7e]+$/, "no spaces or line breaks");

export const accountSecrets = {
  // HTTP Basic ends the user at the first colon.
  dev_key: secret.regex(/^[^:]*$/, "no colon").describe("DevKey of the API key"),
  dev_secret: secret.describe("DevSecret of the API key"),
};
