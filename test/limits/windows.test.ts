import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addHit, checkBuckets, checkWindows, type Buckets } from "../../src/limits/windows.ts";

const NOW = 1_800_000_000_000;
const hour = { max: 5, per_seconds: 3600 };
const ago = (...seconds: number[]) => seconds.map((s) => NOW - s * 1000);

describe("listed hits", () => {
  test.each([
    ["nothing yet", [hour], [], null],
    ["one below the limit", [hour], ago(1, 2, 3, 4), null],
    ["at the limit: free when the oldest leaves", [hour], ago(10, 20, 30, 40, 50), NOW + 3550_000],
    ["over a limit that was lowered: free when enough have left", [hour], ago(10, 20, 30, 40, 50, 60), NOW + 3550_000],
    ["a hit exactly a span ago no longer counts", [hour], ago(10, 20, 30, 40, 3600), null],
    ["a millisecond younger it does", [hour], [...ago(10, 20, 30, 40), NOW - 3_599_999], NOW + 1],
    [
      "of two full windows the later one decides",
      [
        { max: 1, per_seconds: 60 },
        { max: 2, per_seconds: 600 },
      ],
      ago(30, 500),
      NOW + 100_000,
    ],
    ["in any order", [hour], ago(40, 10, 50, 20, 30), NOW + 3550_000],
  ])("%s", (_, windows, hits, retryAt) => {
    const verdict = checkWindows("recipient", windows, hits, NOW);
    expect(verdict.ok ? null : verdict.retryAt).toBe(retryAt);
  });

  test("what is left counts this hit, and the reset is when the window is empty again", () => {
    const verdict = checkWindows("recipient", [hour], ago(10, 20), NOW);
    expect(verdict).toEqual({
      ok: true,
      states: [{ scope: "recipient", window: hour, used: 2, remaining: 2, resetSeconds: 3590 }],
    });
  });
});

const window = fc.record({ max: fc.integer({ min: 1, max: 6 }), per_seconds: fc.integer({ min: 1, max: 30 }) });
const windows = fc.array(window, { minLength: 1, maxLength: 3 });
/** Waits between asking, milliseconds: many short, some long. */
const waits = fc.array(fc.oneof(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 20_000 })), {
  maxLength: 120,
});

function mostInAnySpan(hits: number[], spanMs: number): number {
  return Math.max(0, ...hits.map((from) => hits.filter((at) => at >= from && at < from + spanMs).length));
}

describe("properties", () => {
  test("listed hits let exactly the limit through in any span", () => {
    fc.assert(
      fc.property(windows, waits, (limits, gaps) => {
        const hits: number[] = [];
        let now = NOW;
        for (const gap of gaps) {
          now += gap;
          const fits = limits.every((l) => hits.filter((at) => at > now - l.per_seconds * 1000).length < l.max);
          const verdict = checkWindows("x", limits, hits, now);
          expect(verdict.ok).toBe(fits);
          if (verdict.ok) hits.push(now);
          else {
            expect(checkWindows("x", limits, hits, verdict.retryAt).ok).toBe(true);
            expect(checkWindows("x", limits, hits, verdict.retryAt - 1).ok).toBe(false);
          }
        }
        for (const l of limits) expect(mostInAnySpan(hits, l.per_seconds * 1000)).toBeLessThanOrEqual(l.max);
      }),
    );
  });

  test("buckets never let more than the limit through, and refuse no more than half a percent too long", () => {
    fc.assert(
      fc.property(windows, waits, (limits, gaps) => {
        const hits: number[] = [];
        let buckets: Buckets = [];
        let now = NOW;
        for (const gap of gaps) {
          now += gap;
          const verdict = checkBuckets("x", limits, buckets, now);
          // A window that is longer by a 200th must be full for a refusal to be right.
          const reason = (slack: number) =>
            limits.some((l) => hits.filter((at) => at > now - l.per_seconds * 1000 * slack).length >= l.max);
          if (reason(1)) expect(verdict.ok).toBe(false);
          if (!verdict.ok) expect(reason(1.0051)).toBe(true);
          if (verdict.ok) {
            hits.push(now);
            buckets = addHit(limits, buckets, now);
          } else {
            expect(checkBuckets("x", limits, buckets, verdict.retryAt).ok).toBe(true);
            expect(checkBuckets("x", limits, buckets, verdict.retryAt - 1).ok).toBe(false);
          }
        }
        for (const l of limits) expect(mostInAnySpan(hits, l.per_seconds * 1000)).toBeLessThanOrEqual(l.max);
      }),
    );
  });

  test("the clock of another replica that is behind loses no hit", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -500, max: 500 }), { minLength: 1, maxLength: 50 }), (steps) => {
        const limits = [{ max: 1000, per_seconds: 60 }];
        let buckets: Buckets = [];
        let now = NOW;
        for (const step of steps) buckets = addHit(limits, buckets, (now += step));
        const verdict = checkBuckets("x", limits, buckets, Math.max(now, NOW));
        expect(verdict.ok && verdict.states[0]?.remaining).toBe(1000 - steps.length - 1);
        expect(buckets.filter((_, i) => i % 2 === 0)).toEqual([...buckets.filter((_, i) => i % 2 === 0)].sort());
      }),
    );
  });
});

