import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";

interface Operation {
  operationId: string;
  security?: object[];
  parameters?: { name: string; in: string }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
  responses: Record<string, { content?: Record<string, { schema: Schema }> }>;
}
interface Schema {
  $ref?: string;
  allOf?: Schema[];
  additionalProperties?: unknown;
  properties?: Record<string, Schema>;
  pattern?: string;
  example?: unknown;
}
interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

let gateway: TestGateway;
let document: Document;
let operations: { path: string; method: string; operation: Operation }[];
beforeAll(async () => {
  gateway = await startTestGateway();
  document = (await gateway.request("/openapi.json", { key: null })).json as Document;
  operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
});
afterAll(() => gateway.close());

function* schemasIn(value: unknown): Generator<Schema> {
  if (typeof value !== "object" || value === null) return;
  yield value;
  for (const inner of Object.values(value)) yield* schemasIn(inner);
}

test("every pattern is one, and takes the document's own examples and a plain line", () => {
  const patterns = [...schemasIn(document)].filter(({ pattern }) => typeof pattern === "string");
  expect(patterns.length).toBeGreaterThan(100);
  for (const { pattern = "", example } of patterns) {
    expect(() => new RegExp(pattern, "u"), pattern).not.toThrow();
    if (typeof example === "string") expect(example).toMatch(new RegExp(pattern, "u"));
    // What a regular expression's flags leave behind: nothing could stand after the end.
    expect(pattern).not.toMatch(/\$\/[a-z]*$/);
  }
  const { to } = document.components.schemas.IssueOtp?.properties ?? {};
  expect("0812-3456-7890").toMatch(new RegExp(to?.pattern ?? "^$", "u"));
});

test("every operation has a name of its own, made of its address", () => {
  const names = operations.map(({ operation }) => operation.operationId);
  expect(names.filter((name, at) => !/^[a-z][A-Za-z0-9]+$/.test(name) || names.indexOf(name) !== at)).toEqual([]);
  expect(document.paths["/v1/otp/{id}/resend"]?.post?.operationId).toBe("postOtpByIdResend");
});

test("nothing is a schema that knows all its fields and one field more", () => {
  for (const { allOf = [] } of schemasIn(document)) {
    const parts = allOf.map(({ $ref, ...part }) =>
      $ref === undefined ? part : document.components.schemas[$ref.split("/").at(-1) ?? ""],
    );
    const extended = parts.some((part) => part?.properties !== undefined && part.additionalProperties !== false);
    expect(extended && parts.some((part) => part?.additionalProperties === false), JSON.stringify(allOf)).toBe(false);
  }
});

test("an ERP's call answers in three formats, may be asked for a wrong one, and takes its keys as fields", () => {
  const erp = operations.filter(({ operation }) => operation.parameters?.some(({ name }) => name === "http_status"));
  expect(erp.length).toBeGreaterThan(10);
  for (const { path, operation } of erp) {
    expect(operation.responses["400"], path).toBeDefined();
    for (const { content } of Object.values(operation.responses)) {
      if (content === undefined) continue;
      expect(Object.keys(content), path).toEqual([expect.stringMatching(/json$/), "text/plain", "application/xml"]);
    }
    const form = operation.requestBody?.content["application/x-www-form-urlencoded"]?.schema;
    if (form === undefined) continue;
    const { properties } = document.components.schemas[form.$ref?.split("/").at(-1) ?? ""] ?? {};
    expect(Object.keys(properties ?? {}), path).toEqual(expect.arrayContaining(["api_key", "idempotency_key"]));
  }
});

test("what needs no key says so, with what it answers", () => {
  for (const path of ["/healthz", "/readyz", "/.well-known/jwks.json", "/p/{token}"]) {
    const { security, responses } = document.paths[path]?.get as Operation;
    expect([path, security]).toEqual([path, []]);
    for (const { content } of Object.values(responses)) expect(Object.keys(content ?? {}), path).toHaveLength(1);
  }
});

test("Idempotency-Key is of calls that heed it", () => {
  const heeds = (path: string) =>
    document.paths[path]?.post?.parameters?.some(({ name }) => name === "Idempotency-Key") ?? false;
  for (const path of ["/v1/numbers/normalise", "/v1/balance/quote", "/v1/templates/lint"])
    expect(heeds(path)).toBe(false);
  for (const path of ["/v1/otp/issue", "/v1/otp/verify", "/v1/balance/topups"]) expect(heeds(path)).toBe(true);
});
