import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import type { Provider, SendOutcome } from "../../src/providers/provider.ts";
import { sandbox } from "../../src/providers/sandbox/index.ts";
import { World } from "../scenarios/world.ts";
import { eventually, type TestGateway } from "../support/gateway.ts";

/** Every hand-over, oldest first. `user` is the gateway that the ERP asked. */
const sent: { by: string; to: string; user: string | null }[] = [];
/** While it is closed, providers take messages and do not answer. */
let door: { open: () => void; opened: Promise<void> } | null = null;

const scripted: Provider<{ me: string }> = {
  kind: "scripted",
  channels: ["sms"],
  settings: z.strictObject({ me: z.string() }),
  secrets: z.strictObject({}),
  fixedText: [],
  timeoutMs: () => 30_000,
  async send({ to, user }, { me }): Promise<SendOutcome> {
    sent.push({ by: me, to, user });
    await door?.opened;
    return { ok: true, providerMessageId: `${me}-${sent.length}` };
  },
};

function closeDoor(): void {
  let open = (): void => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  door = { open, opened };
}

let world: World;
let other: TestGateway;
beforeAll(async () => {
  const kinds = [sandbox, scripted].map((kind) => [kind.kind, kind as unknown as Provider] as const);
  world = await World.start({ kinds: new Map(kinds) });
  other = await world.gateway.replica();
  for (const name of ["a", "b"]) await putProvider(name, "on");
});
afterAll(() => world.close());
beforeEach(async () => {
  sent.length = 0;
  door = null;
  await route([{ provider: "a" }, { provider: "b" }], [1, 0]);
});

const putProvider = (name: string, state: string) =>
  world.put(`/v1/providers/${name}`, { kind: "scripted", state, settings: { me: name } });

const route = (steps: { provider: string }[], weights: number[]) =>
  world.put("/v1/routes", {
    channels: { sms: steps.map((step, i) => ({ ...step, weight: weights[i] })) },
    fallback: [{ channel: "sms" }],
  });

const providerOf = async (otp: string) =>
  (await world.until(otp, ([m]) => m?.status === "accepted"))[0]?.attempts.map(({ provider }) => provider);

describe.each(["off", "drain"])("a provider that is put to %s", (state) => {
  test("finishes what it has, and takes nothing new on any replica", async () => {
    closeDoor();
    const under = await Promise.all(Array.from({ length: 20 }, () => world.issue(world.number())));
    await eventually(
      () => Promise.resolve(sent.length),
      (count) => count === 20,
    );
    await putProvider("a", state);
    await eventually(
      () => Promise.resolve(other.gateway.settings.current.tenantsByName.get("demo")?.providers.get("a")?.state),
      (seen) => seen === state,
    );
    const next = await Promise.all([
      ...Array.from({ length: 10 }, () => world.issue(world.number())),
      ...Array.from({ length: 10 }, () => world.issue(world.number(), {}, other)),
    ]);
    await eventually(
      () => Promise.resolve(sent.length),
      (count) => count === 40,
    );
    expect(sent.map(({ by }) => by)).toEqual([...Array<string>(20).fill("a"), ...Array<string>(20).fill("b")]);
    door?.open();
    for (const otp of under) expect(await providerOf(otp)).toEqual(["a"]);
    for (const otp of next) expect(await providerOf(otp)).toEqual(["b"]);
    const [message] = await world.story(next[0] ?? "");
    expect(message?.skips).toEqual([{ provider: "a", reason: state === "off" ? "switched off" : "draining" }]);

    await putProvider("a", "on");
    expect(await providerOf(await world.issue(world.number()))).toEqual(["a"]);
  });
});

describe("while traffic runs on two replicas", () => {
  /** One message after another at each, until told to stop. */
  function traffic() {
    const otps: string[] = [];
    let going = true;
    const erp = async (user: string, from: TestGateway): Promise<void> => {
      while (going) otps.push(await world.issue(world.number(), { user }, from));
    };
    const erps = [erp("first", world.gateway), erp("second", other)];
    const stop = async (): Promise<string[]> => {
      going = false;
      await Promise.all(erps);
      return otps;
    };
    return { stop };
  }

  /** By whom each replica's last ten messages were sent. */
  const lately = () =>
    ["first", "second"].map((user) => {
      const mine = sent.filter((one) => one.user === user).slice(-10);
      return mine.length < 10 ? "too few" : [...new Set(mine.map(({ by }) => by))].join(" and ");
    });
  const within = (expected: string, ms: number) =>
    eventually(
      () => Promise.resolve(lately()),
      (by) => by.every((one) => one === expected),
      ms,
    );

  test.each<[string, { provider: string }[], number[]]>([
    ["another order", [{ provider: "b" }, { provider: "a" }], [1, 0]],
    ["another weight", [{ provider: "a" }, { provider: "b" }], [0, 1]],
  ])("%s is at work on both soon, and every message is sent once", async (_, steps, weights) => {
    const { stop } = traffic();
    await within("a", 10_000);
    await route(steps, weights);
    await eventually(
      () => Promise.resolve(other.gateway.settings.current.tenantsByName.get("demo")?.routes.channels.sms),
      (now) =>
        now?.every(({ provider, weight }, i) => provider === steps[i]?.provider && weight === weights[i]) === true,
    );
    await within("b", 10_000);
    const otps = await stop();
    for (const otp of otps) await world.until(otp, ([m]) => m?.status === "accepted");
    expect(new Set(sent.map(({ to }) => to)).size).toBe(otps.length);
    expect(sent).toHaveLength(otps.length);
    const firstOfB = sent.findIndex(({ by }) => by === "b");
    expect(firstOfB).toBeGreaterThan(0);
  });
});

test("the ledger is right after all of it", () => world.expectLedgerRight());
