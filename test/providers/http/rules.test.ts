import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readAnswer } from "../../../src/providers/http/answer.ts";
import { readBody } from "../../../src/providers/http/body.ts";
import { presets } from "../../../src/providers/http/presets.ts";
import { readHook, readReports } from "../../../src/providers/http/report.ts";
import { read, sms, smsSecrets } from "./description.ts";
import { answered, hook, reportMap, signed } from "./support.ts";

describe("rules", () => {
  const subjects = [...Object.values(presets), read(sms)];
  const formats = ["json", "xml", "form", "text"] as const;
  const bodies = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.json(),
    fc.webQueryParameters(),
    fc
      .array(
        fc.constantFrom(
          "<a>",
          "</a>",
          "<a b='",
          '"',
          "<!--",
          "<![CDATA[",
          "]]>",
          "<?",
          "&amp;",
          "&#x1;",
          "x",
          "/>",
          "{",
          "[",
        ),
        { maxLength: 60 },
      )
      .map((parts) => parts.join("")),
  );

  it("never throw, whatever is answered", () => {
    fc.assert(
      fc.property(
        bodies,
        fc.constantFrom(...subjects),
        fc.constantFrom(...formats),
        fc.nat(599),
        (text, one, format, status) => {
          const outcome = readAnswer({ status, headers: {}, text }, { ...one, answer: format }, "c", ["481516"]);
          if (!outcome.ok) expect(outcome.providerCode).toMatch(/^[a-z0-9_.:-]{1,64}$/i);
        },
      ),
    );
  });

  it("never throw, whatever is reported", () => {
    fc.assert(
      fc.property(bodies, fc.constantFrom("json", "form"), fc.option(fc.string()), (text, format, signature) => {
        const headers = signature === null ? signed(text) : { "x-signature": signature };
        const content = readHook(hook(text, headers), { ...reportMap, format: format }, smsSecrets);
        expect(content.ok).toBe(signature === null);
      }),
    );
  });

  const hostile: [string, string][] = [
    ["deep lists", "[".repeat(500_000) + "]".repeat(500_000)],
    ["deep objects", '{"a":'.repeat(150_000) + "1" + "}".repeat(150_000)],
    ["many quotes", `"${'\\"'.repeat(500_000)}`],
    ["a long number", `{"id":${"1".repeat(1_000_000)}}`],
    ["a long number that is none", `[${"1".repeat(500_000)}.5.5]`],
    ["long numbers in many strings", `[${'"1234567890123456",'.repeat(50_000)}12345678901234567]`],
    ["many keys", `{${Array.from({ length: 50_000 }, (_, n) => `"k${n}":1`).join(",")}}`],
    ["many fields", "a=1&".repeat(250_000)],
    ["many elements", "<a>".repeat(250_000)],
    ["many empty elements", `<r>${"<a/>".repeat(250_000)}</r>`],
    ["an unfinished tag", `<a${" ".repeat(500_000)}`],
    ["a long name", `<${"a".repeat(1_000_000)}>`],
    ["attributes without end", `<a ${'b="1" '.repeat(150_000)}`],
    ["comments without end", "<!--".repeat(250_000)],
    ["ampersands", `<a>${"&#".repeat(500_000)}</a>`],
    ["blanks", " ".repeat(1_000_000)],
    ["lines", "\n".repeat(1_000_000)],
  ];
  it.each(hostile)("take no longer for %s than for as much of anything", (_, text) => {
    const started = performance.now();
    for (const format of formats) {
      readAnswer(answered(text), { ...read(sms), answer: format }, "c", ["481516"]);
      if (format === "json" || format === "form") readReports(readBody(text, format), reportMap, 0);
    }
    // What takes quadratic time needs minutes for a megabyte.
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
