import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { calendarOf } from "../../src/ledger/statement/month.ts";
import { expectProblem } from "../support/erp.ts";
import { startTestGateway, type Reply, type TestGateway } from "../support/gateway.ts";
import { keysOfRoles, makeTenant, rolesThatMay } from "../support/roles.ts";

const month = "2020-01";
let gateway: TestGateway;
let keys: Awaited<ReturnType<typeof makeTenant>>;
let n = 0;
beforeAll(async () => {
  gateway = await startTestGateway();
});
beforeEach(async () => {
  keys = await makeTenant(gateway, `till-${(n += 1)}`);
});
afterAll(() => gateway.close());

const sign = (body: object, key = keys.finance): Promise<Reply> =>
  gateway.request("/v1/balance/statement/sign", { key, body });
const signatures = async () =>
  (await gateway.request(`/v1/balance/statement?month=${month}`, { key: keys.auditor })).json.signatures as {
    actor_name: string;
    at: string;
  }[];

test("each person signs a month once, and the statement says who did", async () => {
  expect(await signatures()).toEqual([]);
  const first = await sign({ month, closing: "0" });
  expect([first.status, first.json.signatures.length]).toEqual([200, 1]);
  expect((await sign({ month, closing: "0" })).json).toEqual(first.json);
  const replies = await Promise.all([
    sign({ month, closing: "0.00" }, keys.admin),
    sign({ month, closing: "0" }, keys.admin),
  ]);
  expect(replies.map(({ status }) => status)).toEqual([200, 200]);
  expect((await signatures()).map(({ actor_name: name }) => name)).toEqual(["finance of a test", "admin of a test"]);
});

test("the paper says who did", async () => {
  await sign({ month, closing: "0" });
  const page = await gateway.request(`/v1/balance/statement.html?month=${month}&locale=en`, { key: keys.auditor });
  expect(page.text).toContain("Looked at and found right by");
  expect(page.text).toContain("finance of a test");
});

test("nobody signs what they did not see, nor what may still change", async () => {
  expectProblem(await sign({ month, closing: "1" }), 409, "conflict");
  const current = calendarOf("Asia/Jakarta")(gateway.clock.now());
  const reply = await sign({ month: current, closing: "0" });
  expectProblem(reply, 409, "conflict");
  expect(await signatures()).toEqual([]);
});

test("an auditor reads and does not sign", async () => {
  const own = await keysOfRoles(gateway);
  expect(await rolesThatMay(gateway, own, "/v1/balance/statement/sign", { body: {} })).toEqual(["finance", "admin"]);
});
