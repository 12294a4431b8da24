import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { csvLine } from "../../src/http/csv.ts";
import { CsvError, readCsv, type CsvOptions } from "../../src/kit/csv-reader.ts";

async function* partsOf(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(file: string | Uint8Array, size = 7, options: CsvOptions = {}) {
  const rows = [];
  for await (const part of readCsv(partsOf(Buffer.from(file as string), size), options)) rows.push(...part);
  return rows;
}

const fieldsOf = async (file: string | Uint8Array, size?: number, options?: CsvOptions) =>
  (await read(file, size, options)).map(({ fields }) => fields);

describe("readCsv", () => {
  test.each<[string, string | Uint8Array, string[][]]>([
    [
      "plain rows",
      "a,b\n1,2\n",
      [
        ["a", "b"],
        ["1", "2"],
      ],
    ],
    [
      "no line ending at the end",
      "a,b\n1,2",
      [
        ["a", "b"],
        ["1", "2"],
      ],
    ],
    [
      "CRLF",
      "a,b\r\n1,2\r\n",
      [
        ["a", "b"],
        ["1", "2"],
      ],
    ],
    [
      "CR alone",
      "a,b\r1,2\r",
      [
        ["a", "b"],
        ["1", "2"],
      ],
    ],
    [
      "quotes",
      'a,b\n"1,5","say ""hi"""\n',
      [
        ["a", "b"],
        ["1,5", 'say "hi"'],
      ],
    ],
    [
      "a line break in a field",
      'a,b\n"x\r\ny",2\n',
      [
        ["a", "b"],
        ["x\r\ny", "2"],
      ],
    ],
    [
      "empty fields",
      "a,b,c\n,,\n",
      [
        ["a", "b", "c"],
        ["", "", ""],
      ],
    ],
    ["an empty quoted field", 'a\n""\nb\n', [["a"], [""], ["b"]]],
    [
      "empty lines are left out",
      "a,b\n\n\n1,2\n\n",
      [
        ["a", "b"],
        ["1", "2"],
      ],
    ],
    [
      "a byte order mark",
      "\uFEFFa,b\n1,2\n",
      [
        ["a", "b"],
        ["1", "2"],
      ],
    ],
    [
      "Excel's sep= line",
      "sep=;\r\na,x;b\r\n1;2\r\n",
      [
        ["a,x", "b"],
        ["1", "2"],
      ],
    ],
    [
      "Excel's Unicode text",
      Buffer.from("\uFEFFa\tb\r\n1\té\r\n", "utf16le"),
      [
        ["a", "b"],
        ["1", "é"],
      ],
    ],
    [
      "a quote inside a plain field",
      'a,b\n5" disk,2\n',
      [
        ["a", "b"],
        ['5" disk', "2"],
      ],
    ],
    ["nothing", "", []],
    ["one byte", "a", [["a"]]],
  ])("%s", async (_name, file, expected) => {
    for (const size of [1, 2, 3, 1000]) expect(await fieldsOf(file, size)).toEqual(expected);
  });

  test.each([";", "\t", "|", ","])(
    "the delimiter %j is found in the first line, outside of quotes",
    async (delimiter) => {
      const file = [
        ["id", '",,,;;;|||"', "c"],
        ["1", "2", "3"],
      ]
        .map((row) => row.join(delimiter))
        .join("\n");
      expect((await fieldsOf(file))[1]).toEqual(["1", "2", "3"]);
    },
  );

  test("a delimiter that is given is taken", async () => {
    expect(await fieldsOf("a,b;c\n", 3, { delimiter: ";" })).toEqual([["a,b", "c"]]);
  });

  test("a row knows the line it begins on", async () => {
    const rows = await read('a\r\n"x\r\ny"\r\n\r\nb\r\n');
    expect(rows.map(({ line }) => line)).toEqual([1, 2, 5]);
  });

  test.each<[string, string | Uint8Array, number]>([
    ["a quote that is never closed", 'a,b\n1,"x\ny', 2],
    ["text after a closing quote", 'a,b\n"x"y,2', 2],
    ["bytes that are no UTF-8", Buffer.from([0x61, 0x0a, 0xff, 0xfe, 0x0a]), 1],
    ["one byte that is no UTF-8", Buffer.from([0xff]), 1],
    ["a NUL in a field", "a,b\n1,x\0y\n", 2],
    ["UTF-16 without its mark", Buffer.from("a,b\n", "utf16le"), 1],
    ["a field without an end", `a\n"${"x".repeat(70_000)}"`, 2],
    ["a row of commas", `a\n${",".repeat(2000)}`, 2],
  ])("%s is an error that names the line", async (_name, file, line) => {
    const error = await read(file, 1000).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(CsvError);
    expect((error as CsvError).line).toBe(line);
  });

  test("what is written is read, however it is divided", async () => {
    const cell = fc.string({ unit: fc.constantFrom("a", '"', ",", ";", "\n", "\r", "é", " ", "0") });
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(table, fc.integer({ min: 1, max: 9 }), async (rows, size) => {
        // A cell that a spreadsheet would run comes back with its quote; these have none of its signs.
        const safe = rows.map((row) => row.map((value) => `x${value}`));
        expect(await fieldsOf(safe.map((row) => csvLine(row)).join(""), size, { delimiter: "," })).toEqual(safe);
      }),
      { numRuns: 300 },
    );
  });
});
