import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { withoutTimesAndIds } from "../support/by-chance.ts";
import { eventually, startTestGateway, type TestGateway } from "../support/gateway.ts";
import { keysOfRoles, makeTenant, rolesThatMay } from "../support/roles.ts";
import { having, pick } from "../support/rows.ts";

let gateway: TestGateway;
const numbers = { fine: "081234560010", unreachable: "081234560001", throttled: "081234560005" };
const issued: Record<string, { id: string; message: { id: string } }> = {};

beforeAll(async () => {
  gateway = await startTestGateway();
  for (const [name, to] of Object.entries(numbers)) {
    const { json } = await gateway.request("/v1/otp/issue", { body: { to, wait_ms: 8000, user: "budi" } });
    issued[name] = json;
  }
  await eventually(
    () => gateway.admin("/v1/messages?status=read"),
    ({ json }) => json.data.length === 3,
  );
});
afterAll(() => gateway.close());

const get = (path: string) => gateway.admin(path);
const ids = (json: { data: { id: string }[] }) => json.data.map(({ id }) => id);

describe("list", () => {
  test("the log is newest first, with numbers masked and money as decimal strings", async () => {
    const { status, json, text } = await get("/v1/messages");
    expect(status).toBe(200);
    expect(ids(json)).toEqual([...ids(json)].sort().reverse());
    const [fine] = having(json.data, { id: issued["fine"]?.message.id });
    expect(fine).toMatchObject({
      otp: issued["fine"]?.id,
      status: "read",
      channel: "whatsapp",
      to: "+62812****0010",
      provider: "sandbox",
      template: "otp",
      locale: "id",
      template_version: 1,
      price: "350",
      charged: "350",
      currency: "IDR",
    });
    expect(text).not.toContain("81234560010");
  });

  test.each([
    ["to", () => `to=${encodeURIComponent("+62 812-3456-0010")}`, 1],
    ["to, with its + not escaped", () => "to=+6281234560010", 1],
    ["otp", () => `otp=${issued["unreachable"]?.id}`, 2],
    ["an otp that is none", () => "otp=nope", 0],
    ["status", () => "status=failed", 1],
    ["channel", () => "channel=sms", 1],
    ["provider", () => "provider=sandbox", 4],
    ["another provider", () => "provider=nobody", 0],
    ["from", () => "from=2020-01-01T00:00:00Z", 4],
    ["until", () => "until=2020-01-01T00:00:00Z", 0],
    ["several", () => "status=read&channel=whatsapp", 2],
    ["message", () => `message=${issued["fine"]?.message.id}`, 1],
    ["a message that is none", () => "message=otp_1", 0],
    ["user", () => "user=budi", 4],
    ["another user", () => "user=siti", 0],
    ["user and status", () => "user=budi&status=failed", 1],
    ["purpose", () => "purpose=login", 4],
    ["another purpose", () => "purpose=transaction", 0],
    ["country", () => "country=ID", 4],
    ["error class", () => "error_class=recipient", 1],
    ["error class and status", () => "error_class=throttled&status=read", 1],
    ["a provider's code", () => "provider_code=not_on_whatsapp", 1],
    ["what it cost at least", () => "charged_min=350.01", 1],
    ["what it cost at most", () => "charged_max=350&status=read", 2],
    ["a provider's id that is none", () => "provider_message_id=nope", 0],
  ])("filters by %s", async (_, query, count) => {
    const { status, json } = await get(`/v1/messages?${query()}`);
    expect(status).toBe(200);
    expect(json.data).toHaveLength(count);
  });

  test.each([
    "status=nope",
    "channel=fax",
    "provider=A B",
    "from=x",
    "until=x",
    "limit=0",
    "cursor=x",
    "to=%00",
    "reveal=yes",
    "country=id",
    "error_class=bad",
    "charged_min=1e3",
    "to=%20",
    "to=abc",
    "user=%20",
    "from=2026-12-01T00:00:00Z&until=2026-11-01T00:00:00Z",
    "foo=1",
  ])("%s is a 400 that names it", async (query) => {
    const { status, json } = await get(`/v1/messages?${query}`);
    expect(status).toBe(400);
    expect(json.errors[0].path).toBe(query.split("=")[0]);
  });

  test.each([
    "messages.csv?to=abc",
    "messages.ndjson?q=%2B62812****0010",
    "messages.csv?limit=1",
    "explain?to=%20",
    "explain?user=%20",
  ])("%s is a 400 too, not a file of all or of nobody", async (path) => {
    const { status, json } = await get(`/v1/${path}`);
    expect([status, json.errors[0].path]).toEqual([400, /\?(\w+)=/.exec(path)?.[1]]);
  });

  test("a provider's id is heeded beside another way to the message", async () => {
    const { attempts } = (await get(`/v1/messages/${issued["fine"]?.message.id}`)).json;
    const named = `provider_message_id=${attempts[0].provider_message_id}`;
    for (const [other, count] of [
      [`message=${issued["fine"]?.message.id}`, 1],
      [`otp=${issued["fine"]?.id}`, 1],
      [`message=${issued["throttled"]?.message.id}`, 0],
      [`otp=${issued["throttled"]?.id}`, 0],
    ] as const) {
      expect((await get(`/v1/messages?${named}&${other}`)).json.data).toHaveLength(count);
      const lines = (await get(`/v1/messages.csv?${named}&${other}`)).text.trimEnd().split("\r\n");
      expect(lines).toHaveLength(1 + count);
    }
  });

  test("pages follow one another, and a cursor of another list is refused", async () => {
    const all = ids((await get("/v1/messages")).json);
    const first = (await get("/v1/messages?limit=3")).json;
    const rest = (await get(`/v1/messages?limit=3&cursor=${first.next_cursor}`)).json;
    expect([...ids(first), ...ids(rest)]).toEqual(all);
    expect(rest.next_cursor).toBeNull();
    const audit = (await get("/v1/audit?limit=1")).json.next_cursor;
    if (audit !== null) expect((await get(`/v1/messages?cursor=${audit}`)).status).toBe(400);
  });
});

