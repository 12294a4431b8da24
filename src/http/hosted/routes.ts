import type { Context } from "hono";
import ipaddr from "ipaddr.js";
import { GatewayError } from "../../errors.ts";
import { isAllowedTarget } from "../../kit/address.ts";
import { makeTicket, TICKET_LIFE_MS } from "../../otp/hosted.ts";
import { readOtp } from "../../otp/read.ts";
import { pageActor } from "../../tenants/actor.ts";
import type { Gateway } from "../../wire.ts";
import { clientAddress } from "../auth.ts";
import { failure, type App, type Env } from "../endpoint.ts";
import { parseBody } from "../body/read.ts";
import { respond } from "../respond.ts";
import { checkCode, sendAgain, type Checked } from "./act.ts";
import { describeHosted, PAGE_ROUTE, RESEND_ROUTE } from "./describe.ts";
import { openPage, SCRIPT, type Opened } from "./open.ts";
import type { Said, Trouble } from "./page.ts";
import { plainDigits } from "./digits.ts";
import { hostedScript } from "./script.ts";
import { redirect, show, trouble } from "./show.ts";
import { hostedWords } from "./words.ts";

/**
 * The page that asks for a code in an ERP's place. Its address is its only secret, so a form of another website can't
 * know where to send anything, and no cookie is needed. A GET changes nothing: links are opened by previews, too.
 */
export function hostedRoutes(app: App, gateway: Gateway): void {
  describeHosted(app);
  app.get("/p/:token", (c) => {
    // Not a route of its own: one literal beside a pattern makes the router fall back to its slow way for all.
    if (c.req.param("token") === SCRIPT) return script(c);
    return serve(gateway, c, PAGE_ROUTE, (page) =>
      show(c, page, 200, c.req.query("sent") === "1" ? notice(page) : null),
    );
  });
  app.post("/p/:token", (c) => serve(gateway, c, PAGE_ROUTE, (page) => check(gateway, c, page)));
  // Where a resend was refused, this is what the browser shows as the address.
  app.get("/p/:token/resend", (c) =>
    serve(gateway, c, RESEND_ROUTE, async ({ frame }) => redirect(c, `${frame.path}?lang=${frame.language}`)),
  );
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
    const page = await openPage(gateway, c);
    if (page === null) return await trouble(gateway, c, "unknown", 404, {});
    c.set("tenant", page.ctx.tenant.name);
    return await work(page);
  } catch (error) {
    const { problem, headers } = failure(gateway, c, error);
    return trouble(gateway, c, troubleOf(problem.status), problem.status, headers);
  }
}

/** Of what a form's own words were not found for. */
function troubleOf(status: number): Trouble {
  if (status === 404) return "unknown";
  return status < 500 ? "unreadable" : "failed";
}

async function check(gateway: Gateway, c: Context<Env>, page: Opened): Promise<Response> {
  const { ctx, view, hosted, back, frame } = page;
  const { otp } = view;
  const { nonce, code } = await formOf(c);
  const words = hostedWords[frame.language].errors;
  const digits = plainDigits(code).replace(/[\s.-]/g, "");
  if (!/^[0-9]+$/.test(digits) || digits.length !== hosted.codeLength) {
    return show(c, page, 400, { kind: "code", text: words.empty(hosted.codeLength) });
  }
  let checked: Checked;
  try {
    checked = await checkCode(gateway, ctx, otp, nonce, digits);
  } catch (error) {
    return refused(gateway, c, page, error, (seconds) => words.wait(seconds), words.busy);
  }
  if (checked.valid) {
    // The same form, found again later: its ticket is of no more use.
    if (gateway.clock.now() >= checked.at + TICKET_LIFE_MS) return redirect(c, back({ error: "already_used" }));
    const ref = { tenantId: otp.tenantId, otpId: otp.id };
    const ticket = makeTicket(gateway.keyring, ref, checked.at);
    return redirect(c, back({ ticket }));
  }
  // What is said again of a form that was sent twice may be older than the OTP's end.
  const status = otp.status === "pending" ? checked.status : otp.status;
  const after = { ...page, view: { ...view, otp: { ...otp, status } } };
  // While the OTP is pending, another reason is a vendor's word for its own code: a new one may be sent.
  const text = checked.reason === "wrong_code" ? words.wrong(checked.attemptsLeft) : words.newCode;
  return show(c, after, 200, { kind: "code", text });
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
  return show(c, { ...page, view }, problem.status, { kind: "error", text }, headers);
}

function notice({ frame }: Opened): Said {
  return { kind: "notice", text: hostedWords[frame.language].sent };
}

async function formOf(c: Context<Env>): Promise<{ nonce: string; code: string }> {
  const { fields } = await parseBody(c, new Set());
  const { nonce, code } = (fields ?? {}) as { nonce?: unknown; code?: unknown };
  return { nonce: typeof nonce === "string" ? nonce : "", code: typeof code === "string" ? code : "" };
}

/** A private address is a proxy's or an office's: counting by it would count all visitors as one. */
function visitorAddress(gateway: Gateway, c: Context<Env>): string | undefined {
  const address = clientAddress(c, gateway.config.trustProxy);
  return address === null || !isAllowedTarget(address, []) ? undefined : ipaddr.process(address).toString();
}
