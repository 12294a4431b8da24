import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { createProviderHttp } from "../../src/delivery/provider-http.ts";
import { metaCloud } from "../../src/providers/meta-cloud/index.ts";
import { readAnswer } from "../../src/providers/meta-cloud/answer.ts";
import { readMetaHook } from "../../src/providers/meta-cloud/report.ts";
import { sendRequest } from "../../src/providers/meta-cloud/request.ts";
import {
  TransportError,
  type DeliveryReport,
  type HookContent,
  type HttpAnswer,
  type ProviderIo,
  type RawHook,
  type RenderedMessage,
} from "../../src/providers/provider.ts";
import { signature, startMetaServer, type MetaServer } from "../support/meta-server.ts";
import { lend } from "../support/provider-io.ts";

interface Sample {
  method: string;
  path: string;
  status: number;
  headers: Record<string, string>;
  body: Record<string, unknown>;
  rawBody: string;
  appSecret: string;
  verifyToken: string;
  expectedResponse: { status: number; body: string };
}

function sample(name: string): Sample {
  return JSON.parse(readFileSync(new URL(`../fixtures/meta-cloud/${name}.json`, import.meta.url), "utf8")) as Sample;
}

const APP_SECRET = "app-secret-sample-0001";
const WAMID = "wamid.HBgNNjI4MTEwMDAwMDAwMRUCABEYEkU4QkMxNjNDODJFRUUxODczMwA=";

const settings = metaCloud.settings.parse({ phone_number_id: "200300400500600", waba_id: "102030405060708" });
const secrets = { access_token: "EAAsample-token", app_secret: APP_SECRET, verify_token: "verify-me-sample" };

const message: RenderedMessage = {
  channel: "whatsapp",
  to: "+6281100000001",
  code: "481516",
  text: "",
  user: null,
  locale: "id",
  ttlSeconds: 300,
  binding: { name: "otp_login", language: "id" },
  correlation: "att_01JGXSAMPLE0001",
  tryNumber: 1,
};

function io(http: ProviderIo["http"]): ProviderIo {
  return lend({ http });
}

function send(http: ProviderIo["http"], changed: Partial<RenderedMessage> = {}) {
  return metaCloud.send({ ...message, ...changed }, settings, secrets, io(http));
}

function answerOf(name: string): HttpAnswer {
  const { status, headers, body } = sample(name);
  return { status, headers, text: JSON.stringify(body) };
}

function errorAnswer(code: unknown, status: number, headers: Record<string, string> = {}): HttpAnswer {
  return { status, headers, text: JSON.stringify({ error: { message: "+6281100000001 481516", type: "x", code } }) };
}

describe("settings", () => {
  it("default to Meta's address and a current version", () => {
    expect(settings).toMatchObject({ base_url: "https://graph.facebook.com", api_version: "v24.0", timeout_ms: 5000 });
    expect(metaCloud.timeoutMs(settings)).toBe(5000);
  });

  it.each([
    {},
    { phone_number_id: "+62 811" },
    { phone_number_id: "1/../2" },
    { phone_number_id: "1", api_version: "24" },
    { phone_number_id: "1", base_url: "ftp://x" },
    { phone_number_id: "1", phone_number: "2" },
  ])("refuse %j", (wrong) => expect(metaCloud.settings.safeParse(wrong).success).toBe(false));

  it("refuse a token with a line break, and name each secret", () => {
    expect(metaCloud.secrets.safeParse(secrets).success).toBe(true);
    expect(metaCloud.secrets.safeParse({ ...secrets, access_token: "EAA\n" }).success).toBe(false);
    for (const secret of Object.values(metaCloud.secrets.shape)) expect(secret.description).toBeTruthy();
  });
});

