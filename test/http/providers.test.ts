import { generateKeyPairSync } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { secretsContext } from "../../src/settings/load.ts";
import { eventually, startTestGateway, type TestGateway } from "../support/gateway.ts";
import { startMetaServer, type MetaServer } from "../support/meta-server.ts";
import { keysOfRoles, makeTenant, rolesThatMay } from "../support/roles.ts";
import { having, pick } from "../support/rows.ts";

const TOKEN = "EAAsample-token";
let gateway: TestGateway;
let vendor: MetaServer;

beforeAll(async () => {
  [gateway, vendor] = await Promise.all([startTestGateway(), startMetaServer()]);
});
afterAll(async () => {
  await Promise.all([gateway.close(), vendor.close()]);
});

const meta = (changes: object = {}) => ({
  kind: "meta-cloud",
  state: "on",
  settings: { phone_number_id: "200300400500600", base_url: vendor.baseUrl },
  secrets: { access_token: TOKEN, app_secret: "canary-app-secret", verify_token: "canary-verify" },
  ...changes,
});
const put = (name: string, body: unknown) => gateway.admin(`/v1/providers/${name}`, { method: "PUT", body });
const get = (name: string) => gateway.admin(`/v1/providers/${name}`);
const paths = (json: { errors?: { path: string }[] }) => (json.errors ?? []).map(({ path }) => path);

describe("kinds", () => {
  test("every kind of the registry is listed with JSON Schemas of its settings and secrets", async () => {
    const { status, json } = await gateway.admin("/v1/providers/kinds");
    expect(status).toBe(200);
    const kinds = pick(json.data, "kind");
    expect(kinds).toEqual([...gateway.gateway.registry.keys()]);
    const [found] = having(json.data, { kind: "meta-cloud" });
    expect(found.channels).toEqual(["whatsapp"]);
    expect(found.settings).toMatchObject({ type: "object", required: ["phone_number_id"] });
    expect(Object.keys(found.secrets.properties)).toEqual(["access_token", "app_secret", "verify_token"]);
  });
});

