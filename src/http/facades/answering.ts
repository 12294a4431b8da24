import type { Context } from "hono";
import type { Ctx } from "../../context.ts";
import type { Gateway } from "../../wire.ts";
import type { Caller } from "../auth.ts";
import { failure, type Env } from "../endpoint.ts";
import type { Problem } from "../problem.ts";

/** To a key that lives in URLs and may not read the balance: not what is needed, nor what is there. */
export const CANT_PAY = "The balance can't pay for this message.";

/**
 * A call of a façade: whatever comes of it, the vendor's words say so. `route` alone is logged of the address, which may
 * hold a key and a code.
 */
export async function answering(
  gateway: Gateway,
  c: Context<Env>,
  route: string,
  work: () => Promise<Response>,
  refuse: (problem: Problem, headers: Record<string, string>) => Response,
): Promise<Response> {
  c.set("route", route);
  try {
    return await work();
  } catch (error) {
    const { problem, headers } = failure(gateway, c, error);
    // A façade's callers don't bring their keys in our own ways.
    const { "WWW-Authenticate": _ours, ...theirs } = headers;
    return refuse(problem, theirs);
  }
}

/** Who calls, for the log and for the verbs. */
export function contextOf(c: Context<Env>, { tenant, actor }: Caller): Ctx {
  c.set("tenant", tenant.name);
  c.set("actor", actor.name);
  return { tenant, actor, requestId: c.get("requestId") };
}
