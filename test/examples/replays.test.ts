import * as fs from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listen, type HttpServer } from "../../src/http/server.ts";
import { delivered, phone, putLimits } from "../support/erp.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { RawClient, valueOf, type RawAnswer } from "./raw-client.ts";
import { stacks, type Stack } from "./stacks.ts";

/** Examples whose stack is not here: exactly the bytes they send, and the raw answers they get. */
const examples = fileURLToPath(new URL("../../examples/", import.meta.url));
const sourceOf = (file: string): string => fs.readFileSync(`${examples}${file}`, "utf8");

let gateway: TestGateway;
let server: HttpServer;
let keys = 0;
beforeAll(async () => {
  gateway = await startTestGateway();
  await putLimits(gateway);
  server = await listen({ host: "127.0.0.1", port: 0, fetch: (request, env) => gateway.app.fetch(request, env) });
});
afterAll(async () => {
  await server.close(100);
  await gateway.close();
});

async function send(client: RawClient, stack: Stack, path: string, form: string, once: string): Promise<RawAnswer> {
  const body = stack.body?.(form) ?? Buffer.from(form);
  const { host } = new URL(server.url);
  const call = { path: path + stack.query, host, key: gateway.erpKey, once, form };
  client.write([...stack.head(call, body.length), "", ""].join("\r\n"));
  if (stack.waits === true) {
    const goOn = await client.read();
    expect(goOn.statusLine).toBe("HTTP/1.1 100 Continue");
  }
  client.write(body);
  return client.read();
}

function expectText({ statusLine, headers, body }: RawAnswer, status: number): void {
  expect(statusLine).toMatch(new RegExp(`^HTTP/1\\.[01] ${status} `));
  expect(headers.get("content-type")).toBe("text/plain; charset=utf-8");
  expect(headers.get("content-length")).toBe(String(Buffer.byteLength(body)));
  expect(headers.get("cache-control")).toBe("no-store");
  expect(headers.has("transfer-encoding")).toBe(false);
  expect(headers.has("content-encoding")).toBe(false);
}

describe.each(stacks)("$name", (stack) => {
  const always200 = stack.query.includes("http_status=200");

  test("sends what its example says", () => {
    const source = sourceOf(stack.file);
    for (const words of stack.written) expect(source).toContain(words);
  });

  test("issues, repeats with the same key, is told of a wrong code and an error, and verifies", async () => {
    const clients: RawClient[] = [];
    const ask = async (path: string, form: string, once = `once-${keys++}`): Promise<RawAnswer> => {
      const kept = stack.keeps === true ? clients.at(-1) : undefined;
      const client = kept ?? new RawClient(server.url);
      if (kept === undefined) clients.push(client);
      const answer = await send(client, stack, path, form, once);
      // Nothing comes after the length that was said, and a client of HTTP/1.0 may read until the end.
      if (stack.keeps !== true) expect(await client.rest()).toBe("");
      return answer;
    };
    const to = phone();
    const form = `to=${to}&user=budi`;
    const issued = await ask("/v1/otp/issue", form, `till-${stack.name.length}-${to}`);
    expectText(issued, always200 ? 200 : 201);
    expect(issued.body).toMatch(/^result=ok\nid=otp_[0-9a-f]{32}\nstatus=pending\n/);
    const again = await ask("/v1/otp/issue", form, `till-${stack.name.length}-${to}`);
    expect([again.headers.get("idempotent-replayed"), again.body]).toEqual(["true", issued.body]);

    const id = valueOf(issued.body, "id");
    const { code } = await delivered(gateway, to);
    const wrong = await ask("/v1/otp/verify", `id=${id}&code=${code === "000000" ? "111111" : "000000"}`);
    expectText(wrong, 200);
    expect([valueOf(wrong.body, "valid"), valueOf(wrong.body, "reason")]).toEqual(["false", "wrong_code"]);

    const landline = await ask("/v1/otp/issue", "to=021+5550100&user=budi");
    expectText(landline, always200 ? 200 : 422);
    expect(landline.body).toMatch(/^result=error\n/);
    expect(valueOf(landline.body, "code")).toBe("invalid_recipient");

    const right = await ask("/v1/otp/verify", `id=${id}&code=${code}`);
    expectText(right, 200);
    expect(valueOf(right.body, "valid")).toBe("true");
    expect(clients).toHaveLength(stack.keeps === true ? 1 : 5);
    for (const client of clients) client.close();
  });
});

test("the two requests of raw-http.md work as they stand there", async () => {
  const blocks = [...sourceOf("raw-http.md").matchAll(/```http\n(.*?)\n```/gs)].map(([, block = ""]) => block);
  expect(blocks).toHaveLength(2);
  const [issue = "", verify = ""] = blocks.map((block) => block.replace("gk_erp_...", gateway.erpKey));
  const shown = /id=(otp_[0-9a-f]{32})/.exec(verify)?.[1] ?? "";
  const ask = async (request: string): Promise<RawAnswer> => {
    const client = new RawClient(server.url);
    client.write(request.replaceAll("\n", "\r\n"));
    return client.read();
  };
  const issued = await ask(issue);
  expectText(issued, 200);
  const { code } = await delivered(gateway, "0812-3456-7890");
  const checked = await ask(verify.replace(shown, valueOf(issued.body, "id") ?? "").replace("123456", code));
  expectText(checked, 200);
  expect(checked.body).toMatch(/^result=ok\nid=otp_[0-9a-f]{32}\nvalid=true\n/);
});

test("every example reads the address and the key from its configuration", () => {
  const files = ["curl.sh", "php/gerbang.php", "python/gerbang.py", "java/Gerbang.java", "csharp/Gerbang.cs"];
  for (const file of [...files, "vb6/Gerbang.bas", "delphi/Gerbang.pas"]) {
    const source = sourceOf(file);
    expect(source, file).toContain("GERBANG_KEY");
    expect(source, file).toContain("Idempotency-Key");
    expect(source, file).not.toMatch(/gk_[a-z]+_[A-Za-z0-9]/);
    for (const code of ["idempotency_in_progress", "overloaded", "unavailable"]) expect(source, file).toContain(code);
  }
});

test("the PHP example is written in the words of PHP 5.3", () => {
  const source = sourceOf("php/gerbang.php").replace(/\/\*.*?\*\//gs, "");
  // Short arrays, ??, typed signatures, variadics and generators came later.
  expect(source).not.toMatch(
    /=\s*\[|\(\s*\[|\?\?|\)\s*:\s*\w+\s*\{|\.\.\.|\byield\b|\bfinally\b|function \([^)]*\) use/,
  );
});
