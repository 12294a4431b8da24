import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ConsoleRole } from "../../src/console/session.ts";
import { languages, type Language } from "../../src/kit/language.ts";
import { startBrowser, startListeningGateway, type ListeningGateway, type TestBrowser } from "../support/browser.ts";
import { consoleRoles, linkedPages, menuPages, type ConsolePage, type LinkedPage } from "../support/console-pages.ts";
import { openPage, signIn, sizes, visit } from "../support/console.ts";
import { fillDemoShop } from "../support/demo-shop.ts";
import { startTestGateway, TestClock, type TestGateway } from "../support/gateway.ts";

/** What holds for every page of the console, whatever it shows: a shop that has run for a day, and one that is new. */
let gateway: ListeningGateway;
let bare: TestGateway;
let browser: TestBrowser;
beforeAll(async () => {
  const clock = new TestClock(-86_400_000);
  [gateway, bare, browser] = await Promise.all([
    startListeningGateway({ clock }),
    startTestGateway({ demo: false }),
    startBrowser(),
  ]);
  await fillDemoShop(gateway);
}, 180_000);
afterAll(async () => {
  await browser.close();
  await bare.close();
  await gateway.close();
});

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const LARGEST_BYTES = 100_000;
/** Beside neighbours that are busy: what a page takes is measured by `npm run bench:console`. */
const SLOWEST_MS = 400;
/** Charts are drawn once the page is there; the stream never ends. */
const apart = /\/console\/(?:live|data\/|assets\/(?:uplot|charts?)\b)/;

interface Look extends BrowserContextOptions {
  language: Language;
}

interface Seen {
  page: Page;
  complaints: string[];
  asked: string[];
  /** On the wire, the first time. */
  bytes: () => Promise<number>;
}

async function see({ path, roles }: Pick<ConsolePage, "path" | "roles">, look: Look): Promise<Seen> {
  const asked: string[] = [];
  const sizesOf: Promise<number>[] = [];
  const role = roles.includes("admin") ? "admin" : roles[0];
  const { page, complaints } = await openPage(gateway, browser, path, { role, ...look }, (opened) => {
    opened.on("request", (request) => asked.push(request.url()));
    opened.on("requestfinished", (request) => {
      if (apart.test(request.url())) return;
      sizesOf.push(request.sizes().then(({ responseBodySize }) => responseBodySize));
    });
  });
  return {
    page,
    complaints,
    asked,
    bytes: async () => (await Promise.all(sizesOf)).reduce((sum, size) => sum + size, 0),
  };
}

const fits = (page: Page) => page.evaluate<boolean>("document.documentElement.scrollWidth <= window.innerWidth");

