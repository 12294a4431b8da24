import { describe, expect, test } from "vitest";
import { templateDocument, type TemplateDocument } from "../../src/settings/documents.ts";
import { changedBindings } from "../../src/templates/write-version.ts";

const meta = { name: "otp", language: "id", expiry_minutes: 5 };
const qontak = { name: "7f1", language: "id" };
const authentication = (fields: object = {}): TemplateDocument =>
  templateDocument.parse({ category: "authentication", bindings: { meta, qontak }, ...fields });

describe("whose word on the version before no longer holds", () => {
  test.each<[string, TemplateDocument | null, TemplateDocument, string[]]>([
    ["nothing changed", authentication(), authentication(), []],
    ["there was none before", null, authentication(), ["meta", "qontak"]],
    ["the order of fields tells nothing", authentication({ bindings: { qontak, meta } }), authentication(), []],
    [
      "another name",
      authentication(),
      authentication({ bindings: { meta: { ...meta, name: "otp_2" }, qontak } }),
      ["meta"],
    ],
    [
      "another language",
      authentication(),
      authentication({ bindings: { meta, qontak: { ...qontak, language: "en" } } }),
      ["qontak"],
    ],
    [
      "another expiry",
      authentication(),
      authentication({ bindings: { meta: { ...meta, expiry_minutes: 10 }, qontak } }),
      ["meta"],
    ],
    ["one that is gone", authentication(), authentication({ bindings: { qontak } }), ["meta"]],
    ["one that is new", authentication({ bindings: { qontak } }), authentication(), ["meta"]],
    ["another shape is of all", authentication(), authentication({ button: "one_tap" }), ["meta", "qontak"]],
    [
      "other words are of all",
      { body: "{{code}}", bindings: { meta } },
      { body: "{{code}}.", bindings: { meta } },
      ["meta"],
    ],
    ["words in place of a shape", authentication(), { body: "{{code}}", bindings: {} }, ["meta", "qontak"]],
  ])("%s", (_, before, after, providers) => expect(changedBindings(before, after)).toEqual(providers));
});
