import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { described, http } from "../../../src/providers/http/index.ts";
import { checkedDescription } from "../../../src/providers/http/check-description.ts";
import { presetNames } from "../../../src/providers/http/presets.ts";
import { checkVectors } from "../../../src/providers/http/vectors.ts";
import { registry } from "../../../src/providers/registry.ts";
import { VendorServer } from "../../conformance/vendor-server.ts";
import { startTestGateway, type TestGateway } from "../../support/gateway.ts";
import { read, sms, smsSecrets } from "./description.ts";

type Fields = Record<string, unknown>;

/** What is wrong with a description, as `path: message`. */
function problems(description: unknown): string[] {
  const parsed = checkedDescription.safeParse(description);
  return parsed.success ? [] : parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
}

const request = (changed: Fields) => ({ ...sms, request: { ...sms.request, ...changed } });
const body = (value: string) => request({ body: { json: { a: [{ b: value }] } } });
const reports = (changed: Fields) => ({ ...sms, reports: { ...sms.reports, ...changed } });
const vectors = (changed: Fields) => ({ ...sms, vectors: { ...sms.vectors, ...changed } });

describe("a description is refused", () => {
  it.each<[string, unknown, string]>([
    ["a field nobody knows", { ...sms, colour: "blue" }, "Unrecognized"],
    ["no channel", { ...sms, channels: {} }, "channels: needs at least one of whatsapp"],
    ["a secret of no good name", { ...sms, secrets: { Token: { about: "x" } } }, "secrets.Token: 1 to 40 of a-z"],
    ["no path", { ...sms, request: {} }, "request.path: is required"],
    ["a path elsewhere", request({ path: "//other.example/x" }), "request.path: begins with one /"],
    ["a path upwards", request({ path: "/a/%2e%2E/b" }), "request.path: can't have . or .."],
    ["an address that is none", { ...sms, base_url: "sms example" }, "base_url: an http or https URL"],
    ["an address with a query", { ...sms, base_url: "https://a.example/?x=" }, "base_url: must be an address without"],
    ["a GET with a body", request({ method: "GET" }), "request.body: a GET has none"],
    [
      "a header of the connection",
      request({ headers: { Host: "x" } }),
      "request.headers.Host: is set by the connection",
    ],
    [
      "an unknown variable",
      body("{{phone}}"),
      "request.body.json.a.0.b: {{phone}} is not known; there are to, to_digits",
    ],
    [
      "an unknown secret",
      body("{{secret.key}}"),
      "{{secret.key}} is not among the description's secrets; there are token",
    ],
    [
      "an unknown option",
      body("{{option.x}}"),
      "{{option.x}} is not among the description's options; there are sender",
    ],
    ["half a variable", body("{{code}"), "has {{ or }} that is no variable"],
    ["a code as a number", body("{{code:number}}"), "{{code}} can't be a number; only to_digits"],
    ["a national number of no country", body("{{to_local}}"), "{{to_local}} needs country"],
    ["a template where none is bound", body("{{template_name}}"), "needs fixed_text on sms"],
    ["a variable as a name", request({ body: { json: { "{{code}}": 1 } } }), "a name can't hold a variable"],
    ["two roots", request({ body: { xml: { a: "1", b: "2" } } }), "request.body.xml: needs exactly one root"],
    ["no XML name", request({ body: { xml: { a: { "b c": "1" } } } }), "request.body.xml.a.b c: is no name"],
    ["two kinds of body", request({ body: { json: {}, form: {} } }), "needs exactly one of json, form and xml"],
    ["a bare status as success", { ...sms, success: { http: [200] } }, "success: needs a condition under when"],
    [
      "two tests in one",
      { ...sms, success: { when: [{ at: "a", equals: 1, prefix: "b" }] } },
      "needs exactly one of equals",
    ],
    ["a rule for everything", { ...sms, errors: { rules: [{ class: "rejected" }] } }, "errors.rules.0: needs http"],
    [
      "an unknown class",
      { ...sms, errors: { rules: [{ http: [400], class: "bad" }] } },
      "errors.rules.0.class: Invalid option",
    ],
    [
      "a status that is none",
      { ...sms, errors: { rules: [{ http: [99], class: "rejected" }] } },
      "errors.rules.0.http.0: ",
    ],
    [
      "a path too deep",
      { ...sms, success: { message_id: "a.b.c.d.e.f.g.h.i" } },
      "success.message_id: a path of 1 to 8",
    ],
    ["a proof nobody knows", reports({ proof: { type: "none" } }), "reports.proof"],
    [
      "a proof by an undeclared secret",
      reports({ proof: { type: "header", header: "X-A", secret: "x" } }),
      "add secrets.x",
    ],
    ["a signed query", reports({ format: "query" }), "hmac signs a body"],
    ["no vectors", { ...sms, vectors: undefined }, "vectors: "],
    [
      "no accepted example",
      vectors({ answers: sms.vectors.answers?.slice(1) }),
      "needs an example of an accepted message",
    ],
    ["no failed example", vectors({ answers: sms.vectors.answers?.slice(0, 1) }), "needs an example of an error"],
    ["no example of a report", vectors({ hooks: [] }), "vectors.hooks: needs an example of a report"],
  ])("for %s", (_, description, message) => {
    expect(problems(description).join("\n")).toContain(message);
  });

  it("for bodies nested or grown beyond reason", () => {
    let deep: unknown = "{{text}}";
    for (let n = 0; n < 200; n++) deep = { a: deep };
    expect(problems(request({ body: { json: { deep } } })).join()).toContain("is nested more than 8 deep");
    const answer = { status: 200, body: JSON.parse("[".repeat(30_000) + "]".repeat(30_000)) as unknown };
    const [taken] = sms.vectors.answers ?? [];
    expect(problems(vectors({ answers: [{ ...taken, answer }] })).join()).toContain("is nested more than 32 deep");
    const wide = Object.fromEntries(Array.from({ length: 400 }, (_, n) => [`k${n}`, "x"]));
    expect(problems(request({ body: { json: wide } })).join()).toContain("has more than 300 values");
  });

  it("when an example gives something else, with what it gave", () => {
    const wrong = { ...sms, success: { when: [{ at: "code", equals: 1 }], message_id: "id" } };
    expect(problems(wrong)).toEqual([
      'vectors.answers.0: "taken" fails: it gives {"class":"ambiguous","scope":"provider","code":"0"}',
    ]);
    const late = vectors({ hooks: [{ ...sms.vectors.hooks?.[0], reports: [{ message_id: "m-1", status: "read" }] }] });
    expect(problems(late)).toEqual([
      'vectors.hooks.0: "delivered" fails: it gives [{"message_id":"m-1","status":"delivered","at":"2026-01-31T01:05:00.000Z"}]',
    ]);
  });

  it("when the example's id shows its number", () => {
    const id = "sms-081100000001";
    const answer = { name: "taken", answer: { status: 200, body: { code: 0, id } }, outcome: { accepted: id } };
    expect(problems(vectors({ answers: [answer, sms.vectors.answers?.[1]] })).join()).toContain("unreadable_answer");
  });
});

