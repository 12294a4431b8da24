import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Webhook } from "standardwebhooks";
import { appendEvents } from "../../src/events/append.ts";
import { newId } from "../../src/kit/id.ts";
import { feedSettled } from "../support/feed.ts";
import { eventually, startTestGateway, type TestGateway } from "../support/gateway.ts";
import { answersInTurn, startReceiver, type Answering, type Post, type Receiver } from "../support/receiver.ts";
import { makeTenant } from "../support/roles.ts";

let gateway: TestGateway;
let tenantId = "";
let receivers: Receiver[] = [];
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

beforeAll(async () => {
  gateway = await startTestGateway();
  tenantId = gateway.gateway.settings.current.firstTenantId ?? "";
});
afterAll(() => gateway.close());
beforeEach(async () => {
  // Back to the present: the library refuses what is minutes off.
  gateway.clock.advance(Date.now() - gateway.clock.now());
  await gateway.database.sql`delete from events`;
});
afterEach(async () => {
  const { data } = (await gateway.admin("/v1/webhooks")).json as { data: { name: string }[] };
  for (const { name } of data) await gateway.admin(`/v1/webhooks/${name}`, { method: "DELETE" });
  await gateway.gateway.webhookPosts.idle();
  for (const receiver of receivers) await receiver.close();
  receivers = [];
});

async function receive(answer?: Answering): Promise<Receiver> {
  const receiver = await startReceiver(answer);
  receivers.push(receiver);
  return receiver;
}

/** A webhook that is heard from now on; answers its secret. */
async function put(name: string, url: string, events: string[] = ["*"]): Promise<string> {
  // It begins where the feed is, which must be behind what was told before.
  await feedSettled(gateway.database.sql);
  const reply = await gateway.admin(`/v1/webhooks/${name}`, { method: "PUT", body: { url, events, state: "on" } });
  if (reply.status !== 200) throw new Error(reply.text);
  return String(reply.json.secret);
}

async function append(reference = newId(), of = tenantId): Promise<string> {
  const event = { tenantId: of, type: "balance.topup" as const, at: gateway.clock.now(), data: { reference } };
  await Promise.all(appendEvents(gateway.database.sql, [event]));
  return reference;
}

async function pass(on: TestGateway = gateway): Promise<void> {
  await on.gateway.webhookPosts.run();
  await on.gateway.webhookPosts.idle();
}

const references = (posts: readonly Post[]) => posts.map(({ event }) => event.data["reference"]);

async function deliveries(name: string, query = "") {
  const reply = await gateway.admin(`/v1/webhooks/${name}/deliveries${query}`);
  return reply.json.data as {
    id: string;
    status: string;
    tries: number;
    answer: string;
    answer_status: number | null;
  }[];
}

