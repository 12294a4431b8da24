import { describe, expect, test } from "vitest";
import { RecentTries, WINDOW_MS, type Try } from "../../src/delivery/recent-tries.ts";

const T = 1_800_000_000_000;
const one = (changed: Partial<Try> = {}): Try => ({
  at: T,
  latencyMs: 100,
  outcome: "accepted",
  providerCode: null,
  ...changed,
});

function after(...tries: Partial<Try>[]): RecentTries {
  const recent = new RecentTries();
  for (const changed of tries) recent.add(one(changed));
  return recent;
}

describe("the last tries", () => {
  test("are counted by what came of them", () => {
    const recent = after({}, { outcome: "transient" }, { outcome: "throttled" }, { outcome: "transient" });
    expect(recent.tally(T)).toMatchObject({ tries: 4, accepted: 1, failed: { transient: 2, throttled: 1 } });
  });

  test.each<[string, number[], number, number]>([
    ["one", [120], 120, 120],
    ["two", [30, 10], 10, 30],
    ["four", [40, 10, 30, 20], 20, 40],
    ["twenty", Array.from({ length: 20 }, (_, i) => 20 - i), 10, 19],
  ])("have a median and a p95 that were measured: of %s", (_, latencies, medianMs, p95Ms) => {
    const recent = after(...latencies.map((latencyMs) => ({ latencyMs })));
    expect(recent.tally(T).latency).toEqual({ medianMs, p95Ms });
  });

  test("are those of five minutes, and what was last is known for longer", () => {
    const failure = { at: T + 1, outcome: "credentials", providerCode: "190" } as const;
    const recent = after({}, failure);
    expect(recent.tally(T + WINDOW_MS)).toMatchObject({ tries: 1, accepted: 0, failed: { credentials: 1 } });
    expect(recent.tally(T + WINDOW_MS + 1)).toEqual({ tries: 0, accepted: 0, failed: {}, latency: null });
    expect(recent.lastSuccessAt).toBe(T);
    expect(recent.lastFailure).toEqual(one(failure));
  });

  test("are fifty at most, the newest", () => {
    const recent = after(...Array.from({ length: 120 }, (_, i) => ({ latencyMs: i })));
    expect(recent.tally(T)).toMatchObject({ tries: 50, latency: { medianMs: 94, p95Ms: 117 } });
  });

  test("are none at first", () => {
    const recent = new RecentTries();
    expect(recent.tally(T)).toEqual({ tries: 0, accepted: 0, failed: {}, latency: null });
    expect([recent.lastSuccessAt, recent.lastFailure]).toEqual([null, null]);
  });
});
