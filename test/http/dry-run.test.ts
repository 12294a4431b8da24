import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  balance,
  expectProblem,
  holdDeliveries,
  issue,
  leave,
  phone,
  putLimits,
  putTenant,
  rowCounts,
} from "../support/erp.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { keysOfRoles, rolesThatMay } from "../support/roles.ts";

interface DryChannelJson {
  channel: string;
  hold: string | null;
  held_back: { limit: string } | null;
  goes_on_after_seconds: number | null;
  providers: { provider: string; share: number; price: string }[];
  skipped: { provider: string; reason: string; text: { en: string; id: string } }[];
}
interface DryRunJson {
  ok: boolean;
  text: { en: string; id: string };
  refusal: { code: string; detail: string; limit: string | null; retry_at: string | null } | null;
  messages: { channel: string; hold: string }[];
  channels: DryChannelJson[];
}

const names = ["one", "two", "three"] as const;
const channels = ["whatsapp", "sms"] as const;
let gateway: TestGateway;

beforeAll(async () => {
  gateway = await startTestGateway();
  await putLimits(gateway);
  // What is issued stays as it was decided.
  await holdDeliveries(gateway);
  for (const name of names) await state(name, "on");
});
afterAll(() => gateway.close());

const put = async (path: string, body: object) => {
  const reply = await gateway.admin(path, { method: "PUT", body });
  expect(reply.status, reply.text).toBe(200);
};
const state = (name: string, word: string) => put(`/v1/providers/${name}`, { kind: "sandbox", state: word });
const plan = (body: object = {}) => gateway.admin("/v1/plan", { body: { to: phone(), ...body } });
const planned = async (body: object): Promise<DryRunJson> => {
  const reply = await plan(body);
  expect(reply.status, reply.text).toBe(200);
  return reply.json as DryRunJson;
};
const routes = (whatsapp: object[], sms: object[] = [{ provider: "three" }]) =>
  put("/v1/routes", {
    channels: { whatsapp, sms },
    fallback: [{ channel: "whatsapp", after_seconds: 25 }, { channel: "sms" }],
  });
const prices = (some: object[] = []) =>
  put("/v1/prices", {
    prices: [...some, { channel: "whatsapp", amount: "350" }, { channel: "sms", amount: "500", per: "segment" }],
  });

test("says what would happen, in words too, and does nothing", async () => {
  await prices([{ channel: "whatsapp", provider: "two", amount: "400" }]);
  await routes([
    { provider: "one", weight: 70 },
    { provider: "two", weight: 30 },
    { provider: "three", weight: 0 },
  ]);
  const before = await rowCounts(gateway.database.sql);
  const run = await planned({ to: "0812-3456-7890" });
  expect(run).toMatchObject({
    ok: true,
    to: ["+62812****7890"],
    country: "ID",
    central: false,
    sandbox: true,
    refusal: null,
    messages: [{ to: "+62812****7890", channel: "whatsapp", hold: "400" }],
    currency: "IDR",
    available: "100000",
    hold: "400",
    worst: "900",
    text: {
      en: "Goes by WhatsApp through one (70 %) or two (30 %). Not reported delivered after 25 s, it goes on by SMS. Holds 400 IDR.",
      id: "Dikirim lewat WhatsApp melalui one (70 %) atau two (30 %). Jika belum dilaporkan sampai dalam 25 detik, dilanjutkan lewat SMS. Dana yang ditahan 400 IDR.",
    },
  });
  const [whatsapp, sms] = run.channels;
  expect(whatsapp).toMatchObject({ hold: "400", held_back: null, goes_on_after_seconds: 25, skipped: [] });
  expect(whatsapp?.providers).toMatchObject([
    { provider: "one", share: 0.7, price: "350", per: "message", template: "otp/id", shows: "text", binding: null },
    { provider: "two", share: 0.3, price: "400" },
    { provider: "three", share: 0, price: "350" },
  ]);
  expect(sms).toMatchObject({
    goes_on_after_seconds: null,
    providers: [{ provider: "three", share: 1, per: "segment" }],
  });
  expect(await rowCounts(gateway.database.sql)).toEqual(before);
  expect(JSON.stringify(run)).not.toContain("81234567890");
});

test("who is left out says why in both languages", async () => {
  await prices();
  await routes([{ provider: "one" }, { provider: "two", countries: ["ID"] }, { provider: "three" }]);
  await state("one", "drain");
  const { channels: seen } = await planned({ code_length: 8 });
  expect(seen[0]?.skipped).toEqual([
    { provider: "one", reason: "draining", text: { en: "draining", id: "tidak menerima pesan baru" } },
  ]);
  expect(seen[0]?.providers[0]).toMatchObject({ provider: "two", share: 0.5 });
  await state("one", "on");
});

