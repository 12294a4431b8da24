import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startBrowser, startListeningGateway, type ListeningGateway, type TestBrowser } from "../support/browser.ts";
import { openPage, sizes } from "../support/console.ts";
import { issued, phone, putLimits, read, type OtpJson } from "../support/erp.ts";
import { eventually } from "../support/gateway.ts";

/** Support explains a number to the person on the telephone, and sends the code again. */
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

const fits = "document.documentElement.scrollWidth <= window.innerWidth";

/** Taken, and never delivered. */
async function lost(): Promise<{ number: string; otp: OtpJson }> {
  const number = phone("0004");
  const otp = await issued(gateway, { to: number, user: "budi", channel: "whatsapp", wait_ms: 8000 });
  return { number: number.replace(/^(\d{4})(\d{4})/, "$1-$2-"), otp };
}

const said = {
  id: {
    search: "Nomor, OTP, pesan, atau pengguna",
    taken: "Dicari sebagai nomor atau alamat: +62812****0004",
    explain: "Jelaskan apa yang terjadi",
    happened: "Terkirim lewat WhatsApp, belum dilaporkan diterima; belum terverifikasi, sisa 5 percobaan",
    advice: "Yang bisa disampaikan: Penyedia sudah mengambilnya, tetapi belum ada kabar",
    again: "Kirim ulang…",
    way: "sandbox mengambilnya. Ini belum berarti sampai.",
    channel: "Kanal",
    send: "Kirim ulang",
    sent: "Dikirim ulang. Ini pesan yang baru.",
  },
  en: {
    search: "Number, OTP, message or user",
    taken: "Searched as number or address: +62812****0004",
    explain: "Explain what happened",
    happened: "Sent by WhatsApp, not reported delivered; not verified yet, 5 checks left",
    advice: "What you may say: A provider has taken it, and nobody has said yet",
    again: "Send again…",
    way: "sandbox took it. That is not delivered.",
    channel: "Channel",
    send: "Send again",
    sent: "Sent again. This is the new message.",
  },
} as const;

describe.each(["id", "en"] as const)("in %s", (language) => {
  const words = said[language];

  test("from a pasted number to the sentence, the timeline and a resend", async () => {
    const { number, otp } = await lost();
    const { page, complaints } = await openPage(gateway, browser, "/messages", { role: "ops", language });
    await page.getByLabel(words.search).fill(number);
    await page.getByText(words.taken).waitFor();
    await page.waitForURL(({ search }) => search === `?q=${number}`);
    await page.getByRole("link", { name: words.explain }).click();
    await page.getByText(words.happened).waitFor();
    await page.getByText(words.advice).waitFor();
    await page.getByRole("link", { name: words.again }).click();
    await page.getByText(words.way).waitFor();
    await page.getByLabel(words.channel, { exact: true }).selectOption("sms");
    await page.getByRole("button", { name: words.send, exact: true }).click();
    await page.getByText(words.sent).waitFor();
    const { messages } = await read(gateway, otp.id);
    expect(messages.map(({ channel }) => channel)).toEqual(["whatsapp", "sms"]);
    expect(new URL(page.url()).pathname).toBe(`/console/messages/${messages[1]?.id}`);
    expect(await page.locator("h1").textContent()).toContain("SMS");
    expect(complaints).toEqual([]);
  });

  test("on a telephone nothing is wider than the screen, without a script all of it is there", async () => {
    const { number, otp } = await lost();
    const opened = { role: "ops", language, viewport: sizes.phone, javaScriptEnabled: false } as const;
    for (const path of [`/messages/${otp.message.id}`, `/explain?q=${number}`, "/messages/export"]) {
      const { page, complaints } = await openPage(gateway, browser, path, { ...opened, javaScriptEnabled: true });
      expect(await page.evaluate(fits), path).toBe(true);
      expect(complaints).toEqual([]);
      await page.context().close();
    }
    const { page } = await openPage(gateway, browser, "/messages", opened);
    expect(await page.locator("#tail").isVisible()).toBe(false);
    await page.getByLabel(words.search).fill(number);
    await page.getByLabel(words.search).press("Enter");
    await page.getByText(words.taken).waitFor();
    await page.locator(`#${otp.message.id}`).click();
    await page.getByLabel(words.channel, { exact: true }).selectOption("voice");
    await page.getByRole("button", { name: words.send, exact: true }).click();
    await page.getByText(words.sent).waitFor();
  });
});

test("the newest messages come by themselves, until that is paused", async () => {
  const { page, complaints } = await openPage(gateway, browser, "/messages?channel=email", {
    role: "ops",
    language: "en",
  });
  const move = () => page.evaluate("document.body.dispatchEvent(new Event('live:messages'))");
  const mail = (to: string) => issued(gateway, { to, channel: "email", wait_ms: 5000 });
  const first = await mail("budi@example.com");
  await move();
  await page.locator(`#${first.message.id}`).waitFor();
  await page.getByRole("link", { name: "Pause" }).click();
  await page.getByText("Updates are paused").waitFor();
  const second = await mail("siti@example.com");
  await move();
  expect(await page.locator("[data-live]").count()).toBe(0);
  await page.getByRole("link", { name: "Go on" }).click();
  await page.locator(`#${second.message.id}`).waitFor();
  await eventually(
    () => page.locator("[data-live]").count(),
    (count) => count === 1,
  );
  expect(complaints).toEqual([]);
});
