import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sealOldNumbers } from "../../src/privacy/seal-old-numbers.ts";
import { issue, issued, verify } from "../support/erp.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { keptAs } from "../support/numbers.ts";

const first = "+6281277770001";
const second = "+6281277770002";
const own = "+6281277770003";

let gateway: TestGateway;
let id: string;
beforeAll(async () => {
  gateway = await startTestGateway();
  ({ id } = await issued(gateway, { to: first, code: "482913" }));
  await issued(gateway, { to: second });
  await verify(gateway, { to: second, code: "000000" });
  await gateway.request("/v1/users/budi", { method: "PUT", body: { destination: "own", number: own } });
  await gateway.request("/v1/users/tono", { method: "PUT", body: { destination: "central" } });
});
afterAll(() => gateway.close());

/** As a version before this one had them. */
async function putInClear(): Promise<void> {
  const { sql } = gateway.database;
  for (const number of [first, second, own]) {
    const kept = keptAs(gateway, number);
    await sql`update otps set subject = ${number}, recipients = ${[number]} where subject = ${kept}`;
    await sql`update messages set recipient = ${number} where recipient = ${kept}`;
    await sql`update sandbox_messages set recipient = ${number} where recipient = ${kept}`;
    await sql`update guess_streaks set subject = ${number} where subject = ${kept}`;
    await sql`update users set number = ${number} where number = ${kept}`;
  }
  await sql`update config_version set numbers_sealed_at = null`;
}

async function clearRows(): Promise<number> {
  const [row] = await gateway.database.sql<{ n: number }[]>`
    select (select count(*) from otps where subject not like 'n1.%' or recipients[1] not like 'n1.%')
      + (select count(*) from messages where recipient not like 'n1.%')
      + (select count(*) from sandbox_messages where recipient not like 'n1.%')
      + (select count(*) from guess_streaks where subject not like 'n1.%')
      + (select count(*) from users where number not like 'n1.%') as n`;
  return Number(row?.n);
}

describe("numbers that an older version kept in clear", () => {
  test("are sealed by the next start, on one replica or on two at once, and count as before", async () => {
    await putInClear();
    expect(await clearRows()).toBeGreaterThan(5);
    const starts = await Promise.all([gateway.replica(), gateway.replica()]);
    expect(await clearRows()).toBe(0);
    expect(starts.map((replica) => replica.logged()).join("")).toContain("numbers are sealed");
    // In its cool-down, and verified by its number.
    expect((await issue(gateway, { to: first })).status).toBe(429);
    expect(await verify(gateway, { to: first, code: "482913" })).toMatchObject({ valid: true });
    expect((await gateway.admin("/v1/users/budi?reveal=true")).json).toMatchObject({ number: own });
    expect((await gateway.admin(`/v1/otp/${id}`)).json).toMatchObject({ to: "+62812****0001" });
  });

  test("are read while they wait, and sealed from where a start was broken off", async () => {
    await putInClear();
    expect((await gateway.admin(`/v1/otp/${id}`)).json).toMatchObject({ to: "+62812****0001" });
    await gateway.database.sql`update otps set subject = ${keptAs(gateway, first)} where subject = ${first}`;
    const log = pino({ level: "silent" });
    await sealOldNumbers(gateway.gateway.sql, gateway.gateway.keyring, log);
    const [row] = await gateway.database.sql<{ n: number }[]>`
      select count(*)::int as n from otps where recipients[1] not like 'n1.%'`;
    expect(row).toEqual({ n: 0 });
    await putInClear();
    await gateway.database.sql`update config_version set numbers_sealed_at = now()`;
    await sealOldNumbers(gateway.gateway.sql, gateway.gateway.keyring, log);
    expect(await clearRows()).toBeGreaterThan(5);
  });
});
