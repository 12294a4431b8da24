import { setImmediate as nextTurn } from "node:timers/promises";
import { z } from "@hono/zod-openapi";
import { callingCodeOf } from "../kit/phone.ts";
import { NumberCheck, type CheckedNumber } from "../numbers/check.ts";
import type { Gateway } from "../wire.ts";
import { endpoint, type App } from "./endpoint.ts";
import { wellFormed } from "./schemas.ts";

const MOST_NUMBERS = 1000;
/** A cell of a table may hold more than a number: that one is told, not the whole list refused. */
const LONGEST_CELL = 500;
/** A number in foreign notation takes the library a fifth of a millisecond: issues are let in between. */
const A_TURN = 5;

const body = z
  .strictObject({
    numbers: z
      .array(z.string().max(LONGEST_CELL).refine(wellFormed, "is not valid Unicode"))
      .min(1)
      .max(MOST_NUMBERS)
      .describe("As people write them. In a form or XML also one field, with a number on each line or after a comma")
      .openapi({ example: ["0812-3456-7890", "+62 812 3456 7890", "021 555 1234"] }),
    country: z
      .string()
      .refine((code) => /^[A-Z]{2}$/.test(code) && callingCodeOf(code) !== null, "a country's two letters, like ID")
      .optional()
      .describe("Of numbers without a country code; default: the gateway's"),
  })
  .openapi("NormaliseNumbers");

const checkedNumber = z.object({
  input: z.string(),
  valid: z.boolean().describe("A mobile number, to which a code can be sent"),
  e164: z.string().nullable().describe("Not masked: it is the caller's own").openapi({ example: "+6281234567890" }),
  country: z.string().nullable().openapi({ example: "ID" }),
  carrier: z
    .string()
    .nullable()
    .describe("A guess by the prefix, of Indonesian numbers only; a number may have moved since")
    .openapi({ example: "Telkomsel" }),
  why: z.string().nullable().describe("Why it is not valid"),
  duplicate_of: z.number().int().nullable().describe("Index, from 0, of the first that is the same number"),
});

const answer = z
  .object({
    data: z.array(checkedNumber).describe("In the order of the request"),
    counts: z.object({
      numbers: z.number().int(),
      valid: z.number().int(),
      invalid: z.number().int(),
      duplicates: z.number().int().describe("Valid ones that came before in the list"),
    }),
  })
  .openapi("NormalisedNumbers");

export function numberRoutes(app: App, gateway: Gateway): void {
  // One list at a time: several would take the turns between them.
  let lastList: Promise<unknown> = Promise.resolve();

  endpoint(app, gateway, {
    method: "post",
    path: "/v1/numbers/normalise",
    tag: "ERP",
    summary: "Read a list of phone numbers: normal form, valid or why not, duplicates",
    description:
      `At most ${MOST_NUMBERS} a call. Reads numbers as an issue reads \`to\`, so that an ERP can clean its table before it ` +
      "sends anything. Whether a country is allowed is not looked at. Nothing is stored, logged or charged. For a CSV file " +
      "of any size: `npx gerbang numbers normalise FILE`.",
    roles: ["erp", "ops"],
    erp: true,
    idempotency: "none",
    body,
    answers: { 200: { description: "What is known of each", schema: answer } },
    errors: ["invalid_request", "payload_too_large", "unsupported_media_type"],
    async handle({ body: { numbers, country } }) {
      const answered = lastList.then(() => checkList(numbers, country ?? gateway.defaultCountry));
      // Nothing fails that is not a bug, which its own request tells.
      lastList = answered.then(
        () => undefined,
        () => undefined,
      );
      return { status: 200, body: await answered };
    },
  });
}

async function checkList(numbers: readonly string[], country: string) {
  const list = new NumberCheck(country);
  const data = [];
  for (const [index, input] of numbers.entries()) {
    if (index > 0 && index % A_TURN === 0) await nextTurn();
    data.push(numberAnswer(input, list.check(input, index)));
  }
  return { data, counts: list.counts };
}

function numberAnswer(input: string, { e164, country, carrier, why, duplicateOf }: CheckedNumber) {
  return { input, valid: why === null, e164, country, carrier, why, duplicate_of: duplicateOf };
}
