import { randomBytes } from "node:crypto";
import type { Context } from "hono";
import ipaddr from "ipaddr.js";
import type { Ctx } from "../../context.ts";
import { GatewayError } from "../../errors.ts";
import { isAllowedTarget } from "../../kit/address.ts";
import { maskRecipient } from "../../kit/mask.ts";
import { makeTicket, readPageToken, returnTo, type ReturnError } from "../../otp/hosted.ts";
import { statusAt, type Hosted, type OtpStatus, type OtpView } from "../../otp/model.ts";
import { readOtp } from "../../otp/read.ts";
import { pageActor } from "../../tenants/actor.ts";
import type { Gateway } from "../../wire.ts";
import { clientAddress } from "../auth.ts";
import { failure, type App, type Env } from "../endpoint.ts";
import { parseBody } from "../formats.ts";
import { respond } from "../respond.ts";
import { checkCode, sendAgain, type Checked } from "./act.ts";
import { describeHosted, RESEND_ROUTE, PAGE_ROUTE } from "./describe.ts";
import { pageLanguage } from "./language.ts";
import { askPage, endPage, pagePolicy, troublePage, type Frame, type Said } from "./page.ts";
import { hostedScript } from "./script.ts";
import { hostedWords } from "./words.ts";

const SCRIPT = "page.js";

/** An OTP's page, opened by its token. */
interface Opened {
  ctx: Ctx;
  view: OtpView;
  hosted: Hosted;
  frame: Frame;
}

/**
 * The page that asks for a code in an ERP's place. Its address is its only secret, so a form of another website can't
 * know where to send anything, and no cookie is needed. A GET changes nothing: links are opened by previews, too.
 */
export function hostedRoutes(app: App, gateway: Gateway): void {
  describeHosted(app);
  app.get("/p/:token", (c) => {
    // Not a route of its own: one literal beside a pattern makes the router fall back to its slow way for all.
    if (c.req.param("token") === SCRIPT) return script(c);
    return serve(gateway, c, PAGE_ROUTE, async (page) =>
      show(gateway, c, page, 200, c.req.query("sent") === "1" ? notice(page) : null),
    );
  });
  app.post("/p/:token", (c) => serve(gateway, c, PAGE_ROUTE, (page) => check(gateway, c, page)));
  app.post("/p/:token/resend", (c) => serve(gateway, c, RESEND_ROUTE, (page) => resend(gateway, c, page)));
}

function script(c: Context<Env>): Response {
  c.set("route", PAGE_ROUTE);
  return respond(c, 200, "text/javascript; charset=utf-8", hostedScript, { "X-Content-Type-Options": "nosniff" });
}

async function serve(
  gateway: Gateway,
  c: Context<Env>,
  route: string,
  work: (page: Opened) => Promise<Response>,
): Promise<Response> {
  c.set("route", route);
  c.set("actor", pageActor.name);
  try {
    const page = await open(gateway, c);
    if (page === null) return await trouble(gateway, c, "unknown", 404, {});
    c.set("tenant", page.ctx.tenant.name);
    return await work(page);
  } catch (error) {
    const { problem, headers } = failure(gateway, c, error);
    return trouble(gateway, c, problem.status === 404 ? "unknown" : "failed", problem.status, headers);
  }
}

async function open(gateway: Gateway, c: Context<Env>): Promise<Opened | null> {
  const token = c.req.param("token") ?? "";
  const ref = readPageToken(gateway.keyring, token);
  const tenant = ref === null ? undefined : gateway.settings.current.tenants.get(ref.tenantId);
  if (ref === null || tenant === undefined) return null;
  const view = await readOtp(gateway, ref.tenantId, ref.otpId);
  const { via, locale } = view.otp;
  if (via?.hosted === undefined) throw new Error("a page of an OTP that has none");
  const { brand, default_locale: tenantLocale } = tenant.settings;
  const frame = frameOf(gateway, c, via.brand ?? brand, token, locale, tenantLocale);
  return { ctx: { tenant, actor: pageActor, requestId: c.get("requestId") }, view, hosted: via.hosted, frame };
}

function frameOf(
  gateway: Gateway,
  c: Context<Env>,
  brand: string,
  token: string,
  locale: string,
  tenantLocale: string,
): Frame {
  // A proxy may serve us below a path of its own.
  const base = new URL(gateway.config.publicUrl).pathname.replace(/\/$/, "");
  const language = pageLanguage(c.req.query("lang"), locale, c.req.header("accept-language") ?? "", tenantLocale);
  return { language, brand, path: `${base}/p/${token}`, script: `${base}/p/${SCRIPT}` };
}

async function check(gateway: Gateway, c: Context<Env>, page: Opened): Promise<Response> {
  const { ctx, view, hosted, frame } = page;
  const { otp } = view;
  const { nonce, code } = await formOf(c);
  const words = hostedWords[frame.language].errors;
  const digits = code.replace(/[\s.-]/g, "");
  if (!/^[0-9]+$/.test(digits) || digits.length !== hosted.codeLength) {
    return show(gateway, c, page, 400, { kind: "code", text: words.empty(hosted.codeLength) });
  }
  let checked: Checked;
  try {
    checked = await checkCode(gateway, ctx, otp, nonce, digits);
  } catch (error) {
    return refused(gateway, c, page, error, (seconds) => words.wait(seconds), words.busy);
  }
  if (checked.valid) {
    const ref = { tenantId: otp.tenantId, otpId: otp.id };
    const ticket = makeTicket(gateway.keyring, ref, checked.at);
    return redirect(c, returnTo(gateway.keyring, otp.tenantId, hosted, { ticket }));
  }
  const after = { ...page, view: { ...view, otp: { ...otp, status: checked.status } } };
  // While the OTP is pending, another reason is a vendor's word for its own code: a new one may be sent.
  const text = checked.reason === "wrong_code" ? words.wrong(checked.attemptsLeft) : words.newCode;
  return show(gateway, c, after, 200, { kind: "code", text });
}

