import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import {
  balance,
  delivered,
  expectSoundLedger,
  inbox,
  issued,
  phone,
  putLimits,
  putTenant,
  settledBalance,
} from "../../support/erp.ts";
import { eventually } from "../../support/gateway.ts";
import { ACCOUNT, gone, number, OTHER_SERVICE, refusal, SERVICE, TwilioWorld, wrong } from "../../support/twilio.ts";

let world: TwilioWorld;
beforeAll(async () => {
  world = await TwilioWorld.start();
});
afterAll(() => world.close());
beforeEach(() => putLimits(world.gateway));

const MINUTE = 60_000;

describe("create", () => {
  test.each([
    ["sms", "SMS"],
    ["whatsapp", "WHATSAPP"],
    ["call", "CALL"],
  ])("by %s sends a code, which the check approves", async (channel, attempt) => {
    const to = number();
    const made = await world.create(to, { channel });
    expect(made).toMatchObject({ to, channel, status: "pending", valid: false, serviceSid: SERVICE, lookup: {} });
    expect(made).toMatchObject({ accountSid: ACCOUNT, amount: null, payee: null, sna: null });
    expect(made.sid).toMatch(/^VE[0-9a-f]{32}$/);
    expect(made.url).toBe(`http://gateway.test/v2/Services/${SERVICE}/Verifications/${made.sid}`);
    expect(made.sendCodeAttempts).toEqual([
      { time: expect.any(String), channel: attempt, attempt_sid: expect.stringMatching(/^VL[0-9a-f]{32}$/) },
    ]);
    const { code } = await delivered(world.gateway, to);
    expect(code).toMatch(/^\d{6}$/);
    const checked = await world.check(to, code);
    expect(checked).toMatchObject({ sid: made.sid, to, channel, status: "approved", valid: true });
  });

  test("by e-mail, to an address in any case", async () => {
    const made = await world.create("Person@Example.com", { channel: "email" });
    expect(made).toMatchObject({ to: "person@example.com", channel: "email" });
    const { code } = await delivered(world.gateway, "person@example.com");
    expect(await world.check("person@example.com", code)).toMatchObject({ valid: true });
  });

  test("by auto takes the tenant's order of channels; an address takes e-mail", async () => {
    expect(await world.create(number(), { channel: "auto" })).toMatchObject({ channel: "whatsapp" });
    expect(await world.create("auto@example.com", { channel: "auto" })).toMatchObject({ channel: "email" });
  });

  test("sends the ERP's own code, and keeps tags and the address of who asks", async () => {
    const to = number();
    const made = await world.create(to, {
      customCode: "48151623",
      tags: JSON.stringify({ till: "3" }),
      deviceIp: "203.0.113.9",
    });
    expect((await delivered(world.gateway, to)).code).toBe("48151623");
    const { json } = await world.gateway.request(`/v1/otp/otp_${made.sid.slice(2)}`);
    expect(json.metadata).toEqual({ tags: { till: "3" } });
    const [row] = await world.gateway.database.sql`select client_ip from otps where id = ${made.sid.slice(2)}::uuid`;
    expect(row).toEqual({ client_ip: "203.0.113.9" });
    expect(await world.check(to, "48151623")).toMatchObject({ valid: true });
  });

  test("speaks the language asked for, by its region's too", async () => {
    const [english, indonesian] = [number(), number()];
    await world.create(english, { locale: "en-GB" });
    await world.create(indonesian, { locale: "id" });
    expect((await delivered(world.gateway, english)).text).toMatch(/valid|minutes|share/i);
    expect((await delivered(world.gateway, indonesian)).text).toMatch(/berlaku|menit|kode/i);
  });

  test("lives ten minutes unless the service says otherwise", async () => {
    const made = await world.create(number());
    const { json } = await world.gateway.request(`/v1/otp/otp_${made.sid.slice(2)}`);
    expect(json.expires_in).toBeGreaterThan(590);
  });

  test("an SK… user is answered with an account that stands for the tenant", async () => {
    const body = new URLSearchParams({ To: number(), Channel: "sms" });
    const post = async (user: string) => {
      const authorization = `Basic ${Buffer.from(`${user}:${world.gateway.erpKey}`).toString("base64")}`;
      const url = `${world.url}/v2/Services/${SERVICE}/Verifications`;
      const answer = await fetch(url, { method: "POST", headers: { authorization }, body });
      expect(answer.status).toBe(201);
      expect(answer.headers.get("content-type")).toBe("application/json; charset=utf-8");
      return ((await answer.json()) as { account_sid: string }).account_sid;
    };
    const derived = await post(`SK${"5".repeat(32)}`);
    expect(derived).toMatch(/^AC[0-9a-f]{32}$/);
    expect(await post("anybody")).toBe(derived);
    expect(await post(ACCOUNT)).toBe(ACCOUNT);
  });
});

