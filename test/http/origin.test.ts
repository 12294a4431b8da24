import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isForeign, type Sender } from "../../src/http/origin.ts";
import { expectProblem } from "../support/erp.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { keysOfRoles, makeTenant } from "../support/roles.ts";

describe("a change comes from a page of another website", () => {
  const post: Sender = { method: "POST", site: undefined, origin: undefined };
  const own = ["https://otp.example", "http://10.0.0.5:8080"];

  test.each<[string, Partial<Sender>, boolean]>([
    ["a program that is no browser", {}, false],
    ["a page of ours", { site: "same-origin", origin: "https://otp.example" }, false],
    ["a page of ours behind a proxy that ends TLS", { site: "same-origin", origin: "https://10.0.0.5" }, false],
    ["the address bar", { site: "none" }, false],
    ["another website", { site: "cross-site", origin: "https://evil.example" }, true],
    ["another website, without its origin", { site: "cross-site" }, true],
    ["a neighbour under the same domain", { site: "same-site", origin: "https://shop.example" }, true],
    ["a word that no browser says", { site: "x" }, true],
    ["an old browser's page of ours, by PUBLIC_URL", { origin: "https://OTP.example" }, false],
    ["an old browser's page of ours, by the host it asked", { origin: "http://10.0.0.5:8080" }, false],
    ["an old browser's page of another port", { origin: "http://10.0.0.5:8081" }, true],
    ["an old browser's page of elsewhere", { origin: "https://evil.example" }, true],
    ["a page without an origin, as in a sandboxed frame", { origin: "null" }, true],
    ["no site, and a foreign origin", { site: "none", origin: "https://evil.example" }, true],
    ["a read", { method: "GET", site: "cross-site", origin: "https://evil.example" }, false],
    ["a head", { method: "HEAD", site: "cross-site" }, false],
    ["a removal", { method: "DELETE", site: "cross-site" }, true],
  ])("%s", (_, changes, foreign) => expect(isForeign({ ...post, ...changes }, own)).toBe(foreign));
});

describe("a key that a browser keeps as a password", () => {
  let gateway: TestGateway;
  let approves: string;
  let id: string;

  beforeAll(async () => {
    gateway = await startTestGateway();
    const keys = await makeTenant(gateway, "shop");
    approves = (await keysOfRoles(gateway, "shop")).finance;
    const body = { brand: "shop", topup_approval: true };
    await gateway.admin("/v1/tenants/shop", { method: "PUT", body });
    const made = await gateway.request("/v1/balance/topups", {
      key: keys.finance,
      body: { amount: "500", reference: "TRF-1" },
    });
    id = made.json.id as string;
  });
  afterAll(() => gateway.close());

  const basic = () => `Basic ${Buffer.from(`:${approves}`).toString("base64")}`;
  const evil = {
    origin: "https://evil.example",
    "sec-fetch-site": "cross-site",
    "content-type": "application/x-www-form-urlencoded",
  };
  const send = (method: string, path: string, headers: Record<string, string>, body = "") =>
    gateway.request(path, { method, key: null, body, headers: { authorization: basic(), ...headers } });

  test("is worth nothing to a form of another website", async () => {
    const approve = `/v1/balance/topups/${id}/approve`;
    const refused = await send("POST", approve, evil);
    expectProblem(refused, 403, "forbidden");
    expect(refused.json.detail).toContain("https://evil.example");
    expect(refused.json.detail).toContain("http://gateway.test (PUBLIC_URL)");
    const query = "?provider=sandbox&id_column=id&amount_column=amount";
    expectProblem(await send("POST", `/v1/balance/reconciliations${query}`, evil, "id,amount"), 403, "forbidden");
    expectProblem(await send("PUT", `/v1/balance/topups/${id}/proof`, evil, "%PDF-"), 403, "forbidden");
    const topUp = await gateway.request(`/v1/balance/topups/${id}`, { key: approves });
    expect(topUp.json).toMatchObject({ status: "requested", proof: null });
  });

  test("is worth what it was to a page of the gateway's own, and to a program", async () => {
    const approve = `/v1/balance/topups/${id}/approve`;
    const ours = { "content-type": "application/json" };
    const done = await send("POST", approve, {
      ...ours,
      origin: "http://gateway.test",
      "sec-fetch-site": "same-origin",
    });
    expect(done.json.status, done.text).toBe("posted");
    expect((await send("POST", approve, { ...ours, origin: "http://localhost" })).status).toBe(200);
    expect((await send("POST", approve, ours)).status).toBe(200);
  });

  test("can't send an invoice as plain text, which a form can", async () => {
    const query = "?provider=sandbox&id_column=id&amount_column=amount";
    const reply = await send(
      "POST",
      `/v1/balance/reconciliations${query}`,
      { "content-type": "text/plain" },
      "id,amount",
    );
    expectProblem(reply, 415, "unsupported_media_type");
  });
});
