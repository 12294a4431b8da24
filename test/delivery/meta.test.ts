import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { listen } from "../../src/http/server.ts";
import { World, type MessageStory } from "../scenarios/world.ts";
import { eventually } from "../support/gateway.ts";
import type { Accepted, Answer, WebhookStatus } from "../support/meta-server.ts";

let world: World;

beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.close());
afterEach(() => world.expectLedgerRight());

/** What the server was asked to send to this number, oldest first. */
function sentTo(to: string): Accepted[] {
  return world.meta.requests.flatMap(({ body }) => {
    const sent = JSON.parse(body) as {
      to: string;
      biz_opaque_callback_data: string;
      template: { components: { parameters: { text: string }[] }[] };
    };
    if (sent.to !== to) return [];
    const code = sent.template.components[0]?.parameters[0]?.text ?? "";
    const id = world.meta.accepted.find(({ correlation }) => correlation === sent.biz_opaque_callback_data)?.id;
    return [{ id: id ?? `wamid.lost.${to}`, to, code, correlation: sent.biz_opaque_callback_data }];
  });
}
const outcomes = (message: MessageStory | undefined) => message?.attempts.map(({ outcome }) => outcome);

async function report(provider: string, message: Accepted, ...statuses: (WebhookStatus | [WebhookStatus, number])[]) {
  const list = statuses.map((one) => {
    const [status, error] = typeof one === "string" ? [one] : one;
    return { message, status, ...(error === undefined ? {} : { error }) };
  });
  expect(await world.meta.report(world.hook(provider), list)).toBe(200);
  await world.applied();
}

describe("an answer", () => {
  beforeAll(() => world.routeToMeta({ first: {}, second: {} }, { fallback: false }));

  test("that it was taken: one request, paid once, its reports followed to read", async () => {
    const to = world.number();
    const otp = await world.issue(to);
    const [taken] = await world.until(otp, ([m]) => m?.status === "accepted");
    expect(taken).toMatchObject({ provider: "first", charged: "350", entries: ["hold", "capture"] });
    const [sent, ...again] = sentTo(to);
    expect(again).toEqual([]);
    await report("first", sent as Accepted, "sent", "delivered", "read");
    const [read] = await world.until(otp, ([m]) => m?.status === "read");
    expect(read).toMatchObject({ reports: ["sent", "delivered", "read"], due: null, charged: "350" });
  });

  const throttled: Answer = { error: 130429, status: 429, headers: { "retry-after": "3" } };
  test.each<[string, Answer[], string[]]>([
    [
      "transient, thrice",
      [{ error: 131016 }, { error: 2 }, { error: 131000 }],
      ["transient", "transient", "transient"],
    ],
    ["throttled for longer than two seconds", [throttled], ["throttled"]],
    ["rejected, this one message", [{ error: 131009 }], ["rejected"]],
    ["a page of somebody between us", [{ raw: "<html>", status: 413 }], ["rejected"]],
  ])("%s: the next provider", async (_, answers, expected) => {
    const to = world.number();
    world.meta.next(...answers);
    const otp = await world.issue(to);
    const [message] = await world.until(otp, ([m]) => m?.status === "accepted");
    expect(outcomes(message)).toEqual([...expected, "accepted"]);
    expect(message).toMatchObject({ provider: "second", charged: "350", entries: ["hold", "capture"] });
  });

  test("of no WhatsApp user: the next channel, no other provider of this one", async () => {
    const to = world.number();
    world.meta.answerTo(to, { error: 131026 });
    await world.routeToMeta({ first: {}, second: {} });
    const otp = await world.issue(to);
    const [whatsapp, sms] = await world.until(otp, ([, m]) => m?.hold_state === "captured");
    expect(outcomes(whatsapp)).toEqual(["recipient"]);
    expect(whatsapp).toMatchObject({ status: "failed", charged: "0" });
    expect(sms).toMatchObject({ channel: "sms", charged: "500" });
  });
});

