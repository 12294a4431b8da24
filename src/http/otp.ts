import { isIP } from "node:net";
import { z } from "@hono/zod-openapi";
import { badFields, endpoint, failure, replay, send, type Answer, type App } from "./endpoint.ts";
import { hostedAnswer, hostedFields, hostedVia, issuedSchema } from "./hosted/issue.ts";
import { otpAnswer } from "./otp-answer.ts";
import { channel, line, otpSchema, wellFormedWithin } from "./schemas.ts";
import { GatewayError, type ErrorCode } from "../errors.ts";
import { clientAddress } from "../kit/address.ts";
import { parsePublicId, publicId } from "../kit/id.ts";
import type { JsonObject } from "../kit/json.ts";
import type { WindowState } from "../limits/windows.ts";
import { cancelOtp } from "../otp/cancel.ts";
import type { VerifyVerdict } from "../otp/decide-verify.ts";
import { issueOtp, sameIssue, type IssueInput } from "../otp/issue.ts";
import type { OtpView } from "../otp/model.ts";
import type { ProofStamp } from "../otp/proof.ts";
import { readOtp } from "../otp/read.ts";
import { resendOtp } from "../otp/resend.ts";
import { toUser } from "../otp/to-user.ts";
import { verifyOtp } from "../otp/verify.ts";
import type { Channel } from "../providers/provider.ts";
import { localeTag } from "../settings/documents.ts";
import { DEFAULT_LIFE_SECONDS } from "../templates/samples.ts";
import type { Gateway } from "../wire.ts";

const purpose = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,39}$/, "1 to 40 of a-z, 0-9 and _, beginning with a letter")
  .default("login");
const code = z.string().regex(/^[0-9]{4,10}$/, "4 to 10 digits 0-9");
/** As it was typed: white space around it, the space or hyphen of a message's `482 913`, and full-width digits are no mistakes. */
const typedCode = z
  .string()
  .max(40)
  .transform((text) =>
    text
      .replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, "")
      .replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))
      .replace(/(?<=[0-9])[ -](?=[0-9])/g, ""),
  )
  .pipe(code)
  .openapi({ type: "string", example: "482913" });
const waitMs = z.number().int().min(0).max(10_000).default(0).describe("Wait this long for a provider to take it");

const metadata = z
  .record(z.string().max(64), z.unknown())
  .refine((value) => Buffer.byteLength(JSON.stringify(value)) <= 1024, "at most 1 KiB as JSON")
  .refine(wellFormedWithin, "must be valid Unicode without NUL characters")
  .default({});

const issueFields = z.strictObject({
  to: line(254)
    .optional()
    .describe(
      'A phone number as people write it, an address for e-mail, or "central"; left out: where the codes of `user` go, ' +
        "as PUT /v1/users/{id} stored it",
    )
    .openapi({ example: "0812-3456-7890" }),
  user: line(100).optional().describe("Who is logging in, as the ERP knows them"),
  purpose: purpose.describe("login, transaction, reset_password, registration, access, or your own word"),
  channel: z.enum(["auto", "whatsapp", "sms", "voice", "email"]).optional().describe("auto: the tenant's route order"),
  channels: z
    .array(channel)
    .min(1)
    .max(4)
    .refine((list) => new Set(list).size === list.length, "each channel at most once")
    .optional()
    .describe("An order of fallback of its own"),
  locale: localeTag.optional(),
  template: z
    .string()
    .regex(/^[a-z0-9][a-z0-9_-]{0,62}$/, "a template's key")
    .optional(),
  params: z.record(z.string().regex(/^[a-z0-9_]{1,40}$/, "a-z, 0-9 and _"), line(200)).default({}),
  ttl_seconds: z.number().int().min(30).max(600).default(DEFAULT_LIFE_SECONDS),
  code_length: z.number().int().min(4).max(10).default(6),
  code: code.optional().describe("The ERP's own code"),
  client_ip: z
    .string()
    .max(45)
    // ipaddr.js would also read 010.1.1.1 and 0x7f.0.0.1, on which programs disagree.
    .refine((text) => isIP(text) !== 0, "an IP address")
    .optional()
    .describe("The end user's address, for limits"),
  metadata: metadata.describe("Returned in reads and events"),
  wait_ms: waitMs,
  decoy: z.boolean().default(false).describe("For a user the ERP does not know: same answer, nothing sent"),
  ...hostedFields,
});

