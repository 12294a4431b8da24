import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createApp } from "../../src/http/app.ts";
import type { App } from "../../src/http/endpoint.ts";
import { wire, type Gateway } from "../../src/wire.ts";
import {
  cancel,
  expectProblem,
  issue,
  issued,
  leave,
  phone,
  putLimits,
  read,
  rowCounts,
  verify,
} from "../support/erp.ts";
import { eventually, masterKey, startTestGateway, type Reply, type TestGateway } from "../support/gateway.ts";
import { Line } from "../support/line.ts";
import { keysOfRoles, makeTenant } from "../support/roles.ts";

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
  await putLimits(gateway);
});
afterAll(() => gateway.close());

const body = () => ({ to: phone() });
/** An issue whose key travels in headers of the test's own. */
const withHeaders = (headers: Record<string, string>, of: object | string = body()) =>
  gateway.request("/v1/otp/issue", { key: null, body: of, headers });
const basic = (user: string, key: string) => `Basic ${Buffer.from(`${user}:${key}`).toString("base64")}`;
const form = { "content-type": "application/x-www-form-urlencoded" };

describe("a key is taken", () => {
  test.each([
    ["Authorization: Bearer", () => ({ authorization: `Bearer ${gateway.erpKey}` })],
    ["in any case, with more spaces", () => ({ authorization: `  bEARER   ${gateway.erpKey} ` })],
    ["X-API-Key", () => ({ "x-api-key": gateway.erpKey })],
    ["Basic, as the password", () => ({ authorization: basic("erp", gateway.erpKey) })],
    ["Basic, without a user", () => ({ authorization: basic("", gateway.erpKey) })],
  ])("%s", async (_, headers) => {
    expect((await withHeaders(headers())).status).toBe(201);
  });

  test("from the field api_key of a form", async () => {
    const reply = await withHeaders(form, `api_key=${gateway.erpKey}&to=${phone()}`);
    expect(reply.status, reply.text).toBe(201);
    expect(reply.text).not.toContain(gateway.erpKey);
  });
});

describe("401 unauthorized", () => {
  const refuse = (reply: Reply) => {
    expectProblem(reply, 401, "unauthorized");
    expect(reply.headers.get("www-authenticate")).toBe('Bearer realm="gerbang"');
  };

  test.each([
    ["no key", () => ({})],
    ["an unknown key", () => ({ authorization: "Bearer gk_erp_0000000000000000000000000000000000" })],
    ["an empty key", () => ({ authorization: "Bearer " })],
    ["another scheme", () => ({ authorization: `Digest ${gateway.erpKey}` })],
    ["the key as Basic's user", () => ({ authorization: basic(gateway.erpKey, "") })],
    ["Basic that is no base64", () => ({ authorization: "Basic !!!" })],
    ["an unknown X-API-Key", () => ({ "x-api-key": "nobody" })],
    ["a key with one letter changed", () => ({ "x-api-key": `${gateway.erpKey.slice(0, -1)}~` })],
  ])("for %s", async (_, headers) => {
    const before = await rowCounts(gateway.database.sql);
    refuse(await withHeaders(headers()));
    expect(await rowCounts(gateway.database.sql)).toEqual(before);
  });

  test("for a key in the URL, or in a JSON body", async () => {
    refuse(await gateway.request(`/v1/otp/issue?api_key=${gateway.erpKey}`, { key: null, body: body() }));
    refuse(await gateway.request("/v1/otp/issue", { key: null, body: { ...body(), api_key: gateway.erpKey } }));
  });

  test("for an unknown key in a form", async () => {
    refuse(await withHeaders(form, `api_key=nobody&to=${phone()}`));
    refuse(await withHeaders(form, `api_key=&to=${phone()}`));
  });

  test("for a key that was revoked or has expired, at once", async () => {
    const make = async (fields: object) =>
      (await gateway.admin("/v1/keys", { body: { role: "erp", name: "short-lived", ...fields } })).json as {
        id: string;
        key: string;
      };
    const { key, id } = await make({});
    expect((await issue(gateway, {}, { key })).status).toBe(201);
    await gateway.admin(`/v1/keys/${id}`, { method: "DELETE" });
    refuse(await issue(gateway, {}, { key }));
    const expiring = await make({ expires_at: new Date(gateway.clock.now() + 60_000).toISOString() });
    expect((await issue(gateway, {}, { key: expiring.key })).status).toBe(201);
    gateway.clock.advance(61_000);
    refuse(await issue(gateway, {}, { key: expiring.key }));
  });

  test("comes before anything of the body is judged", async () => {
    refuse(await withHeaders({ "content-type": "application/json" }, "{broken"));
  });
});

