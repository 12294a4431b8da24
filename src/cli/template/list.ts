import { print, type Command } from "../command.ts";
import { withInstallation } from "../installation.ts";

export const listTemplatesCommand: Command = {
  name: "template list",
  usage: "template list [--tenant NAME] [--key KEY]",
  summary: "the templates in use, with their versions and what providers say of them",
  options: { tenant: { type: "string" }, key: { type: "string" } },
  async run(args) {
    const key = args.optional("key");
    return withInstallation(async (installation) => {
      const { tenant } = installation.context(args.optional("tenant"));
      const rows = [...tenant.templates.entries()]
        .filter(([, template]) => key === null || template.key === key)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([id, template]) => ({ id, template }));
      const width = Math.max(0, ...rows.map(({ id }) => id.length)) + 2;
      for (const { id, template } of rows) {
        const shared = template.ownerId === tenant.id ? "" : "  shared";
        const said = Object.keys(template.document.bindings).map(
          (provider) => `${provider} ${template.approvals.get(provider)?.status ?? "approved"}`,
        );
        print(`${id.padEnd(width)}v${template.version}${shared}${said.length === 0 ? "" : `  ${said.join(", ")}`}`);
      }
      if (rows.length === 0) print(`${tenant.name} has no template${key === null ? "" : ` ${key}`}.`);
      return 0;
    });
  },
};
