import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ConsoleRole } from "../../src/console/session.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { signIn, visit } from "../support/console.ts";

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
  await gateway.admin("/v1/webhooks/erp", { method: "PUT", body: { url: "http://127.0.0.1:9/hooks" } });
  await gateway.admin("/v1/tenants/toko", { method: "PUT", body: { brand: "Toko Maju" } });
});
afterAll(() => gateway.close());

/** The value of a hidden field of the page. */
const hidden = (text: string, name: string): string =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(text)?.[1]?.replaceAll("&quot;", '"') ?? "";
const page = async (path: string, role: ConsoleRole = "admin", form?: Record<string, string>) =>
  visit(gateway, await signIn(gateway, { role, language: "en" }), path, form);

const pages: [string, Record<"id" | "en", string>, ConsoleRole[]][] = [
  ["/limits", { id: "Batas &amp; pengaman", en: "Limits &amp; guard" }, ["ops", "auditor", "admin"]],
  ["/limits/usage", { id: "Batas &amp; pengaman", en: "Limits &amp; guard" }, ["ops", "auditor", "admin"]],
  [
    "/limits/usage?to=0812-3456-7890",
    { id: "Batas &amp; pengaman", en: "Limits &amp; guard" },
    ["ops", "auditor", "admin"],
  ],
  ["/limits/guard", { id: "Batas &amp; pengaman", en: "Limits &amp; guard" }, ["ops", "auditor", "admin"]],
  ["/keys", { id: "Kunci API", en: "API keys" }, ["auditor", "admin"]],
  ["/tenants", { id: "Tenant", en: "Tenants" }, ["auditor", "admin"]],
  ["/tenants/settings/demo", { id: "Tenant demo", en: "Tenant demo" }, ["auditor", "admin"]],
  ["/webhooks", { id: "Peristiwa ERP", en: "ERP events" }, ["ops", "auditor", "admin"]],
  ["/webhooks/to/erp", { id: "Tujuan erp", en: "Webhook erp" }, ["ops", "auditor", "admin"]],
  ["/webhooks/new", { id: "Tujuan baru", en: "A new webhook" }, ["ops", "admin"]],
  ["/tenants/new", { id: "Buat tenant", en: "Create a tenant" }, ["admin"]],
  ["/audit", { id: "Jejak audit", en: "Audit trail" }, ["auditor", "admin"]],
  ["/audit/retention", { id: "Masa simpan", en: "Retention" }, ["auditor", "admin"]],
  ["/audit/privacy", { id: "Data pribadi", en: "Personal data" }, ["admin"]],
];

describe.each(pages)("%s", (path, titles, roles) => {
  test.each(["id", "en"] as const)("is whole in %s", async (language) => {
    const { status, text } = await visit(gateway, await signIn(gateway, { language }), path);
    expect(status, text).toBe(200);
    expect(text).toContain(`<h1>${titles[language]}</h1>`);
    expect(text).not.toContain("undefined");
  });

  test("is for those who may", async () => {
    for (const role of ["ops", "finance", "auditor", "admin"] as const) {
      expect((await page(path, role)).status, role).toBe(roles.includes(role) ? 200 : 403);
    }
  });
});

test.each(["/limits", "/limits/guard", "/keys", "/tenants/settings/demo", "/webhooks/to/erp", "/audit/retention"])(
  "an auditor finds no button on %s that would be refused",
  async (path) => {
    const { text } = await page(path, "auditor");
    const main = text.slice(text.indexOf("<main"));
    const posts = [...main.matchAll(/<form method="post"[^>]*>(.*?)<\/form>/gs)].map(([, inside = ""]) => inside);
    expect(posts.filter((inside) => inside.includes("<button"))).toEqual([]);
  },
);

