import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { calendarOf } from "../../src/ledger/statement/month.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { LedgerHistory } from "../support/ledger-history.ts";
import { keysOfRoles, makeTenant, rolesThatMay } from "../support/roles.ts";

let gateway: TestGateway;
let finance: string;

beforeAll(async () => {
  gateway = await startTestGateway();
  finance = (await makeTenant(gateway, "books")).finance;
  const history = await LedgerHistory.of(gateway.database.sql, "books");
  const at = (text: string) => Date.parse(text);
  history.topUp(9_000_000_000_000n, at("2026-02-20T00:00:00Z"));
  const across = history.hold(350_000_000n, at("2026-02-28T16:59:00Z"), { costCentre: "=till;1", cost: "300000000" });
  history.capture(across, 350_000_000n, at("2026-03-01T00:00:00Z"));
  history.topUp(1_234_567_500_000n, at("2026-03-02T00:00:00Z"));
  history.adjust(-500_000n, at("2026-03-03T00:00:00Z"));
  const sms = history.hold(500_000_000n, at("2026-03-04T00:00:00Z"), {
    channel: "sms",
    provider: "twilio",
    purpose: "transaction",
    cost: "400000000",
  });
  history.capture(sms, 450_250_000n, at("2026-03-04T00:00:01Z"));
  history.refund(across, at("2026-03-05T00:00:00Z"));
  history.hold(350_000_000n, at("2026-03-31T16:00:00Z"));
  await history.write();
});
afterAll(() => gateway.close());

const get = (query: string, key: string | null = finance) => gateway.request(`/v1/balance/statement${query}`, { key });

test("a month as JSON: opening, what came and went, closing, as decimal strings", async () => {
  const { status, json } = await get("?month=2026-03");
  expect(status).toBe(200);
  expect(json).toEqual({
    month: "2026-03",
    signatures: [],
    time_zone: "Asia/Jakarta",
    from: "2026-02-28T17:00:00Z",
    until: "2026-03-31T17:00:00Z",
    status: "final",
    currency: "IDR",
    entries: 7,
    opening: "9000000",
    opening_held: "350",
    topups: { count: 1, amount: "1234567.5" },
    adjustments: { count: 1, amount: "-0.5" },
    spend: {
      messages: 2,
      charged: "800.25",
      refunded: "350",
      spend: "450.25",
      refunds: 1,
      late_charges: { count: 0, amount: "0" },
      by_channel: [
        { channel: "sms", messages: 1, charged: "450.25", refunded: "0", spend: "450.25" },
        { channel: "whatsapp", messages: 1, charged: "350", refunded: "350", spend: "0" },
      ],
      by_provider: [
        { provider: "twilio", messages: 1, charged: "450.25", refunded: "0", spend: "450.25" },
        { provider: "meta", messages: 1, charged: "350", refunded: "350", spend: "0" },
      ],
      by_purpose: [
        { purpose: "transaction", messages: 1, charged: "450.25", refunded: "0", spend: "450.25" },
        { purpose: "login", messages: 1, charged: "350", refunded: "350", spend: "0" },
      ],
      by_cost_centre: [
        { cost_centre: null, messages: 1, charged: "450.25", refunded: "0", spend: "450.25" },
        { cost_centre: "=till;1", messages: 1, charged: "350", refunded: "350", spend: "0" },
      ],
    },
    closing: "10234116.75",
    closing_held: "350",
  });
});

test("what the ERP's issue names is what its charge is under, at once", async () => {
  const keys = await makeTenant(gateway, "live");
  await gateway.admin("/v1/balance/topups", {
    body: { amount: "1000", reference: "t" },
    headers: { "x-tenant": "live" },
  });
  const body = { to: "081234500077", purpose: "access", metadata: { cost_centre: "  Gudang 2 " }, wait_ms: 5000 };
  expect((await gateway.request("/v1/otp/issue", { key: keys.erp, body })).status).toBe(201);
  const month = calendarOf("Asia/Jakarta")(gateway.clock.now());
  const { json } = await get(`?month=${month}`, keys.auditor);
  expect(json).toMatchObject({ status: "provisional", closing: "650", closing_held: "0" });
  expect(json.spend.by_purpose).toMatchObject([{ purpose: "access", spend: "350" }]);
  expect(json.spend.by_cost_centre).toMatchObject([{ cost_centre: "Gudang 2", spend: "350" }]);
  expect(json.spend.by_provider).toMatchObject([{ provider: "sandbox", spend: "350" }]);
});

