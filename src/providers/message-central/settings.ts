import { z } from "zod";
import { httpKindSettings } from "../http-kind.ts";

export const messageCentralSettings = z.strictObject({
  ...httpKindSettings("https://cpaas.messagecentral.com"),
  customer_id: z
    .string()
    .regex(/^[\x21-\x7e]{1,64}$/, "no spaces")
    .describe("The account's customer id, `C-…`"),
  email: z.email().max(254).optional().describe("The account's e-mail address, where it asks for one"),
});

export type MessageCentralSettings = z.infer<typeof messageCentralSettings>;

export const messageCentralSecrets = z.strictObject({
  password: z
    .string()
    .min(1)
    .max(256)
    .describe("The account's password; Message Central wants it in the address of its token request"),
});
