import { randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { readArgs, UsageError, type Command } from "../../src/cli/command.ts";
import { doctor } from "../../src/cli/doctor/index.ts";
import { createKeyCommand } from "../../src/cli/key-create.ts";
import { reconcileCommand } from "../../src/cli/reconcile.ts";
import { rekeyCommand } from "../../src/cli/rekey.ts";
import { sendTestCommand } from "../../src/cli/send-test.ts";
import { exportTemplatesCommand } from "../../src/cli/template/export.ts";
import { importTemplatesCommand } from "../../src/cli/template/import.ts";
import { listTemplatesCommand } from "../../src/cli/template/list.ts";
import { lintTemplatesCommand } from "../../src/cli/template/lint.ts";
import { templateSyncCommand } from "../../src/cli/template/sync.ts";
import { createTenantCommand } from "../../src/cli/tenant-create.ts";
import { topUpCommand } from "../../src/cli/topup.ts";
import { openDatabase, type Sql } from "../../src/db/client.ts";
import { GatewayError } from "../../src/errors.ts";
import { openSecret, sealSecret } from "../../src/events/sealed-secrets.ts";
import { hashApiKey, Keyring } from "../../src/kit/secret.ts";
import { secretsContext } from "../../src/settings/load.ts";
import { makeNumberKey, withNumberKey } from "../../src/settings/number-key.ts";
import { bootstrap } from "../../src/tenants/bootstrap.ts";
import { createTestDatabase, urlOf, type TestDatabase } from "../support/database.ts";
import { startMetaServer } from "../support/meta-server.ts";

const secret = { now: "3e".repeat(32), before: "4f".repeat(32) };

let database: TestDatabase;
let sql: Sql;
let printed: string;

beforeEach(async () => {
  database = await createTestDatabase();
  sql = database.sql;
  const db = openDatabase(database.connection, { max: 1 });
  await bootstrap(db, { demo: true, currency: "IDR", adminKey: null, erpKey: null, now: Date.now() });
  await db.close();
  vi.stubEnv("DATABASE_URL", urlOf(database.connection));
  vi.stubEnv("GATEWAY_SECRET", secret.now);
  vi.stubEnv("DATA_DIR", "/nonexistent/of-a-test");
  vi.stubEnv("SUDO_USER", undefined);
  printed = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});
afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await database.drop();
});

const run = async (command: Command, ...args: string[]): Promise<number> => command.run(readArgs(command, args));

async function configVersion(): Promise<number> {
  const [row] = await sql<{ version: string }[]>`select version from config_version`;
  return Number(row?.version);
}

describe("reconcile", () => {
  test("reads an invoice, keeps what differs, and says how much there is of it", async () => {
    const file = path.join(await mkdtemp(path.join(os.tmpdir(), "gerbang-test-")), "invoice.csv");
    await writeFile(file, "Sid,Price,PriceUnit,Status\nSM1,-0.0331,USD,delivered\n");
    expect(await run(reconcileCommand, "--provider", "sandbox", "--preset", "twilio", file)).toBe(0);
    expect(printed).toMatch(/^rec_[0-9a-f]{32}: 1 lines, 0 of them messages sent here/);
    expect(printed).toContain("invoiced 0.0331 USD");
    expect(printed).toMatch(/unknown_here +1/);
    const [kept] = await sql`select provider, actor from reconciliations`;
    expect(kept).toEqual({ provider: "sandbox", actor: "cli" });
    await rm(path.dirname(file), { recursive: true });
  });

  test("refuses what it can't read, and keeps nothing of it", async () => {
    const missing = run(reconcileCommand, "--provider", "sandbox", "--preset", "twilio", "/nonexistent/of-a-test.csv");
    await expect(missing).rejects.toThrow(UsageError);
    const directory = run(reconcileCommand, "--provider", "sandbox", "--preset", "twilio", import.meta.dirname);
    await expect(directory).rejects.toThrow("is a directory, not a file");
    expect(await sql`select from reconciliations`).toHaveLength(0);
  });
});

