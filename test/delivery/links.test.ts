import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { ProviderGuards } from "../../src/delivery/guards.ts";
import { Links } from "../../src/delivery/links.ts";
import { redialMs } from "../../src/delivery/redial.ts";
import { createLog } from "../../src/kit/log.ts";
import type {
  Link,
  LinkIo,
  LinkReport,
  Provider,
  RenderedMessage,
  SendFailure,
  SendOutcome,
} from "../../src/providers/provider.ts";
import type { ProviderConfig, Snapshot } from "../../src/settings/snapshot.ts";

const unreachable: SendFailure = { ok: false, errorClass: "transient", scope: "provider", providerCode: "refused" };
const refused: SendFailure = { ok: false, errorClass: "credentials", scope: "provider", providerCode: "bad_password" };
const accepted: SendOutcome = { ok: true, providerMessageId: "1" };
const message = { to: "+6281100000001", code: "481516" } as RenderedMessage;

/** A connection whose end and whose goodbye are the test's. */
class FakeLink implements Link {
  readonly sent: RenderedMessage[] = [];
  readonly ended: Promise<SendFailure>;
  end: (why: SendFailure) => void = () => {};
  readonly leaving: Promise<void>;
  leave: () => void = () => {};
  closing = false;
  /** What is under way: a close waits for it. */
  underWay: Promise<void> = Promise.resolve();

  constructor() {
    this.ended = new Promise((resolve) => (this.end = resolve));
    this.leaving = new Promise((resolve) => (this.leave = resolve));
  }

  send(sent: RenderedMessage): Promise<SendOutcome> {
    this.sent.push(sent);
    return Promise.resolve(accepted);
  }

  async close(): Promise<void> {
    this.closing = true;
    await this.underWay;
    this.end({ ...unreachable, providerCode: "closed" });
  }
}

/** What dials come to, in this order; then each makes a link. */
let dials: (SendFailure | "hangs" | Error)[];
let opened: { row: string; io: LinkIo; link: FakeLink }[];
let lines: Record<string, unknown>[];
let rows: Map<string, ProviderConfig>;
let report: (report: LinkReport) => Promise<void>;
let links: Links;
let guards: ProviderGuards;
let now = 0;

const kind: Provider = {
  kind: "kept",
  channels: ["sms"],
  settings: z.unknown(),
  secrets: z.strictObject({}),
  fixedText: [],
  timeoutMs: () => 5000,
  send: () => expect.unreachable("there is a connection for it"),
  async open(settings, _secrets, io) {
    const link = new FakeLink();
    opened.push({ row: String(settings), io, link });
    const next = dials.shift();
    if (next === "hangs")
      return new Promise((resolve) => io.signal.addEventListener("abort", () => resolve(unreachable)));
    if (next instanceof Error) throw next;
    return next ?? { ok: true, link };
  },
};

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  now = 1_800_000_000_000;
  dials = [];
  opened = [];
  lines = [];
  rows = new Map();
  report = () => Promise.resolve();
  const clock = { now: () => now };
  guards = new ProviderGuards(clock);
  links = new Links({
    settings: {
      get current() {
        return snapshot();
      },
    },
    guards,
    clock,
    log: createLog("info", { write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>) }),
    random: () => 0,
    connect: () => expect.unreachable("a fake needs no socket"),
    report: (_, content) => report(content),
  });
});
afterEach(async () => {
  const stopped = links.stop();
  await pass(0);
  await stopped;
  vi.useRealTimers();
});

/** Two tenants, who share the rows. */
function snapshot(): Snapshot {
  const tenants = new Map(["first", "second"].map((id) => [id, { id, providers: rows }]));
  return { tenants } as unknown as Snapshot;
}