describe("a webhook", () => {
  it("gets what happens from then on, signed so that the official library accepts it", async () => {
    const receiver = await receive();
    await append("before");
    const secret = await put("erp", receiver.url);
    await append("after");
    await eventually(
      async () => receiver.posts.length,
      (count) => count > 0,
    );
    await pass();
    expect(references(receiver.posts)).toEqual(["after"]);
    const [post] = receiver.posts;
    if (post === undefined) throw new Error("nothing came");
    const verified = new Webhook(secret).verify(post.body, post.headers as Record<string, string>);
    expect(verified).toMatchObject({ type: "balance.topup", data: { tenant: "demo", reference: "after" } });
    expect(post.headers).toMatchObject({ "content-type": "application/json", "webhook-id": post.event.id });
    expect(await deliveries("erp")).toMatchObject([{ id: post.event.id, status: "delivered", tries: 1 }]);
  });

  it("gets the types that it asked for", async () => {
    const receiver = await receive();
    await put("otp", receiver.url, ["otp.*"]);
    await append();
    await Promise.all(appendEvents(gateway.database.sql, [{ tenantId, type: "otp.locked", at: gateway.clock.now() }]));
    await eventually(
      async () => receiver.posts.length,
      (count) => count > 0,
    );
    await pass();
    expect(receiver.posts.map(({ event }) => event.type)).toEqual(["otp.locked"]);
  });

  it("gets it again with the same id until the answer is 2xx", async () => {
    const receiver = await receive(answersInTurn(500, 302, 200));
    await put("erp", receiver.url);
    await append();
    await eventually(
      async () => receiver.posts.length,
      (count) => count === 1,
    );
    await pass();
    for (const [wait, tries] of [
      [6000, 2],
      [6 * MINUTE, 3],
    ] as const) {
      gateway.clock.advance(wait);
      await pass();
      expect(receiver.posts).toHaveLength(tries);
    }
    const ids = receiver.posts.map(({ headers }) => headers["webhook-id"]);
    expect(new Set(ids).size).toBe(1);
    const times = receiver.posts.map(({ headers }) => Number(headers["webhook-timestamp"]));
    expect(new Set(times).size).toBe(3);
    expect(await deliveries("erp")).toMatchObject([{ status: "delivered", tries: 3, answer_status: 200 }]);
  });

  it("is not led elsewhere by a redirect", async () => {
    const elsewhere = await receive();
    const receiver = await receive((_, response) => response.writeHead(307, { location: elsewhere.url }).end());
    await put("erp", receiver.url);
    await append();
    await eventually(
      async () => receiver.posts.length,
      (count) => count === 1,
    );
    await pass();
    expect(elsewhere.posts).toEqual([]);
    expect(await deliveries("erp")).toMatchObject([{ status: "pending", answer_status: 307 }]);
  });

  it("is left alone for as long as its server asks", async () => {
    const receiver = await receive((_, response) => response.writeHead(429, { "retry-after": "600" }).end());
    await put("erp", receiver.url);
    await append();
    await eventually(
      async () => receiver.posts.length,
      (count) => count === 1,
    );
    await pass();
    await append();
    gateway.clock.advance(9 * MINUTE);
    await pass();
    expect(receiver.posts).toHaveLength(1);
    gateway.clock.advance(2 * MINUTE);
    await pass();
    expect(receiver.posts.length).toBeGreaterThan(1);
  });

  it("shows how its server answered, with secrets and numbers masked, to a kilobyte", async () => {
    let secret = "";
    const receiver = await receive((_, response) => {
      response.statusCode = 500;
      response.end(`no ${secret} for 0812 3456 7890 ${"x".repeat(3000)}`);
    });
    secret = await put("erp", receiver.url);
    await append();
    await eventually(
      () => deliveries("erp"),
      ([one]) => one?.answer_status === 500,
    );
    const [{ answer } = { answer: "" }] = await deliveries("erp");
    expect(answer).not.toContain(secret);
    expect(answer).not.toContain("3456");
    expect(answer).toHaveLength(1024);
  });

  it("is put off when its server answers 410, which the feed says", async () => {
    const receiver = await receive(answersInTurn(410));
    await put("erp", receiver.url);
    await append();
    await eventually(
      async () => (await gateway.admin("/v1/webhooks/erp")).json.state as string,
      (state) => state === "off",
    );
    expect((await gateway.admin("/v1/webhooks/erp")).json.disabled).toMatchObject({ reason: "gone" });
    await feedSettled(gateway.database.sql);
    const told = await gateway.request("/v1/events?type=webhook.disabled");
    expect(told.json.data).toMatchObject([{ data: { webhook: "erp", reason: "gone" } }]);
    expect(gateway.logged()).toContain("a webhook is disabled");
    await put("erp", receiver.url);
    expect((await gateway.admin("/v1/webhooks/erp")).json).toMatchObject({ state: "on", disabled: null });
  });

  it("is put off after five days without a success, and operators hear of it; one success begins anew", async () => {
    const alert = [{ channel: "sms", to: "+628119000001", kinds: ["provider"] }];
    await gateway.admin("/v1/tenants/demo", { method: "PUT", body: { brand: "Demo", alert_to: alert } });
    let status = 500;
    const receiver = await receive((_, response) => {
      response.statusCode = status;
      response.end();
    });
    await put("erp", receiver.url);
    const failOnce = async () => {
      const before = receiver.posts.length;
      await append();
      await eventually(
        async () => {
          await pass();
          return receiver.posts.length;
        },
        (count) => count > before,
      );
      await pass();
    };
    await failOnce();
    gateway.clock.advance(119 * HOUR);
    status = 200;
    await failOnce();
    status = 500;
    await failOnce();
    gateway.clock.advance(119 * HOUR);
    await failOnce();
    expect((await gateway.admin("/v1/webhooks/erp")).json.state).toBe("on");
    gateway.clock.advance(2 * HOUR);
    await failOnce();
    await eventually(
      async () => (await gateway.admin("/v1/webhooks/erp")).json.disabled as { reason: string } | null,
      (disabled) => disabled?.reason === "failing",
    );
    const told = await eventually(
      async () => (await gateway.admin("/v1/sandbox/messages?to=%2B628119000001")).text,
      (text) => text.includes("webhook erp"),
    );
    expect(told).toContain("lima hari tidak ada yang terkirim");
  });

  it("dies after ten tries, is kept, and can be replayed", async () => {
    let status = 500;
    const receiver = await receive((_, response) => {
      response.statusCode = status;
      response.end();
    });
    await put("erp", receiver.url);
    await append("kept");
    await eventually(
      async () => receiver.posts.length,
      (count) => count === 1,
    );
    await pass();
    for (let n = 2; n <= 10; n++) {
      gateway.clock.advance(27 * HOUR);
      // Else five days without a success would put the webhook off.
      await gateway.database.sql`update webhooks set failing_since = ${new Date(gateway.clock.now())}`;
      await pass();
    }
    const [dead] = await deliveries("erp", "?status=dead");
    expect(dead).toMatchObject({ status: "dead", tries: 10 });
    expect(await deliveries("erp", "?status=pending")).toEqual([]);
    status = 200;
    const path = `/v1/webhooks/erp/deliveries/${dead?.id ?? ""}/replay`;
    const replayed = await gateway.admin(path, { body: {}, headers: { "idempotency-key": "again" } });
    expect(replayed.json).toMatchObject({ id: dead?.id, status: "pending", tries: 0 });
    await eventually(
      () => deliveries("erp", "?status=delivered"),
      (rows) => rows.length === 1,
    );
    const count = receiver.posts.length;
    expect(
      (await gateway.admin(path, { body: {}, headers: { "idempotency-key": "again" } })).headers.get(
        "idempotent-replayed",
      ),
    ).toBe("true");
    await pass();
    expect(receiver.posts).toHaveLength(count);
    expect(new Set(receiver.posts.map(({ event }) => event.id)).size).toBe(1);
  });

  it("gets a span of time again, also what it missed while it was off", async () => {
    const receiver = await receive();
    await put("erp", receiver.url);
    const from = new Date(gateway.clock.now() - 1000).toISOString();
    await append("had");
    await eventually(
      async () => receiver.posts.length,
      (count) => count === 1,
    );
    await gateway.admin("/v1/webhooks/erp", { method: "PUT", body: { url: receiver.url, state: "off" } });
    await append("missed");
    const until = new Date(gateway.clock.now() + 1000).toISOString();
    const off = await gateway.admin("/v1/webhooks/erp/replay", { body: { from, until } });
    expect(off.status).toBe(409);
    await put("erp", receiver.url);
    await pass();
    expect(references(receiver.posts)).toEqual(["had"]);
    const replayed = await gateway.admin("/v1/webhooks/erp/replay", { body: { from, until, type: "balance.*" } });
    expect(replayed.json).toEqual({ replayed: 2 });
    await eventually(
      async () => receiver.posts.length,
      (count) => count === 3,
    );
    expect(references(receiver.posts).sort()).toEqual(["had", "had", "missed"]);
    const none = await gateway.admin("/v1/webhooks/erp/replay", { body: { from, until, type: "otp.*" } });
    expect(none.json).toEqual({ replayed: 0 });
  });

  it("of the first tenant hears of those who have none of their own, and no other does", async () => {
    const keys = await makeTenant(gateway, "acme");
    await gateway.gateway.settings.reload();
    const acme = gateway.gateway.settings.current.tenantsByName.get("acme")?.id ?? "";
    const [shared, own] = [await receive(), await receive()];
    await put("erp", shared.url);
    await append("of acme", acme);
    await eventually(
      async () => shared.posts.length,
      (count) => count === 1,
    );
    expect(shared.posts[0]?.event.data).toMatchObject({ tenant: "acme" });
    const seen = await gateway.request("/v1/webhooks", { key: keys.ops });
    expect(seen.json.data).toMatchObject([{ name: "erp", shared: true }]);
    expect(seen.text).not.toContain(shared.url);

    const body = { url: own.url };
    await gateway.request("/v1/webhooks/mine", { method: "PUT", key: keys.ops, body });
    await append("of acme again", acme);
    await append("of demo");
    await eventually(
      async () => own.posts.length + shared.posts.length,
      (count) => count === 3,
    );
    await pass();
    expect(references(own.posts)).toEqual(["of acme again"]);
    expect(references(shared.posts)).toEqual(["of acme", "of demo"]);
    await gateway.request("/v1/webhooks/mine", { method: "DELETE", key: keys.ops });
  });
});

