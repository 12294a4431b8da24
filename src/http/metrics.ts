import { z } from "@hono/zod-openapi";
import { GatewayError } from "../errors.ts";
import type { Metrics } from "../metrics/index.ts";
import type { Gateway } from "../wire.ts";
import type { App } from "./endpoint.ts";
import { rawEndpoint } from "./raw-endpoint.ts";
import { respond } from "./respond.ts";

const path = "/metrics";

/** For Prometheus: with a key here, without one on `METRICS_PORT`. */
export function metricsRoutes(app: App, gateway: Gateway): void {
  rawEndpoint(app, gateway, {
    method: "get",
    path,
    tag: "Metrics",
    summary: "What this replica counts and measures, for Prometheus",
    description:
      "Text format 0.0.4; times are in seconds, sizes in bytes, money in the tenant's currency (rounded: for exact amounts " +
      "see `GET /v1/balance`). What the database knows is at most 5 s old; while it is down, `gerbang_database_up` is 0 and " +
      "those figures are left out. It is about the whole installation, so it takes a key of the first tenant. Every metric is " +
      "in docs/monitoring.md.",
    roles: ["ops", "auditor"],
    query: z.object({}),
    content: "text/plain",
    errors: [],
    async handle({ c, ctx }) {
      const { firstTenantId } = gateway.settings.current;
      if (ctx.actor.tenantId !== firstTenantId) {
        throw new GatewayError("forbidden", "Metrics are the whole installation's: use a key of the first tenant.");
      }
      return respond(c, 200, gateway.metrics.contentType, await gateway.metrics.text());
    },
  });
}

/** The listener of `METRICS_PORT`: nothing but that, and for anybody who reaches it. */
export async function serveMetrics(metrics: Metrics, request: Request): Promise<Response> {
  const headers = { "Cache-Control": "no-store", "Content-Type": "text/plain; charset=utf-8" };
  if (new URL(request.url).pathname !== path) return new Response("only /metrics is here\n", { status: 404, headers });
  if (request.method !== "GET" && request.method !== "HEAD") {
    return new Response("use GET\n", { status: 405, headers: { ...headers, Allow: "GET, HEAD" } });
  }
  return new Response(await metrics.text(), { headers: { ...headers, "Content-Type": metrics.contentType } });
}
