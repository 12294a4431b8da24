import type { Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startBrowser, startListeningGateway, type ListeningGateway, type TestBrowser } from "../support/browser.ts";
import { cancel, delivered, issued, phone, putLimits, putTenant, read } from "../support/erp.ts";
import { eventually } from "../support/gateway.ts";
import { startStubErp, type StubErp } from "../support/stub-erp.ts";
import { stopClock } from "../support/still.ts";

const CODE = "482913";
const sizes = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } };
const words = {
  id: { code: "Kode", confirm: "Konfirmasi", again: "Kirim ulang", wrong: "Kode salah. Sisa 4 kali percobaan." },
  en: { code: "Code", confirm: "Confirm", again: "Send it again", wrong: "This code is wrong. 4 tries are left." },
} as const;

let browser: TestBrowser;
let gateway: ListeningGateway;
let erp: StubErp;
beforeAll(async () => {
  [browser, gateway] = await Promise.all([startBrowser(), startListeningGateway()]);
  erp = await startStubErp(gateway.url, gateway.erpKey);
  await putTenant(gateway, { brand: "Toko Maju", return_urls: [erp.returnUrl, erp.detourUrl] });
});
afterAll(async () => {
  await Promise.all([browser.close(), erp.close(), gateway.close()]);
});
beforeEach(() => putLimits(gateway));

/** An OTP whose page is opened. What the browser complains of, like a broken policy, ends up in `complaints`. */
async function opened(
  options: Parameters<TestBrowser["page"]>[0] = {},
  body: object = {},
  before: (page: Page) => Promise<unknown> = async () => {},
) {
  const asked = {
    to: phone(),
    user: "ani",
    code: CODE,
    hosted: true,
    return_url: erp.returnUrl,
    state: "s 1",
    ...body,
  };
  const otp = (await issued(gateway, asked)) as Awaited<ReturnType<typeof issued>> & { hosted_url: string };
  const page = await browser.page({ viewport: sizes.phone, ...options });
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" && !message.text().includes("status of 4")) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  await before(page);
  await page.goto(otp.hosted_url);
  // A moment after the page is there the browser puts the person into its box.
  const focused = () => page.locator("#code:focus").waitFor();
  return { page, otp, to: asked.to, complaints, focused };
}

/** From now on the page's script is on its way until it is let go. */
async function holdScript(page: Page): Promise<() => void> {
  let letGo = (): void => {};
  const free = new Promise<void>((resolve) => (letGo = resolve));
  await page.route("**/p/page.js", async (route) => {
    await free;
    await route.continue();
  });
  return letGo;
}

async function expectWelcome(page: Page): Promise<void> {
  await page.getByRole("heading", { name: "Welcome ani" }).waitFor();
  const { query, redeemed } = erp.seen.at(-1) ?? {};
  expect(query).toEqual({ from: "otp", state: "s 1", ticket: expect.any(String) });
  expect(redeemed).toMatchObject({ status: 200, user: "ani" });
  expect(page.url()).not.toContain(CODE);
}

const ways = (["id", "en"] as const).flatMap((locale) =>
  (["desktop", "phone"] as const).flatMap((size) =>
    [true, false].map((javaScriptEnabled) => ({ locale, size, javaScriptEnabled })),
  ),
);