describe("no answer", () => {
  /** Enough for the request to get there. */
  const soon = { timeout_ms: 1000 };

  test.each<[string, Answer, object]>([
    ["hangs", "hang", { ...soon, ambiguous_wait_seconds: 1 }],
    ["is too slow", { afterMs: 2000 }, soon],
    ["resets the connection", "reset", {}],
    ["ends in the middle", "half_closed", {}],
    ["is no HTTP", "garbled", {}],
    ["has no id", "no_id", {}],
    ["is kept back for its quality", { messageStatus: "held_for_quality_assessment" }, {}],
  ])(
    "that %s is in doubt: it waits for its report, then goes on, and nothing is paid for it",
    async (_, answer, set) => {
      await world.routeToMeta({ solo: set });
      const to = world.number();
      world.meta.answerTo(to, answer);
      const otp = await world.issue(to);
      const [whatsapp, sms] = await world.until(otp, ([, m]) => m?.hold_state === "captured");
      expect(outcomes(whatsapp)).toEqual(["ambiguous"]);
      expect(whatsapp).toMatchObject({ status: "unknown", charged: "0", entries: ["hold", "release"] });
      expect(sms?.charged).toBe("500");
      expect(sentTo(to)).toHaveLength(1);
    },
  );

  test("then the next provider of the channel, before the next channel", async () => {
    await world.routeToMeta({ hung: soon, well: {} });
    const to = world.number();
    world.meta.next("hang");
    const otp = await world.issue(to);
    const [whatsapp, ...more] = await world.until(otp, ([m]) => m?.status === "accepted");
    expect(whatsapp?.attempts.map(({ provider, outcome }) => [provider, outcome])).toEqual([
      ["hung", "ambiguous"],
      ["well", "accepted"],
    ]);
    expect(more).toEqual([]);
    expect(whatsapp).toMatchObject({ provider: "well", entries: ["hold", "capture"] });
  });

  test.each<WebhookStatus>(["sent", "delivered"])(
    "and a report %s within the wait: no second send, charged once",
    async (status) => {
      await world.routeToMeta({ slow: { ...soon, ambiguous_wait_seconds: 30 } });
      const to = world.number();
      world.meta.answerTo(to, "hang");
      const otp = await world.issue(to);
      await world.until(otp, ([m]) => m?.due === "doubt");
      const [sent] = sentTo(to);
      await report("slow", sent as Accepted, status);
      const [message] = await world.until(otp, ([m]) => m?.status === status);
      expect(message).toMatchObject({ charged: "350", entries: ["hold", "capture"] });
      await world.pass(31_000);
      expect(await world.story(otp)).toHaveLength(1);
      expect(sentTo(to)).toHaveLength(1);
    },
  );

  test("and a report that comes before the time-out: no wait, no second send", async () => {
    await world.routeToMeta({ slow: { timeout_ms: 2000, ambiguous_wait_seconds: 30 } });
    const to = world.number();
    world.meta.answerTo(to, "hang");
    const otp = await world.issue(to);
    await eventually(
      () => Promise.resolve(sentTo(to)),
      (sent) => sent.length === 1,
    );
    await report("slow", sentTo(to)[0] as Accepted, "sent", "delivered");
    const [message] = await world.settled(otp);
    expect(message).toMatchObject({ status: "delivered", charged: "350", entries: ["hold", "capture"], due: null });
    expect(outcomes(message)).toEqual(["ambiguous"]);
  });

  test("and a report of failure within the wait: the plan goes on at once", async () => {
    await world.routeToMeta({ slow: { ...soon, ambiguous_wait_seconds: 60 } });
    const to = world.number();
    world.meta.answerTo(to, "hang");
    const otp = await world.issue(to);
    await world.until(otp, ([m]) => m?.due === "doubt");
    await report("slow", sentTo(to)[0] as Accepted, ["failed", 131026]);
    const [whatsapp, sms] = await world.until(otp, ([, m]) => m?.hold_state === "captured");
    expect(whatsapp).toMatchObject({ status: "failed", charged: "0", reports: ["failed"] });
    expect(sms?.channel).toBe("sms");
  });

  test("in the end unknown and free; delivered after that it is charged by an adjustment", async () => {
    await world.routeToMeta({ lost: soon }, { fallback: false });
    const to = world.number();
    world.meta.answerTo(to, "hang");
    const otp = await world.issue(to);
    await world.until(otp, ([m]) => m?.status === "unknown");
    await report("lost", sentTo(to)[0] as Accepted, "delivered", "read");
    const [message] = await world.until(otp, ([m]) => m?.status === "read");
    expect(message).toMatchObject({ charged: "350", entries: ["hold", "release", "adjustment"] });
  });

  test("of two copies that both arrive only one is paid, when the second is charged first", async () => {
    await world.routeToMeta({ lost: soon });
    const to = world.number();
    world.meta.answerTo(to, "hang");
    const otp = await world.issue(to);
    await world.until(otp, ([, m]) => m?.hold_state === "captured");
    await report("lost", sentTo(to)[0] as Accepted, "delivered");
    const [whatsapp, sms] = await world.until(otp, ([m]) => m?.status === "delivered");
    expect([whatsapp?.charged, sms?.charged]).toEqual(["0", "500"]);
    expect(whatsapp?.entries).toEqual(["hold", "release"]);
  });

  test("and when the first is charged first", async () => {
    await world.put("/v1/prices", {
      prices: [
        { channel: "whatsapp", amount: "350" },
        { channel: "sms", amount: "500", charged_on: "delivered" },
      ],
    });
    await world.put("/v1/providers/sandbox", { kind: "sandbox", state: "on", settings: { latency_ms: 300 } });
    await world.routeToMeta({ lost: soon });
    const to = world.number();
    world.meta.answerTo(to, "hang");
    const otp = await world.issue(to);
    await world.until(otp, (messages) => messages.length === 2);
    await report("lost", sentTo(to)[0] as Accepted, "delivered");
    const [whatsapp, sms] = await world.until(otp, ([, m]) => m?.status === "read");
    expect([whatsapp?.charged, sms?.charged]).toEqual(["350", "0"]);
    expect(sms?.entries).toEqual(["hold", "release"]);
    await world.put("/v1/providers/sandbox", { kind: "sandbox", state: "on", settings: {} });
    await world.put("/v1/prices", {
      prices: [
        { channel: "whatsapp", amount: "350" },
        { channel: "sms", amount: "500" },
      ],
    });
  });
});

