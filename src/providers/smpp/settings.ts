import { z } from "zod";
import { hostSetting, paceSettings, reportSettings } from "../http-kind.ts";
import type { ErrorClass } from "../provider.ts";

/** What an SMSC may be said to mean by a status. Not `ambiguous`: an answer with a status is a refusal. */
const statusClasses = ["transient", "throttled", "recipient", "rejected", "credentials"] as const;
type StatusClass = Extract<ErrorClass, (typeof statusClasses)[number]>;

export interface SmppSettings {
  host: string;
  port: number;
  tls: boolean;
  system_type: string;
  source_addr: string;
  source_addr_ton: number | null;
  source_addr_npi: number | null;
  service_type: string;
  data_coding: 0 | 1 | 3 | 8;
  window: number;
  enquire_link_seconds: number;
  receipt_ids: "same" | "hex_answer" | "hex_receipt";
  status_classes: Record<string, StatusClass>;
  timeout_ms: number;
  max_per_second: number | null;
  ambiguous_wait_seconds: number;
  unreported_after_seconds: number;
  charge_unreported: boolean;
}

const plain = (longest: number) =>
  z.string().regex(new RegExp(`^[\\x20-\\x7e]{0,${longest}}$`), `at most ${longest} plain characters`);
const octet = z.number().int().min(0).max(255).nullable().default(null);

export const smppSettings: z.ZodType<SmppSettings> = z.strictObject({
  host: hostSetting.describe("Name or address of the SMSC"),
  port: z.number().int().min(1).max(65_535).default(2775).describe("Its port"),
  tls: z.boolean().default(false).describe("Encrypted from the first byte"),
  system_type: plain(12).default("").describe("As the SMSC's people say; mostly empty"),
  source_addr: plain(20)
    .regex(/^\+?\d*$|^.{0,11}$/, "a name has at most 11 characters")
    .default("")
    .describe(
      "Sender: a registered name (11 characters), an international number or a short code; empty: the account's",
    ),
  source_addr_ton: octet.describe(
    "Type of the sender's number; null: by its form (5 name, 1 international, 3 short code)",
  ),
  source_addr_npi: octet.describe("Numbering plan of the sender; null: by its form (1 international, else 0)"),
  service_type: plain(5).default("").describe("Where the SMSC wants one, CODE say"),
  data_coding: z
    .union([z.literal(0), z.literal(1), z.literal(3), z.literal(8)])
    .default(0)
    .describe(
      "Alphabet of a text that fits it: 0 the SMSC's default, taken for GSM 03.38, an octet a character; 1 the same " +
        "under the label IA5; 3 Latin-1; 8 always UCS-2. Any other text is sent in UCS-2",
    ),
  window: z.number().int().min(1).max(100).default(10).describe("Messages that may be unanswered at once, per replica"),
  enquire_link_seconds: z.number().int().min(5).max(300).default(30).describe("Seconds between signs of life"),
  receipt_ids: z
    .enum(["same", "hex_answer", "hex_receipt"])
    .default("same")
    .describe(
      "How a receipt writes the id of the answer: same, leading zeros of a number apart; hex_answer: the answer " +
        "hexadecimal, the receipt decimal; hex_receipt: the other way round",
    ),
  status_classes: z
    .record(z.string().regex(/^0x[0-9A-Fa-f]{1,8}$/, "must be like 0x0401"), z.enum(statusClasses))
    .default({})
    .describe(
      'What this SMSC means by a command_status, above all by its own from 0x0400: { "0x0401": "credentials" }',
    ),
  ...paceSettings(),
  ...reportSettings,
});

const credential = z.string().regex(/^[\x21-\x7e]{1,64}$/, "1 to 64 characters, no spaces or line breaks");

/** The specification allows 15 and 8 characters; SMSCs allow more. */
export const smppSecrets = z.strictObject({
  system_id: credential.describe("The account's name with the SMSC"),
  password: credential.describe("Its password"),
});
