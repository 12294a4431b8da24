import { afterAll, beforeAll, expect, test } from "vitest";
import { eventually, startTestGateway, type TestGateway } from "../support/gateway.ts";
import { keysOfRoles, makeTenant, rolesThatMay } from "../support/roles.ts";

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

const put = (body: unknown, key?: string) =>
  gateway.admin("/v1/prices", { method: "PUT", body, ...(key === undefined ? {} : { key }) });
const any = ["whatsapp", "sms", "voice", "email"].map((channel) => ({ channel, amount: "10" }));

test("what is put is what is read, in its order, with defaults", async () => {
  const full = {
    channel: "whatsapp",
    provider: "sandbox",
    country: "ID",
    amount: "356.65",
    per: "message",
    charged_on: "delivered",
    valid_from: "2026-01-01T00:00:00Z",
  };
  const { status, json } = await put({ prices: [full, ...any] });
  expect(status).toBe(200);
  expect(json.findings).toEqual([]);
  const read = await gateway.admin("/v1/prices");
  expect(read.json.prices[0]).toEqual(full);
  expect(read.json.prices[1]).toEqual({
    channel: "whatsapp",
    provider: null,
    country: null,
    amount: "10",
    per: "message",
    charged_on: "accepted",
    valid_from: "1970-01-01T00:00:00Z",
  });
  expect((await put({ ...read.json, findings: [] })).json.prices).toEqual(read.json.prices);
});

test("a time is the same moment whatever its zone, and amounts keep six places", async () => {
  const price = { channel: "sms", amount: "0.000001", valid_from: "2026-01-01T07:00:00.250+07:00" };
  const { json } = await put({ prices: [...any, price] });
  expect(json.prices[any.length]).toMatchObject({ amount: "0.000001", valid_from: "2026-01-01T00:00:00.250Z" });
});

test("a new price holds from the next issue on", async () => {
  await put({ prices: any.map((price) => ({ ...price, amount: "123.4" })) });
  const issued = await gateway.request("/v1/otp/issue", { body: { to: "081234500021", wait_ms: 5000 } });
  const message = await gateway.admin(`/v1/messages/${issued.json.message.id}`);
  expect(message.json).toMatchObject({ price: "123.4", charged: "123.4", currency: "IDR" });
});

test("a channel left without a price, or a price for nobody, is said under findings", async () => {
  const { json } = await put({ prices: [...any.slice(1), { channel: "sms", provider: "nobody", amount: "1" }] });
  expect(json.findings).toEqual([
    { path: "prices.3.provider", message: "there is no provider nobody" },
    { path: "routes.channels.whatsapp.0.provider", message: "sandbox has no price for whatsapp" },
  ]);
  await put({ prices: any });
});

test.each([
  ["a JSON number", { channel: "sms", amount: 5 }, "prices.0.amount"],
  ["a negative amount", { channel: "sms", amount: "-1" }, "prices.0.amount"],
  ["seven places", { channel: "sms", amount: "1.0000001" }, "prices.0.amount"],
  ["an exponent", { channel: "sms", amount: "1e3" }, "prices.0.amount"],
  ["unicode digits", { channel: "sms", amount: "١" }, "prices.0.amount"],
  ["an unknown channel", { channel: "fax", amount: "1" }, "prices.0.channel"],
  ["a bad country", { channel: "sms", amount: "1", country: "Indonesia" }, "prices.0.country"],
  ["a time without zone", { channel: "sms", amount: "1", valid_from: "2026-01-01" }, "prices.0.valid_from"],
  ["an unknown field", { channel: "sms", amount: "1", nope: 1 }, "prices.0.nope"],
])("%s is a 400 that names the field, and the old list stays", async (_, price, path) => {
  const before = (await gateway.admin("/v1/prices")).text;
  const { status, json } = await put({ prices: [price] });
  expect(status).toBe(400);
  expect(json.errors[0].path).toBe(path);
  expect((await gateway.admin("/v1/prices")).text).toBe(before);
});

test("two prices for the same thing are refused", async () => {
  const { status, json } = await put({ prices: [...any, any[0]] });
  expect(status).toBe(400);
  expect(json.errors).toEqual([{ path: "prices.4", message: expect.stringContaining("prices.0") }]);
});

test("finance and admin change, auditors read", async () => {
  const keys = await keysOfRoles(gateway);
  expect(await rolesThatMay(gateway, keys, "/v1/prices")).toEqual(["finance", "auditor", "admin"]);
  const call = { method: "PUT", body: { prices: any } };
  expect(await rolesThatMay(gateway, keys, "/v1/prices", call)).toEqual(["finance", "admin"]);
  expect((await gateway.request("/v1/prices", { key: null })).status).toBe(401);
});

test("a tenant's own prices are its own, and another replica has them within a second", async () => {
  const other = await gateway.replica();
  const keys = await makeTenant(gateway, "buyer");
  await put({ prices: any.map((price) => ({ ...price, amount: "77" })) }, keys.finance);
  const seen = await eventually(
    () => other.request("/v1/prices", { key: keys.finance }),
    ({ status, json }) => status === 200 && json.prices[0].amount === "77",
    1000,
  );
  expect(seen.json.prices).toHaveLength(4);
  expect((await gateway.admin("/v1/prices")).json.prices[0].amount).toBe("10");
});
