import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { EXPLAIN_POLICY } from "../../src/http/explain-page.ts";
import { withoutTimesAndIds } from "../support/by-chance.ts";
import { eventually, startTestGateway, type TestGateway } from "../support/gateway.ts";
import { pick } from "../support/rows.ts";

let gateway: TestGateway;
let otp: { id: string; message: { id: string } };
const number = "081234560004";

beforeAll(async () => {
  gateway = await startTestGateway();
  const put = async (path: string, body: unknown): Promise<void> => {
    const reply = await gateway.admin(path, { method: "PUT", body });
    if (reply.status !== 200) throw new Error(`${path}: ${reply.text}`);
  };
  const sandbox = [{ provider: "sandbox" }];
  await put("/v1/routes", {
    channels: { whatsapp: sandbox, sms: sandbox, voice: sandbox },
    fallback: [{ channel: "whatsapp", after_seconds: 1 }, { channel: "sms", after_seconds: 1 }, { channel: "voice" }],
  });
  await put("/v1/prices", {
    prices: [
      { channel: null, provider: null, country: null, amount: "350", per: "message", charged_on: "accepted" },
    ].flatMap((price) =>
      ["whatsapp", "sms", "voice"].map((channel) => ({ ...price, channel, valid_from: "2020-01-01T00:00:00Z" })),
    ),
  });
  // Taken, and never delivered: the plan goes on, twice.
  otp = (await gateway.request("/v1/otp/issue", { body: { to: number, user: "a <b>budi</b> b", wait_ms: 8000 } })).json;
  await eventually(
    () => gateway.admin(`/v1/messages?otp=${otp.id}`),
    ({ json }) => json.data.length === 3 && pick(json.data, "status").every((status) => status === "accepted"),
  );
});
afterAll(() => gateway.close());

const get = (path: string, headers: Record<string, string> = {}) => gateway.admin(path, { headers });

describe("a message that fell back twice", () => {
  test("is told in order, with the reason of each step, after a summary", async () => {
    const { json } = await get(`/v1/explain?otp=${otp.id}`);
    expect(json.otps[0].summary).toEqual({
      en: "Sent by voice, not reported delivered after WhatsApp was not confirmed in time and SMS was not confirmed in time; not verified yet, 5 checks left; cost 1050 IDR.",
      id: "Terkirim lewat telepon, belum dilaporkan diterima setelah WhatsApp tidak terkonfirmasi tepat waktu dan SMS tidak terkonfirmasi tepat waktu; belum terverifikasi, sisa 5 percobaan; biaya 1050 IDR.",
    });
    const told = (json.story as { text: { en: string } }[]).map(({ text }) => text.en);
    const order = [
      "An OTP for login was issued to +62812****0004",
      "sandbox accepted the WhatsApp message",
      "The plan went on from WhatsApp to SMS, because WhatsApp had not been confirmed in time.",
      "sandbox accepted the SMS message",
      "The plan went on from SMS to voice, because SMS had not been confirmed in time.",
      "sandbox accepted the voice message",
    ].map((start) => told.findIndex((sentence) => sentence.startsWith(start)));
    expect(order).not.toContain(-1);
    expect(order).toEqual([...order].sort((a, b) => a - b));
  });

  test.each([
    "to=081234560004",
    "user=a%20%3Cb%3Ebudi%3C%2Fb%3E%20b",
    "q=0812-3456-0004",
    "q=a%20%3Cb%3Ebudi%3C%2Fb%3E%20b",
  ])("is found by %s", async (query) => {
    const { json } = await get(`/v1/explain?${query}`);
    expect(pick(json.otps, "id")).toEqual([otp.id]);
  });

  test("is found by what its provider calls it, and by its message", async () => {
    const { attempts } = (await get(`/v1/messages/${otp.message.id}`)).json;
    for (const q of [attempts[0].provider_message_id, otp.message.id, otp.id]) {
      expect(pick((await get(`/v1/explain?q=${q}`)).json.otps, "id")).toEqual([otp.id]);
    }
    const nobody = { guard: [], otps: [], story: [], taken_for: null };
    expect((await get("/v1/explain?q=nobody")).json).toEqual(nobody);
  });

  test("says what the text was taken for, a number masked, and what support may tell the person", async () => {
    const { json } = await get("/v1/explain?q=0812-3456-0004");
    expect(json.taken_for).toEqual({ as: "to", value: "+62812****0004" });
    expect(json.otps[0].advice.en).toMatch(/^A provider has taken it/);
    expect((await get(`/v1/explain?otp=${otp.id}`)).json).not.toHaveProperty("taken_for");
  });

  test("a pasted number is told what the guard holds against it, though nothing was ever sent to it", async () => {
    await gateway.database.sql`
      insert into guard_states (tenant_id, key, state, because, since, evidence_from, figures)
      select id, '+62899', 'suspected', 'conversion', now(), now(), '{}' from tenants where name = 'demo'`;
    const [pasted, named] = [await get("/v1/explain?q=0899-1234-5678"), await get("/v1/explain?to=089912345678")];
    expect(pasted.json.guard).toEqual(named.json.guard);
    expect(pick(pasted.json.guard, "key")).toEqual(["+62899"]);
  });
});

