import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { requestSnippets } from "../../src/http/docs/sections/languages.ts";
import { signIn, visit } from "../support/console.ts";
import { phone } from "../support/erp.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";

let gateway: TestGateway;
let cookie: string;
beforeAll(async () => {
  gateway = await startTestGateway();
  cookie = await signIn(gateway, { language: "en" });
});
afterAll(() => gateway.close());

const post = (form: Record<string, string>) => visit(gateway, cookie, "/try", form);

/** What a form of the page carries without being seen. */
function hidden(text: string): Record<string, string> {
  const fields = text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g);
  return Object.fromEntries([...fields].map(([, name = "", value = ""]) => [name, value]));
}

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

async function codeOf(to: string): Promise<string> {
  const { json } = await gateway.admin(`/v1/sandbox/messages?to=${to}`);
  return String(json.data[0].code);
}

async function issuedCount(): Promise<number> {
  const [row] = await gateway.gateway.sql<{ n: number }[]>`select count(*)::int as n from otps`;
  return row?.n ?? 0;
}

describe("from the form to a verified OTP", () => {
  test("with the requests and the raw answers", async () => {
    const to = phone();
    const sent = await post({ to, channel: "sms", purpose: "access", nonce: `n-${to}` });
    expect(sent.status).toBe(200);
    expect(sent.text).toContain("POST /v1/otp/issue HTTP/1.1");
    expect(sent.text).toContain(escaped(`{"to":"${to}","channel":"sms","purpose":"access","wait_ms":3000}`));
    expect(sent.text).toContain("HTTP 201");
    const code = await codeOf(to);
    expect(sent.text).toContain(`>${code}</code>`);

    const form = hidden(sent.text);
    const wrong = await post({ ...form, nonce: `w-${to}`, typed: code === "000000" ? "000001" : "000000" });
    expect(wrong.text).toContain("The code is wrong. Attempts left: 4.");
    const right = await post({ ...form, nonce: `r-${to}`, typed: code });
    expect(right.text).toContain("The code is right: this person may come in.");
    expect(right.text).toContain(escaped('"valid": true'));
    expect((await post({ ...form, nonce: `u-${to}`, typed: code })).text).toContain("This code was used before.");
  });

  test("a page that is loaded anew sends nothing again", async () => {
    const form = { to: phone(), nonce: "loaded-anew" };
    const first = await post(form);
    const before = await issuedCount();
    const second = await post(form);
    expect(hidden(second.text)["id"]).toBe(hidden(first.text)["id"]);
    expect(await issuedCount()).toBe(before);
  });

  test("what cannot be issued is said beside its field, with what was typed and the raw answer", async () => {
    const { status, text } = await post({ to: "12", code: "ab", nonce: "bad" });
    expect(status).toBe(422);
    expect(text).toContain("4 to 10 digits 0-9");
    expect(text).toContain('<details class="more" open="">');
    expect(text).toMatch(/id="f-code" name="code" aria-invalid="true"[^>]* value="ab"/);
    expect(text).toContain("HTTP 400");
  });

  test("a code that can be none is said beside its field", async () => {
    const sent = await post({ to: phone(), nonce: "no-code" });
    const { status, text } = await post({ ...hidden(sent.text), nonce: "no-code-2", typed: "abc" });
    expect(status).toBe(422);
    expect(text).toMatch(/id="f-typed" name="typed" [^>]*aria-invalid="true"/);
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

    const before = await issuedCount();
    const asked = await post({ to: "budi@example.com", channel: "email", nonce: "real" });
    expect(asked.status).toBe(200);
    expect(asked.text).toContain("This is not the sandbox: a real message would be sent.");
    expect(asked.text).toMatch(/E-mail: post \(IDR.50\)\. It costs up to IDR.50\./);
    expect(await issuedCount()).toBe(before);

    const sure = await post({ ...hidden(asked.text), sure: "yes" });
    expect(sure.text).toContain("HTTP 201");
    expect(sure.text).not.toContain('id="inbox"');
    expect(await issuedCount()).toBe(before + 1);
  });
});

describe("the lines beside the form", () => {
  test("make the request of the form, each quoted in its own way", async () => {
    const { text } = await post({ to: `0812"$'\\ <b>`, user: "O'Neil & Co", nonce: "quoted" });
    const shown = (line: string) => expect(text).toContain(escaped(line).replaceAll("'", "&#39;"));
    shown(`--data-urlencode 'to=0812"$'\\''\\ <b>' --data-urlencode 'user=O'\\''Neil & Co' -d 'wait_ms=3000'`);
    shown(`array('to' => '0812"$\\'\\\\ <b>', 'user' => 'O\\'Neil & Co', 'wait_ms' => '3000')`);
    shown(`{ "to", "0812\\"$'\\\\ <b>" }, { "user", "O'Neil & Co" }, { "wait_ms", "3000" }`);
    shown(`"to=0812%22%24'%5C%20%3Cb%3E&user=O'Neil%20%26%20Co&wait_ms=3000"`);
  });

  test("are those of the developers' page", async () => {
    expect(requestSnippets.map(({ id }) => id)).toEqual(["curl", "php", "vb6", "csharp"]);
    const { text } = await visit(gateway, cookie, "/try?to=0812-0000-1111");
    for (const { name } of requestSnippets) expect(text).toContain(`<summary>${name}</summary>`);
    expect(text.match(/0812-0000-1111/g)?.length).toBeGreaterThan(requestSnippets.length);
  });
});

describe("who may not send", () => {
  test.each(["ops", "finance", "auditor"] as const)("%s is told so, and has no link to it", async (role) => {
    const other = await signIn(gateway, { role, language: "en" });
    const page = await visit(gateway, other, "/try");
    expect(page.status).toBe(403);
    expect(page.text).not.toContain('href="/console/try"');
    const before = await issuedCount();
    expect((await visit(gateway, other, "/try", { to: phone(), nonce: "no" })).status).toBe(403);
    expect(await issuedCount()).toBe(before);
  });
});

test("in Indonesian it asks and answers in Indonesian", async () => {
  const indonesian = await signIn(gateway, { language: "id" });
  const sent = await visit(gateway, indonesian, "/try", { to: phone("0003"), nonce: "indonesian" });
  expect(sent.text).toContain("<h1>Coba</h1>");
  expect(sent.text).toContain("Belum ada pesan.");
  const form = { ...hidden(sent.text), nonce: "indonesian-2", typed: "12345678" };
  expect((await visit(gateway, indonesian, "/try", form)).text).toContain("Kodenya salah. Sisa percobaan: 4.");
});