describe("403 forbidden", () => {
  test("for the roles that may not issue, verify, resend or cancel", async () => {
    const keys = await keysOfRoles(gateway);
    const { id } = await issued(gateway);
    for (const role of ["ops", "finance", "auditor"] as const) {
      const closed = ["issue", "verify", `${id}/cancel`];
      for (const path of role === "ops" ? closed : [...closed, `${id}/resend`]) {
        const reply = await gateway.request(`/v1/otp/${path}`, { key: keys[role], body: {} });
        expectProblem(reply, 403, "forbidden");
      }
    }
    const statuses = async (path: string) =>
      Object.fromEntries(
        await Promise.all(
          Object.entries(keys).map(
            async ([role, key]) => [role, (await gateway.request(path, { key })).status] as const,
          ),
        ),
      );
    expect(await statuses(`/v1/otp/${id}`)).toEqual({ erp: 200, ops: 200, finance: 403, auditor: 200, admin: 200 });
    expect(await statuses("/v1/balance")).toEqual({ erp: 200, ops: 200, finance: 200, auditor: 200, admin: 200 });
    expect((await issue(gateway, {}, { key: keys.admin })).status).toBe(201);
  });

  test("for an ERP's key that names another tenant", async () => {
    await makeTenant(gateway, "acme");
    expectProblem(await issue(gateway, {}, { headers: { "x-tenant": "acme" } }), 403, "forbidden");
    expectProblem(await gateway.admin("/v1/balance", { headers: { "x-tenant": "nowhere" } }), 404, "not_found");
    expect((await issue(gateway, {}, { headers: { "x-tenant": "demo" } })).status).toBe(201);
  });
});

describe("404 and 405", () => {
  test.each(["/v1/otp", "/v1/otp/", "/v1/otp/issue/now", "/v2/otp/issue", "/V1/otp/issue", "/v1/otp//issue", "/"])(
    "404 not_found for %s",
    async (address) => {
      expectProblem(await gateway.request(address, { body: body() }), 404, "not_found");
    },
  );

  test.each([
    ["GET", "/v1/otp/issue", "POST"],
    ["PUT", "/v1/otp/issue", "POST"],
    ["DELETE", "/v1/otp/verify", "POST"],
    ["GET", "/v1/otp/verify", "POST"],
    ["POST", `/v1/otp/otp_${"0".repeat(32)}`, "GET"],
    ["GET", `/v1/otp/otp_${"0".repeat(32)}/resend`, "POST"],
    ["PATCH", `/v1/otp/otp_${"0".repeat(32)}/cancel`, "POST"],
    ["POST", "/v1/balance", "GET"],
  ])("405 for %s %s, which allows %s", async (method, address, allowed) => {
    for (const key of [gateway.erpKey, null]) {
      const reply = await gateway.request(address, { method, key });
      expectProblem(reply, 405, "method_not_allowed");
      expect(reply.headers.get("allow")).toBe(allowed);
    }
  });
});

