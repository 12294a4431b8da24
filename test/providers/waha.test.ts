import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  TransportError,
  type HttpAnswer,
  type HttpRequest,
  type RenderedMessage,
} from "../../src/providers/provider.ts";
import { isNotOnWhatsApp, readAnswer, wahaMessageId } from "../../src/providers/waha/answer.ts";
import { waha } from "../../src/providers/waha/index.ts";
import { readWahaHook } from "../../src/providers/waha/report.ts";
import { lend } from "../support/provider-io.ts";

const settings = waha.settings.parse({});
const secrets = { api_key: "waha-key-sample", hook_hmac_key: "waha-hmac-sample" };

const message: RenderedMessage = {
  channel: "whatsapp",
  to: "+6281100000001",
  code: "481516",
  text: "Kode ERP Anda 481516.",
  user: null,
  locale: "id",
  ttlSeconds: 300,
  binding: null,
  correlation: "att_01JGXSAMPLE0001",
  tryNumber: 1,
};

const onWhatsApp = answer(200, { numberExists: true, chatId: "6281100000001@c.us" });
const taken = answer(201, { id: "true_6281100000001@c.us_3EB0A1" });

function answer(status: number, body: unknown): HttpAnswer {
  return { status, headers: {}, text: typeof body === "string" ? body : JSON.stringify(body) };
}

/** Sends through a WAHA that gives these answers, one after the other. */
async function send(...answers: (HttpAnswer | Error)[]) {
  const asked: HttpRequest[] = [];
  const io = lend({
    http(request) {
      asked.push(request);
      const next = answers.shift();
      if (next === undefined) return expect.unreachable("a request too many");
      return next instanceof Error ? Promise.reject(next) : Promise.resolve(next);
    },
  });
  return { outcome: await waha.send(message, settings, secrets, io), asked };
}

describe("settings", () => {
  it("default to the session of WAHA Core, and to checking numbers", () => {
    expect(settings).toMatchObject({ session: "default", check_number: true, base_url: "http://waha:3000" });
  });

  it.each([{ session: "" }, { session: "a/b" }, { session: ".." }, { check_number: "no" }])("refuse %j", (wrong) =>
    expect(waha.settings.safeParse(wrong).success).toBe(false),
  );
});

describe("the check before a send", () => {
  it("that says no ends it there, for this person", async () => {
    const { outcome, asked } = await send(answer(200, { numberExists: false }));
    const refused = { ok: false, errorClass: "recipient", scope: "recipient", providerCode: "not_on_whatsapp" };
    expect(outcome).toEqual(refused);
    expect(asked).toHaveLength(1);
  });

  it.each([
    onWhatsApp,
    answer(200, {}),
    answer(200, "null"),
    answer(200, "<html>"),
    answer(200, { numberExists: "false" }),
    answer(200, { numberExists: null }),
    answer(404, { numberExists: false }),
    answer(500, { statusCode: 500 }),
  ])("that says nothing clear (%j) lets the code through", async (said) => {
    const { outcome, asked } = await send(said, taken);
    expect(outcome).toEqual({ ok: true, providerMessageId: "3EB0A1" });
    expect(asked).toHaveLength(2);
    expect(isNotOnWhatsApp(said)).toBe(false);
  });

  it.each([
    [new TransportError("refused", false), "transient"],
    [new TransportError("timeout", true), "transient"],
    [new TransportError("reset", true), "transient"],
    [new TransportError("target_not_allowed", false), "credentials"],
  ])("that ends in %s leaves nothing in doubt: %s", async (error, errorClass) => {
    const { outcome, asked } = await send(error);
    expect(outcome).toEqual({ ok: false, errorClass, scope: "provider", providerCode: error.reason });
    expect(asked).toHaveLength(1);
  });

  it("does not hide what became of the send", async () => {
    const { outcome } = await send(onWhatsApp, new TransportError("timeout", true));
    expect(outcome).toMatchObject({ errorClass: "ambiguous", providerCode: "timeout" });
  });

  it("lets a bug through", async () => {
    await expect(send(new TypeError("a bug"))).rejects.toThrow("a bug");
  });

  it("has neither code nor text in its address", async () => {
    const { asked } = await send(onWhatsApp, taken);
    expect(asked[0]?.url).not.toMatch(/481516|Kode/);
    expect(asked[0]).not.toHaveProperty("body");
  });
});

