import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { readArgs, UsageError } from "../../src/cli/command.ts";
import { rekeyCommand } from "../../src/cli/rekey.ts";
import { userCommands } from "../../src/cli/users.ts";
import { Passwords } from "../../src/console-users/passwords.ts";
import { openTotp, sealTotp } from "../../src/console-users/totp.ts";
import { acceptInvitation } from "../../src/console-users/welcome.ts";
import { openDatabase, type Sql } from "../../src/db/client.ts";
import { systemClock } from "../../src/kit/clock.ts";
import { Keyring } from "../../src/kit/secret.ts";
import { bootstrap } from "../../src/tenants/bootstrap.ts";
import { password, visitFrom } from "../support/console-user.ts";
import { createTestDatabase, urlOf, type TestDatabase } from "../support/database.ts";

const secret = "5a".repeat(32);
const before = "6b".repeat(32);
const keyring = new Keyring([Buffer.from(secret, "hex")]);

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
  vi.stubEnv("GATEWAY_SECRET", secret);
  vi.stubEnv("PUBLIC_URL", "https://otp.example");
  vi.stubEnv("DATA_DIR", "/nonexistent/of-a-test");
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

async function run(words: string, ...args: string[]): Promise<string> {
  const command = userCommands.find(({ name }) => name === words);
  if (command === undefined) throw new Error(`no command ${words}`);
  printed = "";
  expect(await command.run(readArgs(command, args))).toBe(0);
  return printed;
}

const accept = (token: string) => {
  const deps = { sql, keyring, clock: systemClock, passwords: new Passwords({ ln: 4 }), signIns: () => {} };
  return acceptInvitation(deps, { token, password }, visitFrom());
};
const tokenIn = (text: string): string =>
  /^ {2}https:\/\/otp\.example\/console\/welcome#(gsetup_\S+)$/m.exec(text)?.[1] ?? "";

test("a user is made, chooses a password, is reset and turned off; each is in the audit", async () => {
  expect(await run("user list")).toContain("demo has no user of the console");
  const made = await run("user create", "Siti", "--role", "admin");
  expect(await run("user list")).toBe("Siti  admin    has no password yet\n");
  expect((await accept(tokenIn(made))).stage).toBe("enrol");
  expect(await run("user list")).toBe("Siti  admin    on, without a second factor\n");
  const reset = await run("user reset", "siti");
  expect(await sql`select from console_sessions`).toHaveLength(0);
  expect((await accept(tokenIn(made))).stage).toBe("refused");
  await run("user create", "Second", "--role", "admin");
  expect((await accept(tokenIn(printed))).stage).toBe("enrol");
  await run("user disable", "SITI");
  expect((await accept(tokenIn(reset))).stage).toBe("refused");
  expect(await run("user list")).toContain("Siti    admin    off\n");
  const rows = await sql`select action from audit where actor = 'cli' order by id`;
  expect(rows.map(({ action }) => action as string)).toEqual([
    "user.create",
    "user.reset",
    "user.create",
    "user.disable",
  ]);
});

test("what can't be is said in a line", async () => {
  await expect(run("user create", "Siti")).rejects.toThrow(UsageError);
  await expect(run("user create", "<", "--role", "ops")).rejects.toThrow("NAME is 2 to 64 letters");
  await expect(run("user reset", "nobody")).rejects.toThrow("the console has no user nobody");
  const made = await run("user create", "Siti", "--role", "admin");
  await accept(tokenIn(made));
  await expect(run("user disable", "Siti")).rejects.toThrow("last admin");
});

test("rekey seals second factors anew, and says which no master key opens", async () => {
  const [old, lost] = [before, "7c".repeat(32)].map((hex) => new Keyring([Buffer.from(hex, "hex")]));
  if (old === undefined || lost === undefined) throw new Error("no keyrings");
  await run("user create", "one", "--role", "ops");
  await run("user create", "two", "--role", "ops");
  const ids = (await sql<{ id: string }[]>`select id from console_users order by name`).map(({ id }) => id);
  const [one = "", two = ""] = ids;
  await sql`update console_users set totp = ${sealTotp(old, one, Buffer.from("a secret"))} where id = ${one}`;
  await sql`update console_users set totp = ${sealTotp(lost, two, Buffer.from("a secret"))} where id = ${two}`;
  vi.stubEnv("GATEWAY_SECRET_PREVIOUS", before);
  expect(await rekeyCommand.run(readArgs(rekeyCommand, []))).toBe(0);
  expect(printed).toContain("1 second factors of the console are sealed anew.");
  expect(printed).toContain("1 second factors can't be read");
  const [row] = await sql<{ totp: Buffer }[]>`select totp from console_users where id = ${one}`;
  expect(openTotp(keyring, one, row?.totp ?? Buffer.alloc(0)).toString()).toBe("a secret");
});
