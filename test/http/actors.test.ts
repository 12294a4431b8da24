import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { keysOfRoles, makeTenant, rolesThatMay } from "../support/roles.ts";

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

const keyIn = async (name: string, headers: Record<string, string> = {}): Promise<{ id: string; key: string }> =>
  (await gateway.admin("/v1/keys", { body: { role: "finance", name }, headers })).json as { id: string; key: string };
const names = async (ids: string, key?: string) => {
  const reply = await gateway.admin(`/v1/actors?ids=${ids}`, key === undefined ? {} : { key });
  expect(reply.status, reply.text).toBe(200);
  return Object.fromEntries(
    (reply.json.data as { actor: string; name: string }[]).map(({ actor, name }) => [actor, name]),
  );
};

test("a key is found by its name, also once it is revoked", async () => {
  const { id } = await keyIn("Dewi");
  await gateway.admin(`/v1/keys/${id}`, { method: "DELETE" });
  expect(await names(`${id},${id},cli`)).toEqual({ [id]: "Dewi" });
});

test("a person has the name of now before anything was done, and none in another tenant", async () => {
  const made = await gateway.admin("/v1/console-users", { body: { name: "Wati", role: "finance" } });
  const id = String(made.json.id);
  expect(await names(id)).toEqual({ [id]: "Wati" });
  await gateway.admin(`/v1/console-users/${id}`, { method: "PUT", body: { name: "Wati Rahayu", role: "finance" } });
  expect(await names(id)).toEqual({ [id]: "Wati Rahayu" });
  const keys = await makeTenant(gateway, "toko");
  expect(await names(id, keys.finance)).toEqual({});
});

test("a person who is here no more is called what the audit called them last", async () => {
  const { sql } = gateway.database;
  const actor = `user_${"a".repeat(32)}`;
  for (const [n, name] of ["Siti", "Siti Rahma"].entries()) {
    await sql`
      insert into audit (tenant_id, id, actor, actor_name, action, target, at)
      select id, ${`0199f0c2-a1b2-7c3d-8e4f-00000000000${n}`}, ${actor}, ${name}, 'test', 'test', to_timestamp(1761955200)
      from tenants where first`;
  }
  expect(await names(actor)).toEqual({ [actor]: "Siti Rahma" });
});

test("another tenant's key has a name only where it acted", async () => {
  const { id, key } = await keyIn("Made elsewhere");
  const keys = await makeTenant(gateway, "acme");
  expect(await names(id, keys.finance)).toEqual({});
  expect(await names(id, key)).toEqual({ [id]: "Made elsewhere" });
});

test("what is no actor is refused, and so are too many", async () => {
  for (const ids of ["", "Dewi!", Array.from({ length: 201 }, () => "cli").join(",")]) {
    const reply = await gateway.admin(`/v1/actors?ids=${ids}`);
    expect(reply.status).toBe(400);
    expect(reply.json.errors[0].path).toMatch(/^ids/);
  }
});

test("who may", async () => {
  const keys = await keysOfRoles(gateway);
  expect(await rolesThatMay(gateway, keys, "/v1/actors?ids=cli")).toEqual(["ops", "finance", "auditor", "admin"]);
});
