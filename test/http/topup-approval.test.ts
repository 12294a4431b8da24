import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { expectProblem, expectSoundLedger } from "../support/erp.ts";
import { startTestGateway, type Reply, type TestGateway } from "../support/gateway.ts";
import { keysOfRoles, makeTenant, rolesThatMay } from "../support/roles.ts";
import { pick } from "../support/rows.ts";

let gateway: TestGateway;
let replica: TestGateway;
let tenant: string;
let asks: string;
let approves: string;
let auditor: string;
let n = 0;

beforeAll(async () => {
  gateway = await startTestGateway();
  replica = await gateway.replica();
});
beforeEach(async () => {
  tenant = `till-${(n += 1)}`;
  const keys = await makeTenant(gateway, tenant);
  asks = keys.finance;
  auditor = keys.auditor;
  approves = (await keysOfRoles(gateway, tenant)).finance;
  await approval(true);
});
afterAll(() => gateway.close());

const approval = async (wanted: boolean, more: object = {}): Promise<void> => {
  const body = { brand: tenant, topup_approval: wanted, ...more };
  const reply = await gateway.admin(`/v1/tenants/${tenant}`, { method: "PUT", body });
  expect(reply.status, reply.text).toBe(200);
  await replica.gateway.settings.reload();
};
const post = (path: string, key: string, body: object = {}, on = gateway): Promise<Reply> =>
  on.request(`/v1/balance/topups${path}`, { key, body });
const read = async (id: string) =>
  (await gateway.request(`/v1/balance/topups/${id}`, { key: auditor })).json as { status: string };
const available = async () => (await gateway.request("/v1/balance", { key: asks })).json.available as string;
const requested = async (amount = "500", reference = "TRF-1"): Promise<string> => {
  const reply = await post("", asks, { amount, reference });
  expect(reply.status, reply.text).toBe(201);
  return reply.json.id as string;
};
const posted = async (amount = "500"): Promise<string> => {
  const id = await requested(amount);
  expect((await post(`/${id}/approve`, approves)).status).toBe(200);
  return id;
};

