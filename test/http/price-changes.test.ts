import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { expectProblem } from "../support/erp.ts";
import { startTestGateway, type Reply, type TestGateway } from "../support/gateway.ts";
import { keysOfRoles, makeTenant, rolesThatMay } from "../support/roles.ts";

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
beforeEach(async () => {
  const prices = [{ channel: "sms", amount: "500" }];
  await gateway.admin("/v1/prices", { method: "PUT", body: { prices } });
});
afterAll(() => gateway.close());

const LATER = "2100-01-01T00:00:00Z";
const add = (body: object, headers: Record<string, string> = {}): Promise<Reply> =>
  gateway.admin("/v1/prices", { body, headers });
const withdraw = (body: object): Promise<Reply> => gateway.admin("/v1/prices/withdraw", { body });
const list = async () => (await gateway.admin("/v1/prices")).json.prices as { amount: string; valid_from: string }[];

describe("a price that is added", () => {
  test("is one more; what it follows stays", async () => {
    const { status, json } = await add({ channel: "sms", amount: "520", cost: "410.5", valid_from: LATER });
    expect(status).toBe(201);
    expect(json.price).toMatchObject({ amount: "520", cost: "410.5", per: "message", valid_from: LATER });
    expect((await list()).map(({ amount }) => amount)).toEqual(["500", "520"]);
  });

  test("of ten at once each is kept", async () => {
    const replies = await Promise.all(
      Array.from({ length: 10 }, (_, n) =>
        add({ channel: "sms", amount: String(n + 1), valid_from: `210${n}-01-01T00:00:00Z` }),
      ),
    );
    expect(replies.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 201));
    expect(await list()).toHaveLength(11);
  });

  test("with the same Idempotency-Key is added once", async () => {
    const price = { channel: "sms", amount: "530", valid_from: LATER };
    const headers = { "idempotency-key": "price-1" };
    expect((await add(price, headers)).status).toBe(201);
    const again = await add(price, headers);
    expect([again.status, again.headers.get("idempotent-replayed")]).toEqual([201, "true"]);
    expect(await list()).toHaveLength(2);
  });

  test("holds from now on where no time is named, sent again a moment later too", async () => {
    const price = { channel: "sms", amount: "540" };
    const headers = { "idempotency-key": "price-now" };
    const before = gateway.clock.now();
    const first = await add(price, headers);
    gateway.clock.advance(1);
    const again = await add(price, headers);
    expect([first.status, again.status, again.headers.get("idempotent-replayed")]).toEqual([201, 201, "true"]);
    expect(again.json).toEqual(first.json);
    expect(Date.parse(first.json.price.valid_from)).toBeGreaterThanOrEqual(before);
    expect(await list()).toHaveLength(2);
  });

  test("for the same from the same moment is refused, with the field that says so", async () => {
    const reply = await add({ channel: "sms", amount: "510", valid_from: "1970-01-01T07:00:00+07:00" });
    expectProblem(reply, 400, "invalid_request");
    expect(reply.json.errors[0].path).toBe("valid_from");
  });

  test("never takes the place of all that a tenant has from the first one", async () => {
    const keys = await makeTenant(gateway, "acme");
    const reply = await gateway.request("/v1/prices", { key: keys.finance, body: { channel: "sms", amount: "1" } });
    expectProblem(reply, 409, "conflict");
    expect((await gateway.request("/v1/prices", { key: keys.finance })).json.prices).toHaveLength(1);
  });
});

describe("a price that is taken back", () => {
  const name = { channel: "sms", valid_from: LATER };

  test("is gone, and only before its time", async () => {
    await add({ channel: "sms", amount: "520", valid_from: LATER });
    expect((await withdraw(name)).json.price.amount).toBe("520");
    expect(await list()).toHaveLength(1);
    expectProblem(await withdraw(name), 404, "not_found");
    expectProblem(await withdraw({ channel: "sms", valid_from: "1970-01-01T00:00:00Z" }), 409, "conflict");
    expect(await list()).toHaveLength(1);
  });
});

test("who may", async () => {
  const keys = await keysOfRoles(gateway);
  const may = ["finance", "admin"];
  expect(await rolesThatMay(gateway, keys, "/v1/prices", { body: {} })).toEqual(may);
  expect(await rolesThatMay(gateway, keys, "/v1/prices/withdraw", { body: {} })).toEqual(may);
});