test("the margin is for the first tenant's keys, of messages whose cost is known and that were not refunded", async () => {
  const margin = { messages: 1, unknown: 0, spend: "450.25", cost: "400", margin: "50.25" };
  const first = await gateway.admin("/v1/balance/statement?month=2026-03", { headers: { "x-tenant": "books" } });
  expect(first.json.margin).toEqual(margin);
  expect((await get("?month=2026-03")).json).not.toHaveProperty("margin");
});

test("a tenant that makes a price list of its own does not learn by it what its messages cost before", async () => {
  const { finance } = await keysOfRoles(gateway, "books");
  const prices = (list: object[]) =>
    gateway.request("/v1/prices", { method: "PUT", key: finance, body: { prices: list } });
  expect((await prices([{ channel: "sms", amount: "1", valid_from: "2200-01-01T00:00:00Z" }])).status).toBe(200);
  expect((await get("?month=2026-03")).json).not.toHaveProperty("margin");
  expect((await prices([])).status).toBe(200);
});

test.each([
  ["", "month", "is required"],
  ["?month=2026-3", "month", "a month like 2026-11"],
  ["?month=2026-13", "month", "a month like 2026-11"],
  ["?month=0001-01", "month", "a month like 2026-11"],
  ["?month=2199-01", "month", "has not begun yet in Asia/Jakarta"],
])("%s is a 400 that names the field", async (query, path, message) => {
  for (const form of ["", ".csv", ".html"]) {
    const { status, json } = await get(`${form}${query}`);
    expect(status).toBe(400);
    expect(json.errors).toEqual([{ path, message }]);
  }
});

test("finance, auditors and admins read it", async () => {
  const keys = await keysOfRoles(gateway);
  for (const form of ["", ".csv", ".html"]) {
    const path = `/v1/balance/statement${form}?month=2026-03`;
    expect(await rolesThatMay(gateway, keys, path)).toEqual(["finance", "auditor", "admin"]);
    expect((await gateway.request(path, { key: null })).status).toBe(401);
  }
});

test("sums that are wrong are a 500 that tells nothing, and a line in the log", async () => {
  const { finance: key } = await makeTenant(gateway, "spoilt");
  const { sql } = gateway.database;
  const history = await LedgerHistory.of(sql, "spoilt");
  history.topUp(5n, Date.parse("2026-03-02T00:00:00Z"));
  await history.write();
  expect((await get("?month=2026-03", key)).status).toBe(200);
  await sql`update ledger_sums set amount = 4 where tenant_id = ${history.account.tenantId} and grain = 'day'`;
  const { status, text } = await get("?month=2026-03", key);
  expect(status).toBe(500);
  expect(text).not.toContain("statement 2026-03");
  expect(gateway.logged()).toContain("statement 2026-03: 0 and 4 are not 5");
});

