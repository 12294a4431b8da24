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
    prefix: "+62812",
    amount: "356.65",
    cost: "301.2",
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
    prefix: null,
    amount: "10",
    cost: null,
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
  ["a prefix without plus", { channel: "sms", amount: "1", prefix: "62812" }, "prices.0.prefix"],
  ["a prefix with a letter", { channel: "sms", amount: "1", prefix: "+62x" }, "prices.0.prefix"],
  ["a prefix of nothing", { channel: "sms", amount: "1", prefix: "+" }, "prices.0.prefix"],
  ["a prefix outside its country", { channel: "sms", amount: "1", prefix: "+60", country: "ID" }, "prices.0.prefix"],
  ["a prefix wider than its country", { channel: "sms", amount: "1", prefix: "+6", country: "ID" }, "prices.0.prefix"],
  ["a prefix in no real country", { channel: "sms", amount: "1", prefix: "+62", country: "XX" }, "prices.0.prefix"],
  ["a prefix of an address", { channel: "email", amount: "1", prefix: "+62" }, "prices.0.prefix"],
  ["a negative cost", { channel: "sms", amount: "1", cost: "-1" }, "prices.0.cost"],
  ["a cost as a number", { channel: "sms", amount: "1", cost: 1 }, "prices.0.cost"],
  ["an unknown stage", { channel: "sms", amount: "1", charged_on: "sent" }, "prices.0.charged_on"],
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

test("the same country with another prefix is another thing; the same prefix twice is not", async () => {
  const prefix = (text: string | null) => ({ channel: "sms", amount: "1", country: "ID", prefix: text });
  expect((await put({ prices: [...any, prefix("+62812"), prefix("+62813"), prefix(null)] })).status).toBe(200);
  const { json } = await put({ prices: [...any, prefix("+62812"), prefix("+62812")] });
  expect(json.errors).toEqual([{ path: "prices.5", message: expect.stringContaining("prices.4") }]);
});

test("a number pays the price of its prefix, and a list of prefixes alone leaves no finding", async () => {
  const { json } = await put({
    prices: [
      { channel: "whatsapp", prefix: "+6281", amount: "11" },
      { channel: "whatsapp", prefix: "+62813", amount: "13" },
      ...any.slice(1),
    ],
  });
  expect(json.findings).toEqual([]);
  const charged = async (to: string) => {
    const issued = await gateway.request("/v1/otp/issue", { body: { to, channel: "whatsapp", wait_ms: 5000 } });
    if (issued.status !== 201) return issued.json.code as string;
    return (await gateway.admin(`/v1/messages/${issued.json.message.id}`)).json.charged as string;
  };
  expect(await charged("+6281234500031")).toBe("11");
  expect(await charged("+6281334500031")).toBe("13");
  expect(await charged("+6285712345003")).toBe("no_route");
  await put({ prices: any });
});

test("an address has no country, so a price for one is said to be useless", async () => {
  const { status, json } = await put({ prices: [...any, { channel: "email", country: "ID", amount: "1" }] });
  expect(status).toBe(200);
  expect(json.findings).toEqual([{ path: "prices.4.country", message: expect.stringContaining("never found") }]);
  await put({ prices: any });
});

test("an account in another currency is not served by amounts in the first tenant's", async () => {
  const keys = await makeTenant(gateway, "abroad");
  const { json: own } = await put({ prices: any });
  expect((await gateway.request("/v1/prices", { key: keys.finance })).json.prices).toEqual(own.prices);
  const limits = { ceilings: { per_message: "5" } };
  expect((await gateway.admin("/v1/limits", { method: "PUT", body: limits })).status).toBe(200);
  const { sql } = gateway.database;
  await sql`update accounts set currency = 'USD' where tenant_id = (select id from tenants where name = 'abroad')`;
  await put({ prices: any });
  expect((await gateway.request("/v1/prices", { key: keys.finance })).json.prices).toEqual([]);
  expect((await gateway.request("/v1/limits", { key: keys.ops })).json.ceilings.per_message).toBeNull();
  await gateway.admin("/v1/limits", { method: "PUT", body: {} });
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
