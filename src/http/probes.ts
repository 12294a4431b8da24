import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Gateway } from "../wire.ts";
import type { App, Env } from "./endpoint.ts";
import { respond } from "./respond.ts";

const content = { "application/json": { schema: z.object({ status: z.enum(["ok", "stopping", "unavailable"]) }) } };
const jwk = z.object({
  kty: z.literal("OKP"),
  crv: z.literal("Ed25519"),
  kid: z.string(),
  x: z.string(),
  use: z.literal("sig"),
  alg: z.literal("EdDSA"),
});
const jwks = z.object({ keys: z.array(jwk) });

/** For load balancers and container health checks: no key, no detail. */
export function probeRoutes(app: App, gateway: Gateway, stopping: () => boolean): void {
  app.openAPIRegistry.registerPath({
    method: "get",
    path: "/healthz",
    tags: ["Probes"],
    summary: "Alive",
    security: [],
    responses: { 200: { description: "The process runs", content } },
  });
  app.get("/healthz", (c) => {
    c.set("route", "/healthz");
    return status(c, 200, "ok");
  });

  app.openAPIRegistry.registerPath({
    method: "get",
    path: "/readyz",
    tags: ["Probes"],
    summary: "Able to work",
    security: [],
    responses: {
      200: { description: "The database answers and work is taken", content },
      503: { description: "Starting, stopping, or the database is away", content },
    },
  });
  app.get("/readyz", async (c) => {
    c.set("route", "/readyz");
    if (stopping()) return status(c, 503, "stopping", 5);
    try {
      await gateway.sql`select 1`;
      return status(c, 200, "ok");
    } catch {
      // What is wrong with the database is in the log of whoever uses it; here it is a plain no.
      return status(c, 503, "unavailable", 1);
    }
  });

  app.openAPIRegistry.registerPath({
    method: "get",
    path: "/.well-known/jwks.json",
    tags: ["ERP"],
    summary: "Public keys that check a proof",
    description:
      "The key that signs now, the next one, and the last one for a day after it was replaced: keys change every 90 days. " +
      "Take the key by the `kid` of the proof, and read this again when it is not there.",
    security: [],
    responses: { 200: { description: "A JWK set", content: { "application/json": { schema: jwks } } } },
  });
  app.get("/.well-known/jwks.json", async (c) => {
    c.set("route", "/.well-known/jwks.json");
    return respond(
      c,
      200,
      "application/json; charset=utf-8",
      JSON.stringify(await gateway.proof.jwks(gateway.clock.now())),
    );
  });
}

function status(c: Context<Env>, code: number, word: string, retryAfterSeconds?: number): Response {
  const headers: Record<string, string> =
    retryAfterSeconds === undefined ? {} : { "Retry-After": String(retryAfterSeconds) };
  return respond(c, code, "application/json; charset=utf-8", JSON.stringify({ status: word }), headers);
}
