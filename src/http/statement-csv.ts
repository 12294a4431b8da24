import { formatAmount } from "../kit/money.ts";
import type { NamedSpend, Statement } from "../ledger/statement/compose.ts";

export const statementColumns = ["month", "section", "name", "count", "charged", "refunded", "amount", "currency"];

/**
 * The names are those of the JSON, in every language, so that a macro goes on working. In the section `balance` the
 * amounts are signed: all but the last add up to it. `spend_by_…` are positive, each section the same sum.
 */
export function statementRows(statement: Statement): string[][] {
  const { opening, closing, topups, adjustments, spend, refunds, lateCharges } = statement;
  const row = (section: string, name: string, count: number | null, cells: string[]): string[] => [
    statement.month,
    section,
    name,
    count === null ? "" : String(count),
    ...cells,
    statement.currency,
  ];
  const amountRow = (section: string, name: string, count: number | null, amount: bigint): string[] =>
    row(section, name, count, ["", "", formatAmount(amount)]);
  const spendRows = (section: string, list: readonly NamedSpend[]): string[][] =>
    list.map(({ name, messages, charged, refunded, spend: rest }) =>
      row(section, name, messages, [charged, refunded, rest].map(formatAmount)),
    );
  return [
    amountRow("balance", "opening", null, opening.total),
    amountRow("balance", "topups", topups.count, topups.amount),
    amountRow("balance", "adjustments", adjustments.count, adjustments.amount),
    amountRow("balance", "charges", spend.messages, -spend.charged),
    amountRow("balance", "refunds", refunds.count, spend.refunded),
    amountRow("balance", "closing", null, closing.total),
    amountRow("held", "opening", null, opening.held),
    amountRow("held", "closing", null, closing.held),
    amountRow("late_charges", "", lateCharges.count, lateCharges.amount),
    ...spendRows("spend_by_channel", statement.byChannel),
    ...spendRows("spend_by_provider", statement.byProvider),
    ...spendRows("spend_by_purpose", statement.byPurpose),
    ...spendRows("spend_by_cost_centre", statement.byCostCentre),
  ];
}
