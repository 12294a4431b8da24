import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseXml } from "../../../src/http/body/xml.ts";
import { writeAnswer } from "../../../src/http/write-answer.ts";

const lists = new Set(["channels"]);
const bytesOf = (text: string, encoding: BufferEncoding = "utf8") => Buffer.from(text, encoding);
const read = (text: string) => parseXml(bytesOf(text), null, lists);

describe("XML is read as the fields of a form", () => {
  test.each<[string, string, object]>([
    ["whatever the root is called", "<ns:Request xmlns:ns='urn:x'><to>0812</to></ns:Request>", { to: "0812" }],
    [
      "text as it is, no number of it",
      "<r><code>007</code><a>1e3</a><b>true</b></r>",
      { code: "007", a: "1e3", b: "true" },
    ],
    ["without the white space of an editor", "<r>\n  <to>\n 0812 345 </to>\n</r>", { to: "0812 345" }],
    ["prefixes left out", "<r><x:to xsi:type='s'>0812</x:to></r>", { to: "0812" }],
    ["an empty element is an empty field", "<r><to/><user></user></r>", { to: "", user: "" }],
    ["no fields at all", "<r/>", {}],
    [
      "the five entities and numbers",
      "<r><user>a&amp;&lt;&gt;&quot;&apos;&#233;&#xE9;</user></r>",
      { user: "a&<>\"'éé" },
    ],
    ["CDATA as it is", "<r><user><![CDATA[<!DOCTYPE &x; ]]>&amp;</user></r>", { user: "<!DOCTYPE &x; &" }],
    ["comments left out", "<r><!-- <?x <!DOCTYPE -->\n<to>08<!-- -->12</to></r>", { to: "0812" }],
    ["elements inside a field", "<r><params><x>1</x><y>2</y></params></r>", { params: { x: "1", y: "2" } }],
    [
      "a list of items",
      "<r><channels><item>sms</item><item>voice</item></channels></r>",
      { channels: ["sms", "voice"] },
    ],
    [
      "a list by repeating",
      "<r><channels>sms</channels><channels>voice</channels></r>",
      { channels: ["sms", "voice"] },
    ],
    ["a list of one", "<r><channels>sms,voice</channels></r>", { channels: ["sms,voice"] }],
    [
      "after a declaration",
      '\r\n<?xml version="1.0" encoding="utf-8" standalone="yes"?><r><to>1</to></r>',
      { to: "1" },
    ],
  ])("%s", (_, text, fields) => {
    expect(JSON.parse(JSON.stringify(read(text)))).toEqual(fields);
  });

  test.each<[string, string, RegExp]>([
    ["a document type", "<!DOCTYPE r [<!ENTITY x 'y'>]><r><to>&x;</to></r>", /body: must not have a document type/],
    ["one of another case", "<!doctype r><r/>", /body: must not have a document type/],
    ["an external one", '<!DOCTYPE r SYSTEM "http://127.0.0.1/x"><r/>', /body: must not have a document type/],
    ["an entity of HTML", "<r><user>Jos&eacute;</user></r>", /body: has an entity/],
    ["a bare ampersand", "<r><user>A & B</user></r>", /body: has an entity/],
    ["a number beyond Unicode", "<r><user>&#x110000;</user></r>", /body: has a character reference beyond Unicode/],
    ["a processing instruction", '<?xml version="1.0"?><?php x ?><r/>', /body: must not have processing instructions/],
    ["an attribute that would be lost", "<r><decoy value='true'/></r>", /decoy: has the attribute value/],
    ["one of the root", "<r to='0812'/>", /r: has the attribute to/],
    ["text beside elements", "<r><params>1<x>2</x></params></r>", /params: has text beside its elements/],
    ["text alone", "<r>0812</r>", /body: has text where fields are expected/],
    ["a field twice", "<r><to>1</to><to>2</to></r>", /to: is given twice/],
    ["one inside twice", "<r><params><x>1</x><x>2</x></params></r>", /params.x: is given twice/],
    ["two roots", "<r/><r/>", /body: must have one root element/],
    ["what is not closed", "<r>\n<to>1</r>", /body: is not well-formed XML: look at line 2/],
    ["what is no XML", "to=0812", /body: is not well-formed XML/],
    ["depth", `${"<a>".repeat(40)}${"</a>".repeat(40)}`, /body: is not XML that is understood here/],
    ["a comment that never ends", "<r><!-- </r>", /body: is not well-formed XML: a comment or CDATA never ends/],
    [
      "CDATA that never ends",
      "<r><to><![CDATA[ </to></r>",
      /body: is not well-formed XML: a comment or CDATA never ends/,
    ],
    ["more elements than any call has", `<r>${"<a/>".repeat(5000)}</r>`, /body: has too many elements/],
    ["a prototype", "<r><__proto__>1</__proto__></r>", /body: is not XML that is understood here/],
  ])("refuses %s", (_, text, message) => {
    expect(() => read(text)).toThrow(message);
  });

  test("what our own answers say is read back, whatever the values", () => {
    // XML knows no other control characters, and white space around a value is nobody's.
    const value = fc.string({ unit: "grapheme" }).map((text) => text.replace(/[\p{Cc}\uFFFE\uFFFF]/gu, "").trim());
    fc.assert(
      fc.property(value, value, (user, x) => {
        const { text } = writeAnswer("xml", { user, params: { x } }, true);
        expect(JSON.parse(JSON.stringify(read(text)))).toEqual({ result: "ok", user, params: { x } });
      }),
    );
  });

  test("no text, however odd, does anything but be refused or understood", () => {
    const piece = fc.constantFrom(
      "<r>",
      "</r>",
      "<to>",
      "</to>",
      "<",
      ">",
      "&",
      "&#1;",
      "<!--",
      "-->",
      "<![CDATA[",
      "]]>",
      "x='1'",
      "<?",
      "?>",
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 20 }), (pieces) => {
        try {
          expect(Object.getPrototypeOf(read(pieces.join("")))).toBe(null);
        } catch (error) {
          expect(error).toMatchObject({ code: "invalid_request" });
        }
      }),
    );
  });
});

