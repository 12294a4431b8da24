import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startBrowser, startListeningGateway, type ListeningGateway, type TestBrowser } from "../support/browser.ts";
import { phone, putLimits } from "../support/erp.ts";

/** The page for developers in a real browser, as they use it. */
let gateway: ListeningGateway;
let browser: TestBrowser;
beforeAll(async () => {
  [gateway, browser] = await Promise.all([startListeningGateway(), startBrowser()]);
  await putLimits(gateway);
}, 120_000);
afterAll(async () => {
  await browser.close();
  await gateway.close();
});

const desktop = { width: 1280, height: 800 };
const mobile = { width: 390, height: 844 };

interface Opened {
  page: Page;
  /** What the browser complained of, and where it went. */
  complaints: string[];
  asked: string[];
}

async function open(language: string, viewport = desktop, colorScheme: "light" | "dark" = "light"): Promise<Opened> {
  const page = await browser.page({ viewport, colorScheme });
  const complaints: string[] = [];
  const asked: string[] = [];
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("request", (request) => asked.push(request.url()));
  await page.goto(`${gateway.url}/docs?lang=${language}`);
  return { page, complaints, asked };
}

const status = (page: Page) => page.locator("#try-status");
const answers = (page: Page) => page.locator("#try-it pre code");

async function send(page: Page, to: string, key = gateway.erpKey): Promise<void> {
  await page.locator("#try-key").fill(key);
  await page.locator("#try-to").fill(to);
  await page.locator("#try-issue button").click();
}

describe.each([
  ["id", "Kirim kode", "Kodenya benar: orang ini boleh masuk."],
  ["en", "Send a code", "The code is right: this person may come in."],
])("%s", (language, button, right) => {
  test.each([
    ["desktop", desktop],
    ["phone", mobile],
  ])("on a %s nothing is wider than the screen, and nothing is complained of", async (_, viewport) => {
    const { page, complaints, asked } = await open(language, viewport);
    expect(await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")).toBe(true);
    expect(await page.title()).toMatch(/^Gerbang: /);
    expect(complaints).toEqual([]);
    expect(asked.every((url) => url.startsWith(gateway.url))).toBe(true);
  });

  test("from issue to verified, with the requests and the raw answers", async () => {
    const { page, complaints, asked } = await open(language, mobile);
    const to = phone();
    await page.getByRole("button", { name: button, exact: true }).waitFor();
    await send(page, to);
    await page.locator("#try-code").waitFor();
    const shown = await answers(page).allTextContents();
    expect(shown[2]).toContain(`curl -s ${gateway.url}/v1/otp/issue -H "Authorization: Bearer $ERP_KEY"`);
    expect(shown[3]).toMatch(/^HTTP 201\n\n\{"id":"otp_/);
    const code = /"code":"(\d+)"/.exec(shown[5] ?? "")?.[1] ?? "";
    await page.locator("#try-code").fill(code === "000000" ? "000001" : "000000");
    await page.locator("#try-verify button").click();
    await page.getByText('"reason":"wrong_code"').waitFor();
    await page.locator("#try-code").fill(code);
    await page.locator("#try-verify button").click();
    await page.getByText(right).waitFor();
    expect(await answers(page).last().textContent()).toMatch(/^HTTP 200\n\n\{.*"valid":true/);
    expect(complaints).toEqual([]);
    const traces = [
      ...asked,
      page.url(),
      await page.content(),
      await page.evaluate<string>("JSON.stringify([localStorage, sessionStorage, document.cookie])"),
    ];
    expect(traces.filter((trace) => trace.includes(gateway.erpKey))).toEqual([]);
  });
});

describe("a message that would reach somebody", () => {
  test("is sent when the person says so, not before", async () => {
    const provider = { kind: "email", state: "on", settings: { host: "127.0.0.1", port: 1, from: "otp@example.com" } };
    const put = await gateway.admin("/v1/providers/post", { method: "PUT", body: provider });
    expect(put.status, put.text).toBe(200);
    const { json: routes } = await gateway.admin("/v1/routes");
    const channels = { ...routes.channels, email: [{ provider: "post" }] };
    const routed = await gateway.admin("/v1/routes", { method: "PUT", body: { ...routes, channels } });
    expect(routed.status, routed.text).toBe(200);

    const { page, asked } = await open("en");
    await page.locator("#try-channel").selectOption("email");
    await send(page, "budi@example.com");
    const confirm = page.getByRole("button", { name: "Send a real message" });
    await confirm.waitFor();
    expect(await page.locator("#try-real-facts").textContent()).toMatch(
      /email: post \(IDR 50\)\. It costs up to IDR 50/,
    );
    expect(asked.filter((url) => url.endsWith("/v1/otp/issue"))).toEqual([]);
    await confirm.click();
    await page.locator("#try-code").waitFor();
    expect(asked.filter((url) => url.endsWith("/v1/otp/issue"))).toHaveLength(1);
    expect(asked.filter((url) => url.includes("/v1/sandbox/"))).toEqual([]);
  });
});

describe("what goes wrong is shown as it came", () => {
  test("a key that is not known", async () => {
    const { page } = await open("en");
    await send(page, phone(), "not-a-key");
    await page.getByText("The gateway refused").waitFor();
    expect(await answers(page).last().textContent()).toMatch(/^HTTP 401\n\n\{.*"code":"unauthorized"/);
  });

  test("a number that the sandbox makes fail on WhatsApp arrives by SMS", async () => {
    const { page } = await open("id");
    await send(page, phone("0001"));
    await page.getByText("Terkirim.").waitFor();
    expect(await answers(page).nth(5).textContent()).toContain('"channel":"sms"');
  });
});

test("the page is whole without JavaScript: the form is not there, a line says why", async () => {
  const page = await browser.page({ javaScriptEnabled: false, viewport: mobile });
  await page.goto(`${gateway.url}/docs?lang=en#insufficient_balance`);
  await page.getByText("This form needs JavaScript").waitFor();
  expect(await page.locator("#try-key").isVisible()).toBe(false);
  expect(await page.locator("#insufficient_balance").isVisible()).toBe(true);
});

test("every field of the form has its label", async () => {
  const { page } = await open("en");
  for (const label of ["API key (role erp)", "Number", "Channel"]) await page.getByLabel(label).waitFor();
  expect(await status(page).getAttribute("role")).toBe("status");
});

test("the reference is drawn, and complains of nothing", async () => {
  const page = await browser.page({ viewport: desktop });
  const complaints: string[] = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  await page.goto(`${gateway.url}/docs/reference`);
  await page.getByText("/v1/otp/issue", { exact: false }).first().waitFor();
  expect(complaints).toEqual([]);
});
