import { afterAll, beforeAll, expect, test } from "vitest";
import { listen } from "../../src/http/server.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { signIn, visit } from "../support/console.ts";
import { readEvents } from "../support/event-stream.ts";

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

test("who is not signed in hears nothing", async () => {
  expect((await visit(gateway, null, "/live")).status).toBe(303);
});

test.each(["ops", "finance", "auditor", "admin"] as const)(
  "%s hears that something changed, and not what",
  async (role) => {
    const cookie = await signIn(gateway, { role });
    const response = await gateway.app.request("/console/live", { headers: { cookie, "accept-encoding": "gzip" } });
    expect(response.headers.get("content-encoding")).toBe(null);
    const reader = readEvents(response);
    await reader.until("ready");
    const body = { amount: "1000", reference: `TRF ${role}` };
    expect((await gateway.admin("/v1/balance/topups", { body })).status).toBe(201);
    const told = new Set<string>();
    // What was before may be told first: an event comes once every transaction older than it has ended.
    while (!told.has("balance") || !told.has("topups")) {
      const { data } = await reader.until("change");
      expect(data).toEqual({ topics: expect.any(Array) });
      for (const topic of (data as { topics: string[] }).topics) told.add(topic);
    }
    await reader.leave();
  },
);

// Node waits for answers under way; this one would last as long as somebody looks at a page.
test("a drain is not held up by who still listens", { timeout: 10_000 }, async () => {
  const { gateway: draining, app } = await gateway.replica();
  const server = await listen({ host: "127.0.0.1", port: 0, fetch: app.fetch });
  const cookie = await signIn({ gateway: draining });
  const reader = readEvents(await fetch(`${server.url}/console/live`, { headers: { cookie } }));
  await reader.until("ready");
  await Promise.all([server.close(60_000), draining.settleDown()]);
  expect(await reader.next()).toBe(null);
});
