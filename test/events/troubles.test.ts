import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { fanOut, writeResults } from "../../src/events/deliveries.ts";
import { loadHooks } from "../../src/events/hooks.ts";
import { newId } from "../../src/kit/id.ts";
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