describe("a send", () => {
  it("is the request Meta documents, to the letter", () => {
    const { method, path, headers, body } = sample("send-auth-template.request");
    const request = sendRequest(message, { name: "otp_login", language: "id" }, settings, "EAAsample-token");
    expect({ ...request, body: undefined }).toEqual({
      method,
      url: `https://graph.facebook.com${path}`,
      headers,
      body: undefined,
    });
    expect(JSON.parse(request.body ?? "")).toEqual(body);
  });

  it("goes to base_url with or without its last slash", () => {
    for (const base_url of ["http://127.0.0.1:9/meta", "http://127.0.0.1:9/meta/"]) {
      const { url } = sendRequest(message, { name: "n", language: "id" }, { ...settings, base_url }, "t");
      expect(url).toBe("http://127.0.0.1:9/meta/v24.0/200300400500600/messages");
    }
  });

  it("without a binding makes no request and is rejected for its template", async () => {
    const http = () => expect.unreachable("a request was made");
    expect(await send(http, { binding: null })).toEqual({
      ok: false,
      errorClass: "rejected",
      scope: "template",
      providerCode: "no_binding",
    });
  });

  it.each([
    [new TransportError("refused", false), "transient", "refused"],
    [new TransportError("timeout", true), "ambiguous", "timeout"],
    [new TransportError("target_not_allowed", false), "credentials", "target_not_allowed"],
  ])("that ends in %s is %s", async (error, errorClass, providerCode) => {
    const outcome = await send(() => Promise.reject(error));
    expect(outcome).toEqual({ ok: false, errorClass, scope: "provider", providerCode });
  });

  it("lets a bug through", async () => {
    await expect(send(() => Promise.reject(new TypeError("a bug")))).rejects.toThrow("a bug");
  });
});

describe("an answer", () => {
  it("with an id is accepted", () => {
    expect(readAnswer(answerOf("send.response-200"))).toEqual({ ok: true, providerMessageId: WAMID });
  });

  it("with an id and nothing else we know is accepted", () => {
    const text = JSON.stringify({ messages: [{ id: "wamid.x" }], contacts: [{ user_id: "ID.1" }], new_field: [] });
    expect(readAnswer({ status: 200, headers: {}, text })).toEqual({ ok: true, providerMessageId: "wamid.x" });
  });

  it.each([
    "",
    "null",
    "[]",
    "<html>",
    "{}",
    '{"messages":[]}',
    '{"messages":[{}]}',
    '{"messages":[{"id":""}]}',
    '{"messages":[{"id":7}]}',
    '{"messages":{"0":{"id":"x"}}}',
    '{"messages":[{"id":"a b"}]}',
  ])("of 200 that nobody understands (%s) may have been sent", (text) =>
    expect(readAnswer({ status: 200, headers: {}, text })).toEqual({
      ok: false,
      errorClass: "ambiguous",
      scope: "provider",
      providerCode: "unreadable_answer",
    }),
  );

  it.each([
    ["held_for_quality_assessment", "ambiguous"],
    ["paused", "rejected"],
  ])("of 200 with message_status %s is %s, about the template", (message_status, errorClass) => {
    const text = JSON.stringify({ messages: [{ id: "wamid.x", message_status }] });
    const outcome = { ok: false, errorClass, scope: "template", providerCode: message_status };
    expect(readAnswer({ status: 200, headers: {}, text })).toEqual(outcome);
  });

  it.each([
    ["130429", "throttled", "provider"],
    ["131008-button", "rejected", "recipient"],
    ["131016", "transient", "provider"],
    ["131042", "credentials", "provider"],
    ["131056", "throttled", "recipient"],
    ["132001", "rejected", "template"],
    ["190", "credentials", "provider"],
  ])("like the documented error %s is %s/%s", (name, errorClass, scope) => {
    const outcome = { ok: false, errorClass, scope, providerCode: name.replace(/-.*/, "") };
    expect(readAnswer(answerOf(`send.error-${name}`))).toEqual(outcome);
  });
});

