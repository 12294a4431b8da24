import { describe, expect, test } from "vitest";
import { decideAlerts, nextTry, type AlertSteps, type StandingAlert } from "../../src/ledger/decide-alerts.ts";
import type { AlertKind, State } from "../../src/ledger/running-out.ts";

const HOUR = 3_600_000;
const now = 1000 * HOUR;
const all = (low: State, runway: State = "over", empty: State = "over"): Record<AlertKind, State> => ({
  low,
  runway,
  empty,
});
const alert = (kind: AlertKind, changes: Partial<StandingAlert> = {}): StandingAlert => ({
  id: kind,
  kind,
  tryAt: 0,
  toldAt: null,
  acknowledged: false,
  endedAt: null,
  ...changes,
});
const told = (kind: AlertKind, hoursAgo: number, changes: Partial<StandingAlert> = {}): StandingAlert =>
  alert(kind, { toldAt: now - hoursAgo * HOUR, ...changes });
const nothing: AlertSteps = { begun: [], ended: [], overDue: null, overDone: [], tell: null };

describe("what follows from how money stands", () => {
  test.each<[string, Record<AlertKind, State>, StandingAlert[], Partial<AlertSteps>]>([
    ["all well: nothing", all("over"), [], {}],
    ["low begins: told", all("on"), [], { begun: ["low"], tell: { kind: "low" } }],
    ["near again: stands, and is not repeated", all("between"), [told("low", 99)], {}],
    ["near again before anybody heard: ended", all("between"), [alert("low")], { ended: ["low"] }],
    [
      "the worst near again: the lesser is told in its time",
      all("on", "over", "between"),
      [told("low", 24), told("empty", 9)],
      { tell: { kind: "low" } },
    ],
    [
      "near again what nobody heard of, the worst over: all is well",
      all("between"),
      [alert("low"), told("empty", 1)],
      { ended: ["low", "empty"], overDue: "empty", tell: { over: "empty" } },
    ],
    ["low told a day ago: again", all("on"), [told("low", 24)], { tell: { kind: "low" } }],
    ["low told less than a day ago: quiet", all("on"), [told("low", 23)], {}],
    ["runway told six hours ago: again", all("over", "on"), [told("runway", 6)], { tell: { kind: "runway" } }],
    [
      "empty told an hour ago: again",
      all("on", "over", "on"),
      [told("low", 9), told("empty", 1)],
      { tell: { kind: "empty" } },
    ],
    ["acknowledged: quiet", all("on"), [told("low", 99, { acknowledged: true })], {}],
    ["acknowledged before it was told: quiet", all("on"), [alert("low", { acknowledged: true })], {}],
    [
      "worse though acknowledged: told at once",
      all("on", "over", "on"),
      [told("low", 1, { acknowledged: true })],
      { begun: ["empty"], tell: { kind: "empty" } },
    ],
    [
      "several begin: the worst is told",
      all("on", "on", "on"),
      [],
      { begun: ["low", "runway", "empty"], tell: { kind: "empty" } },
    ],
    ["a lesser one begins: written, not told", all("on", "on"), [told("runway", 1)], { begun: ["low"] }],
    [
      "nobody could be told: again when its time has come",
      all("on"),
      [alert("low", { tryAt: now })],
      { tell: { kind: "low" } },
    ],
    ["told by another replica now: quiet", all("on"), [alert("low", { tryAt: now + 1 })], {}],
    [
      "over: told to those who heard",
      all("over"),
      [told("low", 1)],
      { ended: ["low"], overDue: "low", tell: { over: "low" } },
    ],
    ["over before anybody heard: quiet", all("over"), [alert("low")], { ended: ["low"] }],
    [
      "the worst is over: what is left waits for its time",
      all("on"),
      [told("low", 2), told("empty", 1)],
      { ended: ["empty"] },
    ],
    [
      "the worst is over: what was never told is",
      all("on"),
      [alert("low"), told("empty", 1)],
      { ended: ["empty"], tell: { kind: "low" } },
    ],
    [
      "all are over: one word",
      all("over"),
      [told("low", 3), told("empty", 1)],
      { ended: ["low", "empty"], overDue: "empty", tell: { over: "empty" } },
    ],
    [
      "an end nobody could be told: again",
      all("over"),
      [told("low", 2, { endedAt: now - HOUR })],
      { tell: { over: "low" } },
    ],
    ["an end told by another now: quiet", all("over"), [told("low", 2, { endedAt: now - HOUR, tryAt: now + 1 })], {}],
    [
      "an end of yesterday: no news",
      all("over"),
      [told("low", 30, { endedAt: now - 24 * HOUR })],
      { overDone: ["low"] },
    ],
    [
      "low again before its end was told: that is no news",
      all("on"),
      [told("low", 2, { id: "old", endedAt: now - HOUR })],
      { begun: ["low"], overDone: ["old"], tell: { kind: "low" } },
    ],
  ])("%s", (_, states, known, steps) => {
    expect(decideAlerts(states, known, now, true)).toEqual({ ...nothing, ...steps });
  });

  test("where nobody wants to hear, it is written and not told; told once somebody does", () => {
    expect(decideAlerts(all("on"), [], now, false)).toEqual({ ...nothing, begun: ["low"] });
    expect(decideAlerts(all("on"), [alert("low")], now, false)).toEqual(nothing);
    expect(decideAlerts(all("on"), [alert("low")], now, true).tell).toEqual({ kind: "low" });
    expect(decideAlerts(all("over"), [told("low", 2, { endedAt: now - HOUR })], now, false).overDone).toEqual(["low"]);
  });

  test("what nobody took is tried after a minute, two, four, and at most an hour", () => {
    expect([1, 2, 3, 7, 50].map((failures) => nextTry(failures, 0) / 60_000)).toEqual([1, 2, 4, 60, 60]);
  });
});