const oneChannelField = (body: { channel?: unknown; channels?: unknown }): boolean =>
  body.channel === undefined || body.channels === undefined;
const notBoth = { path: ["channels"], message: "give channel or channels, not both" };
const issueBody = issueFields.refine(oneChannelField, notBoth).openapi("IssueOtp");
const priced = {
  to: true,
  user: true,
  purpose: true,
  channel: true,
  channels: true,
  locale: true,
  template: true,
  params: true,
  ttl_seconds: true,
  code_length: true,
  code: true,
} as const;
/** Of an issue, what decides on its price. */
export const quoteBody = issueFields.pick(priced).refine(oneChannelField, notBoth).openapi("QuoteOtp");
/** And what decides on whether it goes out, and by whom. */
export const dryRunBody = issueFields
  .pick({ ...priced, client_ip: true })
  .refine(oneChannelField, notBoth)
  .openapi("DryRunOtp");

const verifyBody = z
  .strictObject({
    id: z.string().max(64).optional().describe("From issue"),
    to: line(254).optional().describe("For an ERP that keeps no id: the newest pending OTP of this recipient"),
    user: line(100).optional().describe("Without id and to: the newest pending OTP of this user, wherever it went"),
    purpose,
    code: typedCode.describe("As typed: a space or hyphen between digits is left out, full-width digits are digits"),
  })
  .openapi("VerifyOtp");

const verifyAnswer = z
  .object({
    id: z.string(),
    valid: z.boolean(),
    status: otpSchema.shape.status,
    reason: z.enum(["wrong_code", "expired", "locked", "already_used", "cancelled", "replaced"]).nullable(),
    attempts_left: z.number().int(),
    proof: z.string().optional().describe("A JWS, with a right code only; check it against /.well-known/jwks.json"),
  })
  .openapi("VerifyAnswer");

const idParams = z.object({
  id: z
    .string()
    .max(64)
    .openapi({ param: { name: "id", in: "path" } }),
});

/** How long a cancel may take to end the messages after its commit. */
const CANCEL_MS = 5000;

const postErrors: ErrorCode[] = [
  "invalid_request",
  "idempotency_in_progress",
  "idempotency_mismatch",
  "payload_too_large",
  "unsupported_media_type",
  "rate_limited",
  "overloaded",
];
const sendErrors: ErrorCode[] = [
  ...postErrors,
  "insufficient_balance",
  "invalid_recipient",
  "destination_not_allowed",
  "template_not_found",
  "no_route",
];

