import { setToCsv } from "../../templates/set/csv.ts";
import { exportSet } from "../../templates/set/entry.ts";
import type { Command } from "../command.ts";
import { withInstallation } from "../installation.ts";

export const exportTemplatesCommand: Command = {
  name: "template export",
  usage: "template export [--tenant NAME] [--format json|csv]",
  summary: "write every template of the tenant's own to the standard output",
  options: { tenant: { type: "string" }, format: { type: "string" } },
  async run(args) {
    const format = args.oneOf("format", ["json", "csv"]) ?? "json";
    return withInstallation(async (installation) => {
      const entries = exportSet(installation.context(args.optional("tenant")).tenant);
      const list = entries.map(({ document, ...variant }) => ({ ...variant, ...document }));
      const text = format === "csv" ? setToCsv(entries) : `${JSON.stringify({ templates: list }, null, 2)}\n`;
      process.stdout.write(text);
      return 0;
    });
  },
};