describe("a second create while one is pending", () => {
  test.each(["same", "new"])("is the same verification and code, resend_code %s or not", async (resendCode) => {
    await putTenant(world.gateway, { resend_code: resendCode });
    const to = number();
    const first = await world.create(to);
    const { code } = await delivered(world.gateway, to);
    const second = await world.create(to, { channel: "whatsapp" });
    expect(second.sid).toBe(first.sid);
    expect(second).toMatchObject({ channel: "whatsapp", status: "pending" });
    expect(second.sendCodeAttempts).toMatchObject([{ channel: "SMS" }, { channel: "WHATSAPP" }]);
    expect((await delivered(world.gateway, to, 2)).code).toBe(code);
    expect(await world.check(to, code)).toMatchObject({ sid: first.sid, valid: true });
    await putTenant(world.gateway, {});
  });

  test("with a code of the ERP's sends that one from then on", async () => {
    const to = number();
    const first = await world.create(to);
    const { code } = await delivered(world.gateway, to);
    const second = await world.create(to, { customCode: "987654" });
    expect(second.sid).toBe(first.sid);
    expect((await delivered(world.gateway, to, 2)).code).toBe("987654");
    const [row] = await world.gateway.database.sql`select code_given from otps where id = ${first.sid.slice(2)}::uuid`;
    expect(row).toEqual({ code_given: true });
    if (code !== "987654") expect(await world.check(to, code)).toMatchObject({ valid: false });
    expect(await world.check(to, "987654")).toMatchObject({ valid: true });
  });

  test("without a code, while another brings one, sends that one: it is not taken back", async () => {
    const { issues } = world.gateway.gateway;
    const submit = issues.submit.bind(issues);
    const to = number();
    await world.create(to);
    await delivered(world.gateway, to);
    let customCreated = false;
    const between = vi.spyOn(issues, "submit").mockImplementation(async (item) => {
      if (item.kind === "resend" && !customCreated) {
        customCreated = true;
        await world.create(to, { customCode: "48151623" });
      }
      return submit(item);
    });
    await world.create(to);
    between.mockRestore();
    expect((await delivered(world.gateway, to, 3)).code).toBe("48151623");
    expect(await world.check(to, "48151623")).toMatchObject({ valid: true });
  });

  test("counts for the address that asks this time", async () => {
    await putLimits(world.gateway, { client_ip: [{ max: 1, per_seconds: 3600 }] });
    const to = number();
    const first = await world.create(to, { deviceIp: "203.0.113.21" });
    const second = await world.create(to, { deviceIp: "203.0.113.22" });
    expect(second.sid).toBe(first.sid);
    expect(await refusal(world.create(to, { deviceIp: "203.0.113.22" }))).toMatchObject({ status: 429, code: 60203 });
  });

  test("at the same moment makes one verification", async () => {
    const to = number();
    const made = await Promise.all([1, 2, 3].map(() => world.create(to)));
    expect(new Set(made.map(({ sid }) => sid)).size).toBe(1);
    const { sendCodeAttempts } = await world.service().verifications(to).fetch();
    expect(sendCodeAttempts).toHaveLength(3);
  });

  test.each([
    [0, "held back by none"],
    [30, "held back by the other"],
  ])("that asked before another and is decided after it: with a cool-down of %i s %s", async (seconds, outcome) => {
    const { gateway } = world;
    const to = number();
    const first = await world.create(to);
    await putLimits(gateway, { cooldown_seconds: seconds });
    const { issues } = gateway.gateway;
    const submit = issues.submit.bind(issues);
    let overtaken = false;
    const between = vi.spyOn(issues, "submit").mockImplementation(async (item) => {
      if (item.kind === "resend" && !overtaken) {
        overtaken = true;
        gateway.clock.advance(10);
        await world.create(to);
      }
      return submit(item);
    });
    onTestFinished(() => between.mockRestore());
    const late = world.create(to);
    if (outcome === "held back by none") expect((await late).sid).toBe(first.sid);
    else expect(await refusal(late)).toMatchObject({ status: 429, code: 60212 });
  });

  test("after it expired, or was approved, is a new one", async () => {
    const to = number();
    const first = await world.create(to);
    world.gateway.clock.advance(11 * MINUTE);
    const second = await world.create(to);
    expect(second.sid).not.toBe(first.sid);
    await world.service().verifications(second.sid).update({ status: "approved" });
    expect((await world.create(to)).sid).not.toBe(second.sid);
  });

  test("does not take over an OTP of the ordinary call", async () => {
    const to = phone();
    const ordinary = await issued(world.gateway, { to, purpose: SERVICE.toLowerCase() });
    const made = await world.create(to);
    expect(made.sid.slice(2)).not.toBe(ordinary.id.slice(4));
    const { json } = await world.gateway.request(`/v1/otp/${ordinary.id}`);
    expect(json.status).toBe("replaced");
  });
});

