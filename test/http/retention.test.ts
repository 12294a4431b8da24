import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { keysOfRoles, makeTenant } from "../support/roles.ts";

const defaults = { codes_days: 30, numbers_days: 90, reports_months: 13, messages_months: 13, audit_months: 25 };
const fixed = { events_days: 30, hooks_days: 1, sandbox_hours: 1, money: "always" };
let gateway: TestGateway;

beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

const put = (body: object, key?: string) =>
  gateway.admin("/v1/retention", { method: "PUT", body, ...(key === undefined ? {} : { key }) });

test("the rules have defaults; a put replaces them all, and is on record", async () => {
  expect((await gateway.admin("/v1/retention")).json).toEqual({ ...defaults, fixed });
  const shorter = await put({ codes_days: 8, fixed });
  expect(shorter.json).toEqual({ ...defaults, codes_days: 8, fixed });
  expect((await gateway.admin("/v1/retention")).json).toEqual(shorter.json);
  const [audited] = (await gateway.admin("/v1/audit?limit=1")).json.data;
  expect(audited).toMatchObject({ action: "retention.put", before: defaults, after: { ...defaults, codes_days: 8 } });
  expect((await put({})).json).toEqual({ ...defaults, fixed });
});

test("a rule that would take what is still needed is refused by its name", async () => {
  const reply = await put({ numbers_days: 10 });
  expect(reply.status).toBe(400);
  expect(reply.json.errors).toMatchObject([{ path: "numbers_days" }]);
  expect((await put({ messages_months: 6 })).json.errors).toMatchObject([{ path: "reports_months" }]);
});

test("auditors read; only admins of the first tenant change", async () => {
  const mine = await keysOfRoles(gateway);
  const others = await makeTenant(gateway, "branch");
  expect((await gateway.admin("/v1/retention", { key: mine.auditor })).status).toBe(200);
  expect((await gateway.admin("/v1/retention", { key: others.auditor })).status).toBe(200);
  expect((await gateway.admin("/v1/retention/runs", { key: mine.auditor })).status).toBe(200);
  expect((await gateway.admin("/v1/retention/runs", { key: others.auditor })).status).toBe(403);
  expect((await gateway.admin("/v1/retention", { key: mine.erp })).status).toBe(403);
  expect((await put({}, mine.ops)).status).toBe(403);
  expect((await put({}, others.admin)).status).toBe(403);
});

test("a put is on record with the first tenant, whichever one its key acts for", async () => {
  await makeTenant(gateway, "acted-for");
  const put = await gateway.admin("/v1/retention", { method: "PUT", body: {}, headers: { "x-tenant": "acted-for" } });
  expect(put.status, put.text).toBe(200);
  const newest = async (headers: Record<string, string>) =>
    (await gateway.admin("/v1/audit?limit=1", { headers })).json.data[0]?.action as unknown;
  expect(await newest({})).toBe("retention.put");
  expect(await newest({ "x-tenant": "acted-for" })).not.toBe("retention.put");
});
