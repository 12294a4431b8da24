import { describe, expect, it } from "vitest";
import { Webhook } from "standardwebhooks";
import { eventPatterns, eventTypes, typesOf } from "../../src/events/model.ts";
import { makeSecret, signedHeaders } from "../../src/events/sign.ts";
import { MOST_TRIES, verdictOf, type PostOutcome } from "../../src/events/verdict.ts";

const answered = (status: number, retryAfter?: string): PostOutcome => ({ status, text: "", retryAfter });
const now = Date.parse("2026-11-21T10:00:00Z");
const SECOND = 1000;
const HOUR = 3600 * SECOND;

describe("what an answer means", () => {
  it.each([200, 201, 204, 299])("%i is a yes", (status) => {
    expect(verdictOf(answered(status), 1, now, 0.5)).toEqual({
      status: "delivered",
      nextAt: null,
      slowUntil: null,
      gone: false,
    });
  });

  it.each([100, 300, 301, 302, 307, 308, 400, 401, 404, 500])("%i is tried again in 5 s", (status) => {
    expect(verdictOf(answered(status), 1, now, 0.5)).toEqual({
      status: "pending",
      nextAt: now + 5 * SECOND,
      slowUntil: null,
      gone: false,
    });
  });

  it("none at all is tried again too", () => {
    expect(verdictOf({ status: null, reason: "timeout" }, 1, now, 0.5).status).toBe("pending");
  });

  it("410 says that there is nothing any more", () => {
    expect(verdictOf(answered(410), 1, now, 0.5)).toMatchObject({ gone: true });
  });

  it.each([429, 502, 503, 504])("%i gives the whole server a rest", (status) => {
    expect(verdictOf(answered(status), 1, now, 0.5)).toMatchObject({
      nextAt: now + 5 * SECOND,
      slowUntil: now + 30 * SECOND,
    });
    const asked = { nextAt: now + 120 * SECOND, slowUntil: now + 120 * SECOND };
    expect(verdictOf(answered(status, "120"), 1, now, 0.5)).toMatchObject(asked);
    expect(verdictOf(answered(status, "Sat, 21 Nov 2026 10:02:00 GMT"), 1, now, 0.5)).toMatchObject(asked);
    expect(verdictOf(answered(status, "soon"), 1, now, 0.5)).toMatchObject({ slowUntil: now + 30 * SECOND });
    // Nobody is away for more than a day, whatever it says.
    expect(verdictOf(answered(status, "999999999"), 1, now, 0.5)).toMatchObject({ slowUntil: now + 24 * HOUR });
  });

  it("waits longer from try to try, spread by a tenth, and gives up after the tenth", () => {
    const waits = Array.from({ length: MOST_TRIES }, (_, n) => verdictOf(answered(500), n + 1, now, 0.5).nextAt);
    expect(waits.map((at) => (at === null ? null : (at - now) / SECOND))).toEqual([
      5,
      300,
      1800,
      7200,
      18_000,
      36_000,
      50_400,
      72_000,
      86_400,
      null,
    ]);
    expect(verdictOf(answered(500), MOST_TRIES, now, 0.5).status).toBe("dead");
    expect(verdictOf(answered(500), 2, now, 0).nextAt).toBe(now + 270 * SECOND);
    expect(verdictOf(answered(500), 2, now, 1).nextAt).toBe(now + 330 * SECOND);
  });
});

describe("signatures", () => {
  it("are those of the published vector", () => {
    const headers = signedHeaders(
      ["whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="],
      "msg_2abcDEF",
      1_767_323_045_000,
      '{"type":"otp.delivered","timestamp":"2026-01-02T03:04:05Z","data":{"id":"chl_01"}}',
    );
    expect(headers["webhook-timestamp"]).toBe("1767323045");
    expect(headers["webhook-signature"]).toBe("v1,ftlYjgIYo5y2EWvBUQIwHm34gF2gItbAvRbe68wJaZU=");
  });

  it("are one for each live secret, and any of them is enough", () => {
    const secrets = [makeSecret(), makeSecret()];
    const headers = signedHeaders(secrets, "evt_1", Date.now(), "{}");
    expect(headers["webhook-signature"].split(" ")).toHaveLength(2);
    for (const secret of secrets) expect(new Webhook(secret).verify("{}", headers)).toEqual({});
    expect(() => new Webhook(makeSecret()).verify("{}", headers)).toThrow("No matching signature");
  });
});

describe("what a webhook hears", () => {
  it("is by type, by group, or everything that there will ever be", () => {
    expect(typesOf(["*"])).toBeNull();
    expect(typesOf(["otp.*", "balance.low"])).toEqual(["otp.verified", "otp.expired", "otp.locked", "balance.low"]);
    expect(typesOf(["message.sent", "message.sent"])).toEqual(["message.sent"]);
    expect(eventPatterns).toEqual(expect.arrayContaining(["*", "otp.*", "webhook.*", ...eventTypes]));
  });
});
