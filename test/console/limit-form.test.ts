import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { withoutRow } from "../../src/console/form-rows.ts";
import {
  documentOf,
  errorsAt,
  sandboxScopes,
  scopes,
  valuesOf,
  withRow,
} from "../../src/console/pages/limits/form-values.ts";
import { guardDocument, guardValues } from "../../src/console/pages/limits/guard-forms.tsx";
import { limitsDocument, defaultLimits } from "../../src/settings/documents.ts";

const windows = fc.array(
  fc.record({ max: fc.integer({ min: 1, max: 10_000_000 }), per_seconds: fc.integer({ min: 1, max: 604_800 }) }),
  { maxLength: 8 },
);
const ceiling = fc.option(
  fc.integer({ min: 0, max: 10_000_000 }).map((whole) => `${whole}.25`),
  { nil: null },
);
const spending = { per_hour: ceiling, per_day: ceiling };
const seconds = fc.integer({ min: 0, max: 3600 });
const limits = fc
  .record({
    cooldown_seconds: seconds,
    ...Object.fromEntries(scopes.map((scope) => [scope, windows])),
    countries: fc.uniqueArray(fc.constantFrom("ID", "SG", "MY", "LV"), { minLength: 1 }),
    sandbox: fc.record(
      { cooldown_seconds: seconds, ...Object.fromEntries(sandboxScopes.map((scope) => [scope, windows])) },
      { requiredKeys: [] },
    ),
    ceilings: fc.record({
      per_message: ceiling,
      ...spending,
      country: fc.record(spending),
      prefix: fc.record(spending),
      gateway: fc.record({ per_message: ceiling, ...spending }),
    }),
    guard: fc.record({
      window_seconds: fc.integer({ min: 60, max: 604_800 }),
      block_seconds: fc.integer({ min: 60, max: 2_592_000 }),
      min_conversion: fc.integer({ min: 0, max: 100 }).map((share) => share / 100),
      allow: fc.uniqueArray(fc.constantFrom("+62812", "SG")),
    }),
  })
  .map((document) => limitsDocument.parse(document));

describe("the form of the limits", () => {
  test("gives back what it shows, whatever the limits are", () => {
    fc.assert(
      fc.property(limits, (document) => {
        expect(documentOf(valuesOf(document), { ...document, cooldown_seconds: 1, recipient: [] })).toEqual(document);
        expect(guardDocument(guardValues(document.guard))).toEqual(document.guard);
      }),
      { numRuns: 50 },
    );
  });

  test("a row comes and goes, and what is wrong with one stands beside it", () => {
    const values = withRow(valuesOf(defaultLimits), "recipient");
    expect(values).toMatchObject({ "recipient.2.max": "", "recipient.2.unit": "hours" });
    const left = withoutRow(values, "recipient.0");
    expect(documentOf({ ...left, "recipient.2.max": "7" }, defaultLimits).recipient).toEqual([
      { max: 10, per_seconds: 86_400 },
      { max: 7, per_seconds: 3600 },
    ]);
    const errors = errorsAt(new Map([["recipient.1.max", "is wrong"]]), left);
    expect(errors.get("recipient.2.max")).toBe("is wrong");
  });

  test("what is no number is no limit", () => {
    const { cooldown_seconds: cooldown } = documentOf(
      { ...valuesOf(defaultLimits), cooldown_seconds: "" },
      defaultLimits,
    );
    expect(cooldown).toBeNaN();
  });
});