/** HTTP status and class of every code in Meta's table. The status must not matter. */
const table: [codes: number[], errorClass: string, scope: string][] = [
  [[1, 2, 131000, 131016, 131057, 133004, 134101], "transient", "provider"],
  [[4, 80007, 130429], "throttled", "provider"],
  [[131056], "throttled", "recipient"],
  [[130472, 130497, 131021, 131026, 131049, 131050], "recipient", "recipient"],
  [[132000, 132001, 132005, 132007, 132012, 132015, 132016], "rejected", "template"],
  [[100, 470, 131008, 131009, 131047, 131051, 131052, 131053, 131062, 135000], "rejected", "recipient"],
  [
    [0, 3, 10, 33, 190, 200, 250, 299, 368, 131005, 131031, 131037, 131042, 131045, 131048, 133010],
    "credentials",
    "provider",
  ],
  [[131030], "credentials", "recipient"],
];
const rows = table.flatMap(([codes, errorClass, scope]) => codes.map((code) => [code, errorClass, scope] as const));

describe("an error code", () => {
  it.each(rows)("%i is %s/%s in an answer, whatever the HTTP status", (code, errorClass, scope) => {
    for (const status of [200, 400, 401, 403, 404, 429, 500, 503]) {
      const outcome = { ok: false, errorClass, scope, providerCode: String(code) };
      expect(readAnswer(errorAnswer(code, status))).toEqual(outcome);
      expect(readAnswer(errorAnswer(String(code), status))).toEqual(outcome);
    }
  });

  it.each(rows)("%i is %s/%s in a failed status too", (code, errorClass, scope) => {
    const [report] = reportsOf(statusBody([{ id: "wamid.x", status: "failed", timestamp: "1", errors: [{ code }] }]));
    expect(report).toEqual({
      providerMessageId: "wamid.x",
      status: "failed",
      at: 1000,
      errorClass,
      scope,
      providerCode: String(code),
    });
  });

  it.each([
    [500, "transient", "provider"],
    [504, "transient", "provider"],
    [401, "credentials", "provider"],
    [403, "credentials", "provider"],
    [429, "throttled", "provider"],
    [400, "rejected", "recipient"],
    [404, "rejected", "recipient"],
    [200, "ambiguous", "provider"],
  ])("nobody knows is judged by the HTTP status: %i is %s", (status, errorClass, scope) => {
    expect(readAnswer(errorAnswer(999_999, status))).toEqual({ ok: false, errorClass, scope, providerCode: "999999" });
  });

  it.each([6281100000001, "6281100000001", -1, 1.5, "x", null, undefined, {}, "toString"])(
    "that is none (%j) shows nothing of itself",
    (code) =>
      expect(readAnswer(errorAnswer(code, 400))).toMatchObject({ errorClass: "rejected", providerCode: "http_400" }),
  );

  it("never brings the vendor's words along", () => {
    for (const [code] of rows) expect(JSON.stringify(readAnswer(errorAnswer(code, 400)))).not.toMatch(/481516|62811/);
  });
});

describe("a page of whatever stands before Meta", () => {
  it.each([
    // Meta may have had our request by then.
    [500, "ambiguous"],
    [502, "ambiguous"],
    [503, "transient"],
    [504, "ambiguous"],
    [401, "credentials"],
    [403, "credentials"],
    [429, "throttled"],
    [404, "rejected"],
    [302, "ambiguous"],
  ])("with %i is %s", (status, errorClass) => {
    const outcome = { ok: false, errorClass, providerCode: `http_${status}` };
    expect(readAnswer({ status, headers: {}, text: "<html>Bad Gateway</html>" })).toMatchObject(outcome);
    expect(readAnswer({ status, headers: {}, text: '{"error":"upstream"}' })).toMatchObject(outcome);
  });
});

describe("Retry-After", () => {
  const date = "Fri, 02 Jan 2026 03:04:05 GMT";
  it.each([
    [{ "retry-after": "7" }, 7000],
    [{ "retry-after": "0" }, 0],
    [{ "retry-after": " 1.5 " }, 1500],
    [{ "retry-after": "Fri, 02 Jan 2026 03:04:15 GMT", date }, 10_000],
    [{ "retry-after": "Fri, 02 Jan 2026 03:00:00 GMT", date }, 0],
    [{ "retry-after": "Fri, 02 Jan 2026 03:04:15 GMT" }, undefined],
    [{ "retry-after": "soon", date }, undefined],
    [{ "retry-after": "-5" }, undefined],
    [{ "retry-after": "99999999999" }, undefined],
    [{}, undefined],
  ])("%j is %s ms", (headers, retryAfterMs) => {
    const outcome = readAnswer(errorAnswer(130429, 400, headers));
    expect(outcome).toEqual({
      ok: false,
      errorClass: "throttled",
      scope: "provider",
      providerCode: "130429",
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    });
  });
});

