import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { byteFields, headerFields, textOf } from "../../../src/http/facades/kannel/fields.ts";
import { readSendSms } from "../../../src/http/facades/kannel/send-sms.ts";
import { refusal } from "../../../src/http/facades/kannel/refusals.ts";
import {
  delivered,
  expectProblem,
  holdDeliveries,
  inbox,
  leave,
  phone,
  putLimits,
  rowCounts,
  verify,
} from "../../support/erp.ts";
import { expectNotLogged, facadeKey, rawCall, startFacade } from "../../support/facade.ts";
import type { TestGateway } from "../../support/gateway.ts";
import { makeTenant } from "../../support/roles.ts";
import { keptAs } from "../../support/numbers.ts";

type Facade = Awaited<ReturnType<typeof startFacade>>;
let facade: Facade;
let gateway: TestGateway;
let key: string;
beforeAll(async () => {
  facade = await startFacade();
  gateway = facade.gateway;
  ({ key } = await facadeKey(gateway, "kannel"));
});
afterAll(() => facade.close());

const text = "ACME: kode %OTP%, rahasia.";
const query = (fields: Record<string, string>) => new URLSearchParams(fields).toString();
const send = async (fields: Record<string, string>, method = "GET") => {
  const all = { username: "erp", password: key, text, ...fields };
  const reply = await gateway.request(`/cgi-bin/sendsms?${query(all)}`, { key: null, method });
  return [reply.status, reply.text] as const;
};

describe("sendsms", () => {
  test("by HTTP/1.0 without a Host, with the text unescaped but for its spaces, then the ordinary verify", async () => {
    const to = phone();
    const path = `/cgi-bin/sendsms?username=erp&password=${key}&to=${to}&text=Kode+ACME+%OTP%.+100%25+rahasia&dlr-mask=31`;
    const answer = await rawCall(facade.server, [`GET ${path} HTTP/1.0`]);
    expect(answer).toMatch(/^HTTP\/1.1 202 Accepted\r\n/);
    expect(answer.toLowerCase()).toContain("cache-control: no-store\r\n");
    expect(answer).toMatch(/\r\n\r\n0: Accepted for delivery$/);
    const message = await delivered(gateway, to);
    expect(message.text).toBe(`Kode ACME ${message.code}. 100% rahasia`);
    expect(message.code).toMatch(/^\d{6}$/);
    expect(await verify(gateway, { to, code: "000000" === message.code ? "111111" : "000000" })).toMatchObject({
      valid: false,
    });
    expect(await verify(gateway, { to, code: message.code })).toMatchObject({ valid: true });
    expectNotLogged(gateway, [key, message.code, to.slice(1)]);
  });

  test("by a form, and by Kannel's own POST of a text with headers", async () => {
    const [one, other, empty] = [phone(), phone(), phone()];
    expect(await send({ to: empty }, "POST")).toEqual([202, "0: Accepted for delivery"]);
    const body = query({ user: "erp", pass: key, to: one, text: "Form: %OTP%", purpose: "transaction" });
    const form = await gateway.request("/cgi-bin/sendsms", {
      key: null,
      body,
      headers: { "content-type": "application/x-www-form-urlencoded" },
    });
    expect([form.status, form.text]).toEqual([202, "0: Accepted for delivery"]);
    const { code } = await delivered(gateway, one);
    expect(await verify(gateway, { to: one, purpose: "transaction", code })).toMatchObject({ valid: true });
    const lines = [
      "POST /cgi-bin/sendsms HTTP/1.0",
      "Content-Type: text/plain; charset=iso-8859-1",
      "X-Kannel-Username: erp",
      `X-Kannel-Password: ${key}`,
      `X-Kannel-To: ${other}`,
    ];
    const answer = await rawCall(facade.server, lines, Buffer.from("C\u00f3digo %OTP%", "latin1"));
    expect(answer).toMatch(/202 Accepted[^]*0: Accepted for delivery$/);
    const message = await delivered(gateway, other);
    expect(message.text).toBe(`C\u00f3digo ${message.code}`);
  });

  test("in the charset of its bytes", async () => {
    const [latin, wide] = [phone(), phone()];
    const path = (to: string) => `/cgi-bin/sendsms?username=erp&password=${key}&to=${to}`;
    const answer = await rawCall(facade.server, [`GET ${path(latin)}&text=C%F3digo+%OTP% HTTP/1.0`]);
    expect(answer).toContain("202 Accepted");
    expect((await delivered(gateway, latin)).text).toMatch(/^C\u00f3digo \d{6}$/);
    await rawCall(facade.server, [
      `GET ${path(wide)}&coding=2&text=%00K%00o%00d%00e%00+%00%25%00O%00T%00P%00%25 HTTP/1.0`,
    ]);
    expect((await delivered(gateway, wide)).text).toMatch(/^Kode \d{6}$/);
  });

  test("what looks like a variable of ours goes out as it stands, after a resend too", async () => {
    const to = phone();
    await send({ to, text: "{{brand}} {{code}} {{ code }} {{params.x}}: %OTP%" });
    const first = await delivered(gateway, to);
    const words = `{{brand}} {{code}} {{ code }} {{params.x}}: ${first.code}`;
    expect(first.text).toBe(words);
    const { sql } = gateway.database;
    const [row] = await sql<{ id: string; template: string; version: number }[]>`
      select o.id, m.template, m.template_version as version from otps o join messages m on m.otp_id = o.id
      where o.subject = ${keptAs(gateway, `+62${to.slice(1)}`)}`;
    expect(row).toMatchObject({ template: "(own text)", version: 0 });
    const again = await gateway.request(`/v1/otp/otp_${row?.id.replaceAll("-", "")}/resend`, { body: {} });
    expect(again.status, again.text).toBe(200);
    expect((await delivered(gateway, to, 2)).text).toBe(words);
  });

  test("goes out as it stands by another process, when the one that took it has stopped", async () => {
    const stopping = await gateway.replica();
    await holdDeliveries(stopping);
    const to = phone();
    const all = { username: "erp", password: key, to, text: "{{user}} %OTP%" };
    const reply = await stopping.request(`/cgi-bin/sendsms?${query(all)}`, { key: null });
    expect(reply.status).toBe(202);
    await stopping.close();
    gateway.clock.advance(60_000);
    await gateway.gateway.sweep.run();
    const { text: words, code } = await delivered(gateway, to);
    expect(words).toBe(`{{user}} ${code}`);
  });

  test("is priced by the segments of the real text", async () => {
    const before = (await gateway.admin("/v1/prices")).json;
    await gateway.admin("/v1/prices", {
      method: "PUT",
      body: { prices: [{ channel: "sms", amount: "500", per: "segment" }] },
    });
    const [short, long] = [phone(), phone()];
    await send({ to: short, text: "%OTP%" });
    await send({ to: long, text: `${"x".repeat(200)} %OTP%` });
    await gateway.admin("/v1/prices", { method: "PUT", body: before });
    const subjects = { short: keptAs(gateway, `+62${short.slice(1)}`), long: keptAs(gateway, `+62${long.slice(1)}`) };
    const holds = await gateway.database.sql<{ subject: string; hold: string }[]>`
      select o.subject, (m.hold / 1000000)::text as hold from messages m join otps o on o.id = m.otp_id
      where o.subject in (${subjects.short}, ${subjects.long})`;
    expect(Object.fromEntries(holds.map(({ subject, hold }) => [subject, hold]))).toEqual({
      [subjects.short]: "500",
      [subjects.long]: "1000",
    });
  });

  test("a provider with words of its own is left out, with the reason", async () => {
    const routes = (await gateway.admin("/v1/routes")).json;
    await gateway.admin("/v1/providers/verifynow", {
      method: "PUT",
      body: { kind: "message-central", settings: { customer_id: "C-1" }, secrets: { password: "p" } },
    });
    await gateway.admin("/v1/routes", {
      method: "PUT",
      body: { ...routes, channels: { ...routes.channels, sms: [{ provider: "verifynow" }] } },
    });
    const [status, said] = await send({ to: phone() });
    await gateway.admin("/v1/routes", { method: "PUT", body: routes });
    expect(status).toBe(403);
    expect(said).toMatch(/^Not routable\. Do not try again\. .*verifynow: has fixed words, and the ERP gave a text/);
  });
});

