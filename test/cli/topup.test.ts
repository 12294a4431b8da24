import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { readArgs, UsageError, type Command } from "../../src/cli/command.ts";
import { rekeyCommand } from "../../src/cli/rekey.ts";
import { topUpDecisionCommands } from "../../src/cli/topup-decide.ts";
import { topUpCommand } from "../../src/cli/topup.ts";
import { openDatabase, type Sql } from "../../src/db/client.ts";
import { systemClock } from "../../src/kit/clock.ts";
import { publicId } from "../../src/kit/id.ts";
import { Keyring } from "../../src/kit/secret.ts";
import { reverseTopUp } from "../../src/ledger/reverse-top-up.ts";
import { topUp } from "../../src/ledger/top-up.ts";
import { putProof, readProof } from "../../src/ledger/top-up-proof.ts";
import type { TenantConfig } from "../../src/settings/snapshot.ts";
import { bootstrap } from "../../src/tenants/bootstrap.ts";
import { createTestDatabase, urlOf, type TestDatabase } from "../support/database.ts";

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
  await sql`update tenants set settings = settings || '{"topup_approval": true}'::jsonb`;
  vi.stubEnv("DATABASE_URL", urlOf(database.connection));
  vi.stubEnv("GATEWAY_SECRET", secret.now);
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

const run = async (command: Command, ...args: string[]): Promise<number> => command.run(readArgs(command, args));
const decide = (word: string, ...args: string[]): Promise<number> => {
  const command = topUpDecisionCommands.find(({ name }) => name === `topup ${word}`);
  if (command === undefined) throw new Error(`no command topup ${word}`);
  return run(command, ...args);
};

/** Somebody with a key. */
async function context(actor = "key_0001") {
  const [tenant] = await sql<{ id: string }[]>`select id from tenants`;
  const settings = { topup_approval: true };
  const config = { id: tenant?.id, settings } as unknown as TenantConfig;
  return { tenant: config, actor: { name: actor, role: "finance" as const }, requestId: "of-a-test" };
}

async function requestedByKey(reference: string): Promise<string> {
  const ctx = await context();
  const done = await sql.begin((tx) => topUp(tx, systemClock, ctx, { amount: 7_000_000n, reference, note: null }));
  return done.topUp.id;
}

async function available(): Promise<string | undefined> {
  const [row] = await sql<{ available: string }[]>`select available from accounts`;
  return row?.available;
}

