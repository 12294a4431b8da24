import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { publicId } from "../../src/kit/id.ts";
import {
  delivered,
  expectProblem,
  expectSoundLedger,
  inbox,
  issued,
  putLimits,
  putTenant,
  read,
  verify,
  type OtpJson,
} from "../support/erp.ts";
import { MIX_AGE_MS } from "../../src/users/mix.ts";
import { eventually, startTestGateway, type Reply, type TestGateway } from "../support/gateway.ts";

const phones = ["+6281190001111", "+6281190002222"] as const;
let gateway: TestGateway;

beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(async () => {
  await expectSoundLedger(gateway.database.sql);
  await gateway.close();
});
beforeEach(async () => {
  await putLimits(gateway);
  await putTenant(gateway, { central_recipients: ["0811-9000-1111", "+62 811 9000 2222"] });
  await gateway.database.sql`delete from users`;
});

const put = async (id: string, body: object): Promise<void> => {
  const reply = await gateway.request(`/v1/users/${id}`, { method: "PUT", body });
  expect(reply.status, reply.text).toBe(200);
};
const issueTo = (user: string, body: object = {}): Promise<Reply> =>
  gateway.request("/v1/otp/issue", { body: { user, ...body } });
const issuedTo = async (user: string, body: object = {}): Promise<OtpJson> => {
  const reply = await issueTo(user, body);
  expect(reply.status, reply.text).toBe(201);
  return reply.json as OtpJson;
};

