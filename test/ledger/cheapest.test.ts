import { describe, expect, test } from "vitest";
import { cheapest } from "../../src/ledger/cheapest.ts";
import type { PriceRule, TenantConfig } from "../../src/settings/snapshot.ts";

type Routes = TenantConfig["routes"];
interface Changes {
  routes?: Routes["channels"];
  fallback?: string[];
  off?: string[];
  countries?: string[];
  ceiling?: string;
}

const rule = (channel: string, amount: bigint, changes: Partial<PriceRule> = {}): PriceRule => ({
  channel: channel as PriceRule["channel"],
  provider: null,
  country: null,
  prefix: null,
  amount,
  cost: null,
  per: "message",
  chargedOn: "accepted",
  validFrom: 0,
  ...changes,
});

const step = (provider: string, countries?: string[]) => ({
  provider,
  weight: 100,
  ...(countries === undefined ? {} : { countries }),
});

/** WhatsApp by `w`, SMS by `s` and `t`, e-mail by `e`; the fallback is WhatsApp, then SMS. */
function planOf(prices: PriceRule[], changes: Changes): Parameters<typeof cheapest>[0] {
  const channels = { whatsapp: [step("w")], sms: [step("s"), step("t")], email: [step("e")] };
  const state = (name: string) => ({ state: changes.off?.includes(name) === true ? "off" : "on" });
  return {
    routes: {
      channels: { ...channels, ...changes.routes },
      fallback: (changes.fallback ?? ["whatsapp", "sms"]).map((channel) => ({ channel })),
    },
    providers: new Map(["w", "s", "t", "e"].map((name) => [name, state(name)])),
    prices,
    limits: { countries: changes.countries ?? ["ID"], ceilings: { per_message: changes.ceiling ?? null } },
  } as unknown as TenantConfig;
}

describe("the least that an issue holds", () => {
  const usual = [rule("whatsapp", 350n), rule("sms", 500n), rule("email", 50n)];
  const onlySms = { fallback: ["sms"] };

  test.each<[string, PriceRule[], Changes, bigint | null]>([
    ["no price", [], {}, null],
    ["a cheaper channel that is not in the fallback", usual, {}, 350n],
    [
      "a later channel that is cheaper: it waits for the first to fail",
      [rule("whatsapp", 350n), rule("sms", 9n)],
      {},
      350n,
    ],
    ["a first channel without a provider that is on", usual, { off: ["w"] }, 500n],
    ["e-mail in the fallback, where numbers go by the others", usual, { fallback: ["email", "whatsapp"] }, 350n],
    ["e-mail alone", usual, { fallback: ["email"] }, 50n],
    ["the dearest of a channel's providers", [rule("sms", 5n), rule("sms", 8n, { provider: "t" })], onlySms, 8n],
    ["a dear one that is off", [rule("sms", 5n), rule("sms", 8n, { provider: "t" })], { ...onlySms, off: ["t"] }, 5n],
    ["a provider without a price", [rule("sms", 5n, { provider: "s" })], onlySms, 5n],
    [
      "a price above the ceiling",
      [rule("sms", 5_000_000n), rule("sms", 8_000_000n, { provider: "t" })],
      { ...onlySms, ceiling: "6" },
      5_000_000n,
    ],
    ["a price of a country that is not allowed", [rule("sms", 5n), rule("sms", 3n, { country: "SG" })], onlySms, 5n],
    [
      "several countries",
      [rule("sms", 5n), rule("sms", 3n, { country: "SG" })],
      { ...onlySms, countries: ["ID", "SG"] },
      3n,
    ],
    [
      "a provider for one country",
      [rule("sms", 5n), rule("sms", 9n, { provider: "t" })],
      { ...onlySms, countries: ["ID", "SG"], routes: { sms: [step("s"), step("t", ["ID"])] } },
      5n,
    ],
    ["a prefix of its own", [rule("sms", 5n), rule("sms", 3n, { prefix: "+62812" })], onlySms, 3n],
    ["a prefix of elsewhere", [rule("sms", 5n), rule("sms", 3n, { prefix: "+6591" })], onlySms, 5n],
    ["a price that a newer has replaced", [rule("sms", 3n), rule("sms", 5n, { validFrom: 50 })], onlySms, 5n],
    ["a price that has not come", [rule("sms", 5n), rule("sms", 3n, { validFrom: 101 })], onlySms, 5n],
  ])("of %s", (_, prices, changes, least) => expect(cheapest(planOf(prices, changes), 100)).toBe(least));
});
