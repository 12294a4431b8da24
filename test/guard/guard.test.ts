import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { twilioErrorOf } from "../../src/http/facades/twilio/errors.ts";
import { connect } from "../../src/db/client.ts";
import { attackedTenant, type AttackedTenantCall } from "../support/attacked-tenant.ts";
import { feedSettled } from "../support/feed.ts";
import { eventually, startTestGateway, type TestGateway } from "../support/gateway.ts";
import { look, type AttackedGateway } from "../support/pumping.ts";

let gateway: TestGateway;

beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

interface Reply {
  status: number;
  json: Record<string, unknown>;
}
interface Attacked {
  world: AttackedGateway;
  admin: AttackedTenantCall;
  name: string;
  ask: (to: string, body?: object) => Promise<Reply>;
}

const few = { min_sent: 5 };

/** A tenant whose guard needs five OTPs to judge, and its ERP's calls as they are answered. */
async function attacked(guard: object, limits: object = {}): Promise<Attacked> {
  const { world, admin, name } = await attackedTenant(gateway, { ...few, ...guard }, limits);
  const ask = async (to: string, body: object = {}): Promise<Reply> => {
    const reply = await gateway.admin("/v1/otp/issue", {
      body: { to, channel: "sms", code: "135790", wait_ms: 5000, ...body },
      headers: { "x-tenant": name },
    });
    return { status: reply.status, json: reply.json as Record<string, unknown> };
  };
  // Its people verify here: of a tenant that checks by itself nothing could be said.
  const { json } = await ask("+6281100000001");
  await world.post("/v1/otp/verify", { id: json["id"] as string, code: "135790" });
  return { world, admin, name, ask };
}

const numbers = (prefix: string, count: number): string[] =>
  Array.from({ length: count }, (_, i) => `${prefix}${String(10_000_100 + i * 7_919_001)}`);

/** Codes that nobody types, all of them delivered, and old enough to be judged. */
async function pump({ world, ask }: Attacked, prefix: string, count = 6): Promise<void> {
  const before = (await countedIn(world, prefix)).sent;
  for (const number of numbers(prefix, count)) expect((await ask(number)).status).toBe(201);
  await eventually(
    () => countedIn(world, prefix),
    ({ sent, arrived }) => sent >= before + count && arrived === sent,
  );
  await world.advance(240_000);
  await look(world);
}

async function countedIn(
  { gateway: { sql, followers } }: AttackedGateway,
  prefix: string,
): Promise<{ sent: number; arrived: number }> {
  await Promise.all(followers.map((follower) => follower.run()));
  const [row] = await sql<{ sent: number; arrived: number }[]>`
    select coalesce(sum(sent), 0)::int as sent, coalesce(sum(arrived), 0)::int as arrived
    from guard_sums where prefix = ${prefix}`;
  return row ?? { sent: 0, arrived: 0 };
}

interface KeyJson {
  key: string;
  state: string;
  because: string | null;
  until: string | null;
  figures: { sent: number; verified: number; conversion: number | null };
  text: { en: string; id: string } | null;
}
const keyOf = (list: Record<string, unknown>, key: string): KeyJson | undefined =>
  (list["data"] as KeyJson[]).find((one) => one.key === key);
const decisionsOf = async (admin: AttackedTenantCall): Promise<string[]> => {
  const { data } = (await admin("GET", "/v1/guard/decisions")) as {
    data: { key: string; decision: string; because: string }[];
  };
  return data.map(({ key, decision, because }) => `${key} ${decision} ${because}`);
};
const eventsOf = async (admin: AttackedTenantCall): Promise<Record<string, unknown>[]> => {
  await feedSettled(gateway.database.sql);
  const { data } = (await admin("GET", "/v1/events?type=guard.*")) as { data: Record<string, unknown>[] };
  return data;
};