describe("key create", () => {
  test("shows a key once, stores its hash alone, tells the gateways, and is in the audit", async () => {
    const before = await configVersion();
    expect(await run(createKeyCommand, "--role", "finance", "--name", "the books")).toBe(0);
    const key = /gk_finance_\S+/.exec(printed)?.[0] ?? "";
    const [row] = await sql`select role, name, hash from api_keys where name = 'the books'`;
    expect(row).toEqual({ role: "finance", name: "the books", hash: hashApiKey(key) });
    expect(await configVersion()).toBeGreaterThan(before);
    const [audited] = await sql`select actor, actor_name, action, after::text from audit`;
    const { username } = os.userInfo();
    expect(audited).toMatchObject({ actor: "cli", actor_name: username, action: "key.create" });
    expect(audited?.["after"]).not.toContain(key);
  });

  test("a role that does not exist is a mistake of the one who typed", async () => {
    await expect(run(createKeyCommand, "--role", "king")).rejects.toThrow(UsageError);
    await expect(run(createKeyCommand)).rejects.toThrow("--role is needed");
    await expect(run(createKeyCommand, "--rolle", "erp")).rejects.toThrow("Unknown option '--rolle'");
  });
});

describe("template lint", () => {
  const put = (key: string, body: string) => sql`
    insert into templates (tenant_id, key, channel, locale, version, content, updated_at)
    select id, ${key}, 'sms', 'id', 3, ${sql.json({ body, bindings: {} })}, now() from tenants where first`;

  test("what comes with the installation is fine", async () => {
    expect(await run(lintTemplatesCommand, "--strict")).toBe(0);
    expect(printed).toContain("otp/sms/id (version 1): fine\n");
    expect(printed).toContain("8 variants of demo: 0 errors, 0 warnings, 0 info\n");
  });

  test("a warning is told with its rule, and fails the strict alone", async () => {
    await put("pay", "{{brand}}: {{code}}, {{ttl_minutes}} menit. Klik bit.ly/x");
    expect(await run(lintTemplatesCommand, "--key", "pay")).toBe(0);
    expect(printed).toContain('pay/sms/id (version 3)\n  warning body: "bit.ly/x" is a link; operators filter');
    expect(printed).toContain("[link]\n");
    expect(printed).toContain("1 variant of demo: 0 errors, 2 warnings, 1 info\n");
    expect(await run(lintTemplatesCommand, "--key", "pay", "--strict")).toBe(1);
  });

  test("an error fails, and a key or tenant that is not there is told", async () => {
    await put("otp_pay", "{{brand}}: {{nope}}");
    expect(await run(lintTemplatesCommand)).toBe(1);
    expect(printed).toContain("  error   body: {{nope}} is not known; there are code, ttl_minutes");
    await expect(run(lintTemplatesCommand, "--key", "nowhere")).rejects.toThrow("there is no template nowhere");
    await expect(run(lintTemplatesCommand, "--tenant", "nobody")).rejects.toThrow("there is no tenant nobody");
  });
});

describe("tenant create and topup", () => {
  test("a new tenant gets an account, a topup fills it, and the same reference fills it once", async () => {
    expect(await run(createTenantCommand, "acme", "--brand", "Acme")).toBe(0);
    const again = ["--tenant", "acme", "--amount", "356.65", "--reference", "INV-7", "--note", "by transfer"];
    expect(await run(topUpCommand, ...again)).toBe(0);
    expect(await run(topUpCommand, ...again)).toBe(0);
    expect(printed).toContain("356.65 IDR added to acme; available are 356.65 IDR.");
    expect(printed).toContain("Nothing was added");
    const rows = await sql`select e.kind, e.amount::text, e.actor from entries e join tenants t on t.id = e.tenant_id
                           where t.name = 'acme'`;
    expect([...rows]).toEqual([{ kind: "topup", amount: "356650000", actor: "cli" }]);
  });

  test("a tenant that exists, one that does not, and an amount that is none are refused, with nothing changed", async () => {
    await expect(run(createTenantCommand, "demo")).rejects.toThrow("there is a tenant demo already");
    await expect(run(createTenantCommand, "No Good")).rejects.toThrow(UsageError);
    await expect(run(createTenantCommand)).rejects.toThrow("NAME is needed");
    const to = ["--amount", "5", "--reference", "A"];
    await expect(run(topUpCommand, ...to, "--tenant", "nobody")).rejects.toThrow(GatewayError);
    for (const amount of ["0", "-5", "1e3", "1,000", ""]) {
      await expect(run(topUpCommand, `--amount=${amount}`, "--reference", "A")).rejects.toThrow(UsageError);
    }
    const [row] = await sql`select (select count(*)::int from tenants) as tenants, count(*)::int as topups from topups`;
    expect(row).toEqual({ tenants: 1, topups: 0 });
  });
});

