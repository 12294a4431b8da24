import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Tx } from "../../src/db/client.ts";
import { Keyring } from "../../src/kit/secret.ts";
import { secretsContext } from "../../src/settings/load.ts";
import { createTestDatabase, type TestDatabase, urlOf } from "../support/database.ts";
import { ProcessRoom, reconfigure } from "../support/process.ts";

const secrets = { old: "0b".repeat(32), new: "1c".repeat(32), never: "2d".repeat(32) };

/** The PostgreSQL of an operator, who may also hand it over between two master keys. */
describe("a gateway with DATABASE_URL", { timeout: 60_000 }, () => {
  let room: ProcessRoom;
  let database: TestDatabase;

  beforeEach(async () => {
    room = new ProcessRoom();
    database = await createTestDatabase({ empty: true });
  });
  afterEach(async () => {
    await room.cleanUp();
    await database.drop();
  });

  const env = (more: Record<string, string> = {}) => ({
    DATABASE_URL: urlOf(database.connection),
    GATEWAY_SECRET: secrets.old,
    ...more,
  });

  test("begins with the tenant default, its templates, no credit, no provider and no price, by the same code", async () => {
    const erpKey = "an-erp-key-of-the-operator";
    const gateway = await room.start({ env: env({ BOOTSTRAP_ERP_KEY: erpKey }) });
    expect(gateway.stdout).not.toContain("curl");
    const balance = await gateway.call(erpKey, "/v1/balance");
    expect(balance.json).toMatchObject({ available: "0", held: "0", total: "0", currency: "IDR" });
    const issued = await gateway.call(erpKey, "/v1/otp/issue", { to: "0812-3456-7890" });
    expect(issued).toMatchObject({ status: 422, json: { code: "no_route" } });
    const [facts] = await database.sql`
      select (select array_agg(name) from tenants) as tenants, (select count(*)::int from templates) as templates,
             (select count(*)::int from providers) as providers, (select count(*)::int from prices) as prices,
             (select count(*)::int from otps) as otps, (select count(*)::int from entries) as entries`;
    expect(facts).toEqual({ tenants: ["default"], templates: 8, providers: 0, prices: 0, otps: 0, entries: 0 });
    expect(await room.postmaster()).toBeUndefined();
    expect(await gateway.stop()).toEqual({ code: 0, signal: null });
  });

  test("what an older master key sealed is read while GATEWAY_SECRET_PREVIOUS has it; else the start stops", async () => {
    const old = await room.start({ env: env() });
    const { erpKey } = old;
    await reconfigure(old, database.sql, configure);
    const code = "731946";
    const issued = await old.call(erpKey, "/v1/otp/issue", { to: "0812-3456-7890", code, wait_ms: 5000 });
    expect(issued).toMatchObject({ status: 201, json: { message: { status: "accepted" } } });
    await old.stop();

    const without = room.spawn({ env: env({ GATEWAY_SECRET: secrets.new }) });
    expect(await without.exited).toEqual({ code: 1, signal: null });
    expect(without.stderr).toMatch(/^gerbang: GATEWAY_SECRET: [^\n]*meta[^\n]*GATEWAY_SECRET_PREVIOUS[^\n]*\n$/);

    const previous = `${secrets.never}, ${secrets.old}`;
    const rotated = await room.start({
      env: env({ GATEWAY_SECRET: secrets.new, GATEWAY_SECRET_PREVIOUS: previous }),
    });
    // Only who can read the verify token gives the challenge back.
    const query = `hub.mode=subscribe&hub.verify_token=${meta.secrets.verify_token}&hub.challenge=4711`;
    const challenge = await fetch(`${rotated.url}/hooks/meta?${query}`);
    expect([challenge.status, await challenge.text()]).toEqual([200, "4711"]);
    // A code that was hashed under the older key.
    const verified = await rotated.call(erpKey, "/v1/otp/verify", { id: issued.json.id, code });
    expect(verified.json).toMatchObject({ valid: true, status: "verified" });
    await rotated.stop();
  });

  test("does not start under another master key than it was begun with, though nothing is sealed yet", async () => {
    const first = await room.start({ env: env() });
    await first.stop();
    const other = room.spawn({ env: env({ GATEWAY_SECRET: secrets.new }) });
    expect(await other.exited).toEqual({ code: 1, signal: null });
    expect(other.stderr).toMatch(
      /^gerbang: GATEWAY_SECRET: this installation is sealed under [^\n]*GATEWAY_SECRET_PREVIOUS[^\n]*\n$/,
    );
    const rotated = await room.start({
      env: env({ GATEWAY_SECRET: secrets.new, GATEWAY_SECRET_PREVIOUS: secrets.old }),
    });
    expect(await rotated.stop()).toEqual({ code: 0, signal: null });
  });
});

/** A sandbox to send with, and a provider with secrets of the older master key. */
async function configure(tx: Tx): Promise<void> {
  const [tenant] = await tx<{ id: string }[]>`select id from tenants`;
  const id = tenant?.id ?? "";
  const keyring = new Keyring([Buffer.from(secrets.old, "hex")]);
  const sealed = keyring.seal(secretsContext(id, "meta"), JSON.stringify(meta.secrets));
  await tx`
    insert into providers (tenant_id, name, kind, state, settings, secrets, secret_names, updated_at)
    values (${id}, 'sandbox', 'sandbox', 'on', '{}', null, '{}', now()),
           (${id}, 'meta', 'meta-cloud', 'on', ${JSON.stringify(meta.settings)}::text::jsonb, ${sealed},
            ${Object.keys(meta.secrets)}, now())`;
  await tx`
    insert into prices (tenant_id, position, channel, amount, per, charged_on, valid_from)
    values (${id}, 0, 'sms', 0, 'message', 'accepted', now() - interval '1 day')`;
  await tx`
    insert into routes (tenant_id, channels, fallback, updated_at)
    values (${id}, '{"sms": [{"provider": "sandbox"}]}', '[{"channel": "sms"}]', now())`;
}

const meta = {
  settings: { phone_number_id: "1", waba_id: "2" },
  secrets: { access_token: "token-of-meta", app_secret: "secret-of-meta", verify_token: "word-of-meta" },
};
