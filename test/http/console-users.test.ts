import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findSession } from "../../src/console-users/session.ts";
import { acceptInvitation } from "../../src/console-users/welcome.ts";
import { password, visitFrom } from "../support/console-user.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { keysOfRoles, makeTenant, rolesThatMay } from "../support/roles.ts";

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway({ config: { publicUrl: "https://otp.example/gate/" } });
});
afterAll(() => gateway.close());

const create = (body: object, headers: Record<string, string> = {}) =>
  gateway.admin("/v1/console-users", { body, headers });
const put = (id: string, body: object) => gateway.admin(`/v1/console-users/${id}`, { method: "PUT", body });
const remove = (id: string) => gateway.admin(`/v1/console-users/${id}`, { method: "DELETE" });
const accept = async (token: string, address?: string): Promise<string> => {
  const entered = await acceptInvitation(gateway.gateway, { token, password }, visitFrom(address));
  if (entered.stage === "refused") throw new Error("not taken");
  return entered.token;
};
const alive = async (token: string) => (await findSession(gateway.gateway, token)) !== null;

describe("create", () => {
  test("gives a token, once, by which the person chooses a password", async () => {
    const { status, json } = await create({ name: " Siti Rahma ", role: "finance", language: "id" });
    expect(status).toBe(201);
    expect(json).toEqual({
      id: expect.stringMatching(/^user_[0-9a-f]{32}$/),
      name: "Siti Rahma",
      role: "finance",
      language: "id",
      state: "on",
      password: false,
      second_factor: false,
      created_at: expect.any(String),
      last_seen_at: null,
      setup_token: expect.stringMatching(/^gsetup_[\w-]{32}$/),
      setup_url: `https://otp.example/gate/console/welcome#${json.setup_token}`,
      setup_expires_at: expect.any(String),
    });
    await accept(json.setup_token);
    const read = (await gateway.admin(`/v1/console-users/${json.id}`)).json;
    expect(read).toMatchObject({ name: "Siti Rahma", password: true });
    expect(gateway.logged()).not.toContain(json.setup_token);
  });

  test("sent again makes no second one, and shows no token again", async () => {
    const headers = { "idempotency-key": "once" };
    const first = await create({ name: "once", role: "ops" }, headers);
    const second = await create({ name: "once", role: "ops" }, headers);
    expect(second.headers.get("idempotent-replayed")).toBe("true");
    expect(second.json).toEqual({ ...first.json, setup_token: null, setup_url: null });
    expect((await create({ name: "ONCE", role: "ops" })).status).toBe(409);
  });

  test.each([
    ["no name", { role: "ops" }, "name"],
    ["a name of signs", { name: "<script>", role: "ops" }, "name"],
    ["a role of keys alone", { name: "till", role: "erp" }, "role"],
    ["a language that is none of ours", { name: "till", role: "ops", language: "fr" }, "language"],
    ["a password", { name: "till", role: "ops", password }, "password"],
  ])("%s is a 400 that names the field", async (_, body, path) => {
    const { status, json } = await create(body);
    expect(status).toBe(400);
    expect(json.errors[0].path).toBe(path);
  });
});

describe("change", () => {
  test("signs out whom it turns off or gives another role, and nobody else", async () => {
    const { json } = await create({ name: "Joko", role: "ops" });
    const session = await accept(json.setup_token);
    expect((await put(json.id, { name: "Joko W", role: "ops", language: "en" })).json).toMatchObject({
      name: "Joko W",
      language: "en",
      state: "on",
    });
    expect(await alive(session)).toBe(true);
    await put(json.id, { name: "Joko W", role: "finance" });
    expect(await alive(session)).toBe(false);
    const { setup_token: again } = (await gateway.admin(`/v1/console-users/${json.id}/reset`, { body: {} })).json;
    const other = await accept(again);
    expect((await put(json.id, { name: "Joko W", role: "finance", state: "off" })).json.state).toBe("off");
    expect(await alive(other)).toBe(false);
    const off = await gateway.admin(`/v1/console-users/${json.id}/reset`, { body: {} });
    expect(off.status).toBe(404);
    expect((await put(json.id, { name: "Joko W", role: "finance" })).json.state).toBe("on");
  });

  test("to a name of another's is 409 and names the field", async () => {
    const { json } = await create({ name: "first of two", role: "ops" });
    await create({ name: "second of two", role: "ops" });
    const taken = await put(json.id, { name: "Second Of Two", role: "ops" });
    expect([taken.status, taken.json.errors[0].path]).toEqual([409, "name"]);
  });
});

