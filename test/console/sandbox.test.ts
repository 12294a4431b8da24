import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { withoutTimesAndIds } from "../support/by-chance.ts";
import { signIn, visit } from "../support/console.ts";
import { issued, phone } from "../support/erp.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

interface Received {
  code: string;
  to: string;
}

/** What the API shows of a number. */
async function inboxOf(to: string): Promise<Received> {
  const { json } = await gateway.admin(`/v1/sandbox/messages?to=${to}`);
  return json.data[0] as Received;
}

describe("the phone", () => {
  test.each([
    ["whatsapp", "WhatsApp", "WhatsApp"],
    ["sms", "SMS", "SMS"],
    ["voice", "Telepon", "Voice call"],
  ])("shows a %s message, its code and no whole number", async (channel, inIndonesian, inEnglish) => {
    const to = phone();
    await issued(gateway, { to, channel, wait_ms: 3000 });
    const { code, to: masked } = await inboxOf(to);
    for (const [language, name] of [
      ["id", inIndonesian],
      ["en", inEnglish],
    ] as const) {
      const { status, text } = await visit(gateway, await signIn(gateway, { language, role: "ops" }), "/sandbox");
      expect(status).toBe(200);
      expect(text).toContain(`>${name}</span>`);
      expect(text).toMatch(new RegExp(`<code id="code-msg_[^"]+">${code}</code><button [^>]*data-copy="code-msg_`));
      expect(text).toContain(masked);
      expect(text).not.toContain(to.slice(1));
    }
  });

  test("shows WhatsApp's bold as bold", async () => {
    const to = phone();
    await issued(gateway, { to, channel: "whatsapp", wait_ms: 3000 });
    const { code } = await inboxOf(to);
    const { text } = await visit(gateway, await signIn(gateway), `/sandbox?to=${to}`);
    expect(text).toContain(`<strong>${code}</strong>`);
  });

  test("shows the messages of one number alone, in any of its forms", async () => {
    const [to, other] = [phone(), phone()];
    await issued(gateway, { to, wait_ms: 3000 });
    await issued(gateway, { to: other, wait_ms: 3000 });
    const asWritten = encodeURIComponent(`+62 ${to.slice(1, 4)}-${to.slice(4)}`);
    const { text } = await visit(gateway, await signIn(gateway), `/sandbox?to=${asWritten}`);
    expect(text).toContain((await inboxOf(to)).code);
    expect(withoutTimesAndIds(text)).not.toContain((await inboxOf(other)).code);
  });

  test("leads on to older messages where there are more than fit", async () => {
    for (const _ of Array.from({ length: 21 })) await issued(gateway, { to: phone(), wait_ms: 3000 });
    const cookie = await signIn(gateway, { language: "en" });
    const first = await visit(gateway, cookie, "/sandbox");
    const next = /href="\/console(\/sandbox\?cursor=msg_[^"]+)"/.exec(first.text)?.[1] ?? "";
    const later = await visit(gateway, cookie, next);
    expect(later.status).toBe(200);
    expect(later.text).toContain("Newest");
  });
});

describe("without a message", () => {
  test("an admin is led to the form that sends one, with the number", async () => {
    const { text } = await visit(gateway, await signIn(gateway, { language: "en" }), "/sandbox?to=0812999");
    expect(text).toContain("No message for 0812999 in the last hour.");
    expect(text).toContain('href="/console/try?to=0812999"');
  });

  test("an operator is led to the developers' form, which takes a key", async () => {
    const { text } = await visit(gateway, await signIn(gateway, { role: "ops" }), "/sandbox?to=0812999");
    expect(text).toContain("Belum ada pesan untuk 0812999 dalam satu jam terakhir.");
    expect(text).toContain('href="/docs?lang=id#try"');
    expect(text).not.toContain("/console/try");
  });
});

test.each([
  ["id", "bukan pengguna WhatsApp"],
  ["en", "is no WhatsApp user"],
] as const)("which numbers do what stands beside it, in %s", async (language, text) => {
  const page = await visit(gateway, await signIn(gateway, { language }), "/sandbox");
  expect(page.text).toContain("<code>0001</code>");
  expect(page.text).toContain(text);
});

test.each(["finance", "auditor"] as const)("codes are not for %s", async (role) => {
  expect((await visit(gateway, await signIn(gateway, { role }), "/sandbox")).status).toBe(403);
});

test("a cursor of another list is refused", async () => {
  const { status, text } = await visit(gateway, await signIn(gateway), "/sandbox?cursor=nothing");
  expect(status).toBe(400);
  expect(text).toContain("<h1>Tidak dapat diproses</h1>");
});
