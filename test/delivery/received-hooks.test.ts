import { randomUUID } from "node:crypto";
import { pino } from "pino";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { BatchConnections } from "../../src/db/batch-connections.ts";
import { ReceivedHooks } from "../../src/delivery/received-hooks.ts";
import { createApp } from "../../src/http/app.ts";
import { Keyring } from "../../src/kit/secret.ts";
import type { DeliveryReport, RawHook } from "../../src/providers/provider.ts";
import { syncTemplates } from "../../src/templates/approve.ts";
import { wire, type Gateway } from "../../src/wire.ts";
import { World } from "../scenarios/world.ts";
import { eventually, masterKey } from "../support/gateway.ts";
import { Line } from "../support/line.ts";
import type { Accepted } from "../support/meta-server.ts";

let world: World;
let batches: BatchConnections;
beforeAll(async () => {
  world = await World.start();
  batches = new BatchConnections(world.gateway.database.connection, 1);
  await world.routeToMeta({ meta: {} }, { fallback: false });
});
afterAll(async () => {
  await batches.end({ timeout: 1 });
  await world.close();
});
afterEach(() => world.expectLedgerRight());

const sql = () => world.gateway.database.sql;
const keyring = new Keyring([masterKey]);
const DAY = 86_400_000;

async function accepted(): Promise<{ otp: string; sent: Accepted }> {
  const to = world.number();
  const otp = await world.issue(to);
  await world.until(otp, ([m]) => m?.status === "accepted");
  const sent = world.meta.accepted.find((one) => one.to === to);
  return { otp, sent: sent ?? expect.unreachable("Meta got no message") };
}
const status = async (otp: string) => (await world.story(otp))[0]?.status;
const report = (message: Accepted, word: "sent" | "delivered" | "read") =>
  world.meta.report(world.hook("meta"), [{ message, status: word }]);

interface KeptHook {
  id: string;
  body: Buffer;
  content: Buffer;
  applied: boolean;
}
const kept = (): Promise<KeptHook[]> =>
  sql()<KeptHook[]>`
    select id, body, content, applied_at is not null as applied from received_hooks order by id`.then((rows) => [
    ...rows,
  ]);

/** While it is held, no outcome and no report can be committed. */
async function withAccountsLocked(work: () => Promise<void>): Promise<void> {
  let letGo = (): void => {};
  const held = new Promise<void>((resolve) => (letGo = resolve));
  let taken = (): void => {};
  const locked = new Promise<void>((resolve) => (taken = resolve));
  const transaction = sql().begin(async (tx) => {
    await tx`select from accounts for update`;
    taken();
    await held;
  });
  await locked;
  try {
    await work();
  } finally {
    letGo();
    await transaction;
  }
}

/** What a gateway leaves that answered a hook and died before it had applied it. */
async function keptByTheDead(reports: DeliveryReport[], worker: string = randomUUID(), ageMs = 0): Promise<void> {
  const { gateway } = world.gateway;
  const dying = new ReceivedHooks({
    ...gateway,
    relaxed: gateway.db.sql,
    batches,
    worker,
    log: pino({ level: "silent" }),
    report: () => Promise.reject(new Error("killed")),
  });
  const hook = hookOf(Buffer.from("{}"));
  await dying.keep(meta(), { ...hook, receivedAt: hook.receivedAt - ageMs }, { reports, templates: [] });
  await dying.idle();
}

const meta = () =>
  [...world.gateway.gateway.settings.current.tenants.values()][0]?.providers.get("meta") ??
  expect.unreachable("no provider");

function hookOf(body: Buffer): RawHook {
  const receivedAt = world.gateway.clock.now();
  return { method: "POST", url: "", headers: {}, query: new URLSearchParams(), body, token: null, receivedAt };
}

test("a hook is kept as it came, sealed, with what was read in it, and marked once it is applied", async () => {
  const { otp, sent } = await accepted();
  const before = (await kept()).length;
  expect(await report(sent, "delivered")).toBe(200);
  await world.until(otp, ([m]) => m?.status === "delivered");
  await world.applied();
  const [hook, ...more] = (await kept()).slice(before);
  if (hook === undefined) return expect.unreachable("nothing was kept");
  expect(more).toEqual([]);
  expect(hook.applied).toBe(true);
  expect(keyring.openText(`hook body:${hook.id}`, hook.body)).toContain(`"recipient_id":"${sent.to.slice(1)}"`);
  expect(JSON.parse(keyring.openText(`hook content:${hook.id}`, hook.content))).toMatchObject({
    reports: [{ providerMessageId: sent.id, status: "delivered" }],
    templates: [],
  });
  expect(Buffer.concat([hook.body, hook.content]).includes(sent.to.slice(1))).toBe(false);
});

test("a ping, and a hook that speaks of nothing we know, leave no row", async () => {
  const before = (await kept()).length;
  expect(await world.meta.post(world.hook("meta"), JSON.stringify({ entry: [] }))).toBe(200);
  expect(await world.meta.report(world.hook("meta"), [], "wrong")).toBe(401);
  expect(await kept()).toHaveLength(before);
});