describe("one box for whatever is at hand", () => {
  const box = (text: string, more = "") => get(`/v1/messages?q=${encodeURIComponent(text)}${more}`);

  test("it finds a message by all of its names, and says what the text was taken for", async () => {
    const { attempts } = (await get(`/v1/messages/${issued["fine"]?.message.id}`)).json;
    const named: [string, string][] = [
      [numbers.fine, "to"],
      ["+62 812-3456-0010", "to"],
      [issued["fine"]?.id ?? "", "otp"],
      [issued["fine"]?.message.id ?? "", "message"],
      [attempts[0].provider_message_id, "provider_message_id"],
    ];
    for (const [text, as] of named) {
      const { json } = await box(text);
      expect([ids(json), json.taken_for.as]).toEqual([[issued["fine"]?.message.id], as]);
    }
    expect((await box(numbers.fine)).json.taken_for.value).toBe("+62812****0010");
    const { json } = await box("budi", "&status=failed");
    expect([json.data.length, json.taken_for]).toEqual([1, { as: "user", value: "budi" }]);
  });

  test("what is found goes on page by page; what is not found was taken for nothing", async () => {
    const first = (await box("budi", "&limit=3")).json;
    expect([first.data.length, first.searched_back_to]).toEqual([3, expect.any(String)]);
    const rest = (await box("budi", `&limit=3&cursor=${first.next_cursor}`)).json;
    expect([rest.data.length, rest.next_cursor, rest.searched_back_to]).toEqual([1, null, null]);
    expect((await box("nobody knows")).json).toMatchObject({ data: [], next_cursor: null, taken_for: null });
  });

  test.each(["%2B62812****0010", "budi&user=budi", "budi&cursor=x"])("%s is a 400", async (query) => {
    expect((await get(`/v1/messages?q=${query}`)).status).toBe(400);
  });
});

