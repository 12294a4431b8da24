import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { templateDocument } from "../../src/settings/documents.ts";
import { flagTemplate } from "../../src/templates/approve.ts";
import { startTestGateway, type Reply, type TestGateway } from "../support/gateway.ts";
import { keysOfRoles, makeTenant, rolesThatMay } from "../support/roles.ts";
import { having, pick, type Row } from "../support/rows.ts";

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
  await gateway.admin("/v1/providers/wa", { method: "PUT", body: { kind: "sandbox" } });
  await gateway.admin("/v1/providers/wb", { method: "PUT", body: { kind: "sandbox" } });
});
afterAll(() => gateway.close());

const at = (variant: string) => `/v1/templates/${variant}`;
const get = (path: string) => gateway.admin(at(path));
const put = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  gateway.admin(at(path), { method: "PUT", body, headers });
const post = (path: string, body: unknown = {}, headers: Record<string, string> = {}) =>
  gateway.admin(at(path), { body, headers });
const remove = (path: string, headers: Record<string, string> = {}) =>
  gateway.admin(at(path), { method: "DELETE", headers });
/** The admin's key, by its id. */
const byAdmin: unknown = expect.stringMatching(/^key_/);
const tag = (reply: Reply) => reply.headers.get("etag") ?? expect.unreachable("no ETag");

describe("a draft", () => {
  test("is kept beside the version in use, says who and when, and is sent to nobody", async () => {
    await put("one/sms/id", { body: "first {{code}}" });
    const kept = await put("one/sms/id/draft", { body: "second {{code}}" });
    expect(kept.status).toBe(200);
    expect(kept.json).toMatchObject({ key: "one", body: "second {{code}}", base_version: 1 });
    expect(pick(kept.json.findings, "rule")).toContain("brand_missing");
    expect((await get("one/sms/id/draft")).json).toMatchObject({
      body: "second {{code}}",
      actor: byAdmin,
      at: expect.stringMatching(/^20.*Z$/),
    });
    const { json } = await get("one/sms/id");
    expect(json).toMatchObject({
      version: 1,
      body: "first {{code}}",
      draft: { actor: byAdmin, base_version: 1 },
    });
    await gateway.request("/v1/otp/issue", {
      body: { to: "081234500101", channel: "sms", template: "one", wait_ms: 5000 },
    });
    const inbox = await gateway.admin("/v1/sandbox/messages?to=081234500101");
    expect(inbox.json.data[0].text).toMatch(/^first \d{6}$/);
  });

  test("of a variant that is not there yet has no version, and makes the first", async () => {
    expect((await put("fresh/sms/id/draft", { body: "{{code}}" })).json.base_version).toBe(0);
    expect((await get("fresh/sms/id")).status).toBe(404);
    expect((await post("fresh/sms/id/publish")).json).toMatchObject({ version: 1, draft: null });
    expect((await get("fresh/sms/id/draft")).status).toBe(404);
  });

  test("is checked as a version is", async () => {
    const { status, json } = await put("otp/sms/id/draft", { body: "no code" });
    expect(status).toBe(400);
    expect(json.errors[0].path).toBe("body");
    expect((await get("otp/sms/id/draft")).status).toBe(404);
  });

  test("that was read can be put back, and thrown away", async () => {
    await put("back/sms/id/draft", { body: "{{code}}" });
    const read = await get("back/sms/id/draft");
    expect((await put("back/sms/id/draft", read.json)).status).toBe(200);
    expect((await remove("back/sms/id/draft")).status).toBe(204);
    expect((await remove("back/sms/id/draft")).status).toBe(404);
  });

  test("stays when the variant is put or deleted, and publishing it says whose version it replaces", async () => {
    await put("meanwhile/sms/id", { body: "one {{code}}" });
    await put("meanwhile/sms/id/draft", { body: "draft {{code}}" });
    await put("meanwhile/sms/id", { body: "two {{code}}" });
    await put("meanwhile/sms/id/draft", { body: "draft, again {{code}}" });
    const { json } = await post("meanwhile/sms/id/publish");
    expect(json).toMatchObject({ version: 3, body: "draft, again {{code}}" });
    expect(json.findings[0]).toEqual({
      path: "draft",
      message: expect.stringMatching(/^was begun from version 1 and replaces version 2, which key_\w+ made meanwhile$/),
    });
  });
});

