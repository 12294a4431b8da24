import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { syncTemplates } from "../../src/templates/approve.ts";
import { eventually, startTestGateway, type TestGateway } from "../support/gateway.ts";
import { keysOfRoles, makeTenant, rolesThatMay } from "../support/roles.ts";

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
  await putProvider("spare", { kind: "sandbox" });
  await putProvider("off", { kind: "sandbox", state: "off" });
  await putProvider("draining", { kind: "sandbox", state: "drain" });
  await putPaused();
  await putProvider("meta", {
    kind: "meta-cloud",
    settings: { phone_number_id: "1" },
    secrets: { access_token: "token" },
  });
});
afterAll(() => gateway.close());

/** A provider whose template the vendor has paused. */
async function putPaused(): Promise<void> {
  await putProvider("paused", {
    kind: "meta-cloud",
    settings: { phone_number_id: "1" },
    secrets: { access_token: "t" },
  });
  const path = "/v1/templates/otp/whatsapp/id";
  const body = { category: "authentication", bindings: { paused: { name: "otp", language: "id" } } };
  const bound = await gateway.admin(path, { method: "PUT", body });
  expect(bound.status).toBe(200);
  const provider = gateway.gateway.settings.current.tenantsByName.get("demo")?.providers.get("paused");
  if (provider === undefined) throw new Error("not loaded");
  const event = { name: "otp", language: "id", status: "paused", reason: null } as const;
  await syncTemplates(gateway.gateway, provider, [event]);
}

const putProvider = (name: string, body: unknown) => gateway.admin(`/v1/providers/${name}`, { method: "PUT", body });
const put = (body: unknown, key?: string) =>
  gateway.admin("/v1/routes", { method: "PUT", body, ...(key === undefined ? {} : { key }) });
const sms = (...providers: string[]) => ({
  channels: { sms: providers.map((provider) => ({ provider })) },
  fallback: [{ channel: "sms" }],
});
const demo = {
  channels: Object.fromEntries(
    ["whatsapp", "sms", "voice", "email"].map((channel) => [channel, [{ provider: "sandbox", weight: 100 }]]),
  ),
  fallback: [{ channel: "whatsapp", after_seconds: 20 }, { channel: "sms" }],
};

test("the demo's routes go to the sandbox, with fallback from whatsapp to sms", async () => {
  const { status, json } = await gateway.admin("/v1/routes");
  expect(status).toBe(200);
  expect(json).toEqual(demo);
});

test("what is put is what is read, with defaults, and can be put back", async () => {
  const made = await put({
    channels: {
      sms: [
        { provider: "sandbox", weight: 70, countries: ["ID"] },
        { provider: "spare", weight: 0 },
      ],
    },
    fallback: [{ channel: "sms" }],
  });
  expect(made.status).toBe(200);
  expect(made.json.findings).toEqual([]);
  const read = await gateway.admin("/v1/routes");
  expect(read.json.channels.sms).toEqual([
    { provider: "sandbox", weight: 70, countries: ["ID"] },
    { provider: "spare", weight: 0 },
  ]);
  expect((await put({ ...read.json, findings: [] })).status).toBe(200);
  expect((await put(demo)).status).toBe(200);
});

describe("a plan that can't work is 422 and names the step", () => {
  const path = "channels.sms.0.provider";
  test.each([
    ["an unknown provider", sms("nobody"), path, "no provider nobody"],
    ["a provider that is off", sms("off"), path, "switched off"],
    ["one bad step among good ones", sms("sandbox", "nobody"), "channels.sms.1.provider", "no provider nobody"],
    ["a provider listed twice", sms("sandbox", "sandbox"), "channels.sms.1.provider", "twice"],
    ["a provider without the channel", sms("meta"), path, "has no sms"],
    ["a provider alone that drains", sms("draining"), path, "draining is draining"],
    [
      "a provider alone whose template is not approved",
      { channels: { whatsapp: [{ provider: "paused" }] }, fallback: [{ channel: "whatsapp" }] },
      "channels.whatsapp.0.provider",
      "its template is paused",
    ],
    [
      "a fallback channel without providers",
      { ...sms("sandbox"), fallback: [{ channel: "voice" }] },
      "fallback.0.channel",
      "no provider",
    ],
    [
      "a country that the limits refuse",
      { channels: { sms: [{ provider: "sandbox", countries: ["SG"] }] }, fallback: [{ channel: "sms" }] },
      path,
      "no country",
    ],
    [
      "e-mail for countries",
      {
        channels: { sms: [{ provider: "sandbox" }], email: [{ provider: "sandbox", countries: ["ID"] }] },
        fallback: [{ channel: "sms" }, { channel: "email" }],
      },
      "channels.email.0.provider",
      "an e-mail address has none",
    ],
    [
      "a fallback of which no channel carries, though another one does",
      {
        channels: { sms: [{ provider: "off" }], whatsapp: [{ provider: "sandbox" }] },
        fallback: [{ channel: "sms" }],
      },
      path,
      "switched off",
    ],
    [
      "a template that is not bound",
      { channels: { whatsapp: [{ provider: "meta" }] }, fallback: [{ channel: "whatsapp" }] },
      "channels.whatsapp.0.provider",
      "is not bound to meta",
    ],
  ])("%s", async (_, body, at, words) => {
    const { status, json } = await put(body);
    expect(status).toBe(422);
    expect(json.code).toBe("no_route");
    expect(json.errors).toEqual([{ path: at, message: expect.stringContaining(words) }]);
    expect((await gateway.admin("/v1/routes")).json).toEqual(demo);
  });

  test("a price above the ceiling", async () => {
    const limits = (await gateway.admin("/v1/limits")).json as object;
    const low = { ...limits, ceilings: { per_message: "499.99" } };
    const left = await gateway.admin("/v1/limits", { method: "PUT", body: low });
    const message = "sandbox's price for sms is above the ceiling of 499.99 a message";
    expect(left.json.findings).toContainEqual({ path: "routes.channels.sms.0.provider", message });
    const { status, json } = await put(sms("sandbox"));
    expect([status, json.errors]).toEqual([422, [{ path, message }]]);
    await gateway.admin("/v1/limits", { method: "PUT", body: { ...limits, ceilings: { per_message: "500" } } });
    expect((await put(sms("sandbox"))).status).toBe(200);
    await gateway.admin("/v1/limits", { method: "PUT", body: limits });
    await put(demo);
  });

  test("no price", async () => {
    const prices = (await gateway.admin("/v1/prices")).json;
    const without = { prices: (prices.prices as { channel: string }[]).filter(({ channel }) => channel !== "voice") };
    const left = await gateway.admin("/v1/prices", { method: "PUT", body: without });
    expect(left.json.findings).toEqual([
      { path: "routes.channels.voice.0.provider", message: "sandbox has no price for voice" },
    ]);
    const { status, json } = await put(demo);
    expect(status).toBe(422);
    expect(json.errors[0]).toMatchObject({ path: "channels.voice.0.provider" });
    await gateway.admin("/v1/prices", { method: "PUT", body: prices });
  });
});

