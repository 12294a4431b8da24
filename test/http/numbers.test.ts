import { afterAll, beforeAll, expect, test } from "vitest";
import { dialects } from "../support/dialects.ts";
import { expectProblem, rowCounts } from "../support/erp.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { keysOfRoles, rolesThatMay } from "../support/roles.ts";

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

const normalise = (body: object, call: object = {}) => gateway.request("/v1/numbers/normalise", { body, ...call });
const telkomsel = { valid: true, e164: "+6281234567890", country: "ID", carrier: "Telkomsel", why: null };

test("numbers are answered in their order, each with its normal form or why not", async () => {
  const numbers = ["0812-3456-7890", "hello", "+62 812 3456 7890", "", "021 555 1234"];
  const before = await rowCounts(gateway.database.sql);
  const reply = await normalise({ numbers });
  expect(reply.status, reply.text).toBe(200);
  const no = { valid: false, e164: null, country: null, carrier: null, duplicate_of: null };
  expect(reply.json).toEqual({
    data: [
      { input: numbers[0], ...telkomsel, duplicate_of: null },
      { input: "hello", ...no, why: "a phone number has digits, spaces and + - ( ) . only" },
      { input: numbers[2], ...telkomsel, duplicate_of: 0 },
      { input: "", ...no, why: expect.stringContaining("not a phone number") },
      { input: numbers[4], ...no, why: expect.stringContaining("not a mobile number") },
    ],
    counts: { numbers: 5, valid: 2, invalid: 3, duplicates: 1 },
  });
  expect(await rowCounts(gateway.database.sql)).toEqual(before);
  expect(gateway.logged()).not.toMatch(/81234567890|3456-7890/);
});

test.each(Object.keys(dialects))("%s takes a list too, and one field with a number on each line", async (name) => {
  for (const numbers of [
    ["081234567890", "0812-3456-7890"],
    "081234567890\r\n0812-3456-7890",
    "081234567890,0812-3456-7890",
  ]) {
    const { type, body } = (dialects[name] as (typeof dialects)[string])({ numbers });
    const reply = await gateway.request("/v1/numbers/normalise?format=text", {
      body,
      headers: { "content-type": type },
    });
    expect(reply.text).toContain("\ndata.1.duplicate_of=0\ncounts.numbers=2\n");
  }
});

test("1,000 numbers are the most, one the least", async () => {
  const many = (length: number) => Array.from({ length }, (_, n) => `+49 1512 ${(3_000_000 + n).toString()}`);
  expect((await normalise({ numbers: many(1000) })).json.counts).toMatchObject({ numbers: 1000, valid: 1000 });
  for (const [path, body] of [
    ["numbers", { numbers: many(1001) }],
    ["numbers", { numbers: [] }],
    ["numbers", {}],
    ["numbers.1", { numbers: ["0812", 812] }],
    ["numbers.0", { numbers: ["8".repeat(501)] }],
    ["country", { numbers: ["0812"], country: "id" }],
    ["country", { numbers: ["0812"], country: "ZZ" }],
  ] as const) {
    const reply = await normalise(body);
    expectProblem(reply, 400, "invalid_request");
    expect(reply.json.errors[0].path).toBe(path);
  }
});

test("a country is the one of numbers without a code", async () => {
  const { data } = (await normalise({ numbers: ["8123 4567", "081234567890"], country: "SG" })).json;
  expect([data[0].e164, data[1].e164]).toEqual(["+6581234567", null]);
});

test("the ERP and operators may ask", async () => {
  const may = await rolesThatMay(gateway, await keysOfRoles(gateway), "/v1/numbers/normalise", {
    body: { numbers: ["0812"] },
  });
  expect(may.sort()).toEqual(["admin", "erp", "ops"]);
});