describe("an ERP that keeps a switch for each person", () => {
  test("switches one on for the central numbers: both phones read whose code it is, and the log keeps the id", async () => {
    await put("u-17", { active: true, destination: "central", name: "Ani (kasir 2)" });
    const otp = await issuedTo("u-17", { code: "471147" });
    expect(otp.messages.map(({ to }) => to)).toEqual(["+62811****1111", "+62811****2222"]);
    expect(otp).toMatchObject({ user: "u-17", to: "+62811****1111" });
    const texts = await Promise.all(phones.map(async (to) => (await delivered(gateway, to)).text));
    for (const text of texts) {
      expect(text).toMatch(/^Ani \(kasir 2\): .*471147/);
      expect(text).not.toContain("u-17");
    }

    const log = await gateway.admin(`/v1/messages?otp=${otp.id}`);
    expect(log.json.data).toHaveLength(2);
    const logged = { user: "u-17", central: true, name: "Ani (kasir 2)" };
    for (const message of log.json.data) expect(message).toMatchObject(logged);
    const csv = (await gateway.admin(`/v1/messages.csv?otp=${otp.id}`)).text.split(/\r?\n/);
    expect(csv[0]).toMatch(/,user,central,name$/);
    expect(csv[1]).toMatch(/,u-17,true,Ani \(kasir 2\)$/);
    const story = await gateway.admin(`/v1/explain?otp=${otp.id}`);
    expect(story.json.otps).toMatchObject([logged]);
    expect(story.json.story[0].text).toEqual({
      en: expect.stringContaining('+62811****1111, +62811****2222 (central number) for user u-17, "Ani (kasir 2)"'),
      id: expect.stringContaining('+62811****1111, +62811****2222 (nomor pusat) untuk pengguna u-17, "Ani (kasir 2)"'),
    });
    expect(await verify(gateway, { user: "u-17", code: "471147" })).toMatchObject({ id: otp.id, valid: true });
  });

  test("keeps two who share the central number apart: cool-down, guesses and codes are each one's own", async () => {
    await putLimits(gateway, { cooldown_seconds: 30 });
    await put("budi", { destination: "central" });
    await put("wati", { destination: "central" });
    await issuedTo("budi", { code: "111111" });
    await issuedTo("wati", { code: "222222" });
    expectProblem(await issueTo("budi"), 429, "rate_limited");
    // As by the central number named outright: it is the same subject.
    expectProblem(await issueTo("budi", { to: "central" }), 429, "rate_limited");
    const wrong = await verify(gateway, { user: "budi", code: "222222" });
    expect(wrong).toMatchObject({ valid: false, reason: "wrong_code", attempts_left: 4 });
    expect(await verify(gateway, { user: "budi", code: "222222" })).toMatchObject({ attempts_left: 3 });
    expect(await verify(gateway, { user: "wati", code: "222222" })).toMatchObject({ valid: true, attempts_left: 4 });
    expect(await verify(gateway, { to: "central", user: "budi", code: "111111" })).toMatchObject({ valid: true });
  });

  test("moves one to the own number: the code on the old phone is no longer good, whatever else is pending is", async () => {
    await put("citra", { destination: "central", number: "0812-9000-3333", name: "Citra" });
    await put("cici", { destination: "central" });
    const before = await issuedTo("citra", { code: "333333" });
    const other = await issuedTo("cici", { code: "323232" });
    const elsewhere = await issuedTo("citra", { to: "0812-9000-9999", purpose: "transaction", code: "313131" });
    // The name and a number that is not in use move nobody.
    await put("citra", { destination: "central", number: "0812-9000-4444", name: "Citra" });
    expect((await read(gateway, before.id)).status).toBe("pending");
    await put("citra", { destination: "own", number: "0812-9000-3333", name: "Citra" });
    expect(await verify(gateway, { id: before.id, code: "333333" })).toMatchObject({ reason: "cancelled" });
    expect(await verify(gateway, { id: other.id, code: "323232" })).toMatchObject({ valid: true });
    expect(await verify(gateway, { id: elsewhere.id, code: "313131" })).toMatchObject({ valid: true });
    const otp = await issuedTo("citra", { code: "444444" });
    expect(otp).toMatchObject({ to: "+62812****3333", user: "citra" });
    const { text } = await delivered(gateway, "+6281290003333");
    expect(text).not.toContain("Citra");
    const log = await gateway.admin(`/v1/messages?otp=${otp.id}`);
    expect(log.json.data).toMatchObject([{ user: "citra", central: false, name: "Citra" }]);
    expect(await verify(gateway, { user: "citra", code: "444444" })).toMatchObject({ id: otp.id, valid: true });
  });

  test("changes numbers by import: what is pending at the old ones is cancelled", async () => {
    const users = ["eva", "edo"].map((id, n) => ({ id, destination: "own", number: `0812-9000-100${n}` }));
    const importAll = (all: object[]) => gateway.request("/v1/users/import", { body: { users: all } });
    await importAll(users);
    const [eva, edo] = [await issuedTo("eva", { code: "121212" }), await issuedTo("edo", { code: "131313" })];
    // Which releases the holds of what has not left.
    const told = vi.spyOn(gateway.gateway.delivery, "otpEndedLater");
    await importAll([{ ...users[0], number: "0812-9000-2000" }, users[1] as object]);
    expect(told.mock.calls.map(([, id]) => publicId("otp", id))).toEqual([eva.id]);
    told.mockRestore();
    expect(await verify(gateway, { id: eva.id, code: "121212" })).toMatchObject({ reason: "cancelled" });
    expect(await verify(gateway, { id: edo.id, code: "131313" })).toMatchObject({ valid: true });
  });

  test("names a stored user where a template has {{user}}, on the own number too", async () => {
    const body = "{{user}}, kode OTP Anda {{code}}.";
    const reply = await gateway.admin("/v1/templates/hello/sms/id", { method: "PUT", body: { body } });
    expect(reply.status, reply.text).toBe(200);
    await put("u-18", { destination: "own", number: "0812-9000-4444", name: "Dewi" });
    await issuedTo("u-18", { template: "hello", channel: "sms", code: "555555" });
    expect((await delivered(gateway, "+6281290004444")).text).toBe("Dewi, kode OTP Anda 555555.");
  });

  test("switches one off: an issue says so, costs nothing and sends nothing", async () => {
    await put("dodi", { active: false, destination: "own", number: "0812-9000-5555" });
    const before = (await gateway.request("/v1/balance")).json;
    const refused = await issueTo("dodi");
    expectProblem(refused, 409, "conflict");
    expect(refused.json).toMatchObject({ user: "dodi", active: false });
    const text = await gateway.request("/v1/otp/issue?format=text&http_status=200", { body: { user: "dodi" } });
    expect([text.status, text.text.split("\n").filter((line) => /^(result|code|active)=/.test(line))]).toEqual([
      200,
      ["result=error", "code=conflict", "active=false"],
    ]);
    expect((await gateway.request("/v1/balance")).json).toEqual(before);
    expect(await inbox(gateway, "+6281290005555")).toEqual([]);
    // The switch is for issues that name the user alone: an explicit `to` wins.
    expect((await issueTo("dodi", { to: "0812-9000-5555" })).status).toBe(201);
  });

  test("may ask the price by user alone", async () => {
    await put("eka", { destination: "central" });
    const quote = await gateway.request("/v1/balance/quote", { body: { user: "eka", channel: "sms" } });
    expect(quote.json).toMatchObject({ affordable: true, hold: "1000" });
    expectProblem(await gateway.request("/v1/balance/quote", { body: { user: "none" } }), 422, "invalid_recipient");
  });
});

