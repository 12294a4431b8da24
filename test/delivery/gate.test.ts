import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Gate } from "../../src/delivery/gate.ts";
import { Stop } from "../../src/kit/stop.ts";

const clock = { now: () => Date.now() };

/** Asks `count` times; says when each was let in, and what came of those that were not. */
function ask(gate: Gate, stop: Stop, count: number) {
  const start = Date.now();
  const entered: number[] = [];
  const answers: boolean[] = [];
  for (let i = 0; i < count; i += 1) {
    void gate.enter(stop).then((ok) => {
      answers.push(ok);
      if (ok) entered.push(Date.now() - start);
    });
  }
  return { entered, answers };
}

beforeEach(() => vi.useFakeTimers({ now: 1_800_000_000_000 }));
afterEach(() => vi.useRealTimers());

describe("at once", () => {
  test("so many and no more; one that leaves lets the next in, in the order of coming", async () => {
    const gate = new Gate(clock, 2, null);
    const stop = new Stop();
    const order: number[] = [];
    for (let i = 0; i < 5; i += 1) void gate.enter(stop).then(() => order.push(i));
    await vi.advanceTimersByTimeAsync(1000);
    expect(order).toEqual([0, 1]);
    gate.leave();
    gate.leave();
    await vi.advanceTimersByTimeAsync(0);
    expect(order).toEqual([0, 1, 2, 3]);
  });

  test("a higher number lets those in who wait", async () => {
    const gate = new Gate(clock, 1, null);
    const { entered } = ask(gate, new Stop(), 4);
    gate.configure(3, null);
    await vi.advanceTimersByTimeAsync(0);
    expect(entered).toHaveLength(3);
  });
});

describe("a second", () => {
  test.each([1, 2, 5, 20])("%i in any second, evenly", async (pace) => {
    const gate = new Gate(clock, Infinity, pace);
    const { entered } = ask(gate, new Stop(), pace * 4);
    await vi.advanceTimersByTimeAsync(5000);
    expect(entered).toHaveLength(pace * 4);
    for (const from of entered) {
      // A late timer does not slow the pace: so the last of a second may come up to 10 ms early.
      const inSecond = entered.filter((at) => at >= from && at < from + 990).length;
      expect(inSecond).toBeLessThanOrEqual(pace);
    }
    expect(entered.at(-1)).toBeGreaterThan(3000 - 1000 / pace);
    expect(entered.at(-1)).toBeLessThanOrEqual(4000);
  });

  test("time that was not used is not saved up", async () => {
    const gate = new Gate(clock, Infinity, 2);
    ask(gate, new Stop(), 1);
    await vi.advanceTimersByTimeAsync(60_000);
    const { entered } = ask(gate, new Stop(), 4);
    await vi.advanceTimersByTimeAsync(900);
    expect(entered.length).toBeLessThanOrEqual(2);
  });

  test("less than one", async () => {
    const gate = new Gate(clock, Infinity, 0.5);
    const { entered } = ask(gate, new Stop(), 3);
    await vi.advanceTimersByTimeAsync(1900);
    expect(entered).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(2200);
    expect(entered).toHaveLength(3);
  });

  test("a faster pace holds at once", async () => {
    const gate = new Gate(clock, Infinity, 0.01);
    const { entered } = ask(gate, new Stop(), 5);
    await vi.advanceTimersByTimeAsync(1000);
    gate.configure(Infinity, 4);
    await vi.advanceTimersByTimeAsync(1000);
    expect(entered).toHaveLength(5);
  });

  test("a pace that is lifted lets all in", async () => {
    const gate = new Gate(clock, Infinity, 1);
    const { entered } = ask(gate, new Stop(), 9);
    await vi.advanceTimersByTimeAsync(0);
    gate.configure(Infinity, null);
    await vi.advanceTimersByTimeAsync(0);
    expect(entered).toHaveLength(9);
  });
});

describe("a pause", () => {
  test("lets nobody in before its time, and then those first who come again", async () => {
    const gate = new Gate(clock, 1, null);
    const stop = new Stop();
    const order: string[] = [];
    const come = (name: string, again = false) => void gate.enter(stop, again).then(() => order.push(name));
    come("first");
    for (const name of ["second", "third"]) come(name);
    await vi.advanceTimersByTimeAsync(0);
    gate.pause(1000);
    gate.leave();
    come("first again", true);
    await vi.advanceTimersByTimeAsync(999);
    expect(order).toEqual(["first"]);
    await vi.advanceTimersByTimeAsync(1);
    expect(order).toEqual(["first", "first again"]);
    gate.leave();
    await vi.advanceTimersByTimeAsync(0);
    expect(order).toEqual(["first", "first again", "second"]);
  });

  test("is no shorter for another that is over sooner", async () => {
    const gate = new Gate(clock, Infinity, null);
    gate.pause(1000);
    gate.pause(100);
    const { entered } = ask(gate, new Stop(), 2);
    await vi.advanceTimersByTimeAsync(1000);
    expect(entered).toEqual([1000, 1000]);
  });

  test("is over for a row that is put", async () => {
    const gate = new Gate(clock, Infinity, null);
    gate.pause(1000);
    const { entered } = ask(gate, new Stop(), 1);
    gate.configure(Infinity, null);
    await vi.advanceTimersByTimeAsync(0);
    expect(entered).toEqual([0]);
  });
});

describe("the stop", () => {
  test("sends away those who wait, and their places are not lost", async () => {
    const gate = new Gate(clock, 1, null);
    const stop = new Stop();
    const { answers } = ask(gate, stop, 3);
    await vi.advanceTimersByTimeAsync(0);
    stop.stop();
    await vi.advanceTimersByTimeAsync(0);
    expect(answers).toEqual([true, false, false]);
    gate.leave();
    expect(await gate.enter(new Stop())).toBe(true);
  });

  test("nobody enters after it", async () => {
    const stop = new Stop();
    stop.stop();
    expect(await new Gate(clock, 9, null).enter(stop)).toBe(false);
  });
});
