import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ConsoleRole } from "../../src/console/session.ts";
import type { Language } from "../../src/kit/language.ts";
import { withoutTimesAndIds } from "../support/by-chance.ts";
import { signIn, visit } from "../support/console.ts";
import { issued, phone, putLimits, type OtpJson } from "../support/erp.ts";
import { eventually, startTestGateway, type TestGateway } from "../support/gateway.ts";
import { pick } from "../support/rows.ts";

let gateway: TestGateway;
/** Nobody on WhatsApp: two messages, of which the second arrives. */
const number = "0812-3456-0001";
const masked = "+62812****0001";
let otp: OtpJson;

beforeAll(async () => {
  gateway = await startTestGateway();
  await putLimits(gateway);
  otp = await issued(gateway, { to: number, user: "<b>budi</b>", wait_ms: 8000 });
  otp = await eventually(
    async () => (await gateway.request(`/v1/otp/${otp.id}`)).json as OtpJson,
    ({ messages }) => messages.at(-1)?.status === "read",
  );
});
afterAll(() => gateway.close());

const as = (role: ConsoleRole, language: Language = "en") => signIn(gateway, { role, language });
const see = async (path: string, role: ConsoleRole = "ops", language: Language = "en") =>
  visit(gateway, await as(role, language), path);
const message = (n: number): string => otp.messages[n]?.id ?? "";
const audited = async (action: string, target: string): Promise<number> =>
  (await gateway.admin(`/v1/audit?action=${action}&target=${target}`)).json.data.length as number;

describe("each page", () => {
  const pages = () => ["/messages", `/messages/${message(1)}`, "/explain", `/explain?q=${otp.id}`, "/messages/export"];

  test.each(["ops", "auditor", "admin"] as const)("is for %s", async (role) => {
    for (const path of pages()) expect((await see(path, role)).status, path).toBe(200);
  });

  test("and its files are not for finance, which is told so", async () => {
    for (const path of [...pages(), "/messages/file"]) {
      const { status, text } = await see(path, "finance");
      expect([status, text.includes("<h1>No permission</h1>")], path).toEqual([403, true]);
    }
  });

  test("speaks both languages, and never shows a number or a code", async () => {
    const code = (await gateway.request(`/v1/sandbox/messages?to=${encodeURIComponent(number)}`)).json.data[0].code;
    for (const path of pages()) {
      const [id, en] = [await see(path, "ops", "id"), await see(path)];
      expect(id.text).toContain('<html lang="id">');
      expect(id.text).not.toBe(en.text);
      for (const { text } of [id, en]) {
        expect(text).not.toContain("81234560001");
        expect(withoutTimesAndIds(text)).not.toContain(code);
        expect(text).not.toContain("<b>budi");
      }
    }
  });
});

