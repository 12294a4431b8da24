import { describe, expect, test } from "vitest";
import { defaultLimits, limitsDocument } from "../../src/settings/documents.ts";
import { storedLimits } from "../../src/settings/stored-limits.ts";

const put = limitsDocument.parse({
  cooldown_seconds: 7,
  prefix: [{ max: 3, per_seconds: 60 }],
  guard: { mode: "block" },
});

describe("limits as they are stored", () => {
  test.each<[string, unknown, unknown, string | null]>([
    ["valid", put, put, null],
    [
      "one member of a part",
      { ...put, guard: { ...put.guard, allow: Array.from({ length: 201 }, () => "+62812") } },
      put,
      "limits: not valid, by their defaults: guard.allow",
    ],
    [
      "one window of a list",
      { ...put, recipient: [{ max: 0, per_seconds: 60 }] },
      put,
      "limits: not valid, by their defaults: recipient",
    ],
    ["a member that nobody knows", { ...put, later: 1 }, put, "limits: not valid, by their defaults: later"],
    [
      "and one within a part",
      { ...put, guard: { ...put.guard, later: 1 } },
      put,
      "limits: not valid, by their defaults: guard.later",
    ],
    ["no document at all", "none", defaultLimits, "limits: not valid, by their defaults: all"],
  ])("%s", (_, stored, rules, problem) => expect(storedLimits(stored)).toEqual({ rules, problem }));
});
