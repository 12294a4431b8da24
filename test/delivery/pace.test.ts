import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { RecipientPace, type Turn } from "../../src/delivery/pace.ts";

const EVERY = 6000;
let pace: RecipientPace;

beforeEach(() => {
  vi.useFakeTimers({ now: 1_800_000_000_000 });
  pace = new RecipientPace(EVERY);
});
afterEach(() => vi.useRealTimers());

/** At a moment somebody comes, leaves the line, or gives the turn back that was theirs. */
type Step = [atMs: number, who: string, does?: "leaves" | "gives back" | { to?: string; patienceMs?: number }];

/** What became of each, with the moment, once a minute has passed. */
async function play(steps: readonly Step[]): Promise<string> {
  const said: string[] = [];
  const leave = new Map<string, () => void>();
  const turns = new Map<string, Turn>();
  const beganAt = performance.now();
  const passed = (): number => performance.now() - beganAt;
  for (const [atMs, who, does = {}] of steps) {
    await vi.advanceTimersByTimeAsync(atMs - passed());
    if (does === "leaves") leave.get(who)?.();
    else if (does === "gives back") turns.get(who)?.giveBack();
    else {
      const { to = "central", patienceMs = 60_000 } = does;
      const came = pace.turn(to, patienceMs, (leaves) => leave.set(who, leaves));
      void came.then((turn) => {
        if (typeof turn === "object") turns.set(who, turn);
        said.push(`${who} ${typeof turn === "object" ? "" : `${turn} `}${passed()}`);
      });
    }
    await vi.advanceTimersByTimeAsync(0);
  }
  await vi.advanceTimersByTimeAsync(60_000);
  return said.join(", ");
}

describe("a turn", () => {
  test.each<[string, Step[], string]>([
    ["is at once for the first", [[0, "a"]], "a 0"],
    [
      "is an interval later for the next",
      [
        [0, "a"],
        [1000, "b"],
      ],
      "a 0, b 6000",
    ],
    [
      "may be waited for no longer than one is patient",
      [
        [0, "a"],
        [1, "b", { patienceMs: 5998 }],
      ],
      "a 0, b put_off 1",
    ],
    [
      "may be waited for just as long",
      [
        [0, "a"],
        [1, "b", { patienceMs: 5999 }],
      ],
      "a 0, b 6000",
    ],
    ["that is there needs no patience", [[0, "a", { patienceMs: -1 }]], "a 0"],
    [
      "is in the order in which they came",
      [
        [0, "a"],
        [0, "b"],
        [5000, "c"],
      ],
      "a 0, b 6000, c 12000",
    ],
    [
      "is as far off as those before wait for",
      [
        [0, "a"],
        [0, "b"],
        [0, "c", { patienceMs: 11_999 }],
      ],
      "a 0, c put_off 0, b 6000",
    ],
    [
      "that was not waited for keeps nobody off",
      [
        [0, "a"],
        [0, "b", { patienceMs: 0 }],
        [0, "c"],
      ],
      "a 0, b put_off 0, c 6000",
    ],
    [
      "of another person is another one",
      [
        [0, "a"],
        [0, "b", { to: "another" }],
      ],
      "a 0, b 0",
    ],
    [
      "is free again after the interval, and not saved up",
      [
        [0, "a"],
        [20_000, "b"],
        [20_000, "c"],
      ],
      "a 0, b 20000, c 26000",
    ],
    [
      "of who has left the line is the next one's",
      [
        [0, "a"],
        [0, "b"],
        [0, "c"],
        [1000, "b", "leaves"],
        [2000, "d", { patienceMs: 10_000 }],
      ],
      "a 0, b left 1000, c 6000, d 12000",
    ],
    [
      "of one who was alone in the line is free when it comes",
      [
        [0, "a"],
        [0, "b"],
        [1000, "b", "leaves"],
        [2000, "c"],
      ],
      "a 0, b left 1000, c 6000",
    ],
    [
      "that is given back is the next one's at once",
      [
        [0, "a"],
        [0, "b"],
        [0, "c"],
        [1000, "a", "gives back"],
      ],
      "a 0, b 1000, c 7000",
    ],
    [
      "that is given back by all is everybody's",
      [
        [0, "a"],
        [0, "b"],
        [10, "a", "gives back"],
        [20, "b", "gives back"],
        [30, "c"],
      ],
      "a 0, b 10, c 30",
    ],
    [
      "is given back once",
      [
        [0, "a"],
        [0, "b"],
        [0, "c"],
        [10, "a", "gives back"],
        [20, "a", "gives back"],
      ],
      "a 0, b 10, c 6010",
    ],
    [
      "that is over is not given back",
      [
        [0, "a"],
        [0, "b"],
        [0, "c"],
        [6001, "a", "gives back"],
      ],
      "a 0, b 6000, c 12000",
    ],
  ])("%s", async (_, steps, said) => expect(await play(steps)).toBe(said));

  test("says how long it was waited for", async () => {
    void pace.turn("a", 0);
    await vi.advanceTimersByTimeAsync(1000);
    const second = pace.turn("a", EVERY);
    await vi.advanceTimersByTimeAsync(EVERY);
    expect(await second).toMatchObject({ waitedMs: 5000 });
  });

  test("comes no later when the clock is set back", async () => {
    void pace.turn("a", 0);
    vi.setSystemTime(Date.now() - 3_600_000);
    const second = pace.turn("a", EVERY);
    await vi.advanceTimersByTimeAsync(EVERY);
    expect(await second).toMatchObject({ waitedMs: EVERY });
  });
});

describe("memory", () => {
  test("holds nobody for longer than their next turn is off", async () => {
    for (let i = 0; i < 1000; i += 1) void pace.turn(String(i), 0);
    for (let i = 0; i < 3; i += 1) void pace.turn("busy", 3 * EVERY);
    await vi.advanceTimersByTimeAsync(EVERY);
    expect(pace.size).toBe(1);
    expect(await pace.turn("busy", 0)).toBe("put_off");
    await vi.advanceTimersByTimeAsync(2 * EVERY);
    expect(pace.size).toBe(0);
  });

  test("takes one timer, and none when there is nobody", async () => {
    for (let i = 0; i < 1000; i += 1) for (let j = 0; j < 2; j += 1) void pace.turn(String(i), EVERY);
    expect(vi.getTimerCount()).toBe(1);
    await vi.advanceTimersByTimeAsync(2 * EVERY);
    expect(vi.getTimerCount()).toBe(0);
  });
});