describe("monitor", () => {
  test("a suspicion is recorded, explained and told, and codes go on", async () => {
    const tenant = await attacked({ mode: "monitor" });
    await tenant.admin("PUT", `/v1/tenants/${tenant.name}`, {
      brand: "Attacked",
      default_locale: "en",
      alert_to: [{ channel: "sms", to: "+6281230009999", kinds: ["guard"] }],
    });
    await pump(tenant, "+62831");
    const list = await tenant.admin("GET", "/v1/guard");
    const key = keyOf(list, "+62831");
    expect(list["mode"]).toBe("monitor");
    expect(key).toMatchObject({
      state: "suspected",
      because: "conversion",
      figures: { sent: 6, verified: 0, conversion: 0 },
    });
    expect(key?.text?.en).toBe(
      "Of 6 codes to numbers that begin with +62831 that have had their time, 0 were verified (0 %); at least 35 % are " +
        "expected. Suspected of pumping; nothing is blocked.",
    );
    expect(key?.text?.id).toContain("Dicurigai");
    expect(await decisionsOf(tenant.admin)).toEqual(["+62831 suspected conversion"]);
    expect(await eventsOf(tenant.admin)).toMatchObject([
      { type: "guard.suspected", data: { prefix: "+62831", reason: "conversion", sent: 6, verified: 0 } },
    ]);
    const told = await eventually(
      () => gateway.admin("/v1/sandbox/messages?to=%2B6281230009999", { headers: { "x-tenant": tenant.name } }),
      ({ json }) => (json.data as unknown[]).length > 0,
    );
    expect(told.json.data).toMatchObject([
      { text: `Gerbang: suspected pumping at ${tenant.name}: suspected +62831. See /v1/guard` },
    ]);
    expect((await tenant.ask("+6283199999999")).status).toBe(201);
  });

  test("a guard that is off looks at nothing", async () => {
    const tenant = await attacked({ mode: "off" });
    await pump(tenant, "+62896");
    expect(keyOf(await tenant.admin("GET", "/v1/guard"), "+62896")?.state).toBe("ok");
    expect(await decisionsOf(tenant.admin)).toEqual([]);
  });
});

