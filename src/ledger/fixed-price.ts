import type { ChargedOn, Price } from "./price.ts";

/** A price as a message keeps it from its hold on: micros as text. What it does not have is left out. */
export type FixedPrice = [amount: string, chargedOn: ChargedOn, cost?: string | null, segments?: number];

export function fixPrice({ amount, chargedOn, cost, segments }: Price): FixedPrice {
  if (segments !== null) return [amount.toString(), chargedOn, cost?.toString() ?? null, segments];
  return cost === null ? [amount.toString(), chargedOn] : [amount.toString(), chargedOn, cost.toString()];
}

export function readPrice([amount, chargedOn, cost = null, segments]: FixedPrice): Price {
  return {
    amount: BigInt(amount),
    chargedOn,
    cost: cost === null ? null : BigInt(cost),
    segments: segments ?? null,
  };
}

/** The same price for fewer segments than were counted; null where nothing changes. Never for more: a hold covers no more. */
export function forSegments(fixed: FixedPrice, sent: number): FixedPrice | null {
  const { amount, chargedOn, cost, segments } = readPrice(fixed);
  if (segments === null || !Number.isInteger(sent) || sent < 1 || sent >= segments) return null;
  const part = (whole: bigint): bigint => (whole / BigInt(segments)) * BigInt(sent);
  return fixPrice({ amount: part(amount), chargedOn, cost: cost === null ? null : part(cost), segments: sent });
}

/** Whether one of a message's prices is charged on `verified`: then its OTP's end decides what is paid. */
export function dueByEnd(prices: Readonly<Record<string, FixedPrice>>): boolean {
  return Object.values(prices).some(([, chargedOn]) => chargedOn === "verified");
}