describe("put and get", () => {
  test("what is put is what is read, with defaults, and its secrets only as set or not", async () => {
    const made = await put("wa", meta({ secrets: { access_token: TOKEN, app_secret: "canary-app-secret" } }));
    expect(made.status).toBe(200);
    const read = await get("wa");
    expect(read.json).toMatchObject({
      name: "wa",
      kind: "meta-cloud",
      state: "on",
      settings: { phone_number_id: "200300400500600", api_version: "v24.0", timeout_ms: 5000 },
      secrets: { access_token: { set: true }, app_secret: { set: true }, verify_token: { set: false } },
      health: "ok",
      breaker: { state: "closed", reason: null },
      shared: false,
    });
    const { findings, ...document } = made.json;
    expect(findings).toEqual([]);
    expect(document).toEqual(read.json);
  });

  test("what a read shows can be put back and keeps the secrets", async () => {
    await put("again", meta());
    const read = await get("again");
    const back = await put("again", { ...read.json, state: "off" });
    expect(back.status).toBe(200);
    expect(back.json).toMatchObject({ state: "off", health: "off", secrets: read.json.secrets });
  });

  test("a secret that is left out is kept, null removes it", async () => {
    await put("kept", meta());
    const { status, json } = await put("kept", meta({ secrets: { verify_token: null } }));
    expect(status).toBe(200);
    expect(json.secrets).toEqual({
      access_token: { set: true },
      app_secret: { set: true },
      verify_token: { set: false },
    });
    const loaded = gateway.gateway.settings.current.tenantsByName.get("demo")?.providers.get("kept");
    expect(loaded?.secrets).toEqual({ access_token: TOKEN, app_secret: "canary-app-secret" });
  });

  test("a required secret must be given, and when it is taken away the answer says so", async () => {
    const without = await put("bare", meta({ secrets: {} }));
    expect(without.status).toBe(400);
    expect(paths(without.json)).toEqual(["secrets.access_token"]);
    await put("bare", meta());
    const taken = await put("bare", meta({ secrets: { access_token: null } }));
    expect(taken.status).toBe(200);
    expect(taken.json.findings).toContainEqual({ path: "secrets.access_token", message: "is not set" });
  });

  test.each([
    [
      "base_url",
      () => meta({ settings: { phone_number_id: "1", base_url: "https://graph.example.com" }, secrets: {} }),
    ],
    ["kind", () => ({ kind: "sandbox" })],
  ])("all secrets must be sent again when %s changes", async (what, body) => {
    await put("moved", meta());
    const { status, json } = await put("moved", body());
    if (what === "kind") {
      // The new kind has none: nothing is carried over to it.
      expect(status).toBe(200);
      expect(json.secrets).toEqual({});
      return;
    }
    expect(status).toBe(400);
    expect(paths(json)).toEqual(["secrets.access_token", "secrets.app_secret", "secrets.verify_token"]);
    const resent = await put("moved", { ...(body() as object), secrets: meta().secrets });
    expect(resent.status).toBe(200);
  });

  test.each([
    ["an unknown kind", { kind: "nope" }, ["kind"]],
    ["a bad setting", { settings: { phone_number_id: "x" } }, ["settings.phone_number_id"]],
    ["a missing setting", { settings: {} }, ["settings.phone_number_id"]],
    ["an unknown setting", { settings: { phone_number_id: "1", nope: 1 } }, ["settings.nope"]],
    ["an unknown secret", { secrets: { access_token: "x", nope: "y" } }, ["secrets.nope"]],
    ["a bad state", { state: "maybe" }, ["state"]],
    ["an unknown field", { nope: 1 }, ["nope"]],
    ["a private base_url", { settings: { phone_number_id: "1", base_url: "http://10.0.0.1" } }, ["settings.base_url"]],
    ["link-local", { settings: { phone_number_id: "1", base_url: "http://169.254.169.254" } }, ["settings.base_url"]],
    [
      "a password in base_url",
      { settings: { phone_number_id: "1", base_url: "https://a:b@example.com" } },
      ["settings.base_url"],
    ],
    [
      "a query in base_url",
      { settings: { phone_number_id: "1", base_url: "https://example.com/x?key=1" } },
      ["settings.base_url"],
    ],
    [
      "a fragment in base_url",
      { settings: { phone_number_id: "1", base_url: "https://example.com/#x" } },
      ["settings.base_url"],
    ],
    ["a NUL", { settings: { phone_number_id: "1", base_url: "https://example.com/\0" } }, ["settings.base_url"]],
  ])("%s is a 400 that names the field", async (_, changes, expected) => {
    const { status, json } = await put("bad", meta(changes));
    expect(status).toBe(400);
    expect(json.code).toBe("invalid_request");
    expect(paths(json)).toEqual(expected);
    expect((await get("bad")).status).toBe(404);
  });

  test.each(["infobip", "evolution", "http"])("a short or odd hook_token of %s is a 400", async (kind) => {
    const settings = {
      infobip: { from: "Toko", base_url: "https://x.api.infobip.com" },
      evolution: { instance: "erp", base_url: "https://evolution.example" },
      http: { preset: "fonnte" },
    }[kind];
    const secrets = kind === "http" ? { token: "fonnte-token" } : { api_key: "key" };
    for (const hook_token of ["fifteen-letters", "sixteen/letters!", "sixteen letters!", "sixteen%20letters"]) {
      const { status, json } = await put("hooked", { kind, settings, secrets: { ...secrets, hook_token } });
      expect([status, paths(json)]).toEqual([400, ["secrets.hook_token"]]);
    }
    const good = { kind, settings, secrets: { ...secrets, hook_token: "sixteen.letters~" } };
    expect((await put(`hooked-${kind}`, good)).status).toBe(200);
  });

  test("a short one that was stored before still serves, and may be kept", async () => {
    const body = { kind: "infobip", settings: { from: "Toko", base_url: "https://x.api.infobip.com" } };
    await put("old", { ...body, secrets: { api_key: "key", hook_token: "sixteen.letters~" } });
    const { keyring, settings, db } = gateway.gateway;
    const tenantId = settings.current.firstTenantId ?? "";
    const sealed = keyring.seal(secretsContext(tenantId, "old"), '{"api_key":"key","hook_token":"short"}');
    await db.sql`update providers set secrets = ${sealed} where name = 'old'`;
    await settings.reload();
    expect(settings.current.tenantsByName.get("demo")?.providers.get("old")?.secrets["hook_token"]).toBe("short");
    const { status, json } = await put("old", { ...body, state: "off" });
    expect([status, json.findings]).toEqual([
      200,
      [{ path: "secrets.hook_token", message: expect.stringMatching(/^16 to 256/) }],
    ]);
  });

  test("a refusal does not repeat a secret", async () => {
    const { status, text } = await put("bad", meta({ secrets: { access_token: "canary with spaces" } }));
    expect(status).toBe(400);
    expect(text).not.toContain("canary");
  });

  const channel = "11111111-2222-4333-8444-555555555555";
  const qontak = (auth: string, secrets: object) => ({
    kind: "qontak",
    settings: { channel_integration_id: channel, auth, base_url: "https://qontak.example" },
    secrets,
  });
  const vonage = (settings: object, secrets: object) => ({
    kind: "vonage",
    settings: { from: "Toko", ...settings },
    secrets,
  });
  const application = { application_id: channel };
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const pem = privateKey.export({ type: "pkcs8", format: "pem" }) as string;

  test.each<[string, object, string[]]>([
    ["qontak's bearer", qontak("bearer", { client_id: "a", client_secret: "b" }), ["secrets.access_token"]],
    ["qontak's hmac", qontak("hmac", { access_token: "a", client_id: "b" }), ["secrets.client_secret"]],
    ["vonage without an application", vonage({}, { private_key: pem }), ["secrets.api_key", "secrets.api_secret"]],
    ["vonage with one", vonage(application, { api_key: "a" }), ["secrets.private_key"]],
  ])("a secret that the scheme of %s needs must be given", async (_, body, expected) => {
    const { status, json } = await put("lacking", body);
    expect([status, paths(json)]).toEqual([400, expected]);
  });

  test("or is asked for when the scheme changes, and not when it was missing before", async () => {
    const whole = { access_token: "a", client_id: "b", client_secret: "c" };
    expect((await put("scheme", qontak("bearer", { access_token: "a" }))).status).toBe(200);
    const changed = await put("scheme", qontak("hmac", {}));
    expect(paths(changed.json)).toEqual(["secrets.client_id", "secrets.client_secret"]);
    expect((await put("scheme", qontak("hmac", whole))).status).toBe(200);
    const taken = await put("scheme", qontak("hmac", { client_secret: null }));
    expect([taken.status, paths({ errors: taken.json.findings })]).toEqual([200, ["secrets.client_secret"]]);
    const still = await put("scheme", { ...qontak("hmac", {}), state: "off" });
    expect([still.status, still.json.findings[0]]).toEqual([
      200,
      { path: "secrets.client_secret", message: "is not set" },
    ]);
    expect((await put("both", vonage(application, { private_key: pem }))).status).toBe(200);
    expect((await put("key", vonage({}, { api_key: "a", api_secret: "b" }))).status).toBe(200);
  });

  test("the name kinds is taken", async () => {
    expect((await put("kinds", meta())).status).toBe(400);
  });

  test("a put closes the breaker", async () => {
    await put("broken", meta());
    const provider = gateway.gateway.settings.current.tenantsByName.get("demo")?.providers.get("broken");
    if (provider === undefined) throw new Error("not loaded");
    const failure = { ok: false, errorClass: "credentials", scope: "provider", providerCode: "190" } as const;
    gateway.gateway.delivery.guards.of(provider).breaker.failed(failure, gateway.clock.now());
    const open = await get("broken");
    expect(open.json).toMatchObject({ health: "down", breaker: { state: "open" } });
    const closed = await put("broken", meta());
    expect(closed.json).toMatchObject({ health: "ok", breaker: { state: "closed" } });
  });

  test("another replica has the change within a second", async () => {
    const other = await gateway.replica();
    await put("everywhere", meta());
    const seen = await eventually(
      async () => other.gateway.settings.current.tenantsByName.get("demo")?.providers.has("everywhere"),
      (has) => has === true,
      1000,
    );
    expect(seen).toBe(true);
  });

  test("switching off what the routes need is done, and said under findings", async () => {
    const { status, json } = await put("sandbox", { kind: "sandbox", state: "off" });
    expect(status).toBe(200);
    expect(json.findings).toContainEqual({
      path: "routes.channels.whatsapp.0.provider",
      message: "sandbox is switched off",
    });
    expect((await put("sandbox", { kind: "sandbox" })).json.findings).toEqual([]);
  });
});

