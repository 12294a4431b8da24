import type { Gateway } from "../wire.ts";
import type { App } from "./endpoint.ts";

/** For load balancers and container health checks: no key, no detail. */
export function probeRoutes(app: App, gateway: Gateway, stopping: () => boolean): void {
  app.openAPIRegistry.registerPath({
    method: "get",
    path: "/healthz",
    tags: ["Probes"],
    summary: "Alive",
    responses: { 200: { description: "The process runs" } },
  });
  app.get("/healthz", (c) => {
    c.set("route", "/healthz");
    return c.json({ status: "ok" });
  });

  app.openAPIRegistry.registerPath({
    method: "get",
    path: "/readyz",
    tags: ["Probes"],
    summary: "Able to work",
    responses: {
      200: { description: "The database answers and work is taken" },
      503: { description: "Starting, stopping, or the database is away" },
    },
  });
  app.get("/readyz", async (c) => {
    c.set("route", "/readyz");
    if (stopping()) return c.json({ status: "stopping" }, 503, { "Retry-After": "5" });
    try {
      await gateway.sql`select 1`;
      return c.json({ status: "ok" });
    } catch {
      // What is wrong with the database is in the log of whoever uses it; here it is a plain no.
      return c.json({ status: "unavailable" }, 503, { "Retry-After": "1" });
    }
  });

  app.openAPIRegistry.registerPath({
    method: "get",
    path: "/.well-known/jwks.json",
    tags: ["ERP"],
    summary: "Public keys that check a proof",
    responses: { 200: { description: "A JWK set" } },
  });
  app.get("/.well-known/jwks.json", async (c) => {
    c.set("route", "/.well-known/jwks.json");
    return c.json(await gateway.proof.jwks());
  });
}