describe("topup where a second person approves", () => {
  test("says that it is requested, and the command line can't approve what it requested itself", async () => {
    expect(await run(topUpCommand, "--amount", "5", "--reference", "A")).toBe(0);
    expect(printed).toMatch(
      /^5 IDR requested for demo as top_\w{32}: nothing is added until somebody else approves it/,
    );
    const [, id = ""] = /(top_\w{32})/.exec(printed) ?? [];
    await expect(decide("approve", id)).rejects.toThrow("requested with this key (cli)");
    expect(await available()).toBe("100000000000");
    expect(await run(topUpCommand, "--amount", "5", "--reference", "A")).toBe(0);
    expect(printed).toContain("came before under the reference A (requested)");
  });

  test("approves, refuses and reverses what others requested, by its own actor", async () => {
    const approved = publicId("top", await requestedByKey("A"));
    const refused = publicId("top", await requestedByKey("B"));
    expect(await decide("approve", approved)).toBe(0);
    expect(await available()).toBe("100007000000");
    expect(await decide("refuse", refused, "--reason", "no such transfer")).toBe(0);
    expect(await decide("reverse", approved, "--reason", "bounced")).toBe(0);
    printed = "";
    expect(await decide("list")).toBe(0);
    expect(printed.split("\n").map((row) => row.split("  ").slice(2).join("  "))).toEqual([
      "refused  7 IDR  key_0001  B",
      "reversal_requested  7 IDR  key_0001  A",
      "",
    ]);
    printed = "";
    await decide("list", "--status", "posted");
    expect(printed).toBe("There are none.\n");
    const audited = await sql<{ action: string; actor: string }[]>`
      select action, actor from audit where action like 'balance.topup.%' order by id`;
    expect([...audited]).toEqual([
      { action: "balance.topup.approve", actor: "cli" },
      { action: "balance.topup.refuse", actor: "cli" },
      { action: "balance.topup.reverse", actor: "cli" },
    ]);
  });

  test("decides on a reversal that somebody else requested", async () => {
    const uuid = await requestedByKey("A");
    const id = publicId("top", uuid);
    const ctx = await context();
    const wish = () => sql.begin((tx) => reverseTopUp(tx, systemClock, ctx, { id: uuid, reason: "bounced" }));
    await decide("approve", id);
    await wish();
    expect(await decide("refuse-reversal", id, "--reason", "it came after all")).toBe(0);
    expect(await available()).toBe("100007000000");
    await wish();
    expect(await decide("approve-reversal", id)).toBe(0);
    expect(printed).toContain("reversed  7 IDR  key_0001  A");
    expect(await available()).toBe("100000000000");
  });

  test("an amount that can be read in two ways is asked about, and adds nothing", async () => {
    const add = (amount: string) => run(topUpCommand, "--amount", amount, "--reference", "A");
    await expect(add("50.000")).rejects.toThrow(
      "--amount 50.000 can be read in two ways: write 50 if the point is a decimal mark, 50000 if it sets thousands apart",
    );
    await expect(add("1.125")).rejects.toThrow("write 1.1250 if the point is a decimal mark, 1125 if");
    await expect(add("0.500")).rejects.toThrow("write 0.5 if the point is a decimal mark, 500 if");
    expect((await sql`select from topups`).count).toBe(0);
    expect(await add("1.1250")).toBe(0);
    expect(printed).toContain("1.125 IDR requested");
  });

  test("a reference is compared without what can't be seen", async () => {
    const add = (reference: string) => run(topUpCommand, "--amount", "5", "--reference", reference);
    await add("TRF-1");
    await add("TRF-1 ");
    expect(printed).toContain("Nothing was added");
    for (const reference of ["\u202e", " ", "TRF\u200b-1"]) {
      await expect(add(reference)).rejects.toThrow("--reference must be visible characters");
    }
  });

  test("mistakes of the one who typed are told as such", async () => {
    await expect(decide("approve", "A")).rejects.toThrow(UsageError);
    await expect(decide("refuse", publicId("top", await requestedByKey("A")))).rejects.toThrow("--reason is needed");
    await expect(decide("list", "--status", "nope")).rejects.toThrow(UsageError);
    await expect(decide("approve", `top_${"0".repeat(32)}`)).rejects.toThrow("There is no such top-up.");
  });
});

test("rekey seals proof files anew, and says which no key opens", async () => {
  const ctx = await context();
  const id = await requestedByKey("A");
  const lost = await requestedByKey("B");
  const file = { name: "slip.pdf", type: "application/pdf" as const, content: Buffer.from("%PDF-1.7") };
  const put = (topUpId: string, key: string) => {
    const deps = { clock: systemClock, keyring: new Keyring([Buffer.from(key, "hex")]) };
    return sql.begin((tx) => putProof(tx, deps, ctx, { id: topUpId, file }));
  };
  await put(id, secret.before);
  await put(lost, "5a".repeat(32));
  vi.stubEnv("GATEWAY_SECRET_PREVIOUS", secret.before);
  expect(await run(rekeyCommand)).toBe(0);
  expect(printed).toContain("1 proof files of top-ups are sealed anew.");
  expect(printed).toContain("1 proof files can't be read: no master key opens them.");
  const now = { clock: systemClock, keyring: new Keyring([Buffer.from(secret.now, "hex")]) };
  const read = await readProof(sql, now, ctx, { id, version: null });
  expect([read.name, Buffer.from(read.content).toString()]).toEqual(["slip.pdf", "%PDF-1.7"]);
});
