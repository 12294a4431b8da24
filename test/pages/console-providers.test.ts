import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Language } from "../../src/kit/language.ts";
import { startBrowser, startListeningGateway, type ListeningGateway, type TestBrowser } from "../support/browser.ts";
import { openPage } from "../support/console.ts";
import { phone, putLimits } from "../support/erp.ts";

let browser: TestBrowser;
let gateway: ListeningGateway;
let open: Page[] = [];
const heard: string[] = [];

beforeAll(async () => {
  [browser, gateway] = await Promise.all([startBrowser(), startListeningGateway()]);
  await putLimits(gateway);
  const credit = { amount: "10000000", reference: "for the traffic" };
  expect((await gateway.admin("/v1/balance/topups", { body: credit })).status).toBe(201);
  for (const name of ["spare", "third"]) await put(`/v1/providers/${name}`, { kind: "sandbox" });
});
beforeEach(async () => {
  await put("/v1/providers/sandbox/state", { state: "on" });
  await put("/v1/routes", {
    channels: { whatsapp: [{ provider: "sandbox" }, { provider: "spare", weight: 0 }], sms: [{ provider: "sandbox" }] },
    fallback: [{ channel: "whatsapp", after_seconds: 20 }, { channel: "sms" }],
  });
});
afterEach(async () => {
  for (const page of open) await page.context().close();
  open = [];
  expect(heard.splice(0)).toEqual([]);
});
afterAll(async () => {
  await browser.close();
  await gateway.close();
});

const put = async (path: string, body: object): Promise<void> => {
  const reply = await gateway.admin(path, { method: "PUT", body });
  expect(reply.status, reply.text).toBe(200);
};
const at = async (path: string, language: Language, more: object = {}): Promise<Page> => {
  const { page, complaints } = await openPage(gateway, browser, path, { role: "ops", language, ...more });
  open.push(page);
  page.on("close", () => heard.push(...complaints));
  return page;
};
const order = async (channel = "whatsapp"): Promise<string[]> =>
  ((await gateway.admin("/v1/routes")).json.channels[channel] as { provider: string }[]).map(
    ({ provider }) => provider,
  );

const words = {
  id: {
    first: "Dahulukan",
    firstOn: "Dahulukan untuk WhatsApp",
    swapped: "Urutan diubah",
    drain: "Kosongkan",
    stateSet: "Keadaan diubah",
    save: "Simpan rute",
    saved: "Rute tersimpan",
    unsaved: "Belum disimpan.",
    create: "Buat penyedia",
    name: "Nama",
    id: "ID nomor pengirim (phone_number_id) (wajib)",
    to: "Nomor atau alamat",
    ask: "Tanyakan",
    goes: "Dikirim lewat WhatsApp melalui sandbox.",
    differs: "beda",
    fine: "semua contohnya cocok",
    up: "Naikkan spare",
  },
  en: {
    first: "Put first",
    firstOn: "Put first for WhatsApp",
    swapped: "Order changed",
    drain: "Drain",
    stateSet: "State changed",
    save: "Save the routes",
    saved: "Routes saved",
    unsaved: "Not saved yet.",
    create: "Create the provider",
    name: "Name",
    id: "Sending number's id (phone_number_id) (required)",
    to: "Number or address",
    ask: "Ask",
    goes: "Goes by WhatsApp through sandbox.",
    differs: "differs",
    fine: "all its examples agree",
    up: "Move spare up",
  },
} as const;

