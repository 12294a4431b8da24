import { afterAll, beforeAll, expect, test } from "vitest";
import { rowsOf } from "../../src/db/rows.ts";
import { firstIdAt, publicId } from "../../src/kit/id.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";

/** A message as a list in memory has it, which every filter can be asked of. */
interface Known {
  id: string;
  otp: string;
  to: string;
  user: string;
  status: string;
  channel: string;
  charged: number;
  at: number;
  code: string | null;
  providerId: string;
}

const START = Date.UTC(2026, 10, 1);
const known: Known[] = [];
let gateway: TestGateway;

/** Of each kind a few values, at steps that have no common factor, so that all of them meet. */
const at = <T>(values: readonly [T, ...T[]], n: number): T => values[n % values.length] ?? values[0];
const uuid = (time: number, n: number): string => `${firstIdAt(time).slice(0, 24)}${n.toString(16).padStart(12, "0")}`;

beforeAll(async () => {
  gateway = await startTestGateway();
  const { sql } = gateway.database;
  const { numbers } = gateway.gateway.keyring;
  const [tenant] = await sql<{ id: string }[]>`select id from tenants where first`;
  const tenantId = tenant?.id ?? "";
  for (let n = 0; n < 240; n++) {
    // Two messages an OTP.
    const [time, pair] = [START + n * 60_000, n - (n % 2)];
    known.push({
      ...{ id: uuid(time, n), otp: uuid(START + pair * 60_000, 5000 + pair), at: time },
      ...{ to: `+628120000000${(pair / 2) % 5}`, user: at(["budi", "siti", "a%b"], pair / 2) },
      ...{ status: at(["read", "failed", "sent", "expired"], n), channel: at(["whatsapp", "sms", "email"], n) },
      ...{ charged: at([0, 350, 350.000001], Math.floor(n / 7)), code: at([null, "X1", "X2"], Math.floor(n / 5)) },
      ...{ providerId: `p${n}` },
    });
  }
  const rows = known.map((row) => ({
    ...{ ...row, tenant_id: tenantId, to: numbers.seal(tenantId, row.to), charged: Math.round(row.charged * 1e6) },
    outcome: row.code === null ? "accepted" : "transient",
  }));
  const data = sql`json_to_recordset(${rowsOf(sql, rows)}) as m(tenant_id uuid, id uuid, otp uuid, "to" text, "user" text,
    status text, channel text, charged bigint, at float8, code text, "providerId" text, outcome text)`;
  await sql`
    insert into otps (tenant_id, id, subject, recipients, user_ref, purpose, channels, locale, template, params, metadata,
                      status, attempts_left, code_hash, ttl_seconds, central, decoy, sends, created_at, expires_at, resend_at)
    select distinct on (otp) tenant_id, otp, "to", array["to"], "user", 'login', '{sms}', '', '', '{}'::jsonb, '{}'::jsonb, 'verified', 4,
           ''::bytea, 600, false, false, array[at::bigint], to_timestamp(at / 1000), to_timestamp(at / 1000), to_timestamp(at / 1000)
    from ${data} order by otp, at`;
  await sql`
    insert into messages (tenant_id, id, otp_id, channel, recipient, country, prefix, status, provider, template, locale,
                          template_version, prices, skips, hold, hold_state, charged, tries, advanced, created_at, updated_at,
                          expires_at)
    select tenant_id, id, otp, channel, "to", 'ID', '+62812', status, 'meta', 'otp', 'id', 1, '{}'::jsonb, '[]'::jsonb, 0,
           'captured', charged, 1, true, to_timestamp(at / 1000), to_timestamp(at / 1000), to_timestamp(at / 1000)
    from ${data}`;
  await sql`
    insert into attempts (tenant_id, message_id, n, owner_id, provider, channel, started_at, latency_ms, outcome,
                          provider_code, provider_message_id)
    select tenant_id, id, 1, tenant_id, 'meta', channel, to_timestamp(at / 1000), 5, outcome, code, "providerId"
    from ${data}`;
}, 60_000);
afterAll(() => gateway.close());

