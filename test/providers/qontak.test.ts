import fc from "fast-check";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  TransportError,
  type DeliveryReport,
  type HttpRequest,
  type ProviderIo,
} from "../../src/providers/provider.ts";
import type { RawHook, RenderedMessage } from "../../src/providers/provider.ts";
import { readAnswer } from "../../src/providers/qontak/answer.ts";
import { qontak } from "../../src/providers/qontak/index.ts";
import { readQontakHook } from "../../src/providers/qontak/report.ts";
import { sendRequest, sign } from "../../src/providers/qontak/request.ts";
import { lend } from "../support/provider-io.ts";

interface Sample {
  path: string;
  host: string;
  headers: Record<string, string>;
  body: { data?: unknown } & Record<string, unknown>;
  clientSecret: string;
}

function sample(name: string): Sample {
  return JSON.parse(readFileSync(new URL(`../fixtures/qontak/${name}.json`, import.meta.url), "utf8")) as Sample;
}

const channel_integration_id = "d6426af0-4235-4593-a6c5-b6b08f61240c";
const binding = { name: "b6f9e6ea-09c1-43c5-ada5-3a8a028bae68", language: "id" };
const broadcastId = "c07865d0-4f42-4f0a-ac43-cfd81200516f";
const settings = qontak.settings.parse({ channel_integration_id });
const secrets = { access_token: "sample-access-token", hook_token: "secret-path-sample" };

const message: RenderedMessage = {
  channel: "whatsapp",
  to: "+6281100000001",
  code: "481516",
  text: "",
  user: "budi",
  locale: "id",
  ttlSeconds: 300,
  binding,
  correlation: "att_1",
  tryNumber: 1,
};

function io(http: ProviderIo["http"]): ProviderIo {
  return lend({ http });
}

describe("settings", () => {
  it.each([
    ["bearer", "https://service-chat.qontak.com/api/open/v1"],
    ["hmac", "https://api.mekari.com/qontak/chat/v1"],
  ])("for %s go to %s, unless they say otherwise", (auth, base_url) => {
    expect(qontak.settings.parse({ channel_integration_id, auth })).toMatchObject({ auth, base_url });
    const own = { channel_integration_id, auth, base_url: "http://127.0.0.1:9/x" };
    expect(qontak.settings.parse(own)).toMatchObject({ base_url: "http://127.0.0.1:9/x" });
  });

  it("read what they gave as the same", () => expect(qontak.settings.parse(settings)).toEqual(settings));

  it("refuse a channel by another name than its id, and another proof", () => {
    expect(qontak.settings.safeParse({ channel_integration_id: "6281100009999" }).success).toBe(false);
    expect(qontak.settings.safeParse({ channel_integration_id, auth: "basic" }).success).toBe(false);
  });
});

describe("Mekari's signature", () => {
  it("is the one of its test vector", () => {
    const date = "Fri, 02 Jan 2026 03:04:05 GMT";
    expect(sign("s3cr3t", date, "POST", "/qontak/chat/v1/broadcasts/whatsapp/direct")).toBe(
      "JSE0rq4aTXJB6Ny7Ozqr4a5FDXvIAdFqSFN4Knhgbp4=",
    );
  });

  it.each(["", "/"])("makes the recorded request, to the letter, with %j after the address", (slash) => {
    const { headers, host, path, body, clientSecret } = sample("send-hmac.request");
    const credentials = { clientId: "sample-client-id", clientSecret };
    const base_url = `https://api.mekari.com/qontak/chat/v1${slash}`;
    const now = Date.parse("2026-01-02T03:04:05.678Z");
    const request = sendRequest(message, binding, { ...settings, base_url }, credentials, now);
    expect({ ...request, body: JSON.parse(request.body ?? "") as unknown }).toEqual({
      method: "POST",
      url: `https://${host}${path}`,
      headers,
      body,
    });
  });

  it("covers the path that is really called, and the time of the call", async () => {
    const secret = "sample-client-secret";
    let request: HttpRequest | undefined;
    const http = (asked: HttpRequest) => {
      request = asked;
      return Promise.reject(new TransportError("refused", false));
    };
    const own = qontak.settings.parse({ channel_integration_id, auth: "hmac", base_url: "https://proxy.example/q" });
    await qontak.send(message, own, { client_id: "sample-client-id", client_secret: secret }, io(http));
    const { date = "", authorization } = request?.headers ?? {};
    expect(authorization).toContain(`signature="${sign(secret, date, "POST", "/q/broadcasts/whatsapp/direct")}"`);
    expect(Math.abs(Date.parse(date) - Date.now())).toBeLessThan(60_000);
  });
});

describe("a send", () => {
  it("with a bearer token is the recorded request, to the letter", () => {
    const { headers, host, path, body } = sample("send-bearer.request");
    const request = sendRequest(message, binding, settings, { accessToken: "sample-access-token" }, 0);
    expect({ ...request, body: JSON.parse(request.body ?? "") as unknown }).toEqual({
      method: "POST",
      url: `https://${host}${path}`,
      headers,
      body,
    });
  });

  it.each([
    ["bearer", { client_id: "c", client_secret: "s" }],
    ["hmac", { access_token: "t" }],
    ["hmac", { client_id: "c" }],
    ["hmac", { client_secret: "s" }],
  ] as const)("for %s with the secrets %j makes no request", async (auth, given) => {
    const own = qontak.settings.parse({ channel_integration_id, auth });
    const outcome = await qontak.send(
      message,
      own,
      given,
      io(() => expect.unreachable("a request was made")),
    );
    expect(outcome).toEqual({
      ok: false,
      errorClass: "credentials",
      scope: "provider",
      providerCode: "no_credentials",
    });
  });

  it("of an announcement names the user and no code", async () => {
    let body = "";
    const http = (asked: HttpRequest) => {
      body = asked.body ?? "";
      return Promise.resolve({ status: 201, headers: {}, text: JSON.stringify(sample("send.response-201").body) });
    };
    const outcome = await qontak.announce?.({ to: message.to, user: "budi", binding }, settings, secrets, io(http));
    expect(outcome).toEqual({ ok: true, providerMessageId: broadcastId });
    expect(JSON.parse(body)).toMatchObject({
      to_name: "Pelanggan",
      parameters: { body: [{ key: "1", value: "user", value_text: "budi" }] },
    });
    expect(body).not.toContain("buttons");
  });
});

