import { describe, expect, test } from "vitest";
import { readCsv, writeCsv } from "../../src/kit/csv.ts";
import { NumberCheck } from "../../src/numbers/check.ts";
import { checkCsv } from "../../src/numbers/check-csv.ts";
import { guessCarrier } from "../../src/numbers/carriers.ts";

describe("the carrier", () => {
  test.each([
    ["+6281112345678", "Telkomsel"],
    ["+6285112345678", "Telkomsel"],
    ["+6281412345678", "Indosat"],
    ["+6285812345678", "Indosat"],
    ["+6281712345678", "XLSmart"],
    ["+6283812345678", "XLSmart"],
    ["+6289512345678", "Tri"],
    ["+6288112345678", "Smartfren"],
    ["+6286812345678", null],
    ["+6581234567", null],
    ["+818112345678", null],
  ])("of %s is guessed to be %s", (e164, carrier) => {
    expect(guessCarrier(e164)).toBe(carrier);
  });
});

test("a number is the same however it is written, and the first one's place is told", () => {
  const list = new NumberCheck("ID");
  const ways = ["0812-3456-7890", "+62 812 3456 7890", "62812.3456.7890", "0062 (812) 34567890", "812 3456 7890"];
  expect(
    ways.map((text, place) => list.check(text, place)).map(({ e164, duplicateOf }) => [e164, duplicateOf]),
  ).toEqual([["+6281234567890", null], ...[1, 2, 3, 4].map(() => ["+6281234567890", 0])]);
  expect(list.check("0215551234", 5)).toMatchObject({
    e164: null,
    why: expect.stringContaining("not a mobile number"),
  });
  expect(list.check("", 6).why).toMatch(/not a phone number/);
  expect(list.check("+65 8123 4567", 7)).toMatchObject({ e164: "+6581234567", country: "SG", carrier: null });
  expect(list.counts).toEqual({ numbers: 8, valid: 6, invalid: 2, duplicates: 4 });
});

test("a number without a country code is of the country that is asked for", () => {
  expect(new NumberCheck("SG").check("8123 4567", 0)).toMatchObject({ e164: "+6581234567", country: "SG" });
});

describe("a CSV file", () => {
  const checked = async (text: string, column: string | null = null, parts = 1): Promise<string> => {
    const bytes = Buffer.from(text);
    async function* source() {
      for (let at = 0; at < bytes.length; at += Math.ceil(bytes.length / parts)) {
        yield bytes.subarray(at, at + Math.ceil(bytes.length / parts));
      }
    }
    let written = "";
    for await (const piece of checkCsv(source(), column, new NumberCheck("ID"))) written += piece;
    return written;
  };
  const ADDED = "number_e164,number_valid,number_country,number_carrier,number_why,number_same_as_line";

  test.each([1, 7, 40])("keeps its cells and gets what is known after them, in %i parts", async (parts) => {
    const file = 'name,Phone\n"Ani, W",0812-3456-7890\nBudi,\n=1+1,+62 812 3456 7890\nshort\n';
    const no = '"not a phone number; write it like 0812-3456-7890 or +6281234567890"';
    expect(await checked(file, "phone", parts)).toBe(
      `name,Phone,${ADDED}\r\n` +
        `"Ani, W",0812-3456-7890,'+6281234567890,yes,ID,Telkomsel,,\r\n` +
        `Budi,,,no,,,${no},\r\n` +
        `'=1+1,'+62 812 3456 7890,'+6281234567890,yes,ID,Telkomsel,,2\r\n` +
        `short,,,no,,,${no},\r\n`,
    );
  });

  test("that was written here is read here: a cell gets no second mark", async () => {
    const again = await checked((await checked("phone\n+6281234567890\n")).replace(ADDED, "a,b,c,d,e,f"), "phone");
    const reading = readCsv(again);
    expect(reading.ok && reading.rows[1]?.cells.slice(0, 2)).toEqual(["+6281234567890", "+6281234567890"]);
    expect(again).not.toContain("''");
  });

  test("of one column needs no name, of Excel's it may have semicolons and a mark", async () => {
    expect(await checked("\ufeffnomor\r\n081234567890\r\n")).toContain("yes,ID,Telkomsel");
    expect(await checked("nama;nomor\r\nAni;081234567890\r\n", "NOMOR")).toContain("Ani,081234567890,");
  });

  test.each<[string, string | null, RegExp]>([
    ["a,b\n1,2\n", null, /line 1: has 2 columns; name the one with the numbers: a, b/],
    ["a,b\n1,2\n", "c", /line 1: has no column c; there are a, b/],
    ["081234567890\n081234567891\n", null, /line 1: is a number; the file needs a header line/],
    ["a,b\n1,2,3\n", "a", /line 2: has more cells than the header's 2/],
    ["", null, /line 1: is missing/],
    ['a\n"x', null, /line 2: a quote is opened/],
  ])("%j with column %s is refused by its line", async (text, column, message) => {
    await expect(checked(text, column)).rejects.toThrow(message);
  });

  test("of many rows goes through in pieces", async () => {
    const rows = Array.from({ length: 5000 }, (_, n) => [String(n), `0812${(10_000_000 + (n % 4000)).toString()}`]);
    const list = new NumberCheck("ID");
    async function* source() {
      for (let at = 0; at < rows.length; at += 100) {
        yield Buffer.from((at === 0 ? "n,phone\r\n" : "") + writeCsv(rows.slice(at, at + 100)));
      }
    }
    let pieces = 0;
    for await (const piece of checkCsv(source(), "phone", list)) pieces += Number(piece.length > 0);
    expect([pieces, list.counts]).toEqual([50, { numbers: 5000, valid: 5000, invalid: 0, duplicates: 1000 }]);
  });
});
