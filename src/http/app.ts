import { OpenAPIHono } from "@hono/zod-openapi";
import { GatewayError } from "../errors.ts";
import { newId } from "../kit/id.ts";
import { consoleRoutes } from "../console/app.tsx";
import type { Gateway } from "../wire.ts";
import { attentionRoutes } from "./attention.ts";
import { auditRoutes } from "./audit.ts";
import { balanceAlertRoutes } from "./balance-alerts.ts";
import { balanceRoutes } from "./balance.ts";
import { consoleSessionRoutes } from "./console-sessions.ts";
import { consoleUserRoutes } from "./console-users.ts";
import { docsRoutes } from "./docs.ts";
import { dryRunRoutes } from "./dry-run.ts";
import { failure, send, type App, type Env } from "./endpoint.ts";
import { actorRoutes } from "./actors.ts";
import { entryRoutes } from "./entries.ts";
import { eventRoutes } from "./events.ts";
import { explainRoutes } from "./explain.ts";
import { isTwilioPath, twilioFailure } from "./facades/twilio/endpoint.ts";
import { twilioRoutes } from "./facades/twilio/routes.ts";
import { kannelRoutes } from "./facades/kannel/routes.ts";
import { otpgatewayRoutes } from "./facades/otpgateway/routes.ts";
import { verifyNowRoutes } from "./facades/verifynow/routes.ts";
import { guardRoutes } from "./guard.ts";
import { hookRoutes } from "./hooks.ts";
import { hostedRoutes } from "./hosted/routes.ts";
import { insideCaller } from "./inside.ts";
import { keyRoutes } from "./keys.ts";
import { ledgerCheckRoutes } from "./ledger-check.ts";
import { limitUsageRoutes } from "./limit-usage.ts";
import { limitsRoutes } from "./limits.ts";
import { messageRoutes } from "./messages.ts";
import { metricsRoutes } from "./metrics.ts";
import { numberRoutes } from "./numbers.ts";
import { otpRoutes } from "./otp.ts";
import { pricesRoutes } from "./prices.ts";
import { privacyRoutes } from "./privacy.ts";
import { probeRoutes } from "./probes.ts";
import { providerRoutes } from "./providers.ts";
import { reconciliationRoutes } from "./reconciliations.ts";
import { quoteRoutes } from "./quote.ts";
import { redeemRoutes } from "./redeem.ts";
import { retentionRoutes } from "./retention.ts";
import { routesRoutes } from "./routes.ts";
import { sandboxRoutes } from "./sandbox.ts";
import { serviceRoutes } from "./services.ts";
import { setupRoutes } from "./setup.ts";
import { statementRoutes } from "./statement.ts";
import { statsRoutes } from "./stats.ts";
import { templateBindingRoutes } from "./template-bindings.ts";
import { templateDraftRoutes } from "./template-drafts.ts";
import { templateSetRoutes } from "./template-set.ts";
import { templateVersionRoutes } from "./template-versions.ts";
import { templateWordRoutes } from "./template-words.ts";
import { templateApprovalRoutes } from "./template-approval.ts";
import { templateSyncRoute } from "./template-sync.ts";
import { templateRoutes } from "./templates.ts";
import { tenantRoutes } from "./tenants.ts";
import { topUpDecisionRoutes } from "./topup-decisions.ts";
import { proofRoutes } from "./topup-proof.ts";
import { topUpRoutes } from "./topups.ts";
import { userRoutes } from "./users.ts";
import { webhookDeliveryRoutes } from "./webhook-deliveries.ts";
import { webhookReplayRoutes } from "./webhook-replays.ts";
import { webhookSecretRoutes } from "./webhook-secrets.ts";
import { webhookRoutes } from "./webhooks.ts";

