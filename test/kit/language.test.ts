import { expect, test } from "vitest";
import { languageOf } from "../../src/kit/language.ts";

test.each([
  ["id", "id"],
  ["id-ID", "id"],
  ["id_ID", "id"],
  ["ID", "id"],
  ["en", "en"],
  ["idx", "en"],
  ["jv-ID", "en"],
  ["", "en"],
])("people of the locale %j are written to in %s", (locale, language) => {
  expect(languageOf(locale)).toBe(language);
});
