import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RawHook } from "../../src/providers/provider.ts";
import { readAnswer } from "../../src/providers/twilio/answer.ts";
import { twilio } from "../../src/providers/twilio/index.ts";
import { readTwilioHook } from "../../src/providers/twilio/report.ts";
import { lend } from "../support/provider-io.ts";

const account_sid = "AC4c122831efef10ac68b5223dccd6f614";
const settings = twilio.settings.parse({ account_sid, from: "ERP" });
const sid = `SM${"1".repeat(32)}`;

function hook(url: string, body: string, signature: string): RawHook {
  const query = new URL(url).searchParams;
  const headers = { "x-twilio-signature": signature };
  return { method: "POST", url, headers, query, body: Buffer.from(body), token: null, receivedAt: 1_767_323_050_000 };
}

function sign(url: string, fields: string): string {
  return createHmac("sha1", "12345").update(`${url}${fields}`).digest("base64");
}

function believed(raw: RawHook): boolean {
  return readTwilioHook(raw, settings, { auth_token: "12345" }).ok;
}

describe("settings", () => {
  it.each([
    [{ from: "+6281100009999" }],
    [{ from: "12345" }],
    [{ from: "ERP Anda 1" }],
    [{ whatsapp_from: "+6281100009999" }],
    [{ messaging_service_sid: "MGb351bb9b0af6e4fc678749675c53ad67" }],
  ])("take the sender %j", (sender) =>
    expect(twilio.settings.safeParse({ account_sid, ...sender }).success).toBe(true),
  );

  it.each([
    [{}],
    [{ from: "a sender too long" }],
    [{ from: "ERP", account_sid: "AC1/../x" }],
    [{ from: "ERP", messaging_service_sid: "AC4c122831efef10ac68b5223dccd6f614" }],
    [{ whatsapp_from: "whatsapp:+6281100009999" }],
    [{ from: "ERP", status_callback: "https://my_gateway.example/hooks/twilio" }],
  ])("refuse %j", (wrong) => expect(twilio.settings.safeParse({ account_sid, ...wrong }).success).toBe(false));
});

const binding = { name: "HX9a0364b9e99bb480dd25e1f0284c8555", language: "id" };

/** Takes every message, and remembers what was asked. */
function vendor() {
  const forms: Record<string, string>[] = [];
  const io = lend({
    http({ body }) {
      forms.push(Object.fromEntries(new URLSearchParams(body)));
      return Promise.resolve({ status: 201, headers: {}, text: JSON.stringify({ sid, status: "queued" }) });
    },
  });
  return { forms, io };
}

describe("a send", () => {
  it("on WhatsApp with a sender of SMS alone makes no request", async () => {
    const message = { channel: "whatsapp" as const, to: "+6281100000001", code: "481516", text: "", user: null };
    const rest = { locale: "id", ttlSeconds: 300, correlation: "att_1", tryNumber: 1 };
    const { forms, io } = vendor();
    const outcome = await twilio.send({ ...message, ...rest, binding }, settings, { auth_token: "12345" }, io);
    expect(outcome).toEqual({ ok: false, errorClass: "rejected", scope: "recipient", providerCode: "no_sender" });
    expect(forms).toEqual([]);
  });
});

describe("an announcement", () => {
  it("names the user in a content template, and no attempt", async () => {
    const status_callback = "https://gw.example.test/hooks/twilio";
    const chosen = twilio.settings.parse({ account_sid, whatsapp_from: "+6281100009999", status_callback });
    const { forms, io } = vendor();
    const announcement = { to: "+6281100000001", user: 'kasir "3"', binding };
    expect(await twilio.announce?.(announcement, chosen, { auth_token: "12345" }, io)).toMatchObject({ ok: true });
    const variables = JSON.stringify({ 1: 'kasir "3"' });
    expect(forms).toEqual([
      {
        To: "whatsapp:+6281100000001",
        From: "whatsapp:+6281100009999",
        ContentSid: binding.name,
        ContentVariables: variables,
      },
    ]);
  });
});

