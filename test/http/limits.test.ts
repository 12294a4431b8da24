import { afterAll, beforeAll, expect, test } from "vitest";
import { eventually, startTestGateway, type TestGateway } from "../support/gateway.ts";
import { keysOfRoles, makeTenant, rolesThatMay } from "../support/roles.ts";

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

const put = (body: unknown, key?: string) =>
  gateway.admin("/v1/limits", { method: "PUT", body, ...(key === undefined ? {} : { key }) });
const defaults = {
  cooldown_seconds: 30,
  recipient: [
    { max: 5, per_seconds: 3600 },
    { max: 10, per_seconds: 86400 },
  ],
  client_ip: [{ max: 20, per_seconds: 3600 }],
  user: [],
  prefix: [],
  tenant: [{ max: 100, per_seconds: 1 }],
  countries: ["ID"],
  ceilings: { per_message: null, per_hour: null, per_day: null },
  guard: {
    mode: "monitor",
    min_sent: 50,
    min_conversion: 0.35,
    window_seconds: 3600,
    block_seconds: 43_200,
    allow: [],
  },
};

test("the first start has the contract's limits", async () => {
  const { status, json } = await gateway.admin("/v1/limits");
  expect(status).toBe(200);
  expect(json).toEqual(defaults);
});

test("a put replaces the whole: what it leaves out has its default", async () => {
  const made = await put({ cooldown_seconds: 5, guard: { mode: "off" }, ceilings: { per_day: "1000.5" } });
  expect(made.status).toBe(200);
  const { json } = await gateway.admin("/v1/limits");
  expect(json).toEqual({
    ...defaults,
    cooldown_seconds: 5,
    guard: { ...defaults.guard, mode: "off" },
    ceilings: { ...defaults.ceilings, per_day: "1000.5" },
  });
  expect(made.json).toEqual({ ...json, findings: [] });
  expect((await put({})).json).toEqual({ ...defaults, findings: [] });
});

test("a new limit holds from the next issue on, on another replica within a second", async () => {
  const other = await gateway.replica();
  await put({ cooldown_seconds: 0, recipient: [{ max: 1, per_seconds: 60 }] });
  const issue = { body: { to: "081234500031" } };
  expect((await gateway.request("/v1/otp/issue", issue)).status).toBe(201);
  expect((await gateway.request("/v1/otp/issue", issue)).status).toBe(429);
  await eventually(
    () => other.admin("/v1/limits"),
    ({ json }) => json.cooldown_seconds === 0,
    1000,
  );
  await put({});
});

test("countries that leave a route without any are said under findings", async () => {
  const { json } = await put({ countries: ["SG"] });
  expect(json.findings).toEqual([]);
  await put({});
});

test.each([
  ["a cool-down that is no number", { cooldown_seconds: "30" }, "cooldown_seconds"],
  ["a negative cool-down", { cooldown_seconds: -1 }, "cooldown_seconds"],
  ["a window of nothing", { recipient: [{ max: 0, per_seconds: 60 }] }, "recipient.0.max"],
  ["a window without a span", { recipient: [{ max: 1 }] }, "recipient.0.per_seconds"],
  ["no country", { countries: [] }, "countries"],
  ["a bad country", { countries: ["id"] }, "countries.0"],
  ["a ceiling that is a number", { ceilings: { per_hour: 5 } }, "ceilings.per_hour"],
  ["an unknown guard mode", { guard: { mode: "maybe" } }, "guard.mode"],
  ["an unknown field", { nope: 1 }, "nope"],
])("%s is a 400 that names the field", async (_, body, path) => {
  const { status, json } = await put(body);
  expect(status).toBe(400);
  expect(json.errors[0].path).toBe(path);
  expect((await gateway.admin("/v1/limits")).json).toEqual(defaults);
});

test("ops and admin change, auditors read", async () => {
  const keys = await keysOfRoles(gateway);
  expect(await rolesThatMay(gateway, keys, "/v1/limits")).toEqual(["ops", "auditor", "admin"]);
  expect(await rolesThatMay(gateway, keys, "/v1/limits", { method: "PUT", body: {} })).toEqual(["ops", "admin"]);
  expect((await gateway.request("/v1/limits", { key: null })).status).toBe(401);
});

test("a tenant's own limits are its own", async () => {
  const keys = await makeTenant(gateway, "limited");
  await put({ cooldown_seconds: 99 }, keys.ops);
  expect((await gateway.request("/v1/limits", { key: keys.auditor })).json.cooldown_seconds).toBe(99);
  expect((await gateway.admin("/v1/limits")).json).toEqual(defaults);
});
