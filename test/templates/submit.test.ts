import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { ProviderIo } from "../../src/providers/provider.ts";
import type { Submitted, VendorTemplate } from "../../src/providers/template-verbs.ts";
import type { ProviderConfig, TenantConfig } from "../../src/settings/snapshot.ts";
import { syncTemplates } from "../../src/templates/approve.ts";
import { Submissions } from "../../src/templates/submissions.ts";
import { readySubmission, submitTemplate } from "../../src/templates/submit.ts";
import { syncProvider } from "../../src/templates/sync.ts";
import { cliActor } from "../../src/tenants/actor.ts";
import { World } from "../scenarios/world.ts";

const path = "/v1/templates/otp/whatsapp/id";
const variant = { key: "otp", channel: "whatsapp", locale: "id" } as const;
const io = {} as ProviderIo;

let world: World;
beforeAll(async () => {
  world = await World.start({}, { keepsTemplates: true });
});
afterAll(() => world.close());
beforeEach(async () => {
  world.meta.templates.all.splice(0);
  world.meta.templates.firstStatus = "APPROVED";
  await world.routeToMeta({ meta: { waba_id: world.meta.wabaId, timeout_ms: 5000 } });
  await world.bind({});
});

const tenantNow = (): TenantConfig => [...world.gateway.gateway.settings.current.tenants.values()][0] as TenantConfig;
const meta = (): ProviderConfig => tenantNow().providers.get("meta") ?? expect.unreachable("there is no meta");
const context = () => ({ tenant: tenantNow(), actor: cliActor, requestId: "test" });
const made = (changed: Partial<VendorTemplate> = {}): VendorTemplate => {
  return { name: "otp", title: "otp", language: "id", status: "approved", reason: null, ...changed };
};
const binding = async () => (await world.gateway.admin(path)).json.bindings.meta as object;
const submit = (body: object, of = path) =>
  world.gateway.admin(`${of}/submit`, { body: { provider: "meta", ...body } });

/** A submission whose vendor answers this, once all that happens meanwhile has happened. */
async function submitWhile(
  meanwhile: () => Promise<unknown>,
  answer: Submitted,
  asked: { expiryMinutes?: number; locales?: string[] } = {},
) {
  const { gateway } = world.gateway;
  const ready = readySubmission(gateway, context(), variant, { provider: "meta", name: "otp", ...asked });
  const verbs = {
    ...ready.verbs,
    previews: undefined,
    submit: async () => {
      await meanwhile();
      return answer;
    },
  };
  const { previews: _none, ...rest } = verbs;
  return submitTemplate(gateway, context(), { ...ready, verbs: rest }, io);
}

describe("a binding says what its text says", () => {
  test("of an edit whose answer is lost it is not known, so nothing is sent with it until a sync", async () => {
    await submit({ expiry_minutes: 2 });
    expect(await binding()).toMatchObject({ expiry_minutes: 2, status: "approved" });
    world.meta.nextOfTemplates("reset");
    await submit({ expiry_minutes: 10 });
    expect(await binding()).toMatchObject({ expiry_minutes: 10, status: "pending", reason: "no answer" });
  });

  test("where the vendor took one that was there with other words, and says so", async () => {
    const done = await submitWhile(
      () => Promise.resolve(),
      { ok: true, templates: [made({ expiryMinutes: 5 })] },
      {
        expiryMinutes: 10,
      },
    );
    expect(done.findings).toContainEqual({ path: "otp/whatsapp/id", message: expect.stringContaining("5 minutes") });
    expect(await binding()).toMatchObject({ expiry_minutes: 5 });
  });

  test("after a sync too, and what was said of it stays", async () => {
    await submit({ expiry_minutes: 2 });
    const { gateway } = world.gateway;
    await syncTemplates(gateway, meta(), [{ name: "otp", language: "id", status: "paused", reason: "FIRST_PAUSE" }]);
    const listing = async (expiryMinutes: number | null) => {
      const templates = [made({ status: "paused", expiryMinutes })];
      const list = () => Promise.resolve({ ok: true as const, complete: true, templates });
      const { adapter } = meta();
      const verbs = adapter.templates ?? expect.unreachable();
      const provider = { ...meta(), adapter: { ...adapter, templates: { ...verbs, list } } };
      return syncProvider(gateway, provider, io, { periodic: false, ctx: context() });
    };
    expect(await listing(10)).toMatchObject({ otherExpiry: [{ expiryMinutes: 10 }], changed: [] });
    expect(await binding()).toMatchObject({ expiry_minutes: 10, status: "paused", reason: "FIRST_PAUSE" });
    const versions = await world.gateway.admin(`${path}/versions`);
    expect(versions.json.data[0]).toMatchObject({ change: "sync" });
    expect(await listing(10)).toMatchObject({ otherExpiry: [] });
    await listing(null);
    expect(await binding()).not.toHaveProperty("expiry_minutes");
  });

  test("and a rollback that brings another one back says so", async () => {
    const { version } = (await submit({ expiry_minutes: 2 })).json.templates[0] as { version: number };
    await submit({ expiry_minutes: 10 });
    const back = await world.gateway.admin(`${path}/rollback`, { body: { version } });
    expect(back.json.findings).toContainEqual({
      path: "bindings.meta.expiry_minutes",
      message: expect.stringContaining("was 10 until now"),
    });
  });
});