describe("a person", () => {
  test.each(ways)("gets through after a wrong code: %o", async ({ locale, size, javaScriptEnabled }) => {
    const w = words[locale];
    const { page, otp, complaints, focused } = await opened({ viewport: sizes[size], javaScriptEnabled }, { locale });
    const box = page.getByRole("textbox", { name: w.code, exact: true });
    const confirm = page.getByRole("button", { name: w.confirm });
    await box.fill("000000");
    // Where scripts run, the code that is complete has sent itself.
    if (!javaScriptEnabled) await confirm.click();
    await page.getByText(w.wrong).waitFor();
    expect(await page.getByRole("alert").textContent()).toBe(w.wrong);
    expect(await box.getAttribute("aria-describedby")).toBe("wrong hint");
    await focused();
    expect(await box.inputValue()).toBe("");
    await box.fill(CODE);
    if (!javaScriptEnabled) await confirm.click();
    await expectWelcome(page);
    expect((await read(gateway, otp.id)).attempts_left).toBe(3);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test("who is quicker than the script types once all the same", async () => {
    const { page, otp, focused } = await opened({}, { locale: "en" });
    const letGo = await holdScript(page);
    await page.getByRole("textbox").fill("000000");
    await page.getByText(words.en.wrong).waitFor();
    await focused();
    await page.getByRole("textbox").fill(CODE);
    letGo();
    await expectWelcome(page);
    expect((await read(gateway, otp.id)).attempts_left).toBe(3);
  });

  test("what stands in the box after a reload, as browsers put it back, is not sent by itself", async () => {
    const { page, otp } = await opened({}, { locale: "en" });
    const letGo = await holdScript(page);
    await page.reload({ waitUntil: "commit" });
    const box = page.getByRole("textbox");
    await box.fill("000000");
    letGo();
    await page.getByText("It is checked by itself").waitFor();
    expect(await page.locator("#check").getAttribute("aria-busy")).toBeNull();
    expect(await page.getByRole("alert").count()).toBe(0);
    expect((await read(gateway, otp.id)).attempts_left).toBe(5);
  });

  test("types what was really sent, with the keyboard alone", async () => {
    const { page, to, focused } = await opened({ javaScriptEnabled: false }, { code: undefined });
    await focused();
    await page.keyboard.type((await delivered(gateway, to)).code);
    await page.keyboard.press("Enter");
    await expectWelcome(page);
  });

  test("pastes a code as it stands in a message", async () => {
    const { page, focused } = await opened({ permissions: ["clipboard-read", "clipboard-write"] });
    await focused();
    await page.evaluate("navigator.clipboard.writeText('482-913')");
    await page.keyboard.press("Control+V");
    await expectWelcome(page);
  });

  test.each(["４８２９１３", "٤٨٢٩١٣", "۴۸۲-۹۱۳"])("writes digits as another keyboard does: %s", async (digits) => {
    for (const javaScriptEnabled of [true, false]) {
      const { page } = await opened({ javaScriptEnabled });
      await page.getByRole("textbox").pressSequentially(digits);
      if (!javaScriptEnabled) await page.keyboard.press("Enter");
      await expectWelcome(page);
      await page.context().close();
    }
  });

  test("whose browser reads the SMS types nothing", async () => {
    // No SMS reaches this browser: in its place stands what WebOTP would hand over.
    const webOtp = `window.OTPCredential = class {};
      navigator.credentials.get = async ({ otp }) => ({ code: otp.transport[0] === "sms" ? "${CODE}" : "" });`;
    const { page } = await opened({}, {}, (blank) => blank.addInitScript(webOtp));
    await expectWelcome(page);
  });

  test("reaches everything with Tab, in the order in which it is read", async () => {
    const { page, focused } = await opened({}, { locale: "en" });
    await focused();
    const reached = ["Code"];
    for (let steps = 0; steps < 4; steps += 1) {
      await page.keyboard.press("Tab");
      reached.push(await page.evaluate("document.activeElement.textContent.trim()"));
    }
    expect(reached.slice(0, 3)).toEqual(["Code", "Confirm", "Send it again"]);
    expect(reached).toContain("Bahasa Indonesia");
  });

  test("is let on where the ERP's address leads to another origin", async () => {
    const { page, complaints } = await opened({}, { return_url: erp.detourUrl });
    await page.getByRole("textbox").fill(CODE);
    await expectWelcome(page);
    expect(complaints).toEqual([]);
  });

  test("changes the language and goes on", async () => {
    const { page } = await opened({}, { locale: "id" });
    await page.getByRole("link", { name: "English" }).click();
    await page.getByRole("heading", { name: "Enter the code" }).waitFor();
    await page.getByRole("textbox", { name: "Code" }).fill("000000");
    await page.getByText(words.en.wrong).waitFor();
  });

  test("who clicks twice, or comes Back, is let through once and told that it is done", async () => {
    const { page } = await opened({ javaScriptEnabled: false });
    await page.getByRole("textbox").fill(CODE);
    await page.getByRole("button", { name: words.id.confirm }).dblclick({ noWaitAfter: true });
    await expectWelcome(page);
    await page.goBack();
    await page.getByRole("heading", { name: "Terkonfirmasi" }).waitFor();
    expect(await page.getByRole("main").getByRole("link").count()).toBe(0);
  });
});

describe("the clocks", () => {
  const running = (page: Page) => page.clock.install();
  const stopped = async (page: Page): Promise<void> => {
    await running(page);
    await page.clock.pauseAt(Date.now() + 60_000);
  };

  test("count down to the next resend, which sends the code again", async () => {
    await putLimits(gateway, { cooldown_seconds: 30 });
    stopClock(gateway);
    const { page, otp } = await opened({}, { locale: "en" }, stopped);
    const again = page.getByRole("button", { name: words.en.again });
    expect(await page.locator("#pause").textContent()).toBe("You can have it sent again in 0:30.");
    expect(await again.isDisabled()).toBe(true);
    // Else the other channel takes over while the clock is put forward.
    await eventually(
      async () => (await read(gateway, otp.id)).messages,
      (messages) => messages.every(({ status }) => status === "read"),
    );
    gateway.clock.advance(31_000);
    await page.clock.fastForward(31_000);
    expect(await page.locator("#pause").textContent()).toBe("");
    await again.click();
    await page.getByRole("status").filter({ hasText: "We sent the code again." }).waitFor();
    expect((await read(gateway, otp.id)).messages).toHaveLength(2);
    await page.locator("#resend button:disabled").waitFor();
  });

  test("run out, and the page says so and leads back", async () => {
    const { page } = await opened({}, { locale: "en", ttl_seconds: 60 }, running);
    expect(await page.locator("#expiry").textContent()).toMatch(/^The code is valid for another (1:00|0:5\d)\.$/);
    gateway.clock.advance(61_000);
    await page.clock.fastForward(61_000);
    await page.getByRole("heading", { name: "The code has expired" }).waitFor();
    await page.getByRole("link", { name: "Go back" }).click();
    await page.getByRole("heading", { name: "Not signed in: expired" }).waitFor();
    expect(erp.seen.at(-1)?.query).toEqual({ from: "otp", state: "s 1", error: "expired" });
  });

  test("are times of day where no script runs, and a resend too soon says when", async () => {
    await putLimits(gateway, { cooldown_seconds: 30 });
    const { page } = await opened({ javaScriptEnabled: false });
    expect(await page.locator("#expiry").textContent()).toMatch(/Kode berlaku sampai pukul \d\d\.\d\d WIB\./);
    await page.getByRole("button", { name: words.id.again }).click();
    const refused = page.getByRole("alert");
    await refused.waitFor();
    expect(await refused.textContent()).toMatch(/^Kode dapat dikirim ulang dalam \d+ detik\.$/);
  });
});

describe("what everybody can use", () => {
  test("a screen reader finds the page's parts by name", async () => {
    const { page } = await opened({ javaScriptEnabled: false }, { locale: "en" });
    const tree = (await page.locator("body").ariaSnapshot()).replace(
      /\+62[\d*]+|\d\d:\d\d GMT\+7|127\.0\.0\.1:\d+|\/p\/[\w-]+/g,
      "…",
    );
    expect(tree).toMatchInlineSnapshot(`
      "- banner:
        - paragraph: Toko Maju
        - navigation "Language":
          - list:
            - listitem:
              - link "Bahasa Indonesia":
                - /url: …?lang=id
            - listitem: English
      - main:
        - heading "Enter the code" [level=1]
        - paragraph: We sent a 6-digit code to … on WhatsApp.
        - text: Code
        - textbox "Code"
        - paragraph: 6 digits. Never give it to anyone, not even to us.
        - button "Confirm"
        - paragraph: The code is valid until ….
        - paragraph: When the code is right, you go back to ….
        - paragraph: No code yet?
        - button "Send it again""
    `);
  });

  test.each([
    [true, "id", "6 angka. Jangan berikan kepada siapa pun, termasuk kami. Kode diperiksa sendiri begitu lengkap."],
    [
      true,
      "en",
      "6 digits. Never give it to anyone, not even to us. It is checked by itself as soon as it is complete.",
    ],
    [false, "en", "6 digits. Never give it to anyone, not even to us."],
  ])(
    "who fills the box knows before whether it sends itself: scripts %s, %s",
    async (javaScriptEnabled, locale, text) => {
      const { page } = await opened({ javaScriptEnabled }, { locale });
      expect(await page.locator("#hint").textContent()).toBe(text);
    },
  );

  test("the ring of the box that has the focus touches no text", async () => {
    const { page, focused } = await opened();
    await focused();
    const [box, hint] = await Promise.all(["#code", "#hint"].map((part) => page.locator(part).boundingBox()));
    // The ring takes 5 px: its own 3, and 2 between.
    expect((hint?.y ?? 0) - ((box?.y ?? 0) + (box?.height ?? 0))).toBeGreaterThanOrEqual(12);
  });

  test.each(["light", "dark"] as const)(
    "colours of %s tell text from ground, at least 4.5 to 1",
    async (colorScheme) => {
      const { page } = await opened({ colorScheme }, { locale: "en" });
      await page.getByRole("textbox").fill("000000");
      await page.getByText(words.en.wrong).waitFor();
      const ratios: Record<string, number> = await page.evaluate(contrasts);
      expect(Object.keys(ratios).length).toBeGreaterThan(8);
      for (const [text, ratio] of Object.entries(ratios)) expect(ratio, text).toBeGreaterThanOrEqual(4.5);
    },
  );

  test.each([320, 390, 1280])("nothing is too small to hit, or outside the window, at a width of %i", async (width) => {
    const { page, otp } = await opened({ viewport: { width, height: 700 } });
    const check = async () => {
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
      for (const target of await page.locator("a, button, input:not([type=hidden])").all()) {
        const box = await target.boundingBox();
        expect(box?.height, (await target.textContent()) ?? "").toBeGreaterThanOrEqual(44);
        expect(box?.width).toBeGreaterThanOrEqual(44);
      }
    };
    await check();
    await cancel(gateway, otp.id);
    await page.reload();
    await page.getByRole("heading", { name: "Dibatalkan" }).waitFor();
    await check();
  });
});

/** In the page: of each element with text of its own, how far its colour is from its ground (WCAG 2.2, 1.4.3). */
const contrasts = `(() => {
  const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b]
    .map((part) => part / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
    .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
  const ground = (element) => {
    const colour = rgb(getComputedStyle(element).backgroundColor);
    return colour.length === 4 && colour[3] === 0 ? ground(element.parentElement) : colour;
  };
  const found = {};
  for (const element of document.body.querySelectorAll("*")) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== "");
    if (!own || element.tagName === "SCRIPT" || element.disabled) continue;
    const [a, b] = [light(rgb(getComputedStyle(element).color)), light(ground(element))];
    found[element.textContent.trim()] = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }
  return found;
})()`;