/** What axe finds that would keep somebody from using the page. It is evaluated: the page's policy lets no script in. */
async function barriers(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const { violations } = await page.evaluate<AxeResults>("axe.run()");
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join("; ")}`);
}

describe.each(menuPages)("$name", (of) => {
  test.each<[string, Look]>([
    ["on a desktop", { language: "id", viewport: sizes.desktop, colorScheme: "light" }],
    ["on a phone at night", { language: "en", viewport: sizes.phone, colorScheme: "dark" }],
  ])("%s", async (_, look) => {
    const { page, complaints, asked, bytes } = await see(of, look);
    const title = of.title[look.language];
    expect(await page.locator("h1").allTextContents()).toEqual([title]);
    expect(await page.title()).toBe(`${title} – Gerbang`);
    expect(await page.locator("html").getAttribute("lang")).toBe(look.language);
    expect(await fits(page)).toBe(true);
    expect(await barriers(page)).toEqual([]);
    expect(complaints).toEqual([]);
    expect(asked.filter((url) => !url.startsWith(gateway.url) && !url.startsWith("data:"))).toEqual([]);
    expect(await bytes()).toBeLessThan(LARGEST_BYTES);
    await page.context().close();
  });

  test("on a phone without JavaScript", async () => {
    const { page } = await see(of, { language: "id", viewport: sizes.phone, javaScriptEnabled: false });
    expect(await page.locator("h1").allTextContents()).toEqual([of.title.id]);
    const width = await page.locator("html").boundingBox();
    expect(width?.width).toBeLessThanOrEqual(sizes.phone.width);
    await page.getByRole("button", { name: "Menu" }).click();
    expect(await page.locator("#menu a").first().isVisible()).toBe(true);
    expect(await page.locator("[data-scripted]:visible").count()).toBe(0);
    await page.context().close();
  });

  test.each(consoleRoles.map((role) => [role, of.roles.includes(role) ? "may" : "may not"] as const))(
    "%s %s see it",
    async (role: ConsoleRole, word) => {
      const { status, text } = await visit(gateway, await signIn(gateway, { role }), of.path);
      expect(status).toBe(word === "may" ? 200 : 403);
      expect(text).toContain(`<h1>${word === "may" ? of.title.id.replaceAll("&", "&amp;") : "Tidak ada izin"}</h1>`);
    },
  );

  test("is made without delay", async () => {
    const cookie = await signIn(gateway, { role: of.roles.includes("admin") ? "admin" : of.roles[0] });
    const times: number[] = [];
    for (let call = 0; call < 5; call += 1) {
      const began = performance.now();
      await visit(gateway, cookie, of.path);
      times.push(performance.now() - began);
    }
    expect(Math.min(...times)).toBeLessThan(SLOWEST_MS);
  });
});

describe("every page that a link leads to", () => {
  let linked: LinkedPage[];
  beforeAll(async () => {
    linked = await linkedPages(gateway, await signIn(gateway));
  }, 60_000);

  test("is there", () => {
    expect(linked.filter(({ status }) => status !== 200).map(({ path, status }) => `${status} ${path}`)).toEqual([]);
  });

  test("fits a phone at night, in Indonesian, and keeps nobody out", { timeout: 240_000 }, async () => {
    const wrong: string[] = [];
    const inner = linked.filter(({ page, name }) => page && !menuPages.some((menu) => menu.name === name));
    for (const { path } of inner) {
      const look: Look = { language: "id", viewport: sizes.phone, colorScheme: "dark" };
      const { page, complaints } = await see({ path, roles: ["admin"] }, look);
      if ((await page.locator("h1").count()) !== 1) wrong.push(`${path}: not one heading`);
      if (!(await fits(page))) wrong.push(`${path}: is wider than the screen`);
      wrong.push(...[...(await barriers(page)), ...complaints].map((what) => `${path}: ${what}`));
      await page.context().close();
    }
    expect(wrong).toEqual([]);
  });
});

describe.each(menuPages)("$name, before anything has happened", ({ path, title, roles: [role] }) => {
  test.each(languages)("says in %s what would stand there", async (language) => {
    const { status, text } = await visit(bare, await signIn(bare, { role, language }), path);
    expect(status).toBe(200);
    expect(text).toContain(`<h1>${title[language].replaceAll("&", "&amp;")}</h1>`);
  });
});

describe("by keyboard", () => {
  const audit: ConsolePage = {
    name: "audit",
    path: "/audit",
    title: { id: "Jejak audit", en: "Audit trail" },
    roles: ["admin"],
  };

  test("the first stop is the way past the menu, and it is seen", async () => {
    const { page } = await see(audit, { language: "en", viewport: sizes.desktop });
    await page.keyboard.press("Tab");
    const skip = page.getByRole("link", { name: "Skip to content" });
    expect((await skip.boundingBox())?.x).toBeGreaterThanOrEqual(0);
    expect(await outline(page)).toBe("solid 3px");
    await page.keyboard.press("Enter");
    await expect.poll(() => page.evaluate<string>("document.activeElement.id"), { timeout: 10_000 }).toBe("content");
  });

  test("the menu of a phone opens, and Escape closes it and leads back", async () => {
    const { page } = await see(audit, { language: "en", viewport: sizes.phone });
    const menu = page.locator("#menu");
    expect(await menu.isVisible()).toBe(false);
    await page.getByRole("button", { name: "Menu" }).focus();
    await page.keyboard.press("Enter");
    expect(await menu.isVisible()).toBe(true);
    await page.keyboard.press("Tab");
    expect(await outline(page)).toBe("solid 3px");
    await page.keyboard.press("Escape");
    expect(await menu.isVisible()).toBe(false);
    expect(await page.evaluate<string>("document.activeElement.textContent")).toBe("Menu");
  });

  test("a form that was refused begins with what is wrong with it", async () => {
    const form: ConsolePage = { ...audit, path: "/try?to=12" };
    const { page, complaints } = await see(form, { language: "en", viewport: sizes.desktop });
    await page.getByLabel("Number or address").press("Enter");
    await page.getByText("Check the fields that are marked.").or(page.locator("main [role=alert]")).first().waitFor();
    // It is there before the script that leads to it.
    await expect
      .poll(() => page.evaluate<string>("document.activeElement.getAttribute('role')"), { timeout: 10_000 })
      .toBe("alert");
    expect(complaints).toEqual([]);
  });
});

/** Of what has the focus. */
function outline(page: Page): Promise<string> {
  return page.evaluate<string>(
    "(({ outlineStyle, outlineWidth }) => `${outlineStyle} ${outlineWidth}`)(getComputedStyle(document.activeElement))",
  );
}
