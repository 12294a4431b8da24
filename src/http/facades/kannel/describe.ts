import { z } from "@hono/zod-openapi";
import type { App } from "../../endpoint.ts";

export const SEND_SMS = "/cgi-bin/sendsms";

const fields = z.object({
  username: z.string().optional().describe("Any; also `user`").openapi({ example: "erp" }),
  password: z.string().describe('A key of role erp made with `"facade": "kannel"`; also `pass`'),
  to: z.string().describe("One phone number, without spaces").openapi({ example: "6281234567890" }),
  text: z
    .string()
    .max(1000)
    .describe("What the person reads; `%OTP%` (in a URL `%25OTP%25`) is where the code goes, once or more")
    .openapi({ example: "ACME: kode Anda %OTP%. Jangan berikan kepada siapa pun." }),
  charset: z
    .string()
    .optional()
    .describe("Of `text`. Without one: UTF-16BE where `coding` is 2, else UTF-8, or Windows-1252 where it is no UTF-8"),
  coding: z.enum(["0", "2"]).optional().describe("Says the charset only; how an SMS is encoded its characters decide"),
  purpose: z
    .string()
    .default("login")
    .describe(
      "What the code is for; verify takes the same. Best one of its own: of a recipient's codes with one purpose the newest counts",
    ),
  from: z.string().optional().describe("Ignored, like every other parameter of Kannel's: the provider has the sender"),
});

const text = (description: string, example: string) => ({
  description,
  content: { "text/plain": { schema: z.string().openapi({ example }) } },
});

const responses = {
  202: text("Issued and on its way", "0: Accepted for delivery"),
  400: text("A parameter is missing or wrong, or the number is not allowed", "Missing receiver number, rejected"),
  402: text("The balance can't pay for it", "The balance can't pay for this message."),
  403: text("The key is wrong, or nobody can carry the message", "Authorization failed for sendsms"),
  429: text("A limit or the cool-down; Retry-After says the seconds", "A code was sent a moment ago; …"),
  500: text("A bug", "Sending failed."),
  503: text("Not now", "Temporal failure, try again later. …"),
};

const operation = {
  tags: ["Façades"],
  description:
    "Kannel's sendsms for codes: the gateway makes a code of 6 digits that lives 300 seconds and fills it into the " +
    "ERP's text. Goes by SMS only. The ERP verifies with `POST /v1/otp/verify` by `to` (and `purpose`), with an " +
    "ordinary key. The query holds a key: it is never logged.",
  // The key is a parameter.
  security: [],
};

export function describeKannel(app: App): void {
  app.openAPIRegistry.registerPath({
    ...operation,
    method: "get",
    path: SEND_SMS,
    summary: "Kannel: send a code in a text of the ERP's own",
    request: { query: fields },
    responses,
  });
  app.openAPIRegistry.registerPath({
    ...operation,
    method: "post",
    path: SEND_SMS,
    summary: "Kannel: the same, by POST",
    request: {
      body: {
        content: {
          "application/x-www-form-urlencoded": { schema: fields },
          "text/plain": {
            schema: z.string().describe("The text; the others as `X-Kannel-Password`, `X-Kannel-To`, …"),
          },
        },
      },
    },
    responses,
  });
}