describe("a top-up that a second person approves", () => {
  test("is requested, adds nothing, and is posted by who approves it", async () => {
    const made = await post("", asks, { amount: "500", reference: "TRF-1", note: "BCA" });
    expect(made.status).toBe(201);
    expect(made.json).toMatchObject({
      status: "requested",
      decided_by: null,
      posted_at: null,
      entry: null,
      proof: null,
    });
    expect(await available()).toBe("0");

    const done = await post(`/${made.json.id}/approve`, approves);
    expect(done.status).toBe(200);
    expect(done.json).toMatchObject({
      status: "posted",
      requested_by: made.json.actor,
      decided_by: expect.stringMatching(/^key_/),
      decided_at: expect.any(String),
      posted_at: done.json.decided_at,
      entry: expect.stringMatching(/^ent_/),
    });
    expect(done.json.decided_by).not.toBe(done.json.requested_by);
    expect(await available()).toBe("500");
    const entries = await gateway.request("/v1/balance/entries", { key: asks });
    expect(entries.json.data).toMatchObject([
      { id: done.json.entry, kind: "topup", amount: "500", reference: "TRF-1", actor: done.json.decided_by },
    ]);
    expect(await read(made.json.id as string)).toEqual(done.json);
  });

  test("is not approved nor refused with the key that requested it", async () => {
    const id = await requested();
    for (const [step, body] of [
      ["approve", {}],
      ["refuse", { reason: "mine" }],
    ] as const) {
      const reply = await post(`/${id}/${step}`, asks, body);
      expectProblem(reply, 403, "forbidden");
      expect(reply.json.detail).toContain(`another person has to ${step} it`);
    }
    expect(await available()).toBe("0");
    expect((await read(id)).status).toBe("requested");
  });

  test("may be approved by the first tenant's admin, a key of its own", async () => {
    const id = await requested();
    const reply = await gateway.admin(`/v1/balance/topups/${id}/approve`, {
      body: {},
      headers: { "x-tenant": tenant },
    });
    expect(reply.json).toMatchObject({ status: "posted" });
    expect(await available()).toBe("500");
  });

  test("of many approvals at once over two replicas, one posts", async () => {
    const id = await requested();
    const other = (await keysOfRoles(gateway, tenant)).finance;
    await replica.gateway.settings.reload();
    const replies = await Promise.all(
      [approves, other].flatMap((key) =>
        [gateway, replica, gateway, replica].map((on) => post(`/${id}/approve`, key, {}, on)),
      ),
    );
    const statuses = replies.map(({ status }) => status).sort();
    expect(statuses).toEqual([200, 200, 200, 200, 409, 409, 409, 409]);
    expect(await available()).toBe("500");
    await expectSoundLedger(gateway.database.sql);
  });

  test("approved and refused at once is one of them", async () => {
    const other = (await keysOfRoles(gateway, tenant)).finance;
    const id = await requested();
    await replica.gateway.settings.reload();
    const replies = await Promise.all([
      post(`/${id}/approve`, approves),
      post(`/${id}/refuse`, other, { reason: "no such transfer" }, replica),
    ]);
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await available()).toBe((await read(id)).status === "posted" ? "500" : "0");
  });

  test("that is refused adds nothing, says why, and keeps its reference", async () => {
    const id = await requested();
    const refused = await post(`/${id}/refuse`, approves, { reason: "no such transfer" });
    expect(refused.json).toMatchObject({ status: "refused", reason: "no such transfer", entry: null, posted_at: null });
    expect((await post(`/${id}/refuse`, approves, { reason: "no such transfer" })).json).toEqual(refused.json);
    expectProblem(await post(`/${id}/approve`, approves), 409, "conflict");
    const again = await post("", asks, { amount: "500", reference: "TRF-1" });
    expect([again.status, again.json]).toEqual([200, refused.json]);
    expectProblem(await post("", asks, { amount: "501", reference: "TRF-1" }), 409, "conflict");
    expect(await available()).toBe("0");
  });

  test("of one reference requested many times at once is one", async () => {
    const replies = await Promise.all(
      [gateway, replica, gateway, replica].map((on) => post("", asks, { amount: "10", reference: "race" }, on)),
    );
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 200, 200, 201]);
    expect(new Set(replies.map(({ json }) => json.id as string)).size).toBe(1);
  });

  test("stays open when approval is switched off, which posts only what comes later", async () => {
    const id = await requested();
    await approval(false);
    expect((await read(id)).status).toBe("requested");
    expectProblem(await post(`/${id}/approve`, asks), 403, "forbidden");
    const later = await post("", asks, { amount: "7", reference: "later" });
    expect(later.json).toMatchObject({ status: "posted", decided_by: null, entry: expect.stringMatching(/^ent_/) });
    expect(await available()).toBe("7");
    expectProblem(await post(`/${later.json.id}/approve`, approves), 409, "conflict");
    expect((await post(`/${id}/approve`, approves)).status).toBe(200);
    expect(await available()).toBe("507");
  });

  test("is listed by its status, in pages", async () => {
    const ids = [await requested("1", "a"), await requested("2", "b"), await requested("3", "c")];
    await post(`/${ids[1]}/approve`, approves);
    const list = async (query: string) => {
      const reply = await gateway.request(`/v1/balance/topups?${query}`, { key: auditor });
      return reply.json as { data: unknown; next_cursor: string; errors: { path: string }[] };
    };
    expect(pick((await list("status=posted")).data, "reference")).toEqual(["b"]);
    const first = await list("status=requested&limit=1");
    expect(pick(first.data, "reference")).toEqual(["c"]);
    const next = await list(`status=requested&limit=1&cursor=${first.next_cursor}`);
    expect(pick(next.data, "reference")).toEqual(["a"]);
    expect((await list("status=nope")).errors[0]?.path).toBe("status");
  });

  test("an Idempotency-Key gives the approval's answer again", async () => {
    const id = await requested();
    const call = { key: approves, body: {}, headers: { "idempotency-key": "once" } };
    const first = await gateway.request(`/v1/balance/topups/${id}/approve`, call);
    const second = await gateway.request(`/v1/balance/topups/${id}/approve`, call);
    expect(second.headers.get("idempotent-replayed")).toBe("true");
    expect(second.json).toEqual(first.json);
  });
});

