import { describe, expect, test } from "vitest";
import { dueBefore, retentionRules } from "../../src/retention/rules.ts";

const defaults = retentionRules.parse({});
const at = (text: string): number => Date.parse(text);

test.each([
  ["codes", "2026-11-22T10:00:00Z", "2026-10-23T10:00:00Z"],
  ["numbers", "2026-11-22T10:00:00Z", "2026-08-24T10:00:00Z"],
  ["reports", "2026-11-22T10:00:00Z", "2025-10-01T00:00:00Z"],
  ["messages", "2026-11-01T00:00:00Z", "2025-10-01T00:00:00Z"],
  ["messages", "2026-10-31T23:59:59Z", "2025-09-01T00:00:00Z"],
  ["audit", "2026-01-31T00:00:00Z", "2023-12-01T00:00:00Z"],
] as const)("%s at %s: what is older than %s is due", (kept, now, until) => {
  expect(dueBefore(kept, defaults, at(now))).toBe(at(until));
});

describe("rules that would take what is still needed", () => {
  test.each<[object, ...string[]]>([
    [{ codes_days: 7 }, "codes_days"],
    [{ numbers_days: 30 }, "numbers_days"],
    [{ reports_months: 2 }, "reports_months"],
    [{ messages_months: 2 }, "messages_months", "reports_months"],
    [{ audit_months: 11 }, "audit_months"],
    [{ messages_months: 6 }, "reports_months"],
    [{ codes_days: 30.5 }, "codes_days"],
    [{ money_months: 1 }, ""],
  ])("%j", (rules, ...paths) => {
    const { error } = retentionRules.safeParse(rules);
    expect(error?.issues.map((issue) => issue.path.join("."))).toEqual(paths);
  });
});
