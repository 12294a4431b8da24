import { randomBytes } from "node:crypto";
import type { Context } from "hono";
import type { Ctx } from "../../../context.ts";
import { GatewayError } from "../../../errors.ts";
import { publicId } from "../../../kit/id.ts";
import { cancelOtp } from "../../../otp/cancel.ts";
import { issueOtp, type IssueInput } from "../../../otp/issue.ts";
import type { Otp } from "../../../otp/model.ts";
import { findNamed, takeVerified, userOfName, type OtpName } from "../../../otp/named.ts";
import { notKept, unreplayed } from "../../../otp/not-kept.ts";
import { verifyOtp } from "../../../otp/verify.ts";
import type { Gateway } from "../../../wire.ts";
import { authenticate, basicPair } from "../../auth.ts";
import { check as parse, type App, type Env } from "../../endpoint.ts";
import { parseBody } from "../../body/read.ts";
import { respond } from "../../respond.ts";
import { answering, contextOf } from "../answering.ts";
import { channelOf, createBody, readName } from "./asked.ts";
import { describeOtpgateway, ONE, STATUS } from "./describe.ts";
import {
  failed,
  isThere,
  lockedName,
  notThere,
  otpData,
  refusal,
  secondsLeft,
  success,
  type Said,
} from "./envelope.ts";

type Call = Context<Env>;
type Work = (ctx: Ctx, namespace: string) => Promise<Said>;

/** knadh/otpgateway's API: an OTP has the name that its caller gave it. */
export function otpgatewayRoutes(app: App, gateway: Gateway): void {
  describeOtpgateway(app);
  const serve = (c: Call, route: string, work: Work) => authorized(gateway, c, route, work);
  const create = (c: Call, id: string) =>
    serve(c, ONE, (ctx, namespace) => createOtp(gateway, c, ctx, readName(namespace, id)));
  app.put("/api/otp/:id", (c) => create(c, c.req.param("id")));
  app.put("/api/otp", (c) => create(c, randomBytes(16).toString("hex")));
  app.post("/api/otp/:id", (c) =>
    serve(c, ONE, (ctx, namespace) => checkOtp(gateway, c, ctx, readName(namespace, c.req.param("id")))),
  );
  app.on(["GET", "POST", "DELETE"], "/api/otp/:id/status", (c) =>
    serve(c, STATUS, (ctx, namespace) =>
      statusOf(gateway, ctx, readName(namespace, c.req.param("id")), c.req.method === "DELETE"),
    ),
  );
  app.get("/api/providers", (c) => serve(c, "/api/providers", async ({ tenant }) => success(routed(tenant.routes))));
  const others: [string, string, string][] = [
    ["/api/otp", ONE, "PUT"],
    ["/api/otp/:id", ONE, "PUT, POST"],
    ["/api/otp/:id/status", STATUS, "GET, POST, DELETE"],
    ["/api/providers", "/api/providers", "GET"],
  ];
  for (const [path, route, methods] of others) app.all(path, (c) => otherMethod(gateway, c, route, methods));
}

/** Who calls, by Basic; every refusal in otpgateway's envelope. */
function authorized(gateway: Gateway, c: Call, route: string, work: Work): Promise<Response> {
  return answering(
    gateway,
    c,
    route,
    async () => {
      // The namespace is any name, the secret an ERP's key.
      const credentials = basicPair(c);
      if (credentials === null) return json(c, failed(401, "Missing Basic Authorization header."));
      const ctx = contextOf(c, authenticate(gateway, c, credentials.password, ["erp"]));
      return json(c, await work(ctx, credentials.user));
    },
    (problem, headers) => json(c, refusal(problem, headers), headers),
  );
}

function otherMethod(gateway: Gateway, c: Call, route: string, methods: string): Promise<Response> {
  const error = new GatewayError("method_not_allowed", `Use ${methods.replaceAll(", ", " or ")} here.`, {
    headers: { Allow: methods },
  });
  return answering(
    gateway,
    c,
    route,
    () => Promise.reject(error),
    (problem, headers) => json(c, refusal(problem, headers), headers),
  );
}

