import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestGateway, type Reply, type TestGateway } from "../support/gateway.ts";
import { keysOfRoles, makeTenant, rolesThatMay } from "../support/roles.ts";
import { having, pick, type Row } from "../support/rows.ts";

let gateway: TestGateway;
let ops: string;
beforeAll(async () => {
  gateway = await startTestGateway();
  ops = (await makeTenant(gateway, "setter")).ops;
});
afterAll(() => gateway.close());

const call = (path: string, more: object = {}) => gateway.request(`/v1/templates${path}`, { key: ops, ...more });
const csv = (text: string, query = "", headers: Record<string, string> = {}) =>
  call(`/import${query}`, { body: text, headers: { "content-type": "text/csv", ...headers } });
const json = (templates: object[], query = "") => call(`/import${query}`, { body: { templates } });
const outcomes = ({ json: answer }: Reply) =>
  (answer.templates as Row[]).map(({ key, locale, outcome, version }) => `${key}/${locale} ${outcome} v${version}`);
const own = async (): Promise<Row[]> => {
  const rows: Row[] = having((await call("?limit=200")).json.data, { shared: false });
  return rows;
};
const empty = () => json([], "?mode=replace");

describe("an import", () => {
  test("tells what became of each; what stays as it is gets no version", async () => {
    await empty();
    const first = await csv("key,channel,locale,body\na,sms,id,{{code}}\na,sms,en,{{code}}");
    expect(first.status).toBe(200);
    expect(outcomes(first)).toEqual(["a/id created v1", "a/en created v1"]);
    const second = await csv("key;channel;locale;body\na;sms;id;{{code}}\na;sms;en;{{code}}!\nb;sms;id;{{code}}");
    expect(outcomes(second)).toEqual(["a/id unchanged v1", "a/en updated v2", "b/id created v1"]);
    expect(second.json).toMatchObject({
      dry_run: false,
      created: 1,
      updated: 1,
      unchanged: 1,
      deleted: 0,
    });
    expect(second.json.findings[0]).toMatchObject({ path: "a/sms/en.body", rule: "brand_missing" });
    const versions = (await call("/a/sms/en/versions")).json.data;
    expect(versions).toMatchObject([{ version: 2, change: "import" }, { version: 1 }]);
    const audit = await gateway.request("/v1/audit?limit=200", { key: (await keysOfRoles(gateway, "setter")).auditor });
    expect(pick(having(audit.json.data, { action: "template.import" }), "target")).toEqual([
      "b/sms/id",
      "a/sms/en",
      "a/sms/en",
      "a/sms/id",
    ]);
  });

  test("is all or nothing: errors name row and field, and nothing changes", async () => {
    await empty();
    const { status, json: problem } = await csv("key,channel,locale,body\nok,sms,id,{{code}}\nbad,sms,id,{{nope}}");
    expect(status).toBe(400);
    expect(pick(problem.errors, "path")).toEqual(["rows.3.body"]);
    expect(await own()).toEqual([]);
  });

  test("in mode replace takes the others out of use, and putting them again goes on counting", async () => {
    await empty();
    await json([{ key: "gone", channel: "sms", locale: "id", body: "{{code}}" }]);
    const before = (await call("/gone/sms/id")).json.version as number;
    const replaced = await json([{ key: "new", channel: "sms", locale: "id", body: "{{code}}" }], "?mode=replace");
    expect(having(replaced.json.templates, { outcome: "deleted" })).toMatchObject([{ key: "gone", version: before }]);
    expect(pick(await own(), "key")).toEqual(["new"]);
    const again = await json([{ key: "gone", channel: "sms", locale: "id", body: "{{code}}" }]);
    expect(again.json.templates).toMatchObject([{ outcome: "created", version: before + 1 }]);
  });

  test("as a dry run answers the same, and changes nothing", async () => {
    await empty();
    const body = [
      {
        key: "dry",
        channel: "whatsapp",
        locale: "id",
        category: "authentication",
        bindings: { nobody: { name: "x", language: "id" } },
      },
    ];
    const dry = await json(body, "?dry_run=true");
    expect(await own()).toEqual([]);
    expect((await call("/dry/whatsapp/id/versions")).status).toBe(404);
    const real = await json(body);
    expect(dry.json).toEqual({ ...real.json, dry_run: true });
    expect(real.json.findings[0]).toMatchObject({ path: "dry/whatsapp/id.bindings.nobody", rule: "binding_unknown" });
  });

  test("that would take away the last otp of a channel in the routes is a 409, as a dry run too", async () => {
    for (const query of ["?mode=replace&dry_run=true", "?mode=replace"]) {
      const refused = await gateway.admin(`/v1/templates/import${query}`, { body: { templates: [] } });
      expect([refused.status, refused.json.code]).toEqual([409, "conflict"]);
    }
    expect((await gateway.admin("/v1/templates/otp/sms/id")).status).toBe(200);
  });

  test("with one Idempotency-Key is done once, a dry run with it is another request", async () => {
    await empty();
    const key = { "idempotency-key": "import-1" };
    const file = "key,channel,locale,body\nonce,sms,id,{{code}}";
    const first = await csv(file, "", key);
    const again = await csv(file, "", key);
    expect(again.json).toEqual(first.json);
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    expect((await csv(file, "?dry_run=true", key)).json.code).toBe("idempotency_mismatch");
    expect((await csv(`${file}!`, "", key)).json.code).toBe("idempotency_mismatch");
  });

  test("takes a file in the charset that it names", async () => {
    await empty();
    const body = Buffer.from("key;channel;locale;body\nlatin;sms;id;{{code}} d\xe9j\xe0", "latin1");
    const response = await gateway.app.request("/v1/templates/import", {
      method: "POST",
      headers: { authorization: `Bearer ${ops}`, "content-type": "text/csv; charset=windows-1252" },
      body: new Uint8Array(body),
    });
    expect(response.status).toBe(200);
    expect((await call("/latin/sms/id")).json.body).toBe("{{code}} déjà");
  });

  test.each<[string, object, number, string]>([
    ["another media type", { body: "x", headers: { "content-type": "text/plain" } }, 415, "unsupported_media_type"],
    ["a mode that is none", { query: "?mode=nope", body: { templates: [] } }, 400, "invalid_request"],
    ["JSON that is none", { body: "{" }, 400, "invalid_request"],
    ["more than 20 MiB", { body: `{"templates":["${"x".repeat(20 * 1024 * 1024)}"]}` }, 413, "payload_too_large"],
  ])("refuses %s", async (_, { query = "", ...more }: { query?: string }, status, code) => {
    const reply = await call(`/import${query}`, more);
    expect([reply.status, reply.json.code]).toEqual([status, code]);
  });

  test("of thousands of variants is one commit", async () => {
    await empty();
    const rows = Array.from({ length: 3000 }, (_, i) => `k${i},sms,id,{{code}} number ${i}`);
    const done = await csv(["key,channel,locale,body", ...rows].join("\r\n"));
    expect(done.json).toMatchObject({ created: 3000 });
    expect((await empty()).json).toMatchObject({ deleted: 3000 });
  });
});

