import { expect, test } from "vitest";
import { fieldErrors } from "../../src/console/problem-words.ts";

test.each([
  ["1 to 63 of a-z, 0-9, - and _, beginning with a letter or digit", /^1 sampai 63 huruf kecil/],
  ["a time zone like Asia/Jakarta", /^harus berupa zona waktu, misalnya Asia\/Jakarta$/],
])("what is wrong with a field is said in Indonesian: %s", (message, text) => {
  const problem = { errors: [{ path: "name", message }] };
  expect(fieldErrors(problem, "id").get("name")).toMatch(text);
  expect(fieldErrors(problem, "en").get("name")).toBe(message);
});
