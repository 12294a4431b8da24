import { describe, expect, test } from "vitest";
import { Breaker } from "../../src/delivery/breaker.ts";
import type { ErrorClass, Scope, SendFailure } from "../../src/providers/provider.ts";

const T = 1_800_000_000_000;
const failure = (errorClass: ErrorClass, scope: Scope = "provider"): SendFailure => ({
  ok: false,
  errorClass,
  scope,
  providerCode: "x",
});
const down = failure("transient");
const refused = failure("credentials");
const unasked: SendFailure = { ...down, unasked: true };

function opened(at = T): Breaker {
  const breaker = new Breaker();
  breaker.failed(refused, at);
  return breaker;
}

describe("opening", () => {
  test("five failures of the provider within ten seconds open it, and the fifth says so", () => {
    const breaker = new Breaker();
    const opens = [0, 1000, 2000, 9000, 9999].map((at) => breaker.failed(down, T + at));
    expect(opens).toEqual([false, false, false, false, true]);
    expect(breaker.reason(T + 10_000)).toBe(`breaker open since ${new Date(T + 9999).toISOString()}`);
    expect(breaker.enter(T + 10_000)).toBe(false);
  });

  test("five in more than ten seconds do not", () => {
    const breaker = new Breaker();
    for (const at of [0, 3000, 6000, 9000, 12_000, 15_000]) expect(breaker.failed(down, T + at)).toBe(false);
    expect(breaker.enter(T + 15_000)).toBe(true);
  });

  test("a success or another's failure between them starts the count anew", () => {
    const breaker = new Breaker();
    for (let i = 0; i < 4; i += 1) breaker.failed(down, T);
    breaker.succeeded();
    for (let i = 0; i < 4; i += 1) expect(breaker.failed(down, T)).toBe(false);
    breaker.failed(failure("rejected", "template"), T);
    for (let i = 0; i < 4; i += 1) expect(breaker.failed(down, T)).toBe(false);
    expect(breaker.failed(down, T)).toBe(true);
  });

  test("what never reached the provider is not counted, and no verdict of a probe", () => {
    const breaker = new Breaker();
    for (let i = 0; i < 9; i += 1) expect(breaker.failed(unasked, T)).toBe(false);
    const probed = opened();
    expect(probed.enter(T + 30_000)).toBe(true);
    expect(probed.failed(unasked, T + 30_000)).toBe(false);
    expect(probed.enter(T + 30_001)).toBe(true);
  });

  test("one refusal of our account is enough", () => {
    const breaker = new Breaker();
    expect(breaker.failed(refused, T)).toBe(true);
    expect(breaker.enter(T + 1)).toBe(false);
  });

  test.each([
    failure("recipient", "recipient"),
    failure("rejected", "template"),
    failure("rejected", "recipient"),
    failure("credentials", "recipient"),
    failure("ambiguous", "template"),
    failure("throttled", "recipient"),
    failure("throttled", "provider"),
  ])("$errorClass of scope $scope never does", (one) => {
    const breaker = new Breaker();
    for (let i = 0; i < 20; i += 1) expect(breaker.failed(one, T)).toBe(false);
    expect(breaker.reason(T)).toBeNull();
  });
});

describe("after thirty seconds", () => {
  test("not a millisecond sooner", () => {
    expect(opened().enter(T + 29_999)).toBe(false);
    expect(opened().enter(T + 30_000)).toBe(true);
  });

  test("one probe at a time", () => {
    const breaker = opened();
    expect([1, 2, 3].map(() => breaker.enter(T + 30_000))).toEqual([true, false, false]);
    expect(breaker.reason(T + 30_000)).toMatch(/open since/);
  });

  test("a probe that goes through closes it", () => {
    const breaker = opened();
    breaker.enter(T + 30_000);
    breaker.succeeded();
    expect([1, 2, 3].map(() => breaker.enter(T + 30_001))).toEqual([true, true, true]);
  });

  test("a probe that fails opens it for another thirty seconds", () => {
    const breaker = opened();
    breaker.enter(T + 30_000);
    expect(breaker.failed(down, T + 30_500)).toBe(true);
    expect(breaker.enter(T + 60_499)).toBe(false);
    expect(breaker.enter(T + 60_500)).toBe(true);
  });

  test("a probe that fails for its recipient alone shows that the provider works", () => {
    const breaker = opened();
    breaker.enter(T + 30_000);
    expect(breaker.failed(failure("recipient", "recipient"), T + 30_500)).toBe(false);
    expect([1, 2, 3].map(() => breaker.enter(T + 30_501))).toEqual([true, true, true]);
  });

  test("a throttled probe shows nothing: the next one probes", () => {
    const breaker = opened();
    breaker.enter(T + 30_000);
    breaker.failed(failure("throttled"), T + 30_500);
    expect([1, 2].map(() => breaker.enter(T + 30_501))).toEqual([true, false]);
  });

  test("a probe that ended without a verdict lets the next one probe", () => {
    const breaker = opened();
    breaker.enter(T + 30_000);
    breaker.abandoned();
    expect([1, 2].map(() => breaker.enter(T + 30_001))).toEqual([true, false]);
  });
});

describe("what left before it opened", () => {
  test("goes through later: only the probe closes it", () => {
    const breaker = opened();
    breaker.succeeded();
    breaker.failed(failure("recipient", "recipient"), T + 500);
    expect(breaker.enter(T + 29_999)).toBe(false);
    expect(breaker.enter(T + 30_000)).toBe(true);
  });

  test("fails later: it stays open, and nobody is told twice", () => {
    const breaker = opened();
    expect(breaker.failed(refused, T + 1000)).toBe(false);
    expect(breaker.reason(T + 2000)).toBe(`breaker open since ${new Date(T).toISOString()}`);
    expect(breaker.enter(T + 30_999)).toBe(false);
  });
});
