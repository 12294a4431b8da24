import { Hono, type Context, type MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { compress } from "hono/compress";
import { matchedRoutes } from "hono/route";
import { secureHeaders } from "hono/secure-headers";
import { databaseError } from "../db/coalesce.ts";
import { GatewayError } from "../errors.ts";
import { clientAddress } from "../http/auth.ts";
import type { App, Env } from "../http/endpoint.ts";
import { refuseForeign } from "../http/origin.ts";
import { problemOf, statusOf } from "../http/problem.ts";
import { pageStyles } from "../http/statement-page.ts";
import { publicId } from "../kit/id.ts";
import { errorForLog } from "../kit/log.ts";
import type { Gateway } from "../wire.ts";
import { apiFor, Refused } from "./api.ts";
import { assetRoutes } from "./assets.ts";
import { languageOfPage, languageRoute } from "./language.ts";
import { liveRoute } from "./live-route.ts";
import { pages } from "./pages/index.ts";
import { signedIn } from "./session.ts";
import { showError } from "./show.tsx";
import { pageOfForm } from "./way-back.ts";
import { address, type ConsoleEnv, type Frame, type PageContext, type Person, type Trace, type View } from "./view.ts";

/** A proof of a top-up may have 5 MiB, with the form around it. An import is streamed and counted by the API itself. */
const LARGEST_FORM = 21 * 1024 * 1024;
/** Of those that anybody may send: a name, a password, a code. */
const LARGEST_ENTRY = 64 * 1024;
/** What may be seen and posted without being signed in. */
const OPEN = /^\/(?:assets\/[^/]+|language|setup|sign-in(?:\/[^/]+)?|welcome)$/;

/**
 * The console: pages for the people who run the gateway and pay for it. Rendered here, from what the API answers them;
 * forms are plain forms, a GET changes nothing, a POST does one thing and leads on to a page. Scripts make it smoother
 * and live; without them all but charts and what moves by itself works.
 *
 * It has a router of its own: `/providers/new` beside `/providers/:name` would make the API's fall back to its slow way.
 */
export function consoleRoutes(app: App, gateway: Gateway): void {
  const inner = createConsole(app, gateway);
  const serve = async (c: Context<Env>): Promise<Response> => {
    const trace: Trace = { route: "/console", tenant: null, actor: null };
    const response = await inner.fetch(c.req.raw, { ...(c.env as object), trace, requestId: c.get("requestId") });
    c.set("route", trace.route);
    if (trace.tenant !== null) c.set("tenant", trace.tenant);
    if (trace.actor !== null) c.set("actor", trace.actor);
    return response;
  };
  app.all("/console", serve);
  app.all("/console/*", serve);
}

function createConsole(app: App, gateway: Gateway): Hono<ConsoleEnv> {
  const { publicUrl, trustProxy } = gateway.config;
  const base = `${new URL(publicUrl).pathname.replace(/\/+$/, "")}/console`;
  // With a slash at the end, as people and bookmarks have it, too.
  const inner = new Hono<ConsoleEnv>({ strict: false }).basePath("/console");

  inner.use(compress());
  inner.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        // A month's statement for paper is the API's own page, whole.
        styleSrc: ["'self'", ...pageStyles],
        imgSrc: ["'self'", "data:"],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
      referrerPolicy: "same-origin",
      xFrameOptions: "DENY",
      // The gateway may stand behind a proxy that serves plain HTTP to a shop's own network.
      strictTransportSecurity: false,
    }),
  );
  inner.use(async (c, next) => {
    c.set("gateway", gateway);
    const stranger: Frame = {
      language: languageOfPage(c, null),
      base,
      path: c.req.path.slice("/console".length).replace(/\/$/, ""),
      query: new URL(c.req.url).searchParams,
      person: null,
    };
    // Of the page that says why there is none, should the database not answer.
    c.set("frame", stranger);
    const session = await signedIn(c, gateway);
    const person = session === null ? null : personOf(gateway, session);
    if (person !== null) c.set("frame", { ...stranger, person, language: languageOfPage(c, person) });
    await next();
    c.header("X-Request-Id", c.env.requestId);
    if (!c.res.headers.has("Cache-Control")) c.header("Cache-Control", "no-store");
    c.env.trace.route = patternOf(c);
  });
  const [form, entry] = [LARGEST_FORM, LARGEST_ENTRY].map((maxSize) =>
    bodyLimit({ maxSize, onError: () => refuse("payload_too_large", "The form is too large.") }),
  ) as [MiddlewareHandler, MiddlewareHandler];
  inner.use((c, next) => (c.var.frame.person?.session.passed === true ? form : entry)(c, next));
  inner.use(async (c, next) => {
    refuseForeign(c, publicUrl);
    const { frame } = c.var;
    const { person } = frame;
    if (person === null || !person.session.passed) {
      if (OPEN.test(frame.path)) return next();
      // A part of a page must not become the sign-in, or nothing: the whole page goes there.
      if (c.req.header("HX-Request") === "true") {
        c.header("HX-Redirect", address(frame, "/sign-in", { next: pageAround(c) }));
        return c.body(null, 401);
      }
      if (c.req.method !== "GET") refuse("unauthorized", "Nobody is signed in here.");
      const next_ = frame.path === "" ? null : here(frame);
      return c.redirect(address(frame, "/sign-in", { next: next_ }), 303);
    }
    const { session, tenant } = person;
    c.env.trace.tenant = tenant.name;
    c.env.trace.actor = actorName(session.userId);
    const actor = {
      name: actorName(session.userId),
      label: session.userName,
      role: session.role,
      tenantId: session.tenantId,
      address: clientAddress(c, trustProxy),
    };
    const view: View = {
      ...frame,
      ...person,
      person,
      api: apiFor(app, { actor, tenant }, c.env.requestId, publicUrl),
      timeZone: tenant.settings.time_zone,
      currency: tenant.currency,
      requestId: c.env.requestId,
      now: gateway.clock.now(),
    };
    c.set("view", view);
    return next();
  });

  assetRoutes(inner);
  languageRoute(inner);
  liveRoute(inner);
  for (const add of pages) add(inner);
  inner.notFound((c) => {
    const page = c.req.method === "GET" ? pageOfForm(inner.routes, c.req.path) : null;
    if (page !== null) return c.redirect(base + page.slice("/console".length), 303);
    return showError(c, problemOf(new GatewayError("not_found", ""), c.env.requestId).problem);
  });
  inner.onError((error, c) => failed(gateway, error, c));
  return inner;
}

