import type { Ctx } from "../context.ts";
import type { Tx } from "../db/client.ts";
import type { Clock } from "../kit/clock.ts";
import { isoMs } from "../kit/clock.ts";
import { parsePublicId, publicId } from "../kit/id.ts";
import { formatAmount } from "../kit/money.ts";
import { decideTopUp } from "../ledger/decide-top-up.ts";
import { decideReversal, reverseTopUp } from "../ledger/reverse-top-up.ts";
import { listTopUps, topUpStatuses, type TopUp } from "../ledger/top-up-rows.ts";
import { print, UsageError, type Args, type Command } from "./command.ts";
import { withInstallation } from "./installation.ts";
import { oneLine } from "./topup.ts";

const SHOWN = 50;

const listCommand: Command = {
  name: "topup list",
  usage: "topup list [--status STATUS] [--tenant NAME]",
  summary: `the newest top-ups; STATUS is ${topUpStatuses.join(", ")}`,
  options: { tenant: { type: "string" }, status: { type: "string" } },
  async run(args) {
    const status = args.oneOf("status", topUpStatuses) ?? undefined;
    return withInstallation(async (installation) => {
      const { tenant } = installation.context(args.optional("tenant"));
      const rows = await listTopUps(installation.sql, tenant.id, { status, limit: SHOWN, before: null });
      for (const row of rows) print(lineOf(row));
      if (rows.length === 0) print("There are none.");
      return 0;
    });
  },
};

type Step = (tx: Tx, clock: Clock, ctx: Ctx, input: { id: string; reason: string }) => Promise<TopUp>;

/** A word on one top-up, by the actor `cli`: never on what the command line itself requested. */
function stepCommand(word: string, summary: string, wantsReason: boolean, step: Step): Command {
  return {
    name: `topup ${word}`,
    usage: `topup ${word} ID${wantsReason ? " --reason TEXT" : ""} [--tenant NAME]`,
    summary,
    options: { tenant: { type: "string" }, ...(wantsReason ? { reason: { type: "string" } } : {}) },
    positionals: ["ID"],
    async run(args) {
      const id = topUpId(args);
      const reason = wantsReason ? oneLine("reason", args.required("reason"), 500) : "";
      return withInstallation(async (installation) => {
        const { sql, clock } = installation;
        const ctx = installation.context(args.optional("tenant"));
        print(lineOf(await sql.begin((tx) => step(tx, clock, ctx, { id, reason }))));
        return 0;
      });
    },
  };
}

export const topUpDecisionCommands: readonly Command[] = [
  listCommand,
  stepCommand("approve", "approve a requested top-up", false, (tx, clock, ctx, { id }) =>
    decideTopUp(tx, clock, ctx, { id, decision: "approve", reason: null }),
  ),
  stepCommand("refuse", "refuse a requested top-up", true, (tx, clock, ctx, { id, reason }) =>
    decideTopUp(tx, clock, ctx, { id, decision: "refuse", reason }),
  ),
  stepCommand(
    "reverse",
    "take a posted top-up back, or request that where a second person approves",
    true,
    reverseTopUp,
  ),
  stepCommand("approve-reversal", "approve a requested reversal", false, (tx, clock, ctx, { id }) =>
    decideReversal(tx, clock, ctx, { id, decision: "approve", reason: null }),
  ),
  stepCommand("refuse-reversal", "refuse a requested reversal", true, (tx, clock, ctx, { id, reason }) =>
    decideReversal(tx, clock, ctx, { id, decision: "refuse", reason }),
  ),
];

function topUpId(args: Args): string {
  const id = parsePublicId("top", args.positional(0));
  if (id === null) throw new UsageError("ID is a top-up's, like top_0199f0c2a1b27c3d8e4f5a6b7c8d9e0f");
  return id;
}

function lineOf(row: TopUp): string {
  const { amount, currency, status, reference, actor, at } = row;
  return [publicId("top", row.id), isoMs(at), status, `${formatAmount(amount)} ${currency}`, actor, reference].join(
    "  ",
  );
}