/** As a change of settings does it. */
function put(name: string, changed: Partial<ProviderConfig> | null = {}): ProviderConfig {
  const before = rows.get(name);
  rows = new Map(rows);
  const row: ProviderConfig = {
    ownerId: "first",
    name,
    kind: kind.kind,
    state: "on",
    adapter: kind,
    settings: name,
    secrets: {},
    ...changed,
    updatedAt: (before?.updatedAt ?? 0) + 1,
  };
  if (changed === null) rows.delete(name);
  else rows.set(name, row);
  guards.refresh(snapshot());
  links.refresh(snapshot());
  return row;
}

async function pass(ms: number): Promise<void> {
  now += ms;
  await vi.advanceTimersByTimeAsync(ms);
}

const send = (row: ProviderConfig) => links.send(row, message, new AbortController().signal);
const dialled = () => opened.map(({ row }) => row);
const linkOf = (n: number): FakeLink => opened[n]?.link ?? expect.unreachable("so often it was not dialled");
const logged = () => lines.map(({ msg, providerCode }) => [msg, providerCode].filter(Boolean).join(": "));

describe("a row", () => {
  it("is dialled at the start, once for all who share it, while it is on or drains", async () => {
    put("on");
    put("drains", { state: "drain" });
    put("off", { state: "off" });
    put("http", { adapter: { ...kind, open: undefined } });
    expect(dialled()).toEqual([]);
    links.start();
    await pass(0);
    expect(dialled()).toEqual(["on", "drains"]);
    expect(links.stateOf({ ownerId: "first", name: "on" })).toEqual({ state: "connected", since: now, failure: null });
    expect(links.stateOf({ ownerId: "first", name: "off" })).toBeNull();
  });

  it("that is put is closed first, with what is under way, and then dialled anew", async () => {
    links.start();
    const row = put("a");
    await pass(0);
    let settle = (): void => {};
    linkOf(0).underWay = new Promise((resolve) => (settle = resolve));
    put("a", { settings: "a, changed" });
    await pass(0);
    expect(linkOf(0).closing).toBe(true);
    expect(dialled()).toEqual(["a"]);
    const waiting = send(row);
    settle();
    await pass(0);
    expect(dialled()).toEqual(["a", "a, changed"]);
    expect(await waiting).toEqual(accepted);
    expect(linkOf(1).sent).toHaveLength(1);
  });

  it("that is put again before it was dialled is dialled as it is in the end", async () => {
    links.start();
    put("a");
    await pass(0);
    let settle = (): void => {};
    linkOf(0).underWay = new Promise((resolve) => (settle = resolve));
    put("a", { settings: "second" });
    put("a", { settings: "third" });
    settle();
    await pass(0);
    expect(dialled()).toEqual(["a", "third"]);
  });

  it.each([
    ["goes off", { state: "off" } as const],
    ["is deleted", null],
  ])("that %s is closed, and not dialled again", async (_, change) => {
    links.start();
    const row = put("a");
    await pass(0);
    put("a", change);
    await pass(600_000);
    expect(linkOf(0).closing).toBe(true);
    expect(dialled()).toEqual(["a"]);
    expect(await send(row)).toMatchObject({ ok: false, errorClass: "transient", providerCode: "not_connected" });
  });

  it("that stays as it was keeps its connection", async () => {
    links.start();
    put("a");
    await pass(0);
    put("b");
    await pass(0);
    expect(linkOf(0).closing).toBe(false);
    expect(dialled()).toEqual(["a", "b"]);
  });

  it("whose dial hangs holds up no other, and its close gives up", async () => {
    links.start();
    dials = ["hangs"];
    const row = put("hangs");
    const other = put("other");
    await pass(0);
    expect(await send(other)).toEqual(accepted);
    const waiting = send(row);
    await pass(2000);
    expect(await waiting).toMatchObject({ errorClass: "transient", providerCode: "not_connected", unasked: true });
    const stopped = links.stop();
    await pass(0);
    await stopped;
    expect(opened[0]?.io.signal.aborted).toBe(true);
  });
});

