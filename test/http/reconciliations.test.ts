import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parsePublicId } from "../../src/kit/id.ts";
import { listen } from "../../src/http/server.ts";
import { eventually, startTestGateway, type TestGateway } from "../support/gateway.ts";
import { having, type Row } from "../support/rows.ts";
import { keysOfRoles, makeTenant, rolesThatMay } from "../support/roles.ts";

let gateway: TestGateway;
let finance: string;
/** Ids that the provider gave to its messages: two delivered, one failed, one that the invoice does not name. */
let ids: { paid: string; dear: string; failed: string; missing: string };

beforeAll(async () => {
  gateway = await startTestGateway();
  finance = (await keysOfRoles(gateway)).finance;
  const prices = { prices: [{ channel: "sms", amount: "500", cost: "420.5", valid_from: "2026-01-01T00:00:00Z" }] };
  expect((await gateway.admin("/v1/prices", { method: "PUT", body: prices })).status).toBe(200);
  const sent = async (last: string): Promise<string> => {
    const to = `0812345${last}`;
    const { status, json } = await gateway.request("/v1/otp/issue", { body: { to, channel: "sms", wait_ms: 5000 } });
    expect(status).toBe(201);
    const id = parsePublicId("msg", String(json.message.id));
    const [row] = await gateway.database.sql<{ id: string }[]>`
      select provider_message_id as id from attempts where message_id = ${id}`;
    return String(row?.id);
  };
  ids = {
    paid: await sent("10051"),
    failed: await sent("10052"),
    missing: await sent("10053"),
    dear: await sent("10054"),
  };
  // The sandbox's own reports come first, or they would put it right.
  const read = () => gateway.database.sql`select from messages where status = 'read'`;
  await eventually(read, (rows) => rows.length === 4);
  await gateway.database.sql`
    update messages set status = 'failed' where id = (select message_id from attempts where provider_message_id = ${ids.failed})`;
});
afterAll(() => gateway.close());

const path = "/v1/balance/reconciliations";
const columns = "id_column=Message%20ID&amount_column=price&status_column=state";
const post = (body: string, query = `provider=sandbox&${columns}`, headers: Record<string, string> = {}) =>
  gateway.request(`${path}?${query}`, { key: finance, body, headers: { "content-type": "text/csv", ...headers } });

const invoice = () =>
  [
    "message_id;to;price;state",
    `${ids.paid};+6281234510051;420,5;DELIVERED`,
    `${ids.dear};+6281234510054;425;DELIVERED`,
    `${ids.failed};+6281234510052;420,5;UNDELIV`,
    `${ids.paid};+6281234510051;420,5;DELIVERED`,
    "nobody-knows;+6281234510099;420,5;DELIVERED",
    ";;2107;",
  ].join("\r\n");

test("an invoice is matched by the provider's ids, and what differs is told and kept", async () => {
  const { status, json } = await post(invoice());
  expect(status).toBe(201);
  expect(json).toMatchObject({
    id: expect.stringMatching(/^rec_/),
    provider: "sandbox",
    lines: 5,
    without_id: 1,
    matched: 3,
    currencies: [{ currency: "IDR", invoiced: "2107", matched: "1266", invoiced_of_known: "1266", expected: "1261.5" }],
    differences: {
      unknown_here: { count: 1, amounts: [{ currency: "IDR", amount: "420.5" }] },
      failed_here: { count: 1, amounts: [{ currency: "IDR", amount: "420.5" }] },
      price_differs: { count: 1, amounts: [{ currency: "IDR", amount: "425" }] },
      duplicate: { count: 1, amounts: [{ currency: "IDR", amount: "420.5" }] },
      not_invoiced: { count: 1, amounts: [] },
    },
  });

  const read = (await gateway.request(`${path}/${json.id}`, { key: finance })).json;
  const { shown, ...figures } = read;
  expect(figures).toEqual(json);
  expect((shown as Row[]).map(({ kind, line, invoiced, expected }) => [kind, line, invoiced, expected])).toEqual([
    ["price_differs", 3, "425", "420.5"],
    ["failed_here", 4, "420.5", "420.5"],
    ["duplicate", 5, "420.5", "420.5"],
    ["unknown_here", 6, "420.5", null],
    ["not_invoiced", null, null, "420.5"],
  ]);
  expect(shown[1]).toMatchObject({
    status: "failed",
    invoice_status: "UNDELIV",
    message: expect.stringMatching(/^msg_/),
  });

  const csv = await gateway.request(`${path}/${json.id}.csv?locale=id`, { key: finance });
  expect(csv.headers.get("content-disposition")).toContain(`${json.id}.csv`);
  expect(csv.text.trimEnd().split("\r\n")).toHaveLength(6);
  expect(csv.text).toContain(";425;IDR;420,5");

  const kept = await gateway.database.sql<{ rows: string }[]>`
    select coalesce(json_agg(t)::text, '') as rows
    from (select row_to_json(d)::text from reconciliation_differences d union all
          select row_to_json(r)::text from reconciliations r union all select row_to_json(l)::text from invoice_lines l) t`;
  expect(kept[0]?.rows).not.toContain("6281234510");
  expect(await gateway.database.sql`select from invoice_lines`).toHaveLength(0);
  const audit = (await gateway.admin("/v1/audit")).json.data;
  expect(audit[0]).toMatchObject({ action: "balance.reconcile", target: "sandbox" });
});

