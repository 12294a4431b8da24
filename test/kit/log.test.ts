import { describe, expect, test } from "vitest";
import { createLog } from "../../src/kit/log.ts";

function logged(line: object): Record<string, unknown> {
  let text = "";
  createLog("info", { write: (part) => void (text += part) }).info(line, "said");
  return JSON.parse(text) as Record<string, unknown>;
}

describe("a line of the log", () => {
  test("has its level as a word, its time, its message and what it was given", () => {
    const line = logged({ route: "/v1/otp/issue", status: 201, tenant: undefined });
    expect(line).toEqual({
      level: "info",
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]{12}Z$/),
      route: "/v1/otp/issue",
      status: 201,
      msg: "said",
    });
  });

  test.each([
    ["a code", { code: "123456" }, { code: "[hidden]" }],
    ["a key", { key: "gk_erp_x" }, { key: "[hidden]" }],
    ["a header, however it is written", { Authorization: "Bearer x" }, { Authorization: "[hidden]" }],
    ["secrets inside", { provider: { secrets: { token: "x" } } }, { provider: { secrets: "[hidden]" } }],
    [
      "headers inside",
      { request: { headers: { "x-api-key": "x", accept: "*/*" } } },
      { request: { headers: { "x-api-key": "[hidden]", accept: "*/*" } } },
    ],
    [
      "recipients in a list",
      { messages: [{ id: 1 }, { id: 2, recipient: "+628121" }] },
      { messages: [{ id: 1 }, { id: 2, recipient: "[hidden]" }] },
    ],
    ["bytes", { row: { code_hash: Buffer.from("x") } }, { row: { code_hash: "[bytes]" } }],
    ["an error's code is no secret", { error: { code: "ECONNRESET" } }, { error: { code: "ECONNRESET" } }],
  ])("hides %s", (_, given, shown) => {
    const before = JSON.stringify(given);
    expect(logged(given)).toMatchObject(shown);
    expect(JSON.stringify(given)).toBe(before);
  });

  test("that holds itself is cut, in no time and few words, not followed for ever", () => {
    const line: Record<string, unknown> = { to: "+628121" };
    for (let n = 0; n < 12; n += 1) line[`self${n}`] = line;
    const text = JSON.stringify(logged({ line }));
    expect(text).not.toContain("+628121");
    expect(text.length).toBeLessThan(1000);
  });
});
