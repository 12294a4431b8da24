import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { documentOf, paramsIn, valuesOf } from "../../src/console/pages/templates/content.ts";
import type { ConsoleRole } from "../../src/console/session.ts";
import { signIn, visit } from "../support/console.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
  await gateway.admin("/v1/providers/wa", {
    method: "PUT",
    body: {
      kind: "meta-cloud",
      settings: { phone_number_id: "1", base_url: "http://127.0.0.1:1", waba_id: "2" },
      secrets: { access_token: "t", app_secret: "s", verify_token: "v" },
    },
  });
});
afterAll(() => gateway.close());

const at = "/templates/otp/sms/id";
const text = { shape: "text", body: "{{brand}}: kode {{code}}, berlaku {{ttl_minutes}} menit." };
const as = (role: ConsoleRole, language: "id" | "en" = "en") => signIn(gateway, { role, language });
interface Shown {
  version: number;
  body: string;
  draft: object | null;
  bindings: object;
}
const api = async (path: string) => (await gateway.admin(`/v1/templates/${path}`)).json as Shown;
/** The tag that a form of this page carries. */
async function tagOn(cookie: string, path: string): Promise<string> {
  const { text: page } = await visit(gateway, cookie, path);
  const tag = /name="etag" value="([^"]*)"/.exec(page)?.[1] ?? expect.unreachable("no tag");
  return tag.replaceAll("&quot;", '"');
}

const pages = ["", "/providers", "/file", "/otp/sms/id", "/otp/sms/id/versions", "/otp/whatsapp/id/approval"];

describe("who may see templates", () => {
  test.each(pages)("/templates%s: finance may not", async (path) => {
    const { status, text: page } = await visit(gateway, await as("finance"), `/templates${path}`);
    expect(status).toBe(403);
    expect(page).toContain("<h1>No permission</h1>");
  });

  test.each(pages)("/templates%s: an auditor sees it, without a button that would be refused", async (path) => {
    const { status, text: page } = await visit(gateway, await as("auditor"), `/templates${path}`);
    expect(status).toBe(200);
    const forms = [...page.matchAll(/action="\/console(\/templates[^"]*)"/g)].map(([, to]) => to);
    expect(forms.filter((to) => !/^\/templates(\/otp\/sms\/id\/(versions|preview))?$/.test(to ?? ""))).toEqual([]);
    for (const button of [">Save draft<", ">Publish<", ">Submit<", ">Go back to this version<", ">Import<"]) {
      expect(page).not.toContain(button);
    }
  });

  test("an auditor can't write", async () => {
    const cookie = await as("auditor");
    expect((await visit(gateway, cookie, `${at}/draft`, { ...text, etag: await tagOn(cookie, at) })).status).toBe(422);
    expect((await api("otp/sms/id")).draft).toBeNull();
    expect((await visit(gateway, cookie, "/templates/new")).status).toBe(403);
    // What came of an errand is shown to all who may see the page: nobody else's words get there.
    for (const errand of [`${at}/submit`, `${at}/withdraw`, "/templates/sync"]) {
      expect((await visit(gateway, cookie, errand, { provider: "sandbox" })).status, errand).toBe(403);
    }
  });
});

describe.each([
  ["id", "Templat", "Tidak ada templat yang cocok."],
  ["en", "Templates", "No template matches."],
] as const)("the list in %s", (language, title, empty) => {
  test("has every variant, what it lacks with whom, and what the linter says", async () => {
    const { status, text: page } = await visit(gateway, await as("ops", language), "/templates");
    expect(status).toBe(200);
    expect(page).toContain(`<h1>${title}</h1>`);
    expect(page).toContain('href="/console/templates/otp/whatsapp/en"');
    expect(page).toContain(language === "id" ? "wa: belum terikat" : "wa: not bound");
  });

  test("says when nothing matches", async () => {
    const { text: page } = await visit(gateway, await as("ops", language), "/templates?q=nothing-like-it");
    expect(page).toContain(empty);
  });
});

