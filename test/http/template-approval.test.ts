import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { eventually } from "../support/gateway.ts";
import { having, pick } from "../support/rows.ts";
import { keysOfRoles, makeTenant, rolesThatMay } from "../support/roles.ts";
import { World } from "../scenarios/world.ts";

let world: World;
beforeAll(async () => {
  world = await World.start({}, { keepsTemplates: true });
});
afterAll(() => world.close());

const path = "/v1/templates/otp/whatsapp/id";
const submit = (body: object = {}, headers = {}) =>
  world.gateway.admin(`${path}/submit`, { body: { provider: "meta", ...body }, headers });
const withdraw = (body: object = {}) =>
  world.gateway.admin(`${path}/withdraw`, { body: { provider: "meta", ...body } });
const sync = (provider = "meta") => world.gateway.admin("/v1/templates/sync", { body: { provider } });
interface Shown {
  version: number;
  locale: string;
  bindings: Record<string, { status: string; name: string }>;
}
const read = async () => (await world.gateway.admin(path)).json as Shown;
const audited = async (action: string) =>
  having((await world.gateway.admin("/v1/audit?limit=200")).json.data, { action }) as object[];

beforeEach(async () => {
  world.meta.templates.all.splice(0);
  await world.routeToMeta({ meta: { waba_id: world.meta.wabaId, timeout_ms: 5000 } });
  await world.bind({});
});

describe("submit", () => {
  test("binds what the provider took, which serves once it is approved", async () => {
    world.meta.templates.firstStatus = "APPROVED";
    const { status, json } = await submit({ expiry_minutes: 3 });
    world.meta.templates.firstStatus = "PENDING";
    expect(status).toBe(200);
    expect(json).toMatchObject({ ok: true, error_class: null, provider_code: null, provider_words: null });
    expect(json.templates[0].bindings.meta).toEqual({
      name: "otp",
      language: "id",
      expiry_minutes: 3,
      status: "approved",
      reason: null,
    });
    expect(world.meta.templates.find("otp", "id").ttl).toBe(180);
    expect((await audited("template.bind"))[0]).toMatchObject({ target: "otp/whatsapp/id" });
  });

  test("twice changes the one that is there, and makes no version of what is the same", async () => {
    await submit();
    const { version } = await read();
    const again = await submit();
    expect(again.json).toMatchObject({ ok: true });
    expect(world.meta.templates.all).toHaveLength(1);
    expect((await read()).version).toBe(version);
    await submit({ expiry_minutes: 10 });
    expect(world.meta.templates.all).toHaveLength(1);
    expect(world.meta.templates.all[0]?.components).toContainEqual({ type: "FOOTER", code_expiration_minutes: 10 });
    expect((await read()).version).toBe(version + 1);
  });

  test("of several locales is one request, and binds each", async () => {
    const { json } = await submit({ locales: ["en"], name: "otp_both" });
    expect(pick(json.templates, "locale")).toEqual(["id", "en"]);
    expect(pick(json.previews, "language")).toEqual(["id", "en"]);
    expect(world.meta.templates.all.map(({ name, language }) => `${name}/${language}`)).toEqual([
      "otp_both/id",
      "otp_both/en",
    ]);
    await world.gateway.admin("/v1/templates/otp/whatsapp/en/withdraw", { body: { provider: "meta" } });
  });

  test("keeps other providers' bindings and what they said", async () => {
    await world.routeToMeta({ meta: { waba_id: world.meta.wabaId, timeout_ms: 5000 }, other: {} });
    await world.bind({ other: { name: "theirs" } });
    await submit();
    expect((await read()).bindings).toMatchObject({ other: { name: "theirs", status: "approved" }, meta: {} });
  });

  test("that the provider refuses answers its words, without secrets, and binds nothing", async () => {
    const words = `The name is taken. Token ${world.meta.accessToken}.`;
    const error = { code: 100, message: "(#100)", error_user_msg: words };
    world.meta.nextOfTemplates({ raw: JSON.stringify({ error }), status: 400 });
    const { status, json } = await submit();
    expect(status).toBe(200);
    expect(json).toMatchObject({ ok: false, error_class: "rejected", provider_code: "100", previews: [] });
    expect(json.provider_words).toBe("The name is taken. Token ****.");
    expect((await read()).bindings).toEqual({});
  });

  test("whose answer is lost is bound as pending, and a sync says what became of it", async () => {
    world.meta.nextOfTemplates("reset");
    const { json } = await submit();
    expect(json).toMatchObject({ ok: false, error_class: "ambiguous" });
    expect((await read()).bindings["meta"]).toMatchObject({ name: "otp", status: "pending", reason: "no answer" });
    world.meta.templates.find("otp", "id").status = "APPROVED";
    expect((await sync()).json.changed).toMatchObject([{ before: "pending", status: "approved" }]);
  });

  test("with the same Idempotency-Key is done once", async () => {
    const before = world.meta.received;
    const key = { "idempotency-key": "submit-1" };
    const first = await submit({}, key);
    const calls = world.meta.received;
    expect(calls).toBeGreaterThan(before);
    const again = await submit({}, key);
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    expect(again.json).toEqual(first.json);
    expect(world.meta.received).toBe(calls);
  });

  test.each<[name: string, body: object, status: number, path: string | null]>([
    ["an unknown provider", { provider: "none" }, 404, null],
    ["a provider whose vendor keeps none", { provider: "sandbox" }, 400, "provider"],
    ["a name that WhatsApp would not take", { name: "Otp Login" }, 400, "name"],
    ["a language that WhatsApp would not take", { language: "id-ID" }, 400, "language"],
    ["an expiry that WhatsApp would not take", { expiry_minutes: 91 }, 400, "expiry_minutes"],
    ["a locale that there is not", { locales: ["fr"] }, 404, null],
  ])("%s is refused", async (_name, body, status, field) => {
    const reply = await submit(body);
    expect(reply.status).toBe(status);
    if (field !== null) expect(reply.json.errors).toMatchObject([{ path: field }]);
  });

  test("a text of one's own is bound by hand", async () => {
    await world.put("/v1/templates/announce/whatsapp/id", { body: "Kode untuk {{user}}" });
    const reply = await world.gateway.admin("/v1/templates/announce/whatsapp/id/submit", {
      body: { provider: "meta" },
    });
    expect(reply.status).toBe(400);
    expect(reply.json.errors).toMatchObject([{ path: "key" }]);
  });

  test("is for ops, and of one's own provider", async () => {
    const call = { body: { provider: "meta" } };
    const keys = await keysOfRoles(world.gateway);
    for (const asked of ["/v1/templates/sync", `${path}/submit`, `${path}/withdraw`]) {
      expect(await rolesThatMay(world.gateway, keys, asked, call)).toEqual(["ops", "admin"]);
    }
    const { admin: key } = await makeTenant(world.gateway, "shares");
    const shared = await world.gateway.request("/v1/templates/sync", { ...call, key });
    expect(shared.status).toBe(404);
  });
});