export function otpRoutes(app: App, gateway: Gateway): void {
  endpoint(app, gateway, {
    method: "post",
    path: "/v1/otp/issue",
    tag: "ERP",
    summary: "Issue an OTP and send its code",
    description:
      "Answers as soon as the OTP is stored; delivery goes on in the background. With `user` and no `to` it goes where " +
      "that user's codes go; 409 `conflict` with `active: false` says that no OTP is asked of this user, and 422 " +
      "`invalid_recipient` that no such user is stored.",
    roles: ["erp"],
    erp: true,
    idempotency: "auto",
    body: issueBody,
    answers: { 201: { description: "Issued", schema: issuedSchema } },
    errors: [...sendErrors, "conflict"],
    async handle({ ctx, body, claim, derived }) {
      const asked: IssueInput = {
        to: body.to,
        user: body.user,
        purpose: body.purpose,
        channels: channelsOf(body),
        locale: body.locale,
        template: body.template,
        params: body.params,
        ttlSeconds: body.ttl_seconds,
        codeLength: body.code_length,
        code: body.code,
        clientIp: body.client_ip === undefined ? undefined : clientAddress(body.client_ip),
        metadata: body.metadata as JsonObject,
        waitMs: body.wait_ms,
        decoy: body.decoy,
        via: hostedVia(gateway, ctx, body),
      };
      const issuedAnswer = (view: OtpView) => ({
        status: 201,
        body: { ...otpAnswer(view, "issued"), ...hostedAnswer(gateway, view.otp) },
      });
      // First: where the user's codes go now is a part of what is compared.
      const input = derived ? await toUser(gateway, ctx, asked) : asked;
      const same = derived
        ? { ...sameIssue(gateway, ctx, input, gateway.clock.now()), state: body.state ?? null }
        : undefined;
      const once = { claim: claim(body.wait_ms, undefined, same), answer: issuedAnswer };
      const result = await issueOtp(gateway, ctx, input, once);
      if (result.replay !== null) return replay(result.replay);
      const answer = issuedAnswer(result.view);
      await gateway.answers.keepLater(once.claim, answer);
      return { ...answer, headers: limitHeaders(result.states) };
    },
  });

  endpoint(app, gateway, {
    method: "post",
    path: "/v1/otp/verify",
    tag: "ERP",
    summary: "Check a code",
    description:
      "A right code is valid once. A wrong one is an answer with `valid: false`, not an error. A code that a provider's " +
      "vendor made is checked there: 503 `unavailable` when it could not be asked, and the check is given back unless the " +
      "question may have reached the vendor; `expired` and `locked` with status `pending` are the vendor's word for its " +
      "code, and the OTP may be resent. A verify whose answer was lost is looked up by `GET /v1/otp/{id}`: `verified` says " +
      "that its code was right.",
    roles: ["erp"],
    erp: true,
    body: verifyBody,
    answers: { 200: { description: "Checked", schema: verifyAnswer } },
    errors: [...postErrors, "otp_not_found", "invalid_recipient", "destination_not_allowed"],
    async handle({ ctx, body, claim }) {
      if (body.id === undefined && body.to === undefined && body.user === undefined) {
        throw badFields([{ path: "id", message: "is required; or else to, or user" }]);
      }
      if (body.id !== undefined && body.to !== undefined) {
        throw badFields([{ path: "to", message: "give id or to, one of them" }]);
      }
      const now = gateway.clock.now();
      const once = {
        claim: claim(),
        answer: (verdict: VerifyVerdict) => ({ status: 200, body: verdictAnswer(verdict, gateway.proof.stamp(now)) }),
      };
      const result = await verifyOtp(gateway, ctx, body, once);
      const answer = result.replay === null ? once.answer(result.verdict) : replay(result.replay);
      return withProof(gateway, ctx.tenant.name, answer);
    },
  });

  // Before the pattern below takes their names for ids.
  for (const path of ["/v1/otp/issue", "/v1/otp/verify", "/v1/otp/redeem"]) {
    app.all(path, (c) => {
      const { problem, headers } = failure(
        gateway,
        c,
        new GatewayError("method_not_allowed", "Use POST here.", { headers: { Allow: "POST" } }),
      );
      return send(c, { status: problem.status, body: problem }, headers, true);
    });
  }

  endpoint(app, gateway, {
    method: "get",
    path: "/v1/otp/{id}",
    tag: "ERP",
    summary: "Read an OTP and its messages; never the code",
    roles: ["erp", "ops", "auditor"],
    erp: true,
    params: idParams,
    answers: { 200: { description: "The OTP", schema: otpSchema } },
    errors: ["otp_not_found"],
    async handle({ ctx, params }) {
      const view = await readOtp(gateway, ctx.tenant.id, parsePublicId("otp", params.id));
      return readAnswer(view);
    },
  });

  endpoint(app, gateway, {
    method: "post",
    path: "/v1/otp/{id}/resend",
    tag: "ERP",
    summary: "Send the code again, maybe on another channel",
    description:
      "Counts like an issue and has a hold of its own; the OTP lives no longer for it. Roles `erp` and `admin`; `ops` too, " +
      "for support that helps somebody at a telephone: within the same limits, and audited as `otp.resend`.",
    roles: ["erp", "ops"],
    erp: true,
    idempotency: "auto",
    params: idParams,
    body: z.strictObject({ channel: channel.optional(), wait_ms: waitMs }).openapi("ResendOtp"),
    answers: { 200: { description: "Sent again", schema: otpSchema } },
    errors: [...sendErrors, "otp_not_found", "conflict"],
    async handle({ ctx, params, body, claim }) {
      const once = { claim: claim(body.wait_ms), answer: readAnswer };
      const input = { id: params.id, channel: body.channel, waitMs: body.wait_ms };
      const result = await resendOtp(gateway, ctx, input, once);
      if (result.replay !== null) return replay(result.replay);
      const answer = readAnswer(result.view);
      await gateway.answers.keepLater(once.claim, answer);
      return { ...answer, headers: limitHeaders(result.states) };
    },
  });

  endpoint(app, gateway, {
    method: "post",
    path: "/v1/otp/{id}/cancel",
    tag: "ERP",
    summary: "End an OTP; what was not sent is not charged",
    description: "Cancelling twice is cancelling once. By another key than the ERP's it is audited as `otp.cancel`.",
    roles: ["erp"],
    erp: true,
    idempotency: "auto",
    params: idParams,
    body: z.strictObject({}).openapi("CancelOtp"),
    answers: { 200: { description: "Cancelled", schema: otpSchema } },
    errors: [...postErrors, "otp_not_found", "conflict"],
    async handle({ ctx, params, claim }) {
      const once = { claim: claim(CANCEL_MS), answer: readAnswer };
      const result = await cancelOtp(gateway, ctx, params.id, once);
      if (result.replay !== null) return replay(result.replay);
      const answer = readAnswer(result.view);
      await gateway.answers.keepLater(once.claim, answer);
      return answer;
    },
  });
}