describe("settings", () => {
  const issues = (given: Fields) => {
    const parsed = http.settings.safeParse(given);
    return parsed.success ? [] : parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
  };

  it("name a preset or hold a description, never both", () => {
    expect(issues({ preset: "fonnte" })).toEqual([]);
    expect(issues({ description: sms })).toEqual([]);
    expect(issues({})).toEqual([`description: is required, or a preset: ${presetNames.join(", ")}`]);
    expect(issues({ preset: "fonnte", description: sms })).toEqual(["preset: can't be named beside a description"]);
  });

  it("say what a vendor needs of them", () => {
    expect(issues({ preset: "wablas" })[0]).toMatch(/^base_url: is required/);
    expect(issues({ preset: "verihubs" })[0]).toMatch(/^options.brand: is required: The brand/);
    expect(issues({ preset: "fonnte", options: { x: "1" } })[0]).toMatch(/^options.x: is not known/);
    expect(issues({ description: sms, base_url: "https://other.example" })[0]).toMatch(/^base_url: differs/);
  });

  it("can't put a colon into the user of HTTP Basic, in whatever way it comes there", () => {
    const noColon = "can't have a colon: HTTP Basic ends the user there";
    const basic = (user: string) => request({ basic: { user, password: "{{secret.token}}" } });
    expect(problems(basic("a:b"))).toEqual([`request.basic.user: ${noColon}`]);
    expect(problems(basic("{{to_digits:number}}"))).toEqual([]);
    const given = { description: basic("{{option.sender}}"), options: { sender: "a:b" } };
    expect(issues(given)).toEqual([`options.sender: ${noColon}`]);
    expect(issues({ ...given, options: { sender: "a" } })).toEqual([]);
    const { secrets } = described(read(basic("{{secret.hook_key}}")));
    expect(secrets.safeParse({ ...smsSecrets, hook_key: "a:b" }).success).toBe(false);
    expect(secrets.safeParse({ token: "a:b", hook_key: "a" }).success).toBe(true);
  });

  it("are read the same when they are read again", () => {
    for (const given of [{ description: sms }, { preset: "wablas", base_url: "https://x.wablas.com" }]) {
      const once = http.settings.parse(given);
      expect(http.settings.parse(JSON.parse(JSON.stringify(once)))).toEqual(once);
    }
  });

  it("give every example its verdict", () => {
    expect(checkVectors(read(sms)).map(({ path, passes }) => [path.join("."), passes])).toEqual([
      ["vectors.answers.0", true],
      ["vectors.answers.1", true],
      ["vectors.hooks.0", true],
      ["vectors.balances.0", true],
    ]);
  });
});