describe("an adjustment where a second person approves top-ups", () => {
  const adjust = (amount: string, reference: string, key: string | null = asks) =>
    gateway.request("/v1/balance/adjustments", { key, body: { amount, reason: "goodwill", reference } });

  test("adds nothing by a key of finance, and says why", async () => {
    const refused = await adjust("5", "A1");
    expectProblem(refused, 403, "forbidden");
    expect(refused.json.detail).toContain("topup_approval");
    expect(refused.json.detail).toContain("role admin");
    expect(await available()).toBe("0");
  });

  test("adds by an admin's key; takes away by finance's", async () => {
    const { admin } = await keysOfRoles(gateway, tenant);
    expect((await adjust("5", "A1", admin)).status).toBe(201);
    // What was made is answered again: nothing is added.
    expect((await adjust("5", "A1")).status).toBe(200);
    expect((await adjust("-2", "A2")).status).toBe(201);
    expect(await available()).toBe("3");
  });

  test("adds by finance's key where nobody has to approve", async () => {
    await approval(false);
    expect((await adjust("5", "A1")).status).toBe(201);
  });
});

describe("a reversal", () => {
  test("is not decided by a word that was said on an earlier one, where that is named", async () => {
    const id = await posted();
    const first = (await post(`/${id}/reverse`, asks, { reason: "bounced" })).json.reversal.requested_at as string;
    const late = { reason: "it came after all", requested_at: first };
    const refused = await post(`/${id}/reversal/refuse`, approves, late);
    expect(refused.json.reversal).toMatchObject({ status: "refused" });
    expect((await post(`/${id}/reversal/refuse`, approves, late)).json).toEqual(refused.json);

    gateway.clock.advance(1000);
    const next = (await post(`/${id}/reverse`, asks, { reason: "bounced, says the bank" })).json.reversal.requested_at;
    expectProblem(await post(`/${id}/reversal/refuse`, approves, late), 409, "conflict");
    expectProblem(await post(`/${id}/reversal/approve`, approves, { requested_at: first }), 409, "conflict");
    expect(await read(id)).toMatchObject({ status: "reversal_requested" });
    const done = await post(`/${id}/reversal/approve`, approves, { requested_at: next });
    expect(done.json).toMatchObject({ status: "reversed" });
  });

  test("takes the money back once, by an entry that names the top-up", async () => {
    const id = await posted();
    await approval(false);
    const reversed = await post(`/${id}/reverse`, asks, { reason: "the transfer bounced" });
    expect(reversed.status, reversed.text).toBe(200);
    expect(reversed.json).toMatchObject({
      status: "reversed",
      reversal: { status: "posted", reason: "the transfer bounced", decided_by: null, entry: expect.any(String) },
    });
    expect(await available()).toBe("0");
    const [entry] = (await gateway.request("/v1/balance/entries?limit=1", { key: asks })).json.data;
    expect(entry).toMatchObject({
      id: reversed.json.reversal.entry,
      kind: "adjustment",
      amount: "-500",
      reference: "reversal of TRF-1",
    });
    expect((await post(`/${id}/reverse`, asks, { reason: "again" })).json).toEqual(reversed.json);
    expectProblem(await post(`/${id}/reverse`, approves, { reason: "mine too" }), 409, "conflict");
    expect(await available()).toBe("0");
    await expectSoundLedger(gateway.database.sql);
  });

  test("waits for a second person where the tenant wants one", async () => {
    const id = await posted();
    const wanted = await post(`/${id}/reverse`, asks, { reason: "bounced" });
    expect(wanted.json).toMatchObject({ status: "reversal_requested", reversal: { status: "requested", entry: null } });
    expect(await available()).toBe("500");
    expectProblem(await post(`/${id}/reversal/approve`, asks), 403, "forbidden");
    // What approved the top-up is not a word on its reversal.
    expect((await post(`/${id}/approve`, approves)).json).toMatchObject({ status: "reversal_requested" });
    expect(await available()).toBe("500");

    const refused = await post(`/${id}/reversal/refuse`, approves, { reason: "it came after all" });
    expect(refused.json).toMatchObject({
      status: "posted",
      reversal: { status: "refused", refusal: "it came after all" },
    });
    expectProblem(await post(`/${id}/reversal/approve`, approves), 409, "conflict");

    await post(`/${id}/reverse`, approves, { reason: "bounced, the bank says" });
    const done = await post(`/${id}/reversal/approve`, asks);
    expect(done.json).toMatchObject({ status: "reversed", reversal: { status: "posted", entry: expect.any(String) } });
    expect((await post(`/${id}/reversal/approve`, asks)).json).toEqual(done.json);
    expect(await available()).toBe("0");
    expect(pick((await gateway.request("/v1/audit", { key: auditor })).json.data, "action")).toEqual(
      expect.arrayContaining([
        "balance.topup",
        "balance.topup.approve",
        "balance.topup.reverse",
        "balance.topup.reversal.refuse",
        "balance.topup.reversal.approve",
      ]),
    );
  });

  test("of money that was spent is refused and says what is there; the credit line counts", async () => {
    const id = await posted();
    await gateway.request("/v1/balance/adjustments", {
      key: asks,
      body: { amount: "-200", reason: "x", reference: "x" },
    });
    await approval(false);
    const refused = await post(`/${id}/reverse`, asks, { reason: "bounced" });
    expectProblem(refused, 409, "conflict");
    expect(refused.json.detail).toContain("available are 300");
    await approval(false, { credit_line: "200" });
    expect((await post(`/${id}/reverse`, asks, { reason: "bounced" })).json).toMatchObject({ status: "reversed" });
    expect(await available()).toBe("-200");
  });

  test("of many at once over two replicas is one", async () => {
    const id = await posted();
    await approval(false);
    const replies = await Promise.all(
      [asks, approves].flatMap((key) =>
        [gateway, replica].map((on) => post(`/${id}/reverse`, key, { reason: "x" }, on)),
      ),
    );
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 200, 409, 409]);
    expect(await available()).toBe("0");
    await expectSoundLedger(gateway.database.sql);
  });

  test("of what was never posted is refused", async () => {
    const id = await requested();
    expectProblem(await post(`/${id}/reverse`, approves, { reason: "x" }), 409, "conflict");
    expectProblem(await post(`/${id}/reversal/approve`, approves), 409, "conflict");
    await post(`/${id}/refuse`, approves, { reason: "x" });
    expectProblem(await post(`/${id}/reverse`, approves, { reason: "x" }), 409, "conflict");
  });
});

