import { publicId } from "../kit/id.ts";
import { errorForLog, type Log } from "../kit/log.ts";
import type { LiveSettings } from "../settings/live.ts";
import type { LostSecret } from "./hooks.ts";

/** For the operator: `rekey` came too late, or the database is another installation's. */
export function logLost(log: Log, settings: LiveSettings, { tenantId, webhook, id, error }: LostSecret): void {
  const tenant = settings.current.tenants.get(tenantId)?.name ?? tenantId;
  const which = { tenant, webhook, id: publicId("whs", id), error: errorForLog(error) };
  log.error(which, "a webhook's secret can't be opened and signs nothing; make another one and end it");
}
