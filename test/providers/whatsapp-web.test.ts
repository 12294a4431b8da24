import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evolution } from "../../src/providers/evolution/index.ts";
import { gowa } from "../../src/providers/gowa/index.ts";
import { waha } from "../../src/providers/waha/index.ts";
import { field, isoTime } from "../../src/providers/vendor-json.ts";
import { judgeByStatus, messageId, unofficialNotice } from "../../src/providers/whatsapp-web.ts";

describe("a kind that drives WhatsApp Web", () => {
  it.each([waha, evolution, gowa])("says that it is unofficial, and takes free text", (kind) => {
    expect(kind.settings.description).toBe(unofficialNotice);
    expect(kind.channels).toEqual(["whatsapp"]);
    expect(kind.fixedText).toEqual([]);
  });

  it.each([waha, evolution, gowa])("refuses a secret that no header could carry", (kind) => {
    const whole = { api_key: "k", username: "u", password: "p" };
    const own = Object.fromEntries(Object.entries(whole).filter(([name]) => Object.hasOwn(kind.secrets.shape, name)));
    expect(kind.secrets.safeParse(own).success).toBe(true);
    for (const name of Object.keys(own)) {
      for (const wrong of ["", "two words", "line\r\nbreak", "kunci…"]) {
        expect(kind.secrets.safeParse({ ...own, [name]: wrong }).success).toBe(false);
      }
    }
  });
});

describe("an answer judged by its status alone", () => {
  it.each([
    [200, "ambiguous", "unreadable_answer"],
    [204, "ambiguous", "unreadable_answer"],
    [302, "ambiguous", "http_302"],
    [400, "rejected", "http_400"],
    [401, "credentials", "http_401"],
    [403, "credentials", "http_403"],
    [404, "credentials", "http_404"],
    [405, "rejected", "http_405"],
    [408, "ambiguous", "http_408"],
    [429, "throttled", "http_429"],
    [500, "ambiguous", "http_500"],
    [502, "ambiguous", "http_502"],
    [503, "ambiguous", "http_503"],
  ])("%i is %s", (status, errorClass, providerCode) => {
    expect(judgeByStatus({ status, headers: {}, text: "" })).toEqual({
      ok: false,
      errorClass,
      // A refused request unplugs nothing.
      scope: errorClass === "rejected" ? "recipient" : "provider",
      providerCode,
    });
  });

  it.each([
    ["7", 7000],
    [" 0 ", 0],
    ["-1", undefined],
    ["1e9", undefined],
    ["Fri, 02 Jan 2026 03:04:15 GMT", undefined],
  ])("waits as long as 429 says: Retry-After %j is %s ms", (value, retryAfterMs) => {
    expect(judgeByStatus({ status: 429, headers: { "retry-after": value }, text: "" }).retryAfterMs).toBe(retryAfterMs);
    expect(judgeByStatus({ status: 503, headers: { "retry-after": value }, text: "" })).not.toHaveProperty(
      "retryAfterMs",
    );
  });
});

describe("what is read", () => {
  it.each([
    ["2026-01-02T03:04:09Z", 1767323049000],
    ["2026-01-02T10:04:09+07:00", 1767323049000],
    ["2026-01-02T03:04:09.123456789Z", 1767323049123],
    ["2026-13-02T03:04:09Z", null],
    ["2026-01-02 03:04:09", null],
    ["2026-01-02T03:04:09", null],
    ["2026", null],
    ["0000-01-01T00:00:00Z", null],
    [1767323049000, null],
    [null, null],
  ])("as a time: %j is %s", (value, at) => expect(isoTime(value)).toBe(at));

  it("as an id is never an address", () => {
    for (const address of ["6281100000001@c.us", "6281100000001@s.whatsapp.net", "+6281100000001"]) {
      expect(messageId(address)).toBeNull();
    }
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(messageId(`${text}@${text}`)).toBeNull();
      }),
    );
  });

  it("is never inherited", () => {
    expect(field({}, "toString")).toBeUndefined();
    expect(field([], "length")).toBe(0);
    expect(field("text", "length")).toBeUndefined();
  });
});