describe("recent", () => {
  const issue = (to: string) => gateway.request("/v1/otp/issue", { body: { to, channel: "sms", wait_ms: 5000 } });
  const shown = async (): Promise<unknown> => (await get("sandbox")).json.recent;

  test("says what came of the last tries, and begins anew when the provider is put", async () => {
    await put("sandbox", { kind: "sandbox" });
    const none = { tries: 0, accepted: 0, failed: {}, latency_ms: null, last_success_at: null, last_failure: null };
    expect(await shown()).toEqual(none);
    await issue("0812-7000-1111");
    await issue("0812-7000-0006");
    expect(await shown()).toEqual({
      tries: 2,
      accepted: 1,
      failed: { credentials: 1 },
      latency_ms: { median: expect.any(Number), p95: expect.any(Number) },
      last_success_at: expect.stringMatching(/^2/),
      last_failure: {
        at: expect.stringMatching(/^2/),
        error_class: "credentials",
        provider_code: "bad_credentials",
      },
    });
    expect((await put("sandbox", { kind: "sandbox" })).json.recent).toEqual(none);
  });

  test("is not shown of a shared provider", async () => {
    const keys = await makeTenant(gateway, "onlooker");
    const { json } = await gateway.request("/v1/providers/sandbox", { key: keys.ops });
    expect(json).toMatchObject({ shared: true, health: "ok" });
    expect(json).not.toHaveProperty("recent");
  });
});

