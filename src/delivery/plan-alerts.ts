import { newId } from "../kit/id.ts";
import { formatAmount } from "../kit/money.ts";
import type { AlertChange, AlertFigures, NewAlert, Standing } from "../ledger/alert-rows.ts";
import { CLAIM_MS, decideAlerts, type AlertSteps } from "../ledger/decide-alerts.ts";
import { judge, type Figures } from "../ledger/running-out.ts";
import type { TenantConfig } from "../settings/snapshot.ts";
import type { MoneyNews } from "./balance-notice.ts";
import type { MoneySubject } from "./money-subjects.ts";
import { wantedBy } from "./operators.ts";

/** What is to be told once its claim is committed. */
export interface Errand {
  tenant: TenantConfig;
  news: MoneyNews;
  /** The alert it is about. */
  id: string;
  failures: number;
}

export interface AlertPlan {
  begun: NewAlert[];
  changes: AlertChange[];
  errand: Errand | null;
}

/** The rows to write for one account, and what to tell of it. What is told is claimed: for a minute it is ours. */
export function planAlerts(subject: MoneySubject, known: readonly Standing[], now: number): AlertPlan {
  const { tenant, tenantId, provider } = subject;
  const wanted = provider === "" ? "balance" : "provider";
  const heard = wantedBy(tenant, wanted).length > 0;
  const steps = decideAlerts(judge(subject.figures), known, now, heard);
  const figures = figuresOf(subject.figures);
  const untold = heard ? null : `nobody in alert_to wants ${wanted}`;
  const plan: AlertPlan = {
    begun: steps.begun.map((kind) => ({ tenantId, provider, id: newId(), kind, figures, tryAt: now, untold })),
    changes: [
      ...steps.ended.map((id) => ({ tenantId, id, ended: true, figures, overDue: id === steps.overDue })),
      ...steps.overDone.map((id) => ({ tenantId, id, overDue: false })),
    ],
    errand: null,
  };
  const about = toldOf(steps, plan.begun, known);
  if (about === null) return plan;
  claim(plan, { tenantId, id: about.id, tryAt: now + CLAIM_MS, figures });
  const { id, kind, failures } = about;
  return { ...plan, errand: { tenant, news: { kind, provider, figures }, id, failures } };
}

/** The alert that is told, and as what. */
function toldOf({ tell }: AlertSteps, begun: readonly NewAlert[], known: readonly Standing[]) {
  if (tell === null) return null;
  if ("over" in tell) {
    const over = known.find(({ id }) => id === tell.over);
    return over === undefined ? null : { id: over.id, kind: "over" as const, failures: over.failures };
  }
  const standing = known.find(({ kind, endedAt }) => kind === tell.kind && endedAt === null);
  const id = standing?.id ?? begun.find(({ kind }) => kind === tell.kind)?.id;
  return id === undefined ? null : { id, kind: tell.kind, failures: standing?.failures ?? 0 };
}

/** In the row that is written anyway: a statement changes a row once. */
function claim(plan: AlertPlan, claimed: AlertChange & { tryAt: number }): void {
  const fresh = plan.begun.find(({ id }) => id === claimed.id);
  const changed = plan.changes.find(({ id }) => id === claimed.id);
  if (fresh !== undefined) fresh.tryAt = claimed.tryAt;
  else if (changed !== undefined) Object.assign(changed, claimed);
  else plan.changes.push(claimed);
}

function figuresOf({ available, currency, threshold, runwayHours }: Figures): AlertFigures {
  return {
    available: formatAmount(available),
    currency,
    threshold: formatAmount(threshold),
    runway_hours: runwayHours,
  };
}
