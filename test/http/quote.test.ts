import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import {
  balance,
  expectProblem,
  expectSoundLedger,
  holdDeliveries,
  issue,
  issued,
  leave,
  phone,
  putLimits,
  putTenant,
} from "../support/erp.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { verifyNowAccount } from "../support/verify-now.ts";
import { keysOfRoles, rolesThatMay } from "../support/roles.ts";

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
  await putLimits(gateway);
});
afterEach(() => expectSoundLedger(gateway.database.sql));
afterAll(() => gateway.close());

const quote = (body: object = {}) => gateway.request("/v1/balance/quote", { body: { to: phone(), ...body } });
const put = async (path: string, body: object) =>
  expect((await gateway.admin(path, { method: "PUT", body })).status).toBe(200);
const counts = async () => {
  const { sql } = gateway.database;
  const [row] = await sql`
    select (select count(*) from otps) as otps, (select count(*) from messages) as messages,
           (select count(*) from entries) as entries, (select count(*) from idempotency) as kept,
           (select coalesce(sum(cardinality(buckets)), 0) from limit_usage) as counted`;
  return row;
};

test("says what an issue would hold, by the plan that it would make, and does nothing", async () => {
  const before = await counts();
  const reply = await gateway.request("/v1/balance/quote", {
    body: { to: "0812-3456-7890" },
    headers: { "idempotency-key": "quoted" },
  });
  expect(reply.status, reply.text).toBe(200);
  expect(reply.json).toEqual({
    currency: "IDR",
    hold: "350",
    worst: "850",
    available: "100000",
    affordable: true,
    channels: [
      {
        to: "+62812****7890",
        channel: "whatsapp",
        hold: "350",
        encoding: null,
        providers: [
          {
            provider: "sandbox",
            kind: "sandbox",
            price: "350",
            per: "message",
            segments: null,
            charged_on: "accepted",
          },
        ],
        skipped: [],
      },
      {
        to: "+62812****7890",
        channel: "sms",
        hold: "500",
        encoding: "GSM-7",
        providers: [
          { provider: "sandbox", kind: "sandbox", price: "500", per: "message", segments: 1, charged_on: "accepted" },
        ],
        skipped: [],
      },
    ],
  });
  expect(await counts()).toEqual(before);
});

test.each([
  ["a number", { to: "0812" }, 422, "invalid_recipient"],
  ["a country", { to: "+14155552671" }, 422, "destination_not_allowed"],
  ["a template", { template: "none" }, 422, "template_not_found"],
  ["no recipient", { to: undefined }, 400, "invalid_request"],
  ["both channel and channels", { channel: "sms", channels: ["sms"] }, 400, "invalid_request"],
  ["a field of an issue that decides on no price", { metadata: {} }, 400, "invalid_request"],
])("%s that an issue refuses is refused the same way", async (_, body, status, code) => {
  expectProblem(await quote(body), status, code);
  if (code !== "invalid_request") expectProblem(await issue(gateway, body), status, code);
});

test("segments in the alphabet of the text, each at its price; the hold is what an issue then holds", async () => {
  await put("/v1/prices", { prices: [{ channel: "sms", amount: "250.5", per: "segment", charged_on: "verified" }] });
  await put("/v1/templates/long/sms/id", { body: `{{code}} ✓ ${"kode ini rahasia. ".repeat(8)}` });
  const asked = { channel: "sms", template: "long" };
  const { json } = await quote(asked);
  expect(json).toMatchObject({ hold: "751.5", worst: "751.5" });
  expect(json.channels).toMatchObject([
    { encoding: "UCS-2", providers: [{ price: "751.5", per: "segment", segments: 3, charged_on: "verified" }] },
  ]);
  const { held } = await balance(gateway);
  await issued(gateway, asked);
  expect(Number((await balance(gateway)).held) - Number(held)).toBe(751.5);
});

