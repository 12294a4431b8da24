import type { Context } from "hono";
import type { App, Env } from "./endpoint.ts";
import type { Caller } from "./auth.ts";

/**
 * Requests that the gateway makes of itself for a person who is signed in at the console, with who that is. No key is
 * asked of these. They are known by identity, so that nothing that comes over the network can pass for one.
 */
const callers = new WeakMap<Request, Caller>();

/** Calls an endpoint in this process: no socket, no key, the same checks, rights, masks, audit and idempotency. */
export async function callInside(app: App, request: Request, caller: Caller): Promise<Response> {
  callers.set(request, caller);
  return app.fetch(request);
}

/** Null: it came from outside. */
export function insideCaller(c: Context<Env> | Context): Caller | null {
  return callers.get(c.req.raw) ?? null;
}
