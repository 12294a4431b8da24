import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { userId } from "../../src/http/user-document.ts";
import { newId } from "../../src/kit/id.ts";
import { isChanged, type UserDocument } from "../../src/users/user.ts";
import { expectProblem } from "../support/erp.ts";
import { startTestGateway, type Call, type Reply, type TestGateway } from "../support/gateway.ts";
import { keysOfRoles, makeTenant, rolesThatMay } from "../support/roles.ts";

let gateway: TestGateway;
/** The audit can't be emptied: what a test looks at is younger than this. */
let since = "";
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());
beforeEach(async () => {
  await gateway.database.sql`delete from users`;
  since = `aud_${newId().replaceAll("-", "")}`;
});

const own = { active: true, destination: "own", number: "0812-3456-7890", name: "Budi Santoso" };
const path = (id: string) => `/v1/users/${encodeURIComponent(id)}`;
const put = (id: string, body: object, call: Call = {}): Promise<Reply> =>
  gateway.request(path(id), { method: "PUT", body, ...call });
interface Change {
  id: string;
  action: string;
  target: string;
  before: { name: string } | null;
  after: unknown;
}
const audited = async (): Promise<Omit<Change, "id">[]> => {
  const rows = (await gateway.admin("/v1/audit")).json.data as Change[];
  return rows
    .filter(({ id }) => id > since)
    .map(({ action, target, before, after }) => ({ action, target, before, after }));
};
const idsOf = (reply: Reply): string[] => (reply.json.data as { id: string }[]).map(({ id }) => id);

describe("a user that is put", () => {
  test("is read back with the number masked, and in full by ops and admin alone, which is audited", async () => {
    const stored = await put("budi", own);
    expect(stored.status, stored.text).toBe(200);
    expect(stored.json).toEqual({
      id: "budi",
      active: true,
      destination: "own",
      number: "+62812****7890",
      name: "Budi Santoso",
      created_at: expect.any(String),
      updated_at: expect.any(String),
    });
    expect((await gateway.request(path("budi"))).json).toEqual(stored.json);
    expectProblem(await gateway.request(`${path("budi")}?reveal=true`), 403, "forbidden");
    const revealed = await gateway.admin(`${path("budi")}?reveal=true`);
    expect(revealed.json.number).toBe("+6281234567890");
    expect((await gateway.admin("/v1/users?reveal=true")).json.data[0].number).toBe("+6281234567890");
    const after = { active: true, destination: "own", number: "+62812****7890", name: "Budi Santoso" };
    expect(await audited()).toEqual([
      { action: "users.reveal", target: "users", before: null, after: null },
      { action: "users.reveal", target: "budi", before: null, after: null },
      { action: "user.put", target: "budi", before: null, after },
    ]);
    expect(gateway.logged()).not.toContain("81234567890");
  });

  test("is replaced whole by the next put, and its place in the list stays", async () => {
    const first = await put("budi", own);
    await put("wati", { destination: "central" });
    gateway.clock.advance(1000);
    const next = await put("budi", { active: false, destination: "central" });
    expect(next.json).toMatchObject({ active: false, destination: "central", number: null, name: null });
    expect(next.json.created_at).toBe(first.json.created_at);
    expect(Date.parse(next.json.updated_at) - Date.parse(first.json.updated_at)).toBeGreaterThanOrEqual(1000);
    expect(idsOf(await gateway.request("/v1/users"))).toEqual(["wati", "budi"]);
  });

  test("as it is stored already changes nothing and is not audited", async () => {
    const first = await put("budi", own);
    gateway.clock.advance(1000);
    const again = await put("budi", { ...own, number: "+62 812 3456 7890" });
    expect(again.json).toEqual(first.json);
    expect(await audited()).toHaveLength(1);
  });

  test.each(["kasir/3", "Budi Santoso", "100%", "ünïcode 名", "import", "x".repeat(100)])(
    "may be called %j",
    async (id) => {
      expect((await put(id, { destination: "central" })).json.id).toBe(id);
      expect((await gateway.request(path(id))).json.id).toBe(id);
      expect((await gateway.request(path(id), { method: "DELETE" })).status).toBe(204);
      expectProblem(await gateway.request(path(id)), 404, "not_found");
    },
  );

  test("may come as a form and be answered as text", async () => {
    const reply = await put(
      "budi",
      {},
      {
        body: "active=0&destination=own&number=0812-3456-7890&name=",
        headers: { "content-type": "application/x-www-form-urlencoded", accept: "text/plain" },
      },
    );
    expect(reply.text.split("\n").slice(0, 6)).toEqual([
      "result=ok",
      "id=budi",
      "active=false",
      "destination=own",
      "number=+62812****7890",
      "name=",
    ]);
  });

  test.each([
    ["a landline", { destination: "own", number: "021 5550100" }, "number"],
    ["own without a number", { destination: "own" }, "number"],
    ["central with a wrong number", { destination: "central", number: "12" }, "number"],
    ["no destination", {}, "destination"],
    ["another destination", { destination: "home" }, "destination"],
    ["a name of nothing but markup", { destination: "central", name: "{{}}" }, "name"],
    ["a name of nothing that a voice could say", { destination: "central", name: "<&>" }, "name"],
    ["a name that is too long", { destination: "central", name: "x".repeat(61) }, "name"],
    ["an unknown field", { destination: "central", phone: "0812" }, "phone"],
  ])("%s is refused by the field's name", async (_, body, field) => {
    const reply = await put("budi", body);
    expectProblem(reply, 400, "invalid_request");
    expect(reply.json.errors).toEqual([{ path: field, message: expect.any(String) }]);
    expectProblem(await gateway.request(path("budi")), 404, "not_found");
  });

  test("with an id that is too long, or has a control character, is refused", async () => {
    for (const id of ["x".repeat(101), "a\nb"]) {
      const reply = await put(id, { destination: "central" });
      expectProblem(reply, 400, "invalid_request");
      expect(reply.json.errors[0].path).toBe("id");
    }
  });

  test.each(["Jos%E9", "%FF", "a%", "a%zz", "%C3"])(
    "by a path that says %s, which is no UTF-8, is refused",
    async (id) => {
      for (const method of ["PUT", "GET", "DELETE"]) {
        const body = method === "PUT" ? { body: { destination: "central" } } : {};
        const reply = await gateway.request(`/v1/users/${id}`, { method, ...body });
        expectProblem(reply, 400, "invalid_request");
        expect(reply.json.errors).toEqual([{ path: "id", message: expect.stringContaining("percent-encoded") }]);
      }
      expect((await gateway.request("/v1/users")).json.data).toEqual([]);
    },
  );

  test.each([".", ".."])("may not be called %s, which a client takes out of a path", async (id) => {
    const body = { users: [{ id, destination: "central" }] };
    const reply = await gateway.request("/v1/users/import", { body });
    expectProblem(reply, 400, "invalid_request");
    expect(reply.json.errors).toEqual([{ path: "users.0.id", message: "can't be . or .." }]);
    expect(userId.safeParse(id).success).toBe(false);
  });
});

