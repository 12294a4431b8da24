import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { csvCell, csvLine, csvStyles } from "../../src/http/csv.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { keysOfRoles, makeTenant, rolesThatMay } from "../support/roles.ts";
import { having, pick } from "../support/rows.ts";

let gateway: TestGateway;
let finance: string;

beforeAll(async () => {
  gateway = await startTestGateway();
  const keys = await makeTenant(gateway, "books");
  finance = keys.finance;
  const post = (path: string, body: unknown) => gateway.request(`/v1/balance/${path}`, { key: finance, body });
  await post("topups", { amount: "1000", reference: "=1+1" });
  // A time that is asked for lies between the two, however fast they are.
  gateway.clock.advance(10);
  await post("adjustments", { amount: "-0.5", reason: "rounding", reference: "A1" });
  const issue = { key: keys.erp, body: { to: "081234500051", wait_ms: 5000 } };
  expect((await gateway.request("/v1/otp/issue", issue)).status).toBe(201);
});
afterAll(() => gateway.close());

const list = (query = "") => gateway.request(`/v1/balance/entries${query}`, { key: finance });

test("the ledger is newest first, with running balances as decimal strings", async () => {
  const { status, json } = await list();
  expect(status).toBe(200);
  const shown = having(json.data, {}).map((entry: Record<string, unknown>) => [
    entry["kind"],
    entry["amount"],
    entry["held_delta"],
    entry["available_after"],
    entry["held_after"],
  ]);
  expect(shown).toEqual([
    ["capture", "0", "-350", "649.5", "0"],
    ["hold", "-350", "350", "649.5", "350"],
    ["adjustment", "-0.5", "0", "999.5", "0"],
    ["topup", "1000", "0", "1000", "0"],
  ]);
  expect(json.data[0]).toMatchObject({
    id: expect.stringMatching(/^ent_/),
    currency: "IDR",
    message: expect.stringMatching(/^msg_/),
    reference: null,
    actor: expect.any(String),
    at: expect.stringMatching(/Z$/),
  });
  expect(json.data[3]).toMatchObject({ reference: "=1+1", message: null });
});

test("filters by kind and time", async () => {
  expect((await list("?kind=topup")).json.data).toHaveLength(1);
  const { at } = (await list("?kind=adjustment")).json.data[0];
  const from = pick((await list(`?from=${at}`)).json.data, "kind");
  expect(from).toEqual(["capture", "hold", "adjustment"]);
  const until = pick((await list(`?until=${at}`)).json.data, "kind");
  expect(until).toEqual(["topup"]);
  expect((await list("?until=2020-01-01T00:00:00Z")).json.data).toEqual([]);
  expect((await list("?from=2099-01-01T00:00:00+07:00")).json.data).toEqual([]);
});

test.each([
  ["kind=nope", "kind"],
  ["from=yesterday", "from"],
  ["until=2026-01-01", "until"],
  ["limit=201", "limit"],
  ["limit=x", "limit"],
  ["cursor=x", "cursor"],
])("%s is a 400 that names it", async (query, path) => {
  for (const url of ["/v1/balance/entries", "/v1/balance/entries.csv"]) {
    if (url.endsWith("csv") && (path === "limit" || path === "cursor")) continue;
    const { status, json } = await gateway.request(`${url}?${query}`, { key: finance });
    expect(status).toBe(400);
    expect(json.errors[0].path).toBe(path);
  }
});

test("pages follow one another", async () => {
  const all = (await list()).json.data;
  const first = (await list("?limit=3")).json;
  const rest = (await list(`?limit=3&cursor=${first.next_cursor}`)).json;
  expect([...first.data, ...rest.data]).toEqual(all);
  expect(rest.next_cursor).toBeNull();
});