test("the vendor is answered though nothing can be applied, and the report is applied once it can be", async () => {
  const { otp, sent } = await accepted();
  await withAccountsLocked(async () => {
    expect(await report(sent, "delivered")).toBe(200);
    expect(await status(otp)).toBe("accepted");
    await world.applied();
    expect((await kept()).filter(({ applied }) => !applied)).toHaveLength(1);
  });
  await world.pass(6000);
  expect(await status(otp)).toBe("delivered");
  expect((await kept()).filter(({ applied }) => !applied)).toEqual([]);
});

describe("what a dead gateway left", () => {
  test("is applied by exactly one of those that live", async () => {
    const { otp, sent } = await accepted();
    const other = await world.gateway.replica();
    const taken = () => `${world.gateway.logged()}${other.logged()}`.split("hooks that were not applied").length;
    const before = taken();
    await keptByTheDead([
      { providerMessageId: sent.id, status: "sent", at: 1_795_000_000_000 },
      { providerMessageId: sent.id, status: "delivered", at: 1_795_000_001_000 },
    ]);
    await Promise.all([world.sweep(), other.gateway.sweep.run()]);
    const [message] = await world.until(otp, ([m]) => m?.status === "delivered");
    expect(message).toMatchObject({ reports: ["sent", "delivered"], charged: "350", entries: ["hold", "capture"] });
    expect(taken()).toBe(before + 1);
    expect((await kept()).every(({ applied }) => applied)).toBe(true);
    await other.close();
  });

  test("and had applied, but not marked, changes nothing the second time", async () => {
    const { otp, sent } = await accepted();
    for (const word of ["delivered", "read"] as const) expect(await report(sent, word)).toBe(200);
    await world.applied();
    const before = await world.until(otp, ([m]) => m?.status === "read");
    await sql()`update received_hooks set applied_at = null, lease_owner = ${randomUUID()}`;
    await world.sweep();
    expect((await kept()).every(({ applied }) => applied)).toBe(true);
    expect(await world.story(otp)).toEqual(before);
  });

  test("for a provider that was deleted meanwhile still ends its messages", async () => {
    const { otp, sent } = await accepted();
    await keptByTheDead([{ providerMessageId: sent.id, status: "failed", at: world.gateway.clock.now() }]);
    const { settings } = world.gateway.gateway;
    const owner = meta().ownerId;
    const providers = settings.current.tenants.get(owner)?.providers ?? expect.unreachable("no tenant");
    const get = vi.spyOn(providers, "get").mockReturnValue(undefined);
    await world.sweep();
    get.mockRestore();
    expect(await world.story(otp)).toMatchObject([{ status: "failed", charged: "0", reports: ["failed"] }]);
    expect((await kept()).every(({ applied }) => applied)).toBe(true);
  });
});

test("hooks that can't be read leave the others their turn, and one line in the log", async () => {
  const { otp, sent } = await accepted();
  const { delivery, clock } = world.gateway.gateway;
  await keptByTheDead([{ providerMessageId: sent.id, status: "delivered", at: clock.now() }]);
  await sql()`
    insert into received_hooks (owner_id, id, provider, received_at, body, content, lease_owner, try_at)
    select ${meta().ownerId}, gen_random_uuid(), 'meta', to_timestamp(${(clock.now() - 60_000) / 1000}::float8), '', 'x',
           ${delivery.worker}, to_timestamp(${(clock.now() + 1000) / 1000}::float8)
    from generate_series(1, 500)`;
  await sql()`update received_hooks set lease_owner = ${delivery.worker} where applied_at is null`;
  const lines = () => world.gateway.logged().split("could not be applied").length;
  const before = lines();
  await world.pass(6000);
  expect(await status(otp)).toBe("delivered");
  expect(lines()).toBe(before + 1);
  // What has lain for a minute is tried again after another one.
  await world.pass(50_000);
  expect(lines()).toBe(before + 1);
  await world.pass(20_000);
  expect(lines()).toBe(before + 2);
  await sql()`delete from received_hooks where applied_at is null`;
});

test("the sweep goes on while hooks are applied, and a stop waits for them", async () => {
  const { otp, sent } = await accepted();
  const other = await world.gateway.replica();
  let letGo = (): void => {};
  const held = new Promise<void>((resolve) => (letGo = resolve));
  const report = other.gateway.delivery.report.bind(other.gateway.delivery);
  const reporting = vi
    .spyOn(other.gateway.delivery, "report")
    .mockImplementation(async (...args) => (await held, await report(...args)));
  // Of its own, so that nobody else takes it.
  const told = { providerMessageId: sent.id, status: "delivered", at: world.gateway.clock.now() } as const;
  await keptByTheDead([told], other.gateway.delivery.worker, 10_000);
  await other.gateway.sweep.run();
  await eventually(
    () => Promise.resolve(reporting.mock.calls.length),
    (calls) => calls === 1,
  );
  // And a sweep more: the first one did not wait for it.
  await other.gateway.sweep.run();
  let stopped = false;
  const stopping = other.gateway.settleDown().then(() => (stopped = true));
  await sql()`select`;
  expect([stopped, await status(otp)]).toEqual([false, "accepted"]);
  letGo();
  await stopping;
  expect(await status(otp)).toBe("delivered");
  await other.close();
});

