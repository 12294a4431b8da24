import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { having, pick } from "../support/rows.ts";
import { keysOfRoles, makeTenant, rolesThatMay } from "../support/roles.ts";
import type { Variant } from "../../src/templates/variant.ts";
import { World } from "../scenarios/world.ts";

let world: World;
beforeAll(async () => {
  world = await World.start({}, { keepsTemplates: true });
});
afterAll(() => world.close());

const path = "/v1/templates/otp/whatsapp/id";
const read = async () =>
  (await world.gateway.admin(path)).json as {
    version: number;
    button: string;
    bindings: Record<string, { status: string }>;
  };
const bind = (provider: string, body: object, headers = {}) =>
  world.gateway.admin(`${path}/bindings/${provider}`, { method: "PUT", body, headers });
const unbind = (provider: string) => world.gateway.admin(`${path}/bindings/${provider}`, { method: "DELETE" });
const known = { name: "otp", language: "id", expiry_minutes: 5 };

beforeEach(async () => {
  const account = { waba_id: world.meta.wabaId, timeout_ms: 5000 };
  await world.routeToMeta({ meta: account, other: account });
  await world.bind({});
  world.meta.templates.all.splice(0);
  await world.gateway.admin(`${path}/submit`, { body: { provider: "other" } });
  await world.meta.judgeTemplate(world.hook("other"), "otp", "id", "PAUSED");
  await world.applied();
});

describe("a binding by hand", () => {
  test("counts as approved, and leaves the others with what providers said of them", async () => {
    expect((await read()).bindings["other"]?.status).toBe("paused");
    const { version } = await read();
    const { status, json } = await bind("meta", known);
    expect(status).toBe(200);
    expect(json).toMatchObject({
      version: version + 1,
      bindings: { meta: { ...known, status: "approved" }, other: { status: "paused" } },
    });
  });

  test("as it was approves what was paused, and makes no version", async () => {
    const { version } = await read();
    const { json } = await bind("other", known);
    expect(json).toMatchObject({ version, bindings: { other: { status: "approved", reason: null } } });
    const { json: audit } = await world.gateway.admin("/v1/audit?limit=1&action=template.bind");
    expect(audit.data).toMatchObject([{ target: "otp/whatsapp/id", after: { provider: "other", name: "otp" } }]);
  });

  test("ends, and the next version says so", async () => {
    const { status, json } = await unbind("other");
    expect(status).toBe(200);
    expect(json.bindings).toEqual({});
    expect(pick(json.findings, "rule")).toContain("binding_missing");
    expect((await unbind("other")).status).toBe(404);
  });

  test("is made only if nobody was faster", async () => {
    const { headers } = await world.gateway.admin(path);
    const tag = { "if-match": headers.get("etag") ?? "" };
    expect((await bind("meta", known, tag)).status).toBe(200);
    expect((await bind("meta", { ...known, name: "late" }, tag)).status).toBe(409);
  });

  test.each([
    ["an unknown provider", "none", known, 404, null],
    ["no name", "meta", { language: "id" }, 400, "name"],
    ["an expiry that WhatsApp has not", "meta", { ...known, expiry_minutes: 91 }, 400, "expiry_minutes"],
  ])("with %s is refused", async (_name, provider, body, status, field) => {
    const reply = await bind(provider, body);
    expect(reply.status).toBe(status);
    if (field !== null) expect(pick(reply.json.errors, "path")).toEqual([field]);
  });

  test("is for ops, of a variant of the tenant's own", async () => {
    const keys = await keysOfRoles(world.gateway);
    const call = { method: "PUT", body: known };
    expect(await rolesThatMay(world.gateway, keys, `${path}/bindings/meta`, call)).toEqual(["ops", "admin"]);
    const { admin: key } = await makeTenant(world.gateway, "sharer");
    expect((await world.gateway.request(`${path}/bindings/meta`, { ...call, key })).status).toBe(404);
  });
});