describe("one message", () => {
  test("it has every attempt and report, oldest first; an accepted attempt has no error class", async () => {
    const { json } = await get(`/v1/messages/${issued["throttled"]?.message.id}`);
    expect(json.attempts).toEqual([
      {
        provider: "sandbox",
        channel: "whatsapp",
        started_at: expect.any(String),
        latency_ms: expect.any(Number),
        outcome: "throttled",
        error_class: "throttled",
        provider_code: "429",
        provider_message_id: null,
        template: { key: "otp", locale: "id", version: 1 },
      },
      expect.objectContaining({
        outcome: "accepted",
        error_class: null,
        provider_message_id: expect.stringMatching(/^sandbox-/),
      }),
    ]);
    expect(pick(json.reports, "status")).toEqual(["sent", "delivered", "read"]);
    expect(json.reports[0]).toEqual({
      status: "sent",
      at: expect.any(String),
      provider: "sandbox",
      received_at: expect.any(String),
      changed_to: "sent",
      mark: null,
    });
    expect(json.skips).toEqual([]);
  });

  test("an unknown id, or another tenant's, is 404", async () => {
    const keys = await makeTenant(gateway, "elsewhere");
    const path = `/v1/messages/${issued["fine"]?.message.id}`;
    expect((await gateway.request(path, { key: keys.ops })).status).toBe(404);
    expect((await gateway.request("/v1/messages", { key: keys.ops })).json.data).toEqual([]);
    expect((await get("/v1/messages/msg_nope")).status).toBe(404);
    expect((await get(`/v1/messages/msg_${"0".repeat(32)}`)).status).toBe(404);
  });
});

describe("reveal", () => {
  test("ops and admin see the number, and the audit says who looked; auditors do not", async () => {
    const keys = await keysOfRoles(gateway);
    const path = `/v1/messages/${issued["fine"]?.message.id}?reveal=true`;
    expect(await rolesThatMay(gateway, keys, path)).toEqual(["ops", "admin"]);
    expect(await rolesThatMay(gateway, keys, "/v1/messages?reveal=true")).toEqual(["ops", "admin"]);
    const { json } = await gateway.request(path, { key: keys.ops });
    expect(json.to).toBe("+6281234560010");
    const audit = await get("/v1/audit?limit=1");
    expect(audit.json.data[0]).toMatchObject({ action: "messages.reveal", target: issued["fine"]?.message.id });
    expect(audit.text).not.toContain("81234560010");
  });
});

describe("csv", () => {
  test("it has the filtered log with masked numbers that no spreadsheet runs", async () => {
    const { status, headers, text } = await get("/v1/messages.csv?channel=whatsapp");
    expect(status).toBe(200);
    expect(headers.get("content-type")).toContain("text/csv");
    const lines = text.trimEnd().split("\r\n");
    expect(lines[0]).toMatch(/^id,otp,status,channel,to,provider,/);
    expect(lines).toHaveLength(4);
    expect(text).toContain(",'+62812****0010,");
    expect((await get("/v1/messages.csv?reveal=true")).text).toContain(",'+6281234560010,");
  });

  test.each([
    ["a number as people write it", () => "0812-3456-0010", 1],
    ["an OTP", () => issued["unreachable"]?.id ?? "", 2],
    ["a user", () => "budi", 4],
    ["nobody", () => "nobody", 0],
  ])("it has what the list finds for %s, as has the file of lines", async (_, q, count) => {
    const box = `q=${encodeURIComponent(q())}`;
    const listed = (await get(`/v1/messages?${box}`)).json as { data: { id: string }[] };
    expect(listed.data).toHaveLength(count);
    const rows = (await get(`/v1/messages.csv?${box}`)).text.trimEnd().split("\r\n").slice(1);
    expect(rows.map((row) => row.split(",")[0])).toEqual(ids(listed));
    const lines = (await get(`/v1/messages.ndjson?${box}`)).text.split("\n").filter((line) => line !== "");
    expect(lines.map((text) => (JSON.parse(text) as { id: string }).id)).toEqual(ids(listed));
    const failed = (await get(`/v1/messages.csv?${box}&status=failed`)).text.trimEnd().split("\r\n");
    expect(failed).toHaveLength(1 + (await get(`/v1/messages?${box}&status=failed`)).json.data.length);
  });
});

