import { createRemoteJWKSet, jwtVerify } from "jose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { KEY_PERIOD_MS } from "../../src/otp/proof.ts";
import { startListeningGateway, type ListeningGateway } from "../support/browser.ts";
import { holdDeliveries, issued } from "../support/erp.ts";

let gateway: ListeningGateway;
beforeAll(async () => {
  gateway = await startListeningGateway();
  await holdDeliveries(gateway);
});
afterAll(() => gateway.close());

test("a proof stays right over a change of keys, and a replay of its verify brings the same one", async () => {
  const half = 30_000;
  const change = Math.ceil((gateway.clock.now() + half) / KEY_PERIOD_MS) * KEY_PERIOD_MS;
  gateway.clock.advance(change - half - gateway.clock.now());
  const { id } = await issued(gateway, { code: "482913" });
  const call = { body: { id, code: "482913" }, headers: { "idempotency-key": "over-the-change" } };
  const first = await gateway.request("/v1/otp/verify", call);
  // As an ERP checks it: the keys come over HTTP, and are kept.
  const keys = createRemoteJWKSet(new URL("/.well-known/jwks.json", gateway.url));
  const right = async (proof: unknown) => {
    const currentDate = new Date(gateway.clock.now());
    return (await jwtVerify(String(proof), keys, { issuer: gateway.url, audience: "demo", currentDate }))
      .protectedHeader;
  };
  const before = await right(first.json.proof);

  gateway.clock.advance(2 * half);
  await keys.reload();
  expect(await right(first.json.proof)).toEqual(before);
  const again = await gateway.request("/v1/otp/verify", call);
  expect(again.headers.get("idempotent-replayed")).toBe("true");
  expect(again.json).toEqual(first.json);
  const next = await issued(gateway, { code: "482913" });
  const { json } = await gateway.request("/v1/otp/verify", { body: { id: next.id, code: "482913" } });
  expect((await right(json.proof)).kid).not.toBe(before.kid);
});
