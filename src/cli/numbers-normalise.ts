import { once } from "node:events";
import { createReadStream } from "node:fs";
import { CsvError } from "../kit/csv-reader.ts";
import { callingCodeOf } from "../kit/phone.ts";
import { checkCsv } from "../numbers/check-csv.ts";
import { NumberCheck } from "../numbers/check.ts";
import { UsageError, type Command } from "./command.ts";

export const normaliseNumbersCommand: Command = {
  name: "numbers normalise",
  usage: "numbers normalise FILE [--column NAME] [--country ID]",
  summary: "write a CSV file with the normal form of its numbers added to the standard output; needs no database",
  options: { column: { type: "string" }, country: { type: "string" } },
  positionals: ["FILE"],
  async run(args) {
    const file = args.file(0);
    const country = (args.optional("country") ?? process.env["DEFAULT_COUNTRY"] ?? "ID").toUpperCase();
    if (callingCodeOf(country) === null) throw new UsageError("--country is a country's two letters, like ID");
    const list = new NumberCheck(country);
    try {
      for await (const text of checkCsv(createReadStream(file), args.optional("column"), list)) {
        if (!process.stdout.write(text)) await once(process.stdout, "drain");
      }
    } catch (error) {
      if (error instanceof CsvError) throw new UsageError(`${file}: ${error.message}`);
      throw error;
    }
    const { numbers, valid, invalid, duplicates } = list.counts;
    process.stderr.write(
      `${numbers} numbers: ${valid} valid, ${duplicates} of them there before; ${invalid} not valid\n`,
    );
    return 0;
  },
};