describe("the editor", () => {
  test("says what is wrong beside the field, and keeps what was typed", async () => {
    const cookie = await as("ops", "id");
    const etag = await tagOn(cookie, at);
    const { status, text: page } = await visit(gateway, cookie, `${at}/draft`, { shape: "text", body: "tanpa", etag });
    expect(status).toBe(422);
    expect(page).toContain('aria-invalid="true"');
    expect(page).toContain("tanpa</textarea>");
    expect(page).toContain("Periksa isian yang ditandai.");
  });

  test("publishes what is in the form, once", async () => {
    const cookie = await as("ops");
    const { version } = await api("otp/sms/id");
    const form = { ...text, etag: await tagOn(cookie, at), nonce: "publish-1" };
    const { status, headers } = await visit(gateway, cookie, `${at}/publish`, form);
    expect(status).toBe(303);
    expect(headers.get("location")).toBe(`/console${at}?done=published`);
    expect(await api("otp/sms/id")).toMatchObject({ version: version + 1, body: text.body, draft: null });
    await visit(gateway, cookie, `${at}/publish`, form);
    expect((await api("otp/sms/id")).version).toBe(version + 1);
  });

  test("tells who was second, without losing what they wrote", async () => {
    const cookie = await as("ops");
    const etag = await tagOn(cookie, at);
    await visit(gateway, cookie, `${at}/draft`, { ...text, etag });
    const late = { ...text, body: "{{brand}} terlambat {{code}} {{ttl_minutes}} menit", etag };
    const { status, text: page } = await visit(gateway, cookie, `${at}/draft`, late);
    expect(status).toBe(422);
    expect(page).toContain("Somebody changed this template since you opened it.");
    expect(page).toContain("terlambat");
    await visit(gateway, cookie, `${at}/discard`, { etag: await tagOn(cookie, at) });
    expect((await api("otp/sms/id")).draft).toBeNull();
  });

  test("previews what is typed at the price of a number, and changes nothing", async () => {
    const cookie = await as("auditor");
    const form = { ...text, body: "{{params.faktur}} {{code}}", param_faktur: "INV-7", sample_to: "0812 3456 7890" };
    const { status, text: page } = await visit(gateway, cookie, `${at}/preview`, form);
    expect(status).toBe(200);
    expect(page).toContain("<p>INV-7 123456</p>");
    expect(page).toContain("IDR\u00a0");
    const wrong = await visit(gateway, cookie, `${at}/preview`, { ...form, sample_to: "abc" });
    expect(wrong.text).toContain("a phone number has digits");
  });
});

test("a new template is a draft of another's words, shown in the list before it is published, and then taken away", async () => {
  const cookie = await as("ops");
  const form = { key: "otp_login", channel: "sms", locale: "en", from: "otp/sms/en" };
  const made = await visit(gateway, cookie, "/templates/new", form);
  expect(made.headers.get("location")).toBe("/console/templates/otp_login/sms/en?done=begun");
  expect((await api("otp_login/sms/en/draft")).body).toBe((await api("otp/sms/en")).body);
  expect((await visit(gateway, cookie, "/templates")).text).toContain("otp_login");
  const again = await visit(gateway, cookie, "/templates/new", form);
  expect(again.headers.get("location")).toBe("/console/templates/otp_login/sms/en?done=there");
  const page = "/templates/otp_login/sms/en";
  await visit(gateway, cookie, `${page}/discard`, { etag: await tagOn(cookie, page) });
  expect((await visit(gateway, cookie, page)).status).toBe(404);
  const bad = await visit(gateway, cookie, "/templates/new", { ...form, key: "Not A Key" });
  expect(bad.status).toBe(422);
  expect(bad.text).toContain("1 to 63 of a-z");
});