describe("an answer", () => {
  it.each(["SM123", `SM${"g".repeat(32)}`, sid + "0", 7, null])("with %j for a SID is not accepted", (wrong) => {
    const text = JSON.stringify({ sid: wrong, status: "queued" });
    expect(readAnswer({ status: 201, headers: {}, text })).toMatchObject({ errorClass: "ambiguous" });
  });

  it.each([
    ["2", { segments: 2 }],
    ["0", {}],
    [null, {}],
    ["many", {}],
  ])("with num_segments %j", (num_segments, counted) => {
    const text = JSON.stringify({ sid, status: "queued", num_segments });
    expect(readAnswer({ status: 201, headers: {}, text })).toEqual({ ok: true, providerMessageId: sid, ...counted });
  });

  it.each([6281100000001, "6281100000001", "+62811", -20003, 20003.5, null, {}])(
    "with %j for a code shows nothing of it",
    (code) => {
      const answer = { status: 400, headers: {}, text: JSON.stringify({ code, message: "x" }) };
      expect(readAnswer(answer)).toMatchObject({ errorClass: "rejected", providerCode: "http_400" });
    },
  );
});

describe("a callback's signature", () => {
  const url = "https://gw.example.test/hooks/twilio?tenant=a1";
  const from = "From=whatsapp%3A%2B628119999999";
  const body = `MessageSid=${sid}&MessageStatus=delivered&To=whatsapp%3A%2B628110000001&${from}`;
  const signature = "7rHE+rGnVOpugi8jMYv+5bAy5TQ=";

  it("is the one that Twilio's own library makes", () => {
    expect(readTwilioHook(hook(url, body, signature), settings, { auth_token: "12345" })).toMatchObject({
      ok: true,
      reports: [{ providerMessageId: sid, status: "delivered", at: 1_767_323_050_000 }],
    });
  });

  it("does not depend on the order of the fields", () => {
    expect(believed(hook(url, body.split("&").reverse().join("&"), signature))).toBe(true);
  });

  it.each([
    ["https://gw.example.test/h", "https://gw.example.test:443/h"],
    ["https://gw.example.test:443/h", "https://gw.example.test/h"],
    ["http://gw.example.test/h", "http://gw.example.test:80/h"],
    ["https://gw.example.test/h?a=it's", "https://gw.example.test/h?a=it%27s"],
    ["http://[::1]:80/h", "http://[::1]/h"],
  ])("for %s holds when we see %s", (called, seen) =>
    expect(believed(hook(seen, "A=1", sign(called, "A1")))).toBe(true),
  );

  it.each([
    ["https://gw.example.test/h", "http://gw.example.test/h"],
    ["https://gw.example.test/h", "https://gw.example.test:8443/h"],
    ["https://gw.example.test:8443/h", "https://gw.example.test/h"],
    ["https://gw.example.test/h", "https://gw.example.test/h?a=1"],
  ])("for %s does not hold for %s", (called, seen) =>
    expect(believed(hook(seen, "A=1", sign(called, "A1")))).toBe(false),
  );

  it("covers each value of a field that comes twice, once and in order", () => {
    expect(believed(hook(url, "A=2&A=1&A=2&B=", sign(url, "A1A2B")))).toBe(true);
    expect(believed(hook(url, "A=2&A=1", sign(url, "A2A1")))).toBe(false);
  });

  it("covers fields and letters that nobody announced", () => {
    expect(believed(hook(url, "Nama=S%C3%BC%C3%9F+%F0%9F%98%80&a=1", sign(url, "NamaSüß 😀a1")))).toBe(true);
  });

  it("is refused while no auth_token is set, also for an empty one", () => {
    const empty = hook(url, body, createHmac("sha1", "").update(url).digest("base64"));
    expect(readTwilioHook(empty, settings, { auth_token: "" }).ok).toBe(false);
    expect(readTwilioHook(empty, settings, {}).ok).toBe(false);
  });
});