describe("a page to pass on", () => {
  test("is lines of text for who asks for text, in the language asked for", async () => {
    const { headers, text } = await get(`/v1/explain?otp=${otp.id}&lang=en`, { accept: "text/plain" });
    expect(headers.get("content-type")).toBe("text/plain; charset=utf-8");
    const [heading, summary, first] = text.split("\n");
    expect(heading).toBe(`+62812****0004 · a <b>budi</b> b · login · pending · ${otp.id}`);
    expect(summary).toMatch(/^Sent by voice/);
    expect(first).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} {2}An OTP for login was issued to/);
    expect(text).toContain("Times are of Asia/Jakarta.");
    expect((await get(`/v1/explain?otp=${otp.id}&format=text`)).text).toContain("Terkirim lewat telepon");
  });

  test("is a page for a browser, with nothing that runs and nothing of a caller's taken for markup", async () => {
    const { headers, text } = await get(`/v1/explain?otp=${otp.id}`, {
      accept: "text/html,*/*",
      "accept-language": "en",
    });
    expect(headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(headers.get("content-security-policy")).toBe(EXPLAIN_POLICY);
    expect(text).toContain('<html lang="en">');
    expect(text).toContain("&lt;b&gt;budi&lt;/b&gt;");
    expect(text).not.toContain("<b>budi");
    expect(text).not.toContain(number.slice(2));
    expect((await get("/v1/explain?to=081299999999&format=html&lang=id")).text).toContain("Tidak ada catatan.");
  });

  test("a browser without a key is asked for it; a format that is none is a 400", async () => {
    const anonymous = await gateway.request("/v1/explain?to=0812", { key: null, headers: { accept: "text/html" } });
    expect([anonymous.status, anonymous.headers.get("www-authenticate")]).toEqual([
      401,
      expect.stringContaining("Basic"),
    ]);
    const { status, json } = await get(`/v1/explain?otp=${otp.id}&format=pdf`);
    expect([status, json.errors[0].path]).toEqual([400, "format"]);
  });
});

test("a check that was wrong is counted, and the ERP's webhook is in the story", async () => {
  const inbox = await get("/v1/sandbox/messages?to=081234560010");
  expect(inbox.json.data).toEqual([]);
  const hook = { url: "https://127.0.0.1:1/hook", events: ["*"], state: "on" };
  await gateway.admin("/v1/webhooks/erp", { method: "PUT", body: hook });
  const issued = (await gateway.request("/v1/otp/issue", { body: { to: "081234560010", wait_ms: 8000 } })).json;
  const [{ code }] = (await get("/v1/sandbox/messages?to=081234560010")).json.data;
  const wrong = code === "000000" ? "000001" : "000000";
  for (const tried of [wrong, code]) await gateway.request("/v1/otp/verify", { body: { id: issued.id, code: tried } });
  const { json } = await eventually(
    () => get(`/v1/explain?otp=${issued.id}`),
    ({ json: told }) => (told.story as { kind: string }[]).some(({ kind }) => kind === "event"),
  );
  const told = (json.story as { text: { en: string } }[]).map(({ text }) => text.en);
  expect(told).toContain("The right code was entered after one wrong one: verified.");
  expect(told.find((sentence) => sentence.includes("webhook erp"))).toMatch(/otp\.|message\./);
  expect(withoutTimesAndIds(JSON.stringify(json))).not.toContain(code);
});

test("says why a number's next code would be refused by the fraud guard, though nothing of it is on record", async () => {
  const { sql } = gateway.database;
  const figures = { sent: 60, verified: 0, settled: 60, arrived: 60, recent: 0, recentVerified: 0, threshold: 0.35 };
  await sql`
    insert into guard_states (tenant_id, key, state, because, since, until, evidence_from, figures)
    select id, '+62831', 'blocked', 'conversion', now(), now() + interval '1 day', now(), ${sql.json(figures)}
    from tenants where first`;
  const asked = "/v1/explain?to=083112345678";
  const { json } = await get(asked);
  expect(json).toMatchObject({ guard: [{ key: "+62831", state: "blocked" }], otps: [], story: [] });
  expect((await get(`${asked}&format=text&lang=id`)).text).toContain(`${json.guard[0].text.id}\n`);
  expect((await get(`${asked}&format=html&lang=en`)).text).toContain("numbers that begin with +62831");
  expect((await get("/v1/explain?to=083212345678")).json.guard).toEqual([]);
});