describe("the charset of XML", () => {
  const text = (declaration: string) => `${declaration}<r><user>José €</user></r>`;
  const euro = (bytes: Buffer) => Buffer.from(bytes.map((byte) => (byte === 0xac ? 0x80 : byte)));
  const windows = (declaration: string) => euro(bytesOf(text(declaration), "latin1"));
  const utf16be = (of: string) => Buffer.from(of, "utf16le").swap16();

  test.each<[string, Uint8Array, string | null]>([
    ["is UTF-8 when nothing is said", bytesOf(text("")), null],
    ["is Windows-1252 when nothing is said and it is not UTF-8", windows(""), null],
    ["is the declaration's", windows('<?xml version="1.0" encoding="ISO-8859-1"?>'), null],
    [
      "is Content-Type's before the declaration's",
      bytesOf(text('<?xml version="1.0" encoding="iso-8859-1"?>')),
      "utf-8",
    ],
    [
      "is the mark's before both",
      bytesOf(`\ufeff${text('<?xml version="1.0" encoding="iso-8859-1"?>')}`),
      "windows-1252",
    ],
    ["is UTF-16 by its mark", Buffer.concat([Buffer.from([0xff, 0xfe]), bytesOf(text(""), "utf16le")]), null],
    ["is UTF-16 by its look", bytesOf(text('<?xml version="1.0" encoding="UTF-16"?>'), "utf16le"), null],
    ["is big-endian UTF-16 by its look", utf16be(text("")), null],
    [
      "is not UTF-16 though .NET's StringWriter says so",
      bytesOf(text('<?xml version="1.0" encoding="utf-16"?>')),
      null,
    ],
  ])("%s", (_, bytes, charset) => {
    expect(parseXml(bytes, charset, lists)["user"]).toBe("José €");
  });

  test("that is declared is held to", () => {
    const bytes = windows('<?xml version="1.0" encoding="utf-8"?>');
    expect(() => parseXml(bytes, null, lists)).toThrow(
      "body: is not valid utf-8; send UTF-8, or name the charset in encoding",
    );
    expect(() => parseXml(bytesOf(text('<?xml version="1.0" encoding="klingon"?>')), null, lists)).toThrow(
      "encoding: the charset klingon is not known.",
    );
  });
});
