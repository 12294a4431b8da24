import { createLocalJWKSet, decodeJwt, jwtVerify } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { firstIdAt } from "../../src/kit/id.ts";
import { expectProblem, holdDeliveries, issued, phone, putLimits, verify } from "../support/erp.ts";
import { startTestGateway, type Reply, type TestGateway } from "../support/gateway.ts";
import { allowReturn, broughtBack, CODE, hosted, redeem, RETURN_URL, visit } from "../support/hosted.ts";
import { keysOfRoles, makeTenant, rolesThatMay } from "../support/roles.ts";

let gateway: TestGateway;
let replica: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
  replica = await gateway.replica();
  await putLimits(gateway);
  await allowReturn(gateway, RETURN_URL);
  await holdDeliveries(gateway, replica);
});
afterAll(() => gateway.close());

const minutes = (count: number) => gateway.clock.advance(count * 60_000);

async function ticketOf(body: object = {}): Promise<{ id: string; ticket: string }> {
  const { id, path } = await hosted(gateway, body);
  const { nonce } = await visit(gateway, path);
  return { id, ticket: broughtBack(await visit(gateway, path, { nonce, code: CODE })).ticket };
}

async function proofOf(body: object = {}): Promise<{ id: string; proof: string }> {
  const { id } = await issued(gateway, { code: CODE, ...body });
  return { id, proof: String((await verify(gateway, { id, code: CODE })).proof) };
}

function expectConflict(reply: Reply, reason: string): void {
  expectProblem(reply, 409, "conflict");
  expect(reply.json.reason).toBe(reason);
}

describe("a ticket", () => {
  test("is redeemed for who was proven, and a proof of it", async () => {
    const { id, ticket } = await ticketOf({ user: "ani", purpose: "transaction", metadata: { order: 7 } });
    const { status, json } = await redeem(gateway, { ticket });
    expect(status).toBe(200);
    expect(json).toMatchObject({ id, valid: true, user: "ani", purpose: "transaction", metadata: { order: 7 } });
    expect(json.to).toMatch(/^\+62812\*\*\*\*\d{4}$/);
    expect(Math.abs(Date.parse(json.verified_at) - gateway.clock.now())).toBeLessThan(60_000);
    const keys = createLocalJWKSet((await gateway.request("/.well-known/jwks.json", { key: null })).json);
    const { payload } = await jwtVerify(json.proof, keys, { audience: "demo", subject: id });
    expect(payload).toMatchObject({ user: "ani", purpose: "transaction" });
  });

  test("is good once, in any form of the contract", async () => {
    const { ticket } = await ticketOf();
    const form = { body: new URLSearchParams({ ticket }).toString() };
    const headers = { "content-type": "application/x-www-form-urlencoded", accept: "text/plain" };
    const first = await gateway.request("/v1/otp/redeem", { ...form, headers });
    expect([first.status, first.text]).toEqual([
      200,
      expect.stringMatching(/^result=ok\nid=otp_\w+\nvalid=true\nuser=/),
    ]);
    expectConflict(await redeem(gateway, { ticket }), "already_redeemed");
  });

  test("expires after five minutes", async () => {
    const [early, late] = [await ticketOf(), await ticketOf()];
    minutes(4.9);
    expect((await redeem(gateway, { ticket: early.ticket })).status).toBe(200);
    minutes(0.2);
    expectConflict(await redeem(gateway, { ticket: late.ticket }), "expired");
  });

  test("of another tenant, changed, cut or of a page is unknown", async () => {
    const { ticket } = await ticketOf();
    const stranger = await makeTenant(gateway, "stranger");
    const { path } = await hosted(gateway);
    const changed = (ticket.startsWith("A") ? "B" : "A") + ticket.slice(1);
    for (const text of [changed, ticket.slice(0, -1), `${ticket}A`, path.slice(3), "x"]) {
      expectProblem(await redeem(gateway, { ticket: text }), 404, "otp_not_found");
    }
    expectProblem(await redeem(gateway, { ticket }, { key: stranger.erp }), 404, "otp_not_found");
    expect((await redeem(gateway, { ticket })).status).toBe(200);
  });
});