describe("block", () => {
  test("a prefix is refused on every replica, at no cost, and its neighbours are not", async () => {
    const tenant = await attacked({ mode: "block" });
    const open = await tenant.ask("+6283810000011", { ttl_seconds: 600 });
    await pump(tenant, "+62838", 7);
    const before = await tenant.admin("GET", "/v1/balance");
    const refused = await tenant.ask("+6283899999999");
    expect(refused.status).toBe(422);
    expect(refused.json).toMatchObject({
      code: "destination_not_allowed",
      detail: "to: no codes are sent to numbers like +62838… for now",
      limit: "guard",
      prefix: "+62838",
    });
    expect(JSON.stringify(refused.json)).not.toMatch(/conversion|min_sent|verified/);
    expect(await tenant.admin("GET", "/v1/balance")).toEqual(before);
    expect((await tenant.ask("+6283910000001")).status).toBe(201);

    const other = await gateway.replica();
    const there = { body: { to: "+6283899999999" }, headers: { "x-tenant": tenant.name } };
    expect((await other.admin("/v1/otp/issue", there)).status).toBe(422);
    const resent = await other.admin(`/v1/otp/${String(open.json["id"])}/resend`, { ...there, body: {} });
    expect(resent.json).toMatchObject({ code: "destination_not_allowed", limit: "guard" });
    await other.close();

    expect(await eventsOf(tenant.admin)).toMatchObject([
      { type: "guard.blocked", data: { prefix: "+62838", until: expect.any(String) as string } },
    ]);
  });

  test("a release is audited, works at once on every replica, and starts the evidence anew", async () => {
    const tenant = await attacked({ mode: "block" });
    await pump(tenant, "+62857");
    const other = await gateway.replica();
    expect((await tenant.ask("+6285799999999")).status).toBe(422);
    await tenant.admin("POST", "/v1/guard/release", { key: "+62857" });
    expect((await tenant.ask("+6285799999999")).status).toBe(201);
    await eventually(
      () => other.admin("/v1/otp/issue", { body: { to: "+6285799999998" }, headers: { "x-tenant": tenant.name } }),
      ({ status }) => status === 201,
      2000,
    );
    // From here on one gateway judges, at moments of this test's.
    await other.close();
    await look(tenant.world);
    expect(await decisionsOf(tenant.admin)).toEqual(["+62857 released by_hand", "+62857 blocked conversion"]);
    const audit = (await tenant.admin("GET", "/v1/audit")) as { data: object[] };
    expect(audit.data).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          action: "guard.release",
          target: "+62857",
          before: { state: "blocked", because: "conversion" },
        }),
      ]),
    );
    // Only what is sent from the next minute on is evidence.
    await tenant.world.advance(60_000);
    await pump(tenant, "+62857", 5);
    expect((await decisionsOf(tenant.admin))[0]).toBe("+62857 blocked conversion");
  });

  test("released for good, a prefix is on the allow list", async () => {
    const tenant = await attacked({ mode: "block" });
    await pump(tenant, "+62858");
    await tenant.admin("POST", "/v1/guard/release", { key: "+62858", allow: true });
    expect(await tenant.admin("GET", "/v1/limits")).toMatchObject({
      guard: { mode: "block", min_sent: 5, allow: ["+62858"] },
    });
    const audit = (await tenant.admin("GET", "/v1/audit?action=limits.put")) as { data: object[] };
    expect(audit.data[0]).toMatchObject({
      before: { guard: { allow: [] } },
      after: { cooldown_seconds: 0, guard: { allow: ["+62858"] } },
    });
    await look(tenant.world);
    expect((await tenant.ask("+6285899999999")).status).toBe(201);
  });

  test("a full allow list takes no more: nothing is released, and every replica starts and changes settings", async () => {
    const allow = Array.from({ length: 200 }, (_, i) => `+62899${1000 + i}`);
    const tenant = await attacked({ mode: "block", allow });
    await pump(tenant, "+62859");
    const headers = { "x-tenant": tenant.name };
    const release = (body: object) => gateway.admin("/v1/guard/release", { body: { key: "+62859", ...body }, headers });
    const refused = await release({ allow: true });
    expect([refused.status, refused.json.code]).toEqual([409, "conflict"]);
    expect(refused.json.detail).toContain("allow list of the limits' guard is full");
    const other = await gateway.replica();
    const still = await other.admin("/v1/otp/issue", { body: { to: "+6285999999999" }, headers });
    expect(still.json.limit).toBe("guard");
    await other.close();
    const limits = await tenant.admin("GET", "/v1/limits");
    await tenant.admin("PUT", "/v1/limits", { ...limits, guard: { mode: "block", allow: allow.slice(1) } });
    expect((await release({ allow: true })).status).toBe(200);
  });

  test("limits that can't be read stop nothing: what of them can be stays in force", async () => {
    const tenant = await attacked({ mode: "block", min_sent: 7 });
    await gateway.gateway.sql`
      update limits set rules = jsonb_set(rules, '{guard,allow}', '"+62811"')
      where tenant_id = (select id from tenants where name = ${tenant.name})`;
    const other = await gateway.replica();
    const rules = other.gateway.settings.current.tenantsByName.get(tenant.name)?.limits;
    expect(rules).toMatchObject({ cooldown_seconds: 0, guard: { mode: "block", min_sent: 7, allow: [] } });
    await other.close();
    await tenant.admin("PUT", "/v1/limits", { guard: { mode: "block" } });
  });

  test("a block ends when its time is up, before the job comes by", async () => {
    const tenant = await attacked({ mode: "block", block_seconds: 600 });
    await pump(tenant, "+62877");
    expect((await tenant.ask("+6287799999999")).status).toBe(422);
    await tenant.world.advance(600_000);
    expect((await tenant.ask("+6287799999999")).status).toBe(201);
    await look(tenant.world);
    expect((await decisionsOf(tenant.admin))[0]).toBe("+62877 released time");
  });

  test("a block is over when its people verify after all", async () => {
    const tenant = await attacked({ mode: "block" });
    const late = await Promise.all(
      numbers("+62878", 3).map((to) => tenant.ask(to, { user: "late", ttl_seconds: 600 })),
    );
    await pump(tenant, "+62878", 4);
    expect(keyOf(await tenant.admin("GET", "/v1/guard"), "+62878")?.state).toBe("blocked");
    for (const { json } of late)
      await tenant.world.post("/v1/otp/verify", { id: json["id"] as string, code: "135790" });
    await look(tenant.world);
    expect((await decisionsOf(tenant.admin))[0]).toBe("+62878 released proven");
  });

  test("the plan of a pending OTP does not go on to its next channel", async () => {
    const tenant = await attacked({ mode: "block" });
    const issued = await tenant.ask("+6281910000004", { channel: undefined, channels: ["whatsapp", "sms"] });
    const { sql, sweep, settings } = gateway.gateway;
    await sql`
      insert into guard_states (tenant_id, key, state, because, since, until, evidence_from, figures)
      select id, '+62819', 'blocked', 'conversion', now(), now() + interval '1 day', now(), '{}'
      from tenants where name = ${tenant.name}`;
    await settings.reload();
    await tenant.world.advance(25_000);
    await sweep.run();
    const reply = await eventually(
      () => gateway.admin(`/v1/explain?otp=${String(issued.json["id"])}`, { headers: { "x-tenant": tenant.name } }),
      ({ text }) => text.includes("guard"),
    );
    expect(reply.text).toContain("blocks +62819");
    const read = await gateway.admin(`/v1/otp/${String(issued.json["id"])}`, { headers: { "x-tenant": tenant.name } });
    expect(read.json.messages).toHaveLength(1);
  });
});