test("a span of time that is named is searched, whatever the file names", async () => {
  const spanOf = (from: string, until: string) => `provider=sandbox&${columns}&from=${from}&until=${until}`;
  const file = "message_id,price,state\nunknown,1,\n";
  const wide = await post(file, spanOf("2026-01-01T00:00:00Z", "2199-01-01T00:00:00Z"));
  expect(wide.json.differences.not_invoiced.count).toBe(3);
  const early = await post(file, spanOf("2020-01-01T00:00:00Z", "2020-02-01T00:00:00Z"));
  expect(early.json.differences.not_invoiced.count).toBe(0);
  expect((await post(file)).json).toMatchObject({ from: null, differences: { not_invoiced: { count: 0 } } });
  expect((await post(file, spanOf("2026-01-01T00:00:00Z", ""))).status).toBe(400);
});

test("the same key and file is done once, another file is a mismatch", async () => {
  const headers = { "idempotency-key": randomUUID() };
  const first = await post(invoice(), undefined, headers);
  const again = await post(invoice(), undefined, headers);
  expect(again.headers.get("idempotent-replayed")).toBe("true");
  expect(again.json).toEqual(first.json);
  expect((await post(`${invoice()}\n`, undefined, headers)).status).toBe(422);
  expect(await gateway.database.sql`select from invoice_lines`).toHaveLength(0);
});

test("lists are paged; another tenant's is not there", async () => {
  const all = (await gateway.request(path, { key: finance })).json.data;
  const first = (await gateway.request(`${path}?limit=1`, { key: finance })).json;
  expect(first.data).toEqual(having(all, {}).slice(0, 1));
  const next = (await gateway.request(`${path}?limit=200&cursor=${first.next_cursor}`, { key: finance })).json;
  expect(next.data).toEqual(having(all, {}).slice(1));
  const other = await makeTenant(gateway, "other");
  expect((await gateway.request(path, { key: other.finance })).json.data).toEqual([]);
  expect((await gateway.request(`${path}/${first.data[0].id}`, { key: other.finance })).status).toBe(404);
  // It sends by the first tenant's provider, so the invoice comes to that one.
  const reply = await gateway.request(`${path}?provider=sandbox&${columns}`, {
    key: other.finance,
    body: invoice(),
    headers: { "content-type": "text/csv" },
  });
  expect(reply.status).toBe(404);
  expect(reply.json.detail).toContain("the first tenant's");
});

test.each<[string, string, string, string]>([
  [`provider=sandbox`, "a,b\n", "id_column", "is required without a preset"],
  [`provider=sandbox&preset=nope`, "a,b\n", "preset", ""],
  [`provider=sandbox&preset=twilio`, "a,b\n", "id_column", 'there is no column "Sid" in the file; it has a, b'],
  [`provider=sandbox&${columns}`, "", "body", "the file is empty"],
  [`provider=sandbox&${columns}`, 'message_id,price,state\nx,"1', "body", "line 2: a quote is opened and never closed"],
  [`provider=sandbox&${columns}`, "message_id,price,state\nx,1.234,", "body", ""],
  [`provider=sandbox&${columns}&currency=usd`, "", "currency", "three capital letters, like USD"],
])("%s with %j is a 400 that names %s", async (query, body, field, message) => {
  const { status, json } = await post(body, query);
  expect(status).toBe(400);
  expect(json.errors[0].path).toBe(field);
  expect(json.errors[0].message).toContain(message);
});

test("finance and admins hold invoices against the log; auditors read what came of it", async () => {
  const keys = await keysOfRoles(gateway);
  const call = { method: "POST", body: "x" };
  expect(await rolesThatMay(gateway, keys, path, call)).toEqual(["finance", "admin"]);
  expect(await rolesThatMay(gateway, keys, path)).toEqual(["finance", "auditor", "admin"]);
  expect(await rolesThatMay(gateway, keys, `${path}/rec_0`)).toEqual(["finance", "auditor", "admin"]);
  expect((await post("{}", undefined, { "content-type": "application/json" })).status).toBe(415);
  expect((await post("message_id,price,state\n", `provider=nobody&${columns}`)).status).toBe(404);
});

test("over a socket: thousands of lines in parts, and what is too large is told", async () => {
  const server = await listen({ host: "127.0.0.1", port: 0, fetch: gateway.app.fetch });
  try {
    const url = `${server.url}${path}?provider=sandbox&${columns}`;
    const headers = { authorization: `Bearer ${finance}`, "content-type": "text/csv" };
    const upload = (rows: number, text: string) => {
      let row = 0;
      const body = new ReadableStream<Uint8Array>({
        pull(controller) {
          if (row > rows) return controller.close();
          controller.enqueue(Buffer.from(row === 0 ? "message_id,price,state\n" : `m${row % 4500},1,${text}\n`));
          row += 1;
        },
      });
      return fetch(url, { method: "POST", headers, body, duplex: "half" });
    };
    const many = await upload(5000, "ok");
    expect(many.status).toBe(201);
    const figures = (await many.json()) as { lines: number; differences: Record<string, { count: number }> };
    expect(figures.lines).toBe(5000);
    expect(figures.differences["duplicate"]?.count).toBe(500);
    const tooLarge = await upload(400, "x".repeat(60_000));
    expect(tooLarge.status).toBe(413);
    expect(await tooLarge.json()).toMatchObject({ code: "payload_too_large" });
  } finally {
    await server.close(100);
  }
});
