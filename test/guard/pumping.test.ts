import { afterAll, beforeAll, expect, test } from "vitest";
import { attack, seeded, sequentialBurst, slowDrip, spreadOverCountry, type Attack } from "../support/pumping.ts";
import { attackedTenant } from "../support/attacked-tenant.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";

let gateway: TestGateway;

beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

const few = 600;
const shapes: [shape: Attack, mostSent: number][] = [
  [sequentialBurst(few), 200],
  [slowDrip(few, seeded(1)), 300],
  [spreadOverCountry(few, seeded(2)), 300],
];

test.each(shapes)(
  "a guard that blocks stops the $name, and no person is refused",
  async (bots, most) => {
    const { world, tenantId } = await attackedTenant(gateway, { mode: "block" });
    const figures = await attack(world, tenantId, bots, seeded(3));
    expect(figures.honestRefused).toBe(0);
    expect(figures.sent).toBeLessThanOrEqual(most);
    expect(figures.lost).toBe(figures.sent * 500);
  },
  60_000,
);

test("a guard that monitors stops nothing", async () => {
  const { world, tenantId } = await attackedTenant(gateway, { mode: "monitor" });
  const figures = await attack(world, tenantId, sequentialBurst(few), seeded(3));
  expect(figures).toMatchObject({ sent: few, lost: few * 500, honestRefused: 0, stoppedAfter: null });
}, 60_000);
