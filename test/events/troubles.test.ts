import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { fanOut, takeDue, writeResults } from "../../src/events/deliveries.ts";
import { loadHooks } from "../../src/events/hooks.ts";
import { replaySpan } from "../../src/events/replay.ts";
import { newId } from "../../src/kit/id.ts";
import { feedSettled } from "../support/feed.ts";
import { eventually } from "../support/gateway.ts";
import { Hooked } from "../support/hooked.ts";
import { makeTenant } from "../support/roles.ts";

let hooked: Hooked;

beforeAll(async () => {
  hooked = await Hooked.start();
});
afterAll(() => hooked.close());
afterEach(() => hooked.tidy());

describe("an answer", () => {
  it("whose end cuts a letter in two is kept, and the event is not posted again", async () => {
    const receiver = await hooked.receive((_, response) => response.end(`\0${"x".repeat(1023)}😀`));
    await hooked.put("erp", receiver.url);
    await hooked.append();
    await hooked.come(receiver, 1);
    await hooked.pass();
    expect(await hooked.deliveries("erp")).toMatchObject([
      { status: "delivered", tries: 1, answer: `${"x".repeat(1023)}\ufffd` },
    ]);
  });

  it("that the database won't have is left out, and the event is not posted again", async () => {
    const { sql } = hooked.gateway.database;
    await sql`alter table webhook_deliveries add constraint of_a_test check (answer <> 'refused')`;
    const receiver = await hooked.receive((_, response) => response.end("refused"));
    await hooked.put("erp", receiver.url);
    await hooked.append();
    await hooked.come(receiver, 1);
    await hooked.pass();
    await sql`alter table webhook_deliveries drop constraint of_a_test`;
    expect(await hooked.deliveries("erp")).toMatchObject([{ status: "delivered", tries: 1, answer: null }]);
    expect(hooked.gateway.logged()).toContain("a webhook's answer can't be kept");
  });
});

