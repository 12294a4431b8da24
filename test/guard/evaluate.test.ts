import { describe, expect, test } from "vitest";
import { TenantView, type CloserLook, type TenantFacts } from "../../src/guard/evaluate.ts";
import { noFigures, type Figures, type Standing } from "../../src/guard/model.ts";
import type { PrefixFigures, StandingKey } from "../../src/guard/read-figures.ts";
import { defaultLimits } from "../../src/settings/documents.ts";

const NOW = 1_800_000_000_000;
const DAY = 86_400_000;
const tenantId = "t";

const of = (prefix: string, sent: number, verified: number, more: Partial<PrefixFigures> = {}): PrefixFigures => ({
  tenantId,
  prefix,
  country: prefix.startsWith("+62") ? "ID" : "LV",
  since: NOW - 10 * DAY,
  figures: { ...noFigures, sent, verified, settled: sent, arrived: sent },
  reported: sent,
  ...more,
});
const rush = (sent: number): Figures => ({ ...noFigures, sent, recent: sent });
const stands = (key: string, state: Standing["state"]): StandingKey => ({
  ...{ tenantId, key, state, because: "conversion", since: NOW - 1000, evidenceFrom: NOW - DAY },
  until: state === "blocked" ? NOW + DAY : null,
  meanwhile: { sent: 100, verified: 0 },
});

function decided(prefixes: PrefixFigures[], view: Partial<TenantFacts> = {}, look: Partial<CloserLook> = {}): string[] {
  const rules = { ...defaultLimits.guard, mode: "block" } as const;
  const whole = { tenantId, rules, defaultCountry: "ID", now: NOW, prefixes, standings: [], behind: false, ...view };
  const closer = { strangers: new Map(), othersThen: new Map(), verifying: new Set([tenantId]), ...look };
  const changes = new TenantView(whole).changes(closer);
  return changes.map(({ key, change }) => `${key} ${change.decision} ${change.because}`);
}

const home = [of("+62811", 300, 250), of("+62812", 300, 240)];
const sequence = Array.from({ length: 30 }, (_, i) => `+62831${40_000_000 + i}`);

describe("a tenant's keys", () => {
  test.each<[string, PrefixFigures[], Partial<TenantFacts>, Partial<CloserLook>, string[]]>([
    ["all is well", home, {}, {}, []],
    ["one prefix of the home country", [...home, of("+62831", 100, 0)], {}, {}, ["+62831 blocked conversion"]],
    [
      "a country of which each prefix has too little to tell",
      [...home, of("+37120", 30, 0), of("+37121", 30, 0)],
      {},
      {},
      ["LV blocked conversion"],
    ],
    [
      "a bad prefix is no evidence against its country",
      [...home, of("+37120", 100, 0), of("+37121", 60, 50)],
      {},
      {},
      ["+37120 blocked conversion"],
    ],
    [
      "nor is one that is blocked already",
      [...home, of("+37120", 100, 0), of("+37121", 60, 50)],
      { standings: [stands("+37120", "blocked")] },
      {},
      [],
    ],
    [
      "the home country is never blocked",
      [of("+62811", 40, 0), of("+62812", 40, 0), of("+37120", 60, 50)],
      {},
      {},
      ["ID suspected conversion"],
    ],
    [
      "nor one where a fifth of the people are",
      [of("+62811", 300, 190), of("+37120", 40, 13), of("+37121", 40, 13), of("+37122", 200, 50)],
      { defaultCountry: "SG" },
      {},
      ["+37122 blocked conversion", "LV suspected conversion"],
    ],
    [
      "numbers in sequence",
      [...home, of("+62831", 0, 0, { figures: rush(60) })],
      {},
      { strangers: new Map([[`${tenantId}/+62831`, sequence]]) },
      ["+62831 blocked sequential"],
    ],
    [
      "numbers in sequence of people who verified before",
      [...home, of("+62831", 0, 0, { figures: rush(60) })],
      {},
      { strangers: new Map([[`${tenantId}/+62831`, null]]) },
      [],
    ],
    [
      "much to a new prefix",
      [
        ...home.map((p) => ({ ...p, figures: { ...p.figures, recent: 30, recentVerified: 20 } })),
        of("+62831", 0, 0, { figures: rush(200), since: NOW - 60_000 }),
      ],
      {},
      {},
      ["+62831 blocked new"],
    ],
    [
      "all prefixes are new to a tenant that has just begun",
      [
        { ...of("+62811", 60, 50), since: NOW - 60_000 },
        of("+62831", 0, 0, { figures: rush(500), since: NOW - 60_000 }),
      ],
      {},
      {},
      [],
    ],
    [
      "nobody verifies anywhere: an outage",
      [of("+62811", 100, 5), of("+37120", 100, 80)],
      {},
      { othersThen: new Map([[`${tenantId}/+62811`, { sent: 90, verified: 3 }]]) },
      ["+62811 outage everywhere"],
    ],
    [
      "what is known is far behind: nothing new",
      [...home, of("+62831", 100, 0), of("+62832", 0, 0)],
      { behind: true, standings: [stands("+62832", "suspected")] },
      {},
      [],
    ],
    [
      "but a block's time runs out all the same",
      home,
      { behind: true, standings: [{ ...stands("+62832", "blocked"), until: NOW }] },
      {},
      ["+62832 released time"],
    ],
    [
      "nobody verifies anything here, nor did of late",
      [of("+62831", 100, 0), of("+37120", 100, 0)],
      {},
      { verifying: new Set() },
      ["+62831 outage unverified", "+37120 outage unverified"],
    ],
    [
      "nobody verifies now, but they did of late, and no provider reports",
      [of("+62831", 100, 0, { figures: { ...noFigures, sent: 100, settled: 100 }, reported: 0 })],
      {},
      {},
      ["+62831 blocked conversion"],
    ],
    [
      "a prefix on the allow list",
      [...home, of("+62831", 100, 0)],
      { rules: { ...defaultLimits.guard, mode: "block", allow: ["+6283"] } },
      {},
      [],
    ],
    [
      "a country on it, with its prefixes",
      [...home, of("+37120", 100, 0)],
      { rules: { ...defaultLimits.guard, mode: "block", allow: ["LV"] } },
      {},
      [],
    ],
    [
      "what is reported by none of the providers that people verify with",
      home
        .concat(of("+62831", 100, 0, { figures: { ...noFigures, sent: 100, settled: 100 } }))
        .map((p) => ({ ...p, reported: 0 })),
      {},
      {},
      ["+62831 blocked conversion"],
    ],
  ])("%s", (_, prefixes, view, look, expected) => {
    expect(decided(prefixes, view, look)).toEqual(expected);
  });
});