test("bad input names the field, and another tenant's top-up is unknown", async () => {
  const id = await requested();
  for (const step of ["refuse", "reverse", "reversal/refuse"]) {
    const { status, json } = await post(`/${id}/${step}`, approves, {});
    expect([status, json.errors[0].path]).toEqual([400, "reason"]);
  }
  expect((await post(`/${id}/approve`, approves, { amount: "1" })).json.errors[0].path).toBe("amount");
  const stranger = (await makeTenant(gateway, `${tenant}-other`)).finance;
  for (const step of ["approve", "reversal/approve"])
    expectProblem(await post(`/${id}/${step}`, stranger), 404, "not_found");
  expectProblem(await post("/top_nonsense/approve", approves), 404, "not_found");
  expectProblem(await gateway.request(`/v1/balance/topups/${id}`, { key: stranger }), 404, "not_found");
});

test("finance and admin decide, auditors read", async () => {
  const keys = await keysOfRoles(gateway, tenant);
  const id = await requested();
  expect(await rolesThatMay(gateway, keys, `/v1/balance/topups/${id}`)).toEqual(["finance", "auditor", "admin"]);
  for (const step of ["approve", "refuse", "reverse", "reversal/approve", "reversal/refuse"]) {
    const call = { body: { reason: "x" } };
    const allowed = await rolesThatMay(gateway, keys, `/v1/balance/topups/${id}/${step}`, call);
    expect(allowed).toEqual(["finance", "admin"]);
  }
});