describe("the log", () => {
  test("is newest first, with words that a clerk understands", async () => {
    const { text } = await see("/messages", "ops", "id");
    expect(text.indexOf(message(1))).toBeLessThan(text.indexOf(message(0)));
    expect(text).toContain(masked);
    expect(text).toContain('title="Sudah sampai dan dibuka.">Dibaca</span>');
    expect(text).toContain("Rp\u00a0500");
  });

  test.each([
    ["a number as people write it", number, `Searched as number or address: ${masked}`, 2],
    ["an OTP", "", "Searched as OTP: otp_", 2],
    ["a user", "<b>budi</b>", "Searched as user: &lt;b&gt;budi&lt;/b&gt;", 2],
    ["nobody", "nobody", "Nothing was found for “nobody”.", 0],
  ])("finds %s, and says what it was taken for", async (_, q, said, rows) => {
    const { status, text } = await see(`/messages?q=${encodeURIComponent(q === "" ? otp.id : q)}`);
    expect(status).toBe(200);
    expect(text).toContain(said);
    expect([...text.matchAll(/<a id="msg_/g)]).toHaveLength(rows);
  });

  test("has its filters in the address, times by the tenant's clock", async () => {
    const { text } = await see("/messages?channel=whatsapp&status=failed&from=2020-01-01T07:00");
    expect([...text.matchAll(/<a id="(msg_\w+)"/g)].map(([, id]) => id)).toEqual([message(0)]);
    expect(text).toContain('<option value="failed" selected="">Failed</option>');
    expect(text).toContain('value="2020-01-01T07:00"');
    expect(text).toContain("/console/messages/export?status=failed&amp;channel=whatsapp&amp;from=2020-01-01T07%3A00");
    const later = new Date(gateway.clock.now() + 3_600_000).toISOString();
    expect((await see(`/messages?from=${later}`)).text).toContain("No message matches these filters.");
  });

  test.each([
    ["q", `q=${encodeURIComponent(masked)}`, "user: is a masked number"],
    ["until before from", "from=2026-02-01T00:00&until=2026-01-01T00:00", "must not be after `until`"],
    ["status", "status=lost", "Invalid option"],
    ["country", "country=indonesia", "country: "],
  ])("says of a wrong %s what is wrong, and keeps what was typed", async (_, query, said) => {
    const { status, text } = await see(`/messages?${query}`);
    expect(status).toBe(200);
    expect(text).toContain('role="alert"');
    expect(text.toLowerCase()).toContain(said.toLowerCase());
    expect(text).toContain('aria-invalid="true"');
  });

  test("moves by itself on its newest page alone, and can be paused", async () => {
    const live = async (query: string) => (await see(`/messages${query}`)).text.includes('data-live="messages"');
    expect(await live("")).toBe(true);
    expect(await live("?status=read")).toBe(true);
    expect(await live("?live=off")).toBe(false);
    expect(await live(`?q=${otp.id}`)).toBe(false);
    expect(await live("?reveal=true")).toBe(false);
  });

  test("as one types the address follows, without what was left empty", async () => {
    const cookie = await as("ops");
    const asked = { "hx-request": "true", "hx-trigger": "search" };
    const typed = await visit(gateway, cookie, "/messages?q=budi&status=&from=", undefined, asked);
    expect(typed.headers.get("hx-replace-url")).toBe("/console/messages?q=budi");
    const moved = await visit(gateway, cookie, "/messages", undefined, { "hx-request": "true", "hx-trigger": "log" });
    expect(moved.headers.get("hx-replace-url")).toBeNull();
  });

  test("shows numbers to those who may see them, which is recorded", async () => {
    const before = await audited("messages.reveal", "messages");
    expect((await see("/messages?reveal=true")).text).toContain("+6281234560001");
    expect(await audited("messages.reveal", "messages")).toBe(before + 1);
    expect((await see("/messages?reveal=true", "auditor")).status).toBe(403);
    expect((await see("/messages", "auditor")).text).not.toContain("reveal=true");
  });

  test("goes on to older messages", async () => {
    await Promise.all(Array.from({ length: 50 }, () => issued(gateway, { to: phone() })));
    const full = await see("/messages");
    const next = /rel="next" href="\/console([^"]+)"/.exec(full.text)?.[1]?.replaceAll("&amp;", "&") ?? "";
    const older = await see(next);
    expect([...full.text.matchAll(/<a id="msg_/g)]).toHaveLength(50);
    expect(older.text).toContain(message(0));
    expect(older.text).not.toContain("data-live");
  });
});

describe("a message", () => {
  test("is told in words: summary, advice, its way, attempts with the provider's code, money, sisters", async () => {
    const { text } = await see(`/messages/${message(0)}`);
    expect(text).toContain(`<h1>WhatsApp to ${masked}</h1>`);
    for (const said of [
      "Delivered by SMS and read after WhatsApp failed",
      "The code came by SMS and can be entered until it expires.",
      "Handed to sandbox.",
      "sandbox did not send it: recipient can&#39;t be reached (not_on_whatsapp).",
      "The hold of IDR\u00a0350 was released.",
      "<code>not_on_whatsapp</code>",
      `href="/console/messages/${message(1)}">SMS</a>`,
    ])
      expect(text).toContain(said);
  });

  test("that nobody knows is a page that says so", async () => {
    const { status, text } = await see(`/messages/msg_${"0".repeat(32)}`);
    expect([status, text.includes("<h1>Not found</h1>")]).toEqual([404, true]);
  });

  test("is shown with its number once, which is recorded", async () => {
    const { text } = await see(`/messages/${message(1)}?reveal=true`);
    expect(text).toContain("<h1>SMS to +6281234560001</h1>");
    expect(text).not.toContain("data-live");
    expect(await audited("messages.reveal", message(1))).toBe(1);
  });

  test("has no buttons for those whose clicks would be refused", async () => {
    const shown = async (role: ConsoleRole) => {
      const { text } = await see(`/messages/${message(1)}`, role);
      return [text.includes(`${message(1)}/resend"`), text.includes(`${message(1)}/cancel"`)];
    };
    expect(await shown("auditor")).toEqual([false, false]);
    expect(await shown("ops")).toEqual([true, false]);
    expect(await shown("admin")).toEqual([true, true]);
  });

  test("of an OTP that has ended is sent no more", async () => {
    const done = await issued(gateway, { wait_ms: 5000 });
    const path = `/messages/${done.message.id}`;
    const cancelled = await visit(gateway, await as("admin"), `${path}/cancel`, { otp: done.id, nonce: "a" });
    expect([cancelled.status, cancelled.headers.get("location")]).toEqual([303, `/console${path}?done=cancelled`]);
    expect((await see(`${path}?done=cancelled`)).text).toContain("The OTP was cancelled.");
    expect((await see(path, "admin")).text).not.toContain(`${path}/resend"`);
    const late = await visit(gateway, await as("ops"), `${path}/resend`, { otp: done.id, nonce: "b" });
    expect(late.status).toBe(422);
    expect(late.text).toContain("This OTP is cancelled; issue a new one.");
  });
});

describe("a resend", () => {
  test("leads to the new message; the same form sent twice is one", async () => {
    const mine = await issued(gateway, { wait_ms: 5000 });
    const path = `/messages/${mine.message.id}/resend`;
    const form = { otp: mine.id, channel: "sms", nonce: "once" };
    const cookie = await as("ops");
    const [first, again] = [await visit(gateway, cookie, path, form), await visit(gateway, cookie, path, form)];
    expect([first.status, first.headers.get("location")]).toEqual([303, again.headers.get("location")]);
    const { messages } = (await gateway.request(`/v1/otp/${mine.id}`)).json as OtpJson;
    expect(pick(messages, "channel")).toEqual(["whatsapp", "sms"]);
    expect(first.headers.get("location")).toBe(`/console/messages/${messages[1]?.id}?done=resent`);
  });

  test("too soon says when, and keeps the channel that was chosen", async () => {
    await putLimits(gateway, { cooldown_seconds: 30 });
    const mine = await issued(gateway, { wait_ms: 5000 });
    const path = `/messages/${mine.message.id}/resend`;
    const form = { otp: mine.id, channel: "voice", nonce: "soon" };
    const { status, text } = await visit(gateway, await as("ops", "id"), path, form);
    expect(status).toBe(422);
    expect(text).toMatch(/Terlalu cepat: bisa dikirim ulang \d+ detik lagi\./);
    expect(text).toContain('<option value="voice" selected="">');
    expect((await visit(gateway, await as("auditor"), path, form)).status).toBe(403);
    expect((await see(path)).headers.get("location")).toBe(`/console/messages/${mine.message.id}`);
    await putLimits(gateway);
  });
});

describe("what happened", () => {
  test("is one sentence, then what to say, then the story", async () => {
    const { text } = await see(`/explain?q=${encodeURIComponent(number)}`, "ops", "id");
    const order = [
      `Dicari sebagai nomor atau alamat: ${masked}`,
      "<strong>Diterima lewat SMS dan dibaca setelah WhatsApp gagal",
      "Yang bisa disampaikan: Kode sudah sampai lewat SMS",
      "Pesan WhatsApp diantrekan",
      `href="/console/messages/${message(1)}#resend"`,
    ].map((part) => text.indexOf(part));
    expect(order).not.toContain(-1);
    expect(order).toEqual([...order].sort((a, b) => a - b));
  });

  test("of nobody on record says so, and of a masked number what to paste", async () => {
    expect((await see("/explain?q=nobody")).text).toContain("Nothing is on record for “nobody”.");
    const wrong = await see(`/explain?q=${encodeURIComponent(masked)}`);
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain("is a masked number");
    const indonesian = await see(`/explain?q=${encodeURIComponent(masked)}`, "ops", "id");
    expect(indonesian.text).toContain("nomor yang disamarkan");
  });

  test("of a number that was refused is what the guard holds against it", async () => {
    await gateway.database.sql`
      insert into guard_states (tenant_id, key, state, because, since, until, evidence_from, figures)
      select id, '+62899', 'blocked', 'conversion', now(), now() + interval '1 day', now(), '{}' from tenants where name = 'demo'`;
    expect((await see("/explain?q=0899-1234-5678")).text).toContain('<p class="note bad">');
  });
});

describe("an export", () => {
  test("says what will be in it before it begins", async () => {
    const { text } = await see("/messages/export?channel=whatsapp&from=2026-01-01T00:00");
    expect(text).toMatch(/About [\d,]+ messages, some [\d.]+ kB\./);
    expect(text).toContain("2026-01-01 00:00 (Asia/Jakarta)");
    expect((await see("/messages/export?status=failed")).text).toMatch(/At most about [\d,]+ messages/);
    expect((await see("/messages/export?provider=nobody")).text).toContain("No message matches");
    expect((await see("/messages/export?status=lost")).status).toBe(400);
  });

  test.each([
    ["csv", "messages.csv", "csv?"],
    ["id", "messages.csv", "csv?locale=id&"],
    ["ndjson", "messages.ndjson", "ndjson?"],
  ])("as %s is the API's own file, of what the search found", async (format, name, api) => {
    const q = `q=${encodeURIComponent(number)}&status=failed`;
    const { text, headers } = await see(`/messages/file?format=${format}&${q}`);
    expect(headers.get("content-disposition")).toBe(`attachment; filename="${name}"`);
    expect(text).toBe((await gateway.admin(`/v1/messages.${api}${q}`)).text);
    expect(text).toContain(message(0));
    expect(text).not.toContain(message(1));
  });

  test("has numbers in full for those who may see them, which is recorded", async () => {
    const file = `/messages/file?format=csv&reveal=true&q=${otp.id}`;
    expect((await see(file)).text).toContain("+6281234560001");
    expect(await audited("messages.reveal", "messages.csv")).toBe(1);
    expect((await see(file, "auditor")).status).toBe(403);
    expect((await see("/messages/export", "auditor")).text).not.toContain('name="reveal"');
  });
});