describe("limits", () => {
  test("are saved whole by the form, and not over what another saved meanwhile", async () => {
    const { text } = await page("/limits", "ops");
    const form = {
      tag: hidden(text, "tag"),
      cooldown_seconds: "45",
      countries: "id, sg",
      "recipient.0.max": "3",
      "recipient.0.span": "2",
      "recipient.0.unit": "hours",
      "guesses.free": "10",
      "guesses.first_wait_seconds": "60",
      "guesses.longest_wait_seconds": "3600",
      "ceilings.per_hour": "350000.5",
    };
    expect((await page("/limits", "ops", form)).headers.get("location")).toBe("/console/limits?done=saved");
    expect((await gateway.admin("/v1/limits")).json).toMatchObject({
      cooldown_seconds: 45,
      countries: ["ID", "SG"],
      recipient: [{ max: 3, per_seconds: 7200 }],
      ceilings: { per_hour: "350000.5" },
      guard: { mode: "monitor", min_sent: 50 },
    });
    const late = await page("/limits", "ops", form);
    expect(late.status).toBe(422);
    expect(late.text).toContain("Somebody else changed these limits");
  });

  test("that are wrong are shown again, with what was typed and what would be right", async () => {
    const { text: before } = await page("/limits", "ops");
    const form = {
      tag: hidden(before, "tag"),
      cooldown_seconds: "30",
      countries: "Indonesia",
      "recipient.4.max": "0",
      "recipient.4.span": "1",
      "recipient.4.unit": "days",
      "guesses.free": "10",
      "guesses.first_wait_seconds": "60",
      "guesses.longest_wait_seconds": "3600",
    };
    const { status, text } = await page("/limits", "ops", form);
    expect(status).toBe(422);
    expect(text).toContain("an ISO 3166 country code");
    expect(text).toMatch(/name="recipient\.4\.max" value="0"[^>]*aria-invalid="true"/);
  });

  test("get a row more without a script, and nothing is saved", async () => {
    const was = (await gateway.admin("/v1/limits")).text;
    const { status, text } = await page("/limits", "ops", { tag: "", countries: "ID", "row-more": "prefix" });
    expect(status).toBe(200);
    expect(text).toContain('name="prefix.0.max"');
    expect((await gateway.admin("/v1/limits")).text).toBe(was);
  });

  test("go by a preset, and where may be sent stays", async () => {
    expect((await page("/limits/preset", "ops", { preset: "strict" })).status).toBe(303);
    expect((await gateway.admin("/v1/limits")).json).toMatchObject({
      preset: "strict",
      cooldown_seconds: 60,
      countries: ["ID", "SG"],
      ceilings: { per_hour: "350000.5" },
      guard: { mode: "block" },
    });
    await gateway.admin("/v1/limits", { method: "PUT", body: {} });
  });
});

describe("keys", () => {
  test("are shown once, however often the form is sent", async () => {
    const form = { name: "till 3", role: "erp", ips: "10.0.0.0/8", expires: "2099-12-31", nonce: "made-once" };
    const made = await page("/keys", "admin", form);
    const key = /<code id="key">([^<]+)<\/code>/.exec(made.text)?.[1] ?? "";
    expect(key).toMatch(/^.{30,}$/);
    expect(made.text).toContain("/v1/otp/issue");
    const again = await page("/keys", "admin", form);
    expect(again.text).toContain("was shown before");
    expect(again.text).not.toContain(key);
    const { data } = (await gateway.admin("/v1/keys?limit=1")).json;
    // The whole of that day in Jakarta.
    expect(data[0]).toMatchObject({ name: "till 3", ips: ["10.0.0.0/8"], expires_at: "2099-12-31T16:59:59Z" });
  });

  test("that can't be made are refused beside the field", async () => {
    const { status, text } = await page("/keys", "admin", {
      name: "till",
      role: "erp",
      ips: "nowhere",
      expires: "soon",
    });
    expect(status).toBe(422);
    expect(text).toContain("must be an address or a range");
    expect(text).toContain("an ISO 8601 time");
  });
});