describe("timeline", () => {
  test("it has every status, whose word it was, and the money beside", async () => {
    const { status, json } = await get(`/v1/messages/${issued["throttled"]?.message.id}/timeline`);
    expect(status).toBe(200);
    const moments = json.timeline as {
      status: string | null;
      by: string;
      money: string | null;
      amount: string | null;
    }[];
    expect(moments.flatMap(({ status: word, by }) => (word === null ? [] : [[word, by]]))).toEqual([
      ["queued", "issue"],
      ["sending", "attempt"],
      ["accepted", "answer"],
      ["sent", "report"],
      ["delivered", "report"],
      ["read", "report"],
    ]);
    expect(having(json.timeline, { by: "answer" })[0]).toMatchObject({ outcome: "throttled", provider_code: "429" });
    expect(moments.flatMap(({ money, amount }) => (money === null ? [] : [[money, amount]]))).toEqual([
      ["held", "350"],
      ["charged", "350"],
    ]);
    expect(json).toMatchObject({ status: "read", read_at: having(json.timeline, { status: "read" })[0].at });
  });

  test("of one that failed the hold came back; of one that is not there is a 404", async () => {
    const { data } = (await get("/v1/messages?status=failed")).json;
    const { json } = await get(`/v1/messages/${data[0].id}/timeline`);
    expect(having(json.timeline, { status: "failed" })[0]).toMatchObject({ by: "route", mark: null });
    expect(pick(having(json.timeline, { by: "ledger" }), "money")).toEqual(["held", "released"]);
    expect(json).toMatchObject({ accepted_at: null, delivered_at: null });
    expect((await get("/v1/messages/msg_nope/timeline")).status).toBe(404);
  });
});

describe("ndjson", () => {
  test("each line is a message as its own address answers it", async () => {
    const { status, headers, text } = await get("/v1/messages.ndjson?channel=whatsapp");
    expect([status, headers.get("content-type")]).toEqual([200, "application/x-ndjson; charset=utf-8"]);
    const lines = text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { id: string });
    expect(lines.map(({ id }) => id)).toEqual(ids((await get("/v1/messages?channel=whatsapp")).json));
    for (const line of lines) expect(line).toEqual((await get(`/v1/messages/${line.id}`)).json);
    expect(text).not.toContain("81234560010");
    expect((await get("/v1/messages.ndjson?reveal=true")).text).toContain("+6281234560010");
  });

  test.each(["csv", "ndjson"])("%s that fails before its first line is an error like any other", async (format) => {
    const { sql } = gateway.gateway;
    const broken = await gateway.replica();
    const table = format === "csv" ? "messages" : "attempts";
    await sql.unsafe(`alter table ${table} rename to away`);
    try {
      const { status, json } = await broken.admin(`/v1/messages.${format}`);
      expect([status, json.code]).toEqual([500, "internal"]);
    } finally {
      await sql.unsafe(`alter table away rename to ${table}`);
    }
    await broken.close();
  });
});