describe("without a connection", () => {
  it("the provider is left out, says why, and is told of once", async () => {
    links.start();
    dials = [unreachable, unreachable, unreachable];
    const row = put("a");
    await pass(0);
    expect(await send(row)).toEqual({ ...unreachable, unasked: true });
    const since = new Date(now).toISOString();
    await pass(250);
    await pass(500);
    expect(dialled()).toHaveLength(3);
    expect(guards.reason(row)).toBe(`not connected since ${since}: refused`);
    expect(logged()).toEqual(["no connection to the provider: it is left out until there is one: refused"]);
    await pass(1000);
    expect(guards.reason(row)).toBeNull();
    expect(await send(row)).toEqual(accepted);
    expect(logged().at(-1)).toBe("connected to the provider");
  });

  it("since the account is refused, it is not dialled for half a minute, and the breaker knows", async () => {
    links.start();
    dials = [refused];
    const row = put("a");
    await pass(0);
    expect(await send(row)).toEqual({ ...refused, unasked: true });
    expect(guards.reason(row)).toContain("bad_password");
    expect(guards.of(row).breaker.reason(now)).toContain("breaker open");
    await pass(29_999);
    expect(dialled()).toHaveLength(1);
    await pass(1);
    expect(dialled()).toHaveLength(2);
    expect(guards.reason(row)).toBeNull();
  });

  it("for longer than a message waits, the provider is left out, and nobody waits any more", async () => {
    links.start();
    dials = ["hangs"];
    const row = put("a");
    await pass(1999);
    expect(guards.reason(row)).toBeNull();
    const since = new Date((now += 1)).toISOString();
    await vi.advanceTimersByTimeAsync(1);
    expect(guards.reason(row)).toBe(`not connected since ${since}: not_connected`);
    expect(links.stateOf(row)).toMatchObject({ state: "connecting", failure: { providerCode: "not_connected" } });
    expect(await send(row)).toMatchObject({ providerCode: "not_connected" });
  });

  it("an adapter that throws is a failed dial like any other", async () => {
    links.start();
    dials = [new Error("a bug")];
    const row = put("a");
    await pass(0);
    expect(await send(row)).toMatchObject({ errorClass: "transient", providerCode: "adapter_error" });
    await pass(250);
    expect(await send(row)).toEqual(accepted);
  });

  it("after a put nothing is held against the new row", async () => {
    links.start();
    dials = [refused, "hangs"];
    put("a");
    await pass(0);
    const row = put("a");
    await pass(0);
    expect(guards.reason(row)).toBeNull();
    expect(links.stateOf(row)).toMatchObject({ state: "connecting", failure: null });
  });

  it("of the row as it was, nothing is held against the row as it is", async () => {
    links.start();
    const row = put("a");
    await pass(0);
    // A message comes with the new row before the links hear of it.
    const fresh = { ...row, updatedAt: row.updatedAt + 1 };
    expect(guards.reason(fresh)).toBeNull();
    dials = [unreachable];
    linkOf(0).end(unreachable);
    await pass(250);
    expect(links.stateOf(row)).toMatchObject({ state: "down" });
    expect(guards.reason(fresh)).toBeNull();
  });
});

