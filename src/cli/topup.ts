import { readBalance } from "../ledger/balance.ts";
import { referenceOf } from "../ledger/reference.ts";
import { topUp } from "../ledger/top-up.ts";
import { publicId } from "../kit/id.ts";
import { formatAmount, parseAmount } from "../kit/money.ts";
import { auditRow, writeAudit } from "../tenants/audit.ts";
import { print, UsageError, type Command } from "./command.ts";
import { withInstallation } from "./installation.ts";

export const topUpCommand: Command = {
  name: "topup",
  usage: "topup --amount AMOUNT --reference TEXT [--tenant NAME] [--note TEXT]",
  summary: "add money, or request it where a second person approves; the same reference again adds nothing",
  options: {
    tenant: { type: "string" },
    amount: { type: "string" },
    reference: { type: "string" },
    note: { type: "string" },
  },
  async run(args) {
    const amount = amountOf(args.required("amount"));
    const reference = referenceOf(oneLine("reference", args.required("reference"), 100));
    if (reference === null) throw new UsageError("--reference must be visible characters");
    const given = args.optional("note");
    const note = given === null ? null : oneLine("note", given, 500);
    return withInstallation(async (installation) => {
      const { sql, clock } = installation;
      const ctx = installation.context(args.optional("tenant"));
      const { created, topUp: row } = await sql.begin(async (tx) => {
        const done = await topUp(tx, clock, ctx, { amount, reference, note });
        const { currency, status } = done.topUp;
        const after = { amount: formatAmount(amount), currency, reference, note, status };
        const change = { action: "balance.topup", target: reference, after };
        if (done.created) await writeAudit(tx, auditRow(ctx, change, clock.now()));
        return done;
      });
      const { available } = await readBalance(sql, ctx.tenant, clock.now());
      const what = `${formatAmount(amount)} ${row.currency}`;
      const left = `available are ${formatAmount(available)} ${row.currency}`;
      if (!created) {
        print(`Nothing was added: ${what} came before under the reference ${reference} (${row.status}); ${left}.`);
      } else if (row.status === "requested") {
        const id = publicId("top", row.id);
        print(
          `${what} requested for ${ctx.tenant.name} as ${id}: nothing is added until somebody else approves it; ${left}.`,
        );
      } else print(`${what} added to ${ctx.tenant.name}; ${left}.`);
      return 0;
    });
  },
};

/** Half the world writes fifty thousand as 50.000: whoever types it is asked, since money can't be guessed. */
function amountOf(text: string): bigint {
  const amount = parseAmount(text);
  if (amount === null || amount <= 0n) {
    throw new UsageError(
      '--amount is a decimal of more than zero, at most twelve digits and six places, like "356.65"',
    );
  }
  const threePlaces = /\.\d{3}$/;
  if (!threePlaces.test(text)) return amount;
  const decimal = formatAmount(amount);
  const grouped = text.replace(".", "").replace(/^0+/, "");
  throw new UsageError(
    `--amount ${text} can be read in two ways: write ${threePlaces.test(decimal) ? `${decimal}0` : decimal} if the point ` +
      `is a decimal mark, ${grouped} if it sets thousands apart`,
  );
}

/** As the API takes it. */
export function oneLine(name: string, text: string, max: number): string {
  if (text.length > max || /\p{Cc}/u.test(text)) {
    throw new UsageError(`--${name} is one line of at most ${max} characters`);
  }
  return text;
}
