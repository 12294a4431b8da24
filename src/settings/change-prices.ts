import { and, eq } from "drizzle-orm";
import { prices } from "../db/schema/index.ts";
import { GatewayError, invalidField } from "../errors.ts";
import type { Auditor } from "../tenants/audit.ts";
import { changeSettingsOnce, type ChangeDeps, type Done, type Once, type OrmTx } from "./change.ts";
import { MOST_PRICES, type PriceDocument } from "./documents.ts";
import type { Finding } from "./findings.ts";
import { priceDocumentOf, priceRow } from "./put-prices.ts";
import type { PriceRule } from "./snapshot.ts";

/** What a price is for; with the moment it holds from, this names one of the list. */
export type PriceName = Pick<PriceDocument, "channel" | "provider" | "country" | "prefix" | "valid_from">;

export interface PriceChanged {
  price: PriceDocument;
  findings: Finding[];
}

/** One price more, whatever others do with the list meanwhile. The one it follows stays in it, as history. */
export async function addPrice(
  deps: ChangeDeps,
  ctx: Auditor,
  price: PriceDocument,
  once: Once<PriceChanged>,
): Promise<Done<PriceChanged>> {
  return changeSettingsOnce(
    deps,
    ctx,
    once,
    async (tx) => {
      const list = await ownList(tx, deps, ctx);
      if (list.length >= MOST_PRICES) throw new GatewayError("conflict", `The list has ${MOST_PRICES} prices already.`);
      if (list.some((row) => isFor(row.document, price))) {
        throw invalidField("valid_from", "the list has a price for the same from this moment on");
      }
      const position = Math.max(-1, ...list.map((row) => row.position)) + 1;
      await tx.insert(prices).values(priceRow(ctx.tenant.id, price, position));
      return { audit: [{ action: "prices.add", target: "prices", after: price }] };
    },
    ({ findings }) => ({ price, findings }),
  );
}

/** Takes back a price whose time has not come. One that has held is history, which only a newer price follows. */
export async function withdrawPrice(
  deps: ChangeDeps,
  ctx: Auditor,
  name: PriceName,
  once: Once<PriceChanged>,
): Promise<Done<PriceChanged>> {
  return changeSettingsOnce(
    deps,
    ctx,
    once,
    async (tx, now) => {
      const known = (await ownList(tx, deps, ctx)).find((row) => isFor(row.document, name));
      if (known === undefined) throw new GatewayError("not_found", "There is no such price in the list.");
      const { document: price, position } = known;
      if (Date.parse(price.valid_from) <= now.getTime()) {
        throw new GatewayError("conflict", "valid_from: this price holds already; add one that follows it instead.");
      }
      await tx.delete(prices).where(and(eq(prices.tenantId, ctx.tenant.id), eq(prices.position, position)));
      return { audit: [{ action: "prices.withdraw", target: "prices", before: price }], price };
    },
    ({ findings }, { price }) => ({ price, findings }),
  );
}

interface Listed {
  position: number;
  document: PriceDocument;
}

/** A first price of its own would silently take the place of all that the tenant has from the first one. */
async function ownList(tx: OrmTx, deps: ChangeDeps, ctx: Auditor): Promise<Listed[]> {
  const rows = await tx.select().from(prices).where(eq(prices.tenantId, ctx.tenant.id)).orderBy(prices.position);
  const inForce = deps.settings.current.tenants.get(ctx.tenant.id)?.prices.length ?? 0;
  if (rows.length === 0 && inForce > 0) {
    throw new GatewayError(
      "conflict",
      "This tenant has no price list of its own and uses the first tenant's; put a whole list of its own first.",
    );
  }
  return rows.map((row) => ({
    position: row.position,
    document: priceDocumentOf({ ...(row as unknown as PriceRule), validFrom: row.validFrom.getTime() }),
  }));
}

function isFor(price: PriceName, name: PriceName): boolean {
  return (
    price.channel === name.channel &&
    price.provider === name.provider &&
    price.country === name.country &&
    price.prefix === name.prefix &&
    Date.parse(price.valid_from) === Date.parse(name.valid_from)
  );
}
