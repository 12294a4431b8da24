import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Ctx } from "../context.ts";
import { invalidField } from "../errors.ts";
import { claimFor, DERIVED_KEPT_MS, derivedClaim, type IdempotencyClaim } from "../tenants/idempotency.ts";
import type { Gateway } from "../wire.ts";
import type { Env } from "./endpoint.ts";

/**
 * How a POST heeds Idempotency-Key: by the client's own key; not at all, where nothing could be done twice; or by one that
 * is derived from the request, too, for a client that sends `auto`.
 */
export type KeyUse = "own" | "none" | "auto";

/**
 * What a POST brings to be done once. `busyMs`: how long its caller may wait after the commit; `upload`: what the handler
 * has read; `same`: what makes two requests one under a derived key, where that is not all fields.
 */
export type ClaimMaker = (busyMs?: number, upload?: unknown, same?: unknown) => IdempotencyClaim | null;

const KEY_SHAPE = "1 to 255 printable ASCII characters";
const NOT_HERE = "auto is for the ERP's calls; give a key of your own, one for each thing to be done";

/** `erp`: whose clients may send `auto` with every POST, since they have one function for all. */
export function claimMaker(
  gateway: Gateway,
  c: Context<Env>,
  ctx: Ctx,
  use: KeyUse,
  given: string | undefined,
  fields: object,
  erp = false,
): ClaimMaker {
  if (use === "none" || given === undefined) return () => null;
  if (!isIdempotencyKey(given)) throw invalidField("Idempotency-Key", KEY_SHAPE);
  const key = bare(given);
  const scope = `POST ${c.req.path}`;
  if (!asksForDerived(given)) {
    return (busyMs = 0, upload = undefined) =>
      claimFor(gateway.keyring, ctx.tenant.id, scope, key, { ...fields, upload }, busyMs);
  }
  if (!erp) throw invalidField("Idempotency-Key", NOT_HERE);
  // A right code that is right again would let in whoever sends it: to verify and redeem the word is no key.
  if (use !== "auto") return () => null;
  return (busyMs = 0, _upload = undefined, same = fields) =>
    derivedClaim(gateway.keyring, ctx.tenant.id, scope, same, busyMs);
}

/** Whether the client can't make a key and asks for one. */
export function asksForDerived(given: string | undefined): boolean {
  return given !== undefined && bare(given).toLowerCase() === "auto";
}

/** As in every form, an empty field is not set. */
export function keyInBody(value: unknown, text: boolean): string | undefined {
  if (value === undefined || (text && value === "")) return undefined;
  if (typeof value !== "string") throw invalidField("idempotency_key", "must be a string");
  if (!isIdempotencyKey(value)) throw invalidField("idempotency_key", KEY_SHAPE);
  return value;
}

// The draft says a quoted string; most clients send it bare.
const bare = (key: string): string => key.trim().replace(/^"(.*)"$/, "$1");

function isIdempotencyKey(key: string): boolean {
  return /^[\x20-\x7e]{1,255}$/.test(bare(key));
}

/** For the OpenAPI document. */
export function idempotencyHeader(use: KeyUse, erp: boolean) {
  if (use === "none") return {};
  const once = "The same key within 24 h has one effect";
  const derived = `; \`auto\`: one is derived from the request, for ${DERIVED_KEPT_MS / 1000} s (docs/dialects.md)`;
  const unheeded = "; `auto` is not heeded here: a second try without a key of yours is a request of its own";
  const said = !erp ? once : use === "auto" ? `${once}${derived}` : `${once}${unheeded}`;
  return { "Idempotency-Key": z.string().max(255).optional().describe(said) };
}