test("the providers that need templates say what their vendors can do, and a shared one's vendor is not asked", async () => {
  const { json } = await world.gateway.admin("/v1/templates/providers");
  expect(having(json.data, { provider: "meta" })).toEqual([
    {
      provider: "meta",
      kind: "meta-cloud",
      state: "on",
      shared: false,
      channels: ["whatsapp"],
      vendor: {
        binds_by: "name",
        buttons: ["copy_code", "one_tap", "zero_tap"],
        several_languages: true,
        deletes: "language",
      },
    },
  ]);
  expect(pick(json.data, "provider")).toEqual(["meta", "other"]);
  const { admin: key } = await makeTenant(world.gateway, "sharing");
  const theirs = await world.gateway.request("/v1/templates/providers", { key });
  expect(pick(theirs.json.data, "shared")).toEqual([true, true]);
  expect(pick(theirs.json.data, "vendor")).toEqual([null, null]);
});

describe("the list", () => {
  test("tells what the linter says of each, when asked", async () => {
    const { json } = await world.gateway.admin("/v1/templates?findings=true&key=otp&channel=whatsapp&locale=en");
    expect(pick(json.data[0].findings, "rule")).toContain("binding_missing");
    const { json: plain } = await world.gateway.admin("/v1/templates");
    expect(plain.data[0]).not.toHaveProperty("findings");
  });

  test("is searched by key, words and what it is bound as", async () => {
    const found = async (q: string) => {
      const { json } = await world.gateway.admin(`/v1/templates?q=${encodeURIComponent(q)}`);
      return (json.data as Variant[]).map(({ channel, locale }) => `${channel}/${locale}`);
    };
    expect(await found("JANGAN berikan")).toEqual(["email/id", "sms/id", "voice/id"]);
    expect(await found("other")).toEqual(["whatsapp/id"]);
    expect(await found("nothing like it")).toEqual([]);
  });

  test("of drafts has those without a version too, page by page", async () => {
    for (const locale of ["en", "id"]) {
      const body = { body: "{{brand}} {{code}}" };
      await world.gateway.admin(`/v1/templates/otp_new/sms/${locale}/draft`, { method: "PUT", body });
    }
    const { json } = await world.gateway.admin("/v1/templates/drafts?limit=1");
    expect(json.data).toEqual([
      {
        key: "otp_new",
        channel: "sms",
        locale: "en",
        base_version: 0,
        actor: expect.any(String),
        at: expect.any(String),
      },
    ]);
    const next = await world.gateway.admin(`/v1/templates/drafts?limit=1&cursor=${String(json.next_cursor)}`);
    expect(next.json).toMatchObject({ data: [{ locale: "id" }], next_cursor: null });
  });
});

describe("a preview of what is not put yet", () => {
  const preview = (body: object) => world.gateway.admin(`${path}/preview`, { body });

  test("is of the whole of it", async () => {
    const { json } = await preview({
      template: { category: "authentication", button: "one_tap", security_line: false, expiry_line: false },
    });
    expect(json.whatsapp).toMatchObject({ footer: null, buttons: [{ type: "copy_code" }] });
    expect(pick(json.findings, "rule")).toContain("button_apps");
    expect((await read()).button).toBe("copy_code");
  });

  test("names what is wrong in it", async () => {
    const { status, json } = await preview({ template: { body: "" } });
    expect(status).toBe(400);
    expect(pick(json.errors, "path")).toEqual(["template.body"]);
    expect((await preview({ template: { body: "a" }, body: "b" })).status).toBe(400);
  });

  test("has the price of the number it would go to", async () => {
    const { status, text } = await world.gateway.admin("/v1/prices", {
      method: "PUT",
      body: {
        prices: [
          { channel: "sms", amount: "350", per: "segment" },
          { channel: "sms", prefix: "+62811", amount: "500", per: "segment" },
        ],
      },
    });
    expect(status, text).toBe(200);
    const priceTo = async (to?: string) => {
      const reply = await world.gateway.admin("/v1/templates/otp/sms/id/preview", { body: { to } });
      return reply.json.price?.amount as unknown;
    };
    expect(await priceTo()).toBe("350");
    expect(await priceTo("0811 2345 678")).toBe("500");
    const wrong = await world.gateway.admin("/v1/templates/otp/sms/id/preview", { body: { to: "abc" } });
    expect(pick(wrong.json.errors, "path")).toEqual(["to"]);
  });
});