describe("the other refusals an ERP can meet", () => {
  test("400 invalid_request names each field that is wrong", async () => {
    const reply = await issue(gateway, { to: undefined, ttl_seconds: 29, purpose: "Log In" });
    expectProblem(reply, 400, "invalid_request");
    const paths = (reply.json.errors as { path: string; message: string }[]).map((error) => error.path);
    expect(paths.sort()).toEqual(["purpose", "ttl_seconds"]);
    const missing = await gateway.request("/v1/otp/verify", { body: { id: "otp_1" } });
    expect(missing.json.errors).toEqual([{ path: "code", message: "is required" }]);
  });

  test("402 insufficient_balance, and nothing is sent", async () => {
    const { available } = (await gateway.request("/v1/balance")).json;
    await leave(gateway, 349);
    const before = await rowCounts(gateway.database.sql);
    expectProblem(await issue(gateway), 402, "insufficient_balance");
    expect(await rowCounts(gateway.database.sql)).toEqual(before);
    await leave(gateway, Number(available));
  });

  test("409 conflict", async () => {
    const { id } = await issued(gateway, { code: "123456" });
    await verify(gateway, { id, code: "123456" });
    expectProblem(await cancel(gateway, id), 409, "conflict");
  });

  test.each([
    ["by its length", { ...{ to: "081234567890" }, metadata: { pad: "x".repeat(70_000) } }],
    ["though it is no JSON", `{"to":"${"9".repeat(70_000)}`],
  ])("413 payload_too_large above 64 KiB, %s", async (_, large) => {
    expectProblem(await gateway.request("/v1/otp/issue", { body: large }), 413, "payload_too_large");
  });

  test("64 KiB are not too large", async () => {
    const start = `{"to":"${phone()}"`;
    const body = `${start.padEnd(65_535)}}`;
    expect(Buffer.byteLength(body)).toBe(65_536);
    expect((await gateway.request("/v1/otp/issue", { body })).status).toBe(201);
  });

  test.each(["text/plain", "application/octet-stream", ""])(
    "415 unsupported_media_type for Content-Type %o",
    async (type) => {
      const reply = await gateway.request("/v1/otp/issue", { body: body(), headers: { "content-type": type } });
      expectProblem(reply, 415, "unsupported_media_type");
    },
  );

  test("415 for a charset nobody knows", async () => {
    const headers = { "content-type": "application/json; charset=klingon" };
    expectProblem(await gateway.request("/v1/otp/issue", { body: body(), headers }), 415, "unsupported_media_type");
  });

  test("422 no_route says who was left out and why", async () => {
    await gateway.admin("/v1/providers/sandbox", { method: "PUT", body: { kind: "sandbox", state: "off" } });
    const reply = await issue(gateway);
    await gateway.admin("/v1/providers/sandbox", { method: "PUT", body: { kind: "sandbox", state: "on" } });
    expectProblem(reply, 422, "no_route");
    expect(reply.json.skipped).toContainEqual({ provider: "sandbox", reason: "switched off" });
  });

  test("422 no_route where no provider has a price", async () => {
    const prices = (await gateway.admin("/v1/prices")).json;
    await gateway.admin("/v1/prices", { method: "PUT", body: { prices: [{ channel: "sms", amount: "500" }] } });
    expectProblem(await issue(gateway, { channel: "whatsapp" }), 422, "no_route");
    expect((await issue(gateway)).json.channel).toBe("sms");
    await gateway.admin("/v1/prices", { method: "PUT", body: prices });
  });

  test("429 rate_limited, with Retry-After and the RateLimit headers", async () => {
    await putLimits(gateway, { tenant: [{ max: 1, per_seconds: 600 }] });
    await issued(gateway);
    const reply = await issue(gateway);
    expectProblem(reply, 429, "rate_limited");
    const seconds = Number(reply.headers.get("retry-after"));
    expect(seconds).toBeGreaterThan(590);
    expect(seconds).toBeLessThanOrEqual(603);
    expect(reply.headers.get("ratelimit")).toBe(`"tenant";r=0;t=${seconds}`);
    expect(reply.headers.get("ratelimit-policy")).toBe('"tenant";q=1;w=600');
    await putLimits(gateway);
  });

  test("500 internal tells nothing but the request's id, which the log has with the cause", async () => {
    const signing = vi.spyOn(gateway.gateway.proof, "sign").mockRejectedValue(new Error("secret of the inside"));
    const { id } = await issued(gateway, { code: "123456" });
    const reply = await gateway.request("/v1/otp/verify", { body: { id, code: "123456" } });
    signing.mockRestore();
    expectProblem(reply, 500, "internal");
    expect(reply.text).not.toContain("secret");
    const line = gateway
      .logged()
      .split("\n")
      .find((text) => text.includes("secret of the inside"));
    expect(JSON.parse(line ?? "{}")).toMatchObject({ request_id: reply.json.request_id, route: "/v1/otp/verify" });
  });
});

describe("a database that is away", () => {
  let line: Line;
  let away: Gateway;
  let app: App;
  beforeAll(async () => {
    line = await Line.to(gateway.database.connection);
    const config = {
      publicUrl: "http://x",
      defaultCountry: "ID",
      currency: "IDR",
      trustProxy: [],
      allowPrivateTargets: [],
    };
    const connection = line.connection;
    away = await wire({ config, connection, masterKeys: [masterKey], log: pino({ level: "silent" }) });
    app = createApp(away);
  });
  afterAll(async () => {
    line.restore();
    await away.close();
    await line.close();
  });

  const call = async (address: string, of?: object): Promise<Reply> => {
    const headers = { authorization: `Bearer ${gateway.erpKey}`, "content-type": "application/json" };
    const init = of === undefined ? { headers } : { method: "POST", headers, body: JSON.stringify(of) };
    const response = await app.request(address, init);
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: JSON.parse(text) };
  };

  test("is 503 unavailable with Retry-After on every call, and all is well when it is back", async () => {
    const to = phone();
    const { id } = (await call("/v1/otp/issue", { to, code: "123456" })).json;
    expect(id).toMatch(/^otp_/);
    line.cut();
    const calls: [string, object?][] = [
      ["/v1/otp/issue", body()],
      ["/v1/otp/verify", { id, code: "123456" }],
      [`/v1/otp/${id}`],
      [`/v1/otp/${id}/resend`, {}],
      [`/v1/otp/${id}/cancel`, {}],
      ["/v1/balance"],
    ];
    for (const reply of await Promise.all(calls.map(([address, of]) => call(address, of)))) {
      expectProblem(reply, 503, "unavailable");
      expect(Number(reply.headers.get("retry-after"))).toBeGreaterThan(0);
    }
    expect((await app.request("/healthz")).status).toBe(200);
    expect((await app.request("/readyz")).status).toBe(503);
    line.restore();
    await eventually(
      () => call("/v1/balance"),
      (reply) => reply.status === 200,
    );
    expect((await call("/v1/otp/verify", { id, code: "123456" })).json).toMatchObject({ valid: true });
    expect(await read(gateway, id)).toMatchObject({ status: "verified" });
  });
});