describe("csv", () => {
  test("it has every entry, plain numbers as they are, and nothing a spreadsheet would run", async () => {
    const { status, headers, text } = await gateway.request("/v1/balance/entries.csv", { key: finance });
    expect(status).toBe(200);
    expect(headers.get("content-type")).toContain("text/csv; charset=utf-8");
    expect(headers.get("content-disposition")).toBe('attachment; filename="entries.csv"');
    expect(headers.get("cache-control")).toBe("no-store");
    const lines = text.trimEnd().split("\r\n");
    expect(lines[0]).toBe("id,kind,amount,held_delta,available_after,held_after,currency,actor,reference,message,at");
    expect(lines).toHaveLength(5);
    expect(lines[2]).toContain(",hold,-350,350,");
    expect(lines[4]).toContain(",'=1+1,");
  });

  test.each([
    ["en", ",hold,-350,350,649.5,350,", ","],
    ["id", ";hold;-350;350;649,5;350;", ";"],
  ])("for a spreadsheet in %s", async (locale, hold, delimiter) => {
    const asked = { headers: { authorization: `Bearer ${finance}` } };
    const reply = await gateway.app.request(`/v1/balance/entries.csv?locale=${locale}`, asked);
    const bytes = Buffer.from(await reply.arrayBuffer());
    expect(bytes.subarray(0, 3).toString("hex")).toBe("efbbbf");
    const lines = bytes.toString("utf8").split("\r\n");
    expect(lines[0]?.split(delimiter)).toHaveLength(11);
    expect(lines[2]).toContain(hold);
    expect(lines[4]).toContain(`${delimiter}'=1+1${delimiter}`);
    const wrong = await gateway.request("/v1/balance/entries.csv?locale=fr", { key: finance });
    expect(wrong.json.errors[0].path).toBe("locale");
  });

  test("it goes on past a page", async () => {
    const { key } = (await gateway.admin("/v1/keys", { body: { role: "finance", name: "csv" } })).json;
    const { sql } = gateway.database;
    await sql`
      insert into entries (tenant_id, seq, id, kind, amount, held_delta, available_after, held_after, spent_after, actor, at)
      select tenant_id, seq + n, gen_random_uuid(), 'adjustment', 0, 0, available, held, spent, 'test', now()
      from accounts, generate_series(1, 2500) n where tenant_id = (select id from tenants where name = 'demo')`;
    const { text } = await gateway.request("/v1/balance/entries.csv", { key });
    const rows = text.trimEnd().split("\r\n").slice(1);
    expect(rows).toHaveLength(2501);
    expect(new Set(rows).size).toBe(2501);
  });

  test.each([
    ["=1+1", "'=1+1"],
    ["+6281234567890", "'+6281234567890"],
    ["-350.5", "-350.5"],
    ["-1+1", "'-1+1"],
    ["@sum", "'@sum"],
    ["\t=1", `'\t=1`],
    [" =1", "' =1"],
    ['say "hi", all', '"say ""hi"", all"'],
    ["a\nb", '"a\nb"'],
    ["plain", "plain"],
    ["", ""],
    ["1;2", "1;2"],
  ])("the cell %j is written %j", (value, cell) => {
    expect(csvCell(value)).toBe(cell);
    expect(csvLine([value, "x"])).toBe(`${cell},x\r\n`);
  });
});

test.each([
  ["-350,5", "-350,5"],
  ["-350.5", "'-350.5"],
  ["1;2", '"1;2"'],
  ["1,2", "1,2"],
])("for an Indonesian spreadsheet the cell %j is written %j", (value, cell) => {
  expect(csvCell(value, csvStyles.id)).toBe(cell);
});

test("finance, auditors and admins read the ledger; another tenant's is not in it", async () => {
  const keys = await keysOfRoles(gateway);
  for (const path of ["/v1/balance/entries", "/v1/balance/entries.csv"]) {
    expect(await rolesThatMay(gateway, keys, path)).toEqual(["finance", "auditor", "admin"]);
    expect((await gateway.request(path, { key: null })).status).toBe(401);
  }
  expect((await gateway.admin("/v1/balance/entries")).text).not.toContain("=1+1");
});
