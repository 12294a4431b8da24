import { execFile } from "node:child_process";
import * as fs from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Sql } from "../../src/db/client.ts";
import { type GatewayProcess, ProcessRoom, until } from "../support/process.ts";

const run = promisify(execFile);

/** What must not be found anywhere it has no business. */
const canary = {
  adminKey: "canary-admin-key-8d1f0a44c2",
  erpKey: "canary-erp-key-77ab19e0d35b",
  code: "8316094275",
  wrong: "9900417263",
  /** All but its last digit: there are several, since each has its limits. */
  number: "8129977665",
  callersNumber: "0812-9977-665",
};

/** As text, as hex and as base64: how a column of bytes would show it. */
function forms(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [secret, bytes.toString("hex"), bytes.toString("base64").replace(/=+$/, "")];
}

function leaks(text: string, secrets: readonly string[]): string[] {
  return secrets.filter((secret) => forms(secret).some((form) => text.includes(form)));
}

const hidden = [canary.adminKey, canary.erpKey, canary.code, canary.wrong];

/** One gateway at its most talkative, driven into every kind of trouble; then every sink is searched. */
describe("no code, key or full number is found where it has no business", { timeout: 60_000 }, () => {
  let room: ProcessRoom;
  let gateway: GatewayProcess;
  let sql: Sql;
  const answers: string[] = [];
  let metrics = "";

  const call = async (path: string, body?: unknown, key = canary.erpKey) => {
    const reply = await gateway.call(key, path, body);
    answers.push(reply.text);
    return reply;
  };
  const raw = async (path: string, body: string, headers: Record<string, string>) => {
    const response = await fetch(gateway.url + path, { method: "POST", body, headers });
    answers.push(await response.text());
  };

  beforeAll(async () => {
    room = new ProcessRoom();
    const env = { LOG_LEVEL: "trace", BOOTSTRAP_ADMIN_KEY: canary.adminKey, BOOTSTRAP_ERP_KEY: canary.erpKey };
    sql = room.database();
    gateway = await room.start({ env });

    const issue = { to: `${canary.callersNumber}0`, code: canary.code, user: "budi", wait_ms: 5000 };
    const { json } = await call("/v1/otp/issue", issue);
    expect(json).toMatchObject({ status: "pending", message: { status: "accepted" } });
    await call("/v1/otp/issue", issue);
    await call(
      "/v1/users/import",
      {
        users: [{ id: "budi", number: `+62${canary.number}6`, destination: "own", name: "Budi" }],
      },
      canary.adminKey,
    );
    await call("/v1/otp/issue", { user: "budi", code: canary.code });
    await call("/v1/otp/verify", { to: issue.to, code: canary.wrong });
    await call("/v1/otp/verify", { id: json.id, code: canary.wrong });
    await call(`/v1/otp/${json.id}`);
    const once = { ...issue, to: `${canary.callersNumber}1`, idempotency_key: "once" };
    expect((await call("/v1/otp/issue", once)).status).toBe(201);
    expect((await call("/v1/otp/issue", once)).status).toBe(201);

    // Bad input that holds what it should not.
    await call("/v1/otp/issue", { ...issue, code: `${canary.code}x`, unknown: canary.code });
    await call("/v1/otp/verify", { id: canary.code, code: canary.code });
    await call(`/v1/otp/${canary.code}`);
    await call(`/v1/balance?api_key=${canary.erpKey}`, undefined, `${canary.erpKey}x`);
    await call(`/v1/${canary.erpKey}/${canary.callersNumber}`);
    const bearer = { authorization: `Bearer ${canary.erpKey}`, "content-type": "application/json" };
    await raw("/v1/otp/issue", `{"to":"${canary.callersNumber}4","code":"${canary.code}`, bearer);
    await raw("/v1/otp/issue", `to=${canary.callersNumber}5&code=${canary.code}&api_key=${canary.erpKey}&x=1`, {
      "content-type": "application/x-www-form-urlencoded",
    });
    await raw("/hooks/sandbox", JSON.stringify({ to: `+62${canary.number}0`, code: canary.code }), {});

    metrics = (await call("/metrics", undefined, canary.adminKey)).text;

    // A constraint nobody expects, a table that is gone, connections cut: the server and the driver both complain.
    await sql`alter table otps add constraint canary check (user_ref <> 'broken')`;
    const broken = { ...issue, to: `${canary.callersNumber}2`, user: "broken" };
    expect((await call("/v1/otp/issue", broken)).status).toBe(500);
    await sql`alter table otps rename to otps_away`;
    expect((await call("/v1/otp/issue", { ...issue, to: `${canary.callersNumber}3` })).status).toBe(500);
    expect((await call("/v1/otp/verify", { id: json.id, code: canary.wrong })).status).toBe(500);
    await sql`alter table otps_away rename to otps`;
    await sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = 'gerbang' and pid <> pg_backend_pid() and backend_type = 'client backend'`;
    await until(async () => {
      const { status } = await call("/v1/otp/verify", { id: json.id, code: canary.wrong });
      return status === 200;
    }, "the gateway to have connections again");
  });
  afterAll(async () => {
    await sql.end({ timeout: 1 });
    await room.cleanUp();
  });

  test("keys that were given are used, and not even shown in the banner", async () => {
    expect(leaks(gateway.output, hidden)).toEqual([]);
    expect(gateway.stdout).toContain("the one in BOOTSTRAP_ADMIN_KEY");
    const [issue = ""] = gateway.stdout.split("\n").filter((line) => line.startsWith("curl "));
    const env = { ...process.env, BOOTSTRAP_ERP_KEY: canary.erpKey };
    const { stdout } = await run("sh", ["-c", issue], { env });
    expect(JSON.parse(stdout)).toMatchObject({ status: "pending" });
  });

  test("PostgreSQL's log, though it was made to complain", () => {
    const log = fs.readFileSync(path.join(room.dataDir, "postgres.log"), "utf8");
    expect(log).toContain('violates check constraint "canary"');
    expect(leaks(log, [...hidden, canary.number])).toEqual([]);
  });

  test("metrics, in which no id and no user is a label either", () => {
    expect(metrics).toMatch(/^gerbang_issues_total\{result="created"\} [1-9]/m);
    expect(leaks(metrics, [...hidden, canary.number, canary.callersNumber, "budi"])).toEqual([]);
    expect(metrics).not.toMatch(/(otp|msg|key)_[0-9a-f]{32}|[0-9a-f]{8}-[0-9a-f]{4}-7/);
    // A path that no endpoint has is no label: anybody could make as many as he likes.
    expect(metrics).toContain('route="none"');
  });

  test("answers, refusals and failures to callers", () => {
    expect(leaks(answers.join("\n"), [...hidden, canary.number, canary.callersNumber])).toEqual([]);
  });

  test("every table, row by row", async () => {
    const tables = await sql<{ name: string }[]>`
      select format('%I.%I', schemaname, tablename) as name from pg_tables
      where schemaname not in ('pg_catalog', 'information_schema')`;
    expect(tables.length).toBeGreaterThan(20);
    for (const { name } of tables) {
      const rows = await sql.unsafe<{ row: string }[]>(`select to_jsonb(t)::text as row from ${name} t`);
      expect(leaks(rows.map(({ row }) => row).join("\n"), [...hidden, canary.number]), name).toEqual([]);
    }
  });

  test("the gateway's log to its last line, at its most talkative", async () => {
    await sql.end({ timeout: 1 });
    expect(await gateway.stop()).toEqual({ code: 0, signal: null });
    expect(gateway.stdout).toContain('"level":"error"');
    expect(gateway.stdout).toContain('"msg":"stopped"');
    expect(leaks(gateway.output, [...hidden, canary.number, canary.callersNumber])).toEqual([]);
  });

  test("the files that the stopped database and DATA_DIR are made of", () => {
    const files = fs
      .readdirSync(room.dataDir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name));
    expect(files.some((file) => file.includes("pg_wal"))).toBe(true);
    for (const file of files) {
      const bytes = fs.readFileSync(file);
      expect(
        [...hidden, canary.number].filter((secret) => bytes.includes(secret)),
        file,
      ).toEqual([]);
    }
  });
});