test("of two first puts at once one creates the user and the other changes it", async () => {
  const names = Array.from({ length: 8 }, (_, n) => `Budi ${n}`);
  await Promise.all(names.map((name) => put("budi", { destination: "central", name })));
  const changes = await audited();
  expect(changes).toHaveLength(8);
  expect(changes.filter(({ before }) => before === null)).toHaveLength(1);
  // Each change begins where the one before it ended.
  const befores = changes.map(({ before }) => before?.name);
  expect(new Set(befores).size).toBe(8);
});

test("the list pages from the newest on and filters by `active`", async () => {
  for (const n of [1, 2, 3, 4, 5]) await put(`u${n}`, { active: n % 2 === 1, destination: "central" });
  const first = await gateway.request("/v1/users?limit=2");
  const rest = await gateway.request(`/v1/users?cursor=${first.json.next_cursor}`);
  expect([...idsOf(first), ...idsOf(rest)]).toEqual(["u5", "u4", "u3", "u2", "u1"]);
  expect(rest.json.next_cursor).toBeNull();
  expect(idsOf(await gateway.request("/v1/users?active=false"))).toEqual(["u4", "u2"]);
  expect(idsOf(await gateway.request("/v1/users?active=true"))).toEqual(["u5", "u3", "u1"]);
  expectProblem(await gateway.request("/v1/users?cursor=nonsense"), 400, "invalid_request");
});

test("a user that is deleted is forgotten, and that is audited", async () => {
  await put("budi", own);
  expect((await gateway.request(path("budi"), { method: "DELETE" })).status).toBe(204);
  expectProblem(await gateway.request(path("budi"), { method: "DELETE" }), 404, "not_found");
  const [gone] = await audited();
  expect(gone).toMatchObject({ action: "user.delete", target: "budi", before: { number: "+62812****7890" } });
});

