import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { expectProblem } from "../support/erp.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { keysOfRoles, makeTenant, rolesThatMay } from "../support/roles.ts";
import { pick } from "../support/rows.ts";

let gateway: TestGateway;
const token = { hook_token: "a-word-of-sixteen-letters" };
const routes = {
  channels: {
    sms: [
      { provider: "sandbox", weight: 70, countries: ["ID"] },
      { provider: "spare", weight: 30 },
    ],
    whatsapp: [{ provider: "sandbox", weight: 100 }],
  },
  fallback: [{ channel: "whatsapp", after_seconds: 20 }, { channel: "sms" }],
};

beforeAll(async () => {
  gateway = await startTestGateway();
});
beforeEach(async () => {
  await put("/v1/providers/spare", { kind: "sandbox" });
  await put("/v1/routes", routes);
});
afterAll(() => gateway.close());

const put = (path: string, body: object, headers: Record<string, string> = {}) =>
  gateway.admin(path, { method: "PUT", body, headers });
const first = (channel: string, provider: string) => put(`/v1/routes/${channel}/first`, { provider });
const state = (name: string, word: string) => put(`/v1/providers/${name}/state`, { state: word });

describe("a provider put first", () => {
  test("has all first tries; the others are standby in their order, and nothing else changes", async () => {
    const { status, json } = await first("sms", "spare");
    expect(status).toBe(200);
    expect(json).toEqual({
      channels: {
        sms: [
          { provider: "spare", weight: 100 },
          { provider: "sandbox", weight: 0, countries: ["ID"] },
        ],
        whatsapp: routes.channels.whatsapp,
      },
      fallback: routes.fallback,
      findings: [],
    });
    expect((await first("sms", "sandbox")).json.channels.sms[0]).toEqual({
      provider: "sandbox",
      weight: 100,
      countries: ["ID"],
    });
  });

  test("comes in where it was not in the routes", async () => {
    const { json } = await first("whatsapp", "spare");
    expect(pick(json.channels.whatsapp, "provider")).toEqual(["spare", "sandbox"]);
  });

  test("that can't carry the channel is refused, and the routes stay", async () => {
    const settings = { phone_number_id: "1" };
    await put("/v1/providers/meta", { kind: "meta-cloud", settings, secrets: { access_token: "t" } });
    expectProblem(await first("sms", "meta"), 422, "no_route");
    expectProblem(await first("sms", "nobody"), 422, "no_route");
    expectProblem(await first("fax", "spare"), 400, "invalid_request");
    expect((await gateway.admin("/v1/routes")).json).toEqual(routes);
  });

  test("of a tenant that uses the first tenant's routes begins with those", async () => {
    const keys = await makeTenant(gateway, "swapper");
    const call = { method: "PUT", body: { provider: "spare" }, key: keys.ops };
    const { json } = await gateway.request("/v1/routes/sms/first", call);
    expect(pick(json.channels.sms, "provider")).toEqual(["spare", "sandbox"]);
    expect((await gateway.admin("/v1/routes")).json).toEqual(routes);
  });

  test("two at once on two channels are both done", async () => {
    const both = await Promise.all([first("sms", "spare"), first("whatsapp", "spare")]);
    expect(pick(both, "status")).toEqual([200, 200]);
    const { channels } = (await gateway.admin("/v1/routes")).json;
    expect([channels.sms[0].provider, channels.whatsapp[0].provider]).toEqual(["spare", "spare"]);
  });
});

describe("a provider's state by itself", () => {
  test("changes alone: settings and secrets stay", async () => {
    const settings = { base_url: "https://vendor.example", from: "62811" };
    const body = { kind: "infobip", settings, secrets: { api_key: "k", ...token } };
    await put("/v1/providers/blip", body);
    const before = (await gateway.admin("/v1/providers/blip")).json;
    const { status, json } = await state("blip", "drain");
    expect(status).toBe(200);
    expect(json).toMatchObject({ state: "drain", health: "draining", settings: before.settings });
    expect(json.secrets).toEqual(before.secrets);
    const [row] = (await gateway.admin("/v1/audit?action=provider.put")).json.data;
    expect(row).toMatchObject({ target: "blip", before: { state: "on" }, after: { state: "drain" } });
  });

  test("says what it leaves in the plan that can't work", async () => {
    const { json } = await state("spare", "off");
    expect(json.findings).toEqual([{ path: "routes.channels.sms.1.provider", message: "spare is switched off" }]);
  });

  test("of nobody, or of the first tenant's that is shared, is not found; another word names the field", async () => {
    expectProblem(await state("nobody", "off"), 404, "not_found");
    const keys = await makeTenant(gateway, "sharer");
    const call = { method: "PUT", body: { state: "off" }, key: keys.ops };
    expectProblem(await gateway.request("/v1/providers/spare/state", call), 404, "not_found");
    expectProblem(await state("spare", "gone"), 400, "invalid_request");
  });
});

describe("two people with the same form open", () => {
  test.each([
    ["routes", "/v1/routes", () => routes, () => first("sms", "spare")],
    ["a provider", "/v1/providers/spare", () => ({ kind: "sandbox" }), () => state("spare", "drain")],
  ])("do not undo each other's change of %s", async (_, path, body, meanwhile) => {
    const tag = (await gateway.admin(path)).headers.get("etag") ?? "";
    expect(tag).toMatch(/^"[\w-]+"$/);
    await meanwhile();
    const late = await put(path, body(), { "if-match": tag });
    expectProblem(late, 409, "conflict");
    const anew = (await gateway.admin(path)).headers.get("etag") ?? "";
    const done = await put(path, body(), { "if-match": anew });
    expect(done.status, done.text).toBe(200);
    // The answer's is that of what stands now.
    expect((await gateway.admin(path)).headers.get("etag")).toBe(done.headers.get("etag"));
  });

  test("a provider that is there no more is put by nobody who read it", async () => {
    expectProblem(await put("/v1/providers/never", { kind: "sandbox" }, { "if-match": "*" }), 409, "conflict");
  });
});

test("where a vendor reports to is told, without the secret", async () => {
  await put("/v1/providers/blip", {
    kind: "infobip",
    settings: { base_url: "https://vendor.example", from: "62811" },
    secrets: { api_key: "k", ...token },
  });
  const { data } = (await gateway.admin("/v1/providers")).json;
  const hooks = Object.fromEntries(
    (data as { name: string; hook: string | null }[]).map((one) => [one.name, one.hook]),
  );
  expect(hooks).toMatchObject({ sandbox: null, blip: "http://gateway.test/hooks/demo/blip/{hook_token}" });
});

test("kinds that drive an ordinary WhatsApp account are unofficial", async () => {
  const { data } = (await gateway.admin("/v1/providers/kinds")).json;
  const unofficial = (data as { kind: string; unofficial: boolean }[]).filter((one) => one.unofficial);
  expect(pick(unofficial, "kind")).toEqual(["waha", "evolution", "gowa"]);
});

test("both are for ops and admin", async () => {
  const keys = await keysOfRoles(gateway);
  for (const [path, body] of [
    ["/v1/routes/sms/first", { provider: "sandbox" }],
    ["/v1/providers/spare/state", { state: "on" }],
  ] as const) {
    expect((await rolesThatMay(gateway, keys, path, { method: "PUT", body })).sort()).toEqual(["admin", "ops"]);
  }
});