describe("explain", () => {
  const texts = (json: { story: { text: { en: string } }[] }) => json.story.map(({ text }) => text.en);

  test("a fallback's story is told in order, in two languages, without the code or the number", async () => {
    const { status, json, text } = await get(`/v1/explain?otp=${issued["unreachable"]?.id}`);
    expect(status).toBe(200);
    expect(json.otps).toEqual([expect.objectContaining({ id: issued["unreachable"]?.id, user: "budi" })]);
    const told = texts(json);
    const order = [
      "An OTP for login was issued to +62812****0001, to live 300 s; channels in order: whatsapp, sms.",
      "A WhatsApp message was queued",
      "350 IDR were held.",
      "Try 1 with sandbox failed",
      "The hold of 350 IDR was released.",
      "An SMS message was queued",
      "sandbox accepted the SMS message",
      "500 IDR were charged.",
      "sandbox reported it read.",
    ].map((start) => told.findIndex((sentence) => sentence.startsWith(start)));
    expect(order).not.toContain(-1);
    expect(order).toEqual([...order].sort((a, b) => a - b));
    for (const { text: words } of json.story) expect(words.id).not.toBe("");
    const inbox = await get(`/v1/sandbox/messages?to=${numbers.unreachable}`);
    expect(withoutTimesAndIds(text)).not.toContain(inbox.json.data[0].code);
    expect(text).not.toContain("81234560001");
  });

  test("a message and a recipient lead to the same story", async () => {
    const byOtp = (await get(`/v1/explain?otp=${issued["unreachable"]?.id}`)).json;
    expect((await get(`/v1/explain?message=${issued["unreachable"]?.message.id}`)).json).toEqual(byOtp);
    expect((await get(`/v1/explain?to=${numbers.unreachable}`)).json).toEqual(byOtp);
    expect((await get("/v1/explain?to=081299999999")).json).toEqual({ guard: [], otps: [], story: [] });
  });

  test("how it ended is the last word", async () => {
    const inbox = await get(`/v1/sandbox/messages?to=${numbers.fine}`);
    const body = { id: issued["fine"]?.id, code: inbox.json.data[0].code };
    expect((await gateway.request("/v1/otp/verify", { body })).json.valid).toBe(true);
    const { json } = await get(`/v1/explain?otp=${issued["fine"]?.id}`);
    expect(texts(json).at(-1)).toBe("The right code was entered: verified.");
    expect(json.otps[0].status).toBe("verified");
  });

  test("nothing, or two things, to explain is a 400; an unknown one, or another tenant's, a 404", async () => {
    expect((await get("/v1/explain")).status).toBe(400);
    expect((await get("/v1/explain?to=0812&otp=x")).status).toBe(400);
    expect((await get("/v1/explain?otp=nope")).status).toBe(404);
    expect((await get("/v1/explain?message=nope")).status).toBe(404);
    const keys = await makeTenant(gateway, "curious");
    expect((await gateway.request(`/v1/explain?otp=${issued["fine"]?.id}`, { key: keys.ops })).status).toBe(404);
  });
});

test("ops, auditors and admins read the log, nobody else", async () => {
  const keys = await keysOfRoles(gateway);
  const id = issued["fine"]?.message.id;
  for (const path of [
    "/v1/messages",
    `/v1/messages/${id}`,
    "/v1/messages.csv",
    "/v1/messages.ndjson",
    `/v1/messages/${id}/timeline`,
    `/v1/explain?message=${id}`,
  ]) {
    expect(await rolesThatMay(gateway, keys, path)).toEqual(["ops", "auditor", "admin"]);
    expect((await gateway.request(path, { key: null })).status).toBe(401);
  }
});

test("every endpoint is in the OpenAPI document", async () => {
  const { status, json } = await get("/openapi.json");
  expect(status).toBe(200);
  const described = Object.keys(json.paths);
  for (const path of [
    "/v1/providers",
    "/v1/providers/kinds",
    "/v1/providers/{name}",
    "/v1/providers/{name}/test",
    "/v1/routes",
    "/v1/templates",
    "/v1/templates/{key}/{channel}/{locale}",
    "/v1/templates/{key}/{channel}/{locale}/preview",
    "/v1/prices",
    "/v1/limits",
    "/v1/tenants",
    "/v1/tenants/{name}",
    "/v1/keys",
    "/v1/keys/{id}",
    "/v1/audit",
    "/v1/balance/topups",
    "/v1/balance/adjustments",
    "/v1/balance/entries",
    "/v1/balance/entries.csv",
    "/v1/messages",
    "/v1/messages/{id}",
    "/v1/messages.csv",
    "/v1/explain",
  ]) {
    expect(described).toContain(path);
  }
  const put = json.paths["/v1/limits"].put.requestBody.content["application/json"].schema;
  expect(JSON.stringify(put)).toContain("PutLimits");
  expect(json.components.schemas.PutLimits).toMatchObject({ type: "object" });
});
