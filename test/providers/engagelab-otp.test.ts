import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { engagelabOtp } from "../../src/providers/engagelab-otp/index.ts";
import { readOtpHook } from "../../src/providers/engagelab-otp/report.ts";
import { SeenSignatures } from "../../src/providers/engagelab-otp/signature.ts";
import type { RawHook } from "../../src/providers/provider.ts";
import { account, callback, callbackId, type Signing } from "../support/engagelab.ts";

const SECONDS = 1767323050;
const signing: Signing = { timestamp: String(SECONDS), nonce: "123456789012", username: "cbuser", secret: "cbsecret" };
const secrets = { ...account, callback_username: signing.username, callback_secret: signing.secret };

const row = (message_status: unknown, more: object = {}) => ({
  message_id: "1725000000000000001",
  itime: SECONDS,
  status: { message_status, error_code: 0 },
  ...more,
});
const body = { total: 1, rows: [row("sent")] };

function signed(content: unknown = body, changed: Partial<Signing> = {}, secondsLater = 1): RawHook {
  const headers = { "x-callback-id": callbackId({ ...signing, ...changed }) };
  return callback(content, { headers, receivedAt: (SECONDS + secondsLater) * 1000 });
}

function withId(id: string): RawHook {
  return { ...signed(), headers: { "x-callback-id": id } };
}

function why(hook: RawHook, seen = new SeenSignatures(), given: Record<string, string> = secrets): string | null {
  const content = readOtpHook(hook, given, seen);
  return content.ok ? null : content.why;
}

function reportsOf(...rows: unknown[]) {
  const content = readOtpHook(signed({ total: rows.length, rows }), secrets, new SeenSignatures());
  return content.ok ? content.reports : expect.unreachable(content.why);
}

describe("settings", () => {
  it("default to EngageLab's address", () => {
    expect(engagelabOtp.settings.parse({ template_id: "otp-default" })).toMatchObject({
      base_url: "https://otp.api.engagelab.cc",
      template_id: "otp-default",
    });
  });

  it.each([{}, { template_id: "" }, { template_id: " " }, { template_id: "x".repeat(129) }, { template_id: 7 }])(
    "refuse %j",
    (wrong) => expect(engagelabOtp.settings.safeParse(wrong).success).toBe(false),
  );

  it.each([{ dev_key: "a:b" }, { dev_secret: "a\n" }, { callback_username: "a;b" }, { callback_secret: "" }])(
    "refuse the secrets %j",
    (wrong) => {
      expect(engagelabOtp.secrets.safeParse(secrets).success).toBe(true);
      expect(engagelabOtp.secrets.safeParse({ ...secrets, ...wrong }).success).toBe(false);
    },
  );
});

