import { GatewayError } from "../errors.ts";
import type { ProviderConfig } from "../settings/snapshot.ts";
import type { Gateway } from "../wire.ts";
import { failure, send, type App, type Env } from "./endpoint.ts";
import { readBytes } from "./body/bytes.ts";
import { respond } from "./respond.ts";
import type { Context } from "hono";

const HOOK_LIMIT = 4 * 1024 * 1024;
const ROUTE = "/hooks/{tenant}/{provider}";

/**
 * Where providers report. The adapter proves the signature over the raw bytes; the vendor is answered as soon as its
 * call is kept, so one that gets an error sends it again. What it says is applied after that.
 */
export function hookRoutes(app: App, gateway: Gateway): void {
  for (const path of ["/hooks/:a", "/hooks/:a/:b", "/hooks/:a/:b/:c"]) {
    app.on(["GET", "POST"], path, async (c) => {
      c.set("route", ROUTE);
      try {
        const { provider, token } = findProvider(gateway, c.req.param());
        return await receive(gateway, c, provider, token);
      } catch (error) {
        const { problem, headers } = failure(gateway, c, error);
        return send(c, { status: problem.status, body: problem }, headers, false);
      }
    });
  }
}

/** `/hooks/{provider}` is the first tenant's; with two parts the first is a tenant, or the second a token. */
function findProvider(
  gateway: Gateway,
  parts: Record<string, string>,
): { provider: ProviderConfig; token: string | null } {
  const { a = "", b, c } = parts;
  const snapshot = gateway.settings.current;
  const first = snapshot.firstTenantId === null ? undefined : snapshot.tenants.get(snapshot.firstTenantId);
  const named = snapshot.tenantsByName.get(a);
  const ofTenant = b === undefined ? undefined : named?.providers.get(b);
  if (ofTenant !== undefined) return { provider: ofTenant, token: c ?? null };
  const ofFirst = c === undefined ? first?.providers.get(a) : undefined;
  if (ofFirst !== undefined) return { provider: ofFirst, token: b ?? null };
  throw new GatewayError("not_found", "There is no such hook.");
}

async function receive(
  gateway: Gateway,
  c: Context<Env>,
  provider: ProviderConfig,
  token: string | null,
): Promise<Response> {
  if (provider.adapter.readHook === undefined) throw new GatewayError("not_found", "There is no such hook.");
  const body = await readBytes(c, HOOK_LIMIT);
  const hook = {
    method: c.req.method,
    url: hookUrl(gateway.config.publicUrl, c.req.url),
    headers: c.req.header(),
    query: new URL(c.req.url).searchParams,
    body,
    token,
    receivedAt: gateway.clock.now(),
  };
  const content = provider.adapter.readHook(hook, provider.settings, provider.secrets);
  if (!content.ok) {
    gateway.log.warn(
      { request_id: c.get("requestId"), provider: provider.name, why: content.why },
      "a hook was refused",
    );
    throw new GatewayError("unauthorized", "The signature or token is not right.");
  }
  const { reports, templates } = content;
  // A ping or somebody's reply holds no news.
  if (reports.length + templates.length > 0) await gateway.delivery.hooks.keep(provider, hook, { reports, templates });
  return respond(c, content.answer.status, "text/plain; charset=utf-8", content.answer.body);
}

/** Behind a proxy the request's own host is not the one that the vendor called, and may have signed. */
function hookUrl(publicUrl: string, requested: string): string {
  const { pathname, search } = new URL(requested);
  return publicUrl.replace(/\/+$/, "") + pathname + search;
}