test("the example of docs/http-provider.md is right as it stands", () => {
  const page = readFileSync(new URL("../../../docs/http-provider.md", import.meta.url), "utf8");
  const [, example = ""] = /^```json\n(.*?)^```$/ms.exec(page) ?? [];
  const { kind, settings, secrets } = JSON.parse(example) as { kind: string; settings: Fields; secrets: Fields };
  expect(kind).toBe(http.kind);
  const read = http.settings.parse(settings);
  expect(http.configured?.(read).secrets.safeParse({ token: "x", signing_key: "x" }).success).toBe(true);
  expect(Object.keys(secrets)).toEqual(["token", "signing_key"]);
});

describe("on a running gateway", () => {
  let gateway: TestGateway;
  let vendor: VendorServer;
  beforeAll(async () => {
    const kinds = new Map([...registry, [http.kind, http]]);
    const behaves = () => ({ status: 200, body: JSON.stringify({ code: 0, id: "m-1" }) });
    [gateway, vendor] = await Promise.all([startTestGateway({ kinds }), new VendorServer(behaves).listen()]);
  });
  afterAll(async () => {
    await Promise.all([gateway.close(), vendor.close()]);
  });
  const put = (given: Fields) =>
    gateway.admin("/v1/providers/sms", { method: "PUT", body: { kind: "http", ...given } });
  const described = (changed: Fields = {}) => ({ description: { ...sms, base_url: vendor.url, ...changed } });
  const paths = (json: { errors?: { path: string; message: string }[] }) =>
    (json.errors ?? []).map(({ path, message }) => `${path}: ${message}`);

  test("a described provider has its description's channels and secrets, and sends", async () => {
    const made = await put({ settings: described(), secrets: smsSecrets });
    expect(made.status).toBe(200);
    expect(made.json).toMatchObject({
      kind: "http",
      channels: ["sms"],
      secrets: { token: { set: true }, hook_key: { set: true } },
      health: "ok",
    });
    const sent = await gateway.admin("/v1/providers/sms/test", { method: "POST", body: { to: "081100000001" } });
    expect(sent.status).toBe(200);
    expect(vendor.requests.at(-1)).toMatchObject({
      path: "/messages",
      headers: { authorization: "Bearer token-secret-1" },
    });
  });

  test("secrets are those of the description, and are sent again when its address changes", async () => {
    await put({ settings: described(), secrets: smsSecrets });
    const unknown = await put({ settings: described(), secrets: { api_key: "x" } });
    expect(paths(unknown.json)).toEqual(["secrets.api_key: is not known; there are token, hook_key"]);
    const moved = await put({ settings: described({ base_url: "https://elsewhere.example" }) });
    expect(moved.status).toBe(400);
    expect(paths(moved.json)).toContain("secrets.token: must be sent again, because base_url changes");
    const kept = await put({ settings: described({ about: "the same address" }) });
    expect(kept.status).toBe(200);
    expect(kept.json.secrets.token).toEqual({ set: true });
  });

  test("a private address in a description is refused like any other", async () => {
    const { status, json } = await put({ settings: { description: { ...sms, base_url: "http://10.0.0.1/" } } });
    expect(status).toBe(400);
    expect(paths(json)[0]).toContain("settings.base_url: is a private address");
  });

  test("an example that fails is named, with what came out", async () => {
    const wrong = { ...sms, success: { when: [{ at: "code", equals: 7 }], message_id: "id" } };
    const { status, json } = await put({ settings: { description: wrong } });
    expect(status).toBe(400);
    expect(paths(json)[0]).toMatch(/^settings.description.vectors.answers.0: "taken" fails: it gives/);
  });

  test("its hook proves itself as described", async () => {
    await put({ settings: described(), secrets: smsSecrets });
    const { status } = await gateway.request("/hooks/sms", { method: "POST", key: null, body: { events: [] } });
    expect(status).toBe(401);
  });
});
