import { readdir, readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { inMonths } from "../../src/db/months.ts";

const tables = inMonths.join("|");

/** A row's place is unique in its month alone: joined by it and nothing else, another month's row is changed too. */
function joinsByPlaceAlone(source: string): string[] {
  const statements = source.split("`").filter((_, n) => n % 2 === 1);
  return statements.filter((statement) => {
    if (!new RegExp(`\\b(update|delete from|using) (${tables})\\b`).test(statement)) return false;
    const joins = [...statement.matchAll(/(\w+)\.ctid = (\w+)\.row\b/g)];
    const safe = joins.every(([join, row, place]) => statement.includes(`${join} and ${row}.id = ${place}.id`));
    return !safe || /\bctid = any\(/.test(statement);
  });
}

test("no statement of ours finds a row that lies in months by its place alone", async () => {
  const files = (await readdir("src", { recursive: true })).filter((file) => /\.tsx?$/.test(file));
  const found = await Promise.all(
    files.map(async (file) => joinsByPlaceAlone(await readFile(`src/${file}`, "utf8")).map((text) => ({ file, text }))),
  );
  expect(found.flat()).toEqual([]);
});

test.each([
  ["by its place", "update otps o set a = 1 from k where o.ctid = k.row", true],
  ["by its place and id", "update otps o set a = 1 from k where o.ctid = k.row and o.id = k.id", false],
  ["by places of a list", "delete from messages where ctid = any(array(select ctid from messages))", true],
  ["in a table that lies in one piece", "update webhooks w set a = 1 from k where w.ctid = k.row", false],
])("%s", (_, statement, found) => {
  expect(joinsByPlaceAlone(`sql\`${statement}\``)).toHaveLength(found ? 1 : 0);
});
