import type { Span } from "./month.ts";
import type { Sum } from "./sums.ts";

/** What an account held at a moment. */
export interface Position {
  total: bigint;
  held: bigint;
}

/** Money of messages: what was charged, what came back of it, and the difference. */
export interface Spend {
  messages: number;
  charged: bigint;
  refunded: bigint;
  spend: bigint;
}

export interface NamedSpend extends Spend {
  /** Empty: none was named. */
  name: string;
}

/** Of messages charged and not refunded, of which a refund in a later month is taken off there. */
export interface Margin {
  /** Those whose cost is known: how many, what they were charged at, what they cost us. */
  messages: number;
  spend: bigint;
  cost: bigint;
  margin: bigint;
  /** How many of the others there are. */
  unknown: number;
}

export interface Statement extends Span {
  month: string;
  timeZone: string;
  currency: string;
  /** Nothing can be written into it any more. */
  final: boolean;
  opening: Position;
  closing: Position;
  entries: number;
  topups: { count: number; amount: bigint };
  adjustments: { count: number; amount: bigint };
  /** Part of what was charged: messages that arrived after their hold had been released. */
  lateCharges: { count: number; amount: bigint };
  refunds: { count: number; amount: bigint };
  spend: Spend;
  byChannel: NamedSpend[];
  byProvider: NamedSpend[];
  byPurpose: NamedSpend[];
  byCostCentre: NamedSpend[];
  margin: Margin;
}

/** What is read of the sums, all of one moment. */
export interface StatementSums {
  /** Before the month, after it, and all there are. */
  opening: Position;
  after: Position;
  ever: Position;
  /** As the ledger has it after the newest entry that is in the sums. */
  ledger: Position;
  month: Sum[];
}

type About = Pick<Statement, "month" | "timeZone" | "currency" | "from" | "until" | "final">;

/** Pure. Throws when the sums don't add up to the ledger: no statement is better than a wrong one. */
export function composeStatement(about: About, sums: StatementSums): Statement {
  const { opening, after, ever, ledger, month } = sums;
  const closing = { total: ever.total - after.total, held: ever.held - after.held };
  const of = (...kinds: Sum["kind"][]): Sum[] => month.filter(({ kind }) => kinds.includes(kind));
  const spend = spendOf(month);
  const topups = movementOf(of("topup"));
  const adjustments = movementOf(of("adjustment"));
  const lateCharges = movementOf(of("late_charge"));
  const refunds = movementOf(of("refund"));
  const movements = topups.amount + adjustments.amount - spend.spend;
  if (opening.total + movements !== closing.total) {
    throw new Error(`statement ${about.month}: ${opening.total} and ${movements} are not ${closing.total}`);
  }
  if (ever.total !== ledger.total || ever.held !== ledger.held) {
    throw new Error(
      `statement ${about.month}: the sums are ${ever.total} with ${ever.held} held, the ledger ${ledger.total} with ${ledger.held}`,
    );
  }
  return {
    ...about,
    opening,
    closing,
    entries: count(month),
    topups,
    adjustments,
    lateCharges,
    refunds,
    spend,
    byChannel: by(month, (sum) => sum.channel),
    byProvider: by(month, (sum) => sum.provider),
    byPurpose: by(month, (sum) => sum.purpose),
    byCostCentre: by(month, (sum) => sum.costCentre),
    margin: marginOf(month, spend, refunds.count),
  };
}

const isCharge = ({ kind }: Sum): boolean => kind === "capture" || kind === "late_charge";
const isSpend = (sum: Sum): boolean => isCharge(sum) || sum.kind === "refund";

/** What entries add to the total: what becomes held, or comes back from that, does not. */
const movement = ({ amount, heldDelta }: Sum): bigint => amount + heldDelta;
const total = (sums: readonly Sum[]): bigint => sums.reduce((sum, one) => sum + movement(one), 0n);
const count = (sums: readonly Sum[]): number => sums.reduce((sum, one) => sum + one.entries, 0);

function movementOf(sums: readonly Sum[]): { count: number; amount: bigint } {
  return { count: count(sums), amount: total(sums) };
}

function spendOf(sums: readonly Sum[]): Spend {
  const charges = sums.filter(isCharge);
  const charged = -total(charges);
  const refunded = total(sums.filter(({ kind }) => kind === "refund"));
  return { messages: count(charges), charged, refunded, spend: charged - refunded };
}

/** The dearest first. */
function by(sums: readonly Sum[], nameOf: (sum: Sum) => string): NamedSpend[] {
  const groups = new Map<string, Sum[]>();
  for (const sum of sums.filter(isSpend)) groups.set(nameOf(sum), [...(groups.get(nameOf(sum)) ?? []), sum]);
  const named = [...groups].map(([name, group]) => ({ name, ...spendOf(group) }));
  return named.sort((a, b) => (a.spend === b.spend ? (a.name < b.name ? -1 : 1) : a.spend > b.spend ? -1 : 1));
}

function marginOf(sums: readonly Sum[], spend: Spend, refunds: number): Margin {
  const messages = sums.reduce((sum, { costKnown }) => sum + costKnown, 0);
  const paid = sums.reduce((sum, { chargedOfKnown }) => sum + chargedOfKnown, 0n);
  const cost = sums.reduce((sum, one) => sum + one.cost, 0n);
  return { messages, spend: paid, cost, margin: paid - cost, unknown: spend.messages - refunds - messages };
}
