import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  balance,
  cancel,
  delivered,
  expectProblem,
  holdDeliveries,
  inbox,
  issue,
  issued,
  phone,
  putLimits,
  read,
  resend,
  verify,
} from "../support/erp.ts";
import { eventually, startTestGateway, type TestGateway } from "../support/gateway.ts";
import { withoutTimesAndIds } from "../support/by-chance.ts";

describe("an issue", () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startTestGateway();
  });
  afterAll(() => gateway.close());

  test("answers 201 with the contract's shape, nothing more", async () => {
    const before = gateway.clock.now();
    const reply = await issue(gateway, { to: "0812-3456-7890", metadata: { till: 3 } });
    expect(reply.status).toBe(201);
    expect(reply.headers.get("content-type")).toBe("application/json; charset=utf-8");
    expect(Object.keys(reply.json)).toEqual([
      "id",
      "status",
      "purpose",
      "to",
      "channel",
      "expires_at",
      "expires_in",
      "resend_after",
      "attempts_left",
      "message",
      "metadata",
    ]);
    expect(reply.json).toEqual({
      id: expect.stringMatching(/^otp_[0-9a-f]{32}$/),
      status: "pending",
      purpose: "login",
      to: "+62812****7890",
      channel: "whatsapp",
      expires_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      expires_in: 300,
      resend_after: 30,
      attempts_left: 5,
      message: { id: expect.stringMatching(/^msg_[0-9a-f]{32}$/), status: "queued", channel: "whatsapp" },
      metadata: { till: 3 },
    });
    const life = Date.parse(reply.json.expires_at) - before;
    expect(Math.abs(life - 300_000)).toBeLessThan(2000);
    expect(reply.headers.get("ratelimit")).toMatch(/^"[a-z_]+";r=\d+;t=\d+$/);
    expect(reply.headers.get("ratelimit-policy")).toMatch(/^"[a-z_]+";q=\d+;w=\d+$/);
  });

  test("sends a code that verifies, and a read shows how far its message came, never the code", async () => {
    const to = phone();
    const { id } = await issued(gateway, { to });
    const { code, text } = await delivered(gateway, to);
    expect(code).toMatch(/^\d{6}$/);
    expect(text).toContain(code);
    const shown = await eventually(
      () => read(gateway, id),
      (otp) => otp.message.status === "read",
    );
    expect(shown.messages).toEqual([{ ...shown.message, to: shown.to }]);
    expect(withoutTimesAndIds(JSON.stringify(shown))).not.toContain(code);
    expect(await verify(gateway, { id, code })).toMatchObject({ valid: true });
  });

  test.each(["login", "transaction", "reset_password", "registration", "access", "my_own_word"])(
    "takes the purpose %s",
    async (purpose) => {
      expect(await issued(gateway, { purpose })).toMatchObject({ purpose });
    },
  );

  test("keeps one pending OTP for each purpose and user, side by side", async () => {
    const to = phone();
    await putLimits(gateway);
    const ids = [];
    for (const body of [{ purpose: "login" }, { purpose: "access" }, { user: "ani" }, { user: "budi" }]) {
      ids.push((await issued(gateway, { to, code: "4711", ...body })).id);
    }
    for (const id of ids) expect(await read(gateway, id)).toMatchObject({ status: "pending" });
  });

  test("takes a number in every form people write as one subject", async () => {
    const forms = ["0812-4000-5000", "+62 812 4000 5000", "6281240005000", "006281240005000", "+62 0812 4000 5000"];
    forms.push("(0812) 4000.5000", "０８１２４０００５０００", "＋６２８１２４０００５０００", " 081240005000 ");
    let previous: string | null = null;
    for (const to of forms) {
      const otp = await issued(gateway, { to });
      expect(otp.to, to).toBe("+62812****5000");
      if (previous !== null) expect(await read(gateway, previous), to).toMatchObject({ status: "replaced" });
      previous = otp.id;
    }
  });

  test.each([
    ["+65 8123 4567", "destination_not_allowed"],
    ["+1 202 555 0123", "destination_not_allowed"],
    ["021 555 1234", "invalid_recipient"],
    ["+62 21 5551234", "invalid_recipient"],
    ["0812", "invalid_recipient"],
    ["+62812345678901234", "invalid_recipient"],
    ["hello", "invalid_recipient"],
    ["0812 3456 7890 ext 5", "invalid_recipient"],
    ["name@example.com", "invalid_recipient"],
    ["central", "invalid_recipient"],
  ])("refuses to=%s with 422 %s, naming the field", async (to, code) => {
    const reply = await issue(gateway, { to, user: "ani" });
    expectProblem(reply, 422, code);
    expect(reply.json.errors).toEqual([{ path: "to", message: expect.any(String) }]);
  });

  test.each(["whatsapp", "sms", "voice"])("sends on the channel asked for: %s", async (channel) => {
    const otp = await issued(gateway, { channel });
    expect(otp).toMatchObject({ channel, message: { channel } });
  });

  test("takes a list of channels as the order of fallback", async () => {
    const to = phone("0001"); // refused on WhatsApp
    const otp = await issued(gateway, { to, channels: ["whatsapp", "voice"], wait_ms: 5000 });
    expect(otp).toMatchObject({ channel: "voice", message: { channel: "voice", status: "accepted" } });
    const shown = await read(gateway, otp.id);
    expect(shown.messages.map((m: { channel: string; status: string }) => m.channel)).toEqual(["whatsapp", "voice"]);
    expect(shown.messages[0]?.status).toBe("failed");
  });

  test("refuses channel and channels together", async () => {
    const reply = await issue(gateway, { channel: "sms", channels: ["voice"] });
    expectProblem(reply, 400, "invalid_request");
    expect(reply.json.errors[0].path).toBe("channels");
  });

  test("sends to an address on channel email, masked in the answer", async () => {
    const otp = await issued(gateway, { to: " Ani.Wati@Example.COM ", channel: "email" });
    expect(otp).toMatchObject({ to: "a****@example.com", channel: "email" });
    const { code } = await delivered(gateway, "ani.wati@example.com");
    expect(await verify(gateway, { to: "ani.wati@EXAMPLE.com", code })).toMatchObject({ valid: true });
  });

  test("refuses an address that is none with 422 invalid_recipient", async () => {
    expectProblem(await issue(gateway, { to: "ani@", channel: "email" }), 422, "invalid_recipient");
    expectProblem(await issue(gateway, { channel: "email" }), 422, "invalid_recipient");
  });

  test("takes the template and locale asked for, with its params", async () => {
    const put = await gateway.admin("/v1/templates/transfer/sms/en", {
      method: "PUT",
      body: { body: "{{brand}}: {{code}} confirms {{params.amount}}" },
    });
    expect(put.status, put.text).toBe(200);
    const to = phone();
    const body = { to, channel: "sms", template: "transfer", locale: "en-GB", code: "8520" };
    const missing = await issue(gateway, body);
    expectProblem(missing, 400, "invalid_request");
    expect(missing.json.errors).toEqual([{ path: "params.amount", message: expect.any(String) }]);
    await issued(gateway, { ...body, params: { amount: "IDR 5.000" } });
    expect((await delivered(gateway, to)).text).toBe("Demo: 8520 confirms IDR 5.000");
  });

  test("a param can't forge a second line or a placeholder", async () => {
    const to = phone();
    const body = { to, channel: "sms", template: "transfer", locale: "en", code: "8520" };
    await issued(gateway, { ...body, params: { amount: "5 {{code}}" } });
    expect((await delivered(gateway, to)).text).toBe("Demo: 8520 confirms 5 code");
  });

  test("a template that names the user is refused without one, and shows no link or code that the name brings", async () => {
    await gateway.admin("/v1/templates/named/sms/id", { method: "PUT", body: { body: "{{user}}: {{code}}" } });
    const to = phone();
    const body = { to, channel: "sms", template: "named", locale: "id", code: "8520" };
    for (const more of [{}, { user: "\u200b" }]) {
      const reply = await issue(gateway, { ...body, ...more });
      expectProblem(reply, 400, "invalid_request");
      expect(reply.json.errors).toEqual([{ path: "user", message: "is needed by template named" }]);
    }
    await issued(gateway, { ...body, user: "Budi. Your code is 999999 at http://evil.example" });
    expect((await delivered(gateway, to)).text).toBe("Budi. Your code is at evil example: 8520");
  });

  test("an SMS goes out in plain characters, whatever the template was typed with", async () => {
    await gateway.admin("/v1/templates/typed/sms/id", {
      method: "PUT",
      body: { body: "\u201c{{brand}}\u201d \u2013 kode\u00a0Anda {{code}}\u2026" },
    });
    const to = phone();
    await issued(gateway, { to, channel: "sms", template: "typed", locale: "id", code: "8520" });
    expect((await delivered(gateway, to)).text).toBe('"Demo" - kode Anda 8520...');
  });

  test("refuses a template that is not there with 422 template_not_found", async () => {
    const reply = await issue(gateway, { template: "nowhere" });
    expectProblem(reply, 422, "template_not_found");
    expect(reply.json.errors[0].path).toBe("template");
  });

  test("speaks the locale asked for, else the tenant's", async () => {
    const [english, indonesian] = [phone(), phone()];
    await issued(gateway, { to: english, channel: "sms", locale: "en-US" });
    await issued(gateway, { to: indonesian, channel: "sms" });
    expect((await delivered(gateway, english)).text).toContain("your code is");
    expect((await delivered(gateway, indonesian)).text).toContain("kode OTP Anda");
  });

  test.each(["0000", "123456", "0123456789"])("sends the ERP's own code %s as it is", async (code) => {
    const to = phone();
    const { id } = await issued(gateway, { to, code });
    expect((await delivered(gateway, to)).code).toBe(code);
    expect(await verify(gateway, { id, code })).toMatchObject({ valid: true });
  });

  test.each([4, 8, 10])("makes a code of %i digits when asked", async (length) => {
    const to = phone();
    await issued(gateway, { to, code_length: length });
    expect((await delivered(gateway, to)).code).toMatch(new RegExp(`^\\d{${length}}$`));
  });

  test.each([30, 600])("lives for ttl_seconds %i", async (ttl) => {
    expect(await issued(gateway, { ttl_seconds: ttl })).toMatchObject({ expires_in: ttl });
  });

  test("returns metadata of up to 1 KiB as it came, in reads too", async () => {
    const metadata = { order: "PO-17", nested: { a: [1, null, true, "é \u{1f600} \\u0000"] }, pad: "" };
    metadata.pad = "x".repeat(1024 - Buffer.byteLength(JSON.stringify(metadata)));
    const otp = await issued(gateway, { metadata });
    expect(otp.metadata).toEqual(metadata);
    expect((await read(gateway, otp.id)).metadata).toEqual(metadata);
    const reply = await issue(gateway, { metadata: { ...metadata, pad: `${metadata.pad}x` } });
    expectProblem(reply, 400, "invalid_request");
    expect(reply.json.errors[0].path).toBe("metadata");
  });

  test("with wait_ms answers when a provider took the message", async () => {
    const otp = await issued(gateway, { wait_ms: 10_000 });
    expect(otp.message.status).toMatch(/^(accepted|sent|delivered|read)$/);
  });

  test("with wait_ms answers when the plan ended, the OTP still pending", async () => {
    const otp = await issued(gateway, { to: phone("0006"), wait_ms: 10_000 });
    expect(otp).toMatchObject({ status: "pending", message: { status: "failed" } });
  });

  test("without wait_ms does not wait for a provider", async () => {
    expect((await issued(gateway, { to: phone("0003") })).message.status).toBe("queued");
  });

  test("a new one replaces the old: it is told, and its code is worth nothing", async () => {
    const to = phone();
    const old = await issued(gateway, { to, code: "111111" });
    const fresh = await issued(gateway, { to, code: "222222" });
    expect(await read(gateway, old.id)).toMatchObject({ status: "replaced" });
    const refused = { valid: false, status: "replaced", reason: "replaced", attempts_left: 5 };
    expect(await verify(gateway, { id: old.id, code: "111111" })).toEqual({ id: old.id, ...refused });
    expect(await verify(gateway, { id: old.id, code: "222222" })).toEqual({ id: old.id, ...refused });
    expect(await verify(gateway, { id: fresh.id, code: "222222" })).toMatchObject({ valid: true });
    expect((await resend(gateway, old.id)).status).toBe(409);
    expect((await cancel(gateway, old.id)).status).toBe(409);
  });

  test("an OTP whose time was over stays expired when a new one is issued", async () => {
    const to = phone();
    const old = await issued(gateway, { to, ttl_seconds: 30 });
    gateway.clock.advance(31_000);
    await issued(gateway, { to });
    expect(await read(gateway, old.id)).toMatchObject({ status: "expired" });
  });

  test("a subject whose last OTP was pending when everything stood still for days is not stuck", async () => {
    const to = phone();
    const old = await issued(gateway, { to });
    gateway.clock.advance(3 * 24 * 3_600_000);
    await issued(gateway, { to });
    expect(await read(gateway, old.id)).toMatchObject({ status: "expired" });
  });
});

describe("an issue whose message has not left", () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startTestGateway();
    await putLimits(gateway);
    await holdDeliveries(gateway);
  });
  afterAll(() => gateway.close());

  test("is cancelled by the one that replaces it, and its hold released", async () => {
    const to = phone();
    const old = await issued(gateway, { to });
    expect(await balance(gateway)).toMatchObject({ available: "99650", held: "350", total: "100000" });
    await issued(gateway, { to });
    const shown = await eventually(
      () => read(gateway, old.id),
      (otp) => otp.message.status !== "queued",
    );
    expect(shown).toMatchObject({ status: "replaced", message: { status: "cancelled" } });
    expect(await balance(gateway)).toMatchObject({ available: "99650", held: "350", total: "100000" });
    expect(await inbox(gateway, to)).toEqual([]);
  });
});