test("an older version comes back as a new one", async () => {
  const cookie = await as("ops");
  await gateway.admin("/v1/templates/back/sms/id", { method: "PUT", body: { body: "satu {{code}}" } });
  await gateway.admin("/v1/templates/back/sms/id", { method: "PUT", body: { body: "dua {{code}}" } });
  const page = "/templates/back/sms/id";
  const { text: versions } = await visit(gateway, cookie, `${page}/versions?from=1&to=2`);
  expect(versions).toMatch(/<del>.*satu.*<\/del>/s);
  expect(versions).toMatch(/<ins>.*dua.*<\/ins>/s);
  await visit(gateway, cookie, `${page}/rollback`, { version: "1", etag: await tagOn(cookie, page), nonce: "back-1" });
  expect(await api("back/sms/id")).toMatchObject({ version: 3, body: "satu {{code}}" });
});

test("a binding by hand is kept, approved again, and ended", async () => {
  const cookie = await as("ops", "id");
  const page = "/templates/otp/whatsapp/id/approval";
  const form = { provider: "wa", name: "kode_masuk", language: "id", expiry_minutes: "5" };
  const to = "/templates/otp/whatsapp/id";
  const bound = await visit(gateway, cookie, `${to}/bind`, { ...form, etag: await tagOn(cookie, page) });
  expect(bound.headers.get("location")).toBe(`/console${page}?done=bound`);
  expect((await visit(gateway, cookie, page)).text).toContain("kode_masuk");
  await visit(gateway, cookie, `${to}/unbind`, { provider: "wa", etag: await tagOn(cookie, page) });
  expect((await api("otp/whatsapp/id")).bindings).toEqual({});
});

test("a vendor that can't be reached is told of, and the page may be left", async () => {
  const cookie = await as("ops");
  const { status } = await visit(gateway, cookie, "/templates/sync", { provider: "wa", nonce: "sync-1" });
  expect(status).toBe(303);
  expect((await visit(gateway, cookie, "/templates/providers")).text).toMatch(
    /The provider (refused|.s answer got lost|is being)/,
  );
});

describe("the set as a file", () => {
  test("is the API's, and is checked before it is imported", async () => {
    const cookie = await as("ops");
    const file = await visit(gateway, cookie, "/templates/export.csv");
    expect(file.text).toBe((await gateway.admin("/v1/templates/export?format=csv")).text);
    const send = async (deed: string) => {
      const body = new FormData();
      body.set(
        "file",
        new File(['{"templates":[{"key":"dari_berkas","channel":"sms","locale":"id","body":"{{code}}"}]}'], "t.json"),
      );
      body.set("deed", deed);
      const reply = await gateway.app.request("/console/templates/import", {
        method: "POST",
        headers: { cookie },
        body,
      });
      return reply.text();
    };
    expect(await send("check")).toContain("nothing has changed yet");
    expect((await gateway.admin("/v1/templates/dari_berkas/sms/id")).status).toBe(404);
    expect(await send("import")).toContain("Imported.");
    expect((await gateway.admin("/v1/templates/dari_berkas/sms/id")).status).toBe(200);
    expect((await visit(gateway, cookie, "/templates/import", {})).text).toContain("Choose the file first.");
  });
});

describe("a form's fields and what the API takes", () => {
  test("are the same both ways", () => {
    const stored = {
      category: "authentication",
      button: "one_tap",
      apps: [{ package_name: "id.co.contoh", signature_hash: "a1B2c3D4e5F" }],
      security_line: true,
      expiry_line: false,
      bindings: {},
    } as const;
    const values = valuesOf({
      ...stored,
      apps: [...stored.apps],
      key: "otp",
      channel: "whatsapp",
      locale: "id",
    } as never);
    expect(documentOf(values, { channel: "whatsapp" }, {})).toEqual(stored);
  });

  test("leave out what the channel has no use for, and a browser's line breaks", () => {
    const values = { shape: "text", body: "a\r\nb", subject: "s", app_hash: "h" };
    expect(documentOf(values, { channel: "sms" }, {})).toEqual({ body: "a\nb", app_hash: "h", bindings: {} });
    expect(documentOf(values, { channel: "email" }, {})).toEqual({ body: "a\nb", subject: "s", bindings: {} });
  });

  test("name each param once", () => {
    expect(paramsIn({ body: "{{params.a}} {{ params.b }} {{params.a}}" })).toEqual(["a", "b"]);
  });
});
