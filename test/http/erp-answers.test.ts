import path from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { holdDeliveries, issued, phone, putLimits } from "../support/erp.ts";
import { startTestGateway, type Call, type TestGateway } from "../support/gateway.ts";

/**
 * Every answer that an ERP can get, byte for byte, in each format. What differs from run to run has its likeness in the
 * files; all else is a promise: old clients read these answers by position and by line.
 */
let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
  await holdDeliveries(gateway);
});
beforeEach(() => putLimits(gateway));
afterAll(() => gateway.close());

function likeness(text: string): string {
  return text
    .replace(/\b(otp|msg)_[0-9a-f]{32}\b/g, "$1_0199f0c2a1b27c3d8e4f5a6b7c8d9e0f")
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, "2026-11-21T16:05:00Z")
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, "2026-11-21T16:00:30.000Z")
    .replace(/(expires_in(?:":|=|>))\d+/g, "$1300")
    .replace(/(retry-after: |resend_after(?:":|=|>))\d+/g, (_, name: string) => `${name}30`)
    .replace(/in \d+ s\b/g, "in 30 s")
    .replace(/eyJ[\w-]+\.[\w-]+\.[\w-]+/g, "eyJhbGciOiJFZERTQSJ9.eyJpc3MiOiJodHRwIn0.c2ln")
    .replace(/(available"?(?::"|=|>))\d+/g, "$1100000");
}

type Ask = (format: string) => Promise<[path: string, call: Call]>;

/** The answer to the same request in each format, one after the other, as one text. */
async function inEachFormat(ask: Ask): Promise<string> {
  const answers: string[] = [];
  for (const format of ["json", "text", "xml"]) {
    const [address, call] = await ask(format);
    const headers = { ...call.headers, "x-request-id": "req-1" };
    const reply = await gateway.request(`${address}?format=${format}`, { ...call, headers });
    const retry = reply.headers.get("retry-after");
    const head = [
      String(reply.status),
      reply.headers.get("content-type"),
      ...(retry === null ? [] : [`retry-after: ${retry}`]),
    ];
    answers.push(likeness(`${head.join("\n")}\n\n${reply.text}`));
  }
  return answers.map((answer) => answer.replace(/\n*$/, "\n")).join("\n----\n\n");
}

async function expectAnswers(name: string, ask: Ask): Promise<void> {
  const file = path.join(import.meta.dirname, "../fixtures/answers", `${name}.txt`);
  await expect(await inEachFormat(ask)).toMatchFileSnapshot(file);
}

const nobody = { key: "nobody" };
const fields = (): object => ({ to: "0812-3456-7890", user: "Ani", metadata: { order: "PO/17" } });

test.each<[string, Ask]>([
  ["issue", async () => ["/v1/otp/issue", { body: fields() }]],
  ["issue-refused", async () => ["/v1/otp/issue", { body: { ...fields(), to: "0215551234" } }]],
  ["issue-invalid", async () => ["/v1/otp/issue", { body: { ttl_seconds: 5, nonsense: 1 } }]],
  [
    "verify",
    async () => ["/v1/otp/verify", { body: { id: (await issued(gateway, { code: "123456" })).id, code: "123456" } }],
  ],
  [
    "verify-wrong",
    async () => ["/v1/otp/verify", { body: { id: (await issued(gateway, { code: "123456" })).id, code: "000000" } }],
  ],
  ["verify-not-found", async () => ["/v1/otp/verify", { body: { id: "otp_1", code: "123456" } }]],
  ["read", async () => [`/v1/otp/${(await issued(gateway, fields())).id}`, {}]],
  ["read-not-found", async () => ["/v1/otp/otp_1", {}]],
  ["resend", async () => [`/v1/otp/${(await issued(gateway, fields())).id}/resend`, { body: { channel: "sms" } }]],
  ["resend-not-found", async () => ["/v1/otp/otp_1/resend", { body: {} }]],
  ["cancel", async () => [`/v1/otp/${(await issued(gateway, fields())).id}/cancel`, { body: {} }]],
  ["cancel-not-found", async () => ["/v1/otp/otp_1/cancel", { body: {} }]],
  ["balance-unauthorized", async () => ["/v1/balance", nobody]],
  ["quote", async () => ["/v1/balance/quote", { body: { to: "0812-3456-7890", channel: "sms" } }]],
  ["quote-refused", async () => ["/v1/balance/quote", { body: { to: "+65 8123 4567" } }]],
  [
    "numbers",
    async () => ["/v1/numbers/normalise", { body: { numbers: ["0812-3456-7890", "hello", "+6281234567890"] } }],
  ],
  ["numbers-invalid", async () => ["/v1/numbers/normalise", { body: { numbers: [] } }]],
  ["wrong-address", async () => ["/v1/otp/otp_1/nowhere", { body: {} }]],
  ["wrong-method", async () => ["/v1/otp/issue", {}]],
  ["too-large", async () => ["/v1/otp/issue", { body: { user: "x".repeat(70_000) } }]],
  ["wrong-type", async () => ["/v1/otp/issue", { body: "to=0812", headers: { "content-type": "text/plain" } }]],
])("%s", (name, ask) => expectAnswers(name, ask));

test("balance", async () => {
  const fresh = await startTestGateway();
  const answers = [];
  for (const format of ["json", "text", "xml"]) {
    const reply = await fresh.request(`/v1/balance?format=${format}`);
    answers.push(`${reply.status}\n${reply.headers.get("content-type")}\n\n${reply.text.replace(/\n*$/, "\n")}`);
  }
  await fresh.close();
  const file = path.join(import.meta.dirname, "../fixtures/answers/balance.txt");
  await expect(answers.join("\n----\n\n")).toMatchFileSnapshot(file);
});

test("inside a cool-down, with the pending OTP", async () => {
  await putLimits(gateway, { cooldown_seconds: 30 });
  const numbers = { json: "0813-5551-7890", text: "0813-5552-7890", xml: "0813-5553-7890" };
  await expectAnswers("issue-cooling-down", async (format) => {
    const to = numbers[format as keyof typeof numbers];
    await issued(gateway, { to });
    return ["/v1/otp/issue", { body: { to } }];
  });
});

test.each([
  ["api_key", "POST", "/v1/otp/issue?api_key=SECRET", 401],
  ["token", "POST", "/v1/otp/issue?token=SECRET", 400],
  ["key", "GET", "/v1/balance?KEY=SECRET", 400],
  ["code", "POST", "/v1/otp/verify?code=SECRET", 400],
  ["code", "GET", "/v1/otp/otp_1?code=SECRET", 400],
  ["to", "POST", "/v1/otp/issue?to=SECRET", 400],
])("%s in the URL of a %s is refused by name and logged nowhere", async (name, method, address, status) => {
  const body = method === "POST" ? { to: phone() } : undefined;
  const reply = await gateway.request(address, { body, key: name === "api_key" ? null : gateway.erpKey });
  expect([reply.status, reply.json.errors[0].path]).toEqual([status, name]);
  expect(reply.json.detail).toMatch(/URL/);
  expect(reply.text + gateway.logged()).not.toContain("SECRET");
});

test("a query that no call reads, as caches are kept away by, is nothing", async () => {
  expect((await gateway.request("/v1/balance?_=1763740000")).status).toBe(200);
});

test.each([
  [401, "/v1/balance", nobody],
  [404, "/v1/otp/otp_1/nowhere", {}],
  [404, "/v1/numbers/nowhere", {}],
  [405, "/v1/otp/verify", {}],
  [405, "/v1/otp/otp_1/cancel", {}],
  [413, "/v1/otp/issue", { body: { user: "x".repeat(70_000) } }],
  [415, "/v1/numbers/normalise", { body: "x", headers: { "content-type": "text/plain" } }],
])("?http_status=200 hides %i of %s", async (status, address, call) => {
  const reply = await gateway.request(`${address}?http_status=200`, call);
  expect([reply.status, reply.json.status]).toEqual([200, status]);
});

test("?http_status=200 hides 429, and the OTP is inside", async () => {
  await putLimits(gateway, { cooldown_seconds: 30 });
  const to = phone();
  const { id } = await issued(gateway, { to });
  const reply = await gateway.request("/v1/otp/issue?http_status=200&format=text", { body: { to } });
  expect(reply.status).toBe(200);
  expect(reply.text).toMatch(/^result=error\n/);
  expect(reply.text).toContain(`\nstatus=429\n`);
  expect(reply.text).toContain(`\notp.id=${id}\n`);
});