test("a draft that is put with If-Match: * is still of the version that it was begun from", async () => {
  await put("starred/sms/id", { body: "one {{code}}" });
  await put("starred/sms/id/draft", { body: "draft {{code}}" });
  await put("starred/sms/id", { body: "two {{code}}" });
  const again = await put("starred/sms/id/draft", { body: "draft, again {{code}}" }, { "if-match": "*" });
  expect(again.json.base_version).toBe(1);
  const read = await put("starred/sms/id/draft", { body: "merged {{code}}" }, { "if-match": tag(again) });
  expect(read.json.base_version).toBe(2);
});

test("a version that was read can be put back", async () => {
  await put("again/sms/id", { body: "one {{code}}" });
  await put("again/sms/id", { body: "two {{code}}" });
  const { json } = await get("again/sms/id/versions/1");
  expect((await put("again/sms/id", json)).json).toMatchObject({ version: 3, body: "one {{code}}" });
});

test("all that a draft and a version answer is in the description of the API", async () => {
  const { components } = (await gateway.request("/openapi.json")).json;
  const fields = templateDocument.options.flatMap((form) => Object.keys(form.shape));
  for (const name of ["TemplateDraft", "WholeTemplateVersion"]) {
    expect(Object.keys(components.schemas[name].properties as object)).toEqual(expect.arrayContaining(fields));
  }
});

describe("publishing", () => {
  test("needs a draft", async () => {
    const { status, json } = await post("otp/sms/id/publish");
    expect([status, json.code]).toEqual([409, "conflict"]);
  });

  test("the same Idempotency-Key publishes once", async () => {
    await put("twice/sms/id/draft", { body: "{{code}}" });
    const key = { "idempotency-key": "publish-1" };
    const first = await post("twice/sms/id/publish", {}, key);
    await put("twice/sms/id/draft", { body: "another {{code}}" });
    const again = await post("twice/sms/id/publish", {}, key);
    expect(again.json).toEqual(first.json);
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    expect((await get("twice/sms/id")).json.version).toBe(1);
    expect((await post("twice/sms/id/rollback", { version: 1 }, key)).status).toBe(409);
  });

  test("is in the audit with the text before and after", async () => {
    await put("audited/sms/id", { body: "one {{code}}" });
    await put("audited/sms/id/draft", { body: "two {{code}}" });
    await post("audited/sms/id/publish");
    await post("audited/sms/id/rollback", { version: 1 });
    await put("audited/sms/id/draft", { body: "three {{code}}" });
    await remove("audited/sms/id/draft");
    const { json } = await gateway.admin("/v1/audit?limit=200");
    const rows = having(json.data, { target: "audited/sms/id" });
    expect(pick(rows, "action")).toEqual([
      "template.draft.delete",
      "template.draft.put",
      "template.rollback",
      "template.publish",
      "template.draft.put",
      "template.put",
    ]);
    expect(rows[3]).toMatchObject({ before: { body: "one {{code}}" }, after: { body: "two {{code}}" } });
    expect(rows[2]).toMatchObject({ after: { body: "one {{code}}", version: 3, from_version: 1 } });
  });

  test("keeps what a provider said of a binding that it leaves as it was, and forgets it of the others", async () => {
    const binding = (name: string) => ({ name, language: "id" });
    const body = { category: "authentication", bindings: { wa: binding("a"), wb: binding("b") } };
    await put("said/whatsapp/id", body);
    const tenant = gateway.gateway.settings.current.tenantsByName.get("demo");
    const template = tenant?.templates.get("said/whatsapp/id");
    for (const name of ["wa", "wb"]) {
      const provider = tenant?.providers.get(name);
      if (provider === undefined || template === undefined) throw new Error("not loaded");
      await flagTemplate(gateway.gateway.db, provider, template, "132015", gateway.clock.now());
    }
    await gateway.gateway.settings.reload();
    await put("said/whatsapp/id/draft", { ...body, bindings: { wa: binding("a"), wb: binding("b2") } });
    const { json } = await post("said/whatsapp/id/publish");
    expect(json.bindings).toMatchObject({ wa: { status: "rejected" }, wb: { status: "approved" } });
    expect((await put("said/whatsapp/id", body)).json.bindings.wa.status).toBe("approved");
  });
});

