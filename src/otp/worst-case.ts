import type { Price } from "../ledger/price.ts";

/**
 * Pure: the most that an OTP can cost when every channel for every recipient has its turn and is charged for. `slots`:
 * the prices that a message of each may have. On acceptance or delivery each message is paid; of those on `verified` one
 * is, and only where no other message of the OTP is.
 */
export function worstCase(slots: readonly (readonly Price[])[]): bigint {
  const each = slots.map((prices) => ({
    byItself: dearest(prices.filter(({ chargedOn }) => chargedOn !== "verified")),
    byEnd: dearest(prices.filter(({ chargedOn }) => chargedOn === "verified")),
  }));
  const all = each.reduce((sum, { byItself }) => sum + byItself, 0n);
  return each.reduce((most, { byItself, byEnd }) => larger(most, all - byItself + byEnd), all);
}

function dearest(prices: readonly Price[]): bigint {
  return prices.reduce((most, { amount }) => larger(most, amount), 0n);
}

function larger(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
