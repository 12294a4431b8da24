import type { Hono } from "hono";
import { GatewayError } from "../../../errors.ts";
import { textOf } from "../../parts/form.tsx";
import { actFor } from "../../../console-users/session.ts";
import { done } from "../../show.tsx";
import type { ConsoleEnv, PageContext, View } from "../../view.ts";

/** Admins of the first tenant look at the console as any tenant; what they do there is done, and audited, as theirs. */
export function actingRoutes(app: Hono<ConsoleEnv>): void {
  app.post("/tenants/act", async (c) => {
    const { view, gateway } = c.var;
    if (!managesOthers(c)) {
      throw new GatewayError("forbidden", "Only admins of the first tenant look at other tenants.");
    }
    const { tenant: name = "" } = await textOf(c);
    const tenant = gateway.settings.current.tenantsByName.get(name);
    if (tenant === undefined) throw new GatewayError("not_found", `There is no tenant ${name.slice(0, 63)}.`);
    await actFor(gateway.sql, view.session, tenant.id);
    return done(c, "");
  });

  app.post("/tenants/leave", async (c) => {
    const { view, gateway } = c.var;
    await actFor(gateway.sql, view.session, view.session.tenantId);
    return done(c, "/tenants", "left");
  });
}

/** Whose buttons are shown; the API decides of each call. */
export function managesTenants({ session, tenant }: View): boolean {
  return session.role === "admin" && (tenant.first || session.actingTenantId !== session.tenantId);
}

function managesOthers({ var: { view, gateway } }: PageContext): boolean {
  return view.session.role === "admin" && view.session.tenantId === gateway.settings.current.firstTenantId;
}