describe("send-test", () => {
  beforeEach(() => makeNumberKey(sql, new Keyring([Buffer.from(secret.now, "hex")])));

  test("sends through the plan's provider, masks the number, charges nothing", async () => {
    expect(await run(sendTestCommand, "--to", "0812-3456-7890")).toBe(0);
    expect(printed).toMatch(/^✓ taken by sandbox \(sandbox\), whatsapp to \+62812\*\*\*\*7890/);
    const [row] = await sql`
      select (select count(*)::int from sandbox_messages) as sent, (select count(*)::int from entries) as entries`;
    expect(row).toEqual({ sent: 1, entries: 1 });
  });

  test("a provider's refusal is told in its words, with exit 1", async () => {
    expect(await run(sendTestCommand, "--to", "0812-3456-0006", "--channel", "sms")).toBe(1);
    expect(printed).toContain("✗ credentials at sandbox (sandbox), sms to +62812****0006");
    expect(printed).toContain("bad_credentials");
  });
});

describe("doctor", () => {
  test("finds nothing wrong with a new installation", async () => {
    expect(await run(doctor)).toBe(0);
    expect(printed).not.toContain("✗");
    expect(printed).toContain("Nothing is wrong.");
  });

  test("names each thing that is wrong, with its mending, and exits 1", async () => {
    await run(createTenantCommand, "acme");
    await sql`update accounts set available = available - 1 where available > 0`;
    await sql`delete from prices where channel = 'sms'`;
    await sql`update providers set state = 'off'`;
    await sql`update api_keys set revoked_at = now() where role = 'admin'`;
    await sql`insert into providers (tenant_id, name, kind, state, settings, updated_at)
              select id, 'spare', 'sandbox', 'on', '{}', now() from tenants where first`;
    printed = "";
    expect(await run(doctor)).toBe(1);
    for (const line of [
      "✗ ledger: demo has 99999.999999 available and 0 held, its entries add up to 100000 and 0",
      "! balance: acme has 0 IDR left",
      "sandbox is switched off",
      "✗ keys: no admin key of demo works any more",
      "→ gerbang key create --role admin --tenant demo",
      "! provider spare is in no route",
    ]) {
      expect(printed).toContain(line);
    }
  });

  test("knows which secrets no master key opens, and rekey brings old ones under the newest", async () => {
    const old = new Keyring([Buffer.from(secret.before, "hex")]);
    const [tenant] = await sql<{ id: string }[]>`select id from tenants`;
    const id = tenant?.id ?? "";
    const sealed = old.seal(secretsContext(id, "meta"), JSON.stringify({ access_token: "canary-of-meta" }));
    await sql`insert into providers (tenant_id, name, kind, state, settings, secrets, secret_names, updated_at)
              values (${id}, 'meta', 'meta-cloud', 'on', '{"phone_number_id": "1", "waba_id": "2"}', ${sealed},
                      '{access_token}', now())`;
    expect(await run(doctor)).toBe(1);
    expect(printed).toContain("✗ secrets: no master key opens those of provider meta");
    vi.stubEnv("GATEWAY_SECRET_PREVIOUS", secret.before);
    expect(await run(doctor)).toBe(0);
    expect(printed).toContain("! secrets: meta still under an older master key");
    expect(await run(rekeyCommand)).toBe(0);
    vi.stubEnv("GATEWAY_SECRET_PREVIOUS", "");
    printed = "";
    expect(await run(doctor)).toBe(0);
    expect(printed).toContain("✓ secrets: the master key opens all that is stored (1)");
    expect(printed).not.toContain("canary-of-meta");
  });

  test("rekey seals the key of numbers anew, so that every number stays what it is", async () => {
    const [before, now] = [secret.before, secret.now].map((hex) => Buffer.from(hex, "hex")) as [Buffer, Buffer];
    await makeNumberKey(sql, new Keyring([before]));
    const kept = (await withNumberKey(sql, [before])).numbers.seal("tenant", "+6281234567890");
    vi.stubEnv("GATEWAY_SECRET_PREVIOUS", secret.before);
    expect(await run(rekeyCommand)).toBe(0);
    expect((await withNumberKey(sql, [now])).numbers.seal("tenant", "+6281234567890")).toBe(kept);
    const audited = () => sql`select target from audit where action = 'secrets.rekey' and target = 'key of numbers'`;
    expect(await audited()).toHaveLength(1);
    expect(await run(rekeyCommand)).toBe(0);
    expect(await audited()).toHaveLength(1);
  });

  test("rekey brings the secrets of webhooks under the newest master key", async () => {
    const old = new Keyring([Buffer.from(secret.before, "hex")]);
    const { id, secret: shown, sealed } = sealSecret(old);
    await sql`
      insert into webhook_secrets (tenant_id, webhook, id, secret, created_at)
      select id, 'erp', ${id}, ${sealed}, now() from tenants`;
    vi.stubEnv("GATEWAY_SECRET_PREVIOUS", secret.before);
    expect(await run(rekeyCommand)).toBe(0);
    expect(printed).toContain("1 secrets of webhooks are sealed anew.");
    const [row] = await sql<{ secret: Buffer }[]>`select secret from webhook_secrets`;
    const now = new Keyring([Buffer.from(secret.now, "hex")]);
    expect(openSecret(now, id, row?.secret ?? Buffer.alloc(0))).toBe(shown);
  });

  test("rekey seals reports that are not applied yet anew, and says which no key opens", async () => {
    const old = new Keyring([Buffer.from(secret.before, "hex")]);
    const lost = new Keyring([Buffer.from("5e".repeat(32), "hex")]);
    const keep = async (keyring: Keyring, applied: Date | null): Promise<string> => {
      const id = randomUUID();
      const [body, content] = [keyring.seal(`hook body:${id}`, "{}"), keyring.seal(`hook content:${id}`, "a report")];
      await sql`
        insert into received_hooks (owner_id, id, provider, received_at, body, content, lease_owner, try_at, applied_at)
        values (${randomUUID()}, ${id}, 'meta', now(), ${body}, ${content}, ${randomUUID()}, now(), ${applied})`;
      return id;
    };
    const waiting = await keep(old, null);
    await keep(lost, null);
    await keep(old, new Date());
    vi.stubEnv("GATEWAY_SECRET_PREVIOUS", secret.before);
    expect(await run(rekeyCommand)).toBe(0);
    expect(printed).toContain("1 reports that are not applied yet are sealed anew.");
    expect(printed).toContain("1 reports can't be applied: no master key opens them.");
    const [row] = await sql<{ body: Buffer; content: Buffer }[]>`
      select body, content from received_hooks where id = ${waiting}`;
    const now = new Keyring([Buffer.from(secret.now, "hex")]);
    expect(now.openText(`hook content:${waiting}`, row?.content ?? Buffer.alloc(0))).toBe("a report");
    expect(now.openText(`hook body:${waiting}`, row?.body ?? Buffer.alloc(0))).toBe("{}");
  });

  test("says that the schema is behind, or that the database does not answer", async () => {
    await sql`delete from drizzle.__drizzle_migrations`;
    expect(await run(doctor)).toBe(1);
    expect(printed).toMatch(/✗ schema: \d+ migrations? (is|are) not applied\n {4}→ gerbang migrate/);
    vi.stubEnv("DATABASE_URL", "postgres://nobody@127.0.0.1:1/none");
    expect(await run(doctor)).toBe(1);
    expect(printed).toContain("✗ database: DATABASE_URL: can't connect");
    vi.stubEnv("PORT", "eighty");
    expect(await run(doctor)).toBe(1);
    expect(printed).toContain("✗ settings: PORT: ");
  });
});

