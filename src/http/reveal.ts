import { z } from "@hono/zod-openapi";
import type { Ctx } from "../context.ts";
import { GatewayError } from "../errors.ts";
import { auditRow, writeAudit, type AuditedChange } from "../tenants/audit.ts";
import type { Gateway } from "../wire.ts";

export const revealQuery = {
  reveal: z.enum(["true", "false"]).optional().describe("Numbers in full, for ops and admin; audited"),
};

/** Whether numbers are shown in full: to those who may see them, and never without a trace. */
export async function revealed(
  gateway: Gateway,
  ctx: Ctx,
  asked: "true" | "false" | undefined,
  seen: Pick<AuditedChange, "action" | "target">,
): Promise<boolean> {
  if (asked !== "true") return false;
  if (ctx.actor.role !== "ops" && ctx.actor.role !== "admin") {
    throw new GatewayError("forbidden", "Only ops and admin keys may see numbers in full; leave reveal out.");
  }
  await writeAudit(gateway.sql, auditRow(ctx, seen, gateway.clock.now()));
  return true;
}