describe("what happens while the vendor is asked stands", () => {
  test("a binding that was put", async () => {
    const bindings = { meta: { name: "put_by_hand", language: "id", expiry_minutes: 3 } };
    const put = () => world.put(path, { category: "authentication", bindings });
    const done = await submitWhile(put, { ok: true, templates: [made()] });
    expect(done.findings).toContainEqual({ path: "otp/whatsapp/id", message: expect.stringContaining("and stands") });
    expect(await binding()).toMatchObject(bindings.meta);
  });

  test("a newer submission, though the older one ends later and badly", async () => {
    const newer = () => submit({ expiry_minutes: 10 });
    const lost = { ok: false, errorClass: "ambiguous", providerCode: "closed", words: null } as const;
    const done = await submitWhile(newer, lost, { expiryMinutes: 2 });
    expect(done.findings).toHaveLength(1);
    expect(await binding()).toMatchObject({ expiry_minutes: 10, status: "approved" });
  });

  test("a provider that was deleted is not bound to", async () => {
    const { sql } = world.gateway.database;
    const gone = () => sql`delete from providers where name = 'meta'`;
    const done = await submitWhile(gone, { ok: true, templates: [made()] });
    expect(done).toMatchObject({ ok: true });
    expect(done.findings).toContainEqual({ path: "otp/whatsapp/id", message: expect.stringContaining("was deleted") });
    expect(await binding()).toBeUndefined();
  });

  test("a locale that was deleted; the others are bound all the same", async () => {
    const en = "/v1/templates/otp/whatsapp/en";
    await world.put(en, { category: "authentication" });
    const gone = () => world.gateway.admin(en, { method: "DELETE" });
    const templates = [made(), made({ language: "en" })];
    const done = await submitWhile(gone, { ok: true, templates }, { locales: ["en"] });
    expect(done).toMatchObject({ ok: true });
    expect(done.findings).toContainEqual({
      path: "otp/whatsapp/en",
      message: expect.stringContaining("deleted meanwhile"),
    });
    expect(await binding()).toMatchObject({ name: "otp", status: "approved" });
    await world.put(en, { category: "authentication" });
  });

  test("a commit that fails is a finding: the vendor has done its part", async () => {
    // No text of PostgreSQL's holds it.
    const done = await submitWhile(() => Promise.resolve(), { ok: true, templates: [made({ reason: "\u0000" })] });
    expect(done).toMatchObject({
      ok: true,
      findings: [{ path: "otp/whatsapp/id", message: expect.stringContaining("submit it again") }],
    });
    expect(await binding()).toBeUndefined();
  });
});

test("two keys do not become one template of the vendor's", async () => {
  for (const key of ["otp-x", "otp_x"])
    await world.put(`/v1/templates/${key}/whatsapp/id`, { category: "authentication" });
  expect((await submit({}, "/v1/templates/otp-x/whatsapp/id")).status).toBe(200);
  const second = await submit({}, "/v1/templates/otp_x/whatsapp/id");
  expect(second.status).toBe(409);
  expect(second.json.detail).toContain("otp-x/whatsapp/id");
  expect(world.meta.templates.all).toHaveLength(1);
  expect((await submit({ name: "otp_x2" }, "/v1/templates/otp_x/whatsapp/id")).status).toBe(200);
});

test("one name is submitted to a provider once at a time", async () => {
  const submissions = new Submissions();
  const { gateway } = world.gateway;
  const ready = readySubmission(gateway, context(), variant, { provider: "meta" });
  const other = readySubmission(gateway, context(), variant, { provider: "meta", name: "another" });
  await submissions.run(ready, async () => {
    await expect(submissions.run(ready, () => Promise.resolve())).rejects.toMatchObject({ code: "conflict" });
    expect(await submissions.run(other, () => Promise.resolve("other"))).toBe("other");
  });
  expect(await submissions.run(ready, () => Promise.resolve("again"))).toBe("again");
});

test("the last way of a channel in the routes is withdrawn only by force", async () => {
  await submit({});
  const withdraw = (body: object = {}) =>
    world.gateway.admin(`${path}/withdraw`, { body: { provider: "meta", ...body } });
  const refused = await withdraw();
  expect(refused.status).toBe(409);
  expect(refused.json.detail).toContain("no way left for whatsapp");
  expect(world.meta.templates.all).toHaveLength(1);
  expect((await withdraw({ force: true })).json).toMatchObject({ ok: true });
  expect(world.meta.templates.all).toEqual([]);
});

describe("old news", () => {
  const says = (status: "paused" | "approved", at: number) =>
    syncTemplates(world.gateway.gateway, meta(), [{ name: "otp", language: "id", status, reason: null, at }]);
  const sync = () => world.gateway.admin("/v1/templates/sync", { body: { provider: "meta" } });

  test("of a hook that comes late changes nothing that a list has said since", async () => {
    await submit({});
    const before = world.gateway.clock.now();
    await world.advance(3_600_000);
    const vendors = world.meta.templates.find("otp", "id");
    vendors.status = "PAUSED";
    await sync();
    await says("approved", before + 60_000);
    expect(await binding()).toMatchObject({ status: "paused" });
    await world.advance(1000);
    vendors.status = "APPROVED";
    await sync();
    await says("paused", before + 61_000);
    expect(await binding()).toMatchObject({ status: "approved" });
    await says("paused", world.gateway.clock.now() - 2000);
    expect(await binding()).toMatchObject({ status: "paused" });
  });

  test("of a binding that is another by the commit is not of that one", async () => {
    const { gateway } = world.gateway;
    const stale = { current: gateway.settings.current, reload: () => gateway.settings.reload() };
    const provider = meta();
    await world.bind({ meta: { name: "brand_new" } });
    const events = [{ name: "otp", language: "id", status: "disabled", reason: null } as const];
    await syncTemplates({ ...gateway, settings: stale as never }, provider, events);
    await gateway.settings.reload();
    expect(await binding()).toMatchObject({ name: "brand_new", status: "approved" });
  });
});
