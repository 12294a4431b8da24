import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Ctx } from "../context.ts";
import { invalidField } from "../errors.ts";
import { claimFor, DERIVED_KEPT_MS, derivedClaim, type IdempotencyClaim } from "../tenants/idempotency.ts";
import type { Gateway } from "../wire.ts";
import type { Env } from "./endpoint.ts";

/**
 * What a POST brings to be done once. `busyMs`: how long its caller may wait after the commit; `upload`: what the handler
 * has read; `same`: what makes two requests one under a derived key, where that is not all fields.
 */
export type ClaimMaker = (busyMs?: number, upload?: unknown, same?: () => unknown) => IdempotencyClaim | null;

const KEY_SHAPE = "1 to 255 printable ASCII characters";
const NOT_HERE = "auto is for the ERP's calls; give a key of your own, one for each thing to be done";

/** `erp`: whose clients may be unable to make keys, and ask for a derived one by `auto`. */
export function claimMaker(
  gateway: Gateway,
  c: Context<Env>,
  ctx: Ctx,
  method: string,
  given: string | undefined,
  fields: object,
  erp = false,
): ClaimMaker {
  if (method !== "post" || given === undefined) return () => null;
  if (!isIdempotencyKey(given)) throw invalidField("Idempotency-Key", KEY_SHAPE);
  const key = bare(given);
  const scope = `POST ${c.req.path}`;
  if (key.toLowerCase() !== "auto") {
    return (busyMs = 0, upload = undefined) =>
      claimFor(gateway.keyring, ctx.tenant.id, scope, key, { ...fields, upload }, busyMs);
  }
  if (!erp) throw invalidField("Idempotency-Key", NOT_HERE);
  return (busyMs = 0, _upload = undefined, same = () => fields) =>
    derivedClaim(gateway.keyring, ctx.tenant.id, scope, same(), busyMs);
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
export function idempotencyHeader(erp: boolean) {
  const once = "The same key within 24 h has one effect";
  const auto = `; \`auto\`: one is derived from the request, for ${DERIVED_KEPT_MS / 1000} s (docs/dialects.md)`;
  return {
    "Idempotency-Key": z
      .string()
      .max(255)
      .optional()
      .describe(erp ? `${once}${auto}` : once),
  };
}
