import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { engagelabOtp } from "../../src/providers/engagelab-otp/index.ts";
import { account, callbackId } from "../support/engagelab.ts";
import { startTestGateway, type Reply, type TestGateway } from "../support/gateway.ts";

/** EngageLab's OTP callback stands for all hooks: its signature is good for five minutes. */
let server: TestGateway;
const signing = { username: "cbuser", secret: "cbsecret" };

beforeAll(async () => {
  server = await startTestGateway({ kinds: new Map([[engagelabOtp.kind, engagelabOtp]]) });
  const secrets = { ...account, callback_username: signing.username, callback_secret: signing.secret };
  const body = { kind: engagelabOtp.kind, state: "on", settings: { template_id: "otp-default" }, secrets };
  expect(await server.admin("/v1/providers/engagelab", { method: "PUT", body })).toMatchObject({ status: 200 });
});
afterAll(() => server.close());

function call(nonce: string, madeAt: number, rows: unknown[] = []): Promise<Reply> {
  const timestamp = String(Math.floor(madeAt / 1000));
  const headers = { "x-callback-id": callbackId({ ...signing, timestamp, nonce }) };
  return server.request("/hooks/engagelab", { method: "POST", key: null, body: { total: rows.length, rows }, headers });
}

describe("a hook whose signature holds for minutes", () => {
  it("is believed by the gateway's clock", async () => {
    const madeAt = server.clock.now();
    expect(await call("1", madeAt)).toMatchObject({ status: 200, text: "" });
    server.clock.advance(10 * 60_000);
    expect(await call("2", madeAt)).toMatchObject({ status: 401, json: { code: "unauthorized" } });
    expect(await call("3", server.clock.now())).toMatchObject({ status: 200 });
  });

  it("is not believed with another body than it came with", async () => {
    const madeAt = server.clock.now();
    expect(await call("4", madeAt)).toMatchObject({ status: 200 });
    expect(await call("4", madeAt, [{}])).toMatchObject({ status: 401 });
    expect(await call("4", madeAt)).toMatchObject({ status: 200 });
  });

  it("tells a stranger nothing of why it was refused", async () => {
    const { status, text } = await server.request("/hooks/engagelab", {
      method: "POST",
      key: null,
      body: { rows: [] },
    });
    expect(status).toBe(401);
    expect(text).not.toMatch(/callback|nonce|clock|time/i);
    expect(server.logged()).toMatch("no x-callback-id");
  });
});