describe("csv", () => {
  const lines = async (query: string) => {
    const headers = { authorization: `Bearer ${finance}` };
    const reply = await gateway.app.request(`/v1/balance/statement.csv?month=2026-03${query}`, { headers });
    expect(reply.headers.get("content-disposition")).toBe('attachment; filename="statement-2026-03.csv"');
    const bytes = Buffer.from(await reply.arrayBuffer());
    expect(bytes.subarray(0, 3).toString("hex")).toBe("efbbbf");
    return bytes.toString("utf8").slice(1).trimEnd().split("\r\n");
  };

  test("of an Indonesian tenant it has semicolons and decimal commas", async () => {
    expect(await lines("")).toEqual([
      "month;section;name;count;charged;refunded;amount;currency",
      "2026-03;balance;opening;;;;9000000;IDR",
      "2026-03;balance;topups;1;;;1234567,5;IDR",
      "2026-03;balance;adjustments;1;;;-0,5;IDR",
      "2026-03;balance;charges;2;;;-800,25;IDR",
      "2026-03;balance;refunds;1;;;350;IDR",
      "2026-03;balance;closing;;;;10234116,75;IDR",
      "2026-03;held;opening;;;;350;IDR",
      "2026-03;held;closing;;;;350;IDR",
      "2026-03;late_charges;;0;;;0;IDR",
      "2026-03;spend_by_channel;sms;1;450,25;0;450,25;IDR",
      "2026-03;spend_by_channel;whatsapp;1;350;350;0;IDR",
      "2026-03;spend_by_provider;twilio;1;450,25;0;450,25;IDR",
      "2026-03;spend_by_provider;meta;1;350;350;0;IDR",
      "2026-03;spend_by_purpose;transaction;1;450,25;0;450,25;IDR",
      "2026-03;spend_by_purpose;login;1;350;350;0;IDR",
      "2026-03;spend_by_cost_centre;;1;450,25;0;450,25;IDR",
      '2026-03;spend_by_cost_centre;"\'=till;1";1;350;350;0;IDR',
    ]);
  });

  test("in English it has commas and decimal points", async () => {
    const [header, , topups, adjustments] = await lines("&locale=en");
    expect(header).toBe("month,section,name,count,charged,refunded,amount,currency");
    expect(topups).toBe("2026-03,balance,topups,1,,,1234567.5,IDR");
    expect(adjustments).toBe("2026-03,balance,adjustments,1,,,-0.5,IDR");
  });
});

describe("the page", () => {
  test("is Indonesian for an Indonesian tenant, with every figure in its marks", async () => {
    const { status, headers, text } = await get(".html?month=2026-03");
    expect(status).toBe(200);
    expect(headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(text).toContain('<html lang="id">');
    for (const shown of ["Saldo awal", "Maret 2026", "9.000.000,00", "1.234.567,50", "−800,25", "10.234.116,75"]) {
      expect(text).toContain(shown);
    }
  });

  test("is English when asked for", async () => {
    const { text } = await get(".html?month=2026-03&locale=en");
    for (const shown of ['<html lang="en">', "Opening balance", "March 2026", "10,234,116.75", "(not named)"]) {
      expect(text).toContain(shown);
    }
    expect((await get(".html?month=2026-03&locale=fr")).json.errors[0].path).toBe("locale");
  });

  test("runs nothing, and what a tenant or an ERP wrote is text", async () => {
    const put = { method: "PUT", body: { brand: "<script>alert(1)</script>", default_locale: "en" } };
    await gateway.admin("/v1/tenants/books", put);
    const { headers, text } = await get(".html?month=2026-03");
    expect(text).not.toContain("<script");
    expect(text).toContain("&lt;script&gt;");
    // A name can't turn the line it stands on about.
    expect(text).toContain("<bdi>");
    const style = /<style>([\s\S]*)<\/style>/.exec(text)?.[1] ?? "";
    const hash = createHash("sha256").update(style).digest("base64");
    expect(headers.get("content-security-policy")).toContain(`'sha256-${hash}'`);
    expect(headers.get("content-security-policy")).toContain("default-src 'none'");
    await gateway.admin("/v1/tenants/books", { method: "PUT", body: { brand: "books" } });
  });

  test("a browser is asked for the key, and may bring it as a password", async () => {
    const asked = await get(".html?month=2026-03", null);
    expect(asked.status).toBe(401);
    expect(asked.headers.get("www-authenticate")).toMatch(/^Basic /);
    const authorization = `Basic ${Buffer.from(`anyone:${finance}`).toString("base64")}`;
    const answered = await gateway.request("/v1/balance/statement.html?month=2026-03", {
      key: null,
      headers: { authorization },
    });
    expect(answered.status).toBe(200);
  });
});
