import type { Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { parseAmount } from "../../src/kit/money.ts";
import { startBrowser, startListeningGateway, type ListeningGateway, type TestBrowser } from "../support/browser.ts";
import { openPage, sizes } from "../support/console.ts";
import { phone, putLimits } from "../support/erp.ts";

/** Finance in a real browser: a day's work with money. */
let gateway: ListeningGateway;
let browser: TestBrowser;
let n = 0;
beforeAll(async () => {
  [gateway, browser] = await Promise.all([startListeningGateway(), startBrowser()]);
  await putLimits(gateway);
}, 120_000);
beforeEach(() => approval(true));
afterAll(async () => {
  await browser.close();
  await gateway.close();
});

const approval = (wanted: boolean) =>
  gateway.admin("/v1/tenants/demo", { method: "PUT", body: { brand: "Toko Sinar Jaya", topup_approval: wanted } });
const total = async () => parseAmount((await gateway.admin("/v1/balance")).json.total as string) ?? 0n;
const posted = async (reference: string): Promise<number> =>
  (await gateway.admin(`/v1/balance/entries?reference=${reference}`)).json.data.length as number;
const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
const slip = { name: "bukti.png", mimeType: "image/png", buffer: png };
const reference = (): string => `TRF-${(n += 1)}`;
const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });

const said = {
  id: {
    topUp: "Isi saldo",
    amount: "Jumlah",
    reads: "Terbaca: Rp\u00a01.500.000",
    reference: "Referensi",
    proof: "Bukti transfer (boleh menyusul)",
    add: "Tambahkan",
    own: "orang lain yang harus menyetujui",
    approve: "Setujui",
    approved: "Disetujui. Saldo sudah bertambah.",
    image: "Bukti transfer",
    file: "Unduh untuk Excel",
    delimiter: ";",
    read: (cell: string) => cell.replace(",", "."),
  },
  en: {
    topUp: "Top up",
    amount: "Amount",
    reads: "Read as: IDR\u00a01,500,000",
    reference: "Reference",
    proof: "Proof of the transfer (may follow)",
    add: "Add it",
    own: "another person has to approve",
    approve: "Approve",
    approved: "Approved. The balance has grown.",
    image: "Proof of the transfer",
    file: "Download for Excel",
    delimiter: ",",
    read: (cell: string) => cell,
  },
};

describe.each(["id", "en"] as const)("%s", (language) => {
  const words = said[language];

  test("finance tops up, a second person approves by the proof, and the month's statement adds up", async () => {
    await gateway.request("/v1/otp/issue", { body: { to: phone(), wait_ms: 5000 } });
    const before = await total();
    const transfer = reference();
    const asks = await openPage(gateway, browser, "/balance", { role: "finance", name: "Dewi", language });
    await asks.page.getByRole("link", { name: words.topUp, exact: true }).first().click();
    await asks.page.waitForURL("**/topups/new");
    await asks.page.getByLabel(words.amount).pressSequentially("1.500.000");
    await asks.page.getByText(words.reads).waitFor();
    await asks.page.getByLabel(words.reference).fill(transfer);
    await asks.page.getByLabel(words.proof).setInputFiles(slip);
    await button(asks.page, words.add).click();
    await asks.page.getByText(words.own).waitFor();
    expect(await asks.page.locator("details.confirm").count()).toBe(0);
    expect(await total()).toBe(before);

    const decides = await openPage(gateway, browser, "/balance", { role: "finance", name: "Made", language });
    await decides.page.getByRole("link", { name: transfer }).first().click();
    const image = decides.page.getByRole("img", { name: words.image });
    await image.waitFor();
    expect(await image.evaluate((element) => (element as unknown as { naturalWidth: number }).naturalWidth)).toBe(1);
    await decides.page.locator("summary").filter({ hasText: words.approve }).click();
    await button(decides.page, words.approve).click();
    await decides.page.getByText(words.approved).waitFor();
    expect(await total()).toBe(before + 1_500_000_000_000n);

    await decides.page.goto(`${gateway.url}/console/balance/statements`);
    const [download] = await Promise.all([
      decides.page.waitForEvent("download"),
      decides.page.getByRole("link", { name: words.file }).click(),
    ]);
    const chunks: Buffer[] = [];
    for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
    const rows = Buffer.concat(chunks)
      .toString("utf8")
      .split("\r\n")
      .map((line) => line.split(words.delimiter))
      .filter(([, section]) => section === "balance");
    const amounts = new Map(rows.map((cells) => [cells[2], parseAmount(words.read(cells[6] ?? "")) ?? 0n]));
    const closing = amounts.get("closing");
    amounts.delete("closing");
    expect(closing).toBe(await total());
    expect([...amounts.values()].reduce((sum, amount) => sum + amount, 0n)).toBe(closing);
    expect([...asks.complaints, ...decides.complaints]).toEqual([]);
  });

  test.each(["light", "dark"] as const)("on a phone, %s, nothing is wider than the screen", async (colorScheme) => {
    const someone = { role: "admin", language, colorScheme, viewport: sizes.phone } as const;
    const { page, complaints } = await openPage(gateway, browser, "/balance", someone);
    for (const path of ["", "/ledger", "/topups", "/topups/new", "/adjustments", "/prices", "/statements", "/alerts"]) {
      await page.goto(`${gateway.url}/console/balance${path}`);
      for (const more of await page.locator("main summary").all()) await more.click();
      expect(await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path).toBe(true);
    }
    expect(complaints).toEqual([]);
  });
});