describe("a user who is not stored", () => {
  test("is refused by the field's name, and says what to do", async () => {
    const reply = await issueTo("nobody");
    expectProblem(reply, 422, "invalid_recipient");
    expect(reply.json.errors).toEqual([{ path: "user", message: expect.stringContaining("PUT /v1/users/{id}") }]);
    expectProblem(await gateway.request("/v1/otp/issue", { body: {} }), 400, "invalid_request");
  });

  test("is refused as one without an address is, where e-mail alone was asked for", async () => {
    await put("budi", { destination: "own", number: "0812-9000-8888" });
    for (const user of ["budi", "nobody"]) {
      const reply = await issueTo(user, { channel: "email" });
      expectProblem(reply, 422, "invalid_recipient");
      expect(reply.json.errors[0].path).toBe("user");
    }
  });

  test("of another tenant is not stored here", async () => {
    await put("fajar", { destination: "central" });
    await gateway.admin("/v1/tenants/other", { method: "PUT", body: { brand: "Other" } });
    const reply = await gateway.admin("/v1/otp/issue", { body: { user: "fajar" }, headers: { "x-tenant": "other" } });
    expectProblem(reply, 422, "invalid_recipient");
  });

  test("has no OTP to verify", async () => {
    const reply = await gateway.request("/v1/otp/verify", { body: { user: "nobody", code: "123456" } });
    expectProblem(reply, 404, "otp_not_found");
    const none = await gateway.request("/v1/otp/verify", { body: { code: "123456" } });
    expectProblem(none, 400, "invalid_request");
    expect(none.json.errors).toEqual([{ path: "id", message: "is required; or else to, or user" }]);
  });
});

describe("a decoy by user alone", () => {
  /** What was counted of the users before is too old then. */
  const countAnew = (): void => gateway.clock.advance(MIX_AGE_MS);

  test("seems to go to the central numbers where all codes do, whoever it is for", async () => {
    for (const id of ["jaka", "joko"]) await put(id, { destination: "central" });
    countAnew();
    const real = await issuedTo("jaka");
    for (const user of ["nobody", "somebody", "anybody"]) {
      const fake = await issuedTo(user, { decoy: true });
      expect([fake.to, fake.messages.map(({ to }) => to)]).toEqual([real.to, real.messages.map(({ to }) => to)]);
      expect(await verify(gateway, { user, code: "0000" })).toMatchObject({ valid: false, reason: "wrong_code" });
    }
  });

  test("seems to go to an own number where all codes do", async () => {
    await put("jaka", { destination: "own", number: "0812-9000-1234" });
    countAnew();
    for (const user of ["nobody", "somebody"]) {
      const fake = await issuedTo(user, { decoy: true });
      expect(fake.to).not.toBe("+62811****1111");
      expect(fake.messages).toBeUndefined();
    }
  });

  test("by e-mail alone is refused where a stored user's is, and only there", async () => {
    countAnew();
    // An ERP without users here brings the address of those it knows.
    expect((await issueTo("nobody", { decoy: true, channel: "email" })).status).toBe(201);
    await put("jaka", { destination: "own", number: "0812-9000-1234" });
    countAnew();
    const [real, fake] = [
      await issueTo("jaka", { channel: "email" }),
      await issueTo("nobody", { decoy: true, channel: "email" }),
    ];
    expectProblem(fake, 422, "invalid_recipient");
    expect(fake.json.errors).toEqual(real.json.errors);
  });
});

test("a decoy does not tell whether its user is stored: the same number, and no code is ever right", async () => {
  const unknown = await issuedTo("gita", { decoy: true, code: "666666" });
  await put("gita", { active: false, destination: "own", number: "0812-9000-6666" });
  const stored = await issuedTo("gita", { decoy: true, code: "666666" });
  expect(stored.to).toBe(unknown.to);
  expect(Object.keys(stored)).toEqual(Object.keys(unknown));
  expect(await verify(gateway, { user: "gita", code: "666666" })).toMatchObject({
    id: stored.id,
    valid: false,
    reason: "wrong_code",
  });
  expect(await inbox(gateway, "+6281290006666")).toEqual([]);
});

test("a request that was served is served again by its key, though the user was switched off since", async () => {
  await put("hana", { destination: "own", number: "0812-9000-7777" });
  const headers = { "idempotency-key": "hana-1" };
  const first = await gateway.request("/v1/otp/issue", { body: { user: "hana" }, headers });
  await put("hana", { active: false, destination: "own", number: "0812-9000-7777" });
  const again = await gateway.request("/v1/otp/issue", { body: { user: "hana" }, headers });
  expect([again.status, again.json.id]).toEqual([201, first.json.id]);
});

test("what a resend and a fallback say is the stored name as it was at the issue", async () => {
  await put("indra", { destination: "central", name: "Indra" });
  const otp = await issued(gateway, { to: undefined, user: "indra", channel: "sms", code: "777777" });
  await eventually(
    () => inbox(gateway, phones[0]),
    (messages) => messages[0]?.code === "777777",
  );
  await gateway.request("/v1/users/indra", { method: "DELETE" });
  const again = await gateway.request(`/v1/otp/${otp.id}/resend`, { body: { channel: "whatsapp" } });
  expect(again.status, again.text).toBe(200);
  const messages = await eventually(
    () => inbox(gateway, phones[0]),
    (all) => all.filter(({ code }) => code === "777777").length === 2,
  );
  for (const { text } of messages.slice(0, 2)) expect(text).toMatch(/^Indra: /);
});