describe("versions", () => {
  test("rolling back makes the old content a new version, which says from which", async () => {
    await put("back/sms/en", { body: "one {{code}}" });
    await put("back/sms/en", { body: "two {{code}}" });
    const { status, json } = await post("back/sms/en/rollback", { version: 1 });
    expect(status).toBe(200);
    expect(json).toMatchObject({ version: 3, body: "one {{code}}" });
    const listed = (await get("back/sms/en/versions")).json;
    expect(listed.data).toMatchObject([
      { version: 3, change: "rollback", from_version: 1 },
      { version: 2, change: "put", from_version: null },
      { version: 1, change: "put", actor: byAdmin },
    ]);
    expect((await get("back/sms/en/versions/2")).json).toMatchObject({ body: "two {{code}}", change: "put" });
    expect((await get("back/sms/en")).json.versions).toEqual(listed.data);
  });

  test.each([
    ["one that never was", 9, 404],
    ["the one in use", 1, 409],
    ["none", 0, 400],
  ])("rolling back to %s is refused", async (_, version, status) => {
    await put(`refused${version}/sms/id`, { body: "{{code}}" });
    expect((await post(`refused${version}/sms/id/rollback`, { version })).status).toBe(status);
    expect((await get(`refused${version}/sms/id`)).json.version).toBe(1);
  });

  test("stay when the variant is deleted; rolling back brings it back, and goes on counting", async () => {
    await put("gone/sms/id", { body: "{{code}}" });
    await remove("gone/sms/id");
    expect(pick((await get("gone/sms/id/versions")).json.data, "version")).toEqual([1]);
    expect((await post("gone/sms/id/rollback", { version: 1 })).json.version).toBe(2);
  });

  test("pages follow one another; of a shared variant they are the first tenant's", async () => {
    for (let i = 0; i < 3; i += 1) await put("paged/sms/id", { body: `${i} {{code}}` });
    const first = (await get("paged/sms/id/versions?limit=2")).json;
    const rest = (await get(`paged/sms/id/versions?limit=2&cursor=${first.next_cursor}`)).json;
    expect([pick(first.data, "version"), pick(rest.data, "version"), rest.next_cursor]).toEqual([[3, 2], [1], null]);
    const theirs = await makeTenant(gateway, "sharer");
    const shared = await gateway.request(at("paged/sms/id/versions"), { key: theirs.ops });
    expect(pick(shared.json.data, "version")).toEqual([3, 2, 1]);
    expect((await gateway.request(at("nope/sms/id/versions"), { key: theirs.ops })).status).toBe(404);
    const none = { key: theirs.ops, body: { version: 1 } };
    expect((await gateway.request(at("paged/sms/id/rollback"), none)).status).toBe(404);
  });
});