describe("a button for apps", () => {
  test("may be put as it was made elsewhere, and is submitted only whole", async () => {
    await world.put(path, { category: "authentication", button: "zero_tap" });
    const missing = await world.gateway.admin(`${path}/submit`, { method: "POST", body: { provider: "meta" } });
    expect(missing.status).toBe(400);
    expect(pick(missing.json.errors, "path")).toEqual(["apps", "zero_tap_terms_accepted"]);
    const misplaced = await world.gateway.admin(path, {
      method: "PUT",
      body: { category: "authentication", autofill_text: "Isi" },
    });
    expect(misplaced.status).toBe(400);
    expect(pick(misplaced.json.errors, "path")).toEqual(["autofill_text"]);
    const apps = [{ package_name: "id.co.contoh.erp", signature_hash: "a1B2c3D4e5F" }];
    const whole = { category: "authentication", button: "zero_tap", apps, zero_tap_terms_accepted: true };
    await world.put(path, whole);
    expect(await read()).toMatchObject(whole);
  });
});

test("a shown expiry that is not the life of an OTP is found, and keeps no plan from being put", async () => {
  const shown = async (minutes: number) => {
    const put = await world.gateway.admin(path, {
      method: "PUT",
      body: {
        category: "authentication",
        bindings: { meta: { name: "otp", language: "id", expiry_minutes: minutes } },
      },
    });
    return (put.json.findings as { message: string }[]).map(({ message }) => message);
  };
  expect(await shown(10)).toEqual([expect.stringContaining("skips this binding")]);
  const routes = await world.gateway.admin("/v1/routes", {
    method: "PUT",
    body: { channels: { whatsapp: [{ provider: "meta" }] }, fallback: [{ channel: "whatsapp" }] },
  });
  expect(routes.status).toBe(200);
  expect(await shown(3)).toEqual([expect.stringContaining("codes live 5")]);
  expect(await shown(5)).toEqual([]);
});