test("no more bytes wait to be kept than there is room for", async () => {
  const { delivery } = world.gateway.gateway;
  const keep = () => delivery.hooks.keep(meta(), hookOf(Buffer.alloc(4 * 1024 * 1024)), { reports: [], templates: [] });
  const answers = await Promise.allSettled(Array.from({ length: 5 }, keep));
  expect(answers.map(({ status }) => status)).toEqual([
    ...Array.from({ length: 3 }, () => "fulfilled"),
    ...Array.from({ length: 2 }, () => "rejected"),
  ]);
  expect(answers[4]).toMatchObject({ reason: { code: "overloaded", extras: { retryAfterSeconds: 1 } } });
  await keep();
});

test("reports of one message, however they overtake each other, end in the same state", async () => {
  const orders = [
    ["sent", "delivered", "read"],
    ["read", "delivered", "sent"],
    ["delivered", "read", "sent"],
    ["sent", "read", "delivered"],
  ] as const;
  const stories = await Promise.all(
    orders.map(async (words) => {
      const { otp, sent } = await accepted();
      expect(await Promise.all(words.map((word) => report(sent, word)))).toEqual([200, 200, 200]);
      return otp;
    }),
  );
  await world.applied();
  for (const otp of stories) {
    const [message] = await world.story(otp);
    expect(message).toMatchObject({ status: "read", due: null, charged: "350", entries: ["hold", "capture"] });
    expect(message?.reports.sort()).toEqual(["delivered", "read", "sent"]);
  }
});

test("an older word about a template, applied late, does not undo a newer one", async () => {
  const { gateway } = world.gateway;
  const provider = meta();
  const now = gateway.clock.now();
  const say = (word: "approved" | "paused", at: number) =>
    syncTemplates(gateway, provider, [{ name: "otp", language: "id", status: word, reason: null }], at);
  await say("approved", now);
  await say("paused", now - 1000);
  const approval = () =>
    [...gateway.settings.current.tenants.values()][0]?.templates.get("otp/whatsapp/id")?.approvals.get("meta")?.status;
  expect(approval()).toBe("approved");
  await say("paused", now + 1000);
  expect(approval()).toBe("paused");
  await say("approved", now + 2000);
});

test("a gateway that stops applies what it has answered", async () => {
  const { otp, sent } = await accepted();
  const other = await world.gateway.replica();
  const { headers, body } = world.meta.signed([{ message: sent, status: "delivered" }]);
  expect((await other.app.request("/hooks/demo/meta", { method: "POST", headers, body })).status).toBe(200);
  await other.gateway.settleDown();
  expect((await kept()).every(({ applied }) => applied)).toBe(true);
  expect(await status(otp)).toBe("delivered");
  await other.close();
});

test("bytes are cleared away after a day, and what was never applied after a week", async () => {
  const provider = "purged";
  const row = (age: number, applied: boolean) => sql()`
    insert into received_hooks (owner_id, id, provider, received_at, body, content, lease_owner, try_at, applied_at)
    values (${randomUUID()}, ${randomUUID()}, ${provider}, to_timestamp(${(world.gateway.clock.now() - age) / 1000}::float8), '', '',
            ${world.gateway.gateway.delivery.worker}, now(), ${applied ? new Date() : null})`;
  await row(DAY - 60_000, true);
  await row(DAY + 60_000, true);
  await row(DAY + 60_000, false);
  await row(7 * DAY + 60_000, false);
  await world.gateway.gateway.sweep.purge();
  const left = await sql()<{ applied: boolean }[]>`
    select applied_at is not null as applied from received_hooks where provider = ${provider} order by received_at`;
  expect(left.map(({ applied }) => applied)).toEqual([false, true]);
  await sql()`delete from received_hooks where provider = ${provider}`;
});

describe("while the database is away", () => {
  let line: Line;
  let away: Gateway;
  beforeAll(async () => {
    line = await Line.to(world.gateway.database.connection);
    const { config } = world.gateway.gateway;
    const log = pino({ level: "silent" });
    away = await wire({ config, connection: line.connection, masterKeys: [masterKey], log });
  });
  afterAll(async () => {
    line.restore();
    await away.close();
    await line.close();
  });

  test("a vendor is told to send it again, and then it counts", async () => {
    const { otp, sent } = await accepted();
    const app = createApp(away);
    const send = async (): Promise<Response> => {
      const { headers, body } = world.meta.signed([{ message: sent, status: "delivered" }]);
      return await app.request("/hooks/demo/meta", { method: "POST", headers, body });
    };
    line.cut();
    const refused = await send();
    expect(refused.status).toBe(503);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await status(otp)).toBe("accepted");
    line.restore();
    await eventually(send, ({ status: answered }) => answered === 200);
    await away.delivery.hooks.idle();
    expect(await status(otp)).toBe("delivered");
  });
});
