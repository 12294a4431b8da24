import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listen, type HttpServer } from "../../src/http/server.ts";
import { firstIdAt, newId } from "../../src/kit/id.ts";
import { containing } from "../../src/tenants/search-audit.ts";
import { expectProblem } from "../support/erp.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { keysOfRoles, makeTenant, rolesThatMay } from "../support/roles.ts";
import { pick } from "../support/rows.ts";

let gateway: TestGateway;
let http: HttpServer;
beforeAll(async () => {
  gateway = await startTestGateway({ config: { trustProxy: ["127.0.0.1/32", "10.0.0.0/8"] } });
  http = await listen({ host: "127.0.0.1", port: 0, fetch: gateway.app.fetch });
});
afterAll(async () => {
  await http.close(100);
  await gateway.close();
});

interface Entry {
  id: string;
  at: string;
  actor: string;
  actor_name: string | null;
  action: string;
  target: string;
  request_id: string;
  address: string | null;
}
const search = async (query: Record<string, string>, key?: string): Promise<{ data: Entry[]; next_cursor: string }> => {
  const path = `/v1/audit?${new URLSearchParams(query).toString()}`;
  const reply = await (key === undefined ? gateway.admin(path) : gateway.request(path, { key }));
  expect(reply.status, reply.text).toBe(200);
  return reply.json as { data: Entry[]; next_cursor: string };
};
const brand = (name: string, text: string, headers: Record<string, string> = {}) =>
  gateway.admin(`/v1/tenants/${name}`, { method: "PUT", body: { brand: text }, headers });

describe("an entry", () => {
  test("says who by id and name, from which address, by which request", async () => {
    const { id, key } = (await gateway.admin("/v1/keys", { body: { role: "ops", name: "Sari of the night shift" } }))
      .json;
    const response = await fetch(`${http.url}/v1/limits`, {
      method: "PUT",
      headers: {
        authorization: `Bearer ${key}`,
        "content-type": "application/json",
        "x-request-id": "deploy-4711",
        // What stands before the last address that is no proxy of ours, anybody may have written.
        "x-forwarded-for": "1.2.3.4, 203.0.113.7, 10.0.0.2",
      },
      body: JSON.stringify({ cooldown_seconds: 5 }),
    });
    expect(response.status).toBe(200);
    const { data } = await search({ request_id: "deploy-4711" });
    expect(data).toEqual([
      expect.objectContaining({
        actor: id,
        actor_name: "Sari of the night shift",
        action: "limits.put",
        address: "203.0.113.7",
        request_id: "deploy-4711",
      }),
    ]);
    expect(response.headers.get("x-request-id")).toBe("deploy-4711");
    expect(gateway.logged()).toContain('"request_id":"deploy-4711"');
  });

  test.each([
    ["update", "update audit set actor = 'somebody else'"],
    ["an update of no row", "update audit set actor = 'somebody else' where false"],
    ["delete", "delete from audit"],
    ["truncate", "truncate audit"],
  ])("can't be changed: %s is refused", async (_, statement) => {
    const { sql } = gateway.database;
    const count = async () => (await sql<{ n: number }[]>`select count(*)::int as n from audit`)[0]?.n;
    const before = await count();
    expect(before).toBeGreaterThan(0);
    await expect(sql.unsafe(statement)).rejects.toThrow("the audit is append-only");
    expect(await count()).toBe(before);
  });

  test.each([
    ["update", (part: string) => `update ${part} set actor = 'somebody else'`],
    ["delete", (part: string) => `delete from ${part}`],
    ["truncate", (part: string) => `truncate ${part}`],
  ])("can't be changed in one of its months either: %s is refused", async (_, statement) => {
    const { sql } = gateway.database;
    await sql`select make_month('audit', '2071-03-01')`;
    const later = firstIdAt(Date.UTC(2071, 2, 9));
    await sql`
      insert into audit (tenant_id, id, actor, action, target, at)
      values (${later}, ${later}, 'admin', 'tenant.put', 'tenant', now()) on conflict do nothing`;
    const parts = await sql<{ name: string }[]>`select distinct tableoid::regclass::text as name from audit`;
    expect(parts.map(({ name }) => name)).toEqual(expect.arrayContaining(["audit_2071_03"]));
    expect(parts.length).toBeGreaterThan(1);
    for (const { name } of parts) {
      await expect(sql.unsafe(statement(name)), name).rejects.toThrow("the audit is append-only");
    }
  });

  test("goes with its month all the same", async () => {
    const { sql } = gateway.database;
    await sql`select make_month('audit', '2072-03-01')`;
    const later = firstIdAt(Date.UTC(2072, 2, 9));
    await sql`
      insert into audit (tenant_id, id, actor, action, target, at)
      values (${later}, ${later}, 'admin', 'tenant.put', 'tenant', now())`;
    await sql`drop table audit_2072_03`;
    expect(await sql`select from audit where id = ${later}`).toEqual([]);
  });
});

