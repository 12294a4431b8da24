import type { Context } from "hono";
import { GatewayError } from "../errors.ts";

/** What a browser says of the page that a request comes from; other programs say nothing of it. */
export interface Sender {
  method: string;
  /** `Sec-Fetch-Site`. */
  site: string | undefined;
  /** `Origin`. */
  origin: string | undefined;
}

/**
 * Pure. Whether a page of another website made the browser send this. A browser that was given the key as a password
 * (the statement page asks for one) sends it with every request to these addresses, whoever wrote the form.
 */
export function isForeign({ method, site, origin }: Sender, own: readonly string[]): boolean {
  if (method === "GET" || method === "HEAD") return false;
  // The browser's own word: behind a proxy that ends TLS, our own page's origin need not look like ours.
  if (site === "same-origin") return false;
  if (site !== undefined && site !== "none") return true;
  return origin !== undefined && !own.includes(origin.toLowerCase());
}

export function refuseForeign(c: Context, publicUrl: string): void {
  const sender = { method: c.req.method, site: c.req.header("sec-fetch-site"), origin: c.req.header("origin") };
  if (sender.site === undefined && sender.origin === undefined) return;
  const ours = new URL(publicUrl).origin;
  if (!isForeign(sender, [ours, new URL(c.req.url).origin])) return;
  throw new GatewayError(
    "forbidden",
    `Sent by a page of another website (Origin: ${(sender.origin ?? "not said").slice(0, 100)}): changes are taken from ` +
      `pages of ${ours} (PUBLIC_URL), and from programs that are no browsers.`,
  );
}