describe("delete", () => {
  test("a provider in the routes stays, with 409; another goes, with 204, once", async () => {
    expect((await gateway.admin("/v1/providers/sandbox", { method: "DELETE" })).status).toBe(409);
    await put("gone", meta());
    expect((await gateway.admin("/v1/providers/gone", { method: "DELETE" })).status).toBe(204);
    expect((await gateway.admin("/v1/providers/gone", { method: "DELETE" })).status).toBe(404);
    expect((await get("gone")).status).toBe(404);
  });

  test("a provider that another tenant's routes share stays", async () => {
    const keys = await makeTenant(gateway, "sharer");
    await put("shared", { kind: "sandbox" });
    await gateway.admin("/v1/prices", { headers: { "x-tenant": "sharer" } });
    const routes = { channels: { sms: [{ provider: "shared" }] }, fallback: [{ channel: "sms" }] };
    const own = await gateway.request("/v1/routes", { key: keys.ops, method: "PUT", body: routes });
    expect(own.status).toBe(200);
    const { status, json } = await gateway.admin("/v1/providers/shared", { method: "DELETE" });
    expect(status).toBe(409);
    expect(json.detail).not.toContain("sharer");
  });
});

describe("who may", () => {
  test("ops and admin change, auditors read, nobody else sees", async () => {
    const keys = await keysOfRoles(gateway);
    const body = { kind: "sandbox" };
    expect(await rolesThatMay(gateway, keys, "/v1/providers")).toEqual(["ops", "auditor", "admin"]);
    expect(await rolesThatMay(gateway, keys, "/v1/providers/kinds")).toEqual(["ops", "auditor", "admin"]);
    expect(await rolesThatMay(gateway, keys, "/v1/providers/sandbox")).toEqual(["ops", "auditor", "admin"]);
    expect(await rolesThatMay(gateway, keys, "/v1/providers/r", { method: "PUT", body })).toEqual(["ops", "admin"]);
    expect(await rolesThatMay(gateway, keys, "/v1/providers/r", { method: "DELETE" })).toEqual(["ops", "admin"]);
    const test = { to: "081234567890" };
    expect(await rolesThatMay(gateway, keys, "/v1/providers/nope/test", { body: test })).toEqual(["ops", "admin"]);
    expect((await gateway.request("/v1/providers", { key: null })).status).toBe(401);
  });

  test("a tenant sees the shared providers without their settings, and can't change or test them", async () => {
    const keys = await makeTenant(gateway, "guest");
    const list = await gateway.request("/v1/providers", { key: keys.ops });
    const [sandbox] = having(list.json.data, { name: "sandbox" });
    expect(sandbox).toMatchObject({ kind: "sandbox", shared: true });
    expect(sandbox).not.toHaveProperty("settings");
    const body = { to: "081234567890" };
    expect((await gateway.request("/v1/providers/sandbox/test", { key: keys.ops, body })).status).toBe(404);
    expect((await gateway.request("/v1/providers/sandbox", { key: keys.ops, method: "DELETE" })).status).toBe(404);
  });

  test("a tenant with its own providers does not know another's", async () => {
    const keys = await makeTenant(gateway, "owner");
    await gateway.request("/v1/providers/mine", { key: keys.ops, method: "PUT", body: { kind: "sandbox" } });
    expect((await gateway.request("/v1/providers/sandbox", { key: keys.ops })).status).toBe(404);
    expect((await get("mine")).status).toBe(404);
  });
});