describe("withdraw", () => {
  test("deletes it there, unbinds it, and says what the plan lost", async () => {
    await submit();
    const { status, json } = await withdraw();
    expect(status).toBe(200);
    expect(json).toMatchObject({ ok: true, template: { bindings: {} } });
    expect(json.findings).toContainEqual({
      path: "routes.channels.whatsapp.0.provider",
      message: expect.stringContaining("is not bound to meta"),
    });
    expect(world.meta.templates.all).toEqual([]);
    expect((await audited("template.unbind")).length).toBeGreaterThan(0);
    expect((await withdraw()).status).toBe(404);
  });

  test("with the same Idempotency-Key gives the answer again, though there is nothing left to withdraw", async () => {
    await submit();
    const call = { body: { provider: "meta" }, headers: { "idempotency-key": "withdraw-1" } };
    const first = await world.gateway.admin(`${path}/withdraw`, call);
    const again = await world.gateway.admin(`${path}/withdraw`, call);
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    expect(again.json).toEqual(first.json);
  });

  test("that the provider refuses leaves it bound", async () => {
    await submit();
    world.meta.nextOfTemplates({ error: 131016 });
    expect((await withdraw()).json).toMatchObject({ ok: false, error_class: "transient" });
    expect((await read()).bindings).toHaveProperty("meta");
  });

  test("is refused while another variant is bound to the same one", async () => {
    await submit();
    await world.put("/v1/templates/otp_login/whatsapp/id", {
      category: "authentication",
      bindings: { meta: { name: "otp", language: "id" } },
    });
    const refused = await withdraw();
    expect(refused.status).toBe(409);
    expect(refused.json.detail).toContain("otp_login/whatsapp/id");
    await world.gateway.admin("/v1/templates/otp_login/whatsapp/id", { method: "DELETE" });
  });
});

describe("sync", () => {
  test("says what changed, what is missing and what is bound nowhere, page by page", async () => {
    await submit();
    await world.gateway.admin("/v1/templates/otp/whatsapp/en/submit", { body: { provider: "meta", name: "by_hand" } });
    await world.bind({ meta: { name: "gone" } });
    world.meta.templates.find("by_hand", "en").status = "PAUSED";
    world.meta.templates.pageSize = 1;
    const { status, json } = await sync();
    world.meta.templates.pageSize = 100;
    expect(status).toBe(200);
    expect(json).toMatchObject({ ok: true, complete: true });
    expect(having(json.changed, { locale: "en" })).toMatchObject([{ before: "pending", status: "paused" }]);
    expect(json.missing).toMatchObject([{ locale: "id", name: "gone" }]);
    expect(json.unbound).toEqual([{ name: "otp", title: "otp", language: "id", status: "pending", reason: null }]);
    expect((await read()).bindings["meta"]).toMatchObject({ status: "disabled", reason: "not found at the provider" });
    expect((await sync()).json.changed).toEqual([]);
    await world.gateway.admin("/v1/templates/otp/whatsapp/en/withdraw", { body: { provider: "meta" } });
  });

  test("of a template that a send refused brings it back, when a person asks", async () => {
    world.meta.templates.firstStatus = "APPROVED";
    await submit();
    world.meta.templates.firstStatus = "PENDING";
    world.meta.next({ error: 132015 });
    await world.until(await world.issue(world.number()), (messages) =>
      messages.some(({ channel }) => channel === "sms"),
    );
    await eventually(
      async () => (await read()).bindings["meta"]?.status,
      (status) => status === "paused",
    );
    await sync();
    expect((await read()).bindings["meta"]?.status).toBe("approved");
  });

  test("that the provider does not answer changes nothing", async () => {
    await submit();
    world.meta.nextOfTemplates({ error: 190 });
    const { status, json } = await sync();
    expect(status).toBe(200);
    expect(json).toMatchObject({ ok: false, error_class: "credentials", provider_code: "190", changed: [] });
    expect((await read()).bindings["meta"]?.status).toBe("pending");
  });
});