describe("check", () => {
  test("a wrong code is no error and leaves it pending, five times; the sixth check is refused, right or wrong", async () => {
    const to = number();
    const made = await world.create(to);
    const { code } = await delivered(world.gateway, to);
    for (let n = 0; n < 5; n += 1) {
      expect(await world.check(to, wrong(code))).toMatchObject({ sid: made.sid, status: "pending", valid: false });
    }
    const tooOften = { status: 429, code: 60202, message: "Max check attempts reached" };
    expect(await refusal(world.check(to, code))).toEqual(tooOften);
    expect(await world.service().verifications(made.sid).fetch()).toMatchObject({
      status: "max_attempts_reached",
      valid: false,
    });
    world.gateway.clock.advance(11 * MINUTE);
    expect(await refusal(world.check(to, code))).toEqual(gone("VerificationCheck"));
    expect(await refusal(world.service().verifications(made.sid).fetch())).toEqual(gone(`Verifications/${made.sid}`));
  });

  test("by the verification's sid", async () => {
    const to = number();
    const { sid } = await world.create(to);
    const { code } = await delivered(world.gateway, to);
    const checks = world.service().verificationChecks;
    expect(await checks.create({ verificationSid: sid, code: wrong(code) })).toMatchObject({ valid: false });
    expect(await refusal(checks.create({ verificationSid: sid, to: number(), code }))).toEqual(
      gone("VerificationCheck"),
    );
    expect(await checks.create({ verificationSid: sid, to, code })).toMatchObject({ valid: true, status: "approved" });
  });

  test("approves once; then it is gone, for fetch, update and check", async () => {
    const to = number();
    const { sid } = await world.create(to);
    const { code } = await delivered(world.gateway, to);
    const answers = await Promise.allSettled([1, 2, 3, 4].map(() => world.check(to, code)));
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const mine = world.service().verifications(sid);
    expect(await refusal(world.check(to, code))).toEqual(gone("VerificationCheck"));
    expect(await refusal(mine.fetch())).toEqual(gone(`Verifications/${sid}`));
    expect(await refusal(mine.update({ status: "canceled" }))).toEqual(gone(`Verifications/${sid}`));
  });

  test("after expiry it is gone", async () => {
    const to = number();
    const { sid } = await world.create(to);
    const { code } = await delivered(world.gateway, to);
    world.gateway.clock.advance(10 * MINUTE);
    expect(await refusal(world.check(to, code))).toEqual(gone("VerificationCheck"));
    expect(await refusal(world.service().verifications(sid).fetch())).toEqual(gone(`Verifications/${sid}`));
  });

  test("a recipient that was never sent one has none", async () => {
    expect(await refusal(world.check(number(), "123456"))).toEqual(gone("VerificationCheck"));
  });
});

