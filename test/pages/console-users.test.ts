import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startBrowser, startListeningGateway, type ListeningGateway, type TestBrowser } from "../support/browser.ts";
import { openPage, sizes } from "../support/console.ts";
import { codeAt, password } from "../support/console-user.ts";
import { RawClient } from "../support/raw-http.ts";
import { makeTenant } from "../support/roles.ts";

/** Signing in, in a real browser, as people do: from elsewhere, so with a second step. */
let gateway: ListeningGateway;
let browser: TestBrowser;
beforeAll(async () => {
  [gateway, browser] = await Promise.all([startListeningGateway(), startBrowser()]);
}, 120_000);
afterAll(async () => {
  await browser.close();
  await gateway.close();
});
beforeEach(async () => {
  gateway.clock.advance(90_000);
  await gateway.database.sql`delete from console_tries`;
});

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** As a proxy hands on what comes from another machine. */
const elsewhere = { extraHTTPHeaders: { "x-forwarded-for": "203.0.113.7" } };

interface Opened {
  page: Page;
  complaints: string[];
}

async function open(path: string, options: BrowserContextOptions = {}): Promise<Opened> {
  const page = await browser.page({ viewport: sizes.desktop, ...elsewhere, ...options });
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" && !message.text().includes("status of 4")) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.goto(`${gateway.url}/console${path}`);
  return { page, complaints };
}

/** Fits the screen, and nothing serious stands in the way of a keyboard or a screen reader. */
async function isFit(page: Page): Promise<void> {
  // A page that was just come to may have no element yet.
  await page.waitForLoadState();
  expect(await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url()).toBe(true);
  await page.evaluate(axe);
  const found = await page.evaluate(
    `axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations.map(({ id, impact, nodes }) => [id, impact, nodes[0].html]))`,
  );
  expect(found, page.url()).toEqual([]);
}

const heading = (page: Page) => page.locator("h1").innerText();
const submit = (page: Page) => page.locator("main form.card button:not([type=button])").first().click();

async function type(page: Page, fields: Record<string, string>): Promise<void> {
  for (const [name, value] of Object.entries(fields)) await page.locator(`main [name="${name}"]`).fill(value);
}

/** From the page that offers a second factor to the one that shows recovery codes. */
async function enrol(page: Page): Promise<{ secret: string; codes: string[] }> {
  const secret = (await page.locator("#secret").innerText()).replaceAll(" ", "");
  await type(page, { code: codeAt(secret, gateway.clock.now()) });
  await submit(page);
  const codes = (await page.locator("#codes").innerText()).trim().split("\n");
  return { secret, codes };
}

/** Somebody with a second factor, made by an invitation. */
async function invited(name: string, role = "ops"): Promise<{ secret: string; codes: string[] }> {
  const { json } = await gateway.admin("/v1/console-users", { body: { name, role } });
  const { page } = await open("/welcome");
  await type(page, { setup_token: String(json.setup_token), password, repeat: password });
  await submit(page);
  const user = await enrol(page);
  await page.context().close();
  gateway.clock.advance(90_000);
  return user;
}

async function passwordStep(page: Page, name: string): Promise<void> {
  await type(page, { name, password });
  await submit(page);
}

describe.each([
  ["id", "id-ID", "Pengguna pertama", "Pasang langkah kedua", "Kode pemulihan", "Akun saya"],
  ["en", "en-GB", "The first user", "Set up the second step", "Recovery codes", "My account"],
])("%s", (language, locale, first, second, recovery, account) => {
  test.each([
    ["desktop", sizes.desktop, true],
    ["phone", sizes.phone, true],
    ["phone without scripts", sizes.phone, false],
  ])("on a %s: from the first run to one's own account", async (size, viewport, javaScriptEnabled) => {
    const name = `first ${language} ${size}`;
    const keys = await makeTenant(gateway, name.replaceAll(" ", "-"));
    const { page, complaints } = await open("/setup", { viewport, javaScriptEnabled, locale });
    expect(await heading(page)).toBe(first);
    if (javaScriptEnabled) await isFit(page);
    await type(page, { admin_key: keys.admin, name, password, repeat: password });
    await submit(page);
    expect(await heading(page)).toBe(second);
    expect(await page.locator("svg.qr").getAttribute("role")).toBe("img");
    if (javaScriptEnabled) await isFit(page);
    const { secret, codes } = await enrol(page);
    expect(await heading(page)).toBe(recovery);
    expect(codes).toHaveLength(10);
    if (javaScriptEnabled) await isFit(page);
    const [file] = await Promise.all([page.waitForEvent("download"), page.locator("a[download]").click()]);
    expect(readFileSync(await file.path(), "utf8")).toContain(codes[9]);
    await page.goto(`${gateway.url}/console/account`);
    expect(await heading(page)).toBe(account);
    if (javaScriptEnabled) await isFit(page);

    await page.locator('form[action$="/sign-out"] button').click();
    gateway.clock.advance(90_000);
    await passwordStep(page, name.toUpperCase());
    if (javaScriptEnabled) await isFit(page);
    await type(page, { code: codeAt(secret, gateway.clock.now()) });
    await submit(page);
    await page.goto(`${gateway.url}/console/account`);
    expect(await page.locator(".who").innerText()).toContain(name.slice(0, 5));
    expect(complaints).toEqual([]);
  });
});

