import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { firstIdAt, newId, parsePublicId } from "../../src/kit/id.ts";
import { sealedForm } from "../../src/kit/number-seal.ts";
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
  await verify(gateway, { to: second, code: "0000" });
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

const seal = () =>
  sealOldNumbers(gateway.gateway.sql, gateway.gateway.keyring, pino({ level: "silent" }), gateway.clock.now());

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
    await seal();
    const [row] = await gateway.database.sql<{ n: number }[]>`
      select count(*)::int as n from otps where recipients[1] not like 'n1.%'`;
    expect(row).toEqual({ n: 0 });
  });

  test("are found too where that version was gone back to after all was sealed, from the last time on", async () => {
    const { sql } = gateway.database;
    await putInClear();
    await sql`update config_version set numbers_sealed_at = now() + interval '25 hours'`;
    await seal();
    const old = ["otps", "messages"];
    const inClear = async (): Promise<string[]> => {
      const columns = { otps: "subject", messages: "recipient", guess_streaks: "subject", users: "number" };
      const found = await Promise.all(
        Object.entries(columns).map(async ([table, column]) => {
          const rows = await sql`select from ${sql(table)} where ${sql(column)} like '+%' limit 1`;
          return rows.length === 0 ? [] : [table];
        }),
      );
      return found.flat();
    };
    expect(await inClear()).toEqual(old);
    await sql`update config_version set numbers_sealed_at = now()`;
    await seal();
    expect(await inClear()).toEqual([]);
    const [mark] = await sql<{ at: string }[]>`
      select extract(epoch from numbers_sealed_at) * 1000 as at from config_version`;
    expect(Math.abs(Number(mark?.at) - gateway.clock.now())).toBeLessThan(60_000);
  });

  test("are looked for by index, in the months since the last time", async () => {
    const { sql } = gateway.database;
    const tenant = gateway.gateway.settings.current.firstTenantId;
    const since = firstIdAt(Date.now() + 40 * 86_400_000);
    const plan = await sql.unsafe<Record<string, string>[]>(`
      explain select id from otps where tenant_id = '${tenant}' and id > '${since}'
        and (subject <> '' and subject !~ '${sealedForm.source}') order by id limit 5000`);
    const scans = plan.map((line) => line["QUERY PLAN"] ?? "").join("\n");
    expect(scans).not.toContain("otps_before");
  });

  test("are one number with what was sealed before: its newest OTP is pending, its greater count of guesses stands", async () => {
    const { sql } = gateway.database;
    const to = "+6281277770009";
    const kept = keptAs(gateway, to);
    const earlier = await issued(gateway, { to, code: "482913" });
    await verify(gateway, { to, code: "000000" });
    // What an older version makes of it, which knows of no seal.
    const names = await sql<{ name: string }[]>`
      select attname as name from pg_attribute where attrelid = 'otps'::regclass and attnum > 0
        and attname not in ('id', 'subject', 'recipients')`;
    const columns = sql.unsafe(names.map(({ name }) => name).join(", "));
    const later = newId(gateway.clock.now() + 1000);
    await sql`
      insert into otps (id, subject, recipients, ${columns})
      select ${later}, ${to}, ${[to]}, ${columns} from otps where id = ${parsePublicId("otp", earlier.id)}`;
    await sql`
      insert into guess_streaks (tenant_id, subject, wrong, blocked_until, updated_at)
      select tenant_id, ${to}, 3, now() + interval '1 hour', updated_at from guess_streaks where subject = ${kept}`;
    await seal();
    expect(await sql`select id = ${later} as later, status from otps where subject = ${kept} order by id`).toEqual([
      { later: false, status: "replaced" },
      { later: true, status: "pending" },
    ]);
    expect(
      await sql`select subject, wrong, blocked_until is not null as blocked from guess_streaks where subject in (${to}, ${kept})`,
    ).toEqual([{ subject: kept, wrong: 3, blocked: true }]);
    expect((await gateway.admin(`/v1/otp/${earlier.id}`)).json).toMatchObject({ status: "replaced" });
  });

  test("are sealed though they begin as a sealed one does", async () => {
    const { sql } = gateway.database;
    const address = "n1.budi@example.com";
    const { id: sent } = await issued(gateway, { to: address, channel: "email" });
    const uuid = parsePublicId("otp", sent);
    await sql`update otps set subject = ${address}, recipients = ${[address]} where id = ${uuid}`;
    await seal();
    expect(await sql`select subject, recipients from otps where id = ${uuid}`).toEqual([
      { subject: keptAs(gateway, address), recipients: [keptAs(gateway, address)] },
    ]);
  });
});
