import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ConsoleRole } from "../../src/console/session.ts";
import { newId, publicId } from "../../src/kit/id.ts";
import { phone } from "../support/erp.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { signIn, visit } from "../support/console.ts";

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

const person = (role: ConsoleRole = "finance", name = "Dewi") => signIn(gateway, { role, name, language: "en" });

describe("adjustments", () => {
  const form = { amount: "12.500,50", direction: "minus", reason: "A fee twice", reference: "KOR-1" };

  test("are entered with a reason and listed with it", async () => {
    const cookie = await person();
    const { headers } = await visit(gateway, cookie, "/balance/adjustments", form);
    expect(headers.get("location")).toContain("done=made");
    const { text } = await visit(gateway, cookie, "/balance/adjustments");
    expect(text).toContain("A fee twice");
    expect(text).toContain("−IDR\u00a012,500.50");
  });

  test("have no sign of their own", async () => {
    const { status, text } = await visit(gateway, await person(), "/balance/adjustments", { ...form, amount: "-5" });
    expect(status).toBe(422);
    expect(text).toContain("without a minus sign");
  });

  test("that add are an admin's, where a top-up takes two persons", async () => {
    await gateway.admin("/v1/tenants/demo", { method: "PUT", body: { brand: "Demo", topup_approval: true } });
    const finance = await visit(gateway, await person(), "/balance/adjustments");
    const admin = await visit(gateway, await person("admin"), "/balance/adjustments");
    await gateway.admin("/v1/tenants/demo", { method: "PUT", body: { brand: "Demo" } });
    expect(finance.text).not.toContain('value="plus"');
    expect(admin.text).toContain('value="plus"');
  });
});

describe("prices", () => {
  test("of now are added once, though the form is sent twice", async () => {
    const form = { channel: "voice", amount: "710", nonce: newId() };
    const cookie = await person();
    for (const _ of [1, 2]) {
      const { headers } = await visit(gateway, cookie, "/balance/prices", form);
      expect(headers.get("location")).toContain("done=added");
      gateway.clock.advance(1);
    }
    const { prices } = (await gateway.admin("/v1/prices")).json as { prices: { channel: string }[] };
    expect(prices.filter(({ channel }) => channel === "voice")).toHaveLength(2);
  });

  test("of a later day are to come, and can be taken back; of now they hold, and the old one is history", async () => {
    const cookie = await person();
    const later = { channel: "sms", amount: "525", cost: "410", per: "segment", charged_on: "delivered" };
    await visit(gateway, cookie, "/balance/prices", { ...later, valid_from: "2100-01-31" });
    await visit(gateway, cookie, "/balance/prices", { channel: "sms", amount: "510" });
    const { text } = await visit(gateway, cookie, "/balance/prices");
    const [now = "", planned = "", history = ""] = text.split("<h2>").slice(-3);
    expect(now).toContain("IDR\u00a0510");
    expect(planned).toContain("IDR\u00a0525");
    expect(planned).toContain("IDR\u00a0115");
    expect(history).toContain("IDR\u00a0500");

    const { prices } = (await gateway.admin("/v1/prices")).json as { prices: Record<string, string>[] };
    const price = prices.find(({ amount }) => amount === "525") ?? {};
    // The beginning of that day in Jakarta.
    expect(price["valid_from"]).toBe("2100-01-30T17:00:00Z");
    const form = { channel: "sms", provider: "", country: "", prefix: "", valid_from: price["valid_from"] ?? "" };
    const done = await visit(gateway, cookie, "/balance/prices/withdraw", form);
    expect(done.headers.get("location")).toContain("done=withdrawn");
    expect((await visit(gateway, cookie, "/balance/prices/withdraw", form)).status).toBe(422);
  });

  test("that are wrong come back with what is wrong beside the field", async () => {
    const form = { channel: "sms", amount: "1", cost: "cheap", valid_from: "soon" };
    const { status, text } = await visit(gateway, await person(), "/balance/prices", form);
    expect(status).toBe(422);
    for (const field of ["cost", "valid_from"]) expect(text).toContain(`id="f-${field}-wrong"`);
    const api = await visit(gateway, await person(), "/balance/prices", {
      channel: "sms",
      amount: "1",
      country: "xyz",
    });
    expect(api.text).toContain('id="f-country-wrong"');
  });
});

