import { describe, expect, test } from "vitest";
import { Waiters } from "../../src/delivery/waiters.ts";

const EARLIER = "0199f0c2-0000-7000-8000-000000000001";
const OURS = "0199f0c2-0000-7000-8000-000000000002";
const FALLBACK = "0199f0c2-0000-7000-8000-000000000003";

describe("who waits for a message", () => {
  test.each<[string, (waiters: Waiters) => void, "accepted" | "ended" | null]>([
    ["hears of it", (waiters) => waiters.accepted("otp", OURS), "accepted"],
    ["hears of the channel after it", (waiters) => waiters.accepted("otp", FALLBACK), "accepted"],
    ["hears that its plan ended", (waiters) => waiters.ended("otp", OURS), "ended"],
    ["hears that its OTP ended", (waiters) => waiters.ended("otp"), "ended"],
    ["is not woken by a report on an earlier message", (waiters) => waiters.accepted("otp", EARLIER), null],
    ["is not woken by an earlier message's end", (waiters) => waiters.ended("otp", EARLIER), null],
    ["is not woken by another OTP", (waiters) => waiters.ended("other"), null],
  ])("%s", async (_name, tell, heard) => {
    const waiters = new Waiters();
    const waiting = waiters.wait("otp", 1, OURS);
    tell(waiters);
    expect(await waiting).toBe(heard);
  });

  test("without a message named hears of any", async () => {
    const waiters = new Waiters();
    const waiting = waiters.wait("otp", 1);
    waiters.accepted("otp", EARLIER);
    expect(await waiting).toBe("accepted");
  });
});
