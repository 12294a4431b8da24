import { createReadStream } from "node:fs";
import { presets, type InvoiceColumns, type Preset } from "../ledger/reconcile/columns.ts";
import { differenceKinds } from "../ledger/reconcile/compare.ts";
import { reconcile } from "../ledger/reconcile/reconcile.ts";
import { publicId } from "../kit/id.ts";
import { print, type Args, type Command } from "./command.ts";
import { withInstallation } from "./installation.ts";

export const reconcileCommand: Command = {
  name: "reconcile",
  usage:
    "reconcile --provider NAME (--preset twilio|vonage | --id-column NAME --amount-column NAME) [--currency-column NAME] [--decimal point|comma] [--tenant NAME] FILE",
  summary: "hold a provider's invoice (CSV) against what was sent, and keep what differs",
  options: {
    provider: { type: "string" },
    preset: { type: "string" },
    "id-column": { type: "string" },
    "amount-column": { type: "string" },
    "currency-column": { type: "string" },
    decimal: { type: "string" },
    tenant: { type: "string" },
  },
  positionals: ["FILE"],
  async run(args) {
    const file = args.file(0);
    const columns = columnsOf(args);
    const mark = args.oneOf("decimal", ["point", "comma"]);
    return withInstallation(async (installation) => {
      const { sql, clock } = installation;
      const ctx = installation.context(args.optional("tenant"));
      const invoice = {
        provider: args.required("provider"),
        columns,
        currency: ctx.tenant.currency,
        decimal: mark === null ? null : mark === "comma" ? ("," as const) : ("." as const),
        span: null,
      };
      const { id, figures } = await reconcile({ sql, clock }, ctx, invoice, createReadStream(file), (_hash, work) =>
        sql.begin(work),
      );
      print(`${publicId("rec", id)}: ${figures.lines} lines, ${figures.matched} of them messages sent here`);
      for (const { currency, invoiced, invoiced_of_known: known, expected } of figures.currencies) {
        print(`  invoiced ${invoiced} ${currency}; where the cost is known ${known}, expected ${expected}`);
      }
      for (const kind of differenceKinds) print(`  ${kind.padEnd(14)}${figures.differences[kind].count}`);
      return 0;
    });
  },
};

function columnsOf(args: Args): InvoiceColumns {
  const named = args.oneOf("preset", Object.keys(presets) as Preset[]);
  const preset: InvoiceColumns | undefined = named === null ? undefined : presets[named];
  return {
    id: args.optional("id-column") ?? preset?.id ?? args.required("id-column"),
    amount: args.optional("amount-column") ?? preset?.amount ?? args.required("amount-column"),
    currency: args.optional("currency-column") ?? preset?.currency ?? null,
    status: preset?.status ?? null,
    negative: preset?.negative ?? false,
  };
}
