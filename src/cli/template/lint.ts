import { GatewayError } from "../../errors.ts";
import { severities } from "../../settings/findings.ts";
import { templateId } from "../../settings/snapshot.ts";
import { countFindings, lintTemplates, type LintedVariant } from "../../templates/lint/index.ts";
import { print, type Command } from "../command.ts";
import { withInstallation } from "../installation.ts";

export const lintTemplatesCommand: Command = {
  name: "template lint",
  usage: "template lint [--tenant NAME] [--key KEY] [--strict]",
  summary: "what is wrong with the templates in use; exit 1 on errors, with --strict on warnings too",
  options: { tenant: { type: "string" }, key: { type: "string" }, strict: { type: "boolean" } },
  async run(args) {
    const key = args.optional("key");
    return withInstallation(async (installation) => {
      const { tenant } = installation.context(args.optional("tenant"));
      const linted = lintTemplates(tenant, key);
      if (key !== null && linted.length === 0) throw new GatewayError("not_found", `there is no template ${key}`);
      for (const line of linted.flatMap(linesOf)) print(line);
      const counts = countFindings(linted);
      const said = severities.map((severity) => plural(counts[severity], severity)).join(", ");
      print(`${plural(linted.length, "variant")} of ${tenant.name}: ${said}`);
      return counts.error > 0 || (args.flag("strict") && counts.warning > 0) ? 1 : 0;
    });
  },
};

function linesOf({ key, channel, locale, version, findings }: LintedVariant): string[] {
  const head = `${templateId(key, channel, locale)} (version ${version})${findings.length === 0 ? ": fine" : ""}`;
  return [
    head,
    ...findings.map(({ severity, path, message, rule }) => `  ${severity.padEnd(8)}${path}: ${message} [${rule}]`),
  ];
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 || word === "info" ? "" : "s"}`;
}
