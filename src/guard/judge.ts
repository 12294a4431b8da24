import { ENOUGH_OTHERS, MUCH, type Figures, type GuardRules, type Verdict } from "./model.ts";

/** Verified of sent, counted over the same time. */
export interface Ratio {
  sent: number;
  verified: number;
}

/** What a key is judged by. */
export interface Evidence {
  figures: Figures;
  /** Numbers that follow each other, and are of nobody who verified before. */
  sequential: boolean;
  /** Without traffic for thirty days until now, at a tenant that has sent for longer. */
  isNew: boolean;
  /** Whether the tenant's providers report deliveries at all. */
  reports: boolean;
  /** Whether anybody verifies codes of the tenant's here: its ERP may check them by itself. */
  verifies: boolean;
  /** The tenant's other keys in the last five minutes. */
  othersNow: Ratio;
  /** The tenant's other keys in the minutes in which this one sent, as much of each as it sent then. */
  othersThen: Ratio;
}

/**
 * Pure. Two signals make it sooner: with numbers in sequence, or much at once to a prefix that never had any, sends of the
 * last five minutes count before they have had their time. Otherwise only what has had its time does, and low conversion is
 * an outage where the messages did not arrive, or where nobody else of the tenant verified then either. Of a tenant that
 * verifies nothing here, conversion says nothing.
 */
export function judge(evidence: Evidence, rules: GuardRules): Verdict {
  const verdict = judgeConversion(evidence, rules);
  return verdict.kind === "suspect" && !evidence.verifies ? { kind: "outage", because: "unverified" } : verdict;
}

function judgeConversion(evidence: Evidence, rules: GuardRules): Verdict {
  const { figures, othersNow, othersThen } = evidence;
  const { recent, recentVerified, settled, verified, arrived } = figures;
  const low = ({ sent, verified: good }: Ratio): boolean => good < rules.min_conversion * sent;
  const lowNow = low({ sent: recent, verified: recentVerified });
  if (evidence.sequential && recent >= rules.min_sent && lowNow) return { kind: "suspect", because: "sequential" };
  // Its own people may not have had the time to type yet, so that the others' can must be certain.
  const othersWork = othersNow.sent >= ENOUGH_OTHERS && !low(othersNow);
  if (evidence.isNew && recent >= MUCH * rules.min_sent && lowNow && othersWork) {
    return { kind: "suspect", because: "new" };
  }
  if (settled < rules.min_sent) return { kind: "unsure" };
  if (!low({ sent: settled, verified })) return { kind: "fine" };
  if (evidence.reports && arrived * 2 < settled) return { kind: "outage", because: "not_arrived" };
  if (othersThen.sent >= ENOUGH_OTHERS && low(othersThen)) return { kind: "outage", because: "everywhere" };
  return { kind: "suspect", because: "conversion" };
}

/** Pure: whether a key is worth a closer look, which costs a query. */
export function maybeSuspect(figures: Figures, rules: GuardRules): boolean {
  const { recent, recentVerified, settled, verified } = figures;
  const low = (sent: number, good: number): boolean => sent >= rules.min_sent && good < rules.min_conversion * sent;
  return low(recent, recentVerified) || low(settled, verified);
}
