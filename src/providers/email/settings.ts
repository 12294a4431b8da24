import { z } from "zod";
import { hostSetting, paceSettings, reportSettings } from "../http-kind.ts";
import { readMailbox } from "./mailbox.ts";

export interface EmailSettings {
  host: string;
  port: number;
  tls: boolean;
  from: string;
  connections: number;
  timeout_ms: number;
  max_per_second: number | null;
  ambiguous_wait_seconds: number;
  unreported_after_seconds: number;
  charge_unreported: boolean;
}

const SUBMISSIONS_PORT = 465;
const SUBMISSION_PORT = 587;

export const emailSettings: z.ZodType<EmailSettings> = z
  .strictObject({
    host: hostSetting.describe("Name or address of the SMTP relay"),
    port: z
      .number()
      .int()
      .min(1)
      .max(65_535)
      .optional()
      .describe(`Its port; left out: ${SUBMISSIONS_PORT} with tls, else ${SUBMISSION_PORT}`),
    tls: z
      .boolean()
      .default(false)
      .describe(
        "true: encrypted from the first byte; false: by STARTTLS where the relay offers it, which it must when there " +
          "are a username and a password and it is not on this machine",
      ),
    from: z
      .string()
      .refine((text) => readMailbox(text) !== null, "must be like otp@example.com or Example <otp@example.com>")
      .describe("Sender: an address, with or without a name"),
    connections: z
      .number()
      .int()
      .min(1)
      .max(100)
      .default(10)
      .describe("Connections to the relay at once, per replica, each for one message; more messages wait"),
    ...paceSettings(),
    // SMTP says what a relay did with a message and never what became of it: there is nothing to wait for.
    ambiguous_wait_seconds: reportSettings.ambiguous_wait_seconds
      .unwrap()
      .default(0)
      .describe("How long an unknown outcome waits before the plan goes on; no report will come"),
    unreported_after_seconds: reportSettings.unreported_after_seconds
      .unwrap()
      .default(600)
      .describe("When an accepted message becomes unknown, since no report will come"),
    charge_unreported: reportSettings.charge_unreported
      .unwrap()
      .default(true)
      .describe("Charge what the relay accepted, where the price is charged on delivered"),
  })
  .transform(({ port, ...settings }) => ({
    ...settings,
    port: port ?? (settings.tls ? SUBMISSIONS_PORT : SUBMISSION_PORT),
  }));

const word = z
  .string()
  .regex(/^\P{Cc}{1,256}$/u, "1 to 256 characters, no line breaks")
  .optional();

export const emailSecrets = z
  .strictObject({
    username: word.describe("The account's name with the relay; neither this nor a password where it asks for none"),
    password: word.describe("Its password"),
  })
  .refine(
    ({ username, password }) => (username === undefined) === (password === undefined),
    "username and password, or neither",
  );