describe("a search", () => {
  test("by actor, action, target and time, all of which must hold", async () => {
    const keys = await makeTenant(gateway, "searched");
    // The keys are made before it, however fast.
    gateway.clock.advance(1);
    const from = new Date(gateway.clock.now()).toISOString();
    await brand("searched", "One", { "x-tenant": "searched" });
    await gateway.request("/v1/limits", { method: "PUT", body: { cooldown_seconds: 1 }, key: keys.admin });
    const all = await search({ from }, keys.auditor);
    expect(pick(all.data, "action")).toEqual(["limits.put", "tenant.put"]);
    const [limits, tenant] = all.data;
    expect((await search({ from, actor: limits?.actor ?? "" }, keys.auditor)).data).toEqual([limits]);
    expect((await search({ from, action: "tenant.put" }, keys.auditor)).data).toEqual([tenant]);
    expect((await search({ from, target: "searched" }, keys.auditor)).data).toEqual([tenant]);
    expect((await search({ from, target: "searched", action: "limits.put" }, keys.auditor)).data).toEqual([]);
    expect((await search({ until: from, action: "limits.put" }, keys.auditor)).data).toEqual([]);
  });

  test("by text anywhere, whatever its case, and nothing in it is a pattern", async () => {
    await brand("texts", "Kopi_Kenangan 100%");
    const targets = async (q: string) => pick((await search({ q })).data, "target");
    expect(await targets("kopi_kenangan")).toEqual(["texts"]);
    expect(await targets('100%"')).toEqual(["texts"]);
    expect(await targets("kopi%kenangan")).toEqual([]);
    expect(containing("50%_\\")).toBe("%50\\%\\_\\\\%");
  });

  test("of another tenant finds nothing of ours", async () => {
    const { auditor } = await makeTenant(gateway, "apart");
    expect((await search({ q: "Kopi" }, auditor)).data).toEqual([]);
  });

  test("page by page gives every entry once, newest first", async () => {
    const ids: string[] = [];
    let cursor: string | null = null;
    do {
      const page: { data: Entry[]; next_cursor: string | null } = await search({
        limit: "3",
        action: "key.create",
        ...(cursor === null ? {} : { cursor }),
      });
      ids.push(...page.data.map(({ id }) => id));
      cursor = page.next_cursor;
    } while (cursor !== null);
    const whole = await search({ limit: "200", action: "key.create" });
    expect(ids).toEqual(pick(whole.data, "id"));
    expect(ids).toEqual([...ids].sort().reverse());
  });

  test("names what is wrong with a question", async () => {
    for (const [query, path] of [
      ["from=yesterday", "from"],
      ["q=x", "q"],
      ["cursor=x", "cursor"],
      ["limit=0", "limit"],
      ["target=%00", "target"],
      ["q=a%00b", "q"],
    ] as const) {
      const reply = await gateway.admin(`/v1/audit?${query}`);
      expectProblem(reply, 400, "invalid_request");
      expect(pick(reply.json.errors, "path")).toEqual([path]);
    }
  });

  test("is for auditors and admins", async () => {
    const keys = await keysOfRoles(gateway);
    for (const path of ["/v1/audit", "/v1/audit.csv"]) {
      expect(await rolesThatMay(gateway, keys, path)).toEqual(["auditor", "admin"]);
    }
  });
});

test("as a file: whole, with both sides as JSON, and no cell that a spreadsheet would run", async () => {
  await brand("file", "=cmd|' /C calc'!A0");
  const { text, headers } = await gateway.admin("/v1/audit.csv?target=file");
  expect(headers.get("content-disposition")).toBe('attachment; filename="audit.csv"');
  const [header, line = "", ...rest] = text.trimEnd().split("\r\n");
  expect(header).toBe("id,at,actor,actor_name,action,target,before,after,request_id,address");
  expect(line).toMatch(
    /^aud_[0-9a-f]{32},\d{4}-\d\d-\d\dT[\d:.]+Z,key_[0-9a-f]{32},[^,]*,tenant\.put,file,,"\{""brand"":/,
  );
  expect(rest).toEqual([]);
});

describe("with a hundred thousand entries", () => {
  beforeAll(async () => {
    const { sql } = gateway.database;
    await sql`
      insert into audit (tenant_id, id, actor, action, target, before, after, request_id, at)
      select (select id from tenants where first), gen_random_uuid(), 'key_' || n % 50, 'thing.' || n % 20,
             'target ' || n % 5000, '{"a": 1}', '{"a": 2}', 'r' || n, now() - interval '1 year'
      from generate_series(1, 100000) n`;
    await sql`analyze audit`;
  });

  test("each question is a walk along an index that fits it", async () => {
    const { sql } = gateway.database;
    const plan = async (where: string) => {
      const rows = await sql.unsafe<{ "QUERY PLAN": string }[]>(
        `explain select id from audit where tenant_id = '${newId()}' and ${where} order by id desc limit 51`,
      );
      return rows.map((row) => row["QUERY PLAN"]).join("\n");
    };
    for (const [column, value] of [
      ["actor", "key_1"],
      ["action", "thing.1"],
      ["target", "target 1"],
      ["request_id", "r1"],
    ] as const) {
      const text = await plan(`${column} = '${value}'`);
      expect(text).toMatch(new RegExp(`Index Cond: \\(\\(tenant_id = [^)]*\\) AND \\(${column} = `));
      expect(text).not.toContain("Seq Scan");
    }
    expect(await plan("true")).toMatch(/Index Cond: \(tenant_id = /);
  });

  test("a text that is rare is found by going on: a page may be short and not the last", async () => {
    const first = await search({ q: "Sari of the night shift" });
    let { next_cursor: cursor } = first as { next_cursor: string | null };
    const found = [...first.data];
    let pages = 1;
    while (cursor !== null) {
      const page = await search({ q: "Sari of the night shift", cursor });
      found.push(...page.data);
      cursor = page.next_cursor;
      pages += 1;
    }
    expect(pages).toBe(51);
    expect(new Set(pick(found, "action"))).toEqual(new Set(["key.create", "limits.put"]));
  });
});
