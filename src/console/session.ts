import { getConnInfo } from "@hono/node-server/conninfo";
import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { DEVICE_DAYS, markDevice } from "../console-users/device.ts";
import { findSession, LIFE_MS, type ConsoleSession } from "../console-users/session.ts";
import type { Entered } from "../console-users/sign-in.ts";
import type { Visit } from "../console-users/visit.ts";
import { clientAddress } from "../http/auth.ts";
import { isLoopback } from "../kit/address.ts";
import type { Gateway } from "../wire.ts";
import type { PageContext } from "./view.ts";

export type { ConsoleSession } from "../console-users/session.ts";
export type { ConsoleRole } from "../console-users/user.ts";

/** Over HTTPS `__Host-`: a browser takes it from this very host alone, and no other page of the domain can set it. */
const cookies = {
  session: { plain: "gerbang_session", secure: "__Host-gerbang" },
  device: { plain: "gerbang_device", secure: "__Host-gerbang_device" },
};

/**
 * The session of the browser that asks. One that was let in without a second factor, on the machine itself, is no more
 * than half a one from anywhere else: there a second factor has to be set up first.
 */
export async function signedIn(c: Context, gateway: Gateway): Promise<ConsoleSession | null> {
  const token = getCookie(c, nameOf(gateway, "session"));
  const session = token === undefined || token === "" ? null : await findSession(gateway, token);
  if (session === null || session.enrolled || !session.passed || isThisMachine(c, gateway)) return session;
  return { ...session, passed: false };
}

/** After a step of signing in: this browser has the session, and once it is a full one, a mark of who signed in here. */
export function keepSession(c: PageContext, entered: Entered): void {
  const { gateway } = c.var;
  const full = entered.stage === "full";
  // Half a session ends with the browser at the latest; the server ends it before that.
  put(c, gateway, "session", entered.token, full ? LIFE_MS / 1000 : null);
  if (!full) return;
  put(c, gateway, "device", markDevice(gateway.keyring, entered.userId, gateway.clock.now()), DEVICE_DAYS * 86_400);
}

export function forgetSession(c: PageContext): void {
  const { gateway } = c.var;
  const { path, secure } = place(gateway);
  deleteCookie(c, nameOf(gateway, "session"), { path, secure });
}

/** Who stands at the door. */
export function visitOf(c: PageContext): Visit {
  const { gateway } = c.var;
  return {
    address: clientAddress(c, gateway.config.trustProxy),
    userAgent: c.req.header("user-agent") ?? null,
    device: getCookie(c, nameOf(gateway, "device")) ?? null,
    loopback: isThisMachine(c, gateway),
    requestId: c.env.requestId,
  };
}

/** What proxies add, each another of these; and one that adds none may still hand on the name that was asked for. */
const SIGNS_OF_A_PROXY = ["forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip"];

/** The browser runs here, talks to us without a proxy between, and nobody elsewhere is told of this address. */
function isThisMachine(c: Context, gateway: Gateway): boolean {
  if (SIGNS_OF_A_PROXY.some((name) => c.req.header(name) !== undefined)) return false;
  const peer = peerOf(c);
  return isLocal(gateway.config.publicUrl) && isLocal(c.req.url) && peer !== null && isLoopback(peer);
}

function isLocal(url: string): boolean {
  const host = new URL(url).hostname.replace(/^\[|\]$/g, "");
  return host === "localhost" || isLoopback(host);
}

function peerOf(c: Context): string | null {
  try {
    return getConnInfo(c).remote.address ?? null;
  } catch {
    return null; // Called without a socket: a test's `app.request()`.
  }
}

export const sessionCookie = (gateway: Gateway): string => nameOf(gateway, "session");

function nameOf(gateway: Gateway, cookie: keyof typeof cookies): string {
  return cookies[cookie][place(gateway).secure ? "secure" : "plain"];
}

function place(gateway: Gateway): { secure: boolean; path: string } {
  const url = new URL(gateway.config.publicUrl);
  const secure = url.protocol === "https:";
  return { secure, path: secure ? "/" : `${url.pathname.replace(/\/+$/, "")}/console` };
}

function put(c: Context, gateway: Gateway, cookie: keyof typeof cookies, value: string, maxAge: number | null): void {
  const { path, secure } = place(gateway);
  const lasting = maxAge === null ? {} : { maxAge };
  setCookie(c, nameOf(gateway, cookie), value, { path, secure, httpOnly: true, sameSite: "Lax", ...lasting });
}