describe("a callback's signature", () => {
  it("is proven with spaces between its parts, and in capitals", () => {
    expect(why(signed())).toBeNull();
    const id = callbackId(signing);
    expect(why(withId(id.replaceAll(";", "; ")))).toBeNull();
    expect(why(withId(id.replace(/[0-9a-f]{64}$/, (hex) => hex.toUpperCase())))).toBeNull();
  });

  it.each([
    ["is empty", ""],
    ["came twice", `${callbackId(signing)}, ${callbackId(signing)}`],
    ["goes on", `${callbackId(signing)};more=1`],
    ["has no nonce", callbackId({ ...signing, nonce: "" })],
    ["names another user", callbackId(signing).replace("username=cbuser", "username=another")],
    ["names its user twice", callbackId(signing).replace(";signature", ";username=cbuser;signature")],
    // Signed is "1767323050123456789012cbuser": where the timestamp ends is not.
    ["takes a digit from the nonce", callbackId({ ...signing, timestamp: "17673230501", nonce: "23456789012" })],
    ["gives a digit to the nonce", callbackId({ ...signing, timestamp: "176732305", nonce: "0123456789012" })],
    ["gives the nonce a part of the user", callbackId({ ...signing, nonce: "123456789012cb", username: "user" })],
  ])("is refused when it %s", (_, id) => expect(why(withId(id))).not.toBeNull());

  it("is refused unless both the user and the secret are configured", () => {
    const empty = signed(body, { username: "", secret: "" });
    const incomplete: Record<string, string>[] = [
      {},
      { callback_username: "cbuser" },
      { callback_secret: "cbsecret" },
      { callback_username: "", callback_secret: "" },
    ];
    for (const given of incomplete) {
      expect(why(signed(), new SeenSignatures(), given)).toMatch("configured");
      expect(why(empty, new SeenSignatures(), given)).toMatch("configured");
    }
  });

  it.each([
    [-300, true],
    [300, true],
    [-301, false],
    [301, false],
  ])("that arrives %i seconds after it was made: believed is %s", (secondsLater, believed) => {
    expect(why(signed(body, {}, secondsLater)) === null).toBe(believed);
  });

  it("is good for one body, as often as that comes", () => {
    const seen = new SeenSignatures();
    expect(why(signed(), seen)).toBeNull();
    expect(why(signed(), seen)).toBeNull();
    expect(why(signed({ rows: [row("delivered")] }), seen)).toMatch("another body");
    expect(why(signed({ rows: [row("delivered")] }, { nonce: "2" }), seen)).toBeNull();
    expect(why(signed(), seen)).toBeNull();
  });

  it("that was not proven is not remembered", () => {
    const seen = new SeenSignatures();
    const forged = { ...signed({ rows: [row("delivered")] }), receivedAt: 0 };
    expect(why(forged, seen)).not.toBeNull();
    expect(why(signed(), seen)).toBeNull();
  });
});

describe("the signatures seen", () => {
  const bytes = Buffer.from("a");

  it("are remembered for longer than they are good, and not for ever", () => {
    const seen = new SeenSignatures();
    seen.admits("first", bytes, 0);
    seen.admits("second", bytes, 600_000);
    expect(seen.admits("first", Buffer.from("b"), 600_000)).toBe(false);
    seen.admits("third", bytes, 600_001);
    expect(seen.admits("first", Buffer.from("b"), 600_001)).toBe(true);
  });

  it("are never more than their number", () => {
    const seen = new SeenSignatures(2);
    for (const signature of ["first", "second", "third"]) seen.admits(signature, bytes, 0);
    expect(seen.admits("second", Buffer.from("b"), 0)).toBe(false);
    expect(seen.admits("third", Buffer.from("b"), 0)).toBe(false);
    expect(seen.admits("first", Buffer.from("b"), 0)).toBe(true);
  });
});

describe("the check of a new address", () => {
  it.each(["", "{}", " {} \n"])("(%j) is answered 200, signed or not", (text) => {
    const answer = { ok: true, answer: { status: 200, body: "" }, reports: [], templates: [] };
    expect(readOtpHook(callback(text), secrets, new SeenSignatures())).toEqual(answer);
    expect(readOtpHook(signed(text), secrets, new SeenSignatures())).toEqual(answer);
  });

  it.each(["[]", "{{}}", '{"a":1}', " ".repeat(17), "\0"])("is not any other short body (%j)", (text) =>
    expect(why(callback(text))).not.toBeNull(),
  );
});

