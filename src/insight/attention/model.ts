import type { LeftOutBy } from "../../delivery/guards.ts";
import type { Explained } from "../../guard/explain.ts";
import type { PlanFinding, PlanRule, Severity } from "../../settings/findings.ts";
import type { Role } from "../../tenants/actor.ts";
import type { Words } from "../words.ts";

/** What can need a person's attention, of one severity the worst first. */
export const attentionKinds = [
  "nothing_sends",
  "ledger_wrong",
  "balance_empty",
  "provider_down",
  "provider_unusable",
  "channel_dead",
  "webhook_off",
  "balance_short",
  "credit_short",
  "template_refused",
  "messages_failing",
  "provider_failing",
  "guard_blocked",
  "guard_suspected",
  "no_price",
  "price_below_cost",
  "step_broken",
  "limits_open",
  "webhook_failing",
  "webhook_gave_up",
  "topups_waiting",
  "reconciliation_differs",
  "guard_outage",
] as const;
export type AttentionKind = (typeof attentionKinds)[number];

/** Money that is left, as it was judged last. Amounts are decimal text. */
interface Running {
  available: string;
  currency: string | null;
  threshold: string;
  runway_hours: number | null;
  acknowledged: boolean;
  /** Why nobody heard of it. */
  untold: string | null;
}

type PlanFact = Pick<PlanFinding, "rule" | "channel" | "provider" | "message">;

interface KeyFact extends Omit<Explained, "key" | "decision" | "until"> {
  until: string | null;
}

/** What each is about, in the wire's words. */
export interface AttentionFacts {
  nothing_sends: { reasons: PlanFact[] };
  ledger_wrong: { problem: string; entry: number | null };
  balance_empty: Running;
  provider_down: { because: LeftOutBy; reason: string; alone_on: string[] };
  provider_unusable: { provider_kind: string };
  channel_dead: { reasons: PlanFact[] };
  webhook_off: { reason: string };
  balance_short: Running & { because: "low" | "runway" };
  credit_short: Running & { because: "low" | "runway" | "empty" };
  template_refused: { provider: string; status: string; reason: string | null };
  messages_failing: { failed: number; percent: number; usual_percent: number };
  provider_failing: { messages: number; reason: string };
  guard_blocked: KeyFact;
  guard_suspected: KeyFact;
  no_price: { channels: string[] };
  price_below_cost: { channel: string; provider: string | null; area: string | null; amount: string; cost: string };
  step_broken: { rule: PlanRule; provider: string; message: string };
  limits_open: { message: string };
  webhook_failing: { slow: boolean };
  webhook_gave_up: Record<string, never>;
  topups_waiting: { count: number; reversals: number };
  reconciliation_differs: { reconciliation: string; differences: number; lines: number };
  guard_outage: KeyFact;
}

interface Of<K extends AttentionKind> {
  kind: K;
  severity: Severity;
  /** Milliseconds; null: nobody kept it. */
  since: number | null;
  /** The name of what it is about: a provider, a channel, a template, a tenant. */
  subject: string;
  /** Where in the API that is read or changed. */
  link: string;
  facts: AttentionFacts[K];
}
/** Something that is not as it should be, now. */
export type Attention = { [K in AttentionKind]: Of<K> }[AttentionKind];
export type ToldAttention = Attention & { text: Words };

const operators = ["ops", "auditor"] as const satisfies Role[];
const keepers = ["finance", "auditor"] as const satisfies Role[];
const everyone = ["ops", "finance", "auditor"] as const satisfies Role[];

/** Who may hear of it: whoever may read what it is about, and admins. */
const heardBy: Record<AttentionKind, readonly Role[]> = {
  nothing_sends: operators,
  ledger_wrong: keepers,
  balance_empty: everyone,
  provider_down: operators,
  provider_unusable: operators,
  channel_dead: operators,
  webhook_off: operators,
  balance_short: everyone,
  credit_short: everyone,
  template_refused: operators,
  messages_failing: everyone,
  provider_failing: operators,
  guard_blocked: operators,
  guard_suspected: operators,
  no_price: everyone,
  price_below_cost: keepers,
  step_broken: operators,
  limits_open: operators,
  webhook_failing: operators,
  webhook_gave_up: operators,
  topups_waiting: keepers,
  reconciliation_differs: keepers,
  guard_outage: operators,
};

export function hears(role: Role, kind: AttentionKind): boolean {
  return role === "admin" || heardBy[kind].includes(role);
}

const severityRank: Record<Severity, number> = { error: 0, warning: 1, info: 2 };

/** Pure: the worst first; of the same kind what has lasted longest. */
export function worstFirst(a: Attention, b: Attention): number {
  return (
    severityRank[a.severity] - severityRank[b.severity] ||
    attentionKinds.indexOf(a.kind) - attentionKinds.indexOf(b.kind) ||
    (a.since ?? Infinity) - (b.since ?? Infinity) ||
    (a.subject < b.subject ? -1 : 1)
  );
}
