import { RetentionJob } from "../retention/job.ts";
import { allClasses, runRetention, type ClassRun } from "../retention/run.ts";
import { StartError } from "../start-error.ts";
import { auditRow, writeAudit } from "../tenants/audit.ts";
import { print, type Command } from "./command.ts";
import { withInstallation } from "./installation.ts";

export const retentionRunCommand: Command = {
  name: "retention run",
  usage: "retention run [--apply]",
  summary: "say what is past its time; with --apply, empty and drop it now",
  options: { apply: { type: "boolean" } },
  async run(args) {
    const apply = args.flag("apply");
    return withInstallation(async (installation) => {
      const { sql, keyring, clock, log } = installation;
      const dry = {
        sql,
        keyring,
        now: clock.now(),
        dry: true,
        classes: new Set(allClasses),
        pause: () => Promise.resolve(),
        stopped: () => false,
      };
      if (apply) {
        const ctx = installation.context(null);
        await writeAudit(sql, auditRow(ctx, { action: "retention.run", target: "retention" }, clock.now()));
      }
      const runs = apply ? await new RetentionJob({ sql, keyring, clock, log }).run() : await runRetention(dry);
      if (runs === null) throw new StartError("a gateway is at it right now; GET /v1/retention/runs shows what it did");
      for (const run of runs) print(lineOf(run, apply));
      for (const { part, why } of runs.flatMap(({ left }) => left)) print(`  left ${part}: ${why}`);
      if (!apply) print("nothing was changed; --apply does it");
      return 0;
    });
  },
};

function lineOf({ class: kept, until, rows, parts, bytes }: ClassRun, apply: boolean): string {
  const what = apply ? "" : " to go";
  const months = parts.length === 0 ? "" : `, ${parts.join(" ")}, ${Math.round(bytes / 1e6)} MB`;
  return `${kept.padEnd(9)} before ${new Date(until).toISOString().slice(0, 10)}: ${rows} rows${what}${months}`;
}