function hook(rawBody: string | Uint8Array, changed: Partial<RawHook> = {}): RawHook {
  return {
    method: "POST",
    url: "https://gate.example/hooks/meta",
    headers: { "x-hub-signature-256": signature(rawBody, APP_SECRET) },
    receivedAt: 1_767_323_050_000,
    query: new URLSearchParams(),
    body: Buffer.from(rawBody),
    token: null,
    ...changed,
  };
}

function read(rawBody: string | Uint8Array): Extract<HookContent, { ok: true }> {
  const content = readMetaHook(hook(rawBody), settings, secrets);
  if (!content.ok) return expect.unreachable(content.why);
  return content;
}

function reportsOf(rawBody: string): DeliveryReport[] {
  return read(rawBody).reports;
}

function statusBody(statuses: unknown[], phone_number_id: unknown = "200300400500600"): string {
  const value = { messaging_product: "whatsapp", metadata: { phone_number_id }, statuses };
  return JSON.stringify({
    object: "whatsapp_business_account",
    entry: [{ id: "1", changes: [{ value, field: "messages" }] }],
  });
}

function templateBody(value: Record<string, unknown>, id = "102030405060708"): string {
  const named = { message_template_name: "otp_login", message_template_language: "id", reason: null, ...value };
  return JSON.stringify({ entry: [{ id, changes: [{ value: named, field: "message_template_status_update" }] }] });
}

describe("the subscription handshake", () => {
  const { path, verifyToken, expectedResponse } = sample("webhook-verify.request");
  const shake = (query: string, verify_token: string = verifyToken) =>
    readMetaHook(hook("", { method: "GET", headers: {}, query: new URLSearchParams(query) }), settings, {
      ...secrets,
      verify_token,
    });

  it("is answered with the bare challenge", () => {
    expect(shake(path.slice(path.indexOf("?")))).toEqual({
      ok: true,
      answer: expectedResponse,
      reports: [],
      templates: [],
    });
  });

  it.each([
    ["another token", "hub.mode=subscribe&hub.challenge=1&hub.verify_token=verify-me-sampl"],
    ["no token", "hub.mode=subscribe&hub.challenge=1"],
    ["another mode", "hub.mode=unsubscribe&hub.challenge=1&hub.verify_token=verify-me-sample"],
    ["no challenge", "hub.mode=subscribe&hub.verify_token=verify-me-sample"],
    ["markup as challenge", "hub.mode=subscribe&hub.challenge=%3Cscript%3E&hub.verify_token=verify-me-sample"],
    ["an endless challenge", `hub.mode=subscribe&hub.challenge=${"1".repeat(129)}&hub.verify_token=verify-me-sample`],
  ])("fails with %s", (_, query) => expect(shake(query).ok).toBe(false));

  it("fails while no verify_token is configured, also for an empty one", () => {
    expect(shake("hub.mode=subscribe&hub.challenge=1&hub.verify_token=", "").ok).toBe(false);
    const empty = hook("", { method: "GET", query: new URLSearchParams("hub.mode=subscribe&hub.challenge=1") });
    expect(readMetaHook(empty, settings, {}).ok).toBe(false);
  });
});