describe("an answer", () => {
  it.each([200, 201, 202])("of %i with a broadcast's id is accepted", (status) => {
    const text = JSON.stringify({ status: "success", error: null, data: { id: broadcastId } });
    expect(readAnswer({ status, headers: {}, text })).toEqual({ ok: true, providerMessageId: broadcastId });
  });

  it.each(['{"status":"success"}', '{"status":"success","data":{}}', `{"data":{"id":"${broadcastId}"}}`])(
    "like %s may have been sent",
    (text) =>
      expect(readAnswer({ status: 201, headers: {}, text })).toMatchObject({
        errorClass: "ambiguous",
        providerCode: "unreadable_answer",
      }),
  );

  it.each([6281100000001, "6281100000001", 7, null])("shows no code like %j", (code) => {
    const text = JSON.stringify({ status: "error", error: { code, messages: ["+6281100000001 481516"] } });
    expect(readAnswer({ status: 422, headers: {}, text })).toEqual({
      ok: false,
      errorClass: "rejected",
      scope: "recipient",
      providerCode: "http_422",
    });
  });
});

describe("asked what became of messages", () => {
  const ask = (status: number, given: Record<string, string> = secrets) => {
    const http = () => Promise.resolve({ status, headers: {}, text: '{"status":"error"}' });
    return qontak.poll?.([broadcastId], settings, given, io(http));
  };

  it.each([401, 403])("it says that it refuses our account by %i", async (status) => {
    await expect(ask(status)).rejects.toMatchObject({ name: "RefusedError", reason: `http_${status}` });
  });

  it("without credentials is not asked, and that is said", async () => {
    await expect(ask(200, {})).rejects.toMatchObject({ name: "RefusedError", reason: "no_credentials" });
  });

  it("answers nothing of what it does not know", async () => expect(await ask(404)).toEqual([]));
});

function hook(body: unknown): RawHook {
  return {
    method: "POST",
    url: "https://gateway.example/hooks/qontak/secret-path-sample",
    headers: {},
    receivedAt: 1_767_323_050_000,
    query: new URLSearchParams(),
    body: Buffer.from(JSON.stringify(body) ?? ""),
    token: "secret-path-sample",
  };
}

function reportsOf(body: unknown): DeliveryReport[] {
  const content = readQontakHook(hook(body), settings, secrets);
  return content.ok ? content.reports : expect.unreachable(content.why);
}

describe("a row of the log", () => {
  const [row] = sample("log-failed.response-200").body.data as [Record<string, unknown>];

  it.each(["n/a", "", null])("with %j for the WhatsApp message has no other name", (whatsapp_message_id) => {
    expect(reportsOf({ ...row, whatsapp_message_id })[0]).not.toHaveProperty("alsoKnownAs");
  });

  it.each([
    ["(#132015) Template is paused", "rejected", "template", "132015"],
    ["(#999999) Something new", "rejected", "recipient", "999999"],
    ["n/a", "rejected", "recipient", "failed"],
    ["(#6281100000001) no code", "rejected", "recipient", "failed"],
    [null, "rejected", "recipient", "failed"],
  ])("that failed with %j is %s/%s", (text, errorClass, scope, providerCode) => {
    expect(reportsOf({ ...row, whatsapp_error_message: text })).toEqual([
      { providerMessageId: broadcastId, status: "failed", at: 1767323046000, errorClass, scope, providerCode },
    ]);
  });

  it("has the time at which WhatsApp said so, or else its own", () => {
    const read = { statuses: [{ timestamp: "1767323071" }] };
    expect(reportsOf({ ...row, status: "read", messages_response: { read } })[0]?.at).toBe(1767323071000);
    const unquoted = { statuses: [{ timestamp: 1767323071 }] };
    expect(reportsOf({ ...row, status: "read", messages_response: { read: unquoted } })[0]?.at).toBe(1767323071000);
    expect(reportsOf({ ...row, status: "read" })[0]?.at).toBe(1767323046000);
    expect(reportsOf({ ...row, status: "read", created_at: "2026-01-02T03:04:06" })).toEqual([]);
  });

  it.each(["pending", "created", "todo", "SENT", 1, null])("of status %j says nothing", (status) =>
    expect(reportsOf({ ...row, status })).toEqual([]),
  );

  it("never throws, whatever stands in its fields", () => {
    const value = fc.oneof(fc.jsonValue(), fc.constantFrom("failed", "read", "(#131026)", "2026-99-99T"));
    const any = fc.record({
      messages_broadcast_id: value,
      status: value,
      whatsapp_error_message: value,
      messages_response: value,
      whatsapp_message_id: value,
      external_id: value,
      is_campaign: fc.oneof(value, fc.constant(true)),
      created_at: value,
    });
    fc.assert(
      fc.property(fc.oneof(any, value, fc.record({ data: fc.oneof(fc.array(any), value) })), (body) => {
        for (const report of reportsOf(body)) expect(Number.isInteger(report.at)).toBe(true);
      }),
    );
  });
});
