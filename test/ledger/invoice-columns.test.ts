import { describe, expect, test } from "vitest";
import { lineReader, parseInvoiced, presets, type InvoiceColumns } from "../../src/ledger/reconcile/columns.ts";

test.each<[string, "." | "," | null, bigint | string]>([
  ["0.0075", null, 7500n],
  ["-0.00750", null, -7500n],
  ["0,0075", null, 7500n],
  ["1.234,56", null, 1_234_560_000n],
  ["1,234.56", null, 1_234_560_000n],
  ["1.234.567", null, 1_234_567_000_000n],
  ["356", null, 356_000_000n],
  ["0.075", null, 75_000n],
  ["IDR 356,65", null, 356_650_000n],
  ["Rp350", null, 350_000_000n],
  ["$0.05", null, 50_000n],
  [".5", null, 500_000n],
  ["1.234", ".", 1_234_000n],
  ["1.234", ",", 1_234_000_000n],
  ["0.0000015", null, 2n],
  ["0.0000014", null, 1n],
  ["0.9999999", null, 1_000_000n],
  ["", null, 0n],
  ["null", null, 0n],
  ["1.234", null, 'the amount "1.234" may have thousands or places; say which mark is the decimal one'],
  ["1 234 567,5", null, 1_234_567_500_000n],
  ["1,234,567", ".", 1_234_567_000_000n],
  ["5.", null, 5_000_000n],
  ["1,5", ".", 'the amount "1,5" is no number'],
  ["12,34", ".", 'the amount "12,34" is no number'],
  ["1.2.3", null, 'the amount "1.2.3" is no number'],
  ["1,5,3.4", null, 'the amount "1,5,3.4" is no number'],
  ["1 2", null, 'the amount "1 2" is no number'],
  ["1.234,567.8", null, 'the amount "1.234,567.8" is no number'],
  ["0.123.456", null, 'the amount "0.123.456" is no number'],
  ["free", null, 'the amount "free" is no number'],
  ["1e3", null, 'the amount "1e3" is no number'],
  ["9999999999999", null, 'the amount "9999999999999" is no number'],
])("the amount %j with the mark %j is %s", (text, decimal, expected) => {
  expect(parseInvoiced(text, decimal)).toBe(expected);
});

describe("lineReader", () => {
  const read = (columns: InvoiceColumns, header: string[], fields: string[]) =>
    lineReader(header, { columns, decimal: null, currency: "IDR" })({ line: 2, fields });

  test("a preset finds its columns whatever their case and signs, and turns amounts about", () => {
    const header = ["From", "To", "Status", "sid", "Price", "Price Unit"];
    expect(read(presets.twilio, header, ["x", "+62812", "delivered", "SM1", "-0.0331", "usd"])).toEqual({
      line: 2,
      providerMessageId: "SM1",
      amount: 33_100n,
      currency: "USD",
      status: "delivered",
    });
  });

  const generic = { id: "id", amount: "price", currency: null, status: null, negative: false };

  test("without a currency column it is the one that was given; a row without an id is none", () => {
    expect(read(generic, ["id", "price"], ["a", "1"])).toMatchObject({ currency: "IDR", status: null });
    expect(read(generic, ["id", "price"], ["", "100"])).toBeNull();
    expect(read(generic, ["id", "price"], [])).toBeNull();
  });

  test("a character is never cut in two, so what is kept can be kept", () => {
    const status = { ...generic, status: "status" };
    const line = read(status, ["id", "price", "status"], [`${"i".repeat(199)}😀`, "1", `${"s".repeat(39)}😀`]);
    expect(line?.providerMessageId.isWellFormed()).toBe(true);
    expect(line?.status?.isWellFormed()).toBe(true);
  });

  test.each(["US$", "USDollar", "12", "U\u0000D"])("%j is no currency", (currency) => {
    const columns = { ...generic, currency: "unit" };
    expect(() => read(columns, ["id", "price", "unit"], ["a", "1", currency])).toThrow(
      "is not three letters, like USD",
    );
    expect(read(columns, ["id", "price", "unit"], ["a", "1", " usd "])).toMatchObject({ currency: "USD" });
    expect(read(columns, ["id", "price", "unit"], ["a", "1", ""])).toMatchObject({ currency: "IDR" });
  });

  test("what is missing or no number is told", () => {
    expect(() => read(generic, ["id", "cost"], [])).toThrow('there is no column "price" in the file; it has id, cost');
    expect(() => read(generic, ["id", "price"], ["a", "x"])).toThrow('line 2: the amount "x" is no number');
  });
});
