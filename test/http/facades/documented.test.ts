import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestGateway, type TestGateway } from "../../support/gateway.ts";

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

interface Operation {
  tags: string[];
  summary: string;
  parameters?: { name: string; in: string }[];
  requestBody?: { content: Record<string, { schema: object }> };
  responses: Record<string, object>;
}

test("the façades are in the OpenAPI document, with what they take and answer", async () => {
  const { paths } = (await gateway.request("/openapi.json")).json as {
    paths: Record<string, Record<string, Operation>>;
  };
  const listed = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ name: `${method} ${path}`, ...operation })),
  );
  const ours = listed.filter(({ name }) => / \/(auth|verification|cgi-bin|api)\//.test(name));
  expect(ours.map(({ name }) => name).sort()).toEqual([
    "delete /api/otp/{id}/status",
    "get /api/otp/{id}/status",
    "get /api/providers",
    "get /auth/v1/authentication/token",
    "get /cgi-bin/sendsms",
    "get /verification/v2/verification/validateOtp",
    "get /verification/v3/validateOtp",
    "post /api/otp/{id}",
    "post /api/otp/{id}/status",
    "post /cgi-bin/sendsms",
    "post /verification/v2/verification/send",
    "post /verification/v2/verification/validateOtp",
    "post /verification/v3/send",
    "post /verification/v3/validateOtp",
    "put /api/otp",
    "put /api/otp/{id}",
  ]);
  expect(ours.filter(({ tags }) => tags.join() !== "Façades")).toEqual([]);
  const named = (name: string) => ours.find((operation) => operation.name === name);
  const parametersOf = (name: string) =>
    named(name)
      ?.parameters?.map((parameter) => parameter.name)
      .sort();
  expect(parametersOf("post /verification/v3/send")).toEqual(
    ["authToken", "countryCode", "customerId", "flowType", "langId", "mobileNumber", "otpLength", "type"].sort(),
  );
  expect(parametersOf("get /cgi-bin/sendsms")).toContain("text");
  const form = named("put /api/otp/{id}")?.requestBody?.content["application/x-www-form-urlencoded"]?.schema;
  expect(JSON.stringify(form)).toContain("OtpgatewayCreate");
});
