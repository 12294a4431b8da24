import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { SettledMessage } from "../../src/delivery/decide-settle.ts";
import { heed, heedFailure } from "../../src/delivery/heed-report.ts";
import { TemplateFlags } from "../../src/delivery/template-flags.ts";
import type { ErrorClass, Scope } from "../../src/providers/provider.ts";
import { World } from "../scenarios/world.ts";
import { eventually } from "../support/gateway.ts";
import type { Accepted } from "../support/meta-server.ts";

const NOW = 1_800_000_000_000;
const MINUTE = 60_000;
const put = { state: "on", updatedAt: NOW - 10 * MINUTE } as const;
const sent = { acceptedAt: NOW - MINUTE };
const failed = (errorClass: ErrorClass | null, scope: Scope | null, at = NOW) => ({ errorClass, scope, at });
const refused = (at?: number) => failed("credentials", "provider", at);

describe("a failed report", () => {
  test.each([
    ["rejected", "template", "flag_template"],
    ["rejected", "recipient", null],
    ["rejected", "provider", null],
    ["credentials", "provider", "open_breaker"],
    ["credentials", "recipient", null],
    ["transient", "provider", null],
    ["throttled", "provider", null],
    ["recipient", "recipient", null],
    [null, null, null],
  ] as const)("of class %s, scope %s: %s", (errorClass, scope, expected) => {
    expect(heed(failed(errorClass, scope), sent, put, NOW)).toBe(expected);
  });

  test.each([
    ["is of five minutes ago", refused(NOW - 5 * MINUTE), sent, put],
    ["comes from a provider that is off", refused(), sent, { ...put, state: "off" }],
    ["is of a message sent before the provider was put", refused(), sent, { ...put, updatedAt: NOW - 1000 }],
    ["is of a time before the provider was put", refused(), { acceptedAt: null }, { ...put, updatedAt: NOW + 1 }],
  ] as const)("of our account opens no breaker when it %s", (_, report, message, provider) => {
    expect(heed(report, message, provider, NOW)).toBeNull();
  });

  test("of our account counts for a provider that is drained, whose messages go on", () => {
    expect(heed(refused(), sent, { ...put, state: "drain" }, NOW)).toBe("open_breaker");
  });
});

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.close());

async function accepted(): Promise<{ otp: string; message: Accepted; provider: string }> {
  const to = world.number();
  const otp = await world.issue(to);
  const [story] = await world.until(otp, ([m]) => m?.status === "accepted");
  const message = world.meta.accepted.find((one) => one.to === to);
  return { otp, message: message ?? expect.unreachable("Meta got no message"), provider: story?.provider ?? "" };
}
async function fail(message: Accepted, error: number, timestamp = Math.ceil(Date.now() / 1000)): Promise<void> {
  expect(await world.meta.report(world.hook("first"), [{ message, status: "failed", error, timestamp }])).toBe(200);
  await world.applied();
}
const approval = () =>
  [...world.gateway.gateway.settings.current.tenants.values()][0]?.templates
    .get("otp/whatsapp/id")
    ?.approvals.get("first");
/** How often the configuration has changed. */
const changes = async (): Promise<number> => {
  const [row] = await world.gateway.database.sql<{ version: number }[]>`select version::int from config_version`;
  return row?.version ?? expect.unreachable("no version");
};
const skips = async (otp: string) => (await world.story(otp))[0]?.skips;

