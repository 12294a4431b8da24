import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Coalescer, databaseError, decideEach, sqlState, type Result } from "../../src/db/coalesce.ts";
import { GatewayError } from "../../src/errors.ts";

const groupOf = (item: string) => item[0] ?? "";
const done = (items: string[]): Result<string>[] => items.map((item) => ({ ok: true, value: item.toUpperCase() }));
const sqlError = (code: string) => Object.assign(new Error(`refused: ${code}`), { code });

/** A run that keeps what it was given, and waits until it is let go. */
function recorder(run: (items: string[], n: number) => Result<string>[] = done) {
  const batches: string[][] = [];
  let running = 0;
  let most = 0;
  const coalescer = (options: { maxBatch?: number; maxWaiting?: number } = {}) =>
    new Coalescer<string, string>(
      async (items) => {
        batches.push(items);
        most = Math.max(most, (running += 1));
        await new Promise((resolve) => setImmediate(resolve));
        running -= 1;
        return run(items, batches.length);
      },
      { groupOf, ...options },
    );
  return { batches, coalescer, mostAtOnce: () => most };
}

async function outcomes(work: Promise<string>[]): Promise<string[]> {
  const settled = await Promise.allSettled(work);
  return settled.map((s) => (s.status === "fulfilled" ? s.value : `! ${(s.reason as Error).message}`));
}

describe("batches", () => {
  test("what arrives together goes together, what arrives meanwhile goes next, in order", async () => {
    const { batches, coalescer, mostAtOnce } = recorder();
    const c = coalescer();
    const first = ["a1", "a2"].map((item) => c.submit(item));
    await new Promise((resolve) => setImmediate(resolve));
    const later = ["a3", "a4", "a5"].map((item) => c.submit(item));
    expect(await outcomes([...first, ...later])).toEqual(["A1", "A2", "A3", "A4", "A5"]);
    expect(batches).toEqual([
      ["a1", "a2"],
      ["a3", "a4", "a5"],
    ]);
    expect(mostAtOnce()).toBe(1);
  });

  test("none is larger than it may be", async () => {
    const { batches, coalescer } = recorder();
    const c = coalescer({ maxBatch: 3 });
    await Promise.all(Array.from({ length: 8 }, (_, i) => c.submit(`a${i}`)));
    expect(batches.map((batch) => batch.length)).toEqual([3, 3, 2]);
  });

  test("more than may wait are told to come back, and the others are served", async () => {
    const { coalescer } = recorder();
    const c = coalescer({ maxBatch: 2, maxWaiting: 3 });
    const work = Array.from({ length: 5 }, (_, i) => c.submit(`a${i}`));
    const refused = await work[4]?.catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: "overloaded", extras: { retryAfterSeconds: 1 } });
    expect((await outcomes(work)).slice(0, 3)).toEqual(["A0", "A1", "A2"]);
    expect(await c.submit("b")).toBe("B");
  });

  test("idle waits for what runs and what waits, and not at all when nothing does", async () => {
    const { batches, coalescer } = recorder();
    const c = coalescer({ maxBatch: 1 });
    await c.idle();
    const work = [c.submit("a"), c.submit("b")];
    await c.idle();
    expect(batches).toHaveLength(2);
    expect(await outcomes(work)).toEqual(["A", "B"]);
    await c.idle();
  });
});