describe("a message's id", () => {
  it.each([
    ["true_6281100000001@c.us_3EB0A1", "3EB0A1"],
    ["true_900000000000001@lid_3EB0A1", "3EB0A1"],
    ["true_6281100000001@c.us_3EB0A1_6281100009999@c.us", "3EB0A1"],
    ["3EB0A1", "3EB0A1"],
    ["false_6281100000001@c.us_3EB0A1", null],
    ["true_6281100000001@c.us_", null],
    ["true_6281100000001@c.us", null],
    ["6281100000001@c.us", null],
    ["", null],
    [null, null],
    [7, null],
  ])("in %j is %j: the chat is left out", (value, id) => expect(wahaMessageId(value)).toBe(id));

  it("never names a chat, however odd it is", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(wahaMessageId(`true_1@c.us_${text}`) ?? "").not.toContain("@");
      }),
    );
    expect(wahaMessageId(`true_${"1@".repeat(100_000)}`)).toBeNull();
  });

  it.each([
    { id: "true_6281100000001@c.us_3EB0A1" },
    { id: { fromMe: true, id: "3EB0A1", _serialized: "true_6281100000001@c.us_3EB0A1" } },
    { id: { fromMe: true, remote: "6281100000001@c.us", id: "3EB0A1" } },
    { key: { id: "3EB0A1", remoteJid: "6281100000001@s.whatsapp.net" } },
  ])("is found in the answer of every engine: %j", (body) => {
    for (const status of [200, 201]) {
      expect(readAnswer(answer(status, body))).toEqual({ ok: true, providerMessageId: "3EB0A1" });
    }
  });

  it.each([{ id: "false_6281100000001@c.us_3EB0A1" }, { id: "6281100000001@c.us" }, { id: {} }, { key: {} }])(
    "that is none (%j) may still have been sent",
    (body) =>
      expect(readAnswer(answer(201, body))).toMatchObject({
        errorClass: "ambiguous",
        providerCode: "unreadable_answer",
      }),
  );
});

it("a status that WAHA never had is not repeated", () => {
  const outcome = readAnswer(answer(422, { status: "+6281100000001" }));
  expect(outcome).toMatchObject({ errorClass: "credentials", providerCode: "http_422" });
});

function reportsOf(body: unknown, headers: Record<string, string> = {}) {
  const bytes = Buffer.from(JSON.stringify(body));
  const hmac = createHmac("sha512", secrets.hook_hmac_key).update(bytes).digest("hex");
  const content = readWahaHook(
    {
      method: "POST",
      url: "https://gateway.example/hooks/waha",
      headers: { "x-webhook-hmac": hmac, ...headers },
      receivedAt: 1_767_323_050_000,
      query: new URLSearchParams(),
      body: bytes,
      token: null,
    },
    settings,
    secrets,
  );
  if (!content.ok) return expect.unreachable(content.why);
  return content.reports;
}

describe("an acknowledgement", () => {
  const payload = { id: "true_6281100000001@c.us_3EB0A1", fromMe: true, ack: 3, ackName: "READ" };
  const body = { timestamp: 1767323049000, session: "default", event: "message.ack", payload };
  const read = { providerMessageId: "3EB0A1", status: "read", at: 1767323049000 };

  it("finds its message although the chat goes by another id", () => {
    const hidden = { ...payload, id: "true_900000000000001@lid_3EB0A1" };
    expect(reportsOf({ ...body, payload: hidden })).toEqual([read]);
  });

  it("may have the level without its name, and the name without its level", () => {
    expect(reportsOf({ ...body, payload: { id: payload.id, ack: 3 } })).toEqual([read]);
    expect(reportsOf({ ...body, payload: { id: payload.id, ackName: "READ" } })).toEqual([read]);
  });

  it("of an older version has its time in a header", () => {
    const { timestamp, ...older } = body;
    expect(reportsOf(older, { "x-webhook-timestamp": String(timestamp) })).toEqual([read]);
    expect(reportsOf(body, { "x-webhook-timestamp": "1" })).toEqual([read]);
    for (const odd of ["", "soon", "-1", "1e300", "1.5"]) {
      expect(reportsOf(older, { "x-webhook-timestamp": odd })).toEqual([{ ...read, at: 1_767_323_050_000 }]);
    }
  });

  it.each([
    ["another session", { ...body, session: "sales" }],
    ["a message of somebody else", { ...body, payload: { ...payload, fromMe: false } }],
    ["a message that we did not send", { ...body, payload: { ...payload, id: "false_6281100000001@c.us_3EB0A1" } }],
    ["an unknown level", { ...body, payload: { ...payload, ack: 9, ackName: "toString" } }],
    ["no message", { ...body, payload: null }],
    ["another event", { ...body, event: "message.any" }],
    ["a list", [body]],
    ["nothing", null],
  ])("of %s is ignored", (_, odd) => expect(reportsOf(odd)).toEqual([]));
});
