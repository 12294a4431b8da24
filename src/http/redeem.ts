import { z } from "@hono/zod-openapi";
import { iso } from "../kit/clock.ts";
import { publicId } from "../kit/id.ts";
import { maskRecipient } from "../kit/mask.ts";
import type { ProofStamp } from "../otp/proof.ts";
import { redeemOtp, type Redeemed, type RedeemInput } from "../otp/redeem.ts";
import type { Gateway } from "../wire.ts";
import { badFields, endpoint, replay, type App } from "./endpoint.ts";
import { withProof } from "./otp.ts";

const redeemBody = z
  .strictObject({
    ticket: z.string().min(1).max(200).optional().describe("What the person's browser brought to your return_url"),
    proof: z.string().min(1).max(4096).optional().describe("The JWS that came with a right code"),
  })
  .openapi("RedeemOtp");

const redeemAnswer = z
  .object({
    id: z.string().openapi({ example: "otp_0199f0c2a1b27c3d8e4f5a6b7c8d9e0f" }),
    valid: z.literal(true),
    user: z.string().nullable(),
    purpose: z.string(),
    to: z.string().describe("Masked").openapi({ example: "+62812****7890" }),
    verified_at: z.iso.datetime(),
    metadata: z.record(z.string(), z.unknown()),
    proof: z.string().optional().describe("A JWS, with a ticket only; it lives for 5 minutes from now"),
  })
  .openapi("RedeemAnswer");

export function redeemRoutes(app: App, gateway: Gateway): void {
  endpoint(app, gateway, {
    method: "post",
    path: "/v1/otp/redeem",
    tag: "ERP",
    summary: "Take a ticket or a proof, once",
    description:
      "Of all redeems of an OTP one succeeds, whether they come with the hosted page's ticket or with the proof of a " +
      "right code. A ticket and a proof live for 5 minutes. 404 `otp_not_found`: not made by this gateway for your " +
      "tenant. 409 `conflict` with `reason` `already_redeemed` or `expired`. A repeated request with the same " +
      "Idempotency-Key gets the first answer.",
    roles: ["erp"],
    erp: true,
    body: redeemBody,
    answers: { 200: { description: "Redeemed, by this call", schema: redeemAnswer } },
    errors: [
      "invalid_request",
      "otp_not_found",
      "conflict",
      "idempotency_in_progress",
      "idempotency_mismatch",
      "payload_too_large",
      "unsupported_media_type",
    ],
    async handle({ ctx, body, claim }) {
      const input = inputOf(body);
      const stamp = "ticket" in input ? gateway.proof.stamp(gateway.clock.now()) : null;
      const once = {
        claim: claim(),
        answer: (redeemed: Redeemed) => ({ status: 200, body: redeemedAnswer(redeemed, stamp) }),
      };
      const result = await redeemOtp(gateway, ctx, input, once);
      const answer = result.replay === null ? once.answer(result.redeemed) : replay(result.replay);
      return withProof(gateway, ctx.tenant.name, answer);
    },
  });
}

function inputOf({ ticket, proof }: z.output<typeof redeemBody>): RedeemInput {
  if (ticket !== undefined && proof === undefined) return { ticket };
  if (proof !== undefined && ticket === undefined) return { proof };
  const path = ticket === undefined ? "ticket" : "proof";
  throw badFields([{ path, message: "give ticket or proof, one of them" }]);
}

/** `proof`: what it will say; it is signed on the way out. */
function redeemedAnswer(redeemed: Redeemed, stamp: ProofStamp | null) {
  const { purpose } = redeemed;
  const user = redeemed.userRef === "" ? null : redeemed.userRef;
  return {
    id: publicId("otp", redeemed.otpId),
    valid: true,
    user,
    purpose,
    to: maskRecipient(redeemed.recipients[0] ?? ""),
    verified_at: iso(redeemed.verifiedAt),
    metadata: redeemed.metadata,
    ...(stamp === null ? {} : { proof: { user, purpose, ...stamp } }),
  };
}
