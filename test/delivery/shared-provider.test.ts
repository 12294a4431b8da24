import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { z } from "zod";
import type { Provider } from "../../src/providers/provider.ts";
import { sandbox } from "../../src/providers/sandbox/index.ts";
import { World } from "../scenarios/world.ts";

let sent = 0;
const vendor: Provider<object> = {
  kind: "vendor",
  channels: ["sms", "whatsapp"],
  settings: z.strictObject({}),
  secrets: z.strictObject({}),
  fixedText: [],
  timeoutMs: () => 5000,
  send: () => Promise.resolve({ ok: true, providerMessageId: `m-${(sent += 1)}` }),
};

let world: World;
beforeAll(async () => {
  const kinds = new Map([sandbox, vendor].map((kind) => [kind.kind, kind as unknown as Provider]));
  world = await World.start({ kinds });
  await world.put("/v1/providers/vendor", { kind: "vendor", state: "on", settings: {} });
  const channels = { whatsapp: [{ provider: "vendor" }], sms: [{ provider: "vendor" }] };
  const fallback = [{ channel: "whatsapp", after_seconds: 20 }, { channel: "sms" }];
  await world.put("/v1/routes", { channels, fallback });
  const acme = { brand: "Acme", default_locale: "id", time_zone: "Asia/Jakarta" };
  await world.put("/v1/tenants/acme", acme);
  await ofAcme("/v1/limits", "PUT", { cooldown_seconds: 0, recipient: [], client_ip: [], tenant: [] });
  await ofAcme("/v1/balance/topups", "POST", { amount: "100000", reference: "for the tests" });
});
afterAll(() => world.close());

const ofAcme = (path: string, method: string, body: object) =>
  world.gateway.admin(path, { method, body, headers: { "x-tenant": "acme" } });
const sql = () => world.gateway.database.sql;
const status = async (otp: string) => (await world.story(otp))[0]?.status;
const shared = () =>
  [...world.gateway.gateway.settings.current.tenants.values()]
    .map((tenant) => tenant.providers.get("vendor"))
    .find((provider) => provider !== undefined) ?? expect.unreachable("no provider");
const report = (providerMessageId: string) => {
  const { delivery, clock } = world.gateway.gateway;
  return delivery.report(shared(), { providerMessageId, status: "delivered", at: clock.now() });
};

async function accepted(issued: Promise<string>): Promise<{ otp: string; id: string }> {
  const otp = await issued;
  await world.until(otp, ([m]) => m?.status === "accepted");
  return { otp, id: `m-${sent}` };
}
const issuedByAcme = async () => String((await ofAcme("/v1/otp/issue", "POST", { to: world.number() })).json.id);

test("a tenant whose account is locked keeps no other tenant's report from being committed", async () => {
  const acme = await accepted(issuedByAcme());
  const demo = await accepted(world.issue(world.number()));
  const [row] = await sql()<{ tenant: string }[]>`
    select tenant_id as tenant from attempts where provider_message_id = ${acme.id}`;
  await sql().begin(async (tx) => {
    await tx`select from accounts where tenant_id = ${row?.tenant ?? ""} for update`;
    const [ofAcme, ofDemo] = await Promise.allSettled([report(acme.id), report(demo.id)]);
    expect(ofAcme).toMatchObject({ status: "rejected", reason: { code: "overloaded" } });
    expect(ofDemo).toMatchObject({ status: "fulfilled" });
  });
  expect([await status(acme.otp), await status(demo.otp)]).toEqual(["accepted", "delivered"]);
  await report(acme.id);
  expect(await status(acme.otp)).toBe("delivered");
});

test("an early report that can't be settled holds up neither another one nor what is due", async () => {
  const stuck = await accepted(world.issue(world.number()));
  const other = await accepted(world.issue(world.number()));
  const { delivery, clock } = world.gateway.gateway;
  const settle = delivery.report.bind(delivery);
  const spy = vi
    .spyOn(delivery, "report")
    .mockImplementation((provider, told) =>
      told.providerMessageId === stuck.id ? Promise.reject(new Error("the account is busy")) : settle(provider, told),
    );
  for (const { id } of [stuck, other]) {
    await sql()`
      insert into early_reports (owner_id, provider, provider_message_id, status, at, received_at)
      values (${shared().ownerId}, 'vendor', ${id}, 'delivered', now(),
              to_timestamp(${(clock.now() + 21_000) / 1000}::float8))`;
  }
  await world.pass(21_000);
  spy.mockRestore();
  expect(world.gateway.logged()).toContain("early reports could not be settled");
  expect(await status(other.otp)).toBe("delivered");
  await world.until(stuck.otp, (messages) => messages.length === 2);
  await world.sweep();
  expect(await status(stuck.otp)).toBe("delivered");
  expect(await sql()`select from early_reports`).toHaveLength(0);
});