describe("a secret that no master key opens", () => {
  it("silences nobody else, and its webhook is named in the log", async () => {
    const { gateway } = hooked;
    const [mute, erp] = [await hooked.receive(), await hooked.receive()];
    await hooked.put("mute", mute.url);
    const { sql } = gateway.database;
    await sql`update webhook_secrets set secret = ${Buffer.alloc(80)}`;
    await hooked.put("erp", erp.url);
    await hooked.append();
    await hooked.come(erp, 1);
    await hooked.pass();
    expect(mute.posts).toEqual([]);
    expect(gateway.logged()).toMatch(/"webhook":"mute".*can't be opened/);
    const test = await gateway.admin("/v1/webhooks/mute/test", { body: {} });
    expect(test.json).toMatchObject({ ok: false, answer: "no_secret" });
    expect(mute.posts).toEqual([]);
    // Another one makes it heard again: also of what it was owed meanwhile.
    await gateway.admin("/v1/webhooks/mute/secrets", { method: "POST" });
    await hooked.come(mute, 1);
  });
});

describe("webhooks that could not be read", () => {
  it("are read again in a second", async () => {
    const { gateway } = hooked;
    const { sql } = gateway.database;
    const [old, fresh] = [await hooked.receive(), await hooked.receive()];
    await hooked.put("erp", old.url);
    await sql`alter table webhook_secrets rename to away`;
    await sql`update webhooks set url = ${fresh.url}`;
    await gateway.gateway.settings.reload();
    await eventually(
      async () => gateway.logged(),
      (log) => log.includes("could not read the webhooks"),
    );
    await sql`alter table away rename to webhook_secrets`;
    await eventually(
      async () => {
        await hooked.append();
        return fresh.posts.length;
      },
      (count) => count > 0,
    );
  });
});

describe("a tenant that has just been made", () => {
  it("is heard by the webhook it shares, of a replica that doesn't know it yet too", async () => {
    const { gateway } = hooked;
    await hooked.put("erp", "http://127.0.0.1:9/");
    const hooks = await loadHooks(gateway.gateway.sql, gateway.gateway.keyring, () => {});
    const other = await gateway.replica();
    await makeTenant(other, "fresh");
    const id = other.gateway.settings.current.tenantsByName.get("fresh")?.id ?? "";
    await hooked.append("of fresh", id);
    await hooked.append("of demo");
    await feedSettled(gateway.database.sql);
    await fanOut(gateway.gateway.sql, hooks, gateway.clock.now());
    const owed = await gateway.database.sql<{ reference: string }[]>`
      select e.data->>'reference' as reference from webhook_deliveries d join events e on e.id = d.event_id
      where d.webhook = 'erp' order by 1`;
    expect(owed.map(({ reference }) => reference)).toEqual(["of demo", "of fresh"]);
    await other.close();
  });
});

describe("another address", () => {
  it("is not put off for what the old one answers", async () => {
    let release = () => {};
    const old = await hooked.receive((_, response) => (release = () => void response.writeHead(410).end()));
    await hooked.put("erp", old.url);
    await hooked.append();
    await hooked.come(old, 1);
    const fresh = await hooked.receive();
    await hooked.put("erp", fresh.url);
    release();
    await hooked.gateway.gateway.webhookPosts.idle();
    expect(await hooked.read("erp")).toMatchObject({
      url: fresh.url,
      state: "on",
      disabled: null,
      failing_since: null,
    });
  });

  it("does not inherit the rest that the old one asked for, which is shown", async () => {
    const old = await hooked.receive((_, response) => response.writeHead(429, { "retry-after": "86400" }).end());
    await hooked.put("erp", old.url);
    await hooked.append("to the old one");
    await hooked.come(old, 1);
    await hooked.pass();
    const resting = await hooked.read("erp");
    expect(resting["slow_until"]).toEqual(expect.any(String));
    expect(resting["failing_since"]).toEqual(expect.any(String));
    const fresh = await hooked.receive();
    await hooked.put("erp", fresh.url);
    expect(await hooked.read("erp")).toMatchObject({ slow_until: null, failing_since: null });
    await hooked.append("to the new one");
    await hooked.come(fresh, 1);
  });
});

describe("a webhook that is put off", () => {
  it("is owed nothing when it is put on again; what it was owed may be replayed", async () => {
    let status = 500;
    const receiver = await hooked.receive((_, response) => {
      response.statusCode = status;
      response.end();
    });
    await hooked.put("erp", receiver.url);
    await hooked.append("before");
    await hooked.come(receiver, 1);
    await hooked.pass();
    await hooked.put("erp", receiver.url, { state: "off" });
    const [dead] = await hooked.deliveries("erp");
    expect(dead).toMatchObject({ status: "dead", tries: 1 });
    status = 200;
    hooked.gateway.clock.advance(3_600_000);
    await hooked.put("erp", receiver.url);
    await hooked.append("after");
    await hooked.come(receiver, 2);
    await hooked.pass();
    expect(receiver.posts.map(({ event }) => event.data["reference"])).toEqual(["before", "after"]);
    await hooked.gateway.admin(`/v1/webhooks/erp/deliveries/${dead?.id}/replay`, { body: {} });
    await hooked.come(receiver, 3);
  });

  it("has what was on its way then, if it came", async () => {
    let release = () => {};
    const receiver = await hooked.receive((_, response) => (release = () => void response.end()));
    await hooked.put("erp", receiver.url);
    await hooked.append();
    await hooked.come(receiver, 1);
    await hooked.put("erp", receiver.url, { state: "off" });
    expect(await hooked.deliveries("erp")).toMatchObject([{ status: "dead" }]);
    release();
    await hooked.gateway.gateway.webhookPosts.idle();
    expect(await hooked.deliveries("erp")).toMatchObject([{ status: "delivered" }]);
  });
});

describe("what came of a post", () => {
  it("is written though another moves the webhook's place at the same moment", async () => {
    const { sql } = hooked.gateway.database;
    await hooked.put("erp", "http://127.0.0.1:9/");
    const { tenantId } = hooked;
    const now = hooked.gateway.clock.now();
    const other = await sql.reserve();
    await other`begin`;
    await other`update webhooks set position = position + 1`;
    const verdict = { status: "pending", nextAt: now, slowUntil: null, gone: false } as const;
    const key = { tenantId, webhook: "erp", url: "http://127.0.0.1:9/", eventId: newId(), tries: 1 };
    const written = writeResults(sql, [{ ...key, ...verdict, latencyMs: 1, answerStatus: 500, answer: "" }], now);
    await eventually(
      () => sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      (waiting) => waiting.length > 0,
    );
    await other`commit`;
    other.release();
    expect(await written).toEqual([{ tenantId, name: "erp", failingSince: now }]);
  });
});

describe("posts in all", () => {
  it("are no more than are left, and who has the fewest on its way comes first", async () => {
    const { gateway } = hooked;
    await hooked.put("a", "http://127.0.0.1:9/");
    await hooked.put("b", "http://127.0.0.1:9/");
    const { sql } = gateway.database;
    await sql`
      insert into webhook_deliveries (tenant_id, webhook, event_id, event_tenant_id, event_position, type, status, next_at,
                                      created_at)
      select ${hooked.tenantId}, name, gen_random_uuid(), ${hooked.tenantId}, 1, 'otp.locked', 'pending',
             ${new Date(gateway.clock.now() + 3_600_000)}, now()
      from unnest(array['a', 'b']) as name, generate_series(1, 20)`;
    const hooks = await loadHooks(sql, gateway.gateway.keyring, () => {});
    const later = gateway.clock.now() + 3_600_001;
    const taken = await takeDue(sql, gateway.gateway.keyring, hooks, ({ name }) => (name === "a" ? 5 : 0), 20, later);
    expect(taken.map(({ webhook }) => webhook).sort()).toEqual([...Array(4).fill("a"), ...Array(16).fill("b")]);
  });

  it("of many webhooks to one server wait for no connection", async () => {
    const held: (() => void)[] = [];
    const receiver = await hooked.receive((_, response) => void held.push(() => response.end()));
    const names = Array.from({ length: 9 }, (_, n) => `hook-${n}`);
    for (const name of names) await hooked.put(name, receiver.url);
    await Promise.all(Array.from({ length: 16 }, () => hooked.append()));
    await hooked.come(receiver, 9 * 16);
    held.forEach((end) => end());
  });
});

describe("a replay", () => {
  it("of what is on its way this moment posts no second one beside it", async () => {
    const { gateway } = hooked;
    const held: (() => void)[] = [];
    const receiver = await hooked.receive((_, response) => void held.push(() => response.end()));
    await hooked.put("erp", receiver.url);
    await hooked.append();
    await hooked.come(receiver, 1);
    const path = `/v1/webhooks/erp/deliveries/${receiver.posts[0]?.event.id}/replay`;
    const replayed = await gateway.admin(path, { body: {} });
    expect(replayed.json).toMatchObject({ status: "pending", tries: 1, latency_ms: null });
    await gateway.gateway.webhookPosts.run();
    held.forEach((end) => end());
    await hooked.pass();
    expect(receiver.posts).toHaveLength(1);
    expect(await hooked.deliveries("erp")).toMatchObject([{ status: "delivered", tries: 1 }]);
  });

  it("of a span waits for no result that is being written of what is owed", async () => {
    const { gateway } = hooked;
    const { sql } = gateway.database;
    await hooked.put("erp", "http://127.0.0.1:9/");
    await hooked.append();
    await eventually(
      () => hooked.deliveries("erp"),
      ([one]) => one?.answer != null,
    );
    const writer = await sql.reserve();
    await writer`begin`;
    await writer`select from webhook_deliveries for update`;
    const now = gateway.clock.now();
    const span = { from: now - 60_000, until: now + 60_000, types: ["*"] };
    const name = { tenantId: hooked.tenantId, name: "erp" };
    const replayed = await sql
      .begin(async (tx) => {
        await tx`set local lock_timeout = '2s'`;
        return replaySpan(tx, name, span, now);
      })
      .finally(async () => {
        await writer`rollback`;
        writer.release();
      });
    expect(replayed).toBe(0);
  });
});

describe("deleting a webhook", () => {
  it("keeps no other change waiting for its deliveries, which are gone before its name is used again", async () => {
    const { gateway, tenantId } = hooked;
    const { sql } = gateway.database;
    await hooked.put("erp", "http://127.0.0.1:9/", { state: "off" });
    const owe = () => sql`
      insert into webhook_deliveries (tenant_id, webhook, event_id, event_tenant_id, event_position, type, status, created_at)
      values (${tenantId}, 'erp', gen_random_uuid(), ${tenantId}, 1, 'otp.locked', 'dead', now())`;
    await owe();
    const holder = await sql.reserve();
    await holder`begin`;
    await holder`select from webhook_deliveries for update`;
    const deleted = gateway.admin("/v1/webhooks/erp", { method: "DELETE" });
    // The webhook is gone and others are put while its deliveries can't go yet.
    await eventually(
      () => hooked.read("erp"),
      ({ status }) => status === 404,
    );
    await hooked.put("other", "http://127.0.0.1:9/");
    await holder`commit`;
    holder.release();
    expect((await deleted).status).toBe(204);
    // As if the process had died before all of them were gone.
    await owe();
    await hooked.put("erp", "http://127.0.0.1:9/");
    expect(await hooked.deliveries("erp")).toEqual([]);
  });
});

describe("a stop", () => {
  it("puts back what it breaks off: another replica posts it at once", async () => {
    const { gateway } = hooked;
    const other = await gateway.replica();
    let status: number | null = null;
    const receiver = await hooked.receive((_, response) => {
      if (status !== null) response.writeHead(status).end();
    });
    await hooked.put("erp", receiver.url);
    await gateway.gateway.webhookPosts.idle();
    // This replica's own is away; the other one's has it.
    await gateway.database.sql`update webhooks set state = 'off'`;
    await gateway.gateway.settings.reload();
    await gateway.database.sql`update webhooks set state = 'on'`;
    await other.gateway.settings.reload();
    await hooked.append();
    await eventually(
      async () => {
        await other.gateway.webhookPosts.run();
        return receiver.posts.length;
      },
      (count) => count === 1,
    );
    status = 200;
    await other.close();
    expect(await hooked.deliveries("erp")).toMatchObject([{ status: "pending", tries: 0 }]);
    await gateway.gateway.settings.reload();
    await hooked.come(receiver, 2);
  });
});
