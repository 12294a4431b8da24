import { z } from "@hono/zod-openapi";
import type { Ctx } from "../../context.ts";
import { hostedPage, pageToken } from "../../otp/hosted.ts";
import type { Otp, Via } from "../../otp/model.ts";
import type { Gateway } from "../../wire.ts";
import { badFields } from "../endpoint.ts";
import { line, otpSchema } from "../schemas.ts";

/** Of an issue: what asks for the hosted page. */
export const hostedFields = {
  hosted: z
    .boolean()
    .default(false)
    .describe(
      "For an ERP that can't show a code box: the answer has hosted_url, a page of ours that asks for the code",
    ),
  return_url: z
    .string()
    .max(2000)
    .optional()
    .describe("Where that page sends the person back to; letter by letter one of the tenant's return_urls")
    .openapi({ example: "https://erp.example/otp/back" }),
  state: line(512).optional().describe("Yours, up to 512 characters: the person brings it back to return_url as it is"),
};

export const issuedSchema = otpSchema
  .extend({
    hosted_url: z
      .string()
      .optional()
      .describe("With hosted: send the person's browser here, and nobody else. It works for as long as the OTP does"),
  })
  .openapi("IssuedOtp");

type HostedBody = z.output<z.ZodObject<typeof hostedFields>> & { code?: string | undefined; code_length: number };

/** What the OTP has to remember for its page; a 400 names the field that is wrong. */
export function hostedVia(gateway: Gateway, ctx: Ctx, body: HostedBody): Via | undefined {
  const { hosted, return_url: returnUrl, state } = body;
  if (hosted) {
    const codeLength = body.code?.length ?? body.code_length;
    return { hosted: hostedPage(gateway.keyring, ctx.tenant, { returnUrl, state, codeLength }) };
  }
  const idle = Object.entries({ return_url: returnUrl, state }).filter(([, value]) => value !== undefined);
  if (idle.length > 0) throw badFields(idle.map(([path]) => ({ path, message: "means nothing without hosted: true" })));
  return undefined;
}

export function hostedAnswer(gateway: Gateway, otp: Otp): { hosted_url?: string } {
  if (otp.via?.hosted === undefined) return {};
  const token = pageToken(gateway.keyring, { tenantId: otp.tenantId, otpId: otp.id });
  return { hosted_url: `${gateway.config.publicUrl}/p/${token}` };
}
