import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readAnswer } from "../../src/providers/engagelab/answer.ts";
import { verdicts } from "../../src/providers/engagelab-whatsapp/answer.ts";
import { engagelabWhatsapp } from "../../src/providers/engagelab-whatsapp/index.ts";
import { readWhatsappHook } from "../../src/providers/engagelab-whatsapp/report.ts";
import { announceBody } from "../../src/providers/engagelab-whatsapp/request.ts";
import { account, callback } from "../support/engagelab.ts";

const TOKEN = "hook-token";
const settings = engagelabWhatsapp.settings.parse({ from: "+6281100009999" });

const row = (message_status: string, more: object = {}) => ({
  message_id: "cbsample0000000000001",
  itime: 1767323050,
  status: { message_status, error_code: 0 },
  ...more,
});

function reportsOf(...rows: unknown[]) {
  const content = readWhatsappHook(callback({ total: rows.length, rows }, { token: TOKEN }), { hook_token: TOKEN });
  return content.ok ? content.reports : expect.unreachable(content.why);
}

describe("settings", () => {
  it("default to EngageLab's address and the account's sender", () => {
    expect(engagelabWhatsapp.settings.parse({})).toMatchObject({ base_url: "https://wa.api.engagelab.cc" });
  });

  it.each([{ from: "" }, { from: "Demo" }, { from: "+62 811" }, { from: 6281100009999 }])("refuse %j", (wrong) =>
    expect(engagelabWhatsapp.settings.safeParse(wrong).success).toBe(false),
  );
});

describe("an announcement", () => {
  it("names the user, and no attempt", () => {
    const binding = { name: "otp_next", language: "id" };
    expect(announceBody({ to: "+6281100000001", user: "kasir 3", binding }, settings)).toEqual({
      from: "+6281100009999",
      to: ["6281100000001"],
      body: {
        type: "template",
        template: {
          ...binding,
          components: [{ type: "body", parameters: [{ type: "text", text: "kasir 3" }] }],
        },
      },
    });
  });
});

describe("an answer", () => {
  const read = (status: number, body: unknown, headers: Record<string, string> = {}) =>
    readAnswer({ status, headers, text: typeof body === "string" ? body : JSON.stringify(body) }, verdicts);

  it.each([{ message_id: "m1" }, { message_id: "m1", code: 0 }, { message_id: "m1", request_id: "r", new_field: [] }])(
    "with an id (%j) is accepted",
    (body) => expect(read(200, body)).toEqual({ ok: true, providerMessageId: "m1" }),
  );

  it.each([
    { message_id: 1725000000000000001 },
    { message_id: "" },
    { message_id: ["m1"] },
    { message_id: "a b" },
    { message_id: "m1", code: "OK" },
    { message_id: "m1", code: null },
    { code: 0 },
    { code: 7777, message_id: "m1" },
  ])("of 200 that nobody knows (%j) may have been sent", (body) =>
    expect(read(200, body)).toMatchObject({ ok: false, errorClass: "ambiguous", scope: "provider" }),
  );

  it("of 200 that holds an error is that error", () => {
    expect(read(200, { code: 4001, message_id: "m1" })).toMatchObject({ errorClass: "rejected", scope: "template" });
  });

  it.each([
    [400, "rejected", "recipient"],
    [401, "credentials", "provider"],
    [429, "throttled", "provider"],
    [500, "transient", "provider"],
    [504, "transient", "provider"],
  ])("of %i with a code of theirs that nobody knows is %s/%s", (status, errorClass, scope) => {
    expect(read(status, { code: 7777 })).toEqual({ ok: false, errorClass, scope, providerCode: "7777" });
  });

  it.each([
    [400, "rejected", "recipient"],
    [404, "rejected", "recipient"],
    [403, "credentials", "provider"],
    [429, "throttled", "provider"],
    [500, "ambiguous", "provider"],
    [502, "ambiguous", "provider"],
    [503, "transient", "provider"],
    [504, "ambiguous", "provider"],
    [302, "ambiguous", "provider"],
  ])("of %i from somebody else is %s/%s", (status, errorClass, scope) => {
    const outcome = { ok: false, errorClass, scope, providerCode: `http_${status}` };
    expect(read(status, "<html>")).toEqual(outcome);
    expect(read(status, { code: 6281100000001 })).toEqual(outcome);
    expect(read(status, { message_id: "m1" })).toEqual(outcome);
  });

  it("says when to come back", () => {
    expect(read(429, "", { "retry-after": "2" })).toMatchObject({ errorClass: "throttled", retryAfterMs: 2000 });
  });
});

