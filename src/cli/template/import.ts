import { readFile } from "node:fs/promises";
import { importModes, importOutcomes } from "../../templates/set/decide.ts";
import { idOf } from "../../templates/set/entry.ts";
import { importTemplates } from "../../templates/set/import.ts";
import { readSet } from "../../templates/set/read.ts";
import { print, UsageError, type Command } from "../command.ts";
import { withInstallation } from "../installation.ts";

export const importTemplatesCommand: Command = {
  name: "template import",
  usage: "template import FILE [--tenant NAME] [--mode merge|replace] [--dry-run]",
  summary: "put every template of a JSON or CSV file, all or none; replace takes the others out of use",
  options: { tenant: { type: "string" }, mode: { type: "string" }, "dry-run": { type: "boolean" } },
  positionals: ["FILE"],
  async run(args) {
    const mode = args.oneOf("mode", importModes) ?? "merge";
    const dryRun = args.flag("dry-run");
    const entries = readSet(await fileOf(args.positional(0)));
    return withInstallation(async (installation) => {
      const ctx = installation.context(args.optional("tenant"));
      const done = await importTemplates(installation, ctx, { entries, mode, dryRun });
      if (done.replay !== null) throw new Error("a command is never a replay");
      const { steps, findings } = done;
      for (const step of steps) {
        if (step.outcome !== "unchanged") print(`${step.outcome.padEnd(8)} ${idOf(step)} v${step.version}`);
      }
      for (const { path, message } of findings) print(`! ${path}: ${message}`);
      const counts = importOutcomes.map((word) => `${steps.filter(({ outcome }) => outcome === word).length} ${word}`);
      print(`${dryRun ? "Would be" : "Done"}: ${counts.join(", ")}.`);
      return 0;
    });
  },
};

async function fileOf(path: string): Promise<{ json: unknown } | { csv: string }> {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(await readFile(path));
  } catch (error) {
    throw new UsageError(`FILE: can't be read as UTF-8: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (!/^\s*\{/.test(text)) return { csv: text };
  try {
    return { json: JSON.parse(text) as unknown };
  } catch {
    throw new UsageError("FILE: is not valid JSON");
  }
}