describe("reports", () => {
  beforeAll(() => world.routeToMeta({ meta: {} }));

  async function accepted(): Promise<{ otp: string; sent: Accepted }> {
    const to = world.number();
    const otp = await world.issue(to);
    await world.until(otp, ([m]) => m?.status === "accepted");
    return { otp, sent: sentTo(to)[0] as Accepted };
  }

  test("in any order, twice and in one body end read, each kept once", async () => {
    const { otp, sent } = await accepted();
    await report("meta", sent, "read", "sent", "delivered", "read", "delivered");
    await report("meta", sent, "delivered", "sent");
    const [message] = await world.until(otp, ([m]) => m?.status === "read");
    expect(message).toMatchObject({ charged: "350", entries: ["hold", "capture"] });
    expect(new Set(message?.reports).size).toBe(3);
  });

  test("a hundred at once of one message are one", async () => {
    const { otp, sent } = await accepted();
    const timestamp = Math.floor(Date.now() / 1000);
    const all = Array.from({ length: 100 }, () => [
      { message: sent, status: "delivered" as const, timestamp },
      { message: sent, status: "failed" as const, timestamp },
    ]);
    const answers = await Promise.all(all.map((list) => world.meta.report(world.hook("meta"), list)));
    expect(new Set(answers)).toEqual(new Set([200]));
    await world.applied();
    const [message] = await world.story(otp);
    expect(message).toMatchObject({ status: "delivered", charged: "350", entries: ["hold", "capture"] });
    expect(message?.reports.sort()).toEqual(["delivered", "failed"]);
  });

  test("for nobody are answered 200 and change nothing", async () => {
    const nobody = { id: "wamid.nobody", to: "+6281200000000", code: "" };
    await report("meta", nobody, "delivered");
    await report("meta", { ...nobody, correlation: "att_" + "A".repeat(44) + "_1" }, "delivered");
    await report("meta", { ...nobody, correlation: "somebody else's words" }, ["failed", 131026]);
  });

  test("that nobody signed are refused and change nothing", async () => {
    const { otp, sent } = await accepted();
    expect(await world.meta.report(world.hook("meta"), [{ message: sent, status: "read" }], "wrong")).toBe(401);
    expect((await world.story(otp))[0]?.status).toBe("accepted");
  });

  test("failed after accepted: refunded, and the plan goes on at once", async () => {
    const { otp, sent } = await accepted();
    await report("meta", sent, ["failed", 131049], ["failed", 131049]);
    const [whatsapp, sms, ...more] = await world.until(otp, ([, m]) => m?.hold_state === "captured");
    expect(whatsapp).toMatchObject({ status: "failed", charged: "0", entries: ["hold", "capture", "refund"] });
    expect(sms?.charged).toBe("500");
    expect(more).toEqual([]);
  });

  test("delivered after that refund, the copy being paid, is free", async () => {
    const { otp, sent } = await accepted();
    await report("meta", sent, ["failed", 131049]);
    await world.until(otp, ([, m]) => m?.hold_state === "captured");
    await report("meta", sent, "delivered");
    const [whatsapp] = await world.until(otp, ([m]) => m?.status === "delivered");
    expect(whatsapp).toMatchObject({ charged: "0", entries: ["hold", "capture", "refund"] });
  });

  test("failed after the OTP was verified: refunded, nothing more is sent", async () => {
    const { otp, sent } = await accepted();
    const verified = await world.gateway.request("/v1/otp/verify", { body: { id: otp, code: sent.code } });
    expect(verified.json.valid).toBe(true);
    await report("meta", sent, ["failed", 131026]);
    const messages = await world.until(otp, ([m]) => m?.status === "failed");
    expect(messages).toHaveLength(1);
    expect(messages[0]).toMatchObject({ charged: "0", due: null });
  });

  test("that come to another replica before the attempt is committed, without our name in them", async () => {
    const { sql } = world.gateway.database;
    const other = await world.gateway.replica();
    const http = await listen({ host: "127.0.0.1", port: 0, fetch: other.app.fetch });
    const to = world.number();
    world.meta.answerTo(to, { afterMs: 200 });
    const otp = await world.issue(to);
    await world.until(otp, ([m]) => m?.status === "sending");
    let letGo = (): void => {};
    const held = new Promise<void>((resolve) => (letGo = resolve));
    // The commit of the acceptance is held up at the account's row, while the vendor has answered and reports.
    const locked = sql.begin(async (tx) => {
      await tx`select from accounts for update`;
      await held;
    });
    try {
      const [sent] = await eventually(
        () => Promise.resolve(world.meta.accepted.filter((one) => one.to === to)),
        (found) => found.length === 1,
      );
      const anonymous = { id: sent?.id ?? "", to, code: "" };
      const statuses = (["sent", "delivered"] as const).map((status) => ({ message: anonymous, status }));
      expect(await world.meta.report(`${http.url}/hooks/demo/meta`, statuses)).toBe(200);
    } finally {
      letGo();
      await locked;
    }
    const [message] = await world.until(otp, ([m]) => m?.status === "delivered");
    expect(message).toMatchObject({ charged: "350", entries: ["hold", "capture"] });
    expect(message?.reports.sort()).toEqual(["delivered", "sent"]);
    await http.close(100);
    await other.close();
  });

  test("that missed their attempt's commit by a hair are matched by the sweep", async () => {
    const { otp, sent } = await accepted();
    const { clock, database } = world.gateway;
    const { sql } = database;
    const now = clock.now();
    // As another replica would have left it: it saw no attempt yet, and this one no report.
    await sql`
      insert into early_reports (owner_id, provider, provider_message_id, status, at, provider_code, received_at)
      select owner_id, provider, provider_message_id, 'delivered', to_timestamp(${now}::float8 / 1000), null,
             to_timestamp(${now}::float8 / 1000)
      from attempts where provider_message_id = ${sent.id}`;
    await world.sweep();
    const [message] = await world.until(otp, ([m]) => m?.status === "delivered");
    expect(message?.reports).toEqual(["delivered"]);
    expect(await sql`select from early_reports where provider_message_id = ${sent.id}`).toHaveLength(0);
  });
});