describe("one bad item", () => {
  test("that the batch itself refused fails alone", async () => {
    const run = (items: string[]) =>
      decideEach(items, (item) => {
        if (item === "a2") throw new GatewayError("insufficient_balance", "poor");
        return item;
      });
    const c = recorder(run).coalescer();
    expect(await outcomes(["a1", "a2", "a3"].map((item) => c.submit(item)))).toEqual(["a1", "! poor", "a3"]);
  });

  test.each(["22P02", "23505", "23514", "P0001"])("that the database refused (%s) fails alone", async (code) => {
    const run = (items: string[]) => {
      if (items.includes("a5")) throw sqlError(code);
      return done(items);
    };
    const { batches, coalescer } = recorder(run);
    const c = coalescer();
    const result = await outcomes(Array.from({ length: 9 }, (_, i) => c.submit(`a${i}`)));
    expect(result.filter((r) => r.startsWith("!"))).toEqual([`! refused: ${code}`]);
    expect(result[5]).toMatch(/^!/);
    expect(batches.length).toBeLessThan(9);
  });

  test("wherever and however many they are, exactly they fail", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { minLength: 1, maxLength: 40 }), async (bad) => {
        const run = (items: string[]) => {
          if (items.some((item) => item.endsWith("!"))) throw sqlError("23505");
          return done(items);
        };
        const c = recorder(run).coalescer({ maxBatch: 16 });
        const result = await outcomes(bad.map((isBad, i) => c.submit(`${i}${isBad ? "!" : ""}`)));
        expect(result.map((r) => r.startsWith("!"))).toEqual(bad);
      }),
    );
  });

  test("a database that is away is said to be, to all, without trying each", async () => {
    const { batches, coalescer } = recorder(() => {
      throw Object.assign(new Error("gone"), { code: "CONNECTION_CLOSED" });
    });
    const c = coalescer();
    const errors = await Promise.all(["a", "b"].map((item) => c.submit(item).catch((error: unknown) => error)));
    for (const error of errors) expect(error).toMatchObject({ code: "unavailable" });
    expect(batches).toHaveLength(1);
  });

  test("a bug in the batch reaches every caller as it is", async () => {
    const c = recorder(() => {
      throw new TypeError("undefined is not a function");
    }).coalescer();
    expect(await outcomes([c.submit("a"), c.submit("b")])).toEqual([
      "! undefined is not a function",
      "! undefined is not a function",
    ]);
    expect(await outcomes([c.submit("c")])).toHaveLength(1);
  });

  test("a batch that answers for too few leaves nobody waiting", async () => {
    const c = recorder((items) => done(items.slice(1))).coalescer();
    const [, last] = await outcomes([c.submit("a"), c.submit("b")]);
    expect(last).toMatch(/answered for fewer/);
  });
});

describe("rows that are locked", () => {
  test.each(["55P03", "40P01"])("a batch that met %s is divided by group; the free ones go on", async (code) => {
    const run = (items: string[]) => {
      if (items.some((item) => item.startsWith("b"))) throw sqlError(code);
      return done(items);
    };
    const { batches, coalescer } = recorder(run);
    const c = coalescer();
    const result = await outcomes(["a1", "b1", "c1", "a2"].map((item) => c.submit(item)));
    expect(result).toEqual(["A1", "! The account is busy; try again.", "C1", "A2"]);
    expect(batches.slice(1, 4)).toEqual([["a1", "a2"], ["b1"], ["c1"]]);
  });

  test("one group that turns out to be several is divided by these, and the free ones go on", async () => {
    const known = new Map<string, string>();
    const c = new Coalescer<string, string>(
      (items) => {
        for (const item of items) known.set(item, item.slice(0, 2));
        if (items.some((item) => item.startsWith("ax"))) return Promise.reject(sqlError("55P03"));
        return Promise.resolve(done(items));
      },
      { groupOf: (item) => known.get(item) ?? "a" },
    );
    const busy = "! The account is busy; try again.";
    expect(await outcomes(["ax1", "ay1", "az1", "ax2"].map((item) => c.submit(item)))).toEqual([
      busy,
      "AY1",
      "AZ1",
      busy,
    ]);
  });

  test("a lock that is free again in time is not noticed", async () => {
    const { batches, coalescer } = recorder((items, n) => {
      if (n < 3) throw sqlError("55P03");
      return done(items);
    });
    expect(await outcomes([coalescer().submit("a")])).toEqual(["A"]);
    expect(batches).toHaveLength(3);
  });

  test("one bad item among those that waited still fails alone", async () => {
    const { coalescer } = recorder((items, n) => {
      if (n === 1) throw sqlError("55P03");
      if (items.includes("a2")) throw sqlError("23505");
      return done(items);
    });
    const c = coalescer();
    expect(await outcomes(["a1", "a2", "b1"].map((item) => c.submit(item)))).toEqual(["A1", "! refused: 23505", "B1"]);
  });
});

describe("errors", () => {
  test("a state is found under a wrapper, and only a state", () => {
    expect(sqlState(sqlError("23505"))).toBe("23505");
    expect(sqlState(new Error("x", { cause: sqlError("23505") }))).toBe("23505");
    expect(sqlState(sqlError("ECONNRESET"))).toBeNull();
    expect(sqlState("23505")).toBeNull();
  });
  test.each(["CONNECTION_ENDED", "CONNECT_TIMEOUT", "ECONNREFUSED", "57P01", "57P03", "53300", "08006"])(
    "%s means away",
    (code) => {
      expect(databaseError(new Error("x", { cause: sqlError(code) }))).toMatchObject({ code: "unavailable" });
    },
  );
  test("anything else stays what it is", () => {
    for (const error of [sqlError("42703"), new TypeError("x"), new GatewayError("forbidden", "no"), "text"]) {
      expect(databaseError(error)).toBe(error);
    }
  });
});