describe("a webhook's signature", () => {
  const { rawBody, headers } = sample("webhook-status-sent");

  it("is proven over the raw bytes", () => {
    expect(readMetaHook(hook(rawBody, { headers }), settings, secrets).ok).toBe(true);
    const escaped = rawBody.replace("PMP", "PMP\\u00e4\\/");
    expect(read(escaped).reports).toHaveLength(1);
  });

  it.each([
    ["one byte of the body changed", hook(rawBody.replace('"sent"', '"read"'), { headers })],
    ["the body was parsed and written anew", hook(`${rawBody} `, { headers })],
    ["it is missing", hook(rawBody, { headers: {} })],
    ["it is empty", hook(rawBody, { headers: { "x-hub-signature-256": "sha256=" } })],
    [
      "it is of another kind",
      hook(rawBody, { headers: { "x-hub-signature-256": signature(rawBody, APP_SECRET).replace("sha256", "sha1") } }),
    ],
    [
      "it is cut short",
      hook(rawBody, { headers: { "x-hub-signature-256": signature(rawBody, APP_SECRET).slice(0, -2) } }),
    ],
    ["another secret made it", hook(rawBody, { headers: { "x-hub-signature-256": signature(rawBody, "another") } })],
    ["the method is neither GET nor POST", hook(rawBody, { method: "PUT" })],
  ])("is refused when %s", (_, raw) => {
    expect(readMetaHook(raw, settings, secrets).ok).toBe(false);
  });

  it("is refused while no app_secret is configured, also when an empty one made it", () => {
    const signed = { headers: { "x-hub-signature-256": signature(rawBody, "") } };
    expect(readMetaHook(hook(rawBody, signed), settings, { ...secrets, app_secret: "" }).ok).toBe(false);
    expect(readMetaHook(hook(rawBody, signed), settings, { access_token: "x" }).ok).toBe(false);
  });
});

