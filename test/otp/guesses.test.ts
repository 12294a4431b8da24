import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { countWrong, forgetWrong, refuseBlocked, waitAfter, type Guesses } from "../../src/otp/guesses.ts";
import { limitsDocument } from "../../src/settings/documents.ts";
import { fillFromPreset } from "../../src/settings/limit-presets.ts";
import { expectProblem, issued, phone, putLimits, verify } from "../support/erp.ts";
import { eventually, startTestGateway, type TestGateway } from "../support/gateway.ts";

const NOW = 1_767_225_600_000;
const rulesOf = (preset: string) => limitsDocument.parse(fillFromPreset({ preset })).guesses;

describe("the wait after wrong codes in a row", () => {
  test.each([
    ["normal", 99, null],
    ["normal", 100, 60],
    ["normal", 101, 120],
    ["normal", 105, 1920],
    ["normal", 106, 3600],
    ["normal", 1_000_000, 3600],
    ["strict", 9, null],
    ["strict", 10, 1800],
    ["strict", 11, 3600],
    ["strict", 12, 3600],
    ["open", 99, null],
    ["open", 100, 60],
  ])("%s: after %i of them %s seconds", (preset, wrong, seconds) => {
    expect(waitAfter(wrong, rulesOf(preset), NOW)).toBe(seconds === null ? null : NOW + seconds * 1000);
  });

  test("is that of the recipient or of the user, whichever is longer, to the millisecond", () => {
    const guesses = (recipient: number | null, user: number | null): Guesses => ({
      rules: rulesOf("normal"),
      recipient: { wrong: 100, blockedUntil: recipient },
      user: { wrong: 100, blockedUntil: user },
    });
    const limitOf = (given: Guesses, now = NOW) => {
      try {
        refuseBlocked(given, now);
        return null;
      } catch (error) {
        return (error as { extras: { members: { limit: string } } }).extras.members.limit;
      }
    };
    expect(limitOf(guesses(NOW + 2, NOW + 1))).toBe("guesses");
    expect(limitOf(guesses(NOW + 1, NOW + 2))).toBe("guesses_user");
    expect(limitOf(guesses(null, NOW + 1))).toBe("guesses_user");
    expect(limitOf(guesses(NOW + 1, null), NOW + 1)).toBeNull();
  });

  test("is counted for both and forgotten for both", () => {
    const guesses: Guesses = {
      rules: rulesOf("strict"),
      recipient: { wrong: 9, blockedUntil: null },
      user: { wrong: 3, blockedUntil: null },
    };
    countWrong(guesses, NOW);
    expect(guesses).toMatchObject({
      recipient: { wrong: 10, blockedUntil: NOW + 1_800_000 },
      user: { wrong: 4, blockedUntil: null },
    });
    forgetWrong(guesses);
    expect(guesses).toMatchObject({ recipient: { wrong: 0, blockedUntil: null }, user: { wrong: 0 } });
  });
});

describe("guesses as the limits say", () => {
  let gateway: TestGateway;
  let other: TestGateway;
  beforeAll(async () => {
    gateway = await startTestGateway();
    other = await gateway.replica();
    await gateway.admin("/v1/balance/topups", { body: { amount: "10000000", reference: "for the tests" } });
    const guesses = { free: 10, first_wait_seconds: 1800, longest_wait_seconds: 3600 };
    await putLimits(gateway, { guesses });
    await eventually(
      () => other.admin("/v1/limits"),
      ({ json }) => json.guesses.free === 10,
    );
  });
  afterAll(() => gateway.close());
  beforeEach(() => gateway.clock.advance(4_000_000));
  const code = "123456";
  const wrong = (id: string, on = gateway) => on.request("/v1/otp/verify", { body: { id, code: "000000" } });

  test("a user's wrong codes count over all their numbers, and a right one forgets them", async () => {
    for (let n = 0; n < 2; n += 1) {
      const { id } = await issued(gateway, { to: phone(), user: "ani", code });
      for (let i = 0; i < 5; i += 1) expect((await wrong(id)).status).toBe(200);
    }
    const { id } = await issued(gateway, { to: phone(), user: "ani", code });
    const refused = await gateway.request("/v1/otp/verify", { body: { id, code } });
    expectProblem(refused, 429, "rate_limited");
    expect(refused.json.limit).toBe("guesses_user");
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(1790);
    gateway.clock.advance(Date.parse(refused.json.retry_at) - gateway.clock.now());
    const next = await issued(gateway, { to: phone(), user: "ani", code });
    expect(await verify(gateway, { id: next.id, code })).toMatchObject({ valid: true });
    const [rows] = await gateway.database.sql`select count(*)::int as n from user_guess_streaks where user_ref = 'ani'`;
    expect(rows).toEqual({ n: 0 });
  });

  test("exactly the free ones are granted, over two replicas at once, where nothing was counted before", async () => {
    const ids = await Promise.all(
      Array.from({ length: 12 }, async () => String((await issued(gateway, { to: phone(), user: "budi", code })).id)),
    );
    // Neither is slower for its connections' sake.
    const warm = await issued(gateway, { to: phone(), code });
    await Promise.all([wrong(warm.id), wrong(warm.id, other)]);
    await Promise.all([wrong(warm.id), wrong(warm.id, other)]);
    const replies = await Promise.all(
      ids.flatMap((id, n) => Array.from({ length: 5 }, () => wrong(id, n % 2 === 0 ? gateway : other))),
    );
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(10);
    expect(replies.filter(({ status }) => status === 429)).toHaveLength(50);
    const [streak] = await gateway.database.sql`select wrong from user_guess_streaks where user_ref = 'budi'`;
    expect(streak).toEqual({ wrong: 10 });
  });
});