describe("templates", () => {
  let file: string;
  beforeEach(async () => {
    file = path.join(await mkdtemp(path.join(os.tmpdir(), "gerbang-")), "templates.csv");
  });
  afterEach(() => rm(path.dirname(file), { recursive: true }));

  test("are listed with their versions and what providers say", async () => {
    expect(await run(listTemplatesCommand, "--key", "otp")).toBe(0);
    expect(printed).toMatch(/^otp\/sms\/id {2,}v1$/m);
    printed = "";
    await run(listTemplatesCommand, "--key", "nope");
    expect(printed).toBe("demo has no template nope.\n");
  });

  test.each(["json", "csv"])("go out as %s and come back unchanged; a dry run changes nothing", async (format) => {
    await run(exportTemplatesCommand, "--format", format);
    const exported = printed;
    await writeFile(file, exported);
    printed = "";
    await run(importTemplatesCommand, file, "--mode", "replace");
    expect(printed).toBe("Done: 0 created, 0 updated, 8 unchanged, 0 deleted.\n");
    await writeFile(file, exported.replace("your code is", "the code is"));
    printed = "";
    await run(importTemplatesCommand, file, "--dry-run");
    expect(printed).toBe("updated  otp/sms/en v2\nWould be: 0 created, 1 updated, 7 unchanged, 0 deleted.\n");
    await run(importTemplatesCommand, file);
    const rows = await sql`select change, actor from template_versions where version = 2`;
    expect([...rows]).toEqual([{ change: "import", actor: "cli" }]);
  });

  test("a file that is wrong, or is not there, is refused", async () => {
    await writeFile(file, "key,channel,locale,body\notp,sms,id,hello");
    await expect(run(importTemplatesCommand, file)).rejects.toThrow("rows.2.body: must hold {{code}}");
    await expect(run(importTemplatesCommand, `${file}.not`)).rejects.toThrow(UsageError);
  });
});