const actorName = (userId: string): string => publicId("user", userId);

/** Null where the tenant is gone. */
function personOf(gateway: Gateway, session: Person["session"]): Person | null {
  const tenant = gateway.settings.current.tenants.get(session.actingTenantId);
  return tenant === undefined ? null : { session, tenant };
}

/** Which page that was, as it is registered: a word that somebody made up must not become a name of its own. */
function patternOf(c: PageContext): string {
  const path = matchedRoutes(c).at(-1)?.path ?? "/console/*";
  return path.replace(/:(\w+)[^/]*/g, "{$1}");
}

function refuse(code: keyof typeof statusOf, detail: string): never {
  throw new GatewayError(code, detail);
}

function here(frame: Frame): string {
  const text = frame.query.toString();
  return `${frame.path}${text === "" ? "" : `?${text}`}`;
}

/** Of the page that asked for a part of itself: where it is, under the base. */
function pageAround(c: PageContext): string | null {
  const { base } = c.var.frame;
  const asked = c.req.header("HX-Current-URL") ?? "";
  if (!URL.canParse(asked)) return null;
  const { pathname, search } = new URL(asked);
  return pathname.startsWith(`${base}/`) ? pathname.slice(base.length) + search : null;
}

/** What the API refused and no form took, and our own bugs: a page that says what happened and what to do. */
function failed(gateway: Gateway, error: unknown, c: PageContext): Response | Promise<Response> {
  if (error instanceof Refused) return showError(c, error.problem, error.retryAfter);
  const refused = databaseError(error);
  const { problem, headers } = problemOf(refused, c.env.requestId);
  if (problem.status >= 500) {
    gateway.log.error(
      { request_id: c.env.requestId, route: patternOf(c), error: errorForLog(error) },
      "a page could not be made",
    );
  }
  return showError(c, problem, headers["Retry-After"] ?? null);
}
