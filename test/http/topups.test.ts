import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { expectProblem } from "../support/erp.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { keysOfRoles, makeTenant, rolesThatMay } from "../support/roles.ts";
import { pick } from "../support/rows.ts";

let gateway: TestGateway;
let finance: string;
let n = 0;
beforeAll(async () => {
  gateway = await startTestGateway();
});
beforeEach(async () => {
  finance = (await makeTenant(gateway, `till-${(n += 1)}`)).finance;
});
afterAll(() => gateway.close());

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  gateway.request(`/v1/balance/${path}`, { key: finance, body, headers });
const available = async () => (await gateway.request("/v1/balance", { key: finance })).json.available as string;

describe("top-ups", () => {
  test("money is added once for a reference", async () => {
    const first = await post("topups", { amount: "50000.25", reference: "INV-1", note: "transfer" });
    expect(first.status).toBe(201);
    expect(first.json).toEqual({
      id: expect.stringMatching(/^top_/),
      status: "posted",
      amount: "50000.25",
      currency: "IDR",
      reference: "INV-1",
      note: "transfer",
      actor: expect.stringMatching(/^key_/),
      at: expect.any(String),
      requested_by: first.json.actor,
      decided_by: null,
      decided_at: null,
      reason: null,
      posted_at: first.json.at,
      entry: expect.stringMatching(/^ent_/),
      reversal: null,
      proof: null,
    });
    const again = await post("topups", { amount: "50000.250000", reference: "INV-1" });
    expect(again.status).toBe(200);
    expect(again.json).toEqual(first.json);
    const other = await post("topups", { amount: "1", reference: "INV-1" });
    expect(other.status).toBe(409);
    expect(other.json.code).toBe("conflict");
    expect(await available()).toBe("50000.25");
  });

  test("of many at once with one reference, one adds", async () => {
    const replies = await Promise.all(
      Array.from({ length: 8 }, () => post("topups", { amount: "10", reference: "race" })),
    );
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 200, 200, 200, 201]);
    expect(await available()).toBe("10");
  });

  test("an Idempotency-Key gives the same 201 again", async () => {
    const headers = { "idempotency-key": "k" };
    const first = await post("topups", { amount: "10", reference: "idem" }, headers);
    const second = await post("topups", { amount: "10", reference: "idem" }, headers);
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.headers.get("idempotent-replayed")).toBe("true");
    expect((await post("topups", { amount: "11", reference: "idem" }, headers)).status).toBe(422);
    expect(await available()).toBe("10");
  });

  test("the list is newest first, in pages, and another tenant's are not in it", async () => {
    for (const reference of ["a", "b", "c"]) await post("topups", { amount: "1", reference });
    const first = await gateway.request("/v1/balance/topups?limit=2", { key: finance });
    expect(pick(first.json.data, "reference")).toEqual(["c", "b"]);
    const path = `/v1/balance/topups?cursor=${first.json.next_cursor}`;
    const next = await gateway.request(path, { key: finance });
    expect(next.json).toMatchObject({ data: [{ reference: "a" }], next_cursor: null });
    const bad = await gateway.request("/v1/balance/topups?cursor=x", { key: finance });
    expect(bad.json.errors[0].path).toBe("cursor");
  });
});

describe("a reference", () => {
  test("is the same whatever stands around it, of a top-up and of an adjustment", async () => {
    const made = await post("topups", { amount: "7", reference: " SAME-1" });
    expect(made.json.reference).toBe("SAME-1");
    expect(await post("topups", { amount: "7", reference: "SAME-1 " })).toMatchObject({ status: 200 });
    expect((await post("adjustments", { amount: "7", reason: "x", reference: "SAME-2" })).status).toBe(201);
    expect((await post("adjustments", { amount: "7", reason: "x", reference: "SAME-2\u00a0" })).status).toBe(200);
  });

  test.each([" ", "\u202e", "\u200b", "\u3164", "SAME\u200b-1", "SAME\u202e-1"])("%j is refused", async (reference) => {
    for (const [path, more] of [
      ["topups", {}],
      ["adjustments", { reason: "x" }],
    ] as const) {
      const reply = await post(path, { amount: "7", reference, ...more });
      expectProblem(reply, 400, "invalid_request");
      expect(reply.json.errors).toEqual([{ path: "reference", message: "must be visible characters" }]);
    }
  });
});

