import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { appendEvents } from "../../src/events/append.ts";
import { startBrowser, startListeningGateway, type ListeningGateway, type TestBrowser } from "../support/browser.ts";
import { openPage, sizes } from "../support/console.ts";
import { eventually } from "../support/gateway.ts";
import { answersInTurn, startReceiver } from "../support/receiver.ts";
import { said } from "../support/said.ts";

/** The daily tasks of who runs the gateway, in a real browser, in both languages. */
let gateway: ListeningGateway;
let browser: TestBrowser;
beforeAll(async () => {
  [gateway, browser] = await Promise.all([startListeningGateway(), startBrowser()]);
}, 120_000);
afterAll(async () => {
  await browser.close();
  await gateway.close();
});

const words = {
  id: {
    make: "Buat kunci",
    kept: "Selesai, kunci sudah saya simpan",
    revoke: "Cabut",
    sure: "Ya, cabut sekarang",
    revoked: "Kunci dicabut",
    addRow: "Tambah baris: Satu pengguna",
    max: "Satu pengguna, baris 1: jumlah kode paling banyak",
    saveLimits: "Simpan batas",
    saved: "Batas disimpan.",
    user: "Pengguna (user)",
    look: "Periksa",
    held: "Ada yang menahan kode berikutnya.",
    reason: "Alasan",
    forgive: "Beri kesempatan baru",
    free: "Tidak ada yang menahan",
    dead: "menyerah",
    replayDead: "Kirim ulang semua yang menyerah",
    replay: "Ya, kirim ulang",
    replayed: "sedang dikirim ulang",
    delivered: "terkirim",
    act: "Lihat sebagai tenant toko-id",
    acting: "Anda sedang melihat tenant toko-id.",
    leave: "Kembali ke tenant sendiri",
    left: "Anda kembali di tenant sendiri.",
  },
  en: {
    make: "Make a key",
    kept: "Done, I have kept the key",
    revoke: "Revoke",
    sure: "Yes, revoke it now",
    revoked: "The key is revoked",
    addRow: "Add a row: One user",
    max: "One user, row 1: codes at most",
    saveLimits: "Save limits",
    saved: "The limits are saved.",
    user: "User (user)",
    look: "Look",
    held: "Something holds the next code back.",
    reason: "Reason",
    forgive: "Let them begin anew",
    free: "Nothing holds the next code back",
    dead: "given up",
    replayDead: "Post all that was given up again",
    replay: "Yes, post them again",
    replayed: "are being posted again",
    delivered: "delivered",
    act: "Look as tenant toko-en",
    acting: "You are looking at tenant toko-en.",
    leave: "Back to your own tenant",
    left: "You are back at your own tenant.",
  },
};

const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
const run = promisify(execFile);
/** As it is pasted into a shell. */
const shell = async (line: string) => JSON.parse((await run("sh", ["-c", line])).stdout) as Record<string, unknown>;

