import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { keysOfRoles, makeTenant, rolesThatMay } from "../support/roles.ts";
import { pick } from "../support/rows.ts";

let gateway: TestGateway;
let asks: string;
let approves: string;

beforeAll(async () => {
  gateway = await startTestGateway();
  asks = (await makeTenant(gateway, "books")).finance;
  approves = (await keysOfRoles(gateway, "books")).finance;
  await gateway.admin("/v1/tenants/books", { method: "PUT", body: { brand: "Books", topup_approval: true } });
  for (const reference of ["TRF-1", "TRF-2", "TRF-10"]) {
    const { json } = await post("topups", asks, { amount: "1000", reference });
    gateway.clock.advance(1500);
    await post(`topups/${json.id}/approve`, approves);
    if (reference !== "TRF-1") continue;
    gateway.clock.advance(1500);
    await post(`topups/${json.id}/reverse`, asks, { reason: "bounced" });
    gateway.clock.advance(1500);
    await post(`topups/${json.id}/reversal/approve`, approves);
  }
  await post("adjustments", asks, { amount: "-1.5", reference: "KOR-1", reason: "a fee" });
  gateway.clock.advance(10);
  await post("adjustments", asks, { amount: "-2.5", reference: "KOR-2", reason: "another fee" });
});
afterAll(() => gateway.close());

async function post(path: string, key: string, body: object = {}) {
  const reply = await gateway.request(`/v1/balance/${path}`, { key, body });
  expect(reply.status, reply.text).toBeLessThan(300);
  return reply;
}
const found = async (query: string) =>
  pick((await gateway.request(`/v1/balance/entries?${query}`, { key: asks })).json.data, "amount");

describe("entries by their reference", () => {
  test("are a top-up's own and its reversal's, and no other's", async () => {
    expect(await found("reference=TRF-1")).toEqual(["-1000", "1000"]);
    expect(await found("reference=TRF-10")).toEqual(["1000"]);
  });

  test("are an adjustment's", async () => {
    expect(await found("reference=KOR-1")).toEqual(["-1.5"]);
  });

  test("are none where nobody used it, and none of another kind", async () => {
    expect(await found("reference=TRF")).toEqual([]);
    expect(await found("reference=TRF-1&kind=topup")).toEqual(["1000"]);
  });

  test("are the same in the file", async () => {
    const { text } = await gateway.request("/v1/balance/entries.csv?reference=TRF-1", { key: asks });
    expect(text.trim().split("\n")).toHaveLength(3);
  });
});

describe("adjustments", () => {
  test("are listed newest first, page by page, with their reasons", async () => {
    const page = async (query: string): Promise<{ data: object[]; next_cursor: string | null }> => {
      const reply = await gateway.request(`/v1/balance/adjustments?${query}`, { key: asks });
      return reply.json as { data: object[]; next_cursor: string | null };
    };
    const first = await page("limit=1");
    expect(first.data[0]).toMatchObject({ reference: "KOR-2", amount: "-2.5", reason: "another fee" });
    const second = await page(`limit=1&cursor=${first.next_cursor}`);
    expect(pick(second.data, "reference")).toEqual(["KOR-1"]);
    expect(second.next_cursor).toBeNull();
  });

  test("are read by finance and auditors", async () => {
    const keys = await keysOfRoles(gateway);
    expect(await rolesThatMay(gateway, keys, "/v1/balance/adjustments")).toEqual(["finance", "auditor", "admin"]);
  });
});