async function resend(gateway: Gateway, c: Context<Env>, page: Opened): Promise<Response> {
  const { ctx, view, frame } = page;
  const { nonce } = await formOf(c);
  const words = hostedWords[frame.language].errors;
  try {
    await sendAgain(gateway, ctx, view.otp, nonce, visitorAddress(gateway, c));
  } catch (error) {
    return refused(gateway, c, page, error, (seconds) => words.resendWait(seconds), words.notSent);
  }
  return redirect(c, `${frame.path}?lang=${frame.language}&sent=1`);
}

/** A refusal in words for a person. What the balance or the routes have to do with it is not theirs to know. */
async function refused(
  gateway: Gateway,
  c: Context<Env>,
  page: Opened,
  error: unknown,
  wait: (seconds: number) => string,
  otherwise: string,
): Promise<Response> {
  if (!(error instanceof GatewayError)) throw error;
  const { problem, headers } = failure(gateway, c, error);
  const { retryAfterSeconds: seconds } = error.extras;
  const text = error.code === "rate_limited" && seconds !== undefined ? wait(seconds) : otherwise;
  const { tenantId, id } = page.view.otp;
  // Refused for having ended, perhaps: then that is what the page says.
  const view = await readOtp(gateway, tenantId, id);
  return show(gateway, c, { ...page, view }, problem.status, { kind: "error", text }, headers);
}

/** What the OTP's page says now: the question, or how it ended. */
async function show(
  gateway: Gateway,
  c: Context<Env>,
  page: Opened,
  status: number,
  said: Said,
  headers: Record<string, string> = {},
): Promise<Response> {
  const { view, hosted, frame, ctx } = page;
  const { otp, now } = view;
  const ended = statusAt(otp, now);
  if (ended !== "pending") {
    const back = returnTo(gateway.keyring, otp.tenantId, hosted, { error: returnErrors[ended] });
    // RFC 9110, section 15.5.11: the page was here, and will not be again.
    return answer(c, ended === "verified" ? 200 : 410, await endPage(frame, ended, back), null, headers);
  }
  const last = view.messages.at(-1);
  const seconds = (at: number): number => Math.max(0, Math.ceil((at - now) / 1000));
  const ask = {
    to: maskRecipient(otp.recipients[0] ?? ""),
    central: otp.central,
    channel: last?.channel ?? otp.channels[0] ?? "whatsapp",
    undelivered: last?.status === "failed",
    codeLength: hosted.codeLength,
    expires: { inSeconds: seconds(otp.expiresAt), at: otp.expiresAt },
    resend: { inSeconds: seconds(otp.resendAt), at: otp.resendAt },
    timeZone: ctx.tenant.settings.time_zone,
    returnHost: new URL(hosted.returnUrl).host,
    nonce: randomBytes(18).toString("base64url"),
  };
  return answer(c, status, await askPage(frame, ask, said), hosted.returnUrl, headers);
}

const returnErrors: Record<Exclude<OtpStatus, "pending">, ReturnError> = {
  verified: "already_used",
  expired: "expired",
  locked: "locked",
  cancelled: "cancelled",
  replaced: "replaced",
};

async function trouble(
  gateway: Gateway,
  c: Context<Env>,
  kind: "unknown" | "failed",
  status: number,
  headers: Record<string, string>,
): Promise<Response> {
  const frame = frameOf(gateway, c, "", encodeURIComponent(c.req.param("token") ?? ""), "", "id");
  return answer(c, status, await troublePage(frame, kind, c.get("requestId")), null, headers);
}

function answer(
  c: Context<Env>,
  status: number,
  text: string,
  returnUrl: string | null,
  headers: Record<string, string>,
): Response {
  return respond(c, status, "text/html; charset=utf-8", text, {
    ...headers,
    "Content-Security-Policy": pagePolicy(returnUrl),
    "X-Frame-Options": "DENY",
    ...unseen,
  });
}

/** Neither the address of this page nor where it leads is told to others. */
const unseen = {
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  "X-Robots-Tag": "noindex, nofollow, noarchive",
};

function redirect(c: Context<Env>, location: string): Response {
  // An empty text has a length; no body at all goes out in chunks.
  return respond(c, 303, "text/html; charset=utf-8", "", { ...unseen, Location: location });
}

function notice({ frame }: Opened): Said {
  return { kind: "notice", text: hostedWords[frame.language].sent };
}

async function formOf(c: Context<Env>): Promise<{ nonce: string; code: string }> {
  const { fields } = await parseBody(c, true);
  const { nonce, code } = fields as { nonce?: unknown; code?: unknown };
  return { nonce: typeof nonce === "string" ? nonce : "", code: typeof code === "string" ? code : "" };
}

/** A private address is a proxy's or an office's: counting by it would count all visitors as one. */
function visitorAddress(gateway: Gateway, c: Context<Env>): string | undefined {
  const address = clientAddress(c, gateway.config.trustProxy);
  return address === null || !isAllowedTarget(address, []) ? undefined : ipaddr.process(address).toString();
}