describe("tenants", () => {
  test("a name that is there is not made twice", async () => {
    const form = {
      name: "toko",
      brand: "Other",
      default_locale: "id",
      time_zone: "Asia/Jakarta",
      low_threshold: "0",
      low_runway_hours: "0",
      credit_line: "0",
    };
    const { status, text } = await page("/tenants/new", "admin", form);
    expect(status).toBe(422);
    expect(text).toContain("There is a tenant of this name already.");
    expect((await gateway.admin("/v1/tenants/toko")).json).toMatchObject({ brand: "Toko Maju" });
    expect((await page("/tenants/new", "admin", { ...form, name: "Toko!" })).text).toContain("1 to 63 of a-z");
    expect((await page("/tenants/new", "admin", { ...form, name: "cabang" })).status).toBe(303);
  });

  test("are changed by the form, people who are alerted with it", async () => {
    const { text } = await page("/tenants/settings/toko");
    const form = {
      tag: hidden(text, "tag"),
      brand: "Toko Maju",
      default_locale: "id",
      time_zone: "Asia/Makassar",
      low_threshold: "0",
      low_runway_hours: "0",
      credit_line: "0",
      central_recipients: "0811-1234 567\n",
      "alert.3.channel": "email",
      "alert.3.to": "a@b",
      "alert.3.balance": "yes",
    };
    const refused = await page("/tenants/settings/toko", "admin", form);
    expect(refused.status).toBe(422);
    expect(refused.text).toContain("not an e-mail address");
    expect((await page("/tenants/settings/toko", "admin", { ...form, "alert.3.to": "a@b.example" })).status).toBe(303);
    expect((await gateway.admin("/v1/tenants/toko")).json).toMatchObject({
      time_zone: "Asia/Makassar",
      central_recipients: ["0811-1234 567"],
      alert_to: [{ channel: "email", to: "a@b.example", kinds: ["balance"] }],
    });
  });

  test("are looked at by admins of the first one alone, whose own is a step away", async () => {
    const cookie = await signIn(gateway, { language: "en" });
    expect((await visit(gateway, cookie, "/tenants/act", { tenant: "toko" })).status).toBe(303);
    const acting = await visit(gateway, cookie, "/keys");
    expect(acting.text).toContain("You are looking at tenant toko.");
    expect(acting.text).toContain("There is no key yet.");
    expect((await visit(gateway, cookie, "/tenants")).text).toContain("toko");
    await visit(gateway, cookie, "/tenants/leave", {});
    expect((await visit(gateway, cookie, "/keys")).text).not.toContain("You are looking at");
    expect((await page("/tenants/act", "ops", { tenant: "toko" })).status).toBe(403);
    expect((await page("/tenants/act", "admin", { tenant: "nobody" })).status).toBe(404);
  });
});

describe("webhooks", () => {
  test("are made with the events that were chosen; the secret is shown", async () => {
    const form = {
      name: "second",
      url: "http://127.0.0.1:9/second",
      "event.otp.*": "yes",
      "event.otp.verified": "yes",
      "event.balance.low": "yes",
      state: "off",
    };
    const { status, text } = await page("/webhooks/new", "ops", form);
    expect(status).toBe(200);
    expect(text).toMatch(/<code id="secret">whsec_/);
    expect((await gateway.admin("/v1/webhooks/second")).json).toMatchObject({
      events: ["otp.*", "balance.low"],
      state: "off",
    });
    const again = await page("/webhooks/new", "ops", form);
    expect(again.status).toBe(422);
    expect(again.text).toContain("There is a webhook of this name already.");
    expect((await page("/webhooks/new", "ops", { name: "third", url: "http://127.0.0.1:9/" })).status).toBe(422);
  });
});

describe("personal data", () => {
  test("is given as a file, and erased", async () => {
    await gateway.request("/v1/otp/issue", { body: { to: "+6281234567890", user: "ani" } });
    const file = await page("/audit/privacy/export", "admin", { user: "ani" });
    expect(file.headers.get("content-disposition")).toContain("attachment");
    expect(JSON.parse(file.text)).toMatchObject({ otps: [{ user: "ani" }] });
    expect((await page("/audit/privacy/export", "ops", { user: "ani" })).status).toBe(422);
    const erased = await page("/audit/privacy/erase", "admin", { user: "ani" });
    expect(erased.text).toContain("<h1>Erased</h1>");
    expect((await page("/audit/privacy/erase", "admin", {})).status).toBe(422);
    const list = await page("/audit/privacy/affected.csv?from=2026-01-01&until=2126-01-01");
    expect(list.text).toContain("number,users");
  });

  test("is kept as long as the form says", async () => {
    const form = {
      codes_days: "30",
      numbers_days: "60",
      reports_months: "13",
      messages_months: "13",
      audit_months: "25",
    };
    expect((await page("/audit/retention", "admin", form)).status).toBe(303);
    expect((await gateway.admin("/v1/retention")).json).toMatchObject({ numbers_days: 60 });
    const wrong = await page("/audit/retention", "admin", { ...form, numbers_days: "3" });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('aria-invalid="true"');
  });
});

test("the audit trail says in words what was done", async () => {
  const { text } = await page("/audit?action=limits.put");
  expect(text).toContain("Limits were changed");
  expect((await page("/audit?from=2026-01-01&until=2026-01-02")).text).toContain("No entry matches.");
});