describe("fetch and update", () => {
  test("by sid, and by the recipient, whose + the client leaves as it is", async () => {
    const to = number();
    const made = await world.create(to);
    const bySid = await world.service().verifications(made.sid).fetch();
    const byNumber = await world.service().verifications(to).fetch();
    // Between the two a report may have come.
    expect({ ...bySid.toJSON(), dateUpdated: null }).toEqual({ ...byNumber.toJSON(), dateUpdated: null });
    // Other libraries encode it.
    const encoded = await world.gateway.request(`/v2/Services/${SERVICE}/Verifications/${encodeURIComponent(to)}`);
    expect(encoded.json).toMatchObject({ sid: made.sid, to });
    expect(bySid).toMatchObject({ sid: made.sid, status: "pending", dateCreated: made.dateCreated });
  });

  test("canceled ends it: no check is right any more, and it can still be fetched", async () => {
    const to = number();
    const { sid } = await world.create(to);
    const { code } = await delivered(world.gateway, to);
    const mine = world.service().verifications(sid);
    expect(await mine.update({ status: "canceled" })).toMatchObject({ sid, status: "canceled", valid: false });
    expect(await mine.update({ status: "canceled" })).toMatchObject({ status: "canceled" });
    expect(await mine.fetch()).toMatchObject({ status: "canceled" });
    expect(await refusal(world.check(to, code))).toEqual(gone("VerificationCheck"));
    expect((await world.create(to)).sid).not.toBe(sid);
  });

  test("approved ends it by the ERP's word, and explain says so", async () => {
    const to = number();
    const { sid } = await world.create(to, { customCode: "123123" });
    const mine = world.service().verifications(to);
    expect(await mine.update({ status: "approved" })).toMatchObject({ sid, status: "approved", valid: true });
    expect(await refusal(world.check(to, "123123"))).toEqual(gone("VerificationCheck"));
    expect(await refusal(mine.update({ status: "approved" }))).toEqual(gone(`Verifications/${to}`));
    const { json } = await world.gateway.admin(`/v1/explain?otp=otp_${sid.slice(2)}`);
    const told = (json.story as { text: { en: string } }[]).map(({ text }) => text.en);
    expect(told).toContain(`It was asked for through the façade twilio, service ${SERVICE}.`);
    expect(told).toContain("The ERP reported it approved, without a check here.");
    const verified = async () => {
      const { json } = await world.gateway.request("/v1/events?type=otp.verified&limit=200");
      return (json.data as { data: { otp: string } }[]).map(({ data }) => data.otp);
    };
    await eventually(verified, (otps) => otps.filter((otp) => otp === `otp_${sid.slice(2)}`).length === 1);
  });
});

describe("a service", () => {
  test("has its own brand, locale, length and purpose; a friendly name goes before its brand", async () => {
    await world.putService(OTHER_SERVICE, { brand: "Kopi Kita", locale: "en", code_length: 4, purpose: "checkout" });
    const [to, named] = [number(), number()];
    const { sid } = await world.create(to, {}, OTHER_SERVICE);
    await world.create(named, { customFriendlyName: "Teh Kita" }, OTHER_SERVICE);
    const { text, code } = await delivered(world.gateway, to);
    expect(text).toContain("Kopi Kita");
    expect(code).toMatch(/^\d{4}$/);
    expect((await delivered(world.gateway, named)).text).toContain("Teh Kita");
    const { json } = await world.gateway.request(`/v1/otp/otp_${sid.slice(2)}`);
    expect(json.purpose).toBe("checkout");
  });

  test("does not know another's verification, nor end it", async () => {
    const to = number();
    const mine = await world.create(to);
    const { code } = await delivered(world.gateway, to);
    const theirs = await world.create(to, {}, OTHER_SERVICE);
    expect(theirs.sid).not.toBe(mine.sid);
    const other = world.service(OTHER_SERVICE);
    const foreign = gone(`Verifications/${mine.sid}`, OTHER_SERVICE);
    expect(await refusal(other.verifications(mine.sid).fetch())).toEqual(foreign);
    expect(await refusal(other.verifications(mine.sid).update({ status: "canceled" }))).toEqual(foreign);
    const check = other.verificationChecks.create({ verificationSid: mine.sid, code });
    expect(await refusal(check)).toEqual(gone("VerificationCheck", OTHER_SERVICE));
    expect(await world.service().verifications(mine.sid).fetch()).toMatchObject({ status: "pending" });
    expect(await world.check(to, code)).toMatchObject({ sid: mine.sid, valid: true });
  });

  test("maps template sids, with their substitutions", async () => {
    const body = { body: "{{brand}}: {{code}} untuk pesanan {{params.order}}, {{ttl_minutes}} menit." };
    const put = await world.gateway.admin("/v1/templates/order/sms/id", { method: "PUT", body });
    expect(put.status, put.text).toBe(200);
    const templateSid = `HJ${"3".repeat(32)}`;
    await world.putService(OTHER_SERVICE, { templates: { [templateSid]: "order" } });
    const [by, listed] = [number(), number()];
    await world.create(by, { templateSid, templateCustomSubstitutions: '{"order":"A7"}' }, OTHER_SERVICE);
    expect((await delivered(world.gateway, by)).text).toContain("pesanan A7");
    const templates = [{ sid: `HJ${"4".repeat(32)}` }, { sid: templateSid, substitutions: { order: "B8" } }];
    await world.create(listed, { templates: JSON.stringify(templates) }, OTHER_SERVICE);
    expect((await delivered(world.gateway, listed)).text).toContain("pesanan B8");
    expect(await refusal(world.create(number(), { templateSid }, SERVICE))).toMatchObject({ status: 400, code: 60228 });
    expect(await refusal(world.create(number(), { templateSid }, OTHER_SERVICE))).toEqual({
      status: 400,
      code: 60200,
      message: "Invalid parameter `TemplateCustomSubstitutions`: order is needed by template order",
    });
  });
});

