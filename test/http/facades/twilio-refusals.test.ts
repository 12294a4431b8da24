import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { delivered, leave, phone, putLimits, rowCounts } from "../../support/erp.ts";
import { keysOfRoles, makeTenant } from "../../support/roles.ts";
import { keptAs } from "../../support/numbers.ts";
import { ACCOUNT, gone, number, OTHER_SERVICE, refusal, SERVICE, TwilioWorld, wrong } from "../../support/twilio.ts";

let world: TwilioWorld;
beforeAll(async () => {
  world = await TwilioWorld.start();
});
afterAll(() => world.close());
beforeEach(() => putLimits(world.gateway));

const verifications = `/v2/Services/${SERVICE}/Verifications`;

/** A request as it goes over the wire, for what the client can't send. */
async function raw(path: string, init: RequestInit & { key?: string } = {}) {
  const { key = world.gateway.erpKey, ...rest } = init;
  const authorization = `Basic ${Buffer.from(`${ACCOUNT}:${key}`).toString("base64")}`;
  const answer = await fetch(world.url + path, { ...rest, headers: { authorization, ...rest.headers } });
  const body = (await answer.json()) as Record<string, unknown>;
  expect(answer.headers.get("content-type")).toBe("application/json; charset=utf-8");
  expect(body).toMatchObject({
    status: answer.status,
    more_info: `https://www.twilio.com/docs/errors/${String(body["code"])}`,
  });
  // The client would take these for another form of error.
  expect(body).not.toHaveProperty("type");
  expect(body).not.toHaveProperty("title");
  return { status: answer.status, headers: answer.headers, body };
}
const form = (fields: Record<string, string>) => ({ method: "POST", body: new URLSearchParams(fields) });

describe("a parameter that is not valid is 60200, named, and nothing is done", () => {
  test.each<[string, Record<string, string>, string]>([
    ["no To", { Channel: "sms" }, "Invalid parameter `To`: is required"],
    ["a To that is no number", { To: "+62", Channel: "sms" }, "Invalid parameter `To`: +62"],
    ["the tenant's central number", { To: "central", Channel: "sms" }, "Invalid parameter `To`: central"],
    ["an address by SMS", { To: "a@example.com", Channel: "sms" }, "Invalid parameter `To`: a@example.com"],
    ["a number by e-mail", { To: "+6281234500001", Channel: "email" }, "Invalid parameter `To`: +6281234500001"],
    ["no Channel", { To: "+6281234500001" }, "Invalid parameter `Channel`: is required"],
    [
      "letters as the code",
      { CustomCode: "AB12CD" },
      "Invalid parameter `CustomCode`: 4 to 10 digits 0-9; letters are not sent by this gateway",
    ],
    [
      "a language that is none",
      { Locale: "english please" },
      "Invalid parameter `Locale`: a language tag like id, en or pt-BR",
    ],
    ["an address that is none", { DeviceIp: "010.1.1.1" }, "Invalid parameter `DeviceIp`: an IP address"],
    [
      "tags that are no JSON",
      { Tags: "{" },
      "Invalid parameter `Tags`: a JSON object of at most 10 texts of at most 128 characters",
    ],
    ["rate limits that are no JSON", { RateLimits: "ip=1" }, "Invalid parameter `RateLimits`: a JSON object"],
  ])("%s", async (_, fields, message) => {
    const before = await rowCounts(world.gateway.database.sql);
    const whole = "To" in fields || "Channel" in fields ? fields : { To: number(), Channel: "sms", ...fields };
    const { status, body } = await raw(verifications, form(whole));
    expect([status, body["code"], body["message"]]).toEqual([400, 60200, message]);
    expect(await rowCounts(world.gateway.database.sql)).toEqual(before);
  });

  test("a code to check that is none counts no check", async () => {
    const to = number();
    await world.create(to);
    const { code } = await delivered(world.gateway, to);
    for (let n = 0; n < 6; n += 1) expect(await refusal(world.check(to, "12ab"))).toMatchObject({ code: 60200 });
    expect(await world.check(to, code)).toMatchObject({ valid: true });
  });

  test("a status that is none", async () => {
    const { sid } = await world.create(number());
    const { body } = await raw(`${verifications}/${sid}`, form({ Status: "deleted" }));
    expect(body).toMatchObject({ code: 60200, message: expect.stringMatching(/^Invalid parameter `Status`: /) });
  });
});