describe("is refused in Kannel's words", () => {
  const nothing = async (call: () => Promise<readonly [number, string]>, status: number, said: string | RegExp) => {
    const before = await rowCounts(gateway.database.sql);
    const [found, words] = await call();
    expect([found, words]).toEqual([status, typeof said === "string" ? said : expect.stringMatching(said)]);
    expect(await rowCounts(gateway.database.sql)).toEqual(before);
  };

  test.each<[string, Record<string, string>, number, string | RegExp]>([
    ["no key", { password: "" }, 403, "Authorization failed for sendsms"],
    ["an unknown key", { password: "gk_erp_x" }, 403, "Authorization failed for sendsms"],
    ["no receiver", { to: "" }, 400, "Empty receiver number not allowed, rejected"],
    ["several receivers", { to: "081234567890 081234567891" }, 400, /^Several receivers not allowed, rejected/],
    ["no number", { to: "budi" }, 400, /^Receiver number misformed, rejected/],
    ["the tenant's central number", { to: "central" }, 400, /^Receiver number misformed/],
    ["a landline", { to: "+622150001000" }, 400, /^Receiver number misformed, rejected: to: not a mobile number/],
    ["a country that is not allowed", { to: "+14155550123" }, 400, /^Number\(s\) has\/have been denied by white-/],
    ["an empty text", { text: " " }, 400, "Empty text not allowed, rejected."],
    ["a text without a place for the code", { text: "Halo" }, 400, /^Text without %OTP% not allowed, rejected/],
    ["a text that is too long", { text: `%OTP%${"x".repeat(1000)}` }, 400, /^Text too long/],
    ["control characters", { text: "%OTP%\u0007" }, 400, "Charset or body misformed, rejected"],
    ["a charset that nobody knows", { charset: "klingon" }, 400, "Charset or body misformed, rejected"],
    ["a binary message", { coding: "1" }, 400, /^Coding 1/],
    ["a purpose that is none", { purpose: "Log In" }, 400, /^Purpose misformed/],
  ])("%s", async (_, fields, status, said) => {
    await nothing(() => send({ to: phone(), ...fields }), status, said);
  });

  test("a body of another kind", async () => {
    const headers = { "content-type": "text/xml" };
    const reply = await gateway.request("/cgi-bin/sendsms", { key: null, body: "<message/>", headers });
    expect([reply.status, reply.text]).toEqual([415, expect.stringMatching(/^Unsupported content-type, rejected/)]);
  });

  test("a number that is missing, and methods that would send by accident", async () => {
    const { status, text: said } = await gateway.request(`/cgi-bin/sendsms?password=${key}&text=%OTP%`, { key: null });
    expect([status, said]).toEqual([400, "Missing receiver number, rejected"]);
    for (const method of ["HEAD", "PUT"])
      await nothing(() => send({ to: phone() }, method), 405, /^(Use GET or POST.*)?$/);
  });

  test("an ordinary key, a key of another façade, one that is revoked; and its key is valid here alone", async () => {
    const other = await facadeKey(gateway, "verifynow");
    const revoked = await facadeKey(gateway, "kannel");
    await gateway.admin(`/v1/keys/${revoked.id}`, { method: "DELETE" });
    for (const password of [gateway.erpKey, gateway.adminKey, other.key, revoked.key]) {
      await nothing(() => send({ to: phone(), password }), 403, "Authorization failed for sendsms");
    }
    expectProblem(await gateway.request("/v1/otp/issue", { key, body: { to: phone() } }), 401, "unauthorized");
    const { headers } = await gateway.request("/cgi-bin/sendsms", { key: null });
    expect(headers.get("www-authenticate")).toBeNull();
    expectNotLogged(gateway, [key, revoked.key, gateway.erpKey]);
  });

  test("another tenant's code stays another tenant's", async () => {
    await makeTenant(gateway, "acme");
    const acme = await facadeKey(gateway, "kannel", {}, "acme");
    const to = phone();
    await send({ to });
    const { code } = await delivered(gateway, to);
    const [status] = await send({ to, password: acme.key });
    expect(status).toBe(402);
    expect(await verify(gateway, { to, code })).toMatchObject({ valid: true });
  });

  test("no credit, the cool-down, and a limit", async () => {
    const { available } = (await gateway.request("/v1/balance")).json;
    await leave(gateway, 1);
    await nothing(() => send({ to: phone() }), 402, "The balance can't pay for this message.");
    await leave(gateway, Number(available));
    await putLimits(gateway, { cooldown_seconds: 30 });
    const to = phone();
    await send({ to });
    await delivered(gateway, to);
    await nothing(() => send({ to }), 429, /^A code was sent a moment ago/);
    await putLimits(gateway, { tenant: [{ max: 1, per_seconds: 600 }] });
    await send({ to: phone() });
    await nothing(
      () => send({ to: phone() }),
      429,
      /^The limit "tenant" was reached: 1 code of this tenant in 10 minutes;/,
    );
    await putLimits(gateway);
    expect(await inbox(gateway, to)).toHaveLength(1);
  });

  test("a bug says nothing of itself", () => {
    expect(refusal({ code: "internal", detail: "inside" })).toEqual({ status: 500, text: "Sending failed." });
  });
});