describe("an import", () => {
  const many = (body: object, call: Call = {}) => gateway.request("/v1/users/import", { body, ...call });
  const users = [
    { id: "ani", destination: "central" },
    { id: "budi", ...own },
    { id: "citra", destination: "own", number: "0813-1111-2222", active: false },
  ];

  test("says how many are new, changed and as they were, and audits those that are not", async () => {
    expect((await many({ users })).json).toEqual({ created: 3, changed: 0, unchanged: 0 });
    const next = [{ id: "dedi", destination: "central" }, ...users.slice(0, 2), { ...users[2], active: true }];
    expect((await many({ users: next })).json).toEqual({ created: 1, changed: 1, unchanged: 2 });
    expect(await audited()).toHaveLength(5);
    expect((await gateway.request("/v1/users?active=true")).json.data).toHaveLength(4);
  });

  test("may bring 1,000 users with long names, but no body without end", async () => {
    const name = "Muhammad Abdurrahman Wahid Kusumanegara bin Sastrowardoyo";
    const list = Array.from({ length: 1000 }, (_, n) => {
      return { id: `pegawai-cabang-jakarta-selatan-${n}`, ...own, number: `0812345${String(10_000 + n)}`, name };
    });
    expect((await many({ users: list })).json).toEqual({ created: 1000, changed: 0, unchanged: 0 });
    const more = await many({ users: [...list, { id: "one more", destination: "central" }] });
    expectProblem(more, 400, "invalid_request");
    expect(more.json.errors[0].path).toBe("users");
    expectProblem(await many({ users: [{ id: "a", name: "x".repeat(1024 * 1024) }] }), 413, "payload_too_large");
  });

  test("that comes twice with one key is done once", async () => {
    const headers = { "idempotency-key": "import-1" };
    const first = await many({ users }, { headers });
    const again = await many({ users }, { headers });
    expect(again.json).toEqual(first.json);
    expect(again.headers.get("idempotent-replayed")).toBe("true");
  });

  test("stores none when one is wrong, and names its place", async () => {
    const reply = await many({ users: [...users, { id: "ani", destination: "own" }] });
    expectProblem(reply, 400, "invalid_request");
    expect(reply.json.errors).toEqual(
      expect.arrayContaining([{ path: "users.3.number", message: "is required where destination is own" }]),
    );
    const twice = await many({ users: [...users, users[0]] });
    expect(twice.json.errors).toEqual([{ path: "users.3.id", message: "is there twice" }]);
    expect((await gateway.request("/v1/users")).json.data).toEqual([]);
  });

  test("of the same users in another order at the same time never waits in a circle", async () => {
    const list = Array.from({ length: 200 }, (_, n) => ({ id: `u${n}`, destination: "central", name: `Nama ${n}` }));
    const replies = await Promise.all([list, [...list].reverse(), list].map((one) => many({ users: one })));
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200]);
    const sums = replies.map(({ json }) => json.created as number).sort((a, b) => a - b);
    expect(sums).toEqual([0, 0, 200]);
  });
});

test("each role may do what it is for, and another tenant's users are unknown", async () => {
  await put("budi", own);
  const keys = await keysOfRoles(gateway);
  expect(await rolesThatMay(gateway, keys, path("budi"))).toEqual(["erp", "ops", "auditor", "admin"]);
  expect(await rolesThatMay(gateway, keys, "/v1/users")).toEqual(["erp", "ops", "auditor", "admin"]);
  const call = { method: "PUT", body: own };
  expect(await rolesThatMay(gateway, keys, path("budi"), call)).toEqual(["erp", "ops", "admin"]);
  expect(await rolesThatMay(gateway, keys, "/v1/users/import", { body: {} })).toEqual(["erp", "ops", "admin"]);
  const theirs = await makeTenant(gateway, "theirs");
  expectProblem(await gateway.request(path("budi"), { key: theirs.erp }), 404, "not_found");
  expectProblem(await gateway.request(path("budi"), { key: theirs.erp, method: "DELETE" }), 404, "not_found");
  expect((await gateway.request("/v1/users", { key: theirs.ops })).json.data).toEqual([]);
});

describe("what a put changes", () => {
  const stored: UserDocument = { id: "budi", active: true, destination: "own", number: "+6281234567890", name: "Budi" };
  test.each<[string, Partial<UserDocument>, boolean]>([
    ["nothing", {}, false],
    ["active", { active: false }, true],
    ["destination", { destination: "central" }, true],
    ["number", { number: "+6281234567891" }, true],
    ["no number", { number: null }, true],
    ["name", { name: "" }, true],
  ])("%s", (_, given, changed) => expect(isChanged(stored, { ...stored, ...given })).toBe(changed));
});
