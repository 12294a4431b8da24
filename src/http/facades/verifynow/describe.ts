import { z } from "@hono/zod-openapi";
import type { App } from "../../endpoint.ts";
import { flowTypes } from "./asked.ts";

/** Version 3's addresses first, then version 2's; what each takes and answers is the same. */
export const paths = {
  token: "/auth/v1/authentication/token",
  send: ["/verification/v3/send", "/verification/v2/verification/send"],
  check: ["/verification/v3/validateOtp", "/verification/v2/verification/validateOtp"],
} as const;

const tokenAnswer = z
  .object({
    status: z.number().int().openapi({ example: 200 }),
    token: z.string().optional().describe("With status 200: lives 24 hours, and only while its key is valid"),
    error: z.string().optional().describe("With any other status"),
  })
  .openapi("VerifyNowToken");

const answer = z
  .object({
    responseCode: z.number().int().openapi({ example: 200 }),
    message: z.string().openapi({ example: "SUCCESS" }),
    data: z.object({
      verificationId: z
        .string()
        .nullable()
        .describe("The OTP's id, a string; with 506 that of the code on its way, if that is VerifyNow's")
        .openapi({ example: "otp_0199f0c2a1b27c3d8e4f5a6b7c8d9e0f" }),
      mobileNumber: z
        .string()
        .nullable()
        .describe("Of a check the OTP's; of a send as the caller gave it")
        .openapi({ example: "81234567890" }),
      responseCode: z.string().openapi({ example: "200" }),
      errorMessage: z.string().nullable(),
      verificationStatus: z.string().nullable().describe("VERIFICATION_COMPLETED of a right code; else null"),
      timeout: z.string().nullable().describe("Seconds until another send to this number").openapi({ example: "30" }),
      smCLI: z.null(),
      authToken: z.null(),
      transactionId: z.string().describe("The request's id, as in the log"),
    }),
  })
  .openapi("VerifyNowAnswer");

const code = z.string().describe("What the person typed; never logged").openapi({ example: "123456" });
const common = {
  customerId: z.string().optional().describe("If given, the token's: else 501"),
  countryCode: z.string().describe("A calling code in digits").openapi({ example: "62" }),
  mobileNumber: z.string().describe("Without the country code").openapi({ example: "81234567890" }),
};

const sendQuery = z.object({
  ...common,
  flowType: z.enum(flowTypes),
  otpLength: z.coerce.number().int().min(4).max(8).default(4),
  type: z.enum(["OTP"]).optional(),
  langId: z.string().optional().describe("A language like `id` or `en`; else the tenant's").openapi({ example: "id" }),
});
const checkQuery = z.object({
  verificationId: z.string(),
  code,
  customerId: common.customerId,
  countryCode: common.countryCode.optional().describe("Of mobileNumber; the OTP's without it"),
  mobileNumber: common.mobileNumber.optional().describe("If given, the number that the code went to: else 505"),
});
const tokenQuery = z.object({
  customerId: z.string().max(64).describe("Any; later calls that name one must name the same"),
  key: z.string().describe('Base64 of a key of role erp made with `"facade": "verifynow"`; never logged'),
  scope: z.string().optional(),
  country: z.string().optional(),
  email: z.string().optional(),
});

const content = { "application/json": { schema: answer } };
const responses = {
  200: {
    description:
      "`responseCode` says what came of it: 200 · 501 another customer's token · 505 no such verificationId · 506 a code is " +
      "on its way · 511 country not allowed · 700 not sent: no credit, or nobody can carry it (`errorMessage`) · 702 wrong " +
      "code · 703 used already · 705 expired · 800 a limit, or no checks left",
    content,
  },
  400: { description: "A parameter is missing or wrong: `errorMessage` names it", content },
  401: { description: "The token, or the key that it stands for, is not valid here any more", content },
  500: { description: "A bug", content },
  503: { description: "Not now; Retry-After says the seconds", content },
};

const operation = (path: string, more: string) => ({
  tags: ["Façades"],
  description: `${more} Parameters go in the query, which is never logged.`,
  security: [],
  path,
});

export function describeVerifyNow(app: App): void {
  const registry = app.openAPIRegistry;
  const headers = z.object({ authToken: z.string().describe("From the token's call") });
  registry.registerPath({
    ...operation(paths.token, "Message Central's VerifyNow, for clients that speak it."),
    method: "get",
    summary: "VerifyNow: a token for the calls below",
    request: { query: tokenQuery },
    responses: {
      200: {
        description: "A token, or a status other than 200",
        content: { "application/json": { schema: tokenAnswer } },
      },
    },
  });
  for (const path of paths.send) {
    registry.registerPath({
      ...operation(path, "An OTP of purpose verifynow on this channel alone, which lives 300 seconds."),
      method: "post",
      summary: "VerifyNow: send a code",
      request: { query: sendQuery, headers },
      responses,
    });
  }
  for (const path of paths.check) {
    for (const method of ["get", "post"] as const) {
      registry.registerPath({
        ...operation(path, "Of VerifyNow's own OTPs alone. A right code is right once; five checks a code."),
        method,
        summary: "VerifyNow: check a code",
        request: { query: checkQuery, headers },
        responses,
      });
    }
  }
}
