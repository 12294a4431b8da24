import { judge, maybeSuspect, type Ratio } from "./judge.ts";
import {
  addFigures,
  isCountry,
  noFigures,
  SETTLED_TENANT_MS,
  type Figures,
  type GuardRules,
  type Verdict,
} from "./model.ts";
import { nextState, type Change } from "./next-state.ts";
import type { Beside, PrefixFigures, StandingKey } from "./read-figures.ts";
import { sequenceIn } from "./sequence.ts";

/** For so long a prefix is new. */
const NEW_FOR_MS = 3_600_000;
/** A country with such a share of all that is verified is one of the tenant's own. */
const MAIN_SHARE = 0.2;
/** Keys that a turn looks at closely; an attack on more of them has its next ones in the next turn. */
const MOST_KEYS = 20;
/** Prefixes that a key is compared to: those that sent most. */
const MOST_OTHERS = 200;

/** What is known of a tenant at a moment. */
export interface TenantFacts {
  tenantId: string;
  rules: GuardRules;
  defaultCountry: string;
  now: number;
  prefixes: readonly PrefixFigures[];
  standings: readonly StandingKey[];
  /** The figures are far behind what happened: a block may end, and nothing new is found. */
  behind: boolean;
}

export interface KeyChange {
  tenantId: string;
  key: string;
  rules: GuardRules;
  change: Change;
  figures: Figures;
}

/** What is looked up for keys whose conversion is low. */
export interface CloserLook {
  /** By `tenant/prefix`: recent recipients who never verified; null: most others did. */
  strangers: ReadonlyMap<string, string[] | null>;
  /** By `tenant/key`. */
  othersThen: ReadonlyMap<string, Ratio>;
  /** Tenants of which somebody verified a code in this month or the last. */
  verifying: ReadonlySet<string>;
}

/** Pure: one tenant as the guard sees it. First `low` says what has to be known more closely, then `changes` decides. */
export class TenantView {
  readonly #facts: TenantFacts;
  readonly #members = new Map<string, PrefixFigures[]>();
  readonly #standings: ReadonlyMap<string, StandingKey>;
  readonly #all: Figures;
  readonly #established: boolean;
  /** Neither new nor suspect: what others are compared to, most sent first. */
  readonly #ordinary: readonly PrefixFigures[];
  /** Those whose closer look has been asked for. */
  readonly #looked: ReadonlySet<string>;