describe("lists", () => {
  test("pages end where the next begins, and a cursor of another list is refused", async () => {
    const all = pick((await gateway.admin("/v1/providers")).json.data, "name");
    const names: unknown[] = [];
    let cursor: string | null = null;
    do {
      const query: string = cursor === null ? "" : `&cursor=${cursor}`;
      const { json } = await gateway.admin(`/v1/providers?limit=2${query}`);
      names.push(...pick(json.data, "name"));
      cursor = json.next_cursor;
    } while (cursor !== null);
    expect(names).toEqual(all);
    for (const bad of ["nope", "bWVzc2FnZXM6eA", "%00"]) {
      const { status, json } = await gateway.admin(`/v1/providers?cursor=${bad}`);
      expect(status).toBe(400);
      expect(paths(json)).toEqual(["cursor"]);
    }
    expect((await gateway.admin("/v1/providers?limit=0")).status).toBe(400);
    expect((await gateway.admin("/v1/providers?limit=201")).status).toBe(400);
  });
});

describe("test message", () => {
  const to = "0812-3456-7890";
  const send = (name: string, body: unknown, headers = {}) =>
    gateway.admin(`/v1/providers/${name}/test`, { body, headers });

  test("it reaches the sandbox inbox and costs nothing", async () => {
    const before = (await gateway.admin("/v1/balance")).json;
    const { status, json } = await send("sandbox", { to, channel: "sms" });
    expect(status).toBe(200);
    expect(json).toMatchObject({ ok: true, channel: "sms", to: "+62812****7890", error_class: null });
    const inbox = await eventually(
      () => gateway.admin(`/v1/sandbox/messages?to=${encodeURIComponent(to)}`),
      (reply) => reply.json.data.length > 0,
    );
    expect(inbox.json.data[0]).toMatchObject({ channel: "sms", code: "123456" });
    expect((await gateway.admin("/v1/balance")).json).toEqual(before);
  });

  test("a vendor's refusal is an answer, with its code", async () => {
    await put("live", meta());
    await bind("live");
    vendor.next({ error: 131026 });
    const { status, json } = await send("live", { to });
    expect(status).toBe(200);
    expect(json).toMatchObject({ ok: false, error_class: "recipient", provider_message_id: null });
    expect(json.provider_code).toContain("131026");
    const fine = await send("live", { to });
    // The id is base64 with the number in it.
    expect(fine.json).toMatchObject({
      ok: true,
      channel: "whatsapp",
      provider_code: null,
      provider_message_id: null,
    });
    expect(vendor.accepted.at(-1)?.id).toMatch(/^wamid\./);
  });

  test("the same Idempotency-Key sends once", async () => {
    const headers = { "idempotency-key": "test-once" };
    const first = await send("sandbox", { to: "0813-1111-2222" }, headers);
    const second = await send("sandbox", { to: "0813-1111-2222" }, headers);
    expect(second.json).toEqual(first.json);
    expect(second.headers.get("idempotent-replayed")).toBe("true");
    const inbox = await gateway.admin("/v1/sandbox/messages?to=081311112222");
    expect(inbox.json.data).toHaveLength(1);
  });

  test("each refusal has its status", async () => {
    await put("unbound", meta());
    expect((await send("nope", { to })).status).toBe(404);
    expect((await send("sandbox", { to: "hello" })).status).toBe(422);
    expect((await send("sandbox", { to: "+6581234567" })).json.code).toBe("destination_not_allowed");
    expect((await send("sandbox", { to: "central" })).status).toBe(400);
    expect((await send("sandbox", {})).status).toBe(400);
    expect((await send("unbound", { to })).json.code).toBe("no_route");
    expect((await send("unbound", { to, channel: "sms" })).status).toBe(400);
  });

  async function bind(name: string): Promise<void> {
    const bindings = { [name]: { name: "otp_login", language: "id" } };
    const body = { category: "authentication", bindings };
    const reply = await gateway.admin("/v1/templates/otp/whatsapp/id", { method: "PUT", body });
    expect(reply.status).toBe(200);
  }
});

test("no secret is in the database in clear, in the audit, in a list or in the log", async () => {
  await put("canary", meta({ secrets: { access_token: "canary-access-token" } }));
  const answers = await Promise.all(["/v1/providers", "/v1/audit?limit=200"].map((path) => gateway.admin(path)));
  for (const { text } of answers) expect(text).not.toMatch(/canary-(a|v)/);
  expect(answers[1]?.text).toContain("provider.put");
  expect(gateway.logged()).not.toContain("canary-");
  const rows = await gateway.database.sql`select * from providers`;
  expect(JSON.stringify(rows)).not.toContain("canary-");
});