test("the example runs as it is, in a process of its own", async () => {
  const to = number();
  const script = path.resolve("examples/twilio-verify.mjs");
  const { stdout } = await promisify(execFile)(process.execPath, [script, world.url, world.gateway.erpKey, to]);
  expect(stdout.replace(/VE[0-9a-f]{32}/, "VE…").split("\n")).toEqual([
    "create: VE… · pending · sms",
    "check, a wrong code: pending · valid false",
    "fetch: pending · 1 attempt",
    "check, the right code: approved · valid true",
    `check, once more: 404 · 20404 · The requested resource /Services/${SERVICE}/VerificationCheck was not found`,
    "",
  ]);
});

test("one that is approved is charged where the price is due on verification", async () => {
  const { json: prices } = await world.gateway.admin("/v1/prices");
  const put = (body: object) => world.gateway.admin("/v1/prices", { method: "PUT", body });
  const onVerified = { channel: "sms", amount: "700", charged_on: "verified" };
  expect((await put({ prices: [onVerified] })).status).toBe(200);
  const before = Number((await settledBalance(world.gateway)).total);
  const [canceled, approved] = await Promise.all([world.create(number()), world.create(number())]);
  await world.service().verifications(canceled.sid).update({ status: "canceled" });
  await world.service().verifications(approved.sid).update({ status: "approved" });
  await eventually(
    () => balance(world.gateway),
    ({ total, held }) => Number(total) === before - 700 && Number(held) === 0,
  );
  expect((await put(prices as object)).status).toBe(200);
  await expectSoundLedger(world.gateway.database.sql);
});

test("costs what the ordinary call costs, entry by entry", async () => {
  const spend = async (send: () => Promise<string>): Promise<unknown> => {
    const id = await send();
    const entries = await eventually(
      () => world.gateway.database.sql`
        select e.kind, e.amount::text, e.held_delta::text, e.actor from entries e
        join messages m on m.tenant_id = e.tenant_id and m.id = e.message_id
        where m.otp_id = ${id}::uuid order by e.seq`,
      (rows) => rows.length === 2,
    );
    return [...entries];
  };
  const ordinary = await spend(async () => (await issued(world.gateway, { channel: "sms" })).id.slice(4));
  const before = await settledBalance(world.gateway);
  const facade = await spend(async () => (await world.create(number())).sid.slice(2));
  expect(facade).toEqual(ordinary);
  expect(Number((await balance(world.gateway)).total)).toBe(Number(before.total) - 500);
  await expectSoundLedger(world.gateway.database.sql);
});

test("neither code nor key nor a whole number is logged", async () => {
  const to = number();
  await world.create(to);
  const { code } = await delivered(world.gateway, to);
  await world.check(to, code);
  await world
    .service()
    .verifications(to)
    .fetch()
    .catch(() => null);
  expect(await inbox(world.gateway, to)).toHaveLength(1);
  const logged = world.gateway.logged();
  expect(logged).toContain("/v2/Services/{service}/VerificationCheck");
  expect(logged).not.toContain(to);
  expect(logged).not.toContain(world.gateway.erpKey);
});
