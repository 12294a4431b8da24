import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { presetNames } from "../../src/providers/http/presets.ts";
import { expectProblem } from "../support/erp.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { keysOfRoles, rolesThatMay } from "../support/roles.ts";
import { pick } from "../support/rows.ts";
import { sms, smsSecrets } from "../providers/http/description.ts";

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

const path = "/v1/providers/kinds/http/check";
interface CheckJson {
  ok: boolean;
  findings: { path: string; message: string }[];
  secrets: object[];
  options: object[];
  vectors: { path: string; passes: boolean }[];
}
const check = async (settings: object, more: object = {}): Promise<CheckJson> => {
  const reply = await gateway.admin(path, { body: { settings, ...more } });
  expect(reply.status, reply.text).toBe(200);
  return reply.json as CheckJson;
};
const put = (settings: object, secrets: object = smsSecrets) =>
  gateway.admin("/v1/providers/checked", { method: "PUT", body: { kind: "http", settings, secrets } });

describe("a description that is being written", () => {
  test("is told what each of its examples comes to, and what it asks for", async () => {
    const seen = await check({ description: sms });
    expect(seen).toMatchObject({ ok: true, findings: [], channels: ["sms"] });
    expect(seen.secrets).toEqual([
      { name: "token", about: "API token", required: true },
      { name: "hook_key", about: "Signs the reports", required: false },
    ]);
    expect(seen.options).toEqual([{ name: "sender", about: "Sender name", required: false }]);
    const { answers = [], hooks = [], balances = [] } = sms.vectors;
    expect(pick(seen.vectors, "passes")).toEqual([...answers, ...hooks, ...balances].map(() => true));
    expect(seen.vectors[0]).toMatchObject({
      path: "settings.description.vectors.answers.0",
      name: answers[0]?.name,
      expected: answers[0]?.outcome,
    });
  });

  test("an example that comes out otherwise says what was expected and what came, and stops a put alike", async () => {
    const answers = [...(sms.vectors.answers ?? [])];
    const wrong = { name: "taken twice", answer: { status: 200, body: { code: 201 } }, outcome: { accepted: "x" } };
    const settings = { description: { ...sms, vectors: { ...sms.vectors, answers: [...answers, wrong] } } };
    const seen = await check(settings);
    expect(seen.ok).toBe(false);
    expect(seen.vectors[answers.length]).toMatchObject({
      name: "taken twice",
      passes: false,
      expected: { accepted: "x" },
      actual: { class: "recipient", code: "201" },
    });
    expect(seen.findings).toEqual((await put(settings)).json.errors);
  });

  test.each([
    ["a rule that names an unknown secret", { description: { ...sms, secrets: {} } }, true],
    ["a field that can't be read", { description: { ...sms, channels: { fax: {} } } }, false],
    ["an option nobody asked for", { description: sms, options: { colour: "blue" } }, true],
    ["a private address", { description: { ...sms, base_url: "http://10.0.0.1/api" } }, true],
    ["nothing", {}, false],
  ])("%s is found as a put finds it", async (_, settings, readable) => {
    const seen = await check(settings);
    expect(seen.ok).toBe(false);
    expect(seen.findings).toEqual((await put(settings)).json.errors);
    expect(seen.vectors.length > 0).toBe(readable);
  });

  test("secrets are looked at when they are given", async () => {
    const settings = { description: sms };
    expect((await check(settings, { secrets: smsSecrets })).ok).toBe(true);
    const seen = await check(settings, { secrets: { hook_key: "x", other: "y" } });
    expect(pick(seen.findings, "path")).toEqual(["secrets.other"]);
    expect(pick((await check(settings, { secrets: {} })).findings, "path")).toEqual(["secrets.token"]);
  });

  test("nothing of it is kept", async () => {
    const before = await gateway.admin("/v1/audit");
    await check({ description: sms });
    expect((await gateway.admin("/v1/audit")).json).toEqual(before.json);
    expectProblem(await gateway.admin("/v1/providers/checked"), 404, "not_found");
  });

  test("what is no document is an error that names the field", async () => {
    expectProblem(await gateway.admin(path, { body: { settings: 1 } }), 400, "invalid_request");
  });
});

test("every description that ships is one to begin with", async () => {
  const { status, json } = await gateway.admin("/v1/providers/kinds/http/descriptions");
  expect(status).toBe(200);
  expect(pick(json.data, "preset")).toEqual(presetNames);
  for (const { preset, description, options, channels } of json.data) {
    const needed = (options as { name: string; required: boolean }[]).filter(({ required }) => required);
    const settings = {
      ...("base_url" in description ? {} : { base_url: "https://vendor.example" }),
      options: Object.fromEntries(needed.map(({ name }) => [name, "x"])),
    };
    const own = await check({ ...settings, description });
    expect(own, preset).toMatchObject({ ok: true, channels });
    expect(await check({ ...settings, preset })).toEqual(own);
  }
});

test("both are for those who look after providers", async () => {
  const keys = await keysOfRoles(gateway);
  const may = await rolesThatMay(gateway, keys, path, { body: { settings: {} } });
  expect(may.sort()).toEqual(["admin", "auditor", "ops"]);
});