describe("what carries nothing now may stay in a plan that works, and the answer says so", () => {
  test.each([
    ["a draining provider", sms("sandbox", "draining"), "sms.1.provider", "draining is draining"],
    ["one that is off", sms("sandbox", "off"), "sms.1.provider", "off is switched off"],
    [
      "a channel of which all drain",
      {
        channels: { sms: [{ provider: "sandbox" }], whatsapp: [{ provider: "draining" }] },
        fallback: [{ channel: "whatsapp" }, { channel: "sms" }],
      },
      "whatsapp.0.provider",
      "draining is draining",
    ],
    [
      "a channel whose template is not approved",
      {
        channels: { sms: [{ provider: "sandbox" }], whatsapp: [{ provider: "paused" }] },
        fallback: [{ channel: "sms" }, { channel: "whatsapp" }],
      },
      "whatsapp.0.provider",
      "its template is paused",
    ],
  ])("%s", async (_, body, at, message) => {
    const { status, json } = await put(body);
    expect([status, json.findings]).toEqual([200, [{ path: `routes.channels.${at}`, message }]]);
    await put(demo);
  });
});

test.each([
  ["no fallback", { channels: {} }, "fallback"],
  ["an unknown channel", { ...sms("sandbox"), channels: { fax: [] } }, "channels"],
  [
    "a channel twice in the fallback",
    { ...sms("sandbox"), fallback: [{ channel: "sms" }, { channel: "sms" }] },
    "fallback",
  ],
  [
    "a negative weight",
    { channels: { sms: [{ provider: "x", weight: -1 }] }, fallback: [{ channel: "sms" }] },
    "channels.sms.0.weight",
  ],
  [
    "a bad country",
    { channels: { sms: [{ provider: "x", countries: ["id"] }] }, fallback: [{ channel: "sms" }] },
    "channels.sms.0.countries.0",
  ],
  ["an unknown field", { ...demo, nope: 1 }, "nope"],
])("%s is a 400 that names the field", async (_, body, at) => {
  const { status, json } = await put(body);
  expect(status).toBe(400);
  expect(json.errors[0].path).toContain(at);
});

test("an issue goes the new way at once, on another replica within a second", async () => {
  const other = await gateway.replica();
  await put(sms("spare"));
  const issued = await gateway.request("/v1/otp/issue", { body: { to: "081234500011", wait_ms: 5000 } });
  expect(issued.json).toMatchObject({ channel: "sms" });
  const list = await gateway.admin("/v1/messages?to=081234500011");
  expect(list.json.data[0].provider).toBe("spare");
  await eventually(
    () => other.admin("/v1/routes"),
    ({ json }) => json.channels.sms[0].provider === "spare",
    1000,
  );
  await put(demo);
});

test("ops and admin change, auditors read", async () => {
  const keys = await keysOfRoles(gateway);
  expect(await rolesThatMay(gateway, keys, "/v1/routes")).toEqual(["ops", "auditor", "admin"]);
  expect(await rolesThatMay(gateway, keys, "/v1/routes", { method: "PUT", body: demo })).toEqual(["ops", "admin"]);
  expect((await gateway.request("/v1/routes", { key: "wrong" })).status).toBe(401);
  expect((await gateway.admin("/v1/routes", { method: "DELETE" })).status).toBe(405);
});

test("a tenant without routes uses the first tenant's until it puts its own", async () => {
  const keys = await makeTenant(gateway, "renter");
  const before = await gateway.request("/v1/routes", { key: keys.ops });
  expect(before.json).toEqual(demo);
  expect((await put(sms("sandbox"), keys.ops)).status).toBe(200);
  expect((await gateway.admin("/v1/routes")).json).toEqual(demo);
  expect((await gateway.request("/v1/routes", { key: keys.ops })).json.fallback).toEqual([{ channel: "sms" }]);
});