describe("a status webhook", () => {
  it.each([
    ["sent", 1767323046000],
    ["delivered", 1767323049000],
    ["read", 1767323071000],
  ])("says %s", (status, at) => {
    const { rawBody, headers } = sample(`webhook-status-${status}`);
    const content = readMetaHook(hook(rawBody, { headers }), settings, secrets);
    const report = { providerMessageId: WAMID, correlation: "att_01JGXSAMPLE0001", status, at };
    expect(content).toEqual({ ok: true, answer: { status: 200, body: "" }, reports: [report], templates: [] });
  });

  it("says failed, with the class of its code", () => {
    expect(reportsOf(sample("webhook-status-failed-131026").rawBody)).toEqual([
      {
        providerMessageId: "wamid.HBgNNjI4MTEwMDAwMDAwMhUCABEYEkFEMzI4ODQ2QUExOEIzMkEzMwA=",
        correlation: "att_01JGXSAMPLE0002",
        status: "failed",
        at: 1767323052000,
        errorClass: "recipient",
        scope: "recipient",
        providerCode: "131026",
      },
    ]);
  });

  it.each([undefined, [], [{}], [{ code: "x" }], "x", [{ code: 6281100000001 }]])(
    "that failed for no known reason (%j) unplugs nothing",
    (errors) => {
      const body = statusBody([{ id: "wamid.x", status: "failed", timestamp: "1", errors }]);
      expect(reportsOf(body)).toMatchObject([{ errorClass: "rejected", scope: "recipient", providerCode: "failed" }]);
    },
  );

  it("may hold several entries, changes and statuses, doubled and out of order", () => {
    const status = (id: string, status: string, timestamp: string) => ({ id, status, timestamp });
    const change = (...statuses: unknown[]) => ({
      field: "messages",
      value: { metadata: { phone_number_id: "200300400500600" }, statuses },
    });
    const body = JSON.stringify({
      entry: [
        {
          changes: [change(status("a", "read", "3"), status("a", "sent", "1")), change(status("b", "delivered", "2"))],
        },
        { changes: [change(status("a", "sent", "1"))] },
      ],
    });
    expect(reportsOf(body).map((report) => [report.providerMessageId, report.status, report.at])).toEqual([
      ["a", "read", 3000],
      ["a", "sent", 1000],
      ["b", "delivered", 2000],
      ["a", "sent", 1000],
    ]);
  });

  it("loses only what can't be read", () => {
    const good = { id: "wamid.good", status: "sent", timestamp: "1" };
    const bad = [
      null,
      7,
      "x",
      [],
      {},
      { ...good, id: 7 },
      { ...good, id: "" },
      { ...good, status: "constructor" },
      { ...good, status: ["sent"] },
      { ...good, timestamp: "soon" },
      { ...good, timestamp: "1e999" },
      { ...good, timestamp: null },
      { ...good, status: "played" },
    ];
    expect(reportsOf(statusBody([...bad, good, ...bad]))).toEqual([
      { providerMessageId: "wamid.good", status: "sent", at: 1000 },
    ]);
  });

  it("of another number of the same app is ignored", () => {
    const status = { id: "wamid.x", status: "sent", timestamp: "1" };
    expect(read(statusBody([status], "999"))).toMatchObject({ answer: { status: 200 }, reports: [] });
    expect(reportsOf(statusBody([status], ["200300400500600"]))).toEqual([]);
    expect(reportsOf(statusBody([status], null))).toEqual([]);
    expect(reportsOf(statusBody([status], 200300400500600))).toHaveLength(1);
    expect(
      reportsOf(JSON.stringify({ entry: [{ changes: [{ field: "messages", value: { statuses: [status] } }] }] })),
    ).toEqual([]);
  });

  it("takes nothing from a prototype, and gives nothing to one", () => {
    const status = (id: string) => `{"id":"${id}","status":"sent","timestamp":"1","__proto__":{"polluted":1}}`;
    const body = (value: string) =>
      `{"entry":[{"changes":[{"field":"messages","value":{"metadata":{"phone_number_id":"200300400500600"},${value}}}]}],` +
      `"constructor":{"prototype":{"polluted":1}}}`;
    const own = body(`"statuses":[${status("wamid.own")}]`);
    const inherited = body(`"__proto__":{"statuses":[${status("wamid.inherited")}]}`);
    expect(JSON.parse(inherited)).toHaveProperty("entry");
    expect(reportsOf(own)).toEqual([{ providerMessageId: "wamid.own", status: "sent", at: 1000 }]);
    expect(reportsOf(inherited)).toEqual([]);
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  });

  it("with 10,000 statuses is read in a moment", () => {
    const statuses = Array.from({ length: 10_000 }, (_, i) => ({
      id: `wamid.${i}`,
      status: "failed",
      timestamp: "1767323046",
      recipient_id: "6281100000001",
      errors: [{ code: 131026, title: "x".repeat(100) }],
    }));
    const body = statusBody(statuses);
    const start = performance.now();
    expect(reportsOf(body)).toHaveLength(10_000);
    expect(performance.now() - start).toBeLessThan(2000);
  });

  it.each([
    ["an inbound message", sample("webhook-did-not-request-code").rawBody],
    [
      "account-wide errors",
      JSON.stringify({
        entry: [
          {
            changes: [
              {
                field: "messages",
                value: { metadata: { phone_number_id: "200300400500600" }, errors: [{ code: 131000 }] },
              },
            ],
          },
        ],
      }),
    ],
    [
      "an unknown field",
      JSON.stringify({ entry: [{ changes: [{ field: "phone_number_quality_update", value: {} }] }] }),
    ],
    ["another object", '{"object":"page","entry":[]}'],
    ["nothing", ""],
    ["no JSON", "<xml/>"],
    ["deep nesting", "[".repeat(100_000)],
  ])("with %s is answered 200 and says nothing", (_, rawBody) => {
    expect(read(rawBody)).toEqual({ ok: true, answer: { status: 200, body: "" }, reports: [], templates: [] });
  });
});

