import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { firstIdAt, parsePublicId } from "../../src/kit/id.ts";
import { MOST_OTPS } from "../../src/privacy/erase.ts";
import { delivered, issue, issued, phone, putTenant, verify } from "../support/erp.ts";
import { hosted, RETURN_URL, visit } from "../support/hosted.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { keptAs } from "../support/numbers.ts";

const DAY_MS = 86_400_000;

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
  await putTenant(gateway, { central_recipients: ["+6281100002222"], return_urls: [RETURN_URL] });
});
afterAll(() => gateway.close());

const erase = (body: object, headers: Record<string, string> = {}) =>
  gateway.admin("/v1/privacy/erase", { body, headers });
const issueTo = (user: string, more: object = {}) => gateway.request("/v1/otp/issue", { body: { user, ...more } });
const e164 = (to: string): string => `+62${to.slice(1)}`;

/** Every row of every table as one text, but of the audit, which can't be changed, and of counts by address, which name nobody. */
async function everyRow(): Promise<string> {
  const { sql } = gateway.database;
  const tables = await sql<{ name: string }[]>`
    select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname not in ('pg_catalog', 'information_schema') and tablename !~ '^(audit|limit_usage)'`;
  const texts = await Promise.all(
    tables.map(({ name }) => sql.unsafe<{ row: string }[]>(`select to_jsonb(t)::text as row from ${name} t`)),
  );
  return texts.flatMap((rows) => rows.map(({ row }) => row)).join("\n");
}

describe("an erased person", () => {
  test("named by number is nowhere any more once no limit counts it, while the money is what it was", async () => {
    const to = phone();
    const told = { user: "rahasia-user", metadata: { ref: "rahasia-ref" }, client_ip: "198.51.100.77", wait_ms: 5000 };
    const { id } = await issued(gateway, { to, ...told });
    await delivered(gateway, to);
    await gateway.gateway.sweep.run();
    const before = (await gateway.admin("/v1/balance")).json;
    const reply = await erase({ to: ` ${to}` });
    expect(reply.status, reply.text).toBe(200);
    expect(reply.json).toMatchObject({
      erased: { otps: 1, messages: 1, sandbox_messages: 1 },
      cancelled: 1,
      complete: true,
    });
    expect(Object.keys(reply.json.left)).toEqual(expect.arrayContaining(["limits", "money", "audit", "backups"]));
    expect(await everyRow()).not.toMatch(/rahasia-ref|198\.51\.100\.77/);
    expect((await gateway.admin(`/v1/otp/${id}`)).json).toMatchObject({ status: "cancelled", to: "erased" });
    expect((await gateway.admin(`/v1/explain?otp=${id}`)).text).toContain("erased");
    expect((await gateway.admin(`/v1/messages?otp=${id}&reveal=true`)).json.data).toMatchObject([{ to: "erased" }]);
    expect((await gateway.admin("/v1/balance")).json.total).toBe(before.total);
    // Still counted, and by nothing that shows the number.
    expect((await issue(gateway, { to })).status).toBe(429);
    expect(await everyRow()).toContain(keptAs(gateway, e164(to)));
    gateway.clock.advance(DAY_MS + 3_600_000);
    await gateway.gateway.erasures.run();
    expect(await everyRow()).not.toContain(keptAs(gateway, e164(to)));
    expect(await everyRow()).not.toContain("rahasia-user");
  });

  test("named by user loses the stored row, and what went to the central number for them alone", async () => {
    await gateway.request("/v1/users/ani", { method: "PUT", body: { destination: "central", name: "Nama Ani" } });
    const mine = await issueTo("ani");
    expect(mine.status, mine.text).toBe(201);
    const other = await issued(gateway, { to: "central", user: "bayu" });
    const reply = await erase({ user: "ani" });
    expect(reply.json).toMatchObject({ erased: { otps: 1, users: 1 }, cancelled: 1 });
    expect(await everyRow()).not.toContain("Nama Ani");
    expect((await gateway.request("/v1/users/ani")).status).toBe(404);
    expect((await gateway.admin(`/v1/otp/${other.id}`)).json).toMatchObject({ status: "pending" });
  });

  test("is not found again: a second erasure does nothing, and one key has one effect", async () => {
    const to = phone();
    await issued(gateway, { to });
    const key = { "idempotency-key": "erase-once" };
    const first = await erase({ to }, key);
    expect(first.json).toMatchObject({ erased: { otps: 1, messages: 1 } });
    const again = await erase({ to }, key);
    expect([again.json, again.headers.get("idempotent-replayed")]).toEqual([first.json, "true"]);
    expect((await erase({ to })).json).toMatchObject({ erased: { otps: 0, messages: 0, users: 0 }, cancelled: 0 });
  });

  test("whose stored number went is asked for no code until the ERP puts another", async () => {
    const number = e164(phone());
    await gateway.request("/v1/users/cici", { method: "PUT", body: { destination: "own", number } });
    expect((await erase({ to: number })).json).toMatchObject({ erased: { users: 1 } });
    expect((await gateway.admin("/v1/users/cici?reveal=true")).json).toMatchObject({ number: "erased" });
    const refused = await issueTo("cici");
    expect([refused.status, refused.json.code]).toEqual([422, "invalid_recipient"]);
    expect(refused.text).toContain("was erased");
  });

  test("leaves no number in the ids that a provider gave", async () => {
    const to = phone();
    const { message } = await issued(gateway, { to, wait_ms: 5000 });
    const id = message.id.slice("msg_".length);
    const wamid = `wamid.${Buffer.from(`HBgN${e164(to).slice(1)}FQIAERgS`).toString("base64")}`;
    await gateway.database.sql`update attempts set provider_message_id = ${wamid} where message_id = ${id}`;
    expect((await erase({ to })).json).toMatchObject({ erased: { provider_ids: 1 } });
    expect(await everyRow()).not.toContain(wamid);
  });

  test("is found by user until nothing is left, also where one call is not enough", async () => {
    const { sql } = gateway.database;
    const to = phone();
    await gateway.request("/v1/users/banyak", { method: "PUT", body: { destination: "own", number: e164(to) } });
    const { id } = await issued(gateway, { to });
    const names = await sql<{ name: string }[]>`
      select attname as name from pg_attribute where attrelid = 'otps'::regclass and attnum > 0
        and attname not in ('id', 'status', 'code_sealed', 'ended_at')`;
    const columns = sql.unsafe(names.map(({ name }) => name).join(", "));
    const prefix = firstIdAt(gateway.clock.now() - 3_600_000).slice(0, 24);
    await sql`
      insert into otps (id, status, ${columns})
      select (${prefix} || lpad(n::text, 12, '0'))::uuid, 'cancelled', ${columns}
      from otps, generate_series(1, ${MOST_OTPS}::int) n where id = ${parsePublicId("otp", id)}`;
    const first = await erase({ user: "banyak" });
    expect(first.json).toMatchObject({ erased: { otps: MOST_OTPS, users: 0 }, complete: false });
    const second = await erase({ user: "banyak" });
    expect(second.json).toMatchObject({ erased: { otps: 1, users: 1 }, cancelled: 1, complete: true });
    expect((await gateway.admin(`/v1/otp/${id}`)).json).toMatchObject({ status: "cancelled", to: "erased" });
  });

  test("who still has a hosted page open is led back, without what the ERP gave along", async () => {
    const to = phone();
    const { path } = await hosted(gateway, { to, state: "canary-state" });
    await erase({ to });
    const page = await visit(gateway, path);
    expect(page.status, page.text).toBeLessThan(500);
    expect(page.text).toContain(new URL(RETURN_URL).host);
    expect(page.text).not.toContain("canary-state");
  });

  test("keeps the count of wrong codes for as long as limits look", async () => {
    const to = phone();
    await issued(gateway, { to });
    await verify(gateway, { to, code: "0000" });
    await erase({ to });
    const streaks = () =>
      gateway.database.sql`select wrong from guess_streaks where subject = ${keptAs(gateway, e164(to))}`;
    expect(await streaks()).toMatchObject([{ wrong: 1 }]);
    gateway.clock.advance(DAY_MS + 3_600_000);
    await gateway.gateway.erasures.run();
    expect(await streaks()).toEqual([]);
  });
});