describe("a text", () => {
  test.each<[string, number[], string | undefined, string | undefined, string | null]>([
    ["UTF-8", [0xc3, 0xa9], undefined, undefined, "é"],
    ["no UTF-8, so Windows-1252", [0xe9, 0x80], undefined, undefined, "é€"],
    ["a charset that is named", [0xe9], "ISO-8859-1", undefined, "é"],
    ["UTF-8 that is named and isn't", [0xe9], "UTF-8", undefined, null],
    ["UCS-2", [0x04, 0x1a, 0x00, 0x41], undefined, "2", "КA"],
    ["UCS-2 by its name", [0x04, 0x1a], "UCS-2", "2", "К"],
    ["a charset that nobody knows", [0x41], "klingon", undefined, null],
  ])("in %s", (_, bytes, charset, coding, expected) => {
    expect(textOf(Buffer.from(bytes), charset, coding)).toBe(expected);
  });

  test("is taken apart as bytes; a percent sign without digits stands for itself; the first of a name counts", () => {
    const fields = byteFields("text=a+%OTP%%20%e9%&to=1&to=2&=x&empty");
    expect(fields.get("text")?.toString("latin1")).toBe("a %OTP% \u00e9%");
    expect([fields.get("to")?.toString(), fields.get("empty")?.length, fields.size]).toEqual(["1", 0, 3]);
  });

  test("of headers is the body, whatever a header says", () => {
    const fields = headerFields({ "x-kannel-to": "0812", "x-kannel-text": "x" }, Buffer.from("%OTP%\r\nb"));
    expect(readSendSms(new Map([...fields, ["to", Buffer.from("0812")]])).text).toBe("%OTP%\nb");
  });
});
