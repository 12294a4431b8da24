import { z } from "@hono/zod-openapi";
import type { App } from "../../endpoint.ts";
import { createBody } from "./asked.ts";

export const ONE = "/api/otp/{id}";
export const STATUS = "/api/otp/{id}/status";

const data = z
  .object({
    namespace: z.string().openapi({ example: "myAppName" }),
    id: z.string().openapi({ example: "uniqueIDForJohnDoe" }),
    to: z.string().describe("Masked, but in the answer to the PUT that gave it").openapi({ example: "+62812****7890" }),
    channel_description: z.literal(""),
    address_description: z.literal(""),
    extra: z.record(z.string(), z.unknown()),
    provider: z.string().openapi({ example: "sms" }),
    otp: z.literal("").describe("Always empty: no answer has a code"),
    max_attempts: z.number().int(),
    attempts: z.number().int().describe("Checks made so far"),
    closed: z.boolean().describe("Verified"),
    ttl: z.number().int().describe("Seconds left"),
    url: z.literal("").describe("Empty: a page for the person is a hosted one, by /v1/otp/issue"),
  })
  .openapi("OtpgatewayOtp");

const success = z.object({ status: z.literal("success"), data });
const error = z
  .object({ status: z.literal("error"), message: z.string(), data: z.unknown().optional() })
  .openapi("OtpgatewayError");

const json = (description: string, schema: z.ZodType) => ({ description, content: { "application/json": { schema } } });
const refused = {
  400: json("A field is wrong, or there is no such OTP any more", error),
  401: json("The secret is no key that is valid here", error),
  429: json(
    "A limit, the cool-down, or a name without checks left; Retry-After and `ttl_seconds` say the seconds",
    error,
  ),
  503: json("Not now", error),
};

const operation = (path: string, summary: string, description: string) => ({
  path,
  summary,
  description:
    `${description} knadh/otpgateway's API: Basic, the namespace (any name) as the user, a key of role erp as the ` +
    "password. The one difference: no answer has the code.",
  tags: ["Façades"],
  security: [{ basic: [] }],
});
const params = z.object({ id: z.string().min(6).max(64).describe("The caller's own, unique in its namespace") });

export function describeOtpgateway(app: App): void {
  const registry = app.openAPIRegistry;
  const form = (schema: z.ZodType) => ({ body: { content: { "application/x-www-form-urlencoded": { schema } } } });
  const issue = {
    ...operation(
      ONE,
      "otpgateway: issue an OTP",
      "Takes the place of an earlier one of this name, whoever that went to. A name whose checks are used up is 429 until its time is over.",
    ),
    responses: {
      200: json("Issued", success),
      ...refused,
      402: json("The balance can't pay for it", error),
      422: json("Not sent: the number is not allowed, or nobody can carry it", error),
    },
  };
  registry.registerPath({ ...issue, method: "put", request: { params, ...form(createBody) } });
  registry.registerPath({
    ...issue,
    path: "/api/otp",
    summary: "otpgateway: issue an OTP under a random id",
    method: "put",
    request: form(createBody),
  });
  registry.registerPath({
    ...operation(ONE, "otpgateway: check a code", "A right code is right once."),
    method: "post",
    request: { params, ...form(z.object({ otp: z.string(), action: z.string().optional() })) },
    responses: { 200: json("Right", success), ...refused },
  });
  for (const method of ["get", "post", "delete"] as const) {
    const taking = method === "delete" ? " And have it forgotten: of two who do, one hears that it was verified." : "";
    registry.registerPath({
      ...operation(STATUS, "otpgateway: whether it is verified", `Until its time is over.${taking}`),
      method,
      request: { params },
      responses: { 200: json("Verified", success), ...refused },
    });
  }
  registry.registerPath({
    ...operation("/api/providers", "otpgateway: the channels that may be named as `provider`", ""),
    method: "get",
    responses: {
      200: json("Channels", z.object({ status: z.string(), data: z.array(z.string()) })),
      401: refused[401],
    },
  });
}