test("who is left out, and why: no price, the ceiling; and nothing that could be held", async () => {
  await put("/v1/prices", {
    prices: [
      { channel: "whatsapp", amount: "700" },
      { channel: "sms", amount: "500" },
    ],
  });
  await putLimits(gateway, { ceilings: { per_message: "699.999999" } });
  const skipped = [{ provider: "sandbox", reason: "would pass the price ceiling" }];
  const fallen = await quote();
  expect(fallen.json).toMatchObject({ hold: "500", worst: "500" });
  expect(fallen.json.channels[0]).toMatchObject({ channel: "whatsapp", hold: null, providers: [], skipped });
  // The same words stand in the message's own story, and in the refusal.
  const { message } = await issued(gateway, { wait_ms: 5000 });
  const [row] = await gateway.database.sql`select skips from messages order by id desc limit 1`;
  expect(row?.["skips"]).toEqual(skipped);
  const story = await gateway.admin(`/v1/explain?message=${message.id}`);
  expect(story.text).toContain("would pass the price ceiling");
  expectProblem(await issue(gateway, { channel: "whatsapp" }), 422, "no_route");
  const none = await quote({ channel: "whatsapp" });
  expect(none.json).toMatchObject({ hold: null, worst: "0", affordable: false });
  const unpriced = await quote({ channel: "voice" });
  expect(unpriced.json.channels[0].skipped).toEqual([{ provider: "sandbox", reason: "no price" }]);
  await putLimits(gateway, { ceilings: { per_message: "700" } });
  expect((await quote()).json).toMatchObject({ hold: "700" });
});

test("a code of the ERP's own leaves out who makes its own, as an issue does", async () => {
  await putLimits(gateway);
  const prices = [
    { channel: "sms", provider: "verifynow", amount: "900" },
    { channel: "sms", amount: "500" },
  ];
  await put("/v1/prices", { prices: [{ channel: "whatsapp", amount: "350" }, ...prices] });
  const { password, ...settings } = verifyNowAccount;
  const account = { settings: { ...settings, base_url: "http://127.0.0.1:9" }, secrets: { password } };
  await put("/v1/providers/verifynow", { kind: "message-central", ...account });
  await put("/v1/routes", {
    channels: { sms: [{ provider: "verifynow" }, { provider: "sandbox" }] },
    fallback: [{ channel: "sms" }],
  });
  expect((await quote({ channel: "sms" })).json).toMatchObject({ hold: "900" });
  const own = await quote({ channel: "sms", code: "123456" });
  expect(own.json).toMatchObject({ hold: "500", worst: "500" });
  expect(own.text).not.toContain("123456");
  // What is delivered is held no more.
  await holdDeliveries(gateway);
  const { held } = await balance(gateway);
  await issued(gateway, { channel: "sms", code: "123456" });
  expect(Number((await balance(gateway)).held) - Number(held)).toBe(500);
  expectProblem(await quote({ code: "12" }), 400, "invalid_request");
  await put("/v1/routes", {
    channels: { sms: [{ provider: "sandbox" }], whatsapp: [{ provider: "sandbox" }] },
    fallback: [{ channel: "whatsapp" }, { channel: "sms" }],
  });
});

test("central numbers pay for a message each", async () => {
  await putLimits(gateway);
  await putTenant(gateway, { central_recipients: ["081190001111", "081190002222"] });
  const { json } = await quote({ to: "central", user: "ani", channel: "sms" });
  expect(json).toMatchObject({
    hold: "1000",
    worst: "1000",
    channels: [{ to: "+62811****1111" }, { to: "+62811****2222" }],
  });
  await putTenant(gateway, {});
});

test("the balance and the credit line say whether it can be paid", async () => {
  const { available } = await balance(gateway);
  await leave(gateway, 499);
  expect((await quote({ channel: "sms" })).json).toMatchObject({ available: "499", affordable: false });
  await putTenant(gateway, { credit_line: "1" });
  expect((await quote({ channel: "sms" })).json).toMatchObject({ available: "499", affordable: true });
  await putTenant(gateway, {});
  await leave(gateway, Number(available));
});

test("a form may ask, and text may answer", async () => {
  const reply = await gateway.request("/v1/balance/quote?format=text", {
    body: "to=081234567890&channels=sms,whatsapp&code_length=8",
    headers: { "content-type": "application/x-www-form-urlencoded" },
  });
  expect(reply.text).toMatch(/^result=ok\n/);
  expect(reply.text).toMatch(/hold=500\n/);
});

test("all roles may ask", async () => {
  const call = { method: "POST", body: { to: phone() } };
  const may = await rolesThatMay(gateway, await keysOfRoles(gateway), "/v1/balance/quote", call);
  expect(may).toEqual(["erp", "ops", "finance", "auditor", "admin"]);
});