describe("secrets of a webhook", () => {
  it("all sign, until one is ended; never more than three, never none", async () => {
    const receiver = await receive();
    const first = await put("erp", receiver.url);
    const add = () => gateway.admin("/v1/webhooks/erp/secrets", { method: "POST" });
    const second = await add();
    expect(second.status).toBe(201);
    await append();
    await eventually(
      async () => receiver.posts.length,
      (count) => count === 1,
    );
    for (const secret of [first, String(second.json.secret)]) {
      const [{ body, headers } = { body: "", headers: {} }] = receiver.posts;
      expect(() => new Webhook(secret).verify(body, headers as Record<string, string>)).not.toThrow();
    }
    expect((await add()).status).toBe(201);
    expect((await add()).status).toBe(409);

    const { secrets } = (await gateway.admin("/v1/webhooks/erp")).json as { secrets: { id: string }[] };
    const end = (id = "") => gateway.admin(`/v1/webhooks/erp/secrets/${id}`, { method: "DELETE" });
    expect(await Promise.all(secrets.slice(0, 2).map(({ id }) => end(id)))).toMatchObject([
      { status: 204 },
      { status: 204 },
    ]);
    expect((await end(secrets[2]?.id)).status).toBe(409);
    await append();
    await eventually(
      async () => receiver.posts.length,
      (count) => count === 2,
    );
    const { body, headers } = receiver.posts[1] ?? { body: "", headers: {} };
    expect(() => new Webhook(first).verify(body, headers as Record<string, string>)).toThrow();
  });

  it("are shown once, and are sealed where they are kept", async () => {
    const receiver = await receive();
    const secret = await put("erp", receiver.url);
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const again = await gateway.admin("/v1/webhooks/erp", { method: "PUT", body: { url: receiver.url } });
    expect(again.json.secret).toBeNull();
    expect((await gateway.admin("/v1/webhooks/erp")).text).not.toContain("whsec_");
    const key = { "idempotency-key": "one more" };
    const made = await gateway.admin("/v1/webhooks/erp/secrets", { method: "POST", body: {}, headers: key });
    const replayed = await gateway.admin("/v1/webhooks/erp/secrets", { method: "POST", body: {}, headers: key });
    expect(replayed.json).toEqual({ ...made.json, secret: null });
    const rows = await gateway.database.sql<{ secret: Buffer }[]>`select secret from webhook_secrets`;
    expect(rows.some(({ secret: kept }) => kept.includes(Buffer.from(secret)))).toBe(false);
    expect((await gateway.admin("/v1/audit")).text).not.toContain("whsec_");
  });
});

