import { afterAll, beforeAll, expect, test } from "vitest";
import { startListeningGateway, type ListeningGateway } from "../support/browser.ts";
import { holdDeliveries, putLimits } from "../support/erp.ts";
import { allowReturn, hosted, RETURN_URL } from "../support/hosted.ts";

let gateway: ListeningGateway;
beforeAll(async () => {
  gateway = await startListeningGateway({ config: { trustProxy: ["127.0.0.0/8", "::1"] } });
  await putLimits(gateway, { client_ip: [{ max: 1, per_seconds: 3600 }] });
  await allowReturn(gateway, RETURN_URL);
  await holdDeliveries(gateway);
});
afterAll(() => gateway.close());

/** A page's resend, as it comes through a proxy. */
async function resentFrom(address: string, body: object = {}): Promise<number> {
  const { path } = await hosted(gateway, body);
  const headers = { "x-forwarded-for": address };
  const { status } = await fetch(`${gateway.url}${path}/resend`, { method: "POST", headers, redirect: "manual" });
  return status;
}

test("a resend counts by the visitor's address where the issue named none", async () => {
  expect(await resentFrom("36.68.1.2")).toBe(303);
  expect(await resentFrom("36.68.1.2")).toBe(429);
  expect(await resentFrom("::ffff:36.68.1.2")).toBe(429);
  expect(await resentFrom("36.68.1.3")).toBe(303);
});

test("a private address is nobody's own, and does not count", async () => {
  expect(await resentFrom("10.1.2.3")).toBe(303);
  expect(await resentFrom("10.1.2.3")).toBe(303);
});

test("the address that the issue named is the one that counts", async () => {
  expect(await resentFrom("36.68.9.9", { client_ip: "36.68.1.9" })).toBe(429);
  expect(await resentFrom("36.68.9.9")).toBe(303);
});