describe("what refuses an issue is the answer", () => {
  /** The refusal as the dry run has it, after an issue that was refused with the same. */
  async function refusedAlike(body: object): Promise<DryRunJson> {
    const run = await planned(body);
    const reply = await issue(gateway, body);
    const { code, limit = null, retry_at: retryAt = null } = reply.json;
    expect(run.refusal).toMatchObject({ code, limit, retry_at: retryAt });
    expect(run).toMatchObject({ ok: false, messages: [] });
    expect(run.text.id).not.toBe(run.text.en);
    return run;
  }

  test("a country that is not allowed", async () => {
    const run = await refusedAlike({ to: "+14155552671" });
    expect(run).toMatchObject({ country: "US", to: ["+141****2671"], channels: [] });
    expect(run.text.en).toBe("Numbers of US are not allowed here; allowed: ID.");
  });

  test("a cool-down, with the plan that would follow it", async () => {
    await putLimits(gateway, { sandbox: { cooldown_seconds: 30, recipient: [], tenant: [] } });
    const to = phone();
    expect((await issue(gateway, { to })).status).toBe(201);
    const run = await refusedAlike({ to });
    expect(run.refusal?.limit).toBe("cooldown");
    expect(run.channels[0]?.providers.length).toBeGreaterThan(0);
    await putLimits(gateway);
  });

  test("a window of a client address", async () => {
    await putLimits(gateway, { client_ip: [{ max: 1, per_seconds: 3600 }] });
    expect((await issue(gateway, { client_ip: "203.0.113.7" })).status).toBe(201);
    expect((await refusedAlike({ client_ip: "203.0.113.7" })).refusal?.limit).toBe("client_ip");
    expect((await planned({ client_ip: "203.0.113.8" })).ok).toBe(true);
    await putLimits(gateway);
  });

  test("a channel that a limit holds back leaves the next one", async () => {
    await routes([{ provider: "one" }]);
    await putLimits(gateway, { provider: [{ max: 1, per_seconds: 3600 }] });
    expect((await issue(gateway)).status).toBe(201);
    const run = await planned({});
    expect(run.messages).toMatchObject([{ channel: "sms" }]);
    expect(run.channels[0]).toMatchObject({ channel: "whatsapp", held_back: { limit: "provider" } });
    await putLimits(gateway);
  });

  test("a balance that can't pay", async () => {
    await leave(gateway, 100);
    const run = await refusedAlike({});
    expect(run.text.id).toBe("Saldo tidak cukup: perlu 350 IDR, tersedia 100 IDR.");
    await leave(gateway, 100_000);
  });

  test("nobody who could carry it", async () => {
    await state("one", "off");
    const run = await refusedAlike({ channel: "whatsapp" });
    expect(run.text.id).toBe("Tidak ada penyedia yang dapat membawa pesan ini (one: dimatikan).");
    await state("one", "on");
  });

  test("a template that is not there", async () => {
    await refusedAlike({ template: "none" });
  });
});

test("what is asked wrongly is an error that names the field", async () => {
  expectProblem(await plan({ to: "0812" }), 422, "invalid_recipient");
  expectProblem(await plan({ to: undefined }), 400, "invalid_request");
  expectProblem(await plan({ metadata: {} }), 400, "invalid_request");
});

test("every central number has its own line", async () => {
  await putTenant(gateway, { central_recipients: ["+628112345671", "+628112345672"] });
  const run = await planned({ to: "central", user: "budi" });
  expect(run.messages).toHaveLength(2);
  expect(run.text.en).toMatch(/^\+6281\*{4}5671: Goes by .* \+6281\*{4}5672: Goes by /);
  await putTenant(gateway, { central_recipients: [] });
});

test("is for those who look after routes", async () => {
  const keys = await keysOfRoles(gateway);
  const may = await rolesThatMay(gateway, keys, "/v1/plan", { body: { to: phone() } });
  expect(may.sort()).toEqual(["admin", "auditor", "ops"]);
});