describe("several replicas", () => {
  it("post each event once", async () => {
    const other = await gateway.replica();
    const receiver = await receive();
    await put("erp", receiver.url);
    await other.gateway.settings.reload();
    const names: string[] = [];
    for (let n = 0; n < 40; n++) names.push(await append(`event ${n}`));
    await eventually(
      async () => {
        await Promise.all([pass(), pass(other)]);
        return receiver.posts.length;
      },
      (count) => count >= names.length,
    );
    await Promise.all([pass(), pass(other)]);
    expect(references(receiver.posts).sort()).toEqual(names.sort());
    await other.close();
  });

  it("take up what a dead one was posting", async () => {
    const receiver = await receive();
    await put("erp", receiver.url);
    // Taken, and never heard of again.
    const id = newId();
    await append();
    await eventually(
      async () => receiver.posts.length,
      (count) => count === 1,
    );
    await pass();
    await gateway.database.sql`
      update webhook_deliveries set status = 'pending', tries = 1,
        next_at = ${new Date(gateway.clock.now() + 30_000)}, answer = ${id}`;
    await pass();
    expect(receiver.posts).toHaveLength(1);
    gateway.clock.advance(31_000);
    await pass();
    expect(receiver.posts).toHaveLength(2);
    expect(receiver.posts[0]?.event).toEqual(receiver.posts[1]?.event);
  });
});

describe("a slow server", () => {
  it("keeps no other webhook waiting", async () => {
    const held: (() => void)[] = [];
    const slow = await receive((_, response) => void held.push(() => response.end()));
    const quick = await receive();
    await put("slow", slow.url);
    await put("quick", quick.url);
    const names = await Promise.all(Array.from({ length: 60 }, (_, n) => append(`event ${n}`)));
    await eventually(
      async () => quick.posts.length,
      (count) => count === names.length,
    );
    expect(slow.posts).toHaveLength(16);
    const release = setInterval(() => held.splice(0).forEach((end) => end()), 10);
    await eventually(
      async () => slow.posts.length,
      (count) => count === names.length,
    );
    clearInterval(release);
    held.forEach((end) => end());
  });
});

describe("POST /v1/webhooks/{name}/test", () => {
  it("answers what the server said, whatever that is", async () => {
    const receiver = await receive((_, response) => response.writeHead(404).end("nobody here"));
    const secret = await put("erp", receiver.url);
    const reply = await gateway.admin("/v1/webhooks/erp/test", { method: "POST", body: {} });
    expect(reply.json).toMatchObject({ ok: false, answer_status: 404, answer: "nobody here" });
    const [post] = receiver.posts;
    expect(post?.event).toMatchObject({ id: reply.json.id, type: "webhook.test", data: { tenant: "demo" } });
    expect(() => new Webhook(secret).verify(post?.body ?? "", post?.headers as Record<string, string>)).not.toThrow();
    expect((await gateway.request("/v1/events")).json.data).toEqual([]);
  });
});