/** The whole HTTP surface. `stopping`: says that no new work is taken. */
export function createApp(gateway: Gateway, stopping: () => boolean = () => false): App {
  const app: App = new OpenAPIHono<Env>();

  app.use(async (c, next) => {
    const began = performance.now();
    const given = c.req.header("x-request-id");
    const requestId = given !== undefined && /^[A-Za-z0-9._-]{1,64}$/.test(given) ? given : newId();
    c.set("requestId", requestId);
    await next();
    // What the console asks for a person is part of the page's own request.
    if (insideCaller(c) !== null) return;
    const ms = performance.now() - began;
    gateway.metrics.request({ method: c.req.method, route: c.get("route"), status: c.res.status, ms });
    // The pattern, not the path: a façade's or a hook's address can hold a secret.
    gateway.log.info(
      {
        request_id: requestId,
        method: c.req.method,
        route: c.get("route"),
        status: c.res.status,
        ms: Math.round(ms * 10) / 10,
        tenant: c.get("tenant"),
        actor: c.get("actor"),
      },
      "request",
    );
  });

  redeemRoutes(app, gateway);
  otpRoutes(app, gateway);
  balanceRoutes(app, gateway);
  balanceAlertRoutes(app, gateway);
  quoteRoutes(app, gateway);
  numberRoutes(app, gateway);
  userRoutes(app, gateway);
  providerRoutes(app, gateway);
  routesRoutes(app, gateway);
  dryRunRoutes(app, gateway);
  templateRoutes(app, gateway);
  templateDraftRoutes(app, gateway);
  templateVersionRoutes(app, gateway);
  templateSetRoutes(app, gateway);
  templateWordRoutes(app, gateway);
  templateApprovalRoutes(app, gateway);
  templateSyncRoute(app, gateway);
  templateBindingRoutes(app, gateway);
  messageRoutes(app, gateway);
  explainRoutes(app, gateway);
  limitsRoutes(app, gateway);
  limitUsageRoutes(app, gateway);
  guardRoutes(app, gateway);
  topUpRoutes(app, gateway);
  topUpDecisionRoutes(app, gateway);
  proofRoutes(app, gateway);
  entryRoutes(app, gateway);
  actorRoutes(app, gateway);
  statementRoutes(app, gateway);
  statsRoutes(app, gateway);
  attentionRoutes(app, gateway);
  setupRoutes(app, gateway);
  reconciliationRoutes(app, gateway);
  ledgerCheckRoutes(app, gateway);
  pricesRoutes(app, gateway);
  tenantRoutes(app, gateway);
  keyRoutes(app, gateway);
  consoleUserRoutes(app, gateway);
  consoleSessionRoutes(app, gateway);
  auditRoutes(app, gateway);
  retentionRoutes(app, gateway);
  privacyRoutes(app, gateway);
  eventRoutes(app, gateway);
  webhookRoutes(app, gateway);
  webhookSecretRoutes(app, gateway);
  webhookDeliveryRoutes(app, gateway);
  webhookReplayRoutes(app, gateway);
  sandboxRoutes(app, gateway);
  serviceRoutes(app, gateway);
  twilioRoutes(app, gateway);
  hostedRoutes(app, gateway);
  hookRoutes(app, gateway);
  kannelRoutes(app, gateway);
  otpgatewayRoutes(app, gateway);
  verifyNowRoutes(app, gateway);
  probeRoutes(app, gateway, stopping);
  metricsRoutes(app, gateway);
  docsRoutes(app, gateway);
  consoleRoutes(app, gateway);

  const known = patternsOf(app);
  app.notFound((c) => {
    const allowed = known.filter(({ pattern }) => pattern.test(c.req.path)).map(({ method }) => method);
    const error =
      allowed.length === 0
        ? new GatewayError("not_found", "There is nothing at this address; see /docs.")
        : new GatewayError("method_not_allowed", `Use ${allowed.join(" or ")} here.`, {
            headers: { Allow: allowed.join(", ") },
          });
    if (isTwilioPath(c.req.path)) return twilioFailure(gateway, c, error);
    const { problem, headers } = failure(gateway, c, error);
    return send(c, { status: problem.status, body: problem }, headers, isErpPath(c.req.path));
  });
  app.onError((error, c) => {
    if (isTwilioPath(c.req.path)) return twilioFailure(gateway, c, error);
    const { problem, headers } = failure(gateway, c, error);
    return send(c, { status: problem.status, body: problem }, headers, isErpPath(c.req.path));
  });
  return app;
}

/** Where an error too is in the format that an old client reads, and with `?http_status=200` of that status. */
function isErpPath(path: string): boolean {
  return /^\/v1\/(?:(?:otp|numbers)(?:\/.*)?|balance(?:\/quote)?|events|users(?:\/(?!import$)[^/]+)?)$/.test(path);
}

/** Which methods an address has, for 405. */
function patternsOf(app: App): { method: string; pattern: RegExp }[] {
  return app.routes
    .filter((route) => route.method !== "ALL" && route.path.startsWith("/"))
    .map((route) => ({
      method: route.method,
      pattern: new RegExp(`^${route.path.replace(/[.]/g, "\\.").replace(/:[^/]+/g, "[^/]+")}$`),
    }));
}
