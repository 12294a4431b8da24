import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { defaultLimits } from "../../src/settings/documents.ts";
import { presetFindings } from "../../src/settings/limit-presets.ts";
import { eventually, startTestGateway, type TestGateway } from "../support/gateway.ts";
import { keysOfRoles, makeTenant, rolesThatMay } from "../support/roles.ts";
import { tenantConfig } from "../support/tenant-config.ts";

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

const put = (body: unknown, key?: string) =>
  gateway.admin("/v1/limits", { method: "PUT", body, ...(key === undefined ? {} : { key }) });
const spending = { per_hour: null, per_day: null };
const defaults = {
  preset: "normal",
  cooldown_seconds: 30,
  recipient: [
    { max: 5, per_seconds: 3600 },
    { max: 10, per_seconds: 86400 },
  ],
  client_ip: [{ max: 20, per_seconds: 3600 }],
  client_net: [{ max: 60, per_seconds: 3600 }],
  user: [],
  prefix: [],
  country: [],
  tenant: [{ max: 100, per_seconds: 1 }],
  provider: [],
  gateway: [],
  countries: ["ID"],
  sandbox: {},
  guesses: { free: 100, first_wait_seconds: 60, longest_wait_seconds: 3600 },
  ceilings: {
    per_message: null,
    ...spending,
    country: spending,
    prefix: spending,
    gateway: { per_message: null, ...spending },
  },
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
  ["an unknown preset", { preset: "loose" }, "preset"],
  ["a sandbox with limits of others", { sandbox: { gateway: [] } }, "sandbox.gateway"],
  ["a first wait longer than the longest", { guesses: { first_wait_seconds: 4000 } }, "guesses.longest_wait_seconds"],
  ["no free guess", { guesses: { free: 0 } }, "guesses.free"],
  ["a ceiling below zero", { ceilings: { prefix: { per_day: "-1" } } }, "ceilings.prefix.per_day"],
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

test("who names the state they read does not undo what another did meanwhile", async () => {
  const headers = { "if-match": (await gateway.admin("/v1/limits")).headers.get("etag") ?? "" };
  const change = (seconds: number, more = {}) =>
    gateway.admin("/v1/limits", {
      method: "PUT",
      headers: { ...headers, ...more },
      body: { cooldown_seconds: seconds },
    });
  const first = await change(41);
  expect(first.status).toBe(200);
  expect(await change(42)).toMatchObject({ status: 409, json: { code: "conflict" } });
  expect((await gateway.admin("/v1/limits")).json).toMatchObject({ cooldown_seconds: 41 });
  const tag = (await gateway.admin("/v1/limits")).headers.get("etag") ?? "";
  expect(first.headers.get("etag")).toBe(tag);
  expect((await change(42, { "if-match": tag })).status).toBe(200);
});

describe("presets", () => {
  test("are listed whole", async () => {
    const { status, json } = await gateway.admin("/v1/limits/presets");
    expect(status).toBe(200);
    expect(json.data).toMatchObject([{ name: "normal" }, { name: "strict" }, { name: "open" }]);
    expect(json.data[0].limits).toEqual(defaults);
    expect(json.data[1].limits).toMatchObject({
      preset: "strict",
      guesses: { free: 10, first_wait_seconds: 1800 },
      guard: { ...defaults.guard, mode: "block" },
    });
    expect(json.data[2].limits).toMatchObject({ cooldown_seconds: 0, recipient: [], client_ip: [], tenant: [] });
  });

  test("fill in what a put leaves out, members of members too", async () => {
    const { json } = await put({
      preset: "strict",
      cooldown_seconds: 45,
      guesses: { free: 5 },
      guard: { min_sent: 9 },
    });
    expect(json).toMatchObject({
      preset: "strict",
      cooldown_seconds: 45,
      recipient: [
        { max: 3, per_seconds: 3600 },
        { max: 5, per_seconds: 86_400 },
      ],
      guesses: { free: 5, first_wait_seconds: 1800, longest_wait_seconds: 3600 },
      guard: { mode: "block", min_sent: 9, window_seconds: 3600 },
    });
    const shown = await gateway.admin("/v1/limits");
    expect(await put(shown.json)).toMatchObject({ status: 200, json: shown.json });
    await put({});
  });

  test("open says so where a provider would send to people, and not where the sandbox does", () => {
    const limits = { ...defaultLimits, preset: "open" as const };
    const routed = (kind: string) =>
      presetFindings({ ...tenantConfig({ providers: { relay: kind }, routes: { whatsapp: ["relay"] } }), limits });
    expect(routed("waha")).toEqual([
      { path: "limits.preset", message: expect.stringContaining("relay"), severity: "warning" },
    ]);
    expect(routed("sandbox")).toEqual([]);
  });
});

describe("limits of the whole gateway", () => {
  test.each([
    ["windows", { gateway: [{ max: 5, per_seconds: 60 }] }, "gateway"],
    ["ceilings", { ceilings: { gateway: { per_day: "5" } } }, "ceilings.gateway.per_day"],
  ])("are the first tenant's to set: %s", async (_, body, path) => {
    const keys = await makeTenant(gateway, `second-${path.replaceAll(".", "-").replace("_", "-")}`);
    const refused = await put(body, keys.ops);
    expect(refused.status).toBe(400);
    expect(refused.json.errors[0].path).toBe(path);
    expect((await put(body)).status).toBe(200);
    // Nor does another tenant seem to have set them.
    const shown = await gateway.request("/v1/limits", { key: keys.auditor });
    expect(shown.json).toMatchObject({ gateway: [], ceilings: { gateway: { per_day: null } } });
    expect((await put(shown.json, keys.ops)).status).toBe(200);
    await put({});
  });
});
