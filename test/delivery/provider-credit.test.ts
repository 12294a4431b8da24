import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { VendorServer, type VendorAnswer } from "../conformance/vendor-server.ts";
import { inbox, leave, putTenant } from "../support/erp.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { answer, apiKey, behave } from "../support/infobip-server.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const operator = "0812-9999-1234";
let gateway: TestGateway;
let vendor: VendorServer;
let left: { balance: number; currency: string } | VendorAnswer;

beforeEach(async () => {
  left = { balance: 120, currency: "EUR" };
  vendor = new VendorServer((request) => {
    if (request.path !== "/account/1/balance") return behave(request);
    return "status" in left ? left : answer(200, left);
  });
  [gateway] = await Promise.all([startTestGateway(), vendor.listen()]);
  await putTenant(gateway, { alert_to: [{ channel: "sms", to: operator, kinds: ["provider"] }], low_threshold: "0" });
  await put({ low_credit: "100" });
});
afterEach(() => Promise.all([gateway.close(), vendor.close()]));

async function put(settings: object, state = "on"): Promise<void> {
  const common = { from: "Gerbang", base_url: vendor.url };
  const body = { kind: "infobip", state, settings: { ...common, ...settings }, secrets: { api_key: apiKey } };
  const reply = await gateway.admin("/v1/providers/infobip", { method: "PUT", body });
  expect(reply.status, reply.text).toBe(200);
}
/** The provider is asked, and then the watch looks, as each does once a minute. */
async function pass(ms: number, on = gateway): Promise<void> {
  on.clock.advance(ms);
  await on.gateway.delivery.watch.look();
  await on.gateway.balances.look();
}
const says = async (work: () => Promise<void>): Promise<string[]> => {
  await gateway.database.sql`delete from sandbox_messages`;
  await work();
  return (await inbox(gateway, operator)).map(({ text }) => text).reverse();
};
const shown = async () => (await gateway.admin("/v1/providers/infobip")).json.credit as object;
const alerts = async () => (await gateway.admin("/v1/balance/alerts")).json.data as { id: string; kind: string }[];

describe("credit with a provider", () => {
  test("below its threshold is told once by two replicas to those who want the provider's news", async () => {
    const replica = await gateway.replica();
    expect(await says(() => pass(MINUTE))).toEqual([]);
    expect(await shown()).toMatchObject({ amount: "120", currency: "EUR", low: false, runway_hours: null });
    left = { balance: 1234.5, currency: "EUR" };
    await put({ low_credit: "2000.5" });
    const [notice, ...others] = await says(async () => {
      gateway.clock.advance(MINUTE);
      await Promise.all([pass(0), pass(0, replica)]);
      await pass(0, replica);
    });
    expect(notice).toBe(
      "Gerbang: kredit di infobip EUR 1.234,50, di bawah batas EUR 2.000,50. Lihat http://gateway.test/v1/balance/alerts",
    );
    expect(others).toEqual([]);
    expect(await shown()).toMatchObject({ amount: "1234.5", low: true });
    expect(await alerts()).toMatchObject([
      {
        kind: "low",
        provider: "infobip",
        told: true,
        figures: { available: "1234.5", currency: "EUR", threshold: "2000.5" },
      },
    ]);
  });

  test("is never added to the balance, nor the other way round", async () => {
    await leave(gateway, 0);
    await pass(MINUTE);
    expect((await gateway.request("/v1/balance")).json).toMatchObject({ available: "0", currency: "IDR" });
    expect(await shown()).toMatchObject({ amount: "120", low: false });
  });

  test("is acknowledged as a balance's is, and told again when it is empty", async () => {
    left = { balance: 99, currency: "EUR" };
    expect(await says(() => pass(MINUTE))).toHaveLength(1);
    const [low] = await alerts();
    await gateway.admin(`/v1/balance/alerts/${low?.id}/acknowledge`, { body: {} });
    expect(await says(() => pass(25 * HOUR))).toEqual([]);
    left = { balance: 0, currency: "EUR" };
    expect(await says(() => pass(MINUTE))).toEqual([
      "Gerbang: kredit di infobip habis (EUR 0); penyedia ini tidak dipakai sampai diisi. Lihat http://gateway.test/v1/balance/alerts",
    ]);
    left = { balance: 500, currency: "EUR" };
    expect(await says(() => pass(MINUTE))).toEqual(["Gerbang: kredit di infobip cukup lagi: EUR 500."]);
  });

  test("that falls fast is told by how long it lasts; what was paid in hides no fall", async () => {
    await put({});
    await pass(MINUTE);
    left = { balance: 60, currency: "EUR" };
    await pass(HOUR);
    // 60 in an hour: 60 last another.
    expect(await shown()).toMatchObject({ low: null, runway_hours: expect.any(Number) });
    expect(await alerts()).toMatchObject([{ kind: "runway", provider: "infobip", told: true }]);
    left = { balance: 6000, currency: "EUR" };
    expect(await says(() => pass(HOUR))).toEqual(["Gerbang: kredit di infobip cukup lagi: EUR 6.000."]);
    expect(await shown()).toMatchObject({ runway_hours: 200 });
    const replica = await gateway.replica();
    await replica.gateway.delivery.watch.look();
    expect((await replica.admin("/v1/providers/infobip")).json.credit).toMatchObject({ runway_hours: 200 });
  });

  test("of a row that was put since is counted anew: it may be another account", async () => {
    left = { balance: 9000, currency: "EUR" };
    await pass(MINUTE);
    left = { balance: 150, currency: "EUR" };
    gateway.clock.advance(2 * HOUR);
    await put({ low_credit: "100" });
    expect(await says(() => pass(MINUTE))).toEqual([]);
    expect(await shown()).toMatchObject({ amount: "150", runway_hours: null });
  });

  test("that the provider does not tell for a while stays as it was; one that is off is watched no more", async () => {
    left = { balance: 99, currency: "EUR" };
    await pass(MINUTE);
    left = answer(500, {});
    await gateway.database.sql`update balance_alerts set told_at = told_at - interval '2 days'`;
    expect(await says(() => pass(HOUR))).toEqual([]);
    expect(await alerts()).toMatchObject([{ kind: "low", ended_at: null }]);
    await put({ low_credit: "100" }, "off");
    expect(await says(() => pass(MINUTE))).toEqual([]);
    expect(await alerts()).toMatchObject([{ kind: "low", ended_at: expect.any(String) }]);
  });

  test("keeps one sample an hour, and those of eight days", async () => {
    const hours = async () => {
      const [row] = await gateway.database.sql<{ n: number }[]>`select count(*)::int as n from provider_credit`;
      return row?.n;
    };
    await pass(MINUTE);
    gateway.clock.advance(HOUR - ((gateway.clock.now() + MINUTE) % HOUR));
    await pass(MINUTE);
    await pass(MINUTE);
    expect(await hours()).toBe(2);
    await pass(193 * HOUR);
    expect(await hours()).toBe(1);
  });

  test("has a threshold that is a decimal", async () => {
    const settings = { from: "Gerbang", base_url: vendor.url, low_credit: "-1" };
    const body = { kind: "infobip", settings, secrets: { api_key: apiKey } };
    const reply = await gateway.admin("/v1/providers/infobip", { method: "PUT", body });
    expect(reply.status).toBe(400);
    expect(reply.json.errors[0].path).toBe("settings.low_credit");
  });
});