async function createOtp(gateway: Gateway, c: Call, ctx: Ctx, name: OtpName): Promise<Said> {
  const { to, provider, otp: code, ttl, max_attempts: checks, extra } = await fieldsOf(c);
  const channel = channelOf(provider);
  const before = await findNamed(gateway.sql, gateway.keyring, ctx.tenant.id, name);
  const asked = gateway.clock.now();
  if (before?.status === "locked" && isThere(before, asked)) return lockedName(before, asked);
  const input: IssueInput = {
    to,
    user: userOfName(name),
    purpose: "login",
    channels: channel === null ? undefined : [channel],
    params: {},
    ttlSeconds: ttl,
    codeLength: 6,
    code,
    metadata: extra,
    waitMs: 0,
    decoy: false,
    via: { facade: "otpgateway", checks, otpgateway: { ...name, provider } },
  };
  const { view } = unreplayed(await issueOtp(gateway, ctx, input, notKept));
  const { otp, now } = view;
  // To the same recipient the issue has replaced it.
  if (before?.status === "pending" && before.subject !== otp.subject) await endEarlier(gateway, ctx, before);
  return success(otpData(otp, now, to));
}

/** A name stands for one OTP, so a code that went to another recipient before is right no more. */
async function endEarlier(gateway: Gateway, ctx: Ctx, { id }: Otp): Promise<void> {
  try {
    await cancelOtp(gateway, ctx, publicId("otp", id), notKept);
  } catch (error) {
    // It ended by itself meanwhile.
    if (!(error instanceof GatewayError) || error.code !== "conflict") throw error;
  }
}

async function fieldsOf(c: Call) {
  return parse(createBody, (await parseBody(c, new Set())).fields, "");
}

async function checkOtp(gateway: Gateway, c: Call, ctx: Ctx, name: OtpName): Promise<Said> {
  const { fields } = await parseBody(c, new Set());
  // A JSON body may be anything, null too.
  const code = (fields as Record<string, unknown> | null)?.["otp"];
  if (typeof code !== "string" || code === "") return failed(400, "`otp` is empty.");
  const now = gateway.clock.now();
  const otp = await findNamed(gateway.sql, gateway.keyring, ctx.tenant.id, name);
  if (otp === null || !isThere(otp, now)) return notThere;
  // No code has another form, so none is spent on it.
  if (!/^[0-9]{4,10}$/.test(code)) return failed(400, "Incorrect OTP", otpData(otp, now));
  const target = { id: publicId("otp", otp.id), purpose: otp.purpose, code };
  const { verdict } = unreplayed(await verifyOtp(gateway, ctx, target, notKept));
  const { status, reason, attemptsLeft } = verdict;
  const after: Otp = { ...otp, status, attemptsLeft };
  switch (reason) {
    case null:
      return success(otpData(after, now));
    case "wrong_code":
      return failed(400, "Incorrect OTP", otpData(after, now));
    case "locked":
      return failed(400, tooMany(after, now), otpData(after, now));
    case "already_used":
    case "expired":
    case "cancelled":
    case "replaced":
      return notThere;
  }
}

function tooMany(otp: Otp, now: number): string {
  return `Too many attempts. Please retry after ${secondsLeft(otp, now)} seconds.`;
}

/** `taking`: of one that is verified, once; afterwards it is not there. */
async function statusOf(gateway: Gateway, ctx: Ctx, name: OtpName, taking: boolean): Promise<Said> {
  const now = gateway.clock.now();
  const otp = await findNamed(gateway.sql, gateway.keyring, ctx.tenant.id, name);
  if (otp === null || !isThere(otp, now)) return notThere;
  if (otp.status !== "verified") return failed(400, "OTP not verified.");
  if (taking && !(await takeVerified(gateway.sql, otp))) return notThere;
  return success(otpData(otp, now));
}

/** The channels that have somebody to carry them. */
function routed({ channels }: Ctx["tenant"]["routes"]): string[] {
  return Object.entries(channels).flatMap(([channel, steps]) => (steps.length > 0 ? [channel] : []));
}

function json(c: Call, { status, body, headers: own = {} }: Said, headers = own): Response {
  return respond(c, status, "application/json; charset=utf-8", JSON.stringify(body), headers);
}