describe("a proof", () => {
  test("is redeemed once, and needs no second proof", async () => {
    const { id, proof } = await proofOf({ user: "ani" });
    const first = await redeem(gateway, { proof });
    expect([first.status, first.json.id, first.json.user]).toEqual([200, id, "ani"]);
    expect(first.json).not.toHaveProperty("proof");
    expectConflict(await redeem(gateway, { proof }), "already_redeemed");
  });

  test("that is forged, of another tenant or too old is refused", async () => {
    const { proof } = await proofOf();
    const [head, , signature] = proof.split(".");
    const body = Buffer.from(JSON.stringify({ ...decodeJwt(proof), user: "root" })).toString("base64url");
    expectProblem(await redeem(gateway, { proof: `${head}.${body}.${signature}` }), 404, "otp_not_found");
    const other = await makeTenant(gateway, "other");
    expectProblem(await redeem(gateway, { proof }, { key: other.erp }), 404, "otp_not_found");
    minutes(5.1);
    expectConflict(await redeem(gateway, { proof }), "expired");
  });

  test("of a ticket counts with it: the OTP was redeemed", async () => {
    const { ticket } = await ticketOf();
    const { json } = await redeem(gateway, { ticket });
    expectConflict(await redeem(gateway, { proof: json.proof }), "already_redeemed");
  });
});

describe("of an OTP", () => {
  test("one redeem of any number succeeds, over replicas", async () => {
    const { id, ticket } = await ticketOf();
    const calls = Array.from({ length: 24 }, (_, n) => redeem(n % 2 === 0 ? gateway : replica, { ticket }));
    const replies = await Promise.all(calls);
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const reply of replies) if (reply.status !== 200) expectConflict(reply, "already_redeemed");
    const rows = await gateway.database.sql`
      select means, actor from redemptions where replace(otp_id::text, '-', '') = ${id.slice(4)}`;
    expect([...rows]).toEqual([{ means: "ticket", actor: expect.stringMatching(/^key_/) }]);
  });

  test("that was redeemed, support is told so after its end", async () => {
    const { id, ticket } = await ticketOf();
    await redeem(gateway, { ticket });
    const { json } = await gateway.admin(`/v1/explain?otp=${id}`);
    expect(JSON.stringify(json)).toMatch(/The right code was entered: verified\..*The ERP redeemed it\./);
  });

  test("a repeated request with its key gets the first answer, proof and all, after the ticket's life too", async () => {
    const { ticket } = await ticketOf();
    const headers = { "idempotency-key": "redeem-1" };
    const first = await redeem(gateway, { ticket }, { headers });
    minutes(60);
    const again = await redeem(replica, { ticket }, { headers });
    expect([again.status, again.json]).toEqual([200, first.json]);
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    const other = await redeem(gateway, { ticket: (await ticketOf()).ticket }, { headers });
    expectProblem(other, 422, "idempotency_mismatch");
  });

  test("what was refused may be tried again with the same key", async () => {
    const headers = { "idempotency-key": "redeem-2" };
    expectProblem(await redeem(gateway, { ticket: "x" }, { headers }), 404, "otp_not_found");
    const { ticket } = await ticketOf();
    expect((await redeem(gateway, { ticket }, { headers })).status).toBe(200);
  });
});

test("that an OTP was redeemed is forgotten after 30 days, in any number of slices", async () => {
  const { sql } = gateway.database;
  const now = gateway.clock.now();
  await makeTenant(gateway, "purged");
  const tenantId = gateway.gateway.settings.current.tenantsByName.get("purged")?.id ?? "";
  const aged = (name: string, days: number, rows: number) => sql`
    insert into redemptions (tenant_id, otp_id, means, actor, at)
    select ${tenantId}, (${firstIdAt(now - days * 86_400_000).slice(0, -12)} || lpad(n::text, 12, '0'))::uuid,
           'ticket', ${name}, now()
    from generate_series(1, ${rows}) n`;
  await aged("old", 30.01, 5001);
  await aged("young", 29.99, 3);
  await gateway.gateway.sweep.purge();
  const left =
    await sql`select actor, count(*)::int as rows from redemptions where tenant_id = ${tenantId} group by actor`;
  expect([...left]).toEqual([{ actor: "young", rows: 3 }]);
});

describe("the call", () => {
  test.each([{}, { ticket: "a", proof: "b" }, { ticket: "" }, { ticket: 1 }, { proof: "x".repeat(5000) }])(
    "with a bad body is 400: %o",
    async (body) => expectProblem(await redeem(gateway, body), 400, "invalid_request"),
  );

  test("is for the ERP's key alone, and a POST", async () => {
    const keys = await keysOfRoles(gateway);
    expect(await rolesThatMay(gateway, keys, "/v1/otp/redeem", { body: { ticket: "x" } })).toEqual(["erp", "admin"]);
    expectProblem(await gateway.request("/v1/otp/redeem"), 405, "method_not_allowed");
    expectProblem(await redeem(gateway, { ticket: "x" }, { key: null }), 401, "unauthorized");
  });

  test("a decoy's code never gets that far", async () => {
    const { path } = await hosted(gateway, { decoy: true, to: phone() });
    expect((await visit(gateway, path, { code: CODE })).status).toBe(200);
  });
});