describe("a signed callback", () => {
  const url = "https://gw.example.test/hooks/twilio";
  function read(fields: Record<string, string>, at = url) {
    const signed = Object.keys(fields)
      .sort()
      .map((name) => `${name}${fields[name]}`);
    const body = new URLSearchParams(fields).toString();
    const content = readTwilioHook(hook(at, body, sign(at, signed.join(""))), settings, { auth_token: "12345" });
    return content.ok ? content.reports : expect.unreachable(content.why);
  }

  it.each([
    "accepted",
    "queued",
    "sending",
    "scheduled",
    "receiving",
    "partially_delivered",
    "pondering",
    "",
    "toString",
  ])("that says %j reports nothing", (MessageStatus) => expect(read({ MessageSid: sid, MessageStatus })).toEqual([]));

  it.each([
    ["sent", "sent"],
    ["delivered", "delivered"],
    ["read", "read"],
    ["failed", "failed"],
    ["undelivered", "failed"],
    ["canceled", "failed"],
  ])("that says %s is %s", (SmsStatus, status) =>
    expect(read({ SmsSid: sid, SmsStatus })).toMatchObject([{ providerMessageId: sid, status }]),
  );

  it.each<Record<string, string>>([{}, { ErrorCode: "" }, { ErrorCode: "6281100000001" }, { ErrorCode: "unknown" }])(
    "of a failure for no known reason (%j) unplugs nothing",
    (code) =>
      expect(read({ MessageSid: sid, MessageStatus: "failed", ...code })).toMatchObject([
        { errorClass: "rejected", scope: "recipient", providerCode: "failed" },
      ]),
  );

  it("of a message that is none of ours reports nothing", () => {
    expect(read({ MessageSid: "SMxyz", MessageStatus: "sent" })).toEqual([]);
    expect(read({ MessageStatus: "sent" })).toEqual([]);
  });

  it("names the attempt that the address carries, if it is a word", () => {
    const fields = { MessageSid: sid, MessageStatus: "sent" };
    expect(read(fields, `${url}?attempt=att_1`)).toMatchObject([{ correlation: "att_1" }]);
    expect(read(fields, `${url}?attempt=a%20b`)[0]).not.toHaveProperty("correlation");
  });

  it("never throws, whatever its fields say", () => {
    const names = fc.constantFrom("MessageSid", "SmsSid", "MessageStatus", "SmsStatus", "ErrorCode", "To");
    const values = fc.oneof(fc.string(), fc.constantFrom(sid, "failed", "sent", "63024"));
    fc.assert(
      fc.property(fc.dictionary(names, values, { noNullPrototype: true }), (fields) => {
        for (const report of read(fields)) expect(report.providerMessageId).toBe(sid);
      }),
    );
  });
});

describe("templates are kept", () => {
  it.each([
    ["https://api.twilio.com", "https://content.twilio.com"],
    ["https://api.dublin.ie1.twilio.com", "https://content.dublin.ie1.twilio.com"],
    ["https://api.twilio.com:8443/x", "https://content.twilio.com:8443/x"],
    ["https://api.proxy.example/twilio.com", "https://api.proxy.example/twilio.com"],
    ["https://api.nottwilio.com", "https://api.nottwilio.com"],
    ["https://api.twilio.com.evil.example", "https://api.twilio.com.evil.example"],
  ])("of %s at %s", async (base_url, contents) => {
    const asked: string[] = [];
    const io = lend({
      http({ url }) {
        asked.push(url);
        return Promise.resolve({ status: 200, headers: {}, text: JSON.stringify({ contents: [], meta: {} }) });
      },
    });
    await twilio.templates?.list({ ...settings, base_url }, { auth_token: "12345" }, io);
    expect(asked).toEqual([`${contents}/v1/ContentAndApprovals?PageSize=25`]);
  });
});
