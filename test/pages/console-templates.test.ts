import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Language } from "../../src/kit/language.ts";
import { startBrowser, startListeningGateway, type ListeningGateway, type TestBrowser } from "../support/browser.ts";
import { openPage, sizes } from "../support/console.ts";
import { startMetaServer, type MetaServer } from "../support/meta-server.ts";
import { said } from "../support/said.ts";

/** Templates as an operator keeps them, in a real browser, with a Cloud API beside. */
let gateway: ListeningGateway;
let browser: TestBrowser;
let meta: MetaServer;
beforeAll(async () => {
  [gateway, browser, meta] = await Promise.all([
    startListeningGateway(),
    startBrowser(),
    startMetaServer({ keepsTemplates: true }),
  ]);
  const provider = {
    kind: "meta-cloud",
    state: "on",
    settings: { phone_number_id: meta.phoneNumberId, base_url: meta.baseUrl, waba_id: meta.wabaId, timeout_ms: 20_000 },
    secrets: { access_token: meta.accessToken, app_secret: meta.appSecret, verify_token: "v" },
  };
  await put("/v1/providers/meta", provider);
}, 120_000);
afterAll(async () => {
  await browser.close();
  await gateway.close();
  await meta.close();
});

const sms = { body: "{{brand}}: kode OTP Anda {{code}}, berlaku {{ttl_minutes}} menit." };
beforeEach(async () => {
  meta.templates.all.splice(0);
  await put("/v1/templates/otp/sms/id", sms);
  await put("/v1/templates/otp/whatsapp/id", { category: "authentication" });
});

async function put(path: string, body: object): Promise<void> {
  const reply = await gateway.admin(path, { method: "PUT", body });
  expect(reply.status, reply.text).toBe(200);
}

const widest = "document.documentElement.scrollWidth <= window.innerWidth";

interface Said {
  save: string;
  saved: string;
  publish: string;
  yes: string;
  published: string;
  lint: string;
  versions: string;
  submit: string;
  waits: string;
  sync: string;
  approved: string;
}

describe.each<[Language, Said]>([
  [
    "id",
    {
      save: "Simpan draf",
      saved: "Draf tersimpan. Belum ada yang dikirim dengannya.",
      publish: "Terbitkan",
      yes: "Ya, terbitkan",
      published: "Diterbitkan. Pesan berikutnya memakai versi ini.",
      lint: "Teks harus memuat {{code}}",
      versions: "Versi",
      submit: "Ajukan",
      waits: "menunggu",
      sync: "Baca status dari penyedia",
      approved: "disetujui",
    },
  ],
  [
    "en",
    {
      save: "Save draft",
      saved: "Draft saved. Nothing is sent with it yet.",
      publish: "Publish",
      yes: "Yes, publish",
      published: "Published. The next messages go out with this version.",
      lint: "must hold {{code}}",
      versions: "Versions",
      submit: "Submit",
      waits: "pending",
      sync: "Read status from the provider",
      approved: "approved",
    },
  ],
])("in %s", (language, words) => {
  test("a text is written, mended, seen on a phone, kept as a draft, published and compared", async () => {
    const { page, complaints } = await openPage(gateway, browser, "/templates", { role: "ops", language });
    await page.getByRole("link", { name: /otp · SMS · id/ }).click();
    const body = page.locator("#f-body");
    await body.fill("{{brand}}: halo");
    await page.locator("#findings").getByText(words.lint).waitFor();
    await body.fill("{{brand}}: kode {{code}} untuk faktur {{params.faktur}}, {{ttl_minutes}} menit.");
    await page.locator(".bubble").getByText("Demo: kode 123456 untuk faktur faktur, 5 menit.").waitFor();
    // The text names a param, so there is a field for its sample; a person types there without losing it.
    await page.locator("details.more summary").first().click();
    await page.locator("#f-param_faktur").fill("INV-7");
    await page.locator(".bubble").getByText("untuk faktur INV-7").waitFor();
    expect(await page.locator("#f-param_faktur").inputValue()).toBe("INV-7");
    expect(await page.locator("#sizes").textContent()).toContain("GSM-7");

    await page.getByRole("button", { name: words.save }).click();
    await said(page).toBe(words.saved);
    const inUse = await gateway.admin("/v1/templates/otp/sms/id");
    expect(inUse.json).toMatchObject({ ...sms, draft: expect.any(Object) });

    await page.getByText(words.publish, { exact: true }).click();
    await page.getByRole("button", { name: words.yes }).click();
    await said(page).toBe(words.published);
    const { json } = await gateway.admin("/v1/templates/otp/sms/id");
    expect(json).toMatchObject({ version: inUse.json.version + 1, draft: null });
    expect(json.body).toContain("{{params.faktur}}");

    await page.getByRole("link", { name: words.versions, exact: true }).click();
    const difference = page.locator("#difference");
    await difference.locator("ins").first().waitFor();
    expect(await difference.locator("ins").first().textContent()).toContain("+");
    expect(await difference.locator("del").first().textContent()).toContain("−");
    expect(complaints).toEqual([]);
  });

  test("a WhatsApp template is submitted to Meta, waits, and is approved by what Meta's list says", async () => {
    const { page, complaints } = await openPage(gateway, browser, "/templates/otp/whatsapp/id/approval", {
      role: "ops",
      language,
    });
    const card = page.locator("#at-meta");
    await card.getByText(words.submit, { exact: true }).first().click();
    await card.getByRole("button", { name: words.submit, exact: true }).click();
    await card.locator("h2").getByText(words.waits).waitFor();
    expect(meta.templates.find("otp", "id").status).toBe("PENDING");
    meta.templates.find("otp", "id").status = "APPROVED";
    await card.getByRole("button", { name: words.sync }).click();
    await card.locator("h2").getByText(words.approved).waitFor();
    expect((await gateway.admin("/v1/templates/otp/whatsapp/id")).json.bindings.meta.status).toBe("approved");
    expect(complaints).toEqual([]);
  });
});

