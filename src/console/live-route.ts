import type { Hono } from "hono";
import { liveStream } from "./live-stream.ts";
import { signedIn } from "./session.ts";
import type { ConsoleEnv } from "./view.ts";

/** What pages listen to: which topics moved for the tenant that is looked at. */
export function liveRoute(app: Hono<ConsoleEnv>): void {
  app.get("/live", (c) => {
    const { gateway, view } = c.var;
    const { id, userId } = view.session;
    const holds = async (): Promise<boolean> => {
      const session = await signedIn(c, gateway);
      // Of another tenant by now: the stream would go on telling of this one.
      return session?.id === id && session.passed && session.actingTenantId === view.tenant.id;
    };
    return liveStream(gateway.live, { tenantId: view.tenant.id, userId, holds });
  });
}