/** In the order of fallback; undefined: the tenant's. */
export function channelsOf({ channel: one, channels: several }: z.output<typeof quoteBody>): Channel[] | undefined {
  return several ?? (one === undefined || one === "auto" ? undefined : [one]);
}

function readAnswer(view: OtpView) {
  return { status: 200, body: otpAnswer(view, "read") };
}

/** `proof`, of a right code only: what it will say. It is signed on the way out. */
function verdictAnswer(verdict: VerifyVerdict, stamp: ProofStamp) {
  const { userRef, purpose } = verdict;
  return {
    id: publicId("otp", verdict.otpId),
    valid: verdict.valid,
    status: verdict.status,
    reason: verdict.reason,
    attempts_left: verdict.attemptsLeft,
    ...(verdict.valid ? { proof: { user: userRef === "" ? null : userRef, purpose, ...stamp } } : {}),
  };
}

/** Signed after the commit, outside it. An Ed25519 signature is always the same, so a replay carries the first proof. */
export async function withProof(gateway: Gateway, tenant: string, answer: Answer): Promise<Answer> {
  const body = answer.body as { id: string; proof?: ProofStamp & { user: string | null; purpose: string } };
  if (body.proof === undefined) return answer;
  const { at, kid, ...claims } = body.proof;
  const proof = await gateway.proof.sign({ tenant, otpId: body.id, ...claims }, { at, kid });
  return { ...answer, body: { ...body, proof } };
}

/** The tightest window, as the RateLimit draft writes it. */
function limitHeaders(states: readonly WindowState[]): Record<string, string> {
  const tightest = states.reduce<WindowState | null>(
    (found, state) => (found === null || state.remaining < found.remaining ? state : found),
    null,
  );
  if (tightest === null) return {};
  const { scope, window, remaining, resetSeconds } = tightest;
  return {
    RateLimit: `"${scope}";r=${remaining};t=${resetSeconds}`,
    "RateLimit-Policy": `"${scope}";q=${window.max};w=${window.per_seconds}`,
  };
}
