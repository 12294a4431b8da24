import type { Context } from "hono";
import type { Ctx } from "../../../context.ts";
import { GatewayError } from "../../../errors.ts";
import { parsePublicId, publicId } from "../../../kit/id.ts";
import { issueOtp, type IssueInput } from "../../../otp/issue.ts";
import { notKept, unreplayed } from "../../../otp/not-kept.ts";
import { loadOtps } from "../../../otp/rows.ts";
import { verifyOtp } from "../../../otp/verify.ts";
import { DEFAULT_LIFE_SECONDS } from "../../../templates/samples.ts";
import type { Gateway } from "../../../wire.ts";
import { admit, authenticateKey } from "../../auth.ts";
import type { App, Env } from "../../endpoint.ts";
import { respond } from "../../respond.ts";
import { answering, contextOf } from "../answering.ts";
import { namesNumber, partsOf, readCheck, readSend, readTokenRequest } from "./asked.ts";
import { describeVerifyNow, paths } from "./describe.ts";
import { giveToken, readToken } from "./tokens.ts";
import { ownPendingAlone, Refused, refusalSaid, said, verdictSaid, type About, type Said } from "./words.ts";

type Call = Context<Env>;

/** Message Central's VerifyNow, versions 2 and 3: its client changes the address and nothing else. */
export function verifyNowRoutes(app: App, gateway: Gateway): void {
  describeVerifyNow(app);
  app.all(paths.token, (c) => token(gateway, c));
  for (const path of paths.send) {
    app.all(path, (c) => {
      // The caller's own words, back to the caller.
      const about = { mobileNumber: c.req.query("mobileNumber")?.slice(0, 32) ?? null };
      return call(gateway, c, path, ["POST"], about, (ctx) => send(gateway, c, ctx, about));
    });
  }
  for (const path of paths.check) {
    app.all(path, (c) => call(gateway, c, path, ["GET", "POST"], {}, (ctx) => check(gateway, c, ctx)));
  }
  app.all("/verification/*", (c) => nowhere(gateway, c));
}

/** Failures are HTTP 200 here, with the status in the body, as the vendor has them. */
function token(gateway: Gateway, c: Call): Promise<Response> {
  const refused = (status: number, error: string, headers: Record<string, string> = {}): Response =>
    json(c, { status: 200, body: { status, error } }, headers);
  return answering(
    gateway,
    c,
    paths.token,
    async () => {
      allow(c, ["GET"]);
      try {
        const { customerId, key } = readTokenRequest(c.req.query());
        const caller = authenticateKey(gateway, c, key, ["erp"], "verifynow");
        contextOf(c, caller);
        const claims = { keyId: caller.key.id, customerId };
        return json(c, {
          status: 200,
          body: { status: 200, token: await giveToken(gateway.keyring, claims, gateway.clock.now()) },
        });
      } catch (error) {
        if (error instanceof Refused) return refused(400, error.message);
        throw error;
      }
    },
    ({ code, status }, headers) => {
      if (status >= 500) return json(c, { status, body: { status, error: "SERVER_ERROR" } }, headers);
      // Which of them it was is nobody's business who has no key.
      return code === "method_not_allowed"
        ? json(c, { status: 405, body: { status: 405, error: "METHOD_NOT_ALLOWED" } }, headers)
        : refused(400, "key is invalid");
    },
  );
}

/** A call with a token: who it is for, then the work; every refusal in the vendor's envelope. */
function call(
  gateway: Gateway,
  c: Call,
  route: string,
  methods: readonly string[],
  about: About,
  work: (ctx: Ctx) => Promise<Said>,
): Promise<Response> {
  const id = c.get("requestId");
  return answering(
    gateway,
    c,
    route,
    async () => {
      try {
        allow(c, methods);
        return json(c, await work(await known(gateway, c)));
      } catch (error) {
        if (error instanceof Refused) return json(c, said(error.code, about, id, error.message));
        throw error;
      }
    },
    (problem, headers) => json(c, refusalSaid(problem, about, headers), headers),
  );
}

/** Whose token this is, by what its key is now: revoked, expired or from an address it may not come from, it is nobody's. */
async function known(gateway: Gateway, c: Call): Promise<Ctx> {
  const claims = await readToken(gateway.keyring, c.req.header("authtoken") ?? "", gateway.clock.now());
  const key = claims === null ? undefined : gateway.settings.current.keysById.get(claims.keyId);
  const ctx = contextOf(c, admit(gateway, c, key, ["erp"], "verifynow"));
  const named = c.req.query("customerId");
  if (named !== undefined && named !== claims?.customerId) throw new Refused(501, "customerId: not the token's");
  return ctx;
}

/** Of their own, so that a VerifyNow's OTP and one of the ordinary call do not take each other's place. */
const PURPOSE = "verifynow";

async function send(gateway: Gateway, c: Call, ctx: Ctx, about: About): Promise<Said> {
  const { to, channel, codeLength, locale } = readSend(c.req.query());
  const input: IssueInput = {
    to,
    purpose: PURPOSE,
    channels: [channel],
    locale,
    params: {},
    ttlSeconds: DEFAULT_LIFE_SECONDS,
    codeLength,
    metadata: {},
    waitMs: 0,
    decoy: false,
    via: { facade: "verifynow" },
  };
  const result = await issueOtp(gateway, ctx, input, notKept).catch((error: unknown) => {
    throw ownPendingAlone(error);
  });
  const { otp, now } = unreplayed(result).view;
  const timeout = Math.max(0, Math.ceil((otp.resendAt - now) / 1000));
  return said(200, { ...about, verificationId: publicId("otp", otp.id), timeout }, ctx.requestId);
}

/** Of VerifyNow's own OTPs alone, for the number that the code went to: the answer says which that is. */
async function check(gateway: Gateway, c: Call, ctx: Ctx): Promise<Said> {
  const query = c.req.query();
  const { verificationId, code } = readCheck(query);
  const id = parsePublicId("otp", verificationId);
  const otp =
    id === null
      ? undefined
      : (await loadOtps(gateway.sql, gateway.keyring, [{ tenantId: ctx.tenant.id, id }])).get(id)?.otp;
  if (otp?.via?.facade !== "verifynow") throw new Refused(505, "verificationId: no such verification");
  const number = partsOf(otp.recipients[0] ?? "", gateway.defaultCountry);
  if (!namesNumber(query, number, gateway.defaultCountry)) {
    throw new Refused(505, "mobileNumber: not the number that this verificationId's code was sent to");
  }
  const { verdict } = unreplayed(
    await verifyOtp(gateway, ctx, { id: verificationId, purpose: otp.purpose, code }, notKept),
  );
  return verdictSaid(verdict, { mobileNumber: number.mobileNumber, verificationId }, ctx.requestId);
}

/** An address that VerifyNow has and we have not. */
function nowhere(gateway: Gateway, c: Call): Promise<Response> {
  return answering(
    gateway,
    c,
    "/verification/*",
    () => Promise.reject(new GatewayError("not_found", "There is nothing at this address; see /docs.")),
    (problem, headers) => json(c, refusalSaid(problem, {}), headers),
  );
}

/** HEAD is routed as GET: it would spend a check. */
function allow(c: Call, methods: readonly string[]): void {
  if (methods.includes(c.req.method)) return;
  throw new GatewayError("method_not_allowed", `Use ${methods.join(" or ")} here.`, {
    headers: { Allow: methods.join(", ") },
  });
}

function json(c: Call, { status, body }: Said, headers: Record<string, string> = {}): Response {
  return respond(c, status, "application/json; charset=utf-8", JSON.stringify(body), headers);
}
