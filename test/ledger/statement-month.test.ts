import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { calendarOf, monthSpan, piecesOf } from "../../src/ledger/statement/month.ts";

describe("monthSpan", () => {
  test.each([
    ["2026-11", "Asia/Jakarta", "2026-10-31T17:00:00Z", "2026-11-30T17:00:00Z"],
    ["2026-12", "Asia/Jakarta", "2026-11-30T17:00:00Z", "2026-12-31T17:00:00Z"],
    ["2026-11", "UTC", "2026-11-01T00:00:00Z", "2026-12-01T00:00:00Z"],
    ["2026-03", "Europe/Berlin", "2026-02-28T23:00:00Z", "2026-03-31T22:00:00Z"],
    ["2026-10", "Europe/Berlin", "2026-09-30T22:00:00Z", "2026-10-31T23:00:00Z"],
    ["2026-11", "Asia/Kolkata", "2026-10-31T18:30:00Z", "2026-11-30T18:30:00Z"],
    ["2026-11", "Asia/Kathmandu", "2026-10-31T18:15:00Z", "2026-11-30T18:15:00Z"],
    ["2026-11", "Pacific/Kiritimati", "2026-10-31T10:00:00Z", "2026-11-30T10:00:00Z"],
    ["2026-11", "Pacific/Pago_Pago", "2026-11-01T11:00:00Z", "2026-12-01T11:00:00Z"],
    // Clocks went from midnight to one o'clock: the first day begins at one.
    ["2017-10", "America/Asuncion", "2017-10-01T04:00:00Z", "2017-11-01T03:00:00Z"],
    ["2000-01", "Asia/Jakarta", "1999-12-31T17:00:00Z", "2000-01-31T17:00:00Z"],
    ["2999-12", "UTC", "2999-12-01T00:00:00Z", "3000-01-01T00:00:00Z"],
    ["2024-02", "UTC", "2024-02-01T00:00:00Z", "2024-03-01T00:00:00Z"],
  ])("%s in %s is from %s until %s", (month, zone, from, until) => {
    expect(monthSpan(month, zone)).toEqual({ from: Date.parse(from), until: Date.parse(until) });
  });

  test.each(["0000-01", "0001-01", "1999-12", "9999-12", "2026-13", "2026-00", "2026-1", "november", "2026-11-01", ""])(
    "%j is no month",
    (month) => {
      expect(monthSpan(month, "UTC")).toBeNull();
    },
  );

  test("months follow one another without a gap, in every zone there is", () => {
    for (const zone of Intl.supportedValuesOf("timeZone")) {
      const [october, november] = [monthSpan("2026-10", zone), monthSpan("2026-11", zone)];
      expect(october?.until).toBe(november?.from);
      const calendar = calendarOf(zone);
      expect(calendar(november?.from ?? 0)).toBe("2026-11");
      expect(calendar((november?.from ?? 0) - 1)).toBe("2026-10");
    }
  });
});

describe("piecesOf", () => {
  const quarter = 900_000;
  const since = Date.parse("2026-01-01T00:00:00Z") / quarter;

  test("a month of Jakarta is whole days and two ends of quarters", () => {
    const pieces = piecesOf(monthSpan("2026-11", "Asia/Jakarta") ?? { from: 0, until: 0 });
    expect(pieces.map(({ grain, from, until }) => [grain, (until - from) / 3_600_000])).toEqual([
      ["quarter", 7],
      ["day", 29 * 24],
      ["quarter", 17],
    ]);
  });

  test("pieces cover the span, once, each on its own grid", () => {
    const at = fc.integer({ min: since, max: since + 4 * 24 * 800 });
    fc.assert(
      fc.property(at, at, (a, b) => {
        const span = { from: Math.min(a, b) * quarter, until: Math.max(a, b) * quarter };
        const pieces = piecesOf(span);
        let reached = span.from;
        for (const { grain, from, until } of pieces) {
          expect(from).toBe(reached);
          expect(until).toBeGreaterThan(from);
          const begins = [from, until].map((time) => new Date(time).toISOString());
          if (grain === "day") for (const text of begins) expect(text).toMatch(/T00:00:00/);
          if (grain === "month") for (const text of begins) expect(text).toMatch(/-01T00:00:00/);
          reached = until;
        }
        expect(reached).toBe(span.until);
        const quarters = pieces.filter(({ grain }) => grain === "quarter");
        for (const { from, until } of quarters) expect(until - from).toBeLessThan(48 * 3_600_000);
      }),
    );
  });
});