describe("not taken for bots", () => {
  test("people whose verifies are in the feed and not yet counted", async () => {
    const tenant = await attacked({ mode: "block" });
    const { world, ask } = tenant;
    const asked = [];
    for (const number of numbers("+62853", 6)) asked.push(String((await ask(number)).json["id"]));
    await eventually(
      () => countedIn(world, "+62853"),
      ({ sent }) => sent === 6,
    );
    // A transaction that stays open keeps what comes after it from being followed.
    const other = connect(gateway.database.connection, { max: 1 });
    const open = await other.reserve();
    await open`begin`;
    await open`select pg_current_xact_id()`;
    for (const id of asked) await world.post("/v1/otp/verify", { id, code: "135790" });
    await Promise.all(gateway.gateway.followers.map((follower) => follower.run()));
    await world.advance(240_000);
    await gateway.gateway.guard.run();
    expect(await decisionsOf(tenant.admin)).toEqual([]);
    await open`commit`;
    open.release();
    await other.end();
    await look(world);
    expect(await decisionsOf(tenant.admin)).toEqual([]);
    expect(keyOf(await tenant.admin("GET", "/v1/guard"), "+62853")?.figures).toMatchObject({ sent: 6, verified: 6 });
  });

  test("people who ask three times and type the last code", async () => {
    const tenant = await attacked({ mode: "block" });
    const { world, ask } = tenant;
    for (const to of numbers("+62852", 3)) {
      await ask(to);
      await ask(to);
      const { json } = await ask(to);
      await world.post("/v1/otp/verify", { id: json["id"] as string, code: "135790" });
    }
    await eventually(
      () => countedIn(world, "+62852"),
      ({ sent }) => sent === 9,
    );
    await world.advance(240_000);
    await look(world);
    expect(await decisionsOf(tenant.admin)).toEqual([]);
    expect(keyOf(await tenant.admin("GET", "/v1/guard"), "+62852")?.figures).toMatchObject({ sent: 9, verified: 9 });
  });

  test("those of a tenant whose ERP checks the codes by itself: said, and nothing is blocked", async () => {
    const { world, admin, name } = await attackedTenant(gateway, { ...few, mode: "block" });
    const body = { channel: "sms", code: "135790", wait_ms: 5000 };
    const headers = { "x-tenant": name };
    const ask = (to: string) => gateway.admin("/v1/otp/issue", { body: { ...body, to }, headers });
    for (const to of numbers("+62851", 6)) expect((await ask(to)).status).toBe(201);
    await eventually(
      () => countedIn(world, "+62851"),
      ({ arrived }) => arrived === 6,
    );
    await world.advance(240_000);
    await look(world);
    const list = await admin("GET", "/v1/guard");
    expect(keyOf(list, "+62851")).toMatchObject({ state: "outage", because: "unverified" });
    expect(keyOf(list, "+62851")?.text?.en).toContain("none of the tenant's codes was verified here in months");
    expect((await ask("+6285199999999")).status).toBe(201);
  });
});

test("the home country is suspected, never blocked", async () => {
  const tenant = await attacked({ mode: "block", min_sent: 8 });
  await pump(tenant, "+62814", 5);
  await pump(tenant, "+62815", 5);
  expect(await decisionsOf(tenant.admin)).toEqual(["ID suspected conversion"]);
  expect((await tenant.ask("+6281499999999")).status).toBe(201);
});

test("a client of Twilio's hears of its Fraud Guard", () => {
  const refused = { type: "", title: "", detail: "to: …", request_id: "r", status: 422, limit: "guard" };
  const said = twilioErrorOf({ ...refused, code: "destination_not_allowed" }, "/v2/Services/VA1/Verifications");
  expect(said).toMatchObject({ code: 60410, status: 403 });
});

describe("bad input", () => {
  test.each([
    ["/v1/guard/release", { key: "62812" }, 400, "a prefix, like +62812, or a country, like LV"],
    ["/v1/guard/release", { key: "+62899" }, 404, "Nothing stands against +62899."],
    ["/v1/guard/release", {}, 400, "key"],
  ])("%s %j is %i", async (path, body, status, words) => {
    const reply = await gateway.admin(path, { body });
    expect(reply.status).toBe(status);
    expect(reply.text).toContain(words);
  });

  test("an allow list names beginnings of numbers and countries", async () => {
    const reply = await gateway.admin("/v1/limits", { method: "PUT", body: { guard: { allow: ["0812"] } } });
    expect(reply.status).toBe(400);
    expect(reply.json.errors).toEqual([
      { path: "guard.allow.0", message: "the beginning of a number, like +62812, or a country, like SG" },
    ]);
  });
});
