import { describe, expect, it } from "vitest";
import { daySpan } from "../../src/kit/day.ts";

describe("daySpan", () => {
  it.each([
    ["2026-11-21", "Asia/Jakarta", "2026-11-20T17:00:00.000Z", "2026-11-21T17:00:00.000Z"],
    ["2026-11-21", "UTC", "2026-11-21T00:00:00.000Z", "2026-11-22T00:00:00.000Z"],
    ["2026-03-29", "Europe/Berlin", "2026-03-28T23:00:00.000Z", "2026-03-29T22:00:00.000Z"],
    // Its clocks are put forward at midnight, so the day begins at one.
    ["2018-11-04", "America/Sao_Paulo", "2018-11-04T03:00:00.000Z", "2018-11-05T02:00:00.000Z"],
    ["2026-12-31", "Asia/Kathmandu", "2026-12-30T18:15:00.000Z", "2026-12-31T18:15:00.000Z"],
  ])("%s in %s", (date, zone, from, until) => {
    const span = daySpan(date, zone);
    expect([span?.from, span?.until].map((at) => new Date(at ?? 0).toISOString())).toEqual([from, until]);
  });

  it.each(["2026-02-30", "2026-1-1", "21-11-2026", "", "2026-13-01"])("%j is no day", (date) => {
    expect(daySpan(date, "UTC")).toBeNull();
  });
});
