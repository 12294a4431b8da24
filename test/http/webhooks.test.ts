import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { LookupAddress } from "node:dns";
import { randomBytes } from "node:crypto";
import { appendEvents } from "../../src/events/append.ts";
import { eventTypes } from "../../src/events/model.ts";
import { openSecret, resealWebhookSecrets } from "../../src/events/sealed-secrets.ts";
import { Keyring } from "../../src/kit/secret.ts";
import { eventually, masterKey, startTestGateway, type TestGateway } from "../support/gateway.ts";
import { startReceiver } from "../support/receiver.ts";
import { makeTenant, rolesThatMay } from "../support/roles.ts";

let gateway: TestGateway;
/** Where the names of the tests lead to. */
let address = "127.0.0.1";

beforeAll(async () => {
  const lookup = (_host: string, _options: object, done: (error: null, found: LookupAddress[]) => void) =>
    done(null, [{ address, family: 4 }]);
  gateway = await startTestGateway({ lookup: lookup as never });
});
afterAll(() => gateway.close());
afterEach(async () => {
  await gateway.admin("/v1/webhooks/erp", { method: "DELETE" });
});

const url = "https://erp.example/hooks/otp?token=t";
const put = (body: object, name = "erp") => gateway.admin(`/v1/webhooks/${name}`, { method: "PUT", body });

describe("PUT /v1/webhooks/{name}", () => {
  it("gives back what was put, with the secret in the first answer only", async () => {
    const made = await put({ url, events: ["otp.*", "balance.low"] });
    expect(made.json).toMatchObject({
      name: "erp",
      url,
      events: ["otp.*", "balance.low"],
      state: "on",
      shared: false,
      disabled: null,
      failing_since: null,
      pending: 0,
      dead: 0,
      secret: expect.stringMatching(/^whsec_/) as string,
    });
    const read = await gateway.admin("/v1/webhooks/erp");
    const again = await put(read.json as object);
    expect(again.status).toBe(200);
    expect(again.json).toMatchObject({ secret: null, secrets: read.json.secrets as object });
    expect((await gateway.admin("/v1/webhooks")).json).toMatchObject({ data: [{ name: "erp" }], next_cursor: null });
    const { data } = (await gateway.admin("/v1/audit?limit=2")).json as { data: { action: string }[] };
    expect(data.map(({ action }) => action)).toContain("webhook.put");
    // A token may be in the query.
    expect(JSON.stringify(data)).not.toContain("token=t");
  });

  it.each([
    [{}, "url: is required"],
    [{ url: "erp.example" }, "url: must be an http or https address"],
    [{ url: "ftp://erp.example/" }, "url: must be an http or https address"],
    [{ url: "https://user:pw@erp.example/" }, "url: must not hold a user, a password or a fragment"],
    [{ url: "http://10.0.0.1/" }, "url: is a private address, which ALLOW_PRIVATE_TARGETS does not have"],
    [{ url: "http://169.254.169.254/" }, "url: is a private address, which ALLOW_PRIVATE_TARGETS does not have"],
    [{ url: "http://[::ffff:10.0.0.1]/" }, "url: is a private address, which ALLOW_PRIVATE_TARGETS does not have"],
    [{ url, state: "drain" }, "state: "],
    [{ url, events: [] }, "events: "],
    [{ url, events: ["otp.sent"] }, "events.0: "],
    [{ url, secret_key: "x" }, "secret_key: is not a known field"],
  ])("refuses %j and names the field", async (body, detail) => {
    const reply = await put(body);
    expect(reply.status).toBe(400);
    expect(reply.json.detail).toContain(detail);
  });

  it("is for ops and admin; auditors read", async () => {
    const keys = await makeTenant(gateway, "roles");
    const may = (path: string, call: object = {}) => rolesThatMay(gateway, keys, path, call);
    await gateway.request("/v1/webhooks/erp", { method: "PUT", key: keys.ops, body: { url, state: "off" } });
    expect(await may("/v1/webhooks")).toEqual(["ops", "auditor", "admin"]);
    expect(await may("/v1/webhooks/erp")).toEqual(["ops", "auditor", "admin"]);
    expect(await may("/v1/webhooks/erp/deliveries")).toEqual(["ops", "auditor", "admin"]);
    expect(await may("/v1/webhooks/erp", { method: "PUT", body: {} })).toEqual(["ops", "admin"]);
    for (const path of ["none/test", "none/replay", "none/secrets", "none/deliveries/evt_1/replay"]) {
      expect(await may(`/v1/webhooks/${path}`, { method: "POST", body: {} })).toEqual(["ops", "admin"]);
    }
    expect(await may("/v1/webhooks/none", { method: "DELETE" })).toEqual(["ops", "admin"]);
    expect(await may("/v1/webhooks/none/secrets/whs_1", { method: "DELETE" })).toEqual(["ops", "admin"]);
    await gateway.request("/v1/webhooks/erp", { method: "DELETE", key: keys.ops });
  });

  it.each([
    ["GET", ""],
    ["DELETE", ""],
    ["GET", "/deliveries"],
    ["POST", "/test"],
    ["POST", "/secrets"],
    ["POST", "/deliveries/evt_00000000000000000000000000000000/replay"],
    ["DELETE", "/secrets/whs_00000000000000000000000000000000"],
  ])("%s …/{name}%s of what is not there is 404", async (method, path) => {
    const body = method === "POST" ? { body: {} } : {};
    const reply = await gateway.admin(`/v1/webhooks/none${path}`, { method, ...body });
    expect(reply.json).toMatchObject({ status: 404, code: "not_found" });
  });
});