describe("a template webhook", () => {
  it.each([
    ["approved", { name: "otp_login", language: "id", status: "approved", reason: null }],
    ["paused", { name: "otp_login", language: "id", status: "paused", reason: "FIRST_PAUSE" }],
  ])("says %s", (name, event) => {
    const { rawBody, headers } = sample(`webhook-template-${name}`);
    const content = readMetaHook(hook(rawBody, { headers }), settings, secrets);
    const said = { ...event, at: 1_767_323_100_000 };
    expect(content).toEqual({ ok: true, answer: { status: 200, body: "" }, reports: [], templates: [said] });
  });

  it.each([
    ["APPROVED", "approved"],
    ["REINSTATED", "approved"],
    ["PENDING", "pending"],
    ["IN_APPEAL", "pending"],
    ["REJECTED", "rejected"],
    ["PAUSED", "paused"],
    ["DISABLED", "disabled"],
    ["DELETED", "disabled"],
    ["PENDING_DELETION", "disabled"],
    ["ARCHIVED", "disabled"],
  ])("%s is %s", (event, status) => {
    expect(read(templateBody({ event, reason: "TAG_CONTENT_MISMATCH" })).templates).toEqual([
      { name: "otp_login", language: "id", status, reason: "TAG_CONTENT_MISMATCH" },
    ]);
  });

  it.each(["FLAGGED", "LOCKED", "LIMIT_EXCEEDED", "SOMETHING_NEW", 7])("%s changes nothing", (event) => {
    expect(read(templateBody({ event })).templates).toEqual([]);
  });

  it.each([
    ["en-US", "en_US"],
    ["en_US", "en_US"],
    ["id", "id"],
  ])("names the language %s as %s", (message_template_language, language) => {
    expect(read(templateBody({ event: "APPROVED", message_template_language })).templates).toMatchObject([
      { language },
    ]);
  });

  it("keeps words, not sentences, as the reason", () => {
    expect(read(templateBody({ event: "REJECTED", reason: "call +62811 now" })).templates).toMatchObject([
      { reason: null },
    ]);
  });

  it("of another business account is ignored when ours is known", () => {
    const body = templateBody({ event: "PAUSED" }, "999");
    expect(read(body).templates).toEqual([]);
    const open = { ...settings, waba_id: undefined };
    expect(readMetaHook(hook(body), open, secrets)).toMatchObject({ templates: [{ status: "paused" }] });
  });
});

describe("whatever is signed", () => {
  it("never throws as bytes", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => read(bytes).answer.status === 200));
  });

  it("never throws as JSON of nearly the right shape, and every report is whole", () => {
    const odd = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom("sent", "failed", "messages", "1767323046", "200300400500600", 131026),
    );
    const status = fc.record(
      { id: odd, status: odd, timestamp: odd, errors: fc.oneof(odd, fc.array(odd)) },
      { requiredKeys: [] },
    );
    const value = fc.record(
      {
        metadata: fc.oneof(odd, fc.constant({ phone_number_id: "200300400500600" })),
        statuses: fc.oneof(odd, fc.array(fc.oneof(odd, status))),
        event: odd,
      },
      { requiredKeys: [] },
    );
    const change = fc.record(
      { field: fc.constantFrom("messages", "message_template_status_update", 7), value: fc.oneof(odd, value) },
      { requiredKeys: [] },
    );
    const body = fc.record({
      entry: fc.oneof(odd, fc.array(fc.oneof(odd, fc.record({ changes: fc.oneof(odd, fc.array(change)) })))),
    });
    fc.assert(
      fc.property(body, (content) => {
        for (const report of reportsOf(JSON.stringify(content))) {
          expect(report.providerMessageId).not.toBe("");
          expect(Number.isSafeInteger(report.at)).toBe(true);
          expect(report.status === "failed").toBe(report.errorClass !== undefined);
        }
      }),
    );
  });

  it("never throws when the handshake is odd or the signature is arbitrary", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (method, given, body) => {
        const query = new URLSearchParams({
          "hub.mode": "subscribe",
          "hub.verify_token": given,
          "hub.challenge": body,
        });
        const raw = hook(body, { method, headers: { "x-hub-signature-256": given }, query });
        expect(readMetaHook(raw, settings, secrets).ok).toBe(false);
      }),
    );
  });

  it("is never thrown over as an answer either", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), fc.integer({ min: 100, max: 599 }), (text, status) => {
        const outcome = readAnswer({ status, headers: {}, text });
        if (!outcome.ok) expect(outcome.providerCode).toMatch(/^[a-z0-9_]{1,40}$/);
      }),
    );
  });
});