describe("who may", () => {
  test("erase, export and list is an admin, of their own tenant", async () => {
    for (const path of ["/v1/privacy/erase", "/v1/privacy/export"]) {
      expect((await gateway.request(path, { body: { user: "x" } })).status).toBe(403);
    }
    expect((await gateway.request("/v1/privacy/affected.csv")).status).toBe(403);
  });

  test("is answered what was wrong: both or neither named, or a central number", async () => {
    for (const body of [{}, { to: "0812", user: "x" }, { to: "0811-0000-2222" }]) {
      const reply = await erase(body);
      expect([reply.status, reply.json.errors?.[0]?.path]).toEqual([400, "to"]);
    }
  });

  test.each([
    [{ to: "not a number" }, "to"],
    [{ to: "central" }, "to"],
    [{ to: "021" }, "to"],
    [{ to: "" }, "to"],
    [{ user: " " }, "user"],
  ])("is told that %o names nobody, in place of zeros", async (body, field) => {
    for (const path of ["/v1/privacy/erase", "/v1/privacy/export"]) {
      const reply = await gateway.admin(path, { body });
      expect([reply.status, reply.json.errors?.[0]?.path], path).toEqual([400, field]);
    }
  });

  test("an address is found in any case", async () => {
    await issued(gateway, { to: "Budi.Erased@example.com", channel: "email" });
    expect((await erase({ to: " BUDI.erased@EXAMPLE.com" })).json).toMatchObject({ erased: { otps: 1, messages: 1 } });
  });

  test("leaves a trace without the number", async () => {
    const to = phone();
    await erase({ to });
    await gateway.admin("/v1/privacy/export", { body: { to } });
    const { data } = (await gateway.admin("/v1/audit?limit=2")).json;
    const masked = `${e164(to).slice(0, 6)}****${to.slice(-4)}`;
    expect(data).toMatchObject([
      { action: "privacy.export", target: masked },
      { action: "privacy.erase", target: masked },
    ]);
    expect(JSON.stringify(data)).not.toContain(to.slice(1));
  });
});

describe("an export", () => {
  test("has all that is kept of a person, their number in clear, and no code", async () => {
    const number = e164(phone());
    await gateway.request("/v1/users/dewi", { method: "PUT", body: { destination: "own", number, name: "Dewi" } });
    const first = await issueTo("dewi", { code: "71625344", wait_ms: 5000 });
    const { json, text } = await gateway.admin("/v1/privacy/export", { body: { user: "dewi" } });
    expect(json).toMatchObject({
      person: { user: "dewi", number },
      users: [{ id: "dewi", name: "Dewi", number }],
      otps: [
        {
          id: first.json.id,
          numbers: [number],
          user: "dewi",
          messages: [{ attempts: [{ provider: "sandbox", outcome: "accepted" }] }],
        },
      ],
      audit: [{ action: "privacy.export" }, { action: "user.put" }],
      next_before: null,
    });
    expect(Number(json.charged)).toBeGreaterThan(0);
    expect(text).not.toContain("71625344");
    // The same by the number.
    const byNumber = await gateway.admin("/v1/privacy/export", { body: { to: number } });
    expect(byNumber.json.otps).toEqual(json.otps);
  });
});
