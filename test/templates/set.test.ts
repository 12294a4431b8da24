import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readCsv, writeCsv } from "../../src/kit/csv.ts";
import { channels } from "../../src/providers/provider.ts";
import { templateDocument } from "../../src/settings/documents.ts";
import { csvColumns, csvToSet, setToCsv } from "../../src/templates/set/csv.ts";
import { decideImport, type StoredVariant } from "../../src/templates/set/decide.ts";
import { idOf, type SetEntry } from "../../src/templates/set/entry.ts";
import { readSet } from "../../src/templates/set/read.ts";

const cell = fc.oneof(
  fc.string({ unit: fc.constantFrom(...`='"+-@;,\n\t a1\u{1F600}`) }),
  fc.string({ unit: "grapheme" }).filter((text) => !text.includes("\r")),
);

describe("a CSV that is read back", () => {
  test("has the cells that were written, whatever they hold", () => {
    const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1 });
    fc.assert(
      fc.property(rows, (given) => {
        // The header tells the delimiter.
        const read = readCsv(writeCsv([["a", "b"], ...given]));
        const wanted = given.filter((cells) => cells.some((one) => one !== ""));
        expect(read.ok && read.rows.slice(1).map(({ cells }) => cells)).toEqual(wanted);
      }),
    );
  });

  test("shows a spreadsheet nothing that it would run", () => {
    fc.assert(
      fc.property(cell, (value) => {
        const written = writeCsv([[value]]).replace(/^"/, "");
        expect(/^\s*[=+@]|^\s*-(?!\d+(\.\d+)?"?\r\n$)/u.test(written)).toBe(false);
      }),
    );
  });

  test.each<[string, string, string[][]]>([
    [
      "a byte order mark",
      "\uFEFFa,b\r\n1,2",
      [
        ["a", "b"],
        ["1", "2"],
      ],
    ],
    [
      "semicolons",
      "a;b\r\n1;2,5\r\n",
      [
        ["a", "b"],
        ["1", "2,5"],
      ],
    ],
    [
      "quoted delimiters, quotes and line ends",
      'a,b\n"1,""x""","2\r\n3"\n',
      [
        ["a", "b"],
        ['1,"x"', "2\n3"],
      ],
    ],
    [
      "old line ends and empty rows",
      "a,b\r\r,\r1,2",
      [
        ["a", "b"],
        ["1", "2"],
      ],
    ],
    [
      "an empty last cell",
      "a,b\n1,",
      [
        ["a", "b"],
        ["1", ""],
      ],
    ],
    [
      "tabs",
      "a\tb\n1,5\t2;5\n",
      [
        ["a", "b"],
        ["1,5", "2;5"],
      ],
    ],
    ["the line in which Excel names what divides cells", "sep=;\r\na\r\n1;2,5\r\n", [["a"], ["1", "2,5"]]],
    ["nothing", "", []],
  ])("takes %s", (_, text, rows) => {
    const read = readCsv(text);
    expect(read.ok && read.rows.map(({ cells }) => cells)).toEqual(rows);
  });

  test.each([
    ["a quote that is never closed", 'a,b\n1,2\n"3', 3],
    ["text after a closing quote", 'a,b\n"1"x,2', 2],
    ["a million cells", `a,b\n${"1,".repeat(1_000_000)}`, 2],
    ["a million empty rows", `a,b\n${",\n".repeat(1_000_000)}`, 20_001],
  ])("names the row of %s", (_, text, row) => expect(readCsv(text)).toMatchObject({ ok: false, row }));
});

const text = (body: string): SetEntry["document"] => ({ body, bindings: {} });
const bound = (name: string) =>
  templateDocument.parse({ category: "authentication", bindings: { meta: { name, language: "id" } } });
const entry = (id: string, document: SetEntry["document"]): SetEntry => {
  const [key = "", channel = "", locale = ""] = id.split("/");
  return { key, channel: channel as "sms", locale, document };
};

describe("a whole set", () => {
  const body = fc
    .string({ unit: fc.constantFrom(...`='"+-@;,\n\t a1\u{1F600}`), maxLength: 40 })
    .map((words) => `${words}{{code}}`);
  const binding = fc.record({
    name: fc.string({ minLength: 1, maxLength: 20 }),
    language: fc.constantFrom("id", "en_US"),
  });
  const bindings = fc.dictionary(fc.stringMatching(/^[a-z][a-z0-9_-]{0,9}$/), binding, { maxKeys: 3 });
  const documents = fc.oneof(
    fc.record({ body, bindings }),
    fc.record({
      category: fc.constantFrom("authentication" as const, "utility" as const),
      button: fc.constantFrom("copy_code" as const, "one_tap" as const),
      security_line: fc.boolean(),
      expiry_line: fc.boolean(),
      bindings,
    }),
  );
  const entries = fc
    .uniqueArray(
      fc.record({
        key: fc.stringMatching(/^[a-z0-9][a-z0-9_-]{0,10}$/),
        channel: fc.constantFrom(...channels),
        locale: fc.constantFrom("id", "en", "en-US"),
        document: documents.map((one) => templateDocument.parse(one)),
      }),
      { selector: idOf },
    )
    .map((all) => all.map((one) => ("body" in one.document ? one : { ...one, channel: "whatsapp" as const })))
    .filter((all) => new Set(all.map(idOf)).size === all.length);

  test("comes back from CSV and from JSON as it was", () => {
    fc.assert(
      fc.property(entries, (all) => {
        const versioned = all.map((one) => ({ ...one, version: 7 }));
        expect(readSet({ csv: setToCsv(versioned) })).toEqual(all);
        const list = versioned.map(({ document, ...variant }) => ({ ...variant, ...document }));
        expect(readSet({ json: JSON.parse(JSON.stringify({ templates: list })) })).toEqual(all);
      }),
    );
  });

  const errorsOf = (file: Parameters<typeof readSet>[0]): unknown => {
    try {
      return readSet(file);
    } catch (error) {
      return (error as { extras: { errors: { path: string }[] } }).extras.errors.map(({ path }) => path);
    }
  };
  test.each<[string, string, string[]]>([
    ["a missing column", "key,channel,body\nx,sms,{{code}}", ["rows.1"]],
    ["an unknown column", "key,channel,locale,nope\n", ["rows.1"]],
    ["a column twice", "key,channel,locale,key\n", ["rows.1"]],
    ["too many cells", "key,channel,locale,body\nx,sms,id,{{code}},more", ["rows.2"]],
    [
      "a bad channel, below a cell of two lines",
      'key,channel,locale,body\nx,sms,id,"{{code}}\n."\ny,fax,id,{{code}}',
      ["rows.3.channel"],
    ],
    ["no text", "key,channel,locale,body\nx,sms,id,", ["rows.2.body"]],
    ["an OTP without its code", "key,channel,locale,body\notp,sms,id,hello", ["rows.2.body"]],
    ["what is no JSON", "key,channel,locale,category,bindings\nx,whatsapp,id,authentication,{", ["rows.2.bindings"]],
    ["a field of the other form", "key,channel,locale,category,body\nx,whatsapp,id,authentication,hi", ["rows.2.body"]],
    [
      "a variant twice, in two spellings",
      "key,channel,locale,body\nx,sms,en_us,{{code}}\nx,sms,en-US,{{code}}",
      ["rows.3"],
    ],
    [
      "all that is wrong at once",
      "key,channel,locale,body\nX,sms,id,{{code}}\nx,sms,id,{{nope}}",
      ["rows.2.key", "rows.3.body"],
    ],
    ["an empty file", "", ["rows.1"]],
    ["a column without a name", "key,channel,,locale\n", ["rows.1"]],
    ["a million cells in the header", "a,".repeat(1_000_000), ["rows.1"]],
    ["many cells too many, once a row", `key,channel,locale,body\nx,sms,id,{{code}}${",a".repeat(90)}`, ["rows.2"]],
    ["a text that no PUT would take", `key,channel,locale,body\nx,sms,id,${"x".repeat(200_000)}`, ["rows.2"]],
    [
      "what has no end of a depth",
      `key,channel,locale,body,bindings\nx,sms,id,{{code}},${"[".repeat(50_000)}${"]".repeat(50_000)}`,
      ["rows.2.bindings.0.0.0.0.0.0.0.0"],
    ],
    ["more rows than one file may hold", `key,channel,locale,body\n${"x,sms,id,{{code}}\n".repeat(5001)}`, ["body"]],
  ])("refuses %s, by row and field", (_, csv, paths) => expect(errorsOf({ csv })).toEqual(paths));

  test.each<[string, unknown, string[]]>([
    ["what is no list", [], ["templates"]],
    ["what is no object", { templates: [3] }, ["templates.0"]],
    [
      "a binding without a language",
      { templates: [{ key: "x", channel: "sms", locale: "id", body: "{{code}}", bindings: { meta: { name: "x" } } }] },
      ["templates.0.bindings.meta.language"],
    ],
    ["a NUL", { templates: [{ key: "x", channel: "sms", locale: "id", body: "\0" }] }, ["templates.0.body"]],
    ["a name that objects have", JSON.parse('{"templates":[{"key":"x","__proto__":1}]}'), ["templates.0.__proto__"]],
    ["more than one file may hold", { templates: Array.from({ length: 5001 }, () => ({})) }, ["body"]],
  ])("refuses %s, by its place in the list", (_, json, paths) =>
    expect(errorsOf({ json })).toEqual(expect.arrayContaining(paths)),
  );

  test("reads on no longer than there are errors that an answer can tell", () => {
    const csv = `key,channel,locale,category,bindings\n${"x,whatsapp,id,authentication,{\n".repeat(5000)}`;
    const { entries, errors } = csvToSet(csv);
    expect([entries.length, errors.length]).toEqual([50, 50]);
    expect(errorsOf({ csv })).toHaveLength(50);
    const templates = Array.from({ length: 5000 }, () => ({ key: "X", channel: "fax" }));
    expect(errorsOf({ json: { templates } })).toHaveLength(50);
  });

  test("leaves the empty cells beside a table alone", () => {
    const csv = "key,channel,locale,body,,\nx,sms,id,{{code}},,\n";
    expect(readSet({ csv })).toMatchObject([{ key: "x", document: { body: "{{code}}" } }]);
  });

  test("takes what a spreadsheet made of true and false", () => {
    const csv = "key;channel;locale;category;security_line\nx;whatsapp;id;authentication;FALSE\n";
    expect(readSet({ csv })[0]?.document).toMatchObject({ security_line: false });
  });

  test("has a column for every field of a document", () => {
    const shapes = templateDocument.options.flatMap((form) => Object.keys(form.shape));
    expect(csvColumns).toEqual(["key", "channel", "locale", "version", ...new Set(shapes)]);
  });
});

describe("an import", () => {
  const stored = (id: string, version: number, document: StoredVariant["document"]): StoredVariant => {
    const { document: _, ...variant } = entry(id, text(""));
    return { ...variant, version, document };
  };
  const have = [
    stored("a/sms/id", 3, text("{{code}}")),
    stored("b/sms/id", 2, null),
    stored("c/whatsapp/id", 1, bound("c")),
  ];
  const told = (given: SetEntry[], mode: "merge" | "replace") =>
    decideImport(have, given, mode).map((step) => [idOf(step), step.outcome, step.version, step.stale]);

  test.each<[string, SetEntry[], "merge" | "replace", unknown[]]>([
    ["the same text is no version", [entry("a/sms/id", text("{{code}}"))], "merge", [["a/sms/id", "unchanged", 3, []]]],
    ["another text is the next", [entry("a/sms/id", text("{{code}}!"))], "merge", [["a/sms/id", "updated", 4, []]]],
    [
      "one that was deleted goes on counting",
      [entry("b/sms/id", text("{{code}}"))],
      "merge",
      [["b/sms/id", "created", 3, []]],
    ],
    ["a new one begins", [entry("d/sms/id", text("{{code}}"))], "merge", [["d/sms/id", "created", 1, []]]],
    [
      "another binding forgets what was said of it",
      [entry("c/whatsapp/id", bound("c2"))],
      "merge",
      [["c/whatsapp/id", "updated", 2, ["meta"]]],
    ],
    [
      "replace deletes what is in use and not in the file",
      [entry("a/sms/id", text("{{code}}"))],
      "replace",
      [
        ["a/sms/id", "unchanged", 3, []],
        ["c/whatsapp/id", "deleted", 1, ["meta"]],
      ],
    ],
    ["merge leaves it", [], "merge", []],
  ])("%s", (_, given, mode, steps) => expect(told(given, mode)).toEqual(steps));
});
