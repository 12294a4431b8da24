import { durableIssues, nextNumber } from "./load.ts";
import type { BenchGateway } from "./gateway.ts";
import { setLimits } from "./setup.ts";

export interface LimitRates {
  without: number[];
  withAll: number[];
}

/** Durable 201s with no limit and with every limit on, taking turns, since a shared machine is never twice the same. */
export async function limitsOnAndOff(gateway: BenchGateway, rounds: number, seconds: number): Promise<LimitRates> {
  const rates: LimitRates = { without: [], withAll: [] };
  for (let round = 0; round < rounds; round += 1) {
    for (const every of round % 2 === 0 ? [false, true] : [true, false]) {
      await setLimits(gateway.sql, every);
      await durableIssues(gateway, 64, 1, person);
      const { rate } = await durableIssues(gateway, 64, seconds, person);
      (every ? rates.withAll : rates.without).push(rate);
    }
  }
  return rates;
}

/** Each a user of their own at an address of their own, eight to a network. */
function person(): { user: string; client_ip: string } {
  const number = Number(nextNumber().slice(-8));
  const network = Math.floor(number / 8);
  return {
    user: `u${number}`,
    client_ip: `2001:db8:${(network >> 16).toString(16)}:${(network & 0xffff).toString(16)}::${number % 8}`,
  };
}
