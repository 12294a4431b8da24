import type { Ctx } from "../../../context.ts";
import { GatewayError } from "../../../errors.ts";
import { parsePublicId, publicId } from "../../../kit/id.ts";
import { approveOtp } from "../../../otp/approve.ts";
import { cancelOtp } from "../../../otp/cancel.ts";
import { issueOrResendOtp } from "../../../otp/issue-or-resend.ts";
import { statusAt, type OtpView } from "../../../otp/model.ts";
import { newestOfService } from "../../../otp/newest.ts";
import { notKept, unreplayed } from "../../../otp/not-kept.ts";
import { readOtp } from "../../../otp/read.ts";
import { verifyOtp } from "../../../otp/verify.ts";
import type { Gateway } from "../../../wire.ts";
import type { App } from "../../endpoint.ts";
import {
  checkAnswer,
  checkSchema,
  isKept,
  otpIdOf,
  verificationAnswer,
  verificationSchema,
  type Seen,
} from "./answer.ts";
import { twilioEndpoint } from "./endpoint.ts";
import { TwilioRefusal } from "./errors.ts";
import { issueInputOf } from "./issue-input.ts";
import { checkBody, createBody, normalRecipient, refuseUnsupported, updateBody, type CheckBody } from "./parameters.ts";

const verifications = "/v2/Services/{service}/Verifications";
const verification = `${verifications}/{target}`;

/** How far back a recipient's newest verification is looked for: as long as a canceled one can be read by its recipient. */
const LOOK_BACK_MS = 24 * 3600 * 1000;

/** Twilio Verify v2, as its official clients speak it. */
export function twilioRoutes(app: App, gateway: Gateway): void {
  twilioEndpoint(app, gateway, {
    method: "post",
    path: verifications,
    summary: "Twilio Verify: create a verification",
    description:
      "While one is pending for the recipient and service it is sent again: the same sid and code, one attempt more, maybe " +
      "on another channel; it lives no longer for that. Limits, prices and routes are those of `/v1/otp/issue`. There is no " +
      "idempotency key: a create that is repeated within the cool-down sends nothing and answers 60212.",
    body: createBody,
    status: 201,
    answer: verificationSchema,
    errors: [60200, 60203, 60204, 60205, 60212, 60223, 60228, 60605, 20413, 20415, 20429],
    async handle({ ctx, body, seen, service }) {
      refuseUnsupported(body);
      const to = normalRecipient(body.To, body.Channel, gateway.defaultCountry);
      const { view } = await issueOrResendOtp(gateway, ctx, issueInputOf(body, to, seen.serviceSid, service));
      return verificationAnswer(view, seen);
    },
  });

  twilioEndpoint(app, gateway, {
    method: "get",
    path: verification,
    summary: "Twilio Verify: fetch a verification",
    description: "Pending, canceled and locked ones; approved and expired ones are gone, as at Twilio.",
    status: 200,
    answer: verificationSchema,
    errors: [],
    async handle({ ctx, target, seen }) {
      const view = await findTarget(gateway, ctx, seen, target);
      if (!isKept(view.otp, view.now)) throw notFound();
      return verificationAnswer(view, seen);
    },
  });

  twilioEndpoint(app, gateway, {
    method: "post",
    path: verification,
    summary: "Twilio Verify: cancel or approve a verification",
    description:
      "canceled: what was not sent is not charged. approved: the ERP checked the code itself; it ends as verified, and is " +
      "charged as such, without a proof.",
    body: updateBody,
    status: 200,
    answer: verificationSchema,
    errors: [60200, 20413, 20415],
    async handle({ ctx, target, body, seen }) {
      const { otp } = await findTarget(gateway, ctx, seen, target);
      const id = publicId("otp", otp.id);
      if (body.Status === "approved") return verificationAnswer(await approveOtp(gateway, ctx, id), seen);
      const { view } = unreplayed(await cancelOtp(gateway, ctx, id, notKept));
      return verificationAnswer(view, seen);
    },
  });

  twilioEndpoint(app, gateway, {
    method: "post",
    path: "/v2/Services/{service}/VerificationCheck",
    summary: "Twilio Verify: check a code",
    description:
      "A wrong code is 200 with status pending and valid false, five times; the sixth check is 429 with 60202. After " +
      "approval and expiry: 404 with 20404.",
    body: checkBody,
    status: 200,
    answer: checkSchema,
    errors: [60200, 60202, 60204, 60221, 20413, 20415],
    async handle({ ctx, body, seen }) {
      refuseUnsupported(body);
      const view = await findChecked(gateway, ctx, seen, body);
      const { otp, now } = view;
      if (otp.status === "locked" && isKept(otp, now)) throw tooManyChecks(otp.expiresAt - now);
      if (statusAt(otp, now) !== "pending") throw notFound();
      const input = { id: publicId("otp", otp.id), purpose: otp.purpose, code: body.Code };
      const { verdict } = unreplayed(await verifyOtp(gateway, ctx, input, notKept));
      const { valid, status } = verdict;
      if (!valid && status !== "pending" && status !== "locked") throw notFound();
      return checkAnswer({ ...view, now: gateway.clock.now() }, valid, seen);
    },
  });
}

/** The path's verification; a recipient that can't be one has none. */
async function findTarget(gateway: Gateway, ctx: Ctx, seen: Seen, target: string): Promise<OtpView> {
  if (target.startsWith("VE")) return findBySid(gateway, ctx, seen, target);
  try {
    return await findByRecipient(gateway, ctx, seen, target);
  } catch (error) {
    throw error instanceof TwilioRefusal ? notFound() : error;
  }
}

async function findChecked(gateway: Gateway, ctx: Ctx, seen: Seen, body: CheckBody): Promise<OtpView> {
  const { To: to, VerificationSid: sid } = body;
  if (sid === undefined) {
    if (to === undefined) throw new TwilioRefusal(60221, "No target verification specified");
    return findByRecipient(gateway, ctx, seen, to);
  }
  const view = await findBySid(gateway, ctx, seen, sid);
  // Who trusts the one must not be answered for the other.
  if (to !== undefined && subjectOf(gateway, ctx, to) !== view.otp.subject) throw notFound();
  return view;
}

/** Another service's is as unknown as another tenant's. */
async function findBySid(gateway: Gateway, ctx: Ctx, seen: Seen, sid: string): Promise<OtpView> {
  const view = await readOtp(gateway, ctx.tenant.id, parsePublicId("otp", otpIdOf(sid) ?? ""));
  const { via } = view.otp;
  if (via?.facade !== "twilio" || via.service !== seen.serviceSid) throw notFound();
  return view;
}

async function findByRecipient(gateway: Gateway, ctx: Ctx, seen: Seen, to: string): Promise<OtpView> {
  const subject = subjectOf(gateway, ctx, to);
  const owned = { tenantId: ctx.tenant.id, subject, facade: "twilio", service: seen.serviceSid };
  const id = await newestOfService(gateway.sql, owned, gateway.clock.now() - LOOK_BACK_MS);
  return readOtp(gateway, ctx.tenant.id, id);
}

/** As OTPs to the recipient have it. */
function subjectOf(gateway: Gateway, ctx: Ctx, to: string): string {
  return gateway.keyring.numbers.seal(ctx.tenant.id, normalRecipient(to, null, gateway.defaultCountry));
}

function tooManyChecks(leftMs: number): TwilioRefusal {
  return new TwilioRefusal(60202, "Max check attempts reached", { retryAfterSeconds: Math.ceil(leftMs / 1000) });
}

function notFound(): GatewayError {
  return new GatewayError("otp_not_found", "No such verification.");
}