describe("a report", () => {
  it.each([
    ["sent", "sent"],
    ["delivered", "delivered"],
    ["read", "read"],
    ["sent_failed", "failed"],
    ["delivered_failed", "failed"],
    ["target_invalid", "failed"],
  ])("%s says %s", (word, status) => expect(reportsOf(row(word))).toMatchObject([{ status }]));

  it.each(["plan", "target_valid", "delivered_timeout"])("%s says nothing yet", (word) =>
    expect(reportsOf(row(word))).toEqual([]),
  );

  it("has our name for the attempt, when it is one", () => {
    const args = (attempt: unknown) => row("sent", { custom_args: { attempt } });
    const [named, ...others] = reportsOf(args("att_1"), args(7), args(""), args("x".repeat(513)), row("sent"));
    expect(named).toMatchObject({ correlation: "att_1" });
    expect(others).toHaveLength(4);
    for (const report of others) expect(report).not.toHaveProperty("correlation");
  });

  it.each([
    [131026, "recipient", "recipient"],
    [131049, "recipient", "recipient"],
    [132015, "rejected", "template"],
    [131042, "credentials", "provider"],
    [2003, "credentials", "provider"],
    [77777, "rejected", "recipient"],
  ])("that failed with EngageLab's or Meta's code %i is %s/%s", (error_code, errorClass, scope) => {
    const failed = row("", { status: { message_status: "delivered_failed", error_code } });
    expect(reportsOf(failed)).toMatchObject([{ errorClass, scope, providerCode: String(error_code) }]);
  });

  it("never brings the number along, in its id or elsewhere", () => {
    const status_data = { msg_time: 1767323049, channel_message_id: "wamid.HBgNNjI4MTEwMDAwMDAwMQ==" };
    const failed = { message_status: "sent_failed", status_data, error_detail: { message: "+6281100000001" } };
    const reports = reportsOf(row("", { to: "6281100000001", from: "+6281100009999", status: failed }));
    expect(Object.keys(reports[0] ?? {}).sort()).toEqual(
      ["at", "errorClass", "providerCode", "providerMessageId", "scope", "status"].sort(),
    );
    expect(JSON.stringify(reports)).not.toMatch(/6281100|wamid/);
  });

  it("may be one of forty thousand, read in a moment", () => {
    const rows = Array.from({ length: 40_000 }, (_, i) => row("delivered", { message_id: `m${i}` }));
    const start = performance.now();
    expect(reportsOf(...rows)).toHaveLength(40_000);
    expect(performance.now() - start).toBeLessThan(2000);
  });

  it("takes nothing from a prototype, and gives nothing to one", () => {
    const body = '{"__proto__":{"rows":[{"message_id":"m1"}]},"constructor":{"prototype":{"polluted":1}}}';
    const content = readWhatsappHook(callback(body, { token: TOKEN }), { hook_token: TOKEN });
    expect(content).toMatchObject({ ok: true, reports: [] });
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  });
});

describe("a template's notification", () => {
  const update = (data: object, event = "template_update") => ({
    server: "whatsapp",
    itime: 1767323050,
    notification: {
      event,
      notification_data: {
        whatsapp_business_account_id: "102030405060708",
        template_name: "otp_login",
        template_language: "id",
        ...data,
      },
    },
  });
  const read = (...rows: unknown[]) =>
    readWhatsappHook(callback({ total: rows.length, rows }, { token: TOKEN }), { hook_token: TOKEN });

  it.each([
    ["APPROVED", "approved"],
    ["REINSTATED", "approved"],
    ["PENDING", "pending"],
    ["IN_APPEAL", "pending"],
    ["REJECTED", "rejected"],
    ["PAUSED", "paused"],
    ["DISABLED", "disabled"],
    ["DELETED", "disabled"],
    ["PENDING_DELETION", "disabled"],
    ["ARCHIVED", "disabled"],
  ])("%s is %s", (template_status, status) => {
    const word = { name: "otp_login", language: "id", status, reason: "TAG_CONTENT_MISMATCH" };
    const event = { ...word, at: 1767323050_000 };
    const reasoned = update({ template_status, template_status_reason: "TAG_CONTENT_MISMATCH" });
    expect(read(reasoned)).toMatchObject({ reports: [], templates: [event] });
  });

  it.each(["NONE", "call +62811 now", "", null, undefined, 7])("has no reason in %j", (template_status_reason) => {
    const templates = [{ name: "otp_login", language: "id", status: "rejected", reason: null }];
    expect(read(update({ template_status: "REJECTED", template_status_reason }))).toMatchObject({ templates });
  });

  it.each([
    update({ template_status: "FLAGGED" }),
    update({ template_status: "BRAND_NEW" }),
    update({ template_status: ["PAUSED"] }),
    update({ template_status: "PAUSED", template_name: "a b" }),
    update({ template_status: "PAUSED", template_name: 7 }),
    update({ template_status: "PAUSED", template_language: "../id" }),
    update({ template_status: "PAUSED" }, "insufficient_balance"),
    { notification: "template_update" },
    { notification: { event: "template_update" } },
  ])("that is another, or odd (%#), says nothing", (row) =>
    expect(read(row)).toMatchObject({ ok: true, reports: [], templates: [] }),
  );

  it("may come among reports", () => {
    const content = read(row("sent"), update({ template_status: "PAUSED" }), row("delivered"));
    expect(content).toMatchObject({ reports: [{ status: "sent" }, { status: "delivered" }], templates: [{}] });
  });
});

describe("a callback", () => {
  it.each(["", "{}", "null", "[]", "<xml/>", '{"rows":{"0":{}}}', "[".repeat(100_000)])(
    "that says nothing (%#) is answered 200",
    (text) =>
      expect(readWhatsappHook(callback(text, { token: TOKEN }), { hook_token: TOKEN })).toEqual({
        ok: true,
        answer: { status: 200, body: "" },
        reports: [],
        templates: [],
      }),
  );

  it("is refused while no hook_token is configured, also with an empty one", () => {
    for (const secrets of [account, { ...account, hook_token: "" }]) {
      for (const token of [null, "", TOKEN]) {
        expect(readWhatsappHook(callback("", { token }), secrets).ok).toBe(false);
      }
    }
  });

  it("is refused with any other token", () => {
    fc.assert(
      fc.property(fc.string(), (token) => {
        fc.pre(token !== TOKEN);
        expect(readWhatsappHook(callback("", { token }), { hook_token: TOKEN }).ok).toBe(false);
      }),
    );
  });
});