describe("a connection that ends", () => {
  it("is made again at once; a message waits for that, and the provider stays in its routes", async () => {
    links.start();
    const row = put("a");
    await pass(60_000);
    linkOf(0).end(unreachable);
    await pass(0);
    expect(guards.reason(row)).toBeNull();
    const waiting = send(row);
    await pass(250);
    expect(await waiting).toEqual(accepted);
    expect(linkOf(1).sent).toEqual([message]);
  });

  it("slowly counts as being made again from the first moment", async () => {
    links.start();
    const row = put("a");
    await pass(60_000);
    linkOf(0).leave();
    await pass(0);
    expect(links.stateOf(row)).toMatchObject({ state: "connecting", since: now, failure: null });
    const waiting = send(row);
    await pass(1000);
    linkOf(0).end(unreachable);
    await pass(250);
    expect(await waiting).toEqual(accepted);
    expect(linkOf(0).sent).toEqual([]);
  });

  it("too slowly leaves the provider out until there is a new one", async () => {
    links.start();
    const row = put("a");
    await pass(60_000);
    linkOf(0).leave();
    await pass(2000);
    expect(guards.reason(row)).toContain("not connected");
    linkOf(0).end(unreachable);
    await pass(250);
    expect(guards.reason(row)).toBeNull();
  });

  it("is forgiven by the breaker once there is a new one", async () => {
    links.start();
    const row = put("a");
    await pass(60_000);
    const { breaker } = guards.of(row);
    for (let lost = 0; lost < 5; lost += 1) breaker.failed(unreachable, now);
    linkOf(0).end(unreachable);
    await pass(0);
    expect(guards.reason(row)).toContain("breaker open");
    await pass(250);
    expect(guards.reason(row)).toBeNull();
  });

  it("again and again is made again after longer and longer waits", async () => {
    links.start();
    const row = put("a");
    await pass(0);
    const waits = [];
    for (let n = 0; n < 8; n += 1) {
      linkOf(n).end(unreachable);
      await pass(0);
      expect(guards.reason(row) === null).toBe(n === 0);
      const before = now;
      while (opened.length === n + 1) await pass(250);
      waits.push(now - before);
    }
    expect(waits).toEqual([250, 500, 1000, 2000, 4000, 8000, 15_000, 15_000]);
  });
});

describe("the wait for the next dial", () => {
  it.each([
    [unreachable, { refusals: 0, others: 1, wasSound: false }, 250, 500],
    [unreachable, { refusals: 9, others: 2, wasSound: true }, 500, 1000],
    [unreachable, { refusals: 0, others: 7, wasSound: false }, 15_000, 30_000],
    [unreachable, { refusals: 0, others: 1000, wasSound: false }, 15_000, 30_000],
    [refused, { refusals: 1, others: 8, wasSound: false }, 30_000, 45_000],
    [refused, { refusals: 2, others: 0, wasSound: false }, 60_000, 90_000],
    [refused, { refusals: 1000, others: 0, wasSound: false }, 300_000, 450_000],
    [refused, { refusals: 1, others: 8, wasSound: true }, 5000, 7500],
    [refused, { refusals: 2, others: 8, wasSound: true }, 30_000, 45_000],
    [refused, { refusals: 1000, others: 0, wasSound: true }, 300_000, 450_000],
  ])("after $errorClass and %o is between %i and %i ms", (failure, dials, least, most) => {
    expect(redialMs(failure, dials, 0)).toBe(least);
    expect(redialMs(failure, dials, 1)).toBe(most);
  });

  it("is short after the one refusal that follows an outage, then as long as of any refused account", async () => {
    links.start();
    put("a");
    await pass(0);
    await pass(30_000);
    dials = [unreachable, unreachable, refused, refused];
    linkOf(0).end(unreachable);
    await pass(250 + 500 + 1000);
    expect(opened).toHaveLength(4);
    await pass(4999);
    expect(opened).toHaveLength(4);
    await pass(1);
    expect(opened).toHaveLength(5);
    await pass(29_999);
    expect(opened).toHaveLength(5);
    await pass(1);
    expect(opened).toHaveLength(6);
  });
});

describe("a report", () => {
  it("goes to delivery; one that can't be kept is told of, and refused", async () => {
    links.start();
    put("a");
    await pass(0);
    const taken: LinkReport[] = [];
    report = (content) => Promise.resolve(void taken.push(content));
    const io = opened[0]?.io ?? expect.unreachable();
    await io.report({ providerMessageId: "1", status: "delivered" });
    expect(taken).toEqual([{ providerMessageId: "1", status: "delivered" }]);
    report = () => Promise.reject(new Error("no database"));
    await expect(io.report({ providerMessageId: "1", status: "delivered" })).rejects.toThrow("no database");
    expect(logged().at(-1)).toBe("a report could not be kept; the provider is asked to send it again");
  });
});