/** Whatever is configured: an issue right after the dry run does what it said. */
test("an issue does what the dry run said, however providers, routes, prices and limits are set", async () => {
  const step = fc.record({
    provider: fc.constantFrom(...names),
    weight: fc.integer({ min: 0, max: 3 }),
    countries: fc.constantFrom(undefined, ["ID"], ["ID", "SG"]),
  });
  const steps = fc.uniqueArray(step, { minLength: 1, maxLength: 3, selector: ({ provider }) => provider });
  const price = fc.record({
    channel: fc.constantFrom(...channels),
    provider: fc.constantFrom(...names),
    country: fc.constantFrom("ID", "SG"),
    amount: fc.constantFrom("100", "350", "900"),
  });
  const windows = fc.constantFrom([], [{ max: 1, per_seconds: 600 }], [{ max: 3, per_seconds: 600 }]);
  const world = fc.record({
    whatsapp: steps,
    sms: steps,
    prices: fc.uniqueArray(price, {
      minLength: 1,
      maxLength: 8,
      selector: ({ channel, provider, country }) => `${channel} ${provider} ${country}`,
    }),
    states: fc.tuple(...names.map(() => fc.constantFrom("on", "on", "drain", "off"))),
    limits: fc.record({ provider: windows, country: windows }),
    perMessage: fc.constantFrom(null, "400"),
    perHour: fc.constantFrom(null, "2000"),
    balance: fc.constantFrom(300, 100_000),
    numbers: fc.array(fc.constantFrom("+628129990001", "+6591234567", "+14155552671"), { minLength: 3, maxLength: 5 }),
    channel: fc.constantFrom("auto", ...channels),
  });
  // One in which all are taken, so that not every run of this test is about refusals.
  const allOn: typeof world extends fc.Arbitrary<infer T> ? T : never = {
    whatsapp: [{ provider: "one", weight: 1, countries: undefined }],
    sms: [{ provider: "two", weight: 1, countries: undefined }],
    prices: [{ channel: "whatsapp", provider: "one", country: "ID", amount: "350" }],
    states: names.map(() => "on"),
    limits: { provider: [], country: [] },
    perMessage: null,
    perHour: null,
    balance: 100_000,
    numbers: ["+628129990001"],
    channel: "auto",
  };
  let taken = 0;
  await fc.assert(
    fc.asyncProperty(world, async (given) => {
      for (const name of names) await state(name, "on");
      await prices();
      await putLimits(gateway, { countries: ["ID", "SG"] });
      await routes(given.whatsapp, given.sms);
      await put("/v1/prices", { prices: given.prices });
      for (const [n, name] of names.entries()) await state(name, given.states[n] ?? "on");
      const ceilings = { per_message: given.perMessage, per_hour: given.perHour };
      await putLimits(gateway, {
        ...given.limits,
        sandbox: { country: given.limits.country },
        ceilings,
        countries: ["ID", "SG"],
      });
      if (Number((await balance(gateway)).available) !== given.balance) await leave(gateway, given.balance);
      for (const to of given.numbers) {
        const body = { to, channel: given.channel };
        const run = await planned(body);
        const reply = await issue(gateway, body);
        if (reply.status === 201) {
          taken += 1;
          await sameAsIssued(run, String(reply.json.message.id));
        } else {
          const { code, limit = null, detail } = reply.json;
          expect(run.refusal).toMatchObject({ code, limit });
          if (code === "no_route") expect(run.refusal?.detail).toBe(detail);
        }
      }
    }),
    { numRuns: 12, examples: [[allOn]] },
  );
  expect(taken).toBeGreaterThan(0);
});

async function sameAsIssued(run: DryRunJson, id: string): Promise<void> {
  const uuid = id.slice("msg_".length);
  const [row] = await gateway.database.sql<
    {
      channel: string;
      hold: string;
      first: string;
      providers: string[];
      skips: { provider: string; reason: string }[];
    }[]
  >`
    select channel, hold, first_provider as first, skips, array(select jsonb_object_keys(prices)) as providers
    from messages where id = ${uuid}::uuid`;
  expect(run.ok, run.text.en).toBe(true);
  expect(run.messages).toMatchObject([{ channel: row?.channel, hold: String(Number(row?.hold) / 1e6) }]);
  const chosen = run.channels.find(({ channel }) => channel === row?.channel);
  expect(chosen?.providers.map(({ provider }) => provider).sort()).toEqual(row?.providers.sort());
  expect(chosen?.providers.find(({ provider }) => provider === row?.first)?.share).toBeGreaterThan(0);
  expect(chosen?.providers.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 3);
  const left = (chosen?.skipped ?? []).map(({ provider, reason }) => ({ provider, reason }));
  expect(row?.skips).toEqual(expect.arrayContaining(left));
  expect(chosen?.held_back).toBeNull();
}
