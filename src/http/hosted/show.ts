import { randomBytes } from "node:crypto";
import type { Context } from "hono";
import { maskRecipient } from "../../kit/mask.ts";
import { statusAt } from "../../otp/model.ts";
import type { Gateway } from "../../wire.ts";
import type { Env } from "../endpoint.ts";
import { respond } from "../respond.ts";
import { frameOf, type Opened } from "./open.ts";
import { askPage, endPage, pagePolicy, troublePage, type Said, type Trouble } from "./page.ts";

/** What the OTP's page says now: the question, or how it ended. */
export async function show(
  c: Context<Env>,
  page: Opened,
  status: number,
  said: Said,
  headers: Record<string, string> = {},
): Promise<Response> {
  const { view, hosted, back, frame, ctx } = page;
  const { otp, now } = view;
  const ended = statusAt(otp, now);
  if (ended !== "pending") {
    // Of two tabs, the other one took the person in: a second way back could only bring an error.
    const way = ended === "verified" ? null : back({ error: ended });
    // RFC 9110, section 15.5.11: the page was here, and will not be again.
    return answer(c, ended === "verified" ? 200 : 410, await endPage(frame, ended, way), null, headers);
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

export async function trouble(
  gateway: Gateway,
  c: Context<Env>,
  kind: Trouble,
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

export function redirect(c: Context<Env>, location: string): Response {
  // An empty text has a length; no body at all goes out in chunks.
  return respond(c, 303, "text/html; charset=utf-8", "", { ...unseen, Location: location });
}
