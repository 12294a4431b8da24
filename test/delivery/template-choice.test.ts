import { afterAll, beforeAll, expect, test } from "vitest";
import { parsePublicId } from "../../src/kit/id.ts";
import { World } from "../scenarios/world.ts";
import { eventually, type Reply } from "../support/gateway.ts";

let world: World;
beforeAll(async () => {
  world = await World.start();
  await world.routeToMeta({ first: {}, second: {} }, { fallback: false });
  await bind("otp_login", { first: "login_id" });
  await bind("otp", { second: "otp_id" });
});
afterAll(() => world.close());

async function bind(key: string, names: Record<string, string>): Promise<void> {
  const bindings = Object.entries(names).map(([provider, name]) => [provider, { name, language: "id" }]);
  await world.put(`/v1/templates/${key}/whatsapp/id`, {
    category: "authentication",
    bindings: Object.fromEntries(bindings) as object,
  });
}

async function issued(): Promise<Reply["json"]> {
  const otp = await world.issue(world.number());
  await world.settled(otp);
  const { json } = await world.gateway.admin(`/v1/messages?otp=${otp}`);
  return (await world.gateway.admin(`/v1/messages/${json.data[0].id}`)).json;
}

const status = (key: string, provider: string) =>
  [...world.gateway.gateway.settings.current.tenants.values()][0]?.templates
    .get(`${key}/whatsapp/id`)
    ?.approvals.get(provider)?.status;

const login = { key: "otp_login", locale: "id", version: 1 };
const plain = () => ({
  key: "otp",
  locale: "id",
  version: world.gateway.gateway.settings.current.tenantsByName.get("demo")?.templates.get("otp/whatsapp/id")?.version,
});

test("a provider sends the variant that it knows, and message and attempt record it", async () => {
  const message = await issued();
  expect(message).toMatchObject({ template: "otp_login", locale: "id", template_version: 1, provider: "first" });
  expect(message.attempts).toMatchObject([{ provider: "first", template: login }]);
});

test("the variant that was refused is flagged, and no other; the provider's next of that language stands in", async () => {
  await bind("otp", { first: "otp_of_first", second: "otp_id" });
  world.meta.next({ error: 132015 });
  const message = await issued();
  // Made with the first provider's, sent with the second's.
  expect(message).toMatchObject({ provider: "second", template: "otp", template_version: plain().version });
  expect(message.attempts).toMatchObject([
    { provider: "first", outcome: "rejected", template: login },
    { provider: "second", outcome: "accepted", template: plain() },
  ]);
  await eventually(
    () => Promise.resolve(status("otp_login", "first")),
    (said) => said === "paused",
  );
  expect([status("otp", "first"), status("otp", "second")]).toEqual([undefined, undefined]);
  const next = await issued();
  expect(next).toMatchObject({ provider: "first", template: "otp", template_version: plain().version });
});

test("a report that refuses the template flags what that provider was given, though the message went on", async () => {
  await bind("otp_login", { first: "login_id" });
  const { sql } = world.gateway.database;
  const message = await issued();
  expect(message).toMatchObject({ provider: "first", template: "otp_login" });
  // As if another provider had been tried since, with the plain one.
  await sql`update messages set template = 'otp', template_version = ${plain().version ?? 0}
            where id = ${parsePublicId("msg", String(message.id))}`;
  const sent = world.meta.accepted.at(-1) ?? expect.unreachable("nothing was sent");
  await world.meta.report(world.hook("first"), [
    { message: sent, status: "failed", error: 132015, timestamp: Math.ceil(Date.now() / 1000) },
  ]);
  await world.applied();
  await eventually(
    () => Promise.resolve(status("otp_login", "first")),
    (said) => said === "paused",
  );
  expect(status("otp", "first")).toBeUndefined();
});
