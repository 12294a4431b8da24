import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { RecipientPace } from "../../src/delivery/pace.ts";
import { Stop } from "../../src/kit/stop.ts";

const EVERY = 6000;
const clock = { now: () => Date.now() };
let pace: RecipientPace;

beforeEach(() => {
  vi.useFakeTimers({ now: 1_800_000_000_000 });
  pace = new RecipientPace(clock, EVERY);
});
afterEach(() => vi.useRealTimers());

interface Asked {
  afterMs: number;
  to?: string;
  patienceMs?: number;
}

describe("a turn", () => {
  test.each<[string, Asked[], (number | null)[]]>([
    ["is at once for the first", [{ afterMs: 0 }], [0]],
    ["is an interval later for the next", [{ afterMs: 0 }, { afterMs: 1000 }], [0, 5000]],
    ["may be waited for no longer than one is patient", [{ afterMs: 0 }, { afterMs: 0, patienceMs: 5999 }], [0, null]],
    ["may be waited for just as long", [{ afterMs: 0 }, { afterMs: 0, patienceMs: 6000 }], [0, 6000]],
    [
      "that was not taken keeps nobody waiting",
      [{ afterMs: 0 }, { afterMs: 0, patienceMs: 0 }, { afterMs: 0 }],
      [0, null, 6000],
    ],
    ["queues up", [{ afterMs: 0 }, { afterMs: 0 }, { afterMs: 0, patienceMs: 60_000 }], [0, 6000, 12_000]],
    ["of another person is another one", [{ afterMs: 0 }, { afterMs: 0, to: "b" }], [0, 0]],
    ["is free again after the interval", [{ afterMs: 0 }, { afterMs: 6000 }, { afterMs: 5999 }], [0, 0, 1]],
    ["is not saved up", [{ afterMs: 0 }, { afterMs: 60_000 }, { afterMs: 0 }], [0, 0, 6000]],
  ])("%s", (_, asked, waits) => {
    const got = asked.map(({ afterMs, to = "a", patienceMs = 6000 }) => {
      vi.advanceTimersByTime(afterMs);
      return pace.take(to, patienceMs);
    });
    expect(got).toEqual(waits);
  });

  test("is waited for", async () => {
    const came: string[] = [];
    for (const name of ["first", "second"]) {
      void pace.turn("a", EVERY, new Stop()).then((turn) => came.push(`${name} ${JSON.stringify(turn)}`));
    }
    await vi.advanceTimersByTimeAsync(EVERY - 1);
    expect(came).toEqual(['first {"waitedMs":0}']);
    await vi.advanceTimersByTimeAsync(1);
    expect(came).toEqual(['first {"waitedMs":0}', 'second {"waitedMs":6000}']);
  });

  test("that is too far off is put off at once, and a stop ends the wait", async () => {
    const stop = new Stop();
    pace.take("a", 0);
    expect(await pace.turn("a", 100, stop)).toBe("put_off");
    const waiting = pace.turn("a", EVERY, stop);
    stop.stop();
    expect(await waiting).toBe("stopping");
  });
});

describe("memory", () => {
  test("holds nobody for longer than their turns are off", async () => {
    for (let i = 0; i < 1000; i += 1) pace.take(String(i), 0);
    for (let i = 0; i < 3; i += 1) pace.take("busy", 3 * EVERY);
    await vi.advanceTimersByTimeAsync(EVERY);
    expect(pace.size).toBe(1);
    expect(pace.take("busy", 0)).toBeNull();
    await vi.advanceTimersByTimeAsync(2 * EVERY);
    expect(pace.size).toBe(0);
  });

  test("takes one timer, and none when there is nobody", async () => {
    for (let i = 0; i < 1000; i += 1) pace.take(String(i), 0);
    expect(vi.getTimerCount()).toBe(1);
    await vi.advanceTimersByTimeAsync(EVERY);
    expect(vi.getTimerCount()).toBe(0);
  });
});