test("of a tenant's admins who can sign in one remains, though two take the role from each other at once", async () => {
  const admins = await Promise.all(["one", "two"].map((name) => create({ name: `admin ${name}`, role: "admin" })));
  for (const { json } of admins) await accept(json.setup_token);
  const [one, two] = admins.map(({ json }) => ({ id: String(json.id), name: String(json.name) }));
  if (one === undefined || two === undefined) throw new Error("not made");
  const outcomes = await Promise.all([put(one.id, { ...one, id: undefined, role: "ops" }), remove(two.id)]);
  expect(outcomes.filter(({ status }) => status === 409)).toHaveLength(1);
  const left = outcomes[0]?.status === 409 ? one : two;
  expect((await put(left.id, { name: left.name, role: "admin", state: "off" })).json.code).toBe("conflict");
  expect((await remove(left.id)).status).toBe(409);
  expect((await put(left.id, { name: left.name, role: "admin", language: "id" })).status).toBe(200);
});

describe("sessions", () => {
  test("are listed without what opens them, and ended at once", async () => {
    const { json } = await create({ name: "Rina", role: "ops" });
    const token = await accept(json.setup_token, "198.51.100.1");
    const list = await gateway.admin(`/v1/console-users/${json.id}/sessions`);
    expect(list.json.data).toEqual([
      {
        id: expect.stringMatching(/^ses_/),
        address: "198.51.100.1",
        user_agent: "a test",
        passed: false,
        created_at: expect.any(String),
        last_seen_at: expect.any(String),
        expires_at: expect.any(String),
      },
    ]);
    expect(list.text).not.toContain(token);
    const end = () => gateway.admin(`/v1/console-sessions/${list.json.data[0].id}`, { method: "DELETE" });
    expect((await end()).status).toBe(204);
    expect(await alive(token)).toBe(false);
    expect((await end()).status).toBe(404);
  });
});

test("another tenant's users and sessions are not there; the first tenant's admin names it", async () => {
  const keys = await makeTenant(gateway, "shop");
  const { json } = await create({ name: "Dewi", role: "ops" });
  await accept(json.setup_token);
  const [session] = (await gateway.admin(`/v1/console-users/${json.id}/sessions`)).json.data;
  const stranger = (path: string, method = "GET", body?: object) =>
    gateway.request(path, { method, key: keys.admin, ...(body === undefined ? {} : { body }) });
  const asked = await Promise.all([
    stranger(`/v1/console-users/${json.id}`),
    stranger(`/v1/console-users/${json.id}/sessions`),
    stranger(`/v1/console-users/${json.id}`, "PUT", { name: "Mine", role: "admin" }),
    stranger(`/v1/console-users/${json.id}`, "DELETE"),
    stranger(`/v1/console-users/${json.id}/reset`, "POST", {}),
    stranger(`/v1/console-sessions/${session.id}`, "DELETE"),
    stranger("/v1/console-users/nope"),
  ]);
  expect(asked.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404, 404, 404]);
  expect((await stranger("/v1/console-users")).json.data).toEqual([]);
  const named = { body: { name: "of shop", role: "admin" }, headers: { "x-tenant": "shop" } };
  expect((await gateway.admin("/v1/console-users", named)).status).toBe(201);
  expect((await stranger("/v1/console-users")).json.data).toMatchObject([{ name: "of shop" }]);
});

test("admins alone change, auditors read", async () => {
  const keys = await keysOfRoles(gateway);
  const may = (path: string, call = {}) => rolesThatMay(gateway, keys, path, call);
  expect(await may("/v1/console-users")).toEqual(["auditor", "admin"]);
  expect(await may("/v1/console-users/user_x/sessions")).toEqual(["auditor", "admin"]);
  for (const [path, method] of [
    ["/v1/console-users", "POST"],
    ["/v1/console-users/user_x", "PUT"],
    ["/v1/console-users/user_x", "DELETE"],
    ["/v1/console-users/user_x/reset", "POST"],
    ["/v1/console-sessions/ses_x", "DELETE"],
  ] as const) {
    expect(await may(path, { method, ...(method === "DELETE" ? {} : { body: {} }) }), path).toEqual(["admin"]);
  }
});

test("the list goes on from page to page", async () => {
  const keys = await makeTenant(gateway, "paged");
  const ask = (path: string, body?: object) =>
    gateway.request(path, { key: keys.admin, ...(body === undefined ? {} : { body }) });
  for (const name of ["page a", "page b", "page c"]) await ask("/v1/console-users", { name, role: "ops" });
  const first = (await ask("/v1/console-users?limit=2")).json;
  const second = (await ask(`/v1/console-users?limit=2&cursor=${first.next_cursor}`)).json;
  const names = [...first.data, ...second.data].map(({ name }) => String(name));
  expect(names).toEqual(["page c", "page b", "page a"]);
  expect(second.next_cursor).toBeNull();
});
