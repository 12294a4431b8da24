import { pino } from "pino";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { LiveHub, MOST_IN_ALL, MOST_PER_USER } from "../../src/console/live.ts";
import { knownHere } from "../../src/console/live-known.ts";
import { changedTopics, topics, type Marks, type Topic } from "../../src/console/live-marks.ts";
import { liveStream } from "../../src/console/live-stream.ts";
import { appendEvents } from "../../src/events/append.ts";
import { eventually, startTestGateway, type TestGateway } from "../support/gateway.ts";
import { readEvents, type EventReader } from "../support/event-stream.ts";
import { makeTenant } from "../support/roles.ts";

let gateway: TestGateway;
let replica: TestGateway;
let hub: LiveHub;
let looks: string[];
let readers: EventReader[];

beforeAll(async () => {
  gateway = await startTestGateway();
  replica = await gateway.replica();
});
afterAll(() => gateway.close());
beforeEach(() => {
  [looks, readers] = [[], []];
  hub = hubOf(gateway);
});
afterEach(async () => {
  hub.stop();
  await Promise.all(readers.map((reader) => reader.leave()));
});

function hubOf({ gateway: { sql, clock, settings } }: TestGateway): LiveHub {
  return new LiveHub({
    sql,
    clock,
    log: pino({ level: "silent" }),
    known: (tenantId) => {
      looks.push(tenantId);
      return { settings: String(settings.current.version), here: "" };
    },
    everyMs: 5,
  });
}

const idOf = (name: string) => gateway.gateway.settings.current.tenantsByName.get(name)?.id ?? "";
const open = (more: Partial<Parameters<typeof liveStream>[1]> = {}, on = hub): EventReader => {
  const holds = () => Promise.resolve(true);
  const reader = readEvents(liveStream(on, { tenantId: idOf("demo"), userId: "sari", holds, ...more }));
  readers.push(reader);
  return reader;
};
const opened = async (more: Partial<Parameters<typeof liveStream>[1]> = {}, on = hub): Promise<EventReader> => {
  const reader = open(more, on);
  await reader.until("ready");
  return reader;
};
/** Collects what is told until all of these were. */
const told = async (reader: EventReader, ...wanted: Topic[]): Promise<void> => {
  const seen = new Set<string>();
  while (!wanted.every((topic) => seen.has(topic))) {
    const { data } = await reader.until("change");
    for (const topic of (data as { topics: string[] }).topics) seen.add(topic);
  }
};
let numbers = 0;
const issue = async (from = gateway): Promise<void> => {
  const body = { to: `0812${String((numbers += 1)).padStart(8, "0")}` };
  expect((await from.request("/v1/otp/issue", { body })).status).toBe(201);
};

describe("what is told", () => {
  test("a message, though another replica sent it, with the money and the sandbox's inbox", async () => {
    const reader = await opened();
    await issue(replica);
    await told(reader, "messages", "balance", "sandbox");
  });

  test("a change of the settings, with the providers that hang on them", async () => {
    const reader = await opened({}, gateway.gateway.live);
    const reply = await replica.admin("/v1/providers/spare", { method: "PUT", body: { kind: "sandbox" } });
    expect(reply.status).toBe(200);
    await told(reader, "settings", "providers", "attention", "audit");
  });

  test("a breaker that opens on this replica", async () => {
    const reader = await opened({}, gateway.gateway.live);
    const provider = gateway.gateway.settings.current.tenantsByName.get("demo")?.providers.get("sandbox");
    if (provider === undefined) throw new Error("no sandbox");
    const { breaker } = gateway.gateway.delivery.guards.of(provider);
    const failure = { ok: false, errorClass: "credentials", scope: "provider", providerCode: "1" } as const;
    breaker.failed(failure, gateway.clock.now());
    await told(reader, "providers", "attention");
    // Closed again for the tests that send.
    breaker.enter(gateway.clock.now() + 60_000);
    breaker.succeeded();
    await told(reader, "providers");
  });

  test("a top-up", async () => {
    const reader = await opened();
    const body = { amount: "1000", reference: "TRF-1" };
    expect((await gateway.admin("/v1/balance/topups", { body })).status).toBe(201);
    await told(reader, "topups", "balance", "attention", "audit");
  });

  test("an event whose transaction ends after that of a younger one", async () => {
    const { sql } = gateway.database;
    const reader = await opened();
    const event = (reference: string) => ({
      tenantId: idOf("demo"),
      type: "balance.topup" as const,
      at: Date.now(),
      data: { reference },
    });
    const slow = await sql.reserve();
    await slow`begin`;
    await Promise.all(appendEvents(slow as never, [event("older")]));
    await Promise.all(appendEvents(sql, [event("younger")]));
    const before = looks.length;
    await eventually(
      async () => looks.length,
      (count) => count > before + 2,
    );
    await slow`commit`;
    slow.release();
    await told(reader, "messages");
  });

  test("nothing of another tenant", async () => {
    await makeTenant(gateway, "neighbour");
    const reader = await opened();
    const beside = await opened({ tenantId: idOf("neighbour"), userId: "budi" });
    const headers = { "x-tenant": "neighbour" };
    const body = { amount: "1000", reference: "TRF-9" };
    expect((await gateway.admin("/v1/balance/topups", { body, headers })).status).toBe(201);
    await told(beside, "topups");
    await issue();
    const { data } = await reader.until("change");
    expect((data as { topics: string[] }).topics).not.toContain("topups");
  });

  test("pure: each mark belongs to what it is a mark of", () => {
    const marks: Marks = {
      entries: "1",
      event: "1",
      audit: ["1 key.create"],
      sandbox: "",
      troubles: "",
      alerts: "",
      guard: "",
      webhooks: "",
      ledger: "",
      here: "",
      settings: "1",
    };
    const after = (change: Partial<Marks>) => changedTopics(marks, { ...marks, ...change });
    expect(after({})).toEqual([]);
    expect(after({ entries: "2" })).toEqual(["messages", "balance"]);
    expect(after({ event: "2" })).toEqual(["messages", "webhooks"]);
    expect(after({ alerts: "2" })).toEqual(["balance", "attention"]);
    expect(after({ ledger: "2" })).toEqual(["attention"]);
    // Older than those there were: committed later, or merely come into sight.
    expect(after({ audit: ["1 key.create", "0 balance.topup.approve"] })).toEqual(["topups", "attention", "audit"]);
    expect(after({ audit: [] })).toEqual([]);
  });
});

