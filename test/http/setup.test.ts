import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { rolesThatMay, keysOfRoles } from "../support/roles.ts";

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway({ demo: false });
});
afterAll(() => gateway.close());

const put = async (path: string, body: unknown): Promise<void> => {
  const reply = await gateway.admin(path, { method: "PUT", body });
  expect(reply.status, reply.text).toBe(200);
};
const missing = async (): Promise<string[]> => {
  const { status, json } = await gateway.admin("/v1/setup");
  expect(status).toBe(200);
  return Object.entries(json as Record<string, boolean>).flatMap(([step, done]) => (done ? [] : [step]));
};

test("an installation without its data lacks all but the key it was given, and less with every step", async () => {
  expect(await missing()).toEqual(["provider", "price", "route", "balance", "message"]);
  await put("/v1/providers/sandbox", { kind: "sandbox" });
  expect(await missing()).toEqual(["price", "route", "balance", "message"]);
  const price = { channel: "sms", amount: "500", per: "message", charged_on: "accepted" };
  await put("/v1/prices", { prices: [{ ...price, valid_from: "2026-01-01T00:00:00Z" }] });
  expect(await missing()).toEqual(["route", "balance", "message"]);
  await put("/v1/routes", { channels: { sms: [{ provider: "sandbox" }] }, fallback: [{ channel: "sms" }] });
  expect(await missing()).toEqual(["balance", "message"]);
  const topUp = (amount: string) => gateway.admin("/v1/balance/topups", { body: { amount, reference: amount } });
  await topUp("499");
  expect(await missing()).toEqual(["balance", "message"]);
  await topUp("1");
  expect(await missing()).toEqual(["message"]);
  const issued = await gateway.request("/v1/otp/issue", { body: { to: "081234567890" } });
  expect(issued.status, issued.text).toBe(201);
  // Spent: it is what the next code needs.
  expect(await missing()).toEqual(["balance"]);
});

test("a provider in the routes without a price is a price that is missing", async () => {
  await put("/v1/providers/spare", { kind: "sandbox" });
  await put("/v1/prices", {
    prices: [
      {
        channel: "sms",
        provider: "sandbox",
        amount: "500",
        per: "message",
        charged_on: "accepted",
        valid_from: "2026-01-01T00:00:00Z",
      },
    ],
  });
  expect(await missing()).not.toContain("price");
  await put("/v1/providers/sandbox", { kind: "sandbox", state: "drain" });
  expect(await missing()).toContain("route");
});

test("operators, finance and auditors may ask", async () => {
  const keys = await keysOfRoles(gateway);
  expect(await rolesThatMay(gateway, keys, "/v1/setup")).toEqual(["ops", "finance", "auditor", "admin"]);
});