  constructor(facts: TenantFacts) {
    this.#facts = facts;
    this.#standings = new Map(facts.standings.map((standing) => [standing.key, standing]));
    for (const prefix of facts.prefixes) {
      for (const key of prefix.country === "" ? [prefix.prefix] : [prefix.prefix, prefix.country]) {
        const members = this.#members.get(key);
        if (members === undefined) this.#members.set(key, [prefix]);
        else members.push(prefix);
      }
    }
    for (const key of this.#standings.keys()) if (!this.#members.has(key)) this.#members.set(key, []);
    this.#all = figuresOf(facts.prefixes);
    this.#established = facts.prefixes.some(({ since }) => since <= facts.now - SETTLED_TENANT_MS);
    this.#ordinary = facts.prefixes
      .filter((one) => !this.#isNew(one) && !this.#isFraud(one.prefix) && !this.#isFraud(one.country))
      .sort((a, b) => b.figures.sent - a.figures.sent);
    this.#looked = new Set(this.#lowKeys());
  }

  /** Keys whose conversion is low: prefixes whose recipients are to be looked at, and what each key is compared to. */
  low(): { prefixes: string[]; beside: Beside[] } {
    const { tenantId, rules, now } = this.#facts;
    const from = now - rules.window_seconds * 1000;
    const beside = [...this.#looked].flatMap((key) => {
      const row = (mine: boolean) => (one: PrefixFigures) => {
        return { tenantId, key, from, prefix: one.prefix, country: one.country, mine };
      };
      return [...this.#membersOf(key).map(row(true)), ...this.#othersOf(key).slice(0, MOST_OTHERS).map(row(false))];
    });
    return { prefixes: [...this.#looked].filter((key) => !isCountry(key)), beside };
  }

  /**
   * What changes. Prefixes come first: those that are low by themselves are no evidence against their country, so that one
   * bad range doesn't shut out everybody else's numbers there.
   */
  changes(look: CloserLook): KeyChange[] {
    const low = new Set<string>();
    const keys = [...this.#members.keys()];
    const decide = (key: string): KeyChange[] => {
      const figures = figuresOf(this.#membersOf(key, low));
      const verdict = this.#verdictOn(key, figures, look);
      if (verdict.kind === "suspect" || verdict.kind === "outage") low.add(key);
      return this.#changeOf(key, figures, verdict);
    };
    return [...keys.filter((key) => !isCountry(key)), ...keys.filter(isCountry)].flatMap(decide);
  }

  #lowKeys(): string[] {
    const { rules } = this.#facts;
    if (rules.mode === "off" || this.#facts.behind) return [];
    const calm = (key: string): number => (this.#standings.has(key) ? 1 : 0);
    return [...this.#members.keys()]
      .filter((key) => this.#standings.get(key)?.state !== "blocked")
      .map((key) => ({ key, figures: figuresOf(this.#membersOf(key)) }))
      .filter(({ figures }) => maybeSuspect(figures, rules))
      .sort((a, b) => calm(a.key) - calm(b.key) || b.figures.sent - a.figures.sent)
      .slice(0, MOST_KEYS)
      .map(({ key }) => key);
  }

  #changeOf(key: string, figures: Figures, verdict: Verdict): KeyChange[] {
    const { tenantId, rules, now } = this.#facts;
    const current = this.#standings.get(key) ?? null;
    const country = isCountry(key) ? key : (this.#members.get(key)?.[0]?.country ?? null);
    const change = nextState(current, verdict, {
      rules,
      figures,
      blockable: !isCountry(key) || !this.#isMain(key),
      allowed: isAllowed(rules, key, country),
      since: current?.meanwhile ?? null,
      now,
    });
    return change === null ? [] : [{ tenantId, key, rules, change, figures }];
  }

  #verdictOn(key: string, figures: Figures, look: CloserLook): Verdict {
    const { tenantId, rules, prefixes, behind } = this.#facts;
    if (behind) return { kind: "blind" };
    const low = maybeSuspect(figures, rules);
    // Of a key that has not had its turn nothing can be said.
    if (low && !this.#looked.has(key)) return { kind: "unsure" };
    if (!low) return { kind: figures.settled < rules.min_sent ? "unsure" : "fine" };
    const strangers = look.strangers.get(`${tenantId}/${key}`);
    const members = this.#membersOf(key);
    const others = figuresOf(this.#othersOf(key));
    const reported = prefixes.reduce((sum, prefix) => sum + prefix.reported, 0);
    const evidence = {
      figures,
      sequential: strangers !== null && strangers !== undefined && sequenceIn(strangers, key) !== null,
      isNew: strangers !== null && members.every((prefix) => this.#isNew(prefix)),
      // Where people verified whose messages were never reported, silence of the reports says nothing.
      reports: reported > 0 && reported * 2 >= this.#all.verified,
      verifies: this.#all.verified > 0 || look.verifying.has(tenantId),
      othersNow: { sent: others.recent, verified: others.recentVerified },
      othersThen: look.othersThen.get(`${tenantId}/${key}`) ?? { sent: 0, verified: 0 },
    };
    return judge(evidence, rules);
  }

  /** What a key is judged by: a prefix's own figures; of a country those of its prefixes against which nothing is found. */
  #membersOf(key: string, low: ReadonlySet<string> = new Set()): PrefixFigures[] {
    const members = this.#members.get(key) ?? [];
    if (!isCountry(key)) return members;
    return members.filter(({ prefix }) => !low.has(prefix) && !this.#standings.has(prefix));
  }

  #othersOf(key: string): PrefixFigures[] {
    return this.#ordinary.filter((other) => other.prefix !== key && other.country !== key);
  }

  #isFraud(key: string): boolean {
    const state = this.#standings.get(key)?.state;
    return state === "suspected" || state === "blocked";
  }

  #isNew({ since }: PrefixFigures): boolean {
    return this.#established && since > this.#facts.now - NEW_FOR_MS;
  }

  /** The gateway's own country, and those where a good part of the tenant's people are. */
  #isMain(country: string): boolean {
    const here = figuresOf(this.#members.get(country) ?? []).verified;
    return country === this.#facts.defaultCountry || here >= MAIN_SHARE * this.#all.verified;
  }
}

/** Pure: on the tenant's list of what is never suspected. */
export function isAllowed({ allow }: GuardRules, key: string, country: string | null): boolean {
  return allow.some((entry) => entry === key || entry === country || (entry.startsWith("+") && key.startsWith(entry)));
}

function figuresOf(prefixes: readonly PrefixFigures[]): Figures {
  return prefixes.map(({ figures }) => figures).reduce(addFigures, noFigures);
}