test("a recovery code opens the second step once, by keyboard alone and without scripts", async () => {
  const { codes } = await invited("Wati");
  const { page } = await open("/sign-in?next=/account", { javaScriptEnabled: false, locale: "en-GB" });
  await page.locator('[name="name"]').focus();
  await page.keyboard.type("wati");
  await page.keyboard.press("Tab");
  await page.keyboard.type(password);
  await Promise.all([page.waitForURL("**/sign-in/code*"), page.keyboard.press("Enter")]);
  await page.getByRole("link", { name: "No telephone at hand? Use a recovery code" }).click();
  await page.getByLabel("Recovery code").fill(codes[0] ?? "");
  await Promise.all([page.waitForURL("**/console/account"), page.keyboard.press("Enter")]);
  expect(await heading(page)).toBe("My account");
  expect(await page.locator("main").innerText()).toContain("9 of 10 codes are left.");
});

test("a wrong password is told in words, and too many of them with when to come back", async () => {
  await invited("Joko");
  const { page } = await open("/sign-in", { locale: "id-ID" });
  for (let tries = 0; tries < 5; tries += 1) {
    await type(page, { name: "Joko", password: "bukan kata sandinya" });
    await submit(page);
    expect(await page.getByRole("alert").innerText()).toBe("Nama atau kata sandi salah.");
  }
  await passwordStep(page, "Joko");
  expect(await page.getByRole("alert").innerText()).toMatch(/^Terlalu banyak percobaan\. Coba lagi dalam \d+ detik\.$/);
  await isFit(page);
});

test("an invitation's link fills in its code, and leaves it out of the address", async () => {
  const { json } = await gateway.admin("/v1/console-users", { body: { name: "Rina", role: "finance" } });
  const { page, complaints } = await open(String(json.setup_url).slice(`${gateway.url}/console`.length), {
    locale: "en-GB",
  });
  expect(await page.locator('[name="setup_token"]').inputValue()).toBe(json.setup_token);
  expect(page.url()).toBe(`${gateway.url}/console/welcome`);
  await isFit(page);
  await type(page, { password: "password1234", repeat: "password1234" });
  await submit(page);
  expect(await page.locator("#f-password-wrong").innerText()).toContain("among the first");
  await type(page, { password, repeat: password });
  await submit(page);
  expect(await heading(page)).toBe("Set up the second step");
  expect(complaints).toEqual([]);
});

test("on the machine itself the second step may wait; the same session from elsewhere has to make one", async () => {
  const { json } = await gateway.admin("/v1/console-users", { body: { name: "Dewi", role: "ops" } });
  const { page } = await open("/welcome", { extraHTTPHeaders: {}, locale: "en-GB" });
  await type(page, { setup_token: String(json.setup_token), password, repeat: password });
  await submit(page);
  await page.goto(`${gateway.url}/console/account`);
  expect(await heading(page)).toBe("My account");
  // A proxy on this machine that adds no header, but hands on the name that was asked for.
  const cookies = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  const raw = new RawClient(gateway.url);
  const asks = (host: string) => raw.send(["GET /console/account HTTP/1.1", `Host: ${host}`, `Cookie: ${cookies}`, ""]);
  asks("localhost");
  expect((await raw.answer()).status).toBe(200);
  asks("gerbang.toko.example");
  expect((await raw.answer()).status).toBe(303);
  raw.hangUp();
  await page.setExtraHTTPHeaders(elsewhere.extraHTTPHeaders);
  await page.goto(`${gateway.url}/console/account`);
  expect(await heading(page)).toBe("Set up the second step");
});

describe("an admin", () => {
  test.each([
    ["id", "Tambah pengguna", "Buat undangan", sizes.desktop],
    ["en", "Add a user", "Make an invitation", sizes.phone],
  ] as const)("in %s adds somebody, who signs in, and is signed out", async (language, add, make, viewport) => {
    const { page, complaints } = await openPage(gateway, browser, "/users", { language, viewport });
    await isFit(page);
    await page.getByRole("link", { name: add }).click();
    await isFit(page);
    await type(page, { name: `added ${language}` });
    await page.getByRole("button", { name: make }).click();
    await isFit(page);
    const link = (await page.locator("#invitation").innerText()).trim();
    const other = await open(link.slice(`${gateway.url}/console`.length), { locale: "en-GB" });
    await type(other.page, { password, repeat: password });
    await submit(other.page);
    await enrol(other.page);
    await page.goto(`${gateway.url}/console/users`);
    await page.getByRole("link", { name: `added ${language}` }).click();
    await isFit(page);
    await page.locator('form[action$="/end"] button').click();
    expect(await page.getByRole("status").innerText()).not.toBe("");
    await other.page.goto(`${gateway.url}/console/account`);
    expect(await heading(other.page)).toBe("Sign in");
    expect(complaints).toEqual([]);
  });
});

test("everyone sees where they are signed in, ends what is not theirs, and changes the password", async () => {
  const { codes } = await invited("Agus");
  const enter = async (code: string): Promise<Page> => {
    const { page } = await open("/sign-in?next=/account", { locale: "en-GB" });
    await passwordStep(page, "Agus");
    await page.goto(`${gateway.url}/console/sign-in/code?recovery=1&next=/account`);
    await type(page, { code });
    await submit(page);
    return page;
  };
  const [one, two] = [await enter(codes[0] ?? ""), await enter(codes[1] ?? "")];
  await one.reload();
  expect(await one.locator("table tbody tr").count()).toBe(3);
  await one.locator('form[action$="/end"] button').first().click();
  await two.reload();
  expect(await heading(two)).toBe("Sign in");
  await one.goto(`${gateway.url}/console/account/password`);
  await isFit(one);
  await type(one, { current_password: "not the right one", password: `${password} lagi`, repeat: `${password} lagi` });
  await submit(one);
  expect(await one.locator("#f-current_password-wrong").innerText()).toBe("is not your password");
  await type(one, { current_password: password, password: `${password} lagi`, repeat: `${password} lagi` });
  await submit(one);
  expect(await one.getByRole("status").innerText()).toContain("The password is changed.");
  expect(await one.locator("table tbody tr").count()).toBe(1);
});