test("a shorter window that is added forgets no hit early", () => {
  const day = { max: 2, per_seconds: 86_400 };
  const added = { max: 1, per_seconds: 1 };
  const start = NOW - (NOW % 432_000);
  // In the bucket that begins 400 s before it.
  let buckets = addHit([day], [], start);
  buckets = addHit([day], buckets, start + 400_000);
  expect(buckets).toEqual([start + 400_000, 2]);
  const verdict = checkBuckets("x", [added], buckets, start + 400_999);
  expect(verdict.ok ? null : verdict.retryAt).toBe(start + 401_000);
  const longer = checkBuckets("x", [day, added], buckets, start + 86_400_000 + 399_999);
  expect(longer.ok ? null : longer.retryAt).toBe(start + 86_400_000 + 400_000);
});

describe("a short window beside a long one", () => {
  const second = { max: 100, per_seconds: 1 };
  const day = { max: 1_000_000, per_seconds: 86_400 };

  /** One hit each `everyMs` for `spanMs`. */
  function after(spanMs: number, everyMs: number) {
    let buckets: Buckets = [];
    for (let at = NOW - spanMs; at < NOW; at += everyMs) buckets = addHit([second, day], buckets, at);
    return buckets;
  }

  test("takes a bounded row however long it is used", () => {
    expect(after(200_000_000, 9_973).length).toBeLessThanOrEqual(1602);
    expect(after(2_000_000, 7).length).toBeLessThanOrEqual(1602);
  });

  test("forgets what is older than its longest window, though hits keep coming", () => {
    const buckets = after(3 * 86_400_000, 10_007);
    const inDay = Math.ceil(86_400_000 / 10_007);
    const verdict = checkBuckets("tenant", [second, day], buckets, NOW);
    const used = verdict.ok ? day.max - 1 - (verdict.states[1]?.remaining ?? 0) : NaN;
    expect(used).toBeGreaterThanOrEqual(inDay);
    expect(used).toBeLessThan(inDay * 1.006 + 1);
  });

  test("eight windows of every length stay bounded too", () => {
    const all = [1, 10, 60, 600, 3600, 21_600, 86_400, 604_800].map((per_seconds) => ({ max: 1e6, per_seconds }));
    let buckets: Buckets = [];
    for (let i = 0, at = NOW; i < 20_000; i += 1, at += 1 + ((i * 7919) % 61_000)) buckets = addHit(all, buckets, at);
    expect(buckets.length).toBeLessThan(2 * 8 * 210);
  });
});
