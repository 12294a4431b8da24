import { describe, expect, test } from "vitest";
import { balanceNotice, type MoneyNews } from "../../src/delivery/balance-notice.ts";
import { displayAmount, readDecimal } from "../../src/kit/money.ts";
import { measureSms } from "../../src/kit/sms-text.ts";
import type { TenantConfig } from "../../src/settings/snapshot.ts";

const tenant = (default_locale: string, name = "acme") => ({ name, settings: { default_locale } }) as TenantConfig;
const here = "http://10.0.0.5:8080";
const figures = { available: "49650", currency: "IDR", threshold: "50000", runway_hours: 31 };
const kinds = ["low", "runway", "empty", "over", "test"] as const;

describe("a notice about money", () => {
  test.each<[MoneyNews["kind"], string, string]>([
    [
      "low",
      "Gerbang: saldo acme Rp49.650, di bawah batas Rp50.000. Habis dalam 31 jam. Lihat http://10.0.0.5:8080/v1/balance/alerts",
      "Gerbang: balance of acme is Rp49,650, below Rp50,000. Empty in 31 hours. See http://10.0.0.5:8080/v1/balance/alerts",
    ],
    [
      "runway",
      "Gerbang: saldo acme Rp49.650, segera habis. Habis dalam 31 jam. Lihat http://10.0.0.5:8080/v1/balance/alerts",
      "Gerbang: balance of acme is Rp49,650 and runs out soon. Empty in 31 hours. See http://10.0.0.5:8080/v1/balance/alerts",
    ],
    [
      "empty",
      "Gerbang: saldo acme habis (Rp49.650); kode tidak dikirim sampai diisi. Lihat http://10.0.0.5:8080/v1/balance/alerts",
      "Gerbang: balance of acme is empty (Rp49,650); no code is sent until it is topped up. See http://10.0.0.5:8080/v1/balance/alerts",
    ],
    ["over", "Gerbang: saldo acme cukup lagi: Rp49.650.", "Gerbang: balance of acme is sufficient again: Rp49,650."],
    [
      "test",
      "Gerbang: uji peringatan saldo acme, sekarang Rp49.650. Tidak perlu tindakan.",
      "Gerbang: a test: the balance of acme is Rp49,650. Nothing to do.",
    ],
  ])("%s, in both languages", (kind, indonesian, english) => {
    const news = { kind, provider: "", figures };
    for (const locale of ["id", "id-ID", "id_ID"]) {
      expect(balanceNotice(news, tenant(locale), here)).toMatchObject({ kind: "balance", text: indonesian });
    }
    for (const locale of ["en", "en-GB", "fr"]) expect(balanceNotice(news, tenant(locale), here).text).toBe(english);
  });

  test("is one SMS, with the longest names and amounts", () => {
    const most = { available: "-999999999999.999999", threshold: "999999999999.999999", runway_hours: 720 };
    for (const locale of ["id", "en"]) {
      for (const [provider, currency] of [
        ["", "IDR"],
        ["p".repeat(63), "USD"],
      ] as const) {
        for (const kind of kinds) {
          const news = { kind, provider, figures: { ...most, currency } };
          const { text, subject } = balanceNotice(news, tenant(locale, "t".repeat(63)), here);
          expect([text, measureSms(text)]).toEqual([text, { encoding: "GSM-7", segments: 1 }]);
          expect(subject.length).toBeLessThan(80);
        }
      }
    }
  });

  test("names the path alone where the whole address makes it two SMS", () => {
    const news = { kind: "low", provider: "", figures } as const;
    const far = `https://${"gateway.".repeat(12)}example`;
    expect(balanceNotice(news, tenant("id"), far)).toEqual(balanceNotice(news, tenant("id"), ""));
  });

  test("of a provider's credit is told as the provider's, in its own unit", () => {
    const news = {
      kind: "low" as const,
      provider: "infobip",
      figures: { ...figures, currency: "EUR", runway_hours: null },
    };
    expect(balanceNotice(news, tenant("en"), here)).toMatchObject({
      kind: "provider",
      text: "Gerbang: credit at infobip is EUR 49,650, below EUR 50,000. See http://10.0.0.5:8080/v1/balance/alerts",
    });
    const points = { ...news, kind: "empty" as const, figures: { ...figures, currency: null, available: "0" } };
    expect(balanceNotice(points, tenant("id"), here).text).toContain("kredit di infobip habis (0)");
  });
});

test.each([
  ["0", "Rp0", "Rp0"],
  ["999", "Rp999", "Rp999"],
  ["1000", "Rp1.000", "Rp1,000"],
  ["-1234567.5", "-Rp1.234.567,50", "-Rp1,234,567.50"],
  ["356.659999", "Rp356,659999", "Rp356.659999"],
  ["5.5", "Rp5,50", "Rp5.50"],
  ["0.004", "Rp0,004", "Rp0.004"],
  ["-0.001", "-Rp0,001", "-Rp0.001"],
  ["999999999999.99", "Rp999.999.999.999,99", "Rp999,999,999,999.99"],
])("%s is written %s and %s", (text, indonesian, english) => {
  const micros = readDecimal(text);
  if (micros === null) return expect.unreachable();
  expect(displayAmount(micros, "IDR", "id")).toBe(indonesian);
  expect(displayAmount(micros, "IDR", "en")).toBe(english);
});

test.each([
  ["12.3456789", 12_345_678n],
  ["+1", 1_000_000n],
  [" -3.5 ", -3_500_000n],
  ["5.", 5_000_000n],
  ["123456789012345678901", 123456789012345678901000000n],
  ["1e3", null],
  ["", null],
  ["1,5", null],
])("any decimal text is read: %j", (text, micros) => expect(readDecimal(text)).toBe(micros));