describe("after an acceptance, Meta says failed", () => {
  beforeEach(() => world.routeToMeta({ first: {}, second: {} }));

  test("since the template is paused: it leaves the plan, as after a refused send", async () => {
    const { otp, message } = await accepted();
    await fail(message, 132015);
    const [whatsapp, sms] = await world.until(otp, ([, m]) => m?.hold_state === "captured");
    expect(whatsapp).toMatchObject({ status: "failed", charged: "0" });
    expect(sms?.channel).toBe("sms");
    await eventually(
      () => Promise.resolve(approval()),
      (known) => known?.status === "paused",
    );
    const next = await accepted();
    expect(next.provider).toBe("second");
    expect(await skips(next.otp)).toContainEqual({ provider: "first", reason: "template is paused" });
    const rows = await world.gateway.database.sql`select provider_code, error_class, scope from reports
      where status = 'failed' and message_id = ${whatsapp?.id ?? ""}`;
    expect([...rows]).toEqual([{ provider_code: "132015", error_class: "rejected", scope: "template" }]);
  });

  test("since the template is paused, of many messages at once: it is flagged once", async () => {
    const messages = await Promise.all(Array.from({ length: 20 }, () => accepted()));
    const before = await changes();
    const timestamp = Math.ceil(Date.now() / 1000);
    const reports = messages.map(({ message }) => ({ message, status: "failed", error: 132015, timestamp }) as const);
    expect(await world.meta.report(world.hook("first"), reports)).toBe(200);
    await world.applied();
    expect(approval()?.status).toBe("paused");
    await fail(messages[0]?.message ?? expect.unreachable("no message"), 132015);
    expect(await changes()).toBe(before + 1);
  });

  test("since the template is paused, while it can't be flagged: it is once the hook is tried again", async () => {
    const { message } = await accepted();
    const { orm } = world.gateway.gateway.db;
    const away = Object.assign(new Error("gone"), { code: "CONNECTION_CLOSED" });
    const transaction = vi.spyOn(orm, "transaction").mockRejectedValue(away);
    await fail(message, 132015);
    expect(approval()).toBeUndefined();
    transaction.mockRestore();
    await world.pass(6000);
    expect(approval()?.status).toBe("paused");
  });

  test("since the template was paused, of a version that was put anew meanwhile: the new one stays", async () => {
    const { otp, message } = await accepted();
    await world.bind({ first: {}, second: {} });
    await fail(message, 132015);
    await world.until(otp, ([, m]) => m?.hold_state === "captured");
    expect((await accepted()).provider).toBe("first");
  });

  test("since our account may not: its breaker opens before the plan goes on", async () => {
    const { otp, message } = await accepted();
    await fail(message, 131042);
    expect(world.gateway.logged()).toContain("breaker opened by a report");
    await world.until(otp, ([, m]) => m?.hold_state === "captured");
    const next = await accepted();
    expect(next.provider).toBe("second");
    expect(await skips(next.otp)).toEqual([
      { provider: "first", reason: expect.stringMatching(/^breaker open since 2/) as string },
    ]);
  });

  test("at another tenant's provider of the same name: ours is as it was", async () => {
    const { gateway } = world.gateway;
    const { guards } = gateway.delivery;
    const flags = new TemplateFlags(gateway);
    const [tenant] = [...gateway.settings.current.tenants.values()];
    const first = tenant?.providers.get("first");
    if (tenant === undefined || first === undefined) return expect.unreachable("no provider");
    const message = { tenantId: tenant.id, acceptedAt: gateway.clock.now() } as SettledMessage;
    const told = {
      ...refused(gateway.clock.now()),
      provider: "first",
      status: "failed",
      providerCode: "131042",
    } as const;
    await heedFailure({ ...gateway, guards, flags }, message, { ...told, ownerId: randomUUID() });
    expect(guards.reason(first)).toBeNull();
    await heedFailure({ ...gateway, guards, flags }, message, { ...told, ownerId: first.ownerId });
    expect(guards.reason(first)).toMatch(/^breaker open/);
  });

  test("that our account may not, of yesterday: it says nothing of now", async () => {
    const { otp, message } = await accepted();
    await fail(message, 131042, Math.floor(Date.now() / 1000) - 86_400);
    await world.until(otp, ([m]) => m?.status === "failed");
    expect((await accepted()).provider).toBe("first");
  });
});
