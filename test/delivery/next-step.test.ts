import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CHANNEL_BUDGET_MS, nextStep, type RouteLeft, type TryHistory } from "../../src/delivery/next-step.ts";
import { errorClasses, type SendFailure } from "../../src/providers/provider.ts";

const failure = (errorClass: SendFailure["errorClass"], retryAfterMs?: number): SendFailure => ({
  ok: false,
  errorClass,
  scope: "provider",
  providerCode: "x",
  ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
});
const after = (triesHere: number, changes: Partial<TryHistory> = {}): TryHistory => ({
  triesHere,
  throttledWaits: 0,
  timeLeftMs: CHANNEL_BUDGET_MS,
  ...changes,
});
const again = (waitMs: number) => ({ do: "again", waitMs });
const nextProvider = { do: "next_provider" };
const nextChannel = { do: "next_channel" };
const end = { do: "end" };
const all: RouteLeft = { providers: 1, channels: 1 };

describe("what follows a failed try", () => {
  test.each([
    ["transient, first", failure("transient"), after(1), 0.5, again(250)],
    ["transient, first, shortest", failure("transient"), after(1), 0, again(125)],
    ["transient, first, longest", failure("transient"), after(1), 0.999, again(375)],
    ["transient, second", failure("transient"), after(2), 0.5, again(1000)],
    ["transient, second, longest", failure("transient"), after(2), 0.999, again(1499)],
    ["transient, third: three tries in all", failure("transient"), after(3), 0.5, nextProvider],
    ["transient, no time", failure("transient"), after(1, { timeLeftMs: 250 }), 0.5, nextProvider],
    ["transient, time by a hair", failure("transient"), after(1, { timeLeftMs: 251 }), 0.5, again(250)],
    ["transient, the OTP is over", failure("transient"), after(1, { timeLeftMs: -5 }), 0.5, nextProvider],
    ["throttled, it says when", failure("throttled", 700), after(1), 0.9, again(700)],
    ["throttled, it says nothing", failure("throttled"), after(1), 0.9, again(1000)],
    ["throttled, two seconds", failure("throttled", 2000), after(1), 0.9, again(2000)],
    ["throttled, longer", failure("throttled", 2001), after(1), 0.9, nextProvider],
    ["throttled, a second time", failure("throttled", 10), after(2, { throttledWaits: 1 }), 0.9, nextProvider],
    ["throttled, no time", failure("throttled", 700), after(1, { timeLeftMs: 700 }), 0.9, nextProvider],
    ["recipient", failure("recipient"), after(1), 0.5, { do: "next_channel" }],
    ["rejected", failure("rejected"), after(1), 0.5, nextProvider],
    ["credentials", failure("credentials"), after(1), 0.5, nextProvider],
    ["ambiguous", failure("ambiguous"), after(1), 0.5, { do: "await_report" }],
    [
      "ambiguous, at the end of its tries",
      failure("ambiguous"),
      after(3, { timeLeftMs: -1 }),
      0.5,
      { do: "await_report" },
    ],
  ])("%s", (_, failed, history, jitter, step) => expect(nextStep(failed, history, all, jitter)).toEqual(step));
});

describe("where the route has nothing left", () => {
  const noProvider: RouteLeft = { providers: 0, channels: 1 };
  const noChannel: RouteLeft = { providers: 1, channels: 0 };
  const nothing: RouteLeft = { providers: 0, channels: 0 };

  test.each<[SendFailure["errorClass"], number, object, object, object]>([
    // Last of three tries, then: without a provider, without a channel, without either.
    ["transient", 3, nextChannel, nextProvider, end],
    ["throttled", 3, nextChannel, nextProvider, end],
    ["rejected", 1, nextChannel, nextProvider, end],
    ["credentials", 1, nextChannel, nextProvider, end],
    ["recipient", 1, nextChannel, end, end],
    ["ambiguous", 1, { do: "await_report" }, { do: "await_report" }, { do: "await_report" }],
  ])("%s goes on or ends", (errorClass, triesHere, provider, channel, both) => {
    const history = after(triesHere, { throttledWaits: triesHere - 1 });
    const step = (left: RouteLeft) => nextStep(failure(errorClass), history, left, 0.5);
    expect([step(noProvider), step(noChannel), step(nothing)]).toEqual([provider, channel, both]);
  });

  test("what may pass by itself is still tried again", () => {
    expect(nextStep(failure("transient"), after(1), nothing, 0.5)).toEqual(again(250));
    expect(nextStep(failure("transient"), after(1, { timeLeftMs: 250 }), nothing, 0.5)).toEqual(end);
  });
});

test("whatever fails and however often, tries and waits stay inside their bounds", () => {
  const failures = fc.array(
    fc.record({
      errorClass: fc.constantFrom(...errorClasses),
      retryAfterMs: fc.option(fc.integer({ min: 0, max: 5000 }), { nil: undefined }),
      jitter: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      tookMs: fc.integer({ min: 0, max: 5000 }),
    }),
    { minLength: 10, maxLength: 10 },
  );
  fc.assert(
    fc.property(failures, (list) => {
      let triesHere = 0;
      let throttledWaits = 0;
      let spent = 0;
      for (const { errorClass, retryAfterMs, jitter, tookMs } of list) {
        triesHere += 1;
        spent += tookMs;
        const timeLeftMs = CHANNEL_BUDGET_MS - spent;
        const step = nextStep(
          failure(errorClass, retryAfterMs),
          { triesHere, throttledWaits, timeLeftMs },
          all,
          jitter,
        );
        if (errorClass === "ambiguous") expect(step.do).toBe("await_report");
        if (step.do !== "again") return;
        expect(["transient", "throttled"]).toContain(errorClass);
        if (errorClass === "throttled") throttledWaits += 1;
        spent += step.waitMs;
        expect(spent).toBeLessThan(CHANNEL_BUDGET_MS);
        expect(triesHere).toBeLessThanOrEqual(3);
        expect(throttledWaits).toBeLessThanOrEqual(1);
      }
      expect.unreachable("it went on for ever");
    }),
  );
});
