import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { eventually, startTestGateway, type TestGateway } from "../support/gateway.ts";

describe("a lease under which nobody works", () => {
  let t: TestGateway;
  beforeEach(async () => {
    t = await startTestGateway();
  });
  afterEach(() => t.close());

  const messageOf = async (id: string): Promise<string> =>
    String((await t.request(`/v1/otp/${id}`)).json.message.status);

  /** What is left when the database takes the commit and is gone before it says so: a message nobody here starts. */
  async function issueUnheard(): Promise<string> {
    const start = vi.spyOn(t.gateway.delivery, "start").mockImplementation(() => {});
    const { status, json } = await t.request("/v1/otp/issue", { body: { to: "0812-3456-7890" } });
    start.mockRestore();
    expect(status).toBe(201);
    return String(json.id);
  }

  test("is given back, and its message sent, though its worker lives", async () => {
    const id = await issueUnheard();
    await t.gateway.sweep.run();
    expect(await messageOf(id)).toBe("queued");
    t.clock.advance(31_000);
    await t.gateway.sweep.run();
    const status = await eventually(
      () => messageOf(id),
      (now) => now !== "queued" && now !== "sending",
    );
    expect(["accepted", "sent", "delivered", "read"]).toContain(status);
    expect((await t.request("/v1/balance")).json).toMatchObject({ held: "0" });
  });

  test("is looked for at once after trouble, but never while its work goes on", async () => {
    const id = await issueUnheard();
    const sending = await t.request("/v1/otp/issue", { body: { to: "0813-3456-0003" } });
    await eventually(
      () => messageOf(sending.json.id),
      (now) => now === "sending",
    );
    await t.gateway.sweep.run();
    t.clock.advance(6000);
    t.gateway.delivery.trouble();
    await t.gateway.sweep.run();
    await eventually(
      () => messageOf(id),
      (now) => now === "accepted" || now === "sent" || now === "delivered" || now === "read",
    );
    const [row] = await t.database.sql`
      select count(*)::int as mine from messages where lease_owner = ${t.gateway.delivery.worker}`;
    expect(row).toEqual({ mine: 1 });
    expect(await messageOf(sending.json.id)).toBe("sending");
  });
});
