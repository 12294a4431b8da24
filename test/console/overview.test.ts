import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Page } from "playwright-core";
import { startBrowser, startListeningGateway, type ListeningGateway, type TestBrowser } from "../support/browser.ts";
import { openPage, signIn, sizes, visit } from "../support/console.ts";
import { feedSettled } from "../support/feed.ts";
import { startTestGateway } from "../support/gateway.ts";

let gateway: ListeningGateway;
let browser: TestBrowser;
beforeAll(async () => {
  [gateway, browser] = await Promise.all([startListeningGateway(), startBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await gateway.close();
});

let numbers = 0;
const issue = async (to = gateway): Promise<void> => {
  const body = { to: `0812${String((numbers += 1)).padStart(4, "0")}7890`, wait_ms: 5000 };
  const reply = await to.request("/v1/otp/issue", { body });
  expect(reply.status, reply.text).toBe(201);
};
const counted = async (on = gateway): Promise<void> => {
  await feedSettled(on.database.sql);
  for (const follower of on.gateway.followers) await follower.run();
};
const titles = (page: Page) => page.locator("main h2").allInnerTexts();
/** The page listens once this was evaluated: what comes after it is heard. */
const listen = `void (window.heard = new Promise((done) =>
  document.body.addEventListener("live:messages", () => setTimeout(done, 0), { once: true })))`;
const listening = (page: Page) => page.locator("body[data-listening]").waitFor({ state: "attached" });

test("before the first message it says what is set and what is missing, and who may do it", async () => {
  const bare = await startTestGateway({ demo: false });
  try {
    const operator = await visit(bare, await signIn(bare, { role: "ops", language: "en" }), "");
    expect(operator.status).toBe(200);
    expect(operator.text).toContain('<h2 id="setup-title">Set up the first code</h2>');
    expect(operator.text).toContain('href="/console/providers">Set up providers</a>');
    expect(operator.text).toContain("Ask an admin");
    expect(operator.text).not.toContain("data-charts");
    const clerk = await visit(bare, await signIn(bare, { role: "finance" }), "");
    expect(clerk.text).toContain('href="/console/balance/prices">Atur harga</a>');
    expect(clerk.text).not.toContain('href="/console/providers"');
  } finally {
    await bare.close();
  }
});

describe("with traffic", () => {
  beforeAll(async () => {
    await issue();
    await counted();
  });

  test.each([
    ["ops", "en", ["Needs attention", "Providers", "Traffic", "Balance"]],
    ["finance", "en", ["Balance", "Needs attention", "Traffic"]],
    ["auditor", "id", ["Perlu perhatian", "Saldo", "Penyedia", "Lalu lintas"]],
    ["finance", "id", ["Saldo", "Perlu perhatian", "Lalu lintas"]],
    ["admin", "id", ["Perlu perhatian", "Saldo", "Penyedia", "Lalu lintas"]],
  ] as const)("%s sees in %s what matters to them first", async (role, language, wanted) => {
    const { page, complaints } = await openPage(gateway, browser, "", { role, language });
    expect((await titles(page)).map((title) => title.replace(/ \d+$/, ""))).toEqual(wanted);
    await page.locator("[data-charts][data-drawn='4']").waitFor();
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test("without a script the figures are there, and no room is left for charts", async () => {
    const { page } = await openPage(gateway, browser, "", { role: "ops", language: "en", javaScriptEnabled: false });
    expect(await page.locator(".charts").isVisible()).toBe(false);
    await page.locator("#series > summary").click();
    await page.getByRole("link", { name: "Show the table" }).click();
    expect(await page.locator("#series[open] tbody tr").count()).toBeGreaterThanOrEqual(24);
    await page.getByRole("link", { name: "30 days" }).click();
    expect(await page.locator("#series tbody tr").count()).toBe(30);
    await page.getByRole("link", { name: "Provider", exact: true }).click();
    expect(await page.locator("table").first().innerText()).toContain("sandbox");
    await page.context().close();
  });

  test("on a phone nothing is wider than the screen, in the dark neither", async () => {
    const options = { viewport: sizes.phone, colorScheme: "dark" } as const;
    const { page, complaints } = await openPage(gateway, browser, "?span=week", { language: "id", ...options });
    await page.locator("[data-charts][data-drawn='3']").waitFor();
    expect(await page.evaluate<number>("document.documentElement.scrollWidth")).toBeLessThanOrEqual(sizes.phone.width);
    const widths = await page.evaluate<number[]>(
      "[...document.querySelectorAll('.chart canvas')].map((one) => one.clientWidth)",
    );
    for (const width of widths) expect(width).toBeGreaterThan(250);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test("the charts' figures are those of the API", async () => {
    const { text, status } = await visit(
      gateway,
      await signIn(gateway, { role: "finance" }),
      "/data/overview?span=week",
    );
    expect(status).toBe(200);
    const data = JSON.parse(text) as {
      at: number[];
      charts: { name: string; lines: { name: string; values: number[] }[] }[];
    };
    const stats = (await gateway.admin("/v1/stats")).json.totals as { sent: number };
    expect(data.at).toHaveLength(7);
    expect(data.charts.map(({ name }) => name)).toEqual(["sent", "delivery", "conversion"]);
    const [line] = data.charts[0]?.lines ?? [];
    expect(line?.name).toBe("WhatsApp");
    expect(line?.values.reduce((sum, value) => sum + value, 0)).toBe(stats.sent);
  });
});

describe("live", () => {
  test("a message that the API sent shows up, and an opened table stays open", async () => {
    const { page } = await openPage(gateway, browser, "", { role: "ops", language: "en" });
    await listening(page);
    await page.locator("#series > summary").click();
    await page.locator("#series tbody tr").nth(23).waitFor();
    const sent = page.locator(".figure", { hasText: "Sent" }).locator("dd").first();
    const before = Number(await sent.innerText());
    await issue();
    await counted();
    await page
      .locator(".figure", { hasText: "Sent" })
      .getByText(String(before + 1), { exact: true })
      .waitFor();
    await page.locator("#series[open] tbody tr").nth(23).waitFor();
    await page.context().close();
  });

  test("the first message turns what is to be set up into what was sent", async () => {
    const fresh = await startListeningGateway();
    try {
      const { page, complaints } = await openPage(fresh, browser, "", { role: "ops", language: "en" });
      await listening(page);
      await page.getByRole("heading", { name: "Set up the first code" }).waitFor();
      await issue(fresh);
      await counted(fresh);
      await page.locator("[data-charts][data-drawn='4']").waitFor();
      expect(await titles(page)).not.toContain("Set up the first code");
      expect(complaints).toEqual([]);
    } finally {
      await fresh.close();
    }
  });

  test("a change during a slow answer is shown after it", async () => {
    const { page } = await openPage(gateway, browser, "", { role: "ops", language: "en" });
    await listening(page);
    await page.locator("main .htmx-request").waitFor({ state: "detached" });
    let asked = 0;
    let release = (): void => undefined;
    const slow = new Promise<void>((resolve) => (release = resolve));
    await page.route("**/console", async (route) => {
      asked += 1;
      if (asked === 1) await slow;
      await route.continue();
    });
    await issue(gateway);
    await expect.poll(() => asked, { timeout: 10_000 }).toBe(1);
    await page.evaluate(listen);
    await issue(gateway);
    await page.evaluate("window.heard");
    release();
    await expect.poll(() => asked, { timeout: 10_000 }).toBeGreaterThan(1);
    await page.context().close();
  });

  test("a provider that breaks shows up under attention, in the reader's language, and goes when it is well", async () => {
    const { page } = await openPage(gateway, browser, "", { role: "ops", language: "id" });
    await listening(page);
    await page.getByText("Semua berjalan baik.").waitFor();
    const provider = gateway.gateway.settings.current.tenantsByName.get("demo")?.providers.get("sandbox");
    if (provider === undefined) throw new Error("no sandbox");
    const { breaker } = gateway.gateway.delivery.guards.of(provider);
    const failure = { ok: false, errorClass: "credentials", scope: "provider", providerCode: "1" } as const;
    breaker.failed(failure, gateway.clock.now());
    const item = page.getByText("sandbox terus gagal dan diputus sementara.");
    await item.first().waitFor();
    await page.getByRole("link", { name: /^Buka: sandbox/ }).waitFor();
    breaker.enter(gateway.clock.now() + 60_000);
    breaker.succeeded();
    await page.getByText("Semua berjalan baik.").waitFor();
    await page.context().close();
  });

  test("what somebody has opened is not taken from under their hands", async () => {
    const { page } = await openPage(gateway, browser, "", { role: "ops", language: "en" });
    await listening(page);
    await page.getByText("Drain", { exact: true }).click();
    const button = page.getByRole("button", { name: "Yes, drain it now" });
    await button.waitFor();
    await page.evaluate(listen);
    await issue();
    await counted();
    await page.evaluate("window.heard");
    expect(await button.isVisible()).toBe(true);
    await page.context().close();
  });
});

test("a provider is drained by two presses, without a script too, and nobody else may", async () => {
  await gateway.admin("/v1/providers/spare", { method: "PUT", body: { kind: "sandbox" } });
  const { page } = await openPage(gateway, browser, "", { role: "ops", language: "en", javaScriptEnabled: false });
  const line = page.locator("li", { has: page.getByRole("link", { name: "spare" }) });
  await line.getByText("Drain", { exact: true }).click();
  // As on the provider's own page: only its state changes, whatever else somebody saves at the same moment.
  expect(await line.locator("form").getAttribute("action")).toBe("/console/providers/spare/state");
  await line.getByRole("button", { name: "Yes, drain it now" }).click();
  await page.getByText("The provider takes no new messages.").waitFor();
  expect((await gateway.admin("/v1/providers/spare")).json).toMatchObject({ state: "drain" });
  expect(await line.innerText()).toContain("draining");
  await page.context().close();
  const asked = ["/providers/sandbox/state", { state: "drain", back: "" }] as const;
  const auditor = await visit(gateway, await signIn(gateway, { role: "auditor" }), ...asked);
  expect(auditor.status).toBe(403);
  expect((await gateway.admin("/v1/providers/sandbox")).json).toMatchObject({ state: "on" });
});
