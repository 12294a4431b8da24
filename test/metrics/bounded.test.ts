import { expect, test } from "vitest";
import type { AccountSpend } from "../../src/ledger/balances.ts";
import { accountRows, MOST_TENANTS } from "../../src/metrics/balance-gauges.ts";
import { BoundedNames } from "../../src/metrics/bounded.ts";
import { ProviderNames } from "../../src/metrics/provider-names.ts";
import type { Snapshot, TenantConfig } from "../../src/settings/snapshot.ts";

test("the first names stay themselves for ever, later ones are others", () => {
  const names = new BoundedNames(2);
  expect(["a", "b", "c", "a", "d", "b"].map((name) => names.of(name))).toEqual([
    "a",
    "b",
    "others",
    "a",
    "others",
    "b",
  ]);
});

const tenantNamed = (name: string): TenantConfig =>
  ({ name, settings: { low_threshold: "10" } }) as Partial<TenantConfig> as TenantConfig;
const snapshotOf = (tenants: Record<string, TenantConfig>, firstTenantId: string): Snapshot =>
  ({ tenants: new Map(Object.entries(tenants)), firstTenantId }) as Partial<Snapshot> as Snapshot;

test("a provider has its tenant's name before it, unless it is the first tenant's", () => {
  const names = new ProviderNames(() => snapshotOf({ t1: tenantNamed("demo"), t2: tenantNamed("acme") }, "t1"));
  expect(names.of({ ownerId: "t1", name: "meta" })).toBe("meta");
  expect(names.of({ ownerId: "t2", name: "meta" })).toBe("acme/meta");
  expect(names.ofMessage("t1", null)).toBe("none");
});

test("the first tenant's providers keep their names, however many others have", () => {
  const names = new ProviderNames(() => snapshotOf({ t1: tenantNamed("demo"), t2: tenantNamed("acme") }, "t1"));
  for (let n = 0; n < 200; n += 1) names.of({ ownerId: "t2", name: `p${n}` });
  expect(names.of({ ownerId: "t2", name: "late" })).toBe("others");
  expect(names.of({ ownerId: "t1", name: "meta" })).toBe("meta");
});

test("a thousand tenants are fifty series and one of the others", () => {
  const id = (n: number): string => String(n).padStart(4, "0");
  const all = Array.from({ length: 1000 }, (_, n) => n);
  const snapshot = snapshotOf(Object.fromEntries(all.map((n) => [id(n), tenantNamed(`t${n}`)])), id(0));
  const accounts = all.map((n) => ({ tenantId: id(999 - n), available: 1n }) as Partial<AccountSpend> as AccountSpend);
  const rows = accountRows(accounts, snapshot);
  expect(rows).toHaveLength(1000);
  expect(new Set(rows.map(({ tenant }) => tenant)).size).toBe(MOST_TENANTS + 1);
  expect(rows[0]).toMatchObject({ tenant: "t0", threshold: 10_000_000n });
});