describe("adjustments", () => {
  test("a correction goes both ways and never below zero", async () => {
    const up = await post("adjustments", { amount: "100", reason: "goodwill", reference: "A1" });
    expect(up.status).toBe(201);
    expect(up.json).toMatchObject({ amount: "100", reason: "goodwill", reference: "A1", currency: "IDR" });
    const down = await post("adjustments", { amount: "-99.5", reason: "mistake", reference: "A2" });
    expect(down.json.amount).toBe("-99.5");
    const below = await post("adjustments", { amount: "-0.500001", reason: "mistake", reference: "A3" });
    expect(below.status).toBe(409);
    expect(await available()).toBe("0.5");
  });

  test("the same reference again changes nothing; another amount is a conflict", async () => {
    const body = { amount: "5", reason: "x", reference: "A" };
    expect((await post("adjustments", body)).status).toBe(201);
    expect((await post("adjustments", body)).status).toBe(200);
    expect((await post("adjustments", { ...body, amount: "6" })).status).toBe(409);
    expect(await available()).toBe("5");
  });
});

describe("bad input is a 400 that names the field, and nothing is booked", () => {
  const amounts: [string, unknown, string][] = [
    ["a JSON number", 5, "not a JSON number"],
    ["nothing", undefined, "is required"],
    ["null", null, "must be a string"],
    ["seven places", "1.0000001", "six places"],
    ["an exponent", "1e5", "decimal"],
    ["a comma", "1,5", "decimal"],
    ["a currency", "Rp 5", "decimal"],
    ["unicode digits", "٥", "decimal"],
    ["spaces", " 5", "decimal"],
    ["thirteen digits", "1234567890123", "decimal"],
    ["zero", "0", "zero"],
  ];
  test.each(amounts)("amount is %s", async (_, amount, words) => {
    for (const [path, more] of [
      ["topups", {}],
      ["adjustments", { reason: "x" }],
    ] as const) {
      const { status, json } = await post(path, { amount, reference: "r", ...more });
      expect(status).toBe(400);
      expect(json.errors).toEqual([{ path: "amount", message: expect.stringContaining(words) }]);
    }
    expect(await available()).toBe("0");
  });

  test.each([
    ["a negative top-up", "topups", { amount: "-1" }, "amount"],
    ["no reference", "topups", { reference: undefined }, "reference"],
    ["an empty reference", "topups", { reference: "" }, "reference"],
    ["a reference with a line break", "topups", { reference: "a\nb" }, "reference"],
    ["a reference with a NUL", "topups", { reference: "a\0b" }, "reference"],
    ["a reference too long", "topups", { reference: "x".repeat(101) }, "reference"],
    ["a note that is no text", "topups", { note: {} }, "note"],
    ["no reason", "adjustments", {}, "reason"],
    ["an unknown field", "topups", { nope: 1 }, "nope"],
  ])("%s", async (_, path, changes, field) => {
    const { status, json } = await post(path, { amount: "1", reference: "r", ...changes });
    expect(status).toBe(400);
    expect(json.errors[0].path).toBe(field);
    expect(await available()).toBe("0");
  });

  test("an account that would overflow is a refusal, not a bug", async () => {
    const statuses: number[] = [];
    for (let i = 0; i < 10; i += 1) {
      const { status } = await post("topups", { amount: "999999999999", reference: `big-${i}` });
      statuses.push(status);
    }
    expect(statuses.at(-1)).toBe(400);
    expect(new Set(statuses)).toEqual(new Set([201, 400]));
  });

  test("a body that is no JSON, or of another type", async () => {
    expect((await post("topups", "{")).status).toBe(400);
    expect((await post("topups", "amount=1", { "content-type": "text/plain" })).status).toBe(415);
    expect((await post("topups", { amount: "1", reference: "r", note: "x".repeat(70_000) })).status).toBe(413);
  });
});

test("finance and admin add money, auditors read", async () => {
  const keys = await keysOfRoles(gateway);
  const body = { amount: "1", reference: "roles" };
  expect(await rolesThatMay(gateway, keys, "/v1/balance/topups")).toEqual(["finance", "auditor", "admin"]);
  expect(await rolesThatMay(gateway, keys, "/v1/balance/topups", { body })).toEqual(["finance", "admin"]);
  const adjustment = { body: { ...body, reason: "x" } };
  expect(await rolesThatMay(gateway, keys, "/v1/balance/adjustments", adjustment)).toEqual(["finance", "admin"]);
  expect((await gateway.request("/v1/balance/topups", { key: null, body })).status).toBe(401);
});
