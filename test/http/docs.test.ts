import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { errorCodes } from "../../src/errors.ts";
import { preferredLanguage } from "../../src/http/accept-language.ts";
import { sectionsOf } from "../../src/http/docs/page.ts";
import { errorSample, textSample } from "../../src/http/docs/sections/formats.ts";
import { languages as languagesSection, snippets } from "../../src/http/docs/sections/languages.ts";
import { sameNumber } from "../../src/http/docs/sections/numbers.ts";
import { reasons, statuses } from "../../src/http/docs/sections/verify.ts";
import { marked, type Block, type Section, type Text } from "../../src/http/docs/text.ts";
import { languages } from "../../src/kit/language.ts";
import { readPhone } from "../../src/kit/phone.ts";
import { delivered, issue, phone } from "../support/erp.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { readCurl, shownCode } from "../support/written-page.ts";

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

const read = async (path: string, headers: Record<string, string> = {}) => {
  const reply = await gateway.request(path, { key: null, headers });
  expect(reply.status, reply.text.slice(0, 200)).toBe(200);
  return reply;
};

describe("the page", () => {
  test("is in the language that was asked for, else the browser's, else Indonesian", async () => {
    expect((await read("/docs")).text).toContain('<html lang="id">');
    expect((await read("/docs", { "accept-language": "en-GB,en;q=0.9" })).text).toContain('<html lang="en">');
    expect((await read("/docs?lang=id", { "accept-language": "en" })).text).toContain('<html lang="id">');
    expect((await read("/docs?lang=xx", { "accept-language": "en" })).text).toContain('<html lang="en">');
    expect((await read("/docs")).headers.get("vary")).toBe("Accept-Language");
  });

  test.each([
    [undefined, null],
    ["", null],
    ["id-ID,id;q=0.9,en-US;q=0.8", "id"],
    ["in", "id"],
    ["en-US,id;q=0.5", "en"],
    ["en;q=0.3, id;q=0.7", "id"],
    ["de, en;q=0.5", "en"],
    ["en;q=0", null],
    ["fr", null],
  ])("Accept-Language %s: %s", (header, language) => {
    expect(preferredLanguage(header)).toBe(language);
  });

  test("fetches nothing from elsewhere and runs no script but ours", async () => {
    const { text, headers } = await read("/docs");
    expect(headers.get("content-security-policy")).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; script-src 'self';/,
    );
    expect(headers.get("content-security-policy")).not.toContain("unsafe");
    expect([...text.matchAll(/(?:src|href)="([^"#?][^"]*)"/g)].map(([, to]) => to)).toEqual(
      expect.arrayContaining(["/docs/try-it.js", "/docs/icon.svg", "/docs/reference"]),
    );
    for (const [, to = ""] of text.matchAll(/(?:src|href|action)="([^"]*)"/g)) expect(to).toMatch(/^[#?/](?!\/)/);
    expect(text).not.toMatch(/<[^>]+ (?:on\w+|style)=/);
  });

  test.each(languages)("%s: every link leads somewhere, and no address leads to two places", async (language) => {
    const { text } = await read(`/docs?lang=${language}`);
    const ids = [...text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id ?? "");
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
    for (const [, id] of text.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(id);
    for (const code of errorCodes) expect(ids).toContain(code);
    for (const [, path = ""] of text.matchAll(/(?:src|href)="(\/[^"]*)"/g)) await read(path);
  });

  test("says each thing in both languages, with this gateway's own address", async () => {
    const facts = { base: "http://gateway.test" };
    for (const said of sectionsOf(facts, "id").flatMap(textsOf)) {
      expect(said.id.trim(), said.en).not.toBe("");
      expect(said.en.trim(), said.id).not.toBe("");
    }
    for (const language of languages) {
      const { text } = await read(`/docs?lang=${language}`);
      expect(text).toContain("curl -s http://gateway.test/v1/otp/issue");
      expect(text).not.toMatch(/undefined|\[object|127\.0\.0\.1|localhost/);
    }
  });

  test("marks of a text become elements; everything else is escaped", async () => {
    const parts = marked("a `<b>` **c** [d](#e) <f>");
    expect(parts.map(String).join("")).toBe('a <code>&lt;b&gt;</code> <strong>c</strong> <a href="#e">d</a> &lt;f&gt;');
  });
});

describe("what it says is so", () => {
  test("the type of a problem is its entry on the page", async () => {
    const reply = await issue(gateway, { to: "12" });
    const [path = "", anchor] = (reply.json.type as string).split("#");
    expect((await read(path)).text).toContain(`<tr id="${anchor}">`);
  });

  test("statuses and reasons of verify are those of the contract", async () => {
    const { json } = await read("/openapi.json");
    const { status, reason } = json.components.schemas.VerifyAnswer.properties as Record<string, { enum: string[] }>;
    expect(new Set(Object.keys(statuses))).toEqual(new Set(status?.enum));
    expect(new Set([...Object.keys(reasons), null])).toEqual(new Set(reason?.enum));
  });

  test.each(sameNumber)("%s is +6281234567890", (written) => {
    expect(readPhone(written, "ID")).toMatchObject({ ok: true, e164: "+6281234567890" });
  });

  test("the samples of text have the lines that answers have", async () => {
    const names = (text: string) =>
      text
        .trimEnd()
        .split("\n")
        .map((line) => line.split("=")[0]);
    const issued = await gateway.request("/v1/otp/issue?format=text", { body: { to: phone() } });
    expect(names(textSample)).toEqual(names(issued.text));
    const refused = await gateway.request("/v1/otp/verify?format=text", { body: { id: "otp_1", code: "123456" } });
    const plain = (text: string) => text.trimEnd().replace(/request_id=.*/, "");
    expect(plain(refused.text)).toBe(plain(errorSample));
  });

  test("the limits are the defaults", async () => {
    const { json } = await gateway.admin("/v1/limits");
    expect(json).toMatchObject({
      cooldown_seconds: 30,
      recipient: [
        { max: 5, per_seconds: 3600 },
        { max: 10, per_seconds: 86_400 },
      ],
      client_ip: [{ max: 20, per_seconds: 3600 }],
      tenant: [{ max: 100, per_seconds: 1 }],
      countries: ["ID"],
    });
  });

  test("no sample sends a typed code as it is, or takes `valid=true` anywhere for a yes", () => {
    const samples = languagesSection({ base: "http://gateway.test" }, "en").parts ?? [];
    const written = samples.flatMap(({ title, blocks }) =>
      blocks.flatMap((block) => (block.kind === "code" ? [{ name: title.en, code: block.code }] : [])),
    );
    expect(written).toHaveLength(snippets.length);
    const raw = readFileSync(new URL("../../examples/raw-http.md", import.meta.url), "utf8");
    for (const { name, code } of [...written, { name: "raw-http.md", code: raw }]) {
      expect(code, name).not.toMatch(/(?:scan|instr|pos|strpos|at)\s*\(\s*['"]valid=true/i);
      expect(code, name).not.toMatch(/CS \|[^|]*valid=true\|/);
    }
    const joined = written.filter(({ code }) => /code='?"? ?(?:\|\||\+|&|'?\s*lv_)/.test(code));
    expect(joined.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["VB6 / VBA", "Visual FoxPro", "PL/SQL", "SAP ABAP", "1C", "RPG (IBM i)"]),
    );
    for (const { name, code } of joined) {
      expect(code, name).toMatch(/\[0-9\]|\[!0-9\]|0123456789|EncodeString|URLEncoder/);
    }
  });

  test("every curl line works, in its order", async () => {
    const { text } = await read("/docs");
    const lines = shownCode(text, "curl").flatMap((code) =>
      code
        .replaceAll("\\\n", "")
        .split("\n")
        .filter((line) => line.startsWith("curl")),
    );
    expect(lines).toHaveLength(5);
    const env: Record<string, string> = { ERP_KEY: gateway.erpKey };
    for (const line of lines) {
      const { url, method, headers, body } = readCurl(line, env);
      const response = await gateway.app.request(url, { method, headers, body });
      const answer = await response.text();
      expect(answer, line).toMatch(url.includes("/verify") ? /valid(?:=|":)true/ : /status(?:=|":")pending/);
      if (url.includes("/verify")) continue;
      const to = /to(?:=|": ")([0-9-]+)/.exec(body ?? "")?.[1] ?? "";
      env["OTP_ID"] = /otp_[0-9a-f]{32}/.exec(answer)?.[0] ?? "";
      env["CODE"] = (await delivered(gateway, to)).code;
    }
  });

  test("a quote tells whether a message would reach anybody", async () => {
    const reply = await gateway.request("/v1/balance/quote", { body: { to: phone() } });
    const quoted = reply.json.channels as { providers: { kind: string }[] }[];
    expect(quoted.flatMap(({ providers }) => providers.map(({ kind }) => kind))).toEqual(["sandbox", "sandbox"]);
  });
});

function textsOf({ title, blocks, parts = [] }: Section): Text[] {
  return [title, ...blocks.flatMap(textsOfBlock), ...parts.flatMap(textsOf)];
}

function textsOfBlock(block: Block): Text[] {
  switch (block.kind) {
    case "text":
    case "note":
      return [block.text];
    case "list":
      return block.items;
    case "code":
      return block.caption === undefined ? [] : [block.caption];
    case "table":
      return [...block.head, ...block.rows.flatMap(({ cells }) => cells.filter((cell) => typeof cell !== "string"))];
    case "try":
      return [];
  }
}