describe("a statement", () => {
  test("is final for a month that is over, signed once by each, and then says who did", async () => {
    const cookie = await person("finance", "Dewi Lestari");
    const page = await visit(gateway, cookie, "/balance/statements?month=2020-01");
    expect(page.text).toContain("Final");
    const form = { month: "2020-01", closing: "0" };
    const done = await visit(gateway, cookie, "/balance/statements/sign", form);
    expect(done.headers.get("location")).toBe("/console/balance/statements?month=2020-01&done=signed");
    const { text } = await visit(gateway, cookie, "/balance/statements?month=2020-01");
    expect(text).toContain("Dewi Lestari");
    expect(text).not.toContain("/statements/sign");
  });

  test("that was not seen is not signed", async () => {
    const cookie = await person();
    const { status, text } = await visit(gateway, cookie, "/balance/statements/sign", {
      month: "2020-01",
      closing: "5",
    });
    expect(status).toBe(422);
    expect(text).toContain("2020-01");
  });

  test("of no month says how one is written", async () => {
    const { status, text } = await visit(gateway, await person(), "/balance/statements?month=11/2026");
    expect(status).toBe(422);
    expect(text).toContain("Write a month like 2026-11.");
  });

  test("is a file and a page for paper with its own looks", async () => {
    const cookie = await person();
    const file = await visit(gateway, cookie, "/balance/statements.csv?month=2020-01");
    expect(file.text).toBe((await gateway.admin("/v1/balance/statement.csv?month=2020-01&locale=en")).text);
    const paper = await visit(gateway, cookie, "/balance/statements/print?month=2020-01");
    expect(paper.text).toContain("<h1>Account statement</h1>");
    expect(paper.headers.get("content-security-policy")).toMatch(/style-src 'self' 'sha256-/);
  });
});

describe("an invoice", () => {
  const post = async (cookie: string, content: string, fields: Record<string, string>): Promise<Response> => {
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    body.set("file", new File([content], "invoice.csv", { type: "text/csv" }));
    return gateway.app.request("/console/balance/reconciliations", { method: "POST", headers: { cookie }, body });
  };
  const own = { provider: "sandbox", preset: "own", id_column: "id", amount_column: "amount" };

  test("is held against what was sent; its differences are shown, and are a file", async () => {
    const issued = await gateway.request("/v1/otp/issue", { body: { to: phone(), wait_ms: 5000 } });
    const message = await gateway.admin(`/v1/messages/${issued.json.message.id}`);
    const known = String(message.json.attempts[0].provider_message_id);
    const cookie = await person();
    const made = await post(cookie, `id,amount\n${known},350\n${known},350\nnever,20\n`, {
      ...own,
      nonce: "an-invoice",
    });
    const path = (made.headers.get("location") ?? "").replace("/console", "");
    expect(made.status).toBe(303);
    const { text } = await visit(gateway, cookie, path);
    for (const name of ["The invoice was reconciled.", "Never sent", "Twice"]) expect(text).toContain(name);
    const file = await visit(gateway, cookie, path.replace(/\?.*/, ".csv"));
    expect(file.text).toContain("unknown_here");
    expect((await visit(gateway, cookie, "/balance/reconciliations")).text).toContain(path.replace(/\?.*/, ""));
  });

  test("without columns, or without a file, comes back with what is missing", async () => {
    const cookie = await person();
    const columns = await post(cookie, "id,amount\n", { provider: "sandbox", preset: "own" });
    expect(columns.status).toBe(422);
    expect(await columns.text()).toContain('id="f-id_column-wrong"');
    expect(await (await post(cookie, "", own)).text()).toContain('id="f-file-wrong"');
  });
});

describe("an alert", () => {
  test("that stands is on the summary, and is seen to by whoever says so", async () => {
    const id = newId();
    const { sql } = gateway.database;
    const figures = { available: "1", currency: "IDR", threshold: "2", runway_hours: 3 };
    await sql`
      insert into balance_alerts (tenant_id, id, kind, since, figures, try_at)
      select id, ${id}, 'low', now(), ${sql.json(figures)}, now() from tenants where first`;
    const cookie = await person("finance", "Nyoman");
    expect((await visit(gateway, cookie, "/balance")).text).toContain("The balance is below its threshold");
    const path = `/balance/alerts/${publicId("alr", id)}/acknowledge`;
    expect((await visit(gateway, cookie, "/balance/alerts")).text).toContain(path);
    await visit(gateway, cookie, path, {});
    const { text } = await visit(gateway, cookie, "/balance/alerts");
    expect(text).toContain("Nyoman");
    expect(text).not.toContain(path);
  });

  test("is tried with a notice that says what came of it", async () => {
    const told = { alert_to: [{ channel: "email", to: "finance@example.com", kinds: ["balance"] }] };
    await gateway.admin("/v1/tenants/demo", { method: "PUT", body: { brand: "Demo", ...told } });
    const cookie = await person();
    const { text } = await visit(gateway, cookie, "/balance/alerts");
    expect(text).not.toContain("finance@example.com");
    const tested = await visit(gateway, cookie, "/balance/alerts/test", {});
    expect(tested.status).toBe(200);
    expect(tested.text).toContain("What the test came to");
    expect(tested.text).toContain("sent");
  });
});

describe("the check of the ledger", () => {
  test("says since when all money is accounted for", async () => {
    expect((await visit(gateway, await person(), "/balance")).text).toContain("has not been checked yet");
    await gateway.gateway.ledgerCheck.run();
    expect((await visit(gateway, await person("auditor"), "/balance")).text).toContain("All money is accounted for.");
  });
});

describe("a refusal", () => {
  test("is said in Indonesian to whoever reads Indonesian", async () => {
    const cookie = await signIn(gateway, { role: "finance", language: "id" });
    const late = await visit(gateway, cookie, "/balance/statements/sign", { month: "2020-01", closing: "5" });
    expect(late.text).toContain("Saldo akhirnya bukan yang tadi Anda lihat.");
    const spent = { amount: "999999999", direction: "minus", reason: "salah", reference: "KOR-9" };
    const { text } = await visit(gateway, cookie, "/balance/adjustments", spent);
    expect(text).toContain("Saldo akan menjadi minus; yang tersedia ");
  });
});