describe("two editors", () => {
  test("of two at once one is done, and the other is told who was first and how it is now", async () => {
    const read = await put("race/sms/id", { body: "{{code}}" });
    const match = { "if-match": tag(read) };
    const replies = await Promise.all(
      ["a", "b"].map((name) => put("race/sms/id", { body: `${name} {{code}}` }, match)),
    );
    const refused = replies.find(({ status }) => status === 409) ?? expect.unreachable("both were done");
    const done = replies.find(({ status }) => status === 200) ?? expect.unreachable("neither was done");
    expect(refused.json).toMatchObject({
      code: "conflict",
      detail: expect.stringMatching(/^Template race\/sms\/id is not as you expect: it is at version 2, by key_/),
      current: { etag: tag(done), version: 2, changed_by: byAdmin, draft: null },
    });
    expect((await get("race/sms/id")).json.version).toBe(2);
    expect((await put("race/sms/id", { body: "c {{code}}" }, { "if-match": tag(done) })).status).toBe(200);
  });

  test("every change heeds it, and each changes the tag", async () => {
    const tags = [tag(await put("heed/sms/id", { body: "{{code}}" }))];
    const stale = () => ({ "if-match": tags.slice(0, -1).join(", ") || '"v0"' });
    const fresh = () => ({ "if-match": tags.at(-1) ?? "" });
    const steps: [string, (headers: Record<string, string>) => Promise<Reply>][] = [
      ["draft", (headers) => put("heed/sms/id/draft", { body: "draft {{code}}" }, headers)],
      ["draft again", (headers) => put("heed/sms/id/draft", { body: "draft {{code}}" }, headers)],
      ["publish", (headers) => post("heed/sms/id/publish", {}, headers)],
      ["rollback", (headers) => post("heed/sms/id/rollback", { version: 1 }, headers)],
      ["put", (headers) => put("heed/sms/id", { body: "{{code}}" }, headers)],
    ];
    for (const [name, step] of steps) {
      expect([name, (await step(stale())).status]).toEqual([name, 409]);
      const reply = await step(fresh());
      expect([name, reply.status]).toEqual([name, 200]);
      tags.push(tag(reply));
      expect(tag(await get("heed/sms/id"))).toBe(tags.at(-1));
    }
    expect(new Set(tags).size).toBe(tags.length);
    expect((await remove("heed/sms/id", stale())).status).toBe(409);
    expect((await remove("heed/sms/id", fresh())).status).toBe(204);
  });

  test("a draft thrown away and begun again is another", async () => {
    const first = await put("again/sms/id/draft", { body: "{{code}}" });
    await remove("again/sms/id/draft", { "if-match": tag(first) });
    await put("again/sms/id/draft", { body: "{{code}}" });
    expect((await remove("again/sms/id/draft", { "if-match": tag(first) })).status).toBe(409);
  });

  test("If-None-Match: * only creates; If-Match: * only changes", async () => {
    expect((await put("star/sms/id", { body: "{{code}}" }, { "if-match": "*" })).status).toBe(409);
    expect((await put("star/sms/id", { body: "{{code}}" }, { "if-none-match": "*" })).status).toBe(200);
    expect((await put("star/sms/id", { body: "{{code}}" }, { "if-none-match": "*" })).status).toBe(409);
    expect((await put("star/sms/id", { body: "{{code}}" }, { "if-match": "*" })).status).toBe(200);
  });

  test("a tenant may take over the shared text that it read, once, and only as it read it", async () => {
    await put("take/sms/id", { body: "{{code}}" });
    const theirs = await makeTenant(gateway, "taker");
    const call = (body?: unknown, headers: Record<string, string> = {}) =>
      gateway.request(at("take/sms/id"), {
        key: theirs.ops,
        headers,
        ...(body === undefined ? {} : { method: "PUT", body }),
      });
    const old = await call();
    await put("take/sms/id", { body: "changed {{code}}" });
    expect((await call({ body: "{{code}}" }, { "if-match": tag(old) })).status).toBe(409);
    const read = await call();
    const taken = await call(read.json, { "if-match": tag(read) });
    expect(taken.json).toMatchObject({ version: 1, shared: false, body: "changed {{code}}" });
    expect((await call(read.json, { "if-match": tag(read) })).status).toBe(409);
  });

  test.each([
    ["an unquoted tag", { "if-match": "v1" }, "If-Match"],
    ["a tag in If-None-Match", { "if-none-match": '"v1"' }, "If-None-Match"],
    ["both", { "if-match": '"v1"', "if-none-match": "*" }, "If-None-Match"],
  ])("%s is a 400 that names the header", async (_, headers, path) => {
    const { status, json } = await put("otp/sms/id", { body: "{{code}}" }, headers);
    expect(status).toBe(400);
    expect(json.errors[0].path).toBe(path);
  });

  test("a tag that a proxy made weak still holds", async () => {
    const read = await get("otp/sms/id");
    expect((await put("otp/sms/id", read.json, { "if-match": `"x", W/${tag(read)}` })).status).toBe(200);
  });
});

test("ops and admin change, auditors read", async () => {
  const keys = await keysOfRoles(gateway);
  const may = (path: string, call: { method?: string; body?: unknown } = {}) =>
    rolesThatMay(gateway, keys, at(`otp/sms/en${path}`), call);
  const readers = ["ops", "auditor", "admin"];
  const writers = ["ops", "admin"];
  expect(await may("/draft")).toEqual(readers);
  expect(await may("/versions")).toEqual(readers);
  expect(await may("/versions/1")).toEqual(readers);
  expect(await may("/draft", { method: "PUT", body: { body: "{{code}}" } })).toEqual(writers);
  expect(await may("/draft", { method: "DELETE" })).toEqual(writers);
  expect(await may("/publish", { body: {} })).toEqual(writers);
  expect(await may("/rollback", { body: { version: 1 } })).toEqual(writers);
});

test("a list is narrowed by key, channel and locale", async () => {
  await put("narrow/sms/en_US", { body: "{{code}}" });
  const ids = async (query: string) => {
    const { json } = await gateway.admin(`/v1/templates?limit=200&${query}`);
    return (json.data as Row[]).map(({ key, channel, locale }) => [key, channel, locale].join("/"));
  };
  expect(await ids("key=narrow")).toEqual(["narrow/sms/en-US"]);
  expect(await ids("locale=en_us")).toEqual(["narrow/sms/en-US"]);
  expect(await ids("key=otp&channel=sms")).toEqual(["otp/sms/en", "otp/sms/id"]);
  expect((await gateway.admin("/v1/templates?channel=fax")).json.errors[0].path).toBe("channel");
});
