import twilio from "twilio";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listen, type HttpServer } from "../../../src/http/server.ts";
import { balance, delivered, inbox, leave, phone, putLimits, putTenant } from "../../support/erp.ts";
import { eventually, startTestGateway, type TestGateway } from "../../support/gateway.ts";
import { keysOfRoles, makeTenant } from "../../support/roles.ts";

const ACCOUNT = `AC${"a".repeat(32)}`;
const SERVICE = `VA${"1".repeat(32)}`;
const OTHER = `VA${"2".repeat(32)}`;

let gateway: TestGateway;
let http: HttpServer;
beforeAll(async () => {
  gateway = await startTestGateway();
  http = await listen({ host: "127.0.0.1", port: 0, fetch: gateway.app.fetch });
  await putLimits(gateway);
  await gateway.admin("/v1/balance/topups", { body: { amount: "1000000", reference: "for the tests" } });
});
afterAll(async () => {
  await http.close(100);
  await gateway.close();
});

/** The official client, unchanged but for its base URL. */
function client(key = gateway.erpKey) {
  const made = twilio(ACCOUNT, key);
  made.verify.baseUrl = http.url;
  return made;
}
const service = (sid = SERVICE, key?: string) => client(key).verify.v2.services(sid);
/** A number that no other test uses, as Twilio wants it. */
const number = (lastFour?: string) => phone(lastFour).replace(/^0/, "+62");
const create = (to: string, more: object = {}, sid?: string) =>
  service(sid).verifications.create({ to, channel: "sms", ...more });
const check = (to: string, code: string, sid?: string) => service(sid).verificationChecks.create({ to, code });
const wrong = (code: string) => (code === "000000" ? "111111" : "000000");

/** What the client throws: Twilio's body, read by its own class. */
async function refusal(call: Promise<unknown>): Promise<{ status: number; code: number; message: string }> {
  const error: unknown = await call.then(
    () => expect.fail("it was not refused"),
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(twilio.RestException);
  const { status, code, message, moreInfo } = error as InstanceType<typeof twilio.RestException>;
  expect(moreInfo).toBe(`https://www.twilio.com/docs/errors/${String(code)}`);
  return { status, code: Number(code), message };
}

describe("create", () => {
  test.each([
    ["sms", "SMS"],
    ["whatsapp", "WHATSAPP"],
    ["call", "CALL"],
  ])("by %s sends a code, which the check approves", async (channel, attempt) => {
    const to = number();
    const made = await create(to, { channel });
    expect(made).toMatchObject({ to, channel, status: "pending", valid: false, serviceSid: SERVICE, lookup: {} });
    expect(made).toMatchObject({ accountSid: ACCOUNT, amount: null, payee: null, sna: null });
    expect(made.sid).toMatch(/^VE[0-9a-f]{32}$/);
    expect(made.url).toBe(`http://gateway.test/v2/Services/${SERVICE}/Verifications/${made.sid}`);
    expect(made.sendCodeAttempts).toEqual([
      { time: expect.any(String), channel: attempt, attempt_sid: expect.stringMatching(/^VL[0-9a-f]{32}$/) },
    ]);
    const { code } = await delivered(gateway, to);
    expect(code).toMatch(/^\d{6}$/);
    const checked = await check(to, code);
    expect(checked).toMatchObject({ sid: made.sid, to, channel, status: "approved", valid: true });
  });

  test("by e-mail", async () => {
    const to = "Person@Example.com";
    const made = await create(to, { channel: "email" });
    expect(made).toMatchObject({ to: "person@example.com", channel: "email" });
    const { code } = await delivered(gateway, "person@example.com");
    expect(await check(to, code)).toMatchObject({ valid: true });
  });
});