describe.each(["id", "en"] as const)("in %s", (language) => {
  const said = words[language];

  test("an operator swaps a provider under traffic, in two clicks, and no issue fails", async () => {
    const page = await at("/providers", language);
    const failures: unknown[] = [];
    let going = true;
    const traffic = [0, 1].map(async () => {
      while (going) {
        const reply = await gateway.request("/v1/otp/issue", { body: { to: phone() } });
        if (reply.status !== 201) failures.push(reply.json);
      }
    });
    const row = page.getByRole("row").filter({ has: page.getByRole("link", { name: "spare", exact: true }) });
    await row.getByText(said.first, { exact: true }).click();
    await row.getByRole("button", { name: said.firstOn }).click();
    await page.getByRole("status").filter({ hasText: said.swapped }).waitFor();
    const old = page.getByRole("row").filter({ has: page.getByRole("link", { name: "sandbox", exact: true }) });
    await old.getByText(said.drain, { exact: true }).first().click();
    await old.getByRole("button", { name: said.drain }).click();
    await page.getByRole("status").filter({ hasText: said.stateSet }).waitFor();
    const after = [];
    for (let n = 0; n < 20; n++) {
      const to = phone();
      after.push(to);
      const reply = await gateway.request("/v1/otp/issue", { body: { to, channel: "whatsapp", wait_ms: 5000 } });
      expect(reply.status, reply.text).toBe(201);
    }
    going = false;
    await Promise.all(traffic);
    expect(failures).toEqual([]);
    for (const to of after) {
      const { json } = await gateway.admin(`/v1/messages?to=${to}`);
      expect(json.data[0]).toMatchObject({ provider: "spare" });
    }
  });

  test("a wrong setting is said at its field, and mended", async () => {
    const page = await at("/providers/new?kind=meta-cloud", language);
    const name = `wa-${language}`;
    await page.getByLabel(said.name, { exact: true }).fill(name);
    await page.getByLabel(said.id).fill("0812");
    await page.getByLabel(said.id).fill("number one");
    await page.locator('[name="secrets.access_token"]').fill("token");
    await page.getByRole("button", { name: said.create }).click();
    const field = page.getByLabel(said.id);
    await page.locator('[name="settings.phone_number_id"][aria-invalid="true"]').waitFor();
    expect(await field.inputValue()).toBe("number one");
    const wrong = (await field.getAttribute("aria-describedby"))?.split(" ")[0];
    expect(await page.locator(`[id="${wrong}"]`).textContent()).toMatch(/./);
    await field.fill("12345");
    await page.locator('[name="secrets.access_token"]').fill("token");
    await page.getByRole("button", { name: said.create }).click();
    await page.getByRole("heading", { level: 1, name }).waitFor();
    expect((await gateway.admin(`/v1/providers/${name}`)).json.settings.phone_number_id).toBe("12345");
  });

  test("providers are dragged into order, and the order is saved", async () => {
    const page = await at("/routes", language);
    const list = page.locator('[data-sort="whatsapp"]');
    const grips = list.locator(".grip");
    const [from, to] = await Promise.all([grips.nth(1).boundingBox(), grips.nth(0).boundingBox()]);
    if (from === null || to === null) throw new Error("there are no grips");
    await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
    await page.mouse.down();
    await page.mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 8 });
    await page.mouse.move(to.x + to.width / 2, to.y - 4, { steps: 4 });
    await page.mouse.up();
    await page.getByText(said.unsaved).waitFor();
    expect(await order()).toEqual(["sandbox", "spare"]);
    await page.getByRole("button", { name: said.save }).click();
    await page.getByRole("status").filter({ hasText: said.saved }).waitFor();
    expect(await order()).toEqual(["spare", "sandbox"]);
  });

  test("without a script a button moves a row, and Save keeps it", async () => {
    const page = await at("/routes", language, { javaScriptEnabled: false });
    await page.getByRole("button", { name: said.up }).click();
    await page.getByText(said.unsaved).waitFor();
    await page.getByRole("button", { name: said.save }).click();
    await page.getByText(said.saved).waitFor();
    expect(await order()).toEqual(["spare", "sandbox"]);
  });

  test("a number is asked about beside the routes", async () => {
    const page = await at("/routes", language);
    const plan = page.locator("#plan");
    await plan.getByLabel(said.to).fill("0812-3456-7890");
    await plan.getByRole("button", { name: said.ask }).click();
    await plan.getByText(said.goes).waitFor();
    expect(await plan.textContent()).toContain("+62812****7890");
    expect(page.url()).not.toContain("7890");
  });

  test("a description's examples are tried as it is typed", async () => {
    const page = await at("/providers/new?kind=http&start=nusasms", language);
    const editor = page.locator('[name="settings.description"]');
    await page.getByText(said.fine).waitFor();
    await page.locator('[name="secrets.api_key"]').fill("typed-before");
    const good = await editor.inputValue();
    await editor.fill(good.replace('"accepted": "', '"accepted": "not '));
    await page.locator("#description-check").getByText(said.differs, { exact: true }).first().waitFor();
    // What was typed in the fields around it is still there.
    expect(await page.locator('[name="secrets.api_key"]').inputValue()).toBe("typed-before");
    await editor.fill(good);
    await page.getByText(said.fine).waitFor();
  });
});