describe("a report", () => {
  it.each([
    ["sent", "sent"],
    ["delivered", "delivered"],
    ["sent_failed", "failed"],
    ["sent_fail", "failed"],
    ["delivered_failed", "failed"],
    ["target_invalid", "failed"],
  ])("%s says %s", (word, status) => {
    expect(reportsOf(row(word))).toMatchObject([{ providerMessageId: "1725000000000000001", status }]);
  });

  it.each(["plan", "target_valid", "verified", "verified_failed", "verified_timeout", "brand_new", "constructor", 7])(
    "%s says nothing",
    (word) => expect(reportsOf(row(word))).toEqual([]),
  );

  it.each([
    [5012, "recipient", "recipient"],
    ["5020", "recipient", "recipient"],
    [5014, "rejected", "template"],
    [5001, "transient", "provider"],
    // An example in their docs has 4001, in a request "no such template", for a bad number.
    [4001, "rejected", "recipient"],
    [2001, "rejected", "recipient"],
    [9999, "rejected", "recipient"],
  ])("that failed with %j is %s/%s", (error_code, errorClass, scope) => {
    const failed = row("delivered_failed", { status: { message_status: "delivered_failed", error_code } });
    expect(reportsOf(failed)).toMatchObject([{ errorClass, scope, providerCode: String(error_code) }]);
  });

  it.each([0, undefined, null, "x", -1, 6281100000001, "6281100000001"])(
    "that failed with no code (%j) names its status",
    (error_code) => {
      const status = (message_status: string) => ({ status: { message_status, error_code } });
      expect(reportsOf(row("", status("sent_fail")), row("", status("target_invalid")))).toMatchObject([
        { errorClass: "rejected", scope: "recipient", providerCode: "sent_fail" },
        { errorClass: "recipient", scope: "recipient", providerCode: "target_invalid" },
      ]);
    },
  );

  it("is lost alone when it can't be read", () => {
    const odd = [
      null,
      7,
      "x",
      [],
      {},
      row("sent", { message_id: 1725000000000000001 }),
      row("sent", { message_id: "" }),
      row("sent", { message_id: "a b" }),
      row("sent", { itime: "soon" }),
      row("sent", { itime: 1e20 }),
      row("sent", { itime: -1 }),
      row("sent", { status: "sent" }),
      row(["sent"]),
      { server: "otp", itime: SECONDS, notification: { event: "insufficient_balance", notification_data: {} } },
      { server: "otp", itime: SECONDS, message_id: "0", response: { event: "uplink_message", response_data: {} } },
      { server: "otp", itime: SECONDS, system_event: { event: "account_login", data: {} } },
    ];
    expect(reportsOf(...odd, row("sent"), ...odd)).toHaveLength(1);
  });

  it("has the callback's time, or else the message's", () => {
    const status = { message_status: "sent", status_data: { msg_time: SECONDS - 9 } };
    expect(reportsOf(row("", { status }), row("", { status, itime: null }))).toMatchObject([
      { at: SECONDS * 1000 },
      { at: (SECONDS - 9) * 1000 },
    ]);
  });
});

describe("whatever is signed", () => {
  it("never throws, and every report is whole", () => {
    const odd = fc.oneof(fc.jsonValue(), fc.constantFrom("sent", "sent_failed", "1725", SECONDS, 5012));
    const status = fc.record({ message_status: odd, error_code: odd, status_data: odd }, { requiredKeys: [] });
    const rows = fc.array(
      fc.oneof(odd, fc.record({ message_id: odd, itime: odd, status: fc.oneof(odd, status), custom_args: odd })),
    );
    fc.assert(
      fc.property(fc.record({ total: odd, rows: fc.oneof(odd, rows) }), (content) => {
        const read = readOtpHook(signed(content), secrets, new SeenSignatures());
        if (!read.ok) return expect.unreachable(read.why);
        for (const report of read.reports) {
          expect(report.providerMessageId).toMatch(/^[\x21-\x7e]{1,512}$/);
          expect(Number.isSafeInteger(report.at)).toBe(true);
          expect(report.status === "failed").toBe(report.errorClass !== undefined);
        }
      }),
    );
  });

  it("as bytes is answered 200", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        const content = readOtpHook({ ...signed(), body: bytes }, secrets, new SeenSignatures());
        expect(content).toMatchObject({ ok: true, answer: { status: 200 } });
      }),
    );
  });

  it.each(["[".repeat(100_000), `{"rows":${"[".repeat(50_000)}${"]".repeat(50_000)}}`])(
    "nested a hundred thousand deep says nothing",
    (text) => expect(readOtpHook(signed(text), secrets, new SeenSignatures())).toMatchObject({ ok: true, reports: [] }),
  );
});
