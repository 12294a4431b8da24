import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { readArgs, UsageError } from "../../src/cli/command.ts";
import { normaliseNumbersCommand } from "../../src/cli/numbers-normalise.ts";

let directory: string;
let printed: { out: string; err: string };

beforeEach(async () => {
  directory = await mkdtemp(path.join(os.tmpdir(), "numbers-"));
  printed = { out: "", err: "" };
  for (const [stream, name] of [
    [process.stdout, "out"],
    [process.stderr, "err"],
  ] as const) {
    vi.spyOn(stream, "write").mockImplementation((text) => {
      printed[name] += String(text);
      return true;
    });
  }
});
afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await rm(directory, { recursive: true });
});

async function run(csv: string, ...args: string[]): Promise<number> {
  const file = path.join(directory, "customers.csv");
  await writeFile(file, csv);
  return normaliseNumbersCommand.run(readArgs(normaliseNumbersCommand, [file, ...args]));
}

test("the file goes to the standard output with columns added, the sum of it to the standard error", async () => {
  expect(await run("id;hp\n1;0812-3456-7890\n2;6281234567890\n3;-\n", "--column", "hp")).toBe(0);
  expect(printed.out.split("\r\n").slice(0, 3)).toEqual([
    "id,hp,number_e164,number_valid,number_country,number_carrier,number_why,number_same_as_line",
    "1,0812-3456-7890,'+6281234567890,yes,ID,Telkomsel,,",
    "2,6281234567890,'+6281234567890,yes,ID,Telkomsel,,2",
  ]);
  expect(printed.err).toBe("3 numbers: 2 valid, 1 of them there before; 1 not valid\n");
});

test("a country may be named, in whatever letters, or be the installation's", async () => {
  await run("hp\n8123 4567\n", "--country", "sg");
  vi.stubEnv("DEFAULT_COUNTRY", "SG");
  await run("hp\n8123 4567\n");
  expect(printed.out.match(/'\+6581234567,yes,SG,/g)).toHaveLength(2);
});

test("what is wrong is one line that names the file or the option", async () => {
  await expect(run("a,b\n1,2\n")).rejects.toThrow(/customers\.csv: line 1: has 2 columns; name the one/);
  await expect(run("hp\n0812\n", "--country", "Indonesia")).rejects.toThrow("--country is a country's two letters");
  const missing = readArgs(normaliseNumbersCommand, [path.join(directory, "none.csv")]);
  await expect(normaliseNumbersCommand.run(missing)).rejects.toThrow(UsageError);
  await expect(normaliseNumbersCommand.run(readArgs(normaliseNumbersCommand, [directory]))).rejects.toThrow(
    "is a directory",
  );
});
