import type { Sql } from "../db/client.ts";
import { readFunds } from "../ledger/balance.ts";
import { cheapest } from "../ledger/cheapest.ts";
import { carries, planProblems } from "../settings/findings.ts";
import type { Snapshot, TenantConfig } from "../settings/snapshot.ts";

/** What a first code needs, in the order in which people set it up. */
export const setupSteps = ["provider", "price", "route", "balance", "key", "message"] as const;
export type SetupStep = (typeof setupSteps)[number];

/** Of each step, whether it is done. `sent`: any message, ever. */
export async function readSetup(
  sql: Sql,
  tenant: TenantConfig,
  snapshot: Pick<Snapshot, "keysById">,
  now: number,
): Promise<Record<SetupStep, boolean>> {
  const [{ available, creditLine }, sent] = await Promise.all([readFunds(sql, tenant.id), hasMessage(sql, tenant.id)]);
  const least = cheapest(tenant, now);
  const problems = planProblems(tenant, now);
  return {
    provider: [...tenant.providers.values()].some(({ state }) => state === "on"),
    price: tenant.prices.length > 0 && problems.every(({ rule }) => rule !== "no_price"),
    route: tenant.routes.fallback.some(({ channel }) => carries(tenant, channel, now)),
    balance: least === null ? available > 0n : available + creditLine >= least,
    key: [...snapshot.keysById.values()].some(
      ({ tenantId, role, expiresAt }) =>
        tenantId === tenant.id && role === "erp" && (expiresAt === null || expiresAt > now),
    ),
    message: sent,
  };
}

async function hasMessage(sql: Sql, tenantId: string): Promise<boolean> {
  const [row] = await sql<{ sent: boolean }[]>`
    select exists (select from messages where tenant_id = ${tenantId}) as sent`;
  return row?.sent === true;
}