type Filter = [name: string, value: (of: Known) => string, is: (message: Known, value: string) => boolean];
const iso = (time: number): string => new Date(time).toISOString();
const filters: Filter[] = [
  ["message", ({ id }) => publicId("msg", id), ({ id }, value) => publicId("msg", id) === value],
  ["otp", ({ otp }) => publicId("otp", otp), ({ otp }, value) => publicId("otp", otp) === value],
  ["provider_message_id", ({ providerId }) => providerId, ({ providerId }, value) => providerId === value],
  ["to", ({ to }) => to, ({ to }, value) => to === value],
  ["user", ({ user }) => user, ({ user }, value) => user === value],
  ["status", ({ status }) => status, ({ status }, value) => status === value],
  ["channel", ({ channel }) => channel, ({ channel }, value) => channel === value],
  ["provider_code", ({ code }) => code ?? "X1", ({ code }, value) => code === value],
  ["error_class", () => "transient", ({ code }) => code !== null],
  ["charged_min", ({ charged }) => String(charged), ({ charged }, value) => charged >= Number(value)],
  ["charged_max", ({ charged }) => String(charged), ({ charged }, value) => charged <= Number(value)],
  ["from", ({ at: time }) => iso(time), ({ at: time }, value) => time >= Date.parse(value)],
  ["until", ({ at: time }) => iso(time), ({ at: time }, value) => time < Date.parse(value)],
];

async function found(query: string): Promise<string[]> {
  const ids: string[] = [];
  let cursor = "";
  do {
    const { status, json, text } = await gateway.admin(`/v1/messages?limit=60&${query}${cursor}`);
    if (status !== 200) throw new Error(`${query}: ${text}`);
    ids.push(...(json.data as { id: string }[]).map(({ id }) => id));
    cursor = json.next_cursor === null ? "" : `&cursor=${json.next_cursor}`;
  } while (cursor !== "");
  return ids;
}

test("any two filters find what both are true of, newest first, page after page", async () => {
  const newestFirst = known.toReversed();
  for (const [n, [name, valueOf, is]] of filters.entries()) {
    for (const [other, otherOf, isOther] of filters.slice(n + 1)) {
      // Of one message, where both hold; and of two, where they need not.
      for (const [one, two] of [
        [n * 7, n * 7],
        [n * 7, 239 - n * 11],
      ] as const) {
        const [value, otherValue] = [valueOf(at(known as [Known], one)), otherOf(at(known as [Known], two))];
        if (name === "from" && value > otherValue) continue;
        const expected = newestFirst.filter((row) => is(row, value) && isOther(row, otherValue));
        const query = new URLSearchParams({ [name]: value, [other]: otherValue }).toString();
        expect([query, await found(query)]).toEqual([query, expected.map(({ id }) => publicId("msg", id))]);
      }
    }
  }
}, 60_000);

test("a page of one is found past all that came just after its span", async () => {
  const { sql } = gateway.database;
  const edge = START + 6 * 3_600_000;
  const rows = Array.from({ length: 900 }, (_, n) => ({ id: uuid(edge + n * 100, 20_000 + n), at: edge + n * 100 }));
  const inside = { id: uuid(edge - 60_000, 30_000), at: edge - 60_000 };
  await sql`
    insert into messages
    select (jsonb_populate_record(null::messages, to_jsonb(m) ||
              jsonb_build_object('id', r.id, 'created_at', to_timestamp(r.at / 1000)))).*
    from json_to_recordset(${rowsOf(sql, [inside, ...rows])}) as r(id uuid, at float8)
    cross join (select * from messages where id = ${known[0]?.id ?? ""}) m`;
  const span = `from=${new Date(edge - 3_600_000).toISOString()}&until=${new Date(edge).toISOString()}`;
  const { json } = await gateway.admin(`/v1/messages?limit=1&${span}`);
  expect((json.data as { id: string }[]).map(({ id }) => id)).toEqual([publicId("msg", inside.id)]);
});
