import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { World } from "../scenarios/world.ts";
import { eventually } from "../support/gateway.ts";
import type { Accepted } from "../support/meta-server.ts";

let world: World;

beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.close());

/** Counts what has happened so far. */
async function count(): Promise<void> {
  const { gateway } = world.gateway;
  const since = gateway.clock.now();
  await eventually(
    async () => {
      await Promise.all(gateway.followers.map((follower) => follower.run()));
      return Date.parse(String((await world.gateway.admin("/v1/stats")).json.as_of));
    },
    (asOf) => asOf >= since,
  );
}

/** What Meta was asked for this recipient and never answered. */
function unanswered(to: string): Accepted {
  const asked = world.meta.requests
    .map(({ body }) => JSON.parse(body) as { to: string; biz_opaque_callback_data: string })
    .find((body) => `+${body.to.replace("+", "")}` === to);
  if (asked === undefined) throw new Error("Meta was not asked");
  const correlation = asked.biz_opaque_callback_data;
  return { id: `wamid.${correlation}`, to, code: "", correlation };
}

describe("a message of which a report is the first that is heard", () => {
  it("counts after the one that was taken before, whatever time its vendor has", async () => {
    await world.routeToMeta({ lost: { timeout_ms: 1000 } });
    const to = world.number();
    world.meta.answerTo(to, "hang");
    const otp = await world.issue(to, { purpose: "twice" });
    await world.until(otp, ([, sms]) => ["accepted", "sent", "delivered", "read"].includes(sms?.status ?? ""));
    const early = Math.floor(world.gateway.gateway.clock.now() / 1000) - 3;
    await world.meta.report(world.hook("lost"), [{ message: unanswered(to), status: "delivered", timestamp: early }]);
    await world.until(otp, ([whatsapp]) => whatsapp?.status === "delivered");
    await count();
    const { json } = await world.gateway.admin("/v1/stats?purpose=twice&by=channel");
    expect(json.totals).toMatchObject({ sent: 2, otps: 1 });
    expect(json.groups).toEqual([
      expect.objectContaining({ channel: "sms", sent: 1, otps: 1 }),
      expect.objectContaining({ channel: "whatsapp", sent: 1, otps: 1 }),
    ]);
  });

  it("is its OTP's first where no other was", async () => {
    await world.routeToMeta({ alone: { timeout_ms: 1000 } }, { fallback: false });
    const to = "+6285712347890";
    world.meta.answerTo(to, "hang");
    const otp = await world.issue(to, { purpose: "alone" });
    await world.until(otp, ([message]) => message?.attempts[0]?.outcome === "ambiguous");
    const early = Math.floor(world.gateway.gateway.clock.now() / 1000) - 3;
    await world.meta.report(world.hook("alone"), [{ message: unanswered(to), status: "delivered", timestamp: early }]);
    await world.until(otp, ([message]) => message?.status === "delivered");
    await count();
    const { json } = await world.gateway.admin("/v1/stats?purpose=alone&by=");
    expect(json.totals).toMatchObject({ sent: 1, delivered: 1, otps: 1 });
    // A send that was never answered is paid as any other: the fraud guard counts it too.
    const { sql } = world.gateway.database;
    const [sums] = await sql`select sum(sent)::int as sent, sum(arrived)::int as arrived from guard_sums
                             where prefix = ${to.slice(0, 6)}`;
    expect(sums).toEqual({ sent: 1, arrived: 1 });
  });
});