describe("an export", () => {
  test.each(["json", "csv"])("as %s is taken back unchanged, and holds the tenant's own alone", async (format) => {
    await empty();
    await json([
      { key: "x", channel: "sms", locale: "en-US", body: '=cmd("{{code}}"),\n;' },
      {
        key: "w",
        channel: "whatsapp",
        locale: "id",
        category: "authentication",
        bindings: { meta: { name: "a", language: "id", expiry_minutes: 5 } },
      },
      { key: "m", channel: "email", locale: "id", body: "{{code}}", subject: "'Kode" },
    ]);
    const file = await call(`/export?format=${format}`);
    expect(file.status).toBe(200);
    expect(file.text).not.toContain("Jangan berikan");
    if (format === "csv") {
      expect(file.headers.get("content-type")).toBe("text/csv; charset=utf-8; header=present");
      expect(file.headers.get("content-disposition")).toBe('attachment; filename="templates-setter.csv"');
      expect(file.text).toContain(`"'=cmd(`);
    }
    const same = await (format === "csv"
      ? csv(`\uFEFF${file.text}`, "?mode=replace")
      : call("/import?mode=replace", { body: file.text }));
    expect(same.json).toMatchObject({ created: 0, updated: 0, unchanged: 3, deleted: 0 });
    await empty();
    await (format === "csv" ? csv(file.text) : call("/import", { body: file.text }));
    const again = await call(`/export?format=${format}`);
    const versionless = (text: string) => text.replace(/"version":\d+|\b(sms|whatsapp|email),([\w-]+),\d+/g, "");
    expect(versionless(again.text)).toBe(versionless(file.text));
  });

  test("in a format that is none is a 400", async () => {
    expect((await call("/export?format=xml")).json.errors[0].path).toBe("format");
  });
});

test("ops and admin import, auditors export", async () => {
  const keys = await keysOfRoles(gateway, "setter");
  const may = (path: string, more: object = {}) => rolesThatMay(gateway, keys, `/v1/templates${path}`, more);
  expect(await may("/export")).toEqual(["ops", "auditor", "admin"]);
  expect(await may("/import?dry_run=true", { body: { templates: [] } })).toEqual(["ops", "admin"]);
});