describe("create is refused", () => {
  const of = (to: string, more: object = {}, sid?: string) => refusal(world.create(to, more, sid));

  test("60205 for a landline", async () => {
    expect(await of("+622150501234")).toMatchObject({ status: 403, code: 60205 });
    expect(await of("+622150501234", { channel: "call" })).toMatchObject({ status: 400, code: 60200 });
  });

  test("60605 for a country that the limits do not allow", async () => {
    expect(await of("+14155552671")).toMatchObject({ status: 403, code: 60605 });
  });

  test("60223 for a channel that nobody, or not this service, offers", async () => {
    await world.putService(OTHER_SERVICE, { channels: ["whatsapp"] });
    expect(await of(number(), { channel: "sna" })).toMatchObject({ status: 400, code: 60223 });
    expect(await of(number(), {}, OTHER_SERVICE)).toMatchObject({ status: 400, code: 60223 });
    expect(await of("a@example.com", { channel: "auto" }, OTHER_SERVICE)).toMatchObject({ code: 60223 });
    expect(await world.create(number(), { channel: "auto" }, OTHER_SERVICE)).toMatchObject({ channel: "whatsapp" });
  });

  test.each([
    { amount: "10", payee: "Toko" },
    { customMessage: "hi" },
    { sendDigits: "1" },
    { enableSnaClientToken: true },
  ])("60204 for what would have gone out as something else: %o", async (more) => {
    expect(await of(number(), more)).toMatchObject({ status: 403, code: 60204 });
  });

  test("60212 inside the cool-down, with the wait; nothing is sent twice", async () => {
    await putLimits(world.gateway, { cooldown_seconds: 30 });
    const to = number();
    const { sid } = await world.create(to);
    expect(await of(to)).toEqual({
      status: 429,
      code: 60212,
      message: "Too many concurrent requests for phone number",
    });
    const { headers, body } = await raw(verifications, form({ To: to, Channel: "sms" }));
    expect(Number(headers.get("retry-after"))).toBeGreaterThan(0);
    expect(Number(headers.get("retry-after"))).toBeLessThanOrEqual(30);
    expect(headers.get("twilio-reached-rate-limit")).toBe("cooldown");
    expect(body).not.toHaveProperty("otp");
    expect((await world.service().verifications(sid).fetch()).sendCodeAttempts).toHaveLength(1);
  });

  test("60203 over the limit of a recipient, 20429 over the tenant's", async () => {
    await putLimits(world.gateway, { recipient: [{ max: 1, per_seconds: 600 }] });
    const to = number();
    await world.create(to);
    expect(await of(to)).toEqual({ status: 429, code: 60203, message: "Max send attempts reached" });
    await putLimits(world.gateway, { tenant: [{ max: 1, per_seconds: 3600 }] });
    await world.create(number());
    expect(await of(number())).toEqual({ status: 429, code: 20429, message: "Too many requests" });
  });

  test("20503 without credit: nobody is told that the number is wrong", async () => {
    const available = Number((await world.gateway.request("/v1/balance")).json.available);
    await leave(world.gateway, 100);
    const refused = await of(number());
    expect(refused).toMatchObject({ status: 503, code: 20503 });
    expect(refused.message).toMatch(/balance can't pay/);
    await leave(world.gateway, available);
  });

  test("20503 without a route, with the reason", async () => {
    const { json: routes } = await world.gateway.admin("/v1/routes");
    const channels = Object.fromEntries(Object.entries(routes.channels as object).filter(([name]) => name !== "voice"));
    const put = (body: object) => world.gateway.admin("/v1/routes", { method: "PUT", body });
    expect((await put({ ...routes, channels })).status).toBe(200);
    expect(await of(number(), { channel: "call" })).toMatchObject({ status: 503, code: 20503 });
    await put(routes);
  });
});

describe("who may call", () => {
  test("20003 for a key that is not known, with how to send one", async () => {
    const refused = { status: 401, code: 20003, message: "Authenticate" };
    const unknown = world.service(SERVICE, "not-a-key").verifications.create({ to: number(), channel: "sms" });
    expect(await refusal(unknown)).toEqual(refused);
    const { headers } = await raw(`${verifications}/${number()}`, { key: "not-a-key" });
    expect(headers.get("www-authenticate")).toBe('Basic realm="gerbang"');
  });

  test("20403 for a key of another role", async () => {
    const { finance } = await keysOfRoles(world.gateway);
    const made = world.service(SERVICE, finance).verifications.create({ to: number(), channel: "sms" });
    expect(await refusal(made)).toMatchObject({ status: 403, code: 20403 });
  });

  test("a key made for another façade opens nothing here", async () => {
    const { json } = await world.gateway.admin("/v1/keys", { body: { role: "erp", name: "old", facade: "verifynow" } });
    const made = world.service(SERVICE, String(json.key)).verifications.create({ to: number(), channel: "sms" });
    expect(await refusal(made)).toMatchObject({ code: 20003 });
  });

  test("another tenant's verification is unknown, by sid and by number", async () => {
    const { erp } = await makeTenant(world.gateway, "acme");
    const to = number();
    const { sid } = await world.create(to);
    const { code } = await delivered(world.gateway, to);
    const theirs = world.service(SERVICE, erp);
    expect(await refusal(theirs.verifications(sid).fetch())).toEqual(gone(`Verifications/${sid}`));
    expect(await refusal(theirs.verifications(to).update({ status: "approved" }))).toEqual(gone(`Verifications/${to}`));
    expect(await refusal(theirs.verificationChecks.create({ to, code }))).toEqual(gone("VerificationCheck"));
    expect(await world.check(to, code)).toMatchObject({ valid: true });
  });
});

describe("every error of these addresses is Twilio's", () => {
  test("60221 for a check of nothing", async () => {
    const check = world.service().verificationChecks.create({ code: "123456" });
    expect(await refusal(check)).toEqual({ status: 400, code: 60221, message: "No target verification specified" });
  });

  test("an OTP of the ordinary call is no verification", async () => {
    const { json } = await world.gateway.request("/v1/otp/issue", { body: { to: phone() } });
    const sid = `VE${String(json.id).slice(4)}`;
    expect(await refusal(world.service().verifications(sid).fetch())).toEqual(gone(`Verifications/${sid}`));
  });

  test.each([
    ["a service that is none", "GET", "/v2/Services/VAnone/Verifications/VE1", 404, 20404],
    ["a path that is none", "GET", `/v2/Services/${SERVICE}/RateLimits`, 404, 20404],
    ["a recipient that can't be one", "GET", `${verifications}/nobody`, 404, 20404],
    ["another method", "DELETE", verifications, 405, 20004],
  ])("%s", async (_, method, path, status, code) => {
    const { body } = await raw(path, { method });
    expect([body["status"], body["code"]]).toEqual([status, code]);
  });

  test("a body that is too large, or no form", async () => {
    const large = await raw(verifications, form({ To: "1".repeat(70_000), Channel: "sms" }));
    expect([large.status, large.body["code"]]).toEqual([413, 20413]);
    const other = { method: "POST", body: "\u0000\u0001", headers: { "content-type": "application/octet-stream" } };
    const unknown = await raw(verifications, other);
    expect([unknown.status, unknown.body["code"]]).toEqual([415, 20415]);
    const twice = await raw(verifications, { method: "POST", body: new URLSearchParams("To=1&To=2&Channel=sms") });
    expect([twice.status, twice.body["code"]]).toEqual([400, 60200]);
  });

  test("too many wrong codes in a row hold a recipient back here as everywhere", async () => {
    const to = number();
    await world.create(to);
    const { code } = await delivered(world.gateway, to);
    await world.check(to, wrong(code));
    await world.gateway.database.sql`
      update guess_streaks set wrong = 100, blocked_until = now() + interval '1 hour' where subject = ${keptAs(world.gateway, to)}`;
    expect(await refusal(world.check(to, code))).toMatchObject({ status: 429, code: 60202 });
  });
});