describe("template sync", () => {
  test("says what the provider has and what changed, is in the audit, and names what it can't ask", async () => {
    const meta = await startMetaServer();
    try {
      vi.stubEnv("ALLOW_PRIVATE_TARGETS", "127.0.0.0/8");
      await sql`
        insert into providers (tenant_id, name, kind, state, settings, updated_at)
        select id, 'meta', 'meta-cloud', 'on', ${sql.json({
          phone_number_id: meta.phoneNumberId,
          waba_id: meta.wabaId,
          base_url: meta.baseUrl,
        })}, now() from tenants`;
      await expect(run(templateSyncCommand, "--provider", "none")).rejects.toThrow("There is no provider none");
      await expect(run(templateSyncCommand, "--provider", "sandbox")).rejects.toThrow("no call for templates");
      expect(await run(templateSyncCommand, "--provider", "meta")).toBe(1);
      expect(printed).toContain("credentials, no_access_token");

      const [tenant] = await sql<{ id: string }[]>`select id from tenants`;
      const keyring = new Keyring([Buffer.from(secret.now, "hex")]);
      const sealed = keyring.seal(
        secretsContext(tenant?.id ?? "", "meta"),
        JSON.stringify({ access_token: meta.accessToken }),
      );
      await sql`update providers set secrets = ${sealed}, secret_names = '{access_token}' where name = 'meta'`;
      await sql`
        update templates set content = content || '{"bindings": {"meta": {"name": "otp", "language": "id"}}}'
        where channel = 'whatsapp' and locale = 'id'`;
      const language = { id: "1", category: "AUTHENTICATION", reason: "NONE", components: [], ttl: undefined };
      meta.templates.all.push({ ...language, name: "otp", language: "id", status: "PAUSED" });
      meta.templates.all.push({ ...language, id: "2", name: "spare", language: "en", status: "APPROVED" });
      printed = "";
      expect(await run(templateSyncCommand, "--provider", "meta")).toBe(0);
      expect(printed.split("\n")).toEqual([
        "  otp/whatsapp/id is paused",
        "  spare in en, approved, is bound nowhere",
        "✓ meta (meta-cloud) has 2 templates; of ours 1 changed.",
        "",
      ]);
      const rows = await sql`select status, source from template_approvals`;
      expect([...rows]).toEqual([{ status: "paused", source: "sync" }]);
      const audited = await sql`select target from audit where action = 'template.sync'`;
      expect([...audited]).toEqual([{ target: "meta" }, { target: "meta" }]);
    } finally {
      await meta.close();
    }
  });
});