describe("who names the state they read", () => {
  const conditionally = (headers: Record<string, string>, state: string) =>
    gateway.admin("/v1/webhooks/erp", { method: "PUT", headers, body: { url, state } });

  it("does not undo what another did meanwhile", async () => {
    await put({ url });
    const headers = { "if-match": (await gateway.admin("/v1/webhooks/erp")).headers.get("etag") ?? "" };
    expect((await conditionally(headers, "off")).status).toBe(200);
    expect(await conditionally(headers, "on")).toMatchObject({ status: 409, json: { code: "conflict" } });
  });

  it("makes one, and replaces none", async () => {
    const headers = { "if-none-match": "*" };
    expect((await conditionally(headers, "on")).status).toBe(200);
    expect(await conditionally(headers, "off")).toMatchObject({ status: 409, json: { code: "conflict" } });
  });
});

describe("where a webhook may lead", () => {
  it("is looked at on every connection: a name that turns to a private address gets nothing more", async () => {
    const receiver = await startReceiver((_, response) => response.writeHead(200, { connection: "close" }).end());
    address = "127.0.0.1";
    await put({ url: `http://erp.example:${receiver.port}/` });
    const tenantId = gateway.gateway.settings.current.firstTenantId ?? "";
    const append = () => {
      const event = { tenantId, type: "otp.locked" as const, at: gateway.clock.now() };
      return Promise.all(appendEvents(gateway.database.sql, [event]));
    };
    await append();
    await eventually(
      async () => receiver.posts.length,
      (count) => count === 1,
    );
    address = "10.0.0.1";
    await append();
    const pending = await eventually(
      async () => (await gateway.admin("/v1/webhooks/erp/deliveries?status=pending")).json.data as { answer: string }[],
      ([one]) => one?.answer != null,
    );
    expect(pending).toMatchObject([{ answer: "target_not_allowed", answer_status: null, tries: 1 }]);
    expect(receiver.posts).toHaveLength(1);
    const test = await gateway.admin("/v1/webhooks/erp/test", { body: {} });
    expect(test.json).toMatchObject({ ok: false, answer_status: null, answer: "target_not_allowed" });
    await receiver.close();
  });
});

describe("the secrets of webhooks", () => {
  it("are sealed anew under a new master key", async () => {
    const secret = String((await put({ url })).json.secret);
    const { sql } = gateway.database;
    const rolled = new Keyring([randomBytes(32), masterKey]);
    expect(await resealWebhookSecrets(sql, rolled)).toEqual({ sealed: 1, lost: 0 });
    expect(await resealWebhookSecrets(sql, rolled)).toEqual({ sealed: 0, lost: 0 });
    const [row] = await sql<{ id: string; secret: Buffer }[]>`select id, secret from webhook_secrets`;
    expect(openSecret(rolled, row?.id ?? "", row?.secret ?? Buffer.alloc(0))).toBe(secret);
    expect(await resealWebhookSecrets(sql, new Keyring([randomBytes(32)]))).toEqual({ sealed: 0, lost: 1 });
  });
});

describe("the OpenAPI document", () => {
  it("tells of every event that is posted", async () => {
    const { webhooks } = (await gateway.request("/openapi.json", { key: null })).json as { webhooks: object };
    expect(Object.keys(webhooks)).toEqual([...eventTypes]);
  });
});