describe("a finger that clicks twice", () => {
  test.each([true, false])("adds once (script: %s)", async (javaScriptEnabled) => {
    await approval(false);
    const transfer = reference();
    const options = { role: "finance", language: "en", javaScriptEnabled } as const;
    const { page } = await openPage(gateway, browser, "/balance/topups/new", options);
    await page.getByLabel("Amount").fill("250000");
    await page.getByLabel("Reference").fill(transfer);
    await button(page, "Add it").dblclick();
    await page.getByRole("heading", { name: `Top-up ${transfer}` }).waitFor();
    expect(await posted(transfer)).toBe(1);
  });
});

test("without a script all of it works: an amount that is in doubt, and a proof", async () => {
  const options = { role: "finance", language: "en", javaScriptEnabled: false } as const;
  const { page } = await openPage(gateway, browser, "/balance/topups/new", options);
  await page.getByLabel("Amount").fill("1.500");
  await page.getByLabel("Reference").fill(reference());
  await button(page, "Add it").click();
  await page.getByLabel("IDR\u00a01,500", { exact: true }).check();
  await page.getByLabel("Proof of the transfer (may follow)").setInputFiles(slip);
  await button(page, "Add it").click();
  await page.getByText("another person has to approve").waitFor();
  await page.getByRole("img", { name: "Proof of the transfer" }).waitFor();
});

test("a proof that is none is said beside its field, and can be followed by a right one", async () => {
  const { page, complaints } = await openPage(gateway, browser, "/balance/topups/new", {
    role: "finance",
    language: "en",
  });
  await page.getByLabel("Amount").fill("75000");
  await page.getByLabel("Reference").fill(reference());
  const file = page.getByLabel("Proof of the transfer (may follow)");
  await file.setInputFiles({ name: "virus.png", mimeType: "image/png", buffer: Buffer.from("MZ") });
  await button(page, "Add it").click();
  await page.getByText("must be a PDF, PNG or JPEG").waitFor();
  expect(await page.getByLabel("Amount").inputValue()).toBe("75000");
  await file.setInputFiles(slip);
  await button(page, "Add it").click();
  await page.getByRole("img", { name: "Proof of the transfer" }).waitFor();
  expect(complaints).toEqual([]);
});

test("a top-up that another brings appears among those that wait, when the page is told", async () => {
  const { page } = await openPage(gateway, browser, "/balance/topups", { role: "finance", language: "en" });
  const transfer = reference();
  await gateway.admin("/v1/balance/topups", { body: { amount: "5", reference: transfer } });
  await page.evaluate("document.body.dispatchEvent(new Event('live:topups'))");
  await page.getByRole("link", { name: transfer }).waitFor();
});
