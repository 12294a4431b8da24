import { describe, expect, test } from "vitest";
import { judge, type Evidence } from "../../src/guard/judge.ts";
import { noFigures, type Figures, type GuardRules, type Standing, type Verdict } from "../../src/guard/model.ts";
import { nextState, type Circumstances } from "../../src/guard/next-state.ts";
import { defaultLimits } from "../../src/settings/documents.ts";

const NOW = 1_800_000_000_000;
/** 50 sent at least, 35 % verified, one hour. */
const monitor: GuardRules = defaultLimits.guard;
const block: GuardRules = { ...monitor, mode: "block" };

/** All have had their time, and all arrived. */
const settled = (sent: number, verified: number): Figures => ({
  ...noFigures,
  sent,
  verified,
  settled: sent,
  arrived: sent,
});
/** None has had its time, but those that were verified. */
const recent = (sent: number, verified: number): Figures => ({
  ...{ sent, verified, settled: verified, arrived: verified },
  ...{ recent: sent, recentVerified: verified },
});
const nobody = { sent: 0, verified: 0 };
const plain = (figures: Figures): Evidence => ({
  figures,
  sequential: false,
  isNew: false,
  reports: true,
  verifies: true,
  othersNow: nobody,
  othersThen: nobody,
});
const well = { sent: 100, verified: 80 };
const badly = { sent: 100, verified: 10 };

describe("what a key's figures say", () => {
  test.each<[string, Evidence, Verdict]>([
    ["nothing sent", plain(noFigures), { kind: "unsure" }],
    ["one fewer than needed", plain(settled(49, 0)), { kind: "unsure" }],
    ["enough, and none verified", plain(settled(50, 0)), { kind: "suspect", because: "conversion" }],
    [
      "enough, of a tenant that verifies nothing here",
      { ...plain(settled(50, 0)), verifies: false },
      { kind: "outage", because: "unverified" },
    ],
    [
      "numbers in sequence of such a tenant",
      { ...plain(recent(50, 0)), sequential: true, verifies: false },
      { kind: "outage", because: "unverified" },
    ],
    ["just below the threshold", plain(settled(100, 34)), { kind: "suspect", because: "conversion" }],
    ["at the threshold", plain(settled(100, 35)), { kind: "fine" }],
    ["a rush whose people have had no time to type", plain(recent(500, 0)), { kind: "unsure" }],
    [
      "a rush to a prefix that sent well before",
      plain({ ...settled(200, 160), sent: 700, recent: 500 }),
      { kind: "fine" },
    ],
    [
      "numbers in sequence, before they have had their time",
      { ...plain(recent(50, 2)), sequential: true },
      { kind: "suspect", because: "sequential" },
    ],
    ["numbers in sequence, too few", { ...plain(recent(49, 0)), sequential: true }, { kind: "unsure" }],
    ["numbers in sequence whose people verify", { ...plain(recent(50, 20)), sequential: true }, { kind: "unsure" }],
    [
      "numbers in sequence during an outage",
      { ...plain(recent(50, 0)), sequential: true, othersNow: badly },
      { kind: "suspect", because: "sequential" },
    ],
    [
      "much at once to a new prefix while others verify",
      { ...plain(recent(200, 10)), isNew: true, othersNow: well },
      { kind: "suspect", because: "new" },
    ],
    ["not that much", { ...plain(recent(199, 0)), isNew: true, othersNow: well }, { kind: "unsure" }],
    [
      "much, while the others don't verify either",
      { ...plain(recent(200, 0)), isNew: true, othersNow: badly },
      { kind: "unsure" },
    ],
    [
      "much, while there are too few others to tell",
      { ...plain(recent(200, 0)), isNew: true, othersNow: { sent: 19, verified: 19 } },
      { kind: "unsure" },
    ],
    [
      "most messages did not arrive",
      plain({ ...settled(100, 5), arrived: 49 }),
      { kind: "outage", because: "not_arrived" },
    ],
    ["half of them did", plain({ ...settled(100, 5), arrived: 50 }), { kind: "suspect", because: "conversion" }],
    [
      "no provider of the tenant's reports what arrived",
      { ...plain({ ...settled(100, 5), arrived: 5 }), reports: false },
      { kind: "suspect", because: "conversion" },
    ],
    [
      "nobody else verified in the same minutes",
      { ...plain(settled(100, 5)), othersThen: badly },
      { kind: "outage", because: "everywhere" },
    ],
    [
      "the others verified in the same minutes",
      { ...plain(settled(100, 5)), othersThen: well },
      { kind: "suspect", because: "conversion" },
    ],
    [
      "too few others to call it an outage",
      { ...plain(settled(100, 5)), othersThen: { sent: 19, verified: 0 } },
      { kind: "suspect", because: "conversion" },
    ],
  ])("%s", (_, evidence, verdict) => {
    expect(judge(evidence, monitor)).toEqual(verdict);
  });
});

