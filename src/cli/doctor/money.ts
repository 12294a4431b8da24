import type { Sql, Tx } from "../../db/client.ts";
import { formatAmount, parseAmount } from "../../kit/money.ts";
import type { TenantConfig } from "../../settings/snapshot.ts";
import { warning, well, wrong, type Finding } from "./finding.ts";

const report = "stop what writes money there and report it with the output of `gerbang doctor`: this is a bug";

/** I2: every account is the sum of its entries, every hold ends at most once and is in the account until then. */
export async function checkMoney(sql: Sql, tenants: ReadonlyMap<string, TenantConfig>): Promise<Finding[]> {
  const found = await sql.begin("isolation level repeatable read read only", async (tx) => {
    // Whole tables are added up here, which the gateway's own statements never do.
    await tx`set local enable_seqscan = on`;
    await tx`set local enable_hashjoin = on`;
    return [...(await sums(tx)), ...(await resolutions(tx)), ...(await heldMessages(tx))];
  });
  const balances = await lowBalances(sql, tenants);
  if (found.length > 0) return [...found, ...balances];
  return [well("ledger: every account is the sum of its entries, every hold has at most one end"), ...balances];
}

async function sums(tx: Tx): Promise<Finding[]> {
  const rows = await tx<{ name: string; available: string; held: string; amounts: string; holds: string }[]>`
    select t.name, a.available, a.held, coalesce(e.amounts, 0) as amounts, coalesce(e.holds, 0) as holds
    from accounts a join tenants t on t.id = a.tenant_id
    left join (select tenant_id, sum(amount) as amounts, sum(held_delta) as holds, sum(1) as count
               from entries group by tenant_id) e on e.tenant_id = a.tenant_id
    where a.available <> coalesce(e.amounts, 0) or a.held <> coalesce(e.holds, 0) or a.seq <> coalesce(e.count, 0)`;
  return rows.map(({ name, available, held, amounts, holds }) =>
    wrong(
      `ledger: ${name} has ${money(available)} available and ${money(held)} held, its entries add up to ` +
        `${money(amounts)} and ${money(holds)}`,
      report,
    ),
  );
}

async function resolutions(tx: Tx): Promise<Finding[]> {
  const [row] = await tx<{ count: number }[]>`
    select count(*)::int as count from (
      select 1 from entries where kind in ('hold', 'capture', 'release')
      group by tenant_id, message_id
      having count(*) filter (where kind = 'hold') <> 1 or count(*) filter (where kind <> 'hold') > 1) x`;
  return (row?.count ?? 0) === 0 ? [] : [wrong(`ledger: ${row?.count} holds ended more than once`, report)];
}

async function heldMessages(tx: Tx): Promise<Finding[]> {
  const rows = await tx<{ name: string; held: string; messages: string }[]>`
    select t.name, a.held, coalesce(m.held, 0) as messages
    from accounts a join tenants t on t.id = a.tenant_id
    left join (select tenant_id, sum(hold) as held from messages where hold_state = 'held' group by tenant_id) m
      on m.tenant_id = a.tenant_id
    where a.held <> coalesce(m.held, 0)`;
  return rows.map(({ name, held, messages }) =>
    wrong(`ledger: ${name} has ${money(held)} held, its messages under way ${money(messages)}`, report),
  );
}

async function lowBalances(sql: Sql, tenants: ReadonlyMap<string, TenantConfig>): Promise<Finding[]> {
  const rows = await sql<{ tenant_id: string; available: string; currency: string }[]>`
    select tenant_id, available, currency from accounts`;
  return rows.flatMap(({ tenant_id: id, available, currency }) => {
    const tenant = tenants.get(id);
    const threshold = parseAmount(tenant?.settings.low_threshold ?? "0") ?? 0n;
    if (tenant === undefined || BigInt(available) >= threshold) return [];
    const text = `balance: ${tenant.name} has ${money(available)} ${currency} left, less than ${formatAmount(threshold)}`;
    return [warning(text, `gerbang topup --tenant ${tenant.name} --amount … --reference …`)];
  });
}

/** A sum comes as a numeric without places. */
function money(micros: string): string {
  return formatAmount(BigInt(micros));
}
