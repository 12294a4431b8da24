import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isExact, wayTo, type MessageFilter } from "../../src/insight/search.ts";
import { batchesOf, BUDGET_MS, walk, type Found, type Step } from "../../src/insight/walk.ts";

interface Row {
  id: string;
}
const nameOf = (n: number): string => String(n).padStart(6, "0");

/** A list of so many rows, newest first, of which those that `fits` are looked for; a step takes `stepMs`. */
function listOf(length: number, fits: (n: number) => boolean, stepMs: number) {
  let clock = 0;
  const step = (before: string | null, most: number, size: number): Promise<Step<Row>> => {
    clock += stepMs;
    const from = before === null ? length : Number(before);
    const seen = Array.from({ length: Math.min(size, from) }, (_, index) => from - 1 - index);
    const rows = seen.filter(fits).slice(0, most);
    const last = seen.at(-1);
    return Promise.resolve({
      rows: rows.map((n) => ({ id: nameOf(n) })),
      reached: last === undefined || seen.length < size ? null : nameOf(last),
    });
  };
  const page = (limit: number, before: string | null): Promise<Found<Row>> => walk(step, limit, before, () => clock);
  return { page };
}

describe("a walk through a list", () => {
  test("pages, however short of rows, have all that fits together, once, in order", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 9000 }),
        fc.integer({ min: 1, max: 3000 }),
        fc.integer({ min: 1, max: 100 }),
        fc.integer({ min: 0, max: 2 * BUDGET_MS }),
        async (length, every, limit, stepMs) => {
          const { page } = listOf(length, (n) => n % every === 0, stepMs);
          const found: string[] = [];
          for await (const rows of batchesOf(page, limit)) found.push(...rows.map(({ id }) => id));
          const all = Array.from({ length }, (_, index) => length - 1 - index).filter((n) => n % every === 0);
          expect(found).toEqual(all.map(nameOf));
        },
      ),
      { numRuns: 50 },
    );
  });

  test("one that finds nothing stops when its time is over, and says where to go on", async () => {
    const { page } = listOf(100_000, () => false, BUDGET_MS);
    const first = await page(50, null);
    expect(first).toEqual({ rows: [], next: nameOf(99_000) });
    expect(await page(50, first.next)).toEqual({ rows: [], next: nameOf(98_000) });
  });

  test("the page that comes to the end says so", async () => {
    const { page } = listOf(120, (n) => n < 3, 1);
    expect(await page(3, null)).toEqual({ rows: [2, 1, 0].map((n) => ({ id: nameOf(n) })), next: null });
    expect((await page(2, null)).next).toBe(nameOf(1));
  });
});

test.each<[MessageFilter, string, boolean]>([
  [{}, "newest", true],
  [{ from: 1, until: 2 }, "newest", true],
  [{ channel: "sms" }, "newest", false],
  [{ status: "delivered" }, "newest", false],
  [{ status: "failed" }, "lost", true],
  [{ status: "unknown", provider: "meta" }, "lost", false],
  [{ to: "+62812" }, "recipient", true],
  [{ to: "+62812", status: "failed" }, "recipient", false],
  [{ user: "budi", to: "+62812" }, "user", false],
  [{ errorClass: "recipient" }, "failure", true],
  [{ providerCode: "131026", status: "failed" }, "failure", false],
  [{ providerMessageId: "wamid.1", user: "budi" }, "provider_message", false],
  [{ otpId: "o" }, "otp", true],
  [{ id: "m", otpId: "o" }, "id", false],
])("%j is looked for by %s", (filter, way, exact) => {
  expect([wayTo(filter), isExact(filter)]).toEqual([way, exact]);
});
