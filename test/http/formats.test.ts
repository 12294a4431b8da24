import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatAccepted, formatNamed } from "../../src/http/formats.ts";
import { writeAnswer } from "../../src/http/write-answer.ts";

/** As a client without a parser reads a text answer. */
function linesOf(text: string): [string, string][] {
  const plain = (part: string) =>
    part.replace(/\\([\\rn])/g, (_, char: string) => ({ "\\": "\\", r: "\r", n: "\n" })[char] ?? char);
  return text
    .split("\n")
    .slice(0, -1)
    .map((line) => {
      const at = line.indexOf("=");
      return [plain(line.slice(0, at)), plain(line.slice(at + 1))];
    });
}

describe("text", () => {
  test("has each value once, in the order of the fields, and a client reads back what was said", () => {
    const name = fc.string({ unit: "binary", minLength: 1 }).filter((text) => !/[=]|^\d+$/.test(text));
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(name, fc.string({ unit: "binary" })), { selector: ([key]) => key }),
        (fields) => {
          const { text } = writeAnswer("text", Object.fromEntries(fields), true);
          expect(linesOf(text)).toEqual([["result", "ok"], ...Object.entries(Object.fromEntries(fields))]);
        },
      ),
    );
  });

  test("joins nested names with dots, counts lists, leaves null empty", () => {
    const body = { a: { b: [{ c: 1 }, { c: true }] }, d: null, e: [], f: {} };
    expect(writeAnswer("text", body, false).text).toBe("result=error\na.b.0.c=1\na.b.1.c=true\nd=\n");
  });
});

describe("XML", () => {
  test("has no markup but its own, whatever the names and values", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: "binary" }), fc.jsonValue({ maxDepth: 3 })), (body) => {
        const { text } = writeAnswer("xml", body, true);
        expect(text.startsWith('<?xml version="1.0" encoding="UTF-8"?>\n<response><result>ok</result>')).toBe(true);
        const open: string[] = [];
        for (const [, closing, tag] of text
          .slice(39)
          .matchAll(/<(\/?)([A-Za-z_][A-Za-z0-9_.-]*)(?: name="[^"<]*")?>/g)) {
          if (closing === "") open.push(String(tag));
          else expect(open.pop()).toBe(tag);
        }
        expect(open).toEqual([]);
        const content = text.slice(39).replace(/<\/?[A-Za-z_][A-Za-z0-9_.-]*(?: name="[^"<]*")?>/g, "");
        expect(content).not.toMatch(/[<>]|&(?!(amp|lt|gt|quot|#13|#10|#9);)/);
        expect(text).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/);
        expect(text.isWellFormed()).toBe(true);
      }),
    );
  });
});

describe("the format", () => {
  test("of any Accept is one of ours", () => {
    const piece = fc.constantFrom(
      "application/json",
      "text/plain",
      "application/xml",
      "*/*",
      "text/*",
      ";q=0.5",
      ";q=",
      ",",
      " ",
      "q",
      "/",
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 12 }), (parts) => {
        expect(["json", "text", "xml"]).toContain(formatAccepted(parts.join("")));
      }),
    );
  });

  test("of any name is one of ours or none", () => {
    fc.assert(
      fc.property(fc.string(), (name) => void expect(["json", "text", "xml", null]).toContain(formatNamed(name))),
    );
    for (const name of ["__proto__", "constructor", "toString", "", "html"]) expect(formatNamed(name)).toBe(null);
  });
});
