import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { privacyCommands } from "../../src/cli/privacy.ts";
import { readArgs, UsageError } from "../../src/cli/command.ts";
import { urlOf } from "../support/database.ts";
import { issued, phone } from "../support/erp.ts";
import { masterKey, startTestGateway, type TestGateway } from "../support/gateway.ts";

let gateway: TestGateway;
let printed: string;
beforeAll(async () => {
  gateway = await startTestGateway();
  vi.stubEnv("DATABASE_URL", urlOf(gateway.database.connection));
  vi.stubEnv("GATEWAY_SECRET", masterKey.toString("hex"));
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await gateway.close();
});
beforeEach(() => {
  printed = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    printed += String(text);
    return true;
  });
  vi.spyOn(process.stderr, "write").mockImplementation(() => true);
  return () => void vi.restoreAllMocks();
});

async function run(name: string, ...args: string[]): Promise<number> {
  const command = privacyCommands.find((one) => one.name === `privacy ${name}`);
  if (command === undefined) throw new Error(`there is no privacy ${name}`);
  return command.run(readArgs(command, args));
}

describe("gerbang privacy", () => {
  test("exports, lists as affected and erases one person on the host", async () => {
    const to = phone();
    const number = `+62${to.slice(1)}`;
    const from = new Date(Date.now() - 60_000).toISOString();
    const { id } = await issued(gateway, { to, user: "hana", wait_ms: 5000 });
    expect(await run("export", "--to", to)).toBe(0);
    expect(JSON.parse(printed)).toMatchObject({ person: { number }, otps: [{ id, user: "hana", numbers: [number] }] });

    printed = "";
    const until = new Date(Date.now() + 60_000).toISOString();
    expect(await run("affected", "--from", from, "--until", until)).toBe(0);
    expect(printed).toContain("hana");
    expect(printed).not.toContain(number);
    expect(await run("affected", "--from", from, "--until", until, "--reveal")).toBe(0);
    expect(printed).toContain(number);

    printed = "";
    expect(await run("erase", "--user", "hana")).toBe(0);
    expect(printed).toMatch(/^erased: 1 OTPs \(1 of them pending\), 1 messages, 0 stored users\n/);
    expect((await gateway.request(`/v1/otp/${id}`)).json).toMatchObject({ status: "cancelled", to: "erased" });
    const audit = await gateway.database.sql`select actor, action, target from audit order by id desc limit 3`;
    expect(audit).toMatchObject([
      { actor: "cli", action: "privacy.erase", target: "hana" },
      { action: "affected.reveal" },
      { action: "privacy.export" },
    ]);
    expect(JSON.stringify(audit)).not.toContain(number);
  });

  test("says what is missing in how it was written", async () => {
    await expect(run("erase")).rejects.toThrow(UsageError);
    await expect(run("erase", "--to", "0812", "--user", "x")).rejects.toThrow("not both");
    await expect(run("affected", "--from", "yesterday", "--until", "now")).rejects.toThrow("--from is a time");
  });
});