describe("who watches", () => {
  test("is one look for a tenant, however many they are, and none once all have left", async () => {
    const [one, two] = [await opened(), await opened({ userId: "budi" })];
    const began = looks.length;
    await eventually(
      async () => looks.length,
      (count) => count > began + 3,
    );
    await issue();
    await Promise.all([told(one, "messages"), told(two, "messages")]);
    await one.leave();
    await two.leave();
    await eventually(
      async () => hub.size,
      (size) => size === 0,
    );
    const left = looks.length;
    // As long as a dozen looks: what is not there can't be waited for.
    await opened({ tenantId: idOf("neighbour"), userId: "ani" });
    await eventually(
      async () => looks.length,
      (count) => count > left + 12,
    );
    expect(looks.slice(left).filter((tenantId) => tenantId === idOf("demo")).length).toBeLessThanOrEqual(1);
  });

  test("with too many tabs is told so, and others may still come", async () => {
    for (let tab = 0; tab < MOST_PER_USER; tab += 1) await opened();
    const reader = open();
    expect(await reader.next()).toEqual({ event: "refused", data: { reason: "too_many" } });
    expect(await reader.next()).toBe(null);
    await opened({ userId: "budi" });
  });

  test("is refused beyond what the gateway bears in all, until somebody leaves", async () => {
    const leaves = Array.from({ length: MOST_IN_ALL }, (_, n) => watchAs(`user-${n}`));
    expect(leaves).not.toContain(null);
    expect(watchAs("one-more")).toBe(null);
    leaves[0]?.();
    expect(watchAs("one-more")).not.toBe(null);
  });
  const nothing = (): void => {};
  const watchAs = (userId: string) =>
    hub.watch({ tenantId: idOf("demo"), userId, ready: nothing, changed: nothing, stopped: nothing });

  test("is let go when the session is over, and told not to come back", async () => {
    let holds = true;
    const reader = await opened({ holds: () => Promise.resolve(holds), beatMs: 5 });
    holds = false;
    await reader.until("ended");
    expect(await reader.next()).toBe(null);
    expect(hub.size).toBe(0);
  });

  test("is let go without a word when nobody can say whether the session holds", async () => {
    let away = false;
    const holds = () => (away ? Promise.reject(new Error("no database")) : Promise.resolve(true));
    const reader = await opened({ holds, beatMs: 5 });
    away = true;
    expect(await reader.next()).toBe(null);
  });

  test("is let go when the gateway stops, to come back to another one,", async () => {
    const reader = await opened();
    hub.stop();
    expect(await reader.next()).toBe(null);
    expect(await open().next()).toBe(null);
  });

  test("goes on watching while the database is away", async () => {
    const { sql, clock } = gateway.gateway;
    let away = true;
    const known = () => {
      if (away) throw new Error("away");
      return { settings: "", here: "" };
    };
    const patient = new LiveHub({ sql, clock, log: pino({ level: "silent" }), known, everyMs: 5 });
    const reader = open({}, patient);
    away = false;
    expect(await reader.next()).toEqual({ event: "ready", data: { topics: [...topics] } });
    patient.stop();
  });
});

test("a stream says what a proxy and a browser have to know", () => {
  const response = liveStream(hub, { tenantId: idOf("demo"), userId: "sari", holds: () => Promise.resolve(true) });
  expect(Object.fromEntries(response.headers)).toMatchObject({
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-store",
    "x-accel-buffering": "no",
  });
  readers.push(readEvents(response));
});

test("a provider that failed and was well again between two looks is another mark than before", () => {
  const { settings, delivery } = gateway.gateway;
  const provider = settings.current.tenantsByName.get("demo")?.providers.get("sandbox");
  if (provider === undefined) throw new Error("no sandbox");
  const before = knownHere(settings.current, delivery, idOf("demo"));
  expect(knownHere(settings.current, delivery, idOf("demo"))).toEqual(before);
  const { breaker } = delivery.guards.of(provider);
  const failure = { ok: false, errorClass: "credentials", scope: "provider", providerCode: "1" } as const;
  breaker.failed(failure, gateway.clock.now());
  breaker.enter(gateway.clock.now() + 60_000);
  breaker.succeeded();
  expect(delivery.guards.reason(provider)).toBeNull();
  expect(knownHere(settings.current, delivery, idOf("demo")).here).not.toBe(before.here);
});
