import { describe, expect, it } from "vitest";
import { account, failed, httpVerdict, rate } from "../../src/providers/verdict.ts";

describe("an HTTP status", () => {
  it.each([
    [500, true, "transient", "provider"],
    [502, true, "transient", "provider"],
    [500, false, "ambiguous", "provider"],
    [502, false, "ambiguous", "provider"],
    [503, false, "transient", "provider"],
    [504, true, "transient", "provider"],
    [504, false, "ambiguous", "provider"],
    [401, true, "credentials", "provider"],
    [403, false, "credentials", "provider"],
    [429, true, "throttled", "provider"],
    [400, true, "rejected", "recipient"],
    [404, false, "rejected", "recipient"],
    [302, false, "ambiguous", "provider"],
    [200, true, "ambiguous", "provider"],
  ])("%i (of the vendor's own: %s) is %s/%s", (status, fromVendor, errorClass, scope) =>
    expect(httpVerdict(status, fromVendor)).toEqual({ errorClass, scope }),
  );
});

describe("Retry-After", () => {
  const date = "Fri, 02 Jan 2026 03:04:05 GMT";
  it.each([
    [{ "retry-after": "7" }, 7000],
    [{ "retry-after": "0" }, 0],
    [{ "retry-after": " 1.5 " }, 1500],
    [{ "retry-after": "Fri, 02 Jan 2026 03:04:15 GMT", date }, 10_000],
    [{ "retry-after": "Fri, 02 Jan 2026 03:00:00 GMT", date }, 0],
    [{ "retry-after": "Fri, 02 Jan 2026 03:04:15 GMT" }, undefined],
    [{ "retry-after": "soon", date }, undefined],
    [{ "retry-after": "-5" }, undefined],
    [{ "retry-after": "99999999999" }, undefined],
    [{}, undefined],
  ])("%j is %s ms", (headers, retryAfterMs) => {
    expect(failed(rate, "http_429", { status: 429, headers, text: "" }).retryAfterMs).toBe(retryAfterMs);
  });

  it("is read only where there is something to wait for", () => {
    const answer = { status: 401, headers: { "retry-after": "7" }, text: "" };
    expect(failed(account, "http_401", answer)).not.toHaveProperty("retryAfterMs");
  });

  it("in the answer goes before what the vendor's page says", () => {
    const anHour = { ...rate, retryAfterMs: 3_600_000 };
    const answer = { status: 429, headers: { "retry-after": "7" }, text: "" };
    expect(failed(anHour, "flooded", answer).retryAfterMs).toBe(7000);
    expect(failed(anHour, "flooded", { ...answer, headers: {} }).retryAfterMs).toBe(3_600_000);
  });
});
