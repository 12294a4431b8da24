import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { signIn, visit } from "../support/console.ts";

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

describe("who is not signed in", () => {
  test.each(["", "/audit", "/audit.csv"])("is led from %s to the sign-in, and back afterwards", async (path) => {
    const { status, headers } = await visit(gateway, null, path);
    expect(status).toBe(303);
    const next = path === "" ? "" : `?next=${encodeURIComponent(path)}`;
    expect(headers.get("location")).toBe(`/console/sign-in${next}`);
  });

  test("can post nothing", async () => {
    expect((await visit(gateway, null, "/tenants/leave", {})).status).toBe(401);
  });
});

describe("a page", () => {
  test.each([
    ["id", "Jejak audit"],
    ["en", "Audit trail"],
  ] as const)("is whole in %s", async (language, title) => {
    const cookie = await signIn(gateway, { language });
    const { status, text, headers } = await visit(gateway, cookie, "/audit");
    expect(status).toBe(200);
    expect(text).toContain(`<html lang="${language}">`);
    expect(text).toContain(`<h1>${title}</h1>`);
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("content-security-policy")).toContain("script-src 'self';");
    expect(headers.get("x-request-id")).toMatch(/./);
  });

  test.each(["/", "/audit/", "/?table=1"])("is there at %s too, with a slash at its end", async (path) => {
    expect((await visit(gateway, await signIn(gateway), path)).status).toBe(200);
  });

  test("that is not there says so, with a way on", async () => {
    const { status, text } = await visit(gateway, await signIn(gateway), "/nowhere");
    expect(status).toBe(404);
    expect(text).toContain("<h1>Tidak ditemukan</h1>");
  });

  test("that the role may not see says so", async () => {
    const { status, text } = await visit(gateway, await signIn(gateway, { role: "finance" }), "/audit");
    expect(status).toBe(403);
    expect(text).toContain("<h1>Tidak ada izin</h1>");
    expect(text).not.toContain('href="/console/audit"');
  });

  test("shows what the API shows, and no more", async () => {
    const { text } = await visit(
      gateway,
      await signIn(gateway, { role: "auditor", language: "en" }),
      "/audit?action=nothing",
    );
    expect(text).toContain("No entry matches.");
  });

  test("as a file is the API's, whole", async () => {
    const { status, text, headers } = await visit(gateway, await signIn(gateway), "/audit.csv");
    const file = await gateway.admin("/v1/audit.csv");
    expect(status).toBe(200);
    expect(text).toBe(file.text);
    expect(headers.get("content-disposition")).toBe('attachment; filename="audit.csv"');
  });
});

describe("the log of requests", () => {
  test("names a page as it is registered, never by what somebody typed", async () => {
    await visit(gateway, await signIn(gateway), "/providers/sandbox");
    await visit(gateway, null, "/made-up-word");
    await visit(gateway, await signIn(gateway), "/another-word");
    expect(gateway.logged()).toContain('"route":"/console/providers/{name}"');
    expect(gateway.logged()).not.toMatch(/made-up|another-word/);
    expect(await gateway.gateway.metrics.text()).not.toMatch(/made-up|another-word/);
  });
});

describe("a form", () => {
  test("of another website changes nothing", async () => {
    const headers = { origin: "https://evil.example", "sec-fetch-site": "cross-site" };
    const { status, text } = await visit(gateway, await signIn(gateway), "/language", { language: "en" }, headers);
    expect(status).toBe(403);
    expect(text).toContain("<h1>");
  });

  test("that chooses the language leads back to where one was", async () => {
    const { status, headers } = await visit(gateway, await signIn(gateway), "/language", {
      language: "en",
      back: "/audit?q=a",
    });
    expect(status).toBe(303);
    expect(headers.get("location")).toBe("/console/audit?q=a");
    expect(headers.get("set-cookie")).toMatch(/^gerbang_language=en; .*HttpOnly; SameSite=Lax/);
  });

  test.each(["//evil.example", "https://evil.example", "/\\evil.example", "/a\r\nb"])(
    "leads nowhere else: %j",
    async (back) => {
      const { headers } = await visit(gateway, await signIn(gateway), "/language", { language: "en", back });
      expect(headers.get("location")).toBe("/console");
    },
  );
});

describe("what a browser is given beside pages", () => {
  test("is kept until it changes, and is small", async () => {
    const { text } = await visit(gateway, await signIn(gateway), "/audit");
    const addresses = [...text.matchAll(/(?:src|href)="\/console(\/assets\/[^"]+)"/g)].map(([, path = ""]) => path);
    expect(addresses.length).toBeGreaterThanOrEqual(3);
    let bytes = 0;
    for (const path of addresses) {
      const response = await gateway.app.request(`/console${path}`, { headers: { "accept-encoding": "gzip" } });
      expect(response.headers.get("cache-control")).toContain("immutable");
      expect(response.headers.get("content-encoding")).toBe("gzip");
      bytes += (await response.arrayBuffer()).byteLength;
    }
    expect(bytes).toBeLessThan(60_000);
  });
});

describe("the way back", () => {
  test.each([
    ["/routes/plan", "/routes"],
    ["/limits/preset", "/limits"],
    ["/providers/sandbox/test", "/providers/sandbox"],
    ["/balance/alerts/alert_1/acknowledge", "/balance/alerts"],
    ["/webhooks/to/erp/secrets/s1/end", "/webhooks/to/erp"],
    ["/users/u1/sessions/s1/end", "/users/u1"],
    ["/templates/otp/sms/id/preview", "/templates/otp/sms/id"],
  ])("from %s, where a form is posted, is the page that has the form", async (path, page) => {
    const { status, headers } = await visit(gateway, await signIn(gateway), path);
    expect(status).toBe(303);
    expect(headers.get("location")).toBe(`/console${page}`);
  });

  test("of a part of a page, once the session is over, is the sign-in for the whole page", async () => {
    const { status, headers, text } = await visit(gateway, null, "/messages?to=0812", undefined, {
      "HX-Request": "true",
      "HX-Current-URL": "http://gateway.test/console/messages?to=0812",
    });
    expect(status).toBe(401);
    expect(text).toBe("");
    expect(headers.get("hx-redirect")).toBe(`/console/sign-in?next=${encodeURIComponent("/messages?to=0812")}`);
  });

  test("of a form that comes too late is the sign-in", async () => {
    const { status, text } = await visit(gateway, null, "/routes", { do: "save" }, { "accept-language": "en" });
    expect(status).toBe(401);
    expect(text).toContain("<h1>Your session is over</h1>");
    expect(text).toContain('href="/console/sign-in?next=%2Froutes"');
  });
});