test("a submission that takes long says so, may be left, and has ended for who comes back", async () => {
  meta.nextOfTemplates({ afterMs: 6000, then: { raw: JSON.stringify({ error: { code: 100 } }), status: 400 } });
  const { page } = await openPage(gateway, browser, "/templates/otp/whatsapp/id/approval", { language: "en" });
  const card = page.locator("#at-meta");
  await card.getByText("Submit", { exact: true }).first().click();
  await card.getByRole("button", { name: "Submit", exact: true }).click();
  await card.getByText("The provider is being asked…").waitFor();
  await page.goto(`${gateway.url}/console/templates`);
  await page.goBack();
  await card.getByText("The provider refused.").waitFor();
});

const pages = [
  "",
  "/new",
  "/providers",
  "/file",
  "/otp/sms/id",
  "/otp/whatsapp/id",
  "/otp/whatsapp/id/approval",
  "/otp/sms/id/versions",
];
test.each([
  ["a phone", sizes.phone],
  ["a desktop", sizes.desktop],
])("on %s no page is wider than the screen, and nothing is complained of", async (_name, viewport) => {
  const { page, complaints } = await openPage(gateway, browser, "/templates", { viewport });
  for (const path of pages) {
    await page.goto(`${gateway.url}/console/templates${path}`);
    expect(await page.evaluate(widest), path).toBe(true);
    expect(await page.locator("h1").count(), path).toBe(1);
  }
  expect(complaints).toEqual([]);
});

test("without a script a button makes the preview, and the draft is kept", async () => {
  const { page } = await openPage(gateway, browser, "/templates/otp/sms/id", {
    language: "en",
    javaScriptEnabled: false,
  });
  await page.locator("#f-body").fill("{{brand}}: {{code}} for {{ttl_minutes}} minutes");
  await page.getByRole("button", { name: "Preview" }).click();
  expect(await page.locator(".bubble").textContent()).toBe("Demo: 123456 for 5 minutes");
  await page.getByRole("button", { name: "Save draft" }).click();
  await said(page).toBe("Draft saved. Nothing is sent with it yet.");
});