describe.each(["id", "en"] as const)("in %s", (language) => {
  const say = words[language];
  // With a script at a desk, without one on a phone.
  const at = language === "id" ? { viewport: sizes.desktop } : { viewport: sizes.phone, javaScriptEnabled: false };

  test("a key is made, works by curl as it is shown, and is revoked", async () => {
    const { page, complaints } = await openPage(gateway, browser, "/keys", { language, ...at });
    await page.locator("#f-name").fill(`till ${language}`);
    await button(page, say.make).click();
    const issue = (await page.locator("#line-0").textContent()) ?? "";
    expect(
      await shell(issue.replace("0812-3456-7890", language === "id" ? "081234560101" : "081234560102")),
    ).toMatchObject({
      status: "pending",
    });
    await page.getByRole("link", { name: say.kept }).click();
    const row = page.locator("tr", { hasText: `till ${language}` });
    await row.locator("summary", { hasText: say.revoke }).click();
    await row.getByRole("button", { name: say.sure }).click();
    await said(page).toContain(say.revoked);
    expect(await shell(issue)).toMatchObject({ code: "unauthorized" });
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test("a limit is set, refuses as it says, and a person is forgiven", async () => {
    await gateway.admin("/v1/limits", { method: "PUT", body: { cooldown_seconds: 0 } });
    const { page, complaints } = await openPage(gateway, browser, "/limits", { role: "ops", language, ...at });
    await page.getByRole("button", { name: say.addRow, exact: true }).first().click();
    await page.getByLabel(say.max, { exact: true }).first().fill("1");
    await button(page, say.saveLimits).click();
    await said(page).toContain(say.saved);

    const issue = () =>
      gateway.request("/v1/otp/issue", {
        body: { to: `+62812340077${language === "id" ? 10 : 20}`, user: `ani-${language}` },
      });
    expect((await issue()).status).toBe(201);
    expect((await issue()).json).toMatchObject({ status: 429, limit: "user" });

    await page.goto(`${gateway.url}/console/limits/usage`);
    await page.getByLabel(say.user).fill(`ani-${language}`);
    await button(page, say.look).click();
    await page.getByText(say.held).waitFor();
    await page.getByLabel(say.reason).fill("called us");
    await button(page, say.forgive).click();
    await page.getByText(say.free).waitFor();
    expect((await issue()).status).toBe(201);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test("a webhook fails, and what was given up is posted again", async () => {
    const receiver = await startReceiver(answersInTurn(500, 200));
    await gateway.admin(`/v1/webhooks/erp-${language}`, {
      method: "PUT",
      body: { url: receiver.url, events: ["balance.topup"] },
    });
    const { webhookPosts, settings, clock, sql } = gateway.gateway;
    const tenantId = settings.current.firstTenantId ?? "";
    await Promise.all(
      appendEvents(sql, [{ tenantId, type: "balance.topup", at: clock.now(), data: { reference: `INV-${language}` } }]),
    );
    await eventually(
      async () => {
        await webhookPosts.run();
        return receiver.posts.length;
      },
      (count) => count > 0,
    );
    await webhookPosts.idle();
    // As after three days.
    await gateway.database.sql`update webhook_deliveries set status = 'dead', next_at = null where status = 'pending'`;
    const { page, complaints } = await openPage(gateway, browser, `/webhooks/to/erp-${language}`, {
      role: "ops",
      language,
      ...at,
    });
    await page.locator("#deliveries .badge", { hasText: say.dead }).waitFor();
    await page.locator("summary", { hasText: say.replayDead }).click();
    await page.locator("details[open]").getByRole("button", { name: say.replay }).click();
    await page.getByText(say.replayed).waitFor();
    await eventually(
      async () => {
        await webhookPosts.run();
        return receiver.posts.length;
      },
      (count) => count > 1,
    );
    await webhookPosts.idle();
    await page.reload();
    await page.locator("#deliveries .badge", { hasText: say.delivered }).waitFor();
    expect(complaints).toEqual([]);
    await page.context().close();
    await gateway.admin(`/v1/webhooks/erp-${language}`, { method: "DELETE" });
    await receiver.close();
  });

  test("an admin of the first tenant looks at another, and comes back", async () => {
    await gateway.admin(`/v1/tenants/toko-${language}`, { method: "PUT", body: { brand: "Toko" } });
    const { page } = await openPage(gateway, browser, "/tenants", { language, ...at });
    await button(page, say.act).click();
    await page.getByText(say.acting).waitFor();
    await page.goto(`${gateway.url}/console/keys`);
    await page.getByText(say.acting).waitFor();
    await button(page, say.leave).click();
    await page.getByText(say.left).waitFor();
    await page.context().close();
  });
});

test("no page is wider than a phone, and none breaks the policy of its own", async () => {
  await gateway.admin("/v1/webhooks/a-rather-long-name-of-a-webhook", {
    method: "PUT",
    body: { url: `http://127.0.0.1:9/${"long".repeat(30)}` },
  });
  const { page, complaints } = await openPage(gateway, browser, "/limits", { viewport: sizes.phone });
  const paths = [
    "/limits",
    "/limits/usage?to=0812-0000-1111",
    "/limits/guard",
    "/keys",
    "/tenants",
    "/tenants/settings/demo",
    "/webhooks",
    "/webhooks/new",
    "/webhooks/to/a-rather-long-name-of-a-webhook",
    "/audit",
    "/audit/retention",
    "/audit/privacy",
  ];
  for (const path of paths) {
    await page.goto(`${gateway.url}/console${path}`);
    expect(await page.evaluate("document.documentElement.scrollWidth - innerWidth"), path).toBeLessThanOrEqual(0);
  }
  expect(complaints).toEqual([]);
});
