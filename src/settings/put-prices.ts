import { eq } from "drizzle-orm";
import { prices } from "../db/schema/index.ts";
import { GatewayError } from "../errors.ts";
import { iso, isoMs } from "../kit/clock.ts";
import { formatAmount, parseAmount } from "../kit/money.ts";
import type { Auditor } from "../tenants/audit.ts";
import { changeSettings, type ChangeDeps } from "./change.ts";
import type { PriceDocument, PricesDocument } from "./documents.ts";
import type { Finding } from "./findings.ts";
import type { PriceRule } from "./snapshot.ts";

const ROWS_A_STATEMENT = 1000;

/** Replaces the price list. A hold made before keeps the price it was made with. */
export async function putPrices(
  deps: ChangeDeps,
  ctx: Auditor,
  document: PricesDocument,
): Promise<{ findings: Finding[] }> {
  refuseDuplicates(document.prices);
  const useless: Finding[] = [];
  const { findings } = await changeSettings(deps, ctx, async (tx) => {
    const tenantId = ctx.tenant.id;
    const before = await tx.select().from(prices).where(eq(prices.tenantId, tenantId)).orderBy(prices.position);
    await tx.delete(prices).where(eq(prices.tenantId, tenantId));
    const rows = document.prices.map((price, position) => priceRow(tenantId, price, position));
    for (let at = 0; at < rows.length; at += ROWS_A_STATEMENT) {
      await tx.insert(prices).values(rows.slice(at, at + ROWS_A_STATEMENT));
    }
    const was = before.map((row) => priceDocumentOf({ ...(row as unknown as PriceRule), validFrom: +row.validFrom }));
    return {
      audit: [{ action: "prices.put", target: "prices", before: { prices: was }, after: document }],
      check: (after) => {
        const providers = after.tenants.get(tenantId)?.providers;
        document.prices.forEach(({ channel, country, provider }, index) => {
          if (channel === "email" && country !== null) {
            useless.push({ path: `prices.${index}.country`, message: "an e-mail address has none: it is never found" });
          }
          if (provider === null || providers?.has(provider)) return;
          useless.push({ path: `prices.${index}.provider`, message: `there is no provider ${provider}` });
        });
      },
    };
  });
  return { findings: [...useless, ...findings] };
}

/** As it is stored. */
export function priceRow(tenantId: string, price: PriceDocument, position: number): typeof prices.$inferInsert {
  return {
    tenantId,
    position,
    channel: price.channel,
    provider: price.provider,
    country: price.country,
    prefix: price.prefix,
    amount: parseAmount(price.amount) ?? 0n,
    cost: price.cost === null ? null : (parseAmount(price.cost) ?? 0n),
    per: price.per,
    chargedOn: price.charged_on,
    validFrom: new Date(price.valid_from),
  };
}

export function priceDocumentOf(rule: PriceRule): PriceDocument {
  return {
    channel: rule.channel,
    provider: rule.provider,
    country: rule.country,
    prefix: rule.prefix,
    amount: formatAmount(rule.amount),
    cost: rule.cost === null ? null : formatAmount(rule.cost),
    per: rule.per,
    charged_on: rule.chargedOn,
    valid_from: rule.validFrom % 1000 === 0 ? iso(rule.validFrom) : isoMs(rule.validFrom),
  };
}

/** Two prices for the same thing from the same moment: which one holds would be chance. */
function refuseDuplicates(list: readonly PriceDocument[]): void {
  const seen = new Map<string, number>();
  const errors = list.flatMap(({ channel, provider, country, prefix, valid_from: from }, index) => {
    const same = JSON.stringify([channel, provider, country, prefix, Date.parse(from)]);
    const first = seen.get(same);
    seen.set(same, first ?? index);
    const message = `is for the same channel, provider, country, prefix and valid_from as prices.${first}`;
    return first === undefined ? [] : [{ path: `prices.${index}`, message }];
  });
  if (errors.length === 0) return;
  const detail = errors.map(({ path, message }) => `${path}: ${message}`).join("; ");
  throw new GatewayError("invalid_request", detail.slice(0, 1000), { errors: errors.slice(0, 50) });
}
