import { describe, expect, it, test } from "vitest";
import { GatewayError } from "../../src/errors.ts";
import { bucketsOf, piecesOf, type Wanted } from "../../src/stats/buckets.ts";

const NOW = Date.parse("2026-11-21T10:20:00Z");
const at = (text: string): number => Date.parse(text);
const none: Wanted = { from: null, until: null, bucket: null };
const spans = (wanted: Partial<Wanted>, zone: string) => {
  const { bucket, buckets } = bucketsOf({ ...none, ...wanted }, zone, NOW);
  return { bucket, buckets: buckets.map(({ from, until }) => [iso(from), iso(until)]) };
};
const iso = (ms: number): string => new Date(ms).toISOString().slice(0, 16);

describe("buckets", () => {
  it("are the hours of the last day when nothing is said", () => {
    const { bucket, buckets } = spans({}, "Asia/Jakarta");
    expect(bucket).toBe("hour");
    expect(buckets.length).toBe(25);
    expect([buckets[0], buckets.at(-1)]).toEqual([
      ["2026-11-20T10:00", "2026-11-20T11:00"],
      ["2026-11-21T10:00", "2026-11-21T11:00"],
    ]);
  });

  test.each([
    ["Asia/Jakarta", "2026-11-17T17:00", "2026-11-18T17:00"],
    ["Asia/Makassar", "2026-11-17T16:00", "2026-11-18T16:00"],
    ["Asia/Jayapura", "2026-11-17T15:00", "2026-11-18T15:00"],
    ["Asia/Kathmandu", "2026-11-17T18:15", "2026-11-18T18:15"],
    ["UTC", "2026-11-18T00:00", "2026-11-19T00:00"],
  ])("of a day in %s begin at %s", (zone, from, until) => {
    const wanted = { from: at("2026-11-18T05:00:00Z"), until: at("2026-11-18T06:00:00Z"), bucket: "day" as const };
    expect(spans(wanted, zone).buckets).toEqual([[from, until]]);
  });

  it("follow each other without a gap, and end where what was asked for does", () => {
    for (const zone of ["Asia/Jakarta", "Asia/Kathmandu", "Europe/Berlin", "America/Santiago", "Africa/Cairo"]) {
      const wanted = { from: at("2026-09-01T00:00:00Z"), until: at("2026-11-20T00:00:00Z") };
      for (const bucket of ["day", "month"] as const) {
        const { buckets } = bucketsOf({ ...wanted, bucket }, zone, NOW);
        buckets.slice(1).forEach(({ from }, index) => expect(from).toBe(buckets[index]?.until));
        expect(buckets[0]?.from).toBeLessThanOrEqual(wanted.from);
        expect(buckets.at(-1)?.until).toBeGreaterThanOrEqual(wanted.until);
      }
    }
  });

  it("of a day on which clocks are put back are 25 hours, the one that comes twice apart", () => {
    const wanted = { from: at("2026-10-24T22:00:00Z"), until: at("2026-10-25T23:00:00Z") };
    const { buckets } = spans({ ...wanted, bucket: "hour" }, "Europe/Berlin");
    expect(buckets.length).toBe(25);
    expect(spans({ ...wanted, bucket: "day" }, "Europe/Berlin").buckets).toEqual([
      ["2026-10-24T22:00", "2026-10-25T23:00"],
    ]);
  });

  test.each([
    [2, "hour"],
    [4, "day"],
    [92, "day"],
    [93, "month"],
  ])("of %i days are by %s", (days, bucket) => {
    expect(spans({ from: NOW - days * 86_400_000, until: NOW }, "Asia/Jakarta").bucket).toBe(bucket);
  });

  it("end with tomorrow, however late the end that was asked for", () => {
    const year = { from: NOW, until: NOW + 365 * 86_400_000, bucket: "day" } as const;
    expect(spans(year, "Asia/Jakarta").buckets).toHaveLength(2);
    const month = { from: NOW - 86_400_000, until: NOW + 20 * 86_400_000, bucket: "month" } as const;
    expect(spans(month, "Asia/Jakarta").buckets.length).toBeGreaterThan(0);
  });

  test.each<[Partial<Wanted>, string]>([
    [{ from: NOW, until: NOW }, "from"],
    [{ from: NOW + 2 * 86_400_000, until: NOW + 3 * 86_400_000 }, "from"],
    [{ from: NOW - 800 * 86_400_000 }, "from"],
    [{ from: NOW - 32 * 86_400_000, until: NOW, bucket: "hour" }, "bucket"],
    [{ from: NOW - 93 * 86_400_000, until: NOW, bucket: "day" }, "bucket"],
  ])("are refused: %o", (wanted, field) => {
    try {
      spans(wanted, "Asia/Jakarta");
      expect.unreachable();
    } catch (error) {
      expect((error as GatewayError).extras.errors?.[0]?.path).toBe(field);
    }
  });
});

describe("the pieces of a span", () => {
  const pieces = (from: string, until: string, now = NOW) =>
    piecesOf({ from: at(from), until: at(until) }, now).map((piece) => [
      piece.grain,
      iso(piece.from),
      iso(piece.until),
    ]);

  it("are the largest sums that fit", () => {
    expect(pieces("2026-08-31T17:00:00Z", "2026-11-20T17:15:00Z")).toEqual([
      ["hour", "2026-08-31T17:00", "2026-09-01T00:00"],
      ["month", "2026-09-01T00:00", "2026-11-01T00:00"],
      ["day", "2026-11-01T00:00", "2026-11-20T00:00"],
      ["hour", "2026-11-20T00:00", "2026-11-20T17:00"],
      ["quarter", "2026-11-20T17:00", "2026-11-20T17:15"],
    ]);
  });

  it("end with the hour where quarters are no longer kept", () => {
    expect(pieces("2026-09-01T18:15:00Z", "2026-09-02T18:15:00Z")).toEqual([
      ["hour", "2026-09-01T18:00", "2026-09-02T18:00"],
    ]);
  });
});