describe("with a Cloud API that runs here", () => {
  const cleanUps: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
  });

  async function setUp(): Promise<{
    meta: MetaServer;
    deliver: (changed?: Partial<RenderedMessage>) => ReturnType<typeof send>;
  }> {
    const meta = await startMetaServer({ templates: { otp_login: ["id", "en_US"] } });
    const http = createProviderHttp({ allowPrivate: ["127.0.0.0/8"] });
    cleanUps.push(
      () => meta.close(),
      () => http.close(),
    );
    const local = { ...settings, base_url: meta.baseUrl };
    const request = io((request) => http.request(request, { signal: new AbortController().signal }));
    return { meta, deliver: (changed = {}) => metaCloud.send({ ...message, ...changed }, local, secrets, request) };
  }

  it("a message is accepted, and its reports are read", async () => {
    const { meta, deliver } = await setUp();
    const outcome = await deliver();
    const [accepted] = meta.accepted;
    if (accepted === undefined) return expect.unreachable("nothing was accepted");
    expect(outcome).toEqual({ ok: true, providerMessageId: accepted.id });
    expect(accepted).toMatchObject({ to: message.to, code: message.code, correlation: message.correlation });

    const hooks = await startHookSink(cleanUps);
    const status = (status: "sent" | "delivered" | "failed") => ({ message: accepted, status, timestamp: 5 });
    expect(await meta.report(hooks.url, [status("delivered"), status("sent"), status("sent"), status("failed")])).toBe(
      200,
    );
    expect(hooks.contents).toMatchObject([
      {
        ok: true,
        reports: [
          { status: "delivered", at: 5000, correlation: message.correlation },
          { status: "sent" },
          { status: "sent" },
          { status: "failed", providerCode: "131026" },
        ],
      },
    ]);
    expect(await meta.report(hooks.url, [status("sent")], "another secret")).toBe(401);
  });

  it("what Meta would refuse is refused", async () => {
    const { deliver } = await setUp();
    expect(await deliver({ binding: { name: "otp_login", language: "fr" } })).toMatchObject({
      errorClass: "rejected",
      scope: "template",
      providerCode: "132001",
    });
    expect(await deliver({ to: "nobody" })).toMatchObject({
      errorClass: "rejected",
      scope: "recipient",
      providerCode: "131009",
    });
    expect(await deliver({ code: "1".repeat(16) })).toMatchObject({ scope: "template", providerCode: "132005" });
  });

  it("each scripted answer has its class", async () => {
    const { meta, deliver } = await setUp();
    meta.answerTo("+6281100000009", { error: 131026 });
    expect(await deliver({ to: "+6281100000009" })).toMatchObject({ errorClass: "recipient" });
    meta.next(
      { error: 130429, headers: { "retry-after": "2" } },
      "no_id",
      "reset",
      "half_closed",
      "garbled",
      { raw: "<html>", status: 502 },
      { messageStatus: "paused" },
      { afterMs: 1 },
    );
    expect(await deliver()).toMatchObject({ errorClass: "throttled", retryAfterMs: 2000 });
    expect(await deliver()).toMatchObject({ errorClass: "ambiguous", providerCode: "unreadable_answer" });
    expect(await deliver()).toMatchObject({ errorClass: "ambiguous", providerCode: "reset" });
    expect(await deliver()).toMatchObject({ errorClass: "ambiguous", providerCode: "reset" });
    expect(await deliver()).toMatchObject({ errorClass: "ambiguous", providerCode: "garbled" });
    expect(await deliver()).toMatchObject({ errorClass: "ambiguous", providerCode: "http_502" });
    expect(await deliver()).toMatchObject({ errorClass: "rejected", scope: "template", providerCode: "paused" });
    expect(await deliver()).toMatchObject({ ok: true });
    expect(meta.received).toBe(9);
  });
});

/** Stands for the gateway's hook: keeps the raw bytes and lets the adapter read them. */
async function startHookSink(cleanUps: (() => Promise<unknown>)[]): Promise<{ url: string; contents: HookContent[] }> {
  const contents: HookContent[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const headers = { "x-hub-signature-256": String(request.headers["x-hub-signature-256"]) };
      const content = readMetaHook(hook(Buffer.concat(chunks), { headers }), settings, secrets);
      if (content.ok) contents.push(content);
      response.writeHead(content.ok ? content.answer.status : 401).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  cleanUps.push(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}/hooks/demo/meta`,
    contents,
  };
}