const suspect: Verdict = { kind: "suspect", because: "conversion" };
const outage: Verdict = { kind: "outage", because: "everywhere" };
const standing = (state: Standing["state"], more: Partial<Standing> = {}): Standing => ({
  state,
  because: "conversion",
  since: NOW - 60_000,
  until: state === "blocked" ? NOW + 60_000 : null,
  evidenceFrom: NOW - 3_600_000,
  ...more,
});
const usual: Circumstances = {
  rules: block,
  figures: settled(100, 5),
  blockable: true,
  allowed: false,
  since: { sent: 100, verified: 5 },
  now: NOW,
};

describe("what a verdict changes", () => {
  test.each<[string, Standing | null, Verdict, Partial<Circumstances>, string | null]>([
    ["a suspect is blocked", null, suspect, {}, "blocked: conversion"],
    ["where the guard monitors, suspected", null, suspect, { rules: monitor }, "suspected: conversion"],
    ["a main country is suspected only", null, suspect, { blockable: false }, "suspected: conversion"],
    ["off: nothing", null, suspect, { rules: { ...monitor, mode: "off" } }, null],
    ["on the allow list: nothing", null, suspect, { allowed: true }, null],
    ["suspected already: nothing new", standing("suspected"), suspect, { rules: monitor }, null],
    ["suspected, and the mode is block by now", standing("suspected"), suspect, {}, "blocked: conversion"],
    ["an outage is noted once", null, outage, {}, "outage: everywhere"],
    ["and stays", standing("outage"), outage, {}, null],
    ["what was suspected before an outage stays so", standing("suspected"), outage, {}, null],
    ["an outage turns out to be an attack", standing("outage"), suspect, {}, "blocked: conversion"],
    ["a block holds while nothing is sent", standing("blocked"), { kind: "unsure" }, {}, null],
    ["its time is up", standing("blocked", { until: NOW }), suspect, {}, "released: time"],
    ["the mode was changed", standing("blocked"), suspect, { rules: monitor }, "released: mode"],
    ["it was put on the allow list", standing("blocked"), suspect, { allowed: true }, "released: allowed"],
    [
      "its people verify after all",
      standing("blocked"),
      suspect,
      { since: { sent: 100, verified: 35 } },
      "released: proven",
    ],
    ["too few did", standing("blocked"), suspect, { since: { sent: 100, verified: 34 } }, null],
    [
      "clearly above the threshold again",
      standing("suspected"),
      { kind: "fine" },
      { figures: settled(100, 40) },
      "cleared: recovered",
    ],
    ["only just above it", standing("suspected"), { kind: "fine" }, { figures: settled(100, 39) }, null],
    [
      "hardly anything is sent any more",
      standing("suspected"),
      { kind: "unsure" },
      { figures: settled(49, 0) },
      "cleared: quiet",
    ],
    ["yet to settle", standing("suspected"), { kind: "unsure" }, { figures: recent(50, 0) }, null],
    ["the guard was put off", standing("suspected"), suspect, { rules: { ...monitor, mode: "off" } }, "cleared: mode"],
  ])("%s", (_, current, verdict, about, expected) => {
    const change = nextState(current, verdict, { ...usual, ...about });
    expect(change === null ? null : `${change.decision}: ${change.because}`).toBe(expected);
    if (change !== null)
      expect(change.standing?.state ?? null).toBe(
        ["released", "cleared"].includes(change.decision) ? null : change.decision,
      );
  });

  test("a block ends after block_seconds", () => {
    const change = nextState(null, suspect, usual);
    expect(change?.standing?.until).toBe(NOW + 43_200_000);
  });
});
