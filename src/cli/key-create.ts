import { roles } from "../tenants/actor.ts";
import { createKey } from "../tenants/keys.ts";
import { print, UsageError, type Command } from "./command.ts";
import { withInstallation } from "./installation.ts";

export const createKeyCommand: Command = {
  name: "key create",
  usage: "key create --role ROLE [--tenant NAME] [--name LABEL]",
  summary: `make an API key and show it, once; roles: ${roles.join(", ")}`,
  options: { role: { type: "string" }, tenant: { type: "string" }, name: { type: "string" } },
  async run(args) {
    const role = args.oneOf("role", roles);
    if (role === null) throw new UsageError(`--role is needed: ${roles.join(", ")}`);
    const name = args.optional("name") ?? `${role} key of the command line`;
    return withInstallation(async (installation) => {
      const { sql, clock } = installation;
      const ctx = installation.context(args.optional("tenant"));
      const request = { role, name, expiresAt: null, facade: null, ips: [] };
      const { key } = await sql.begin((tx) => createKey(tx, ctx, request, clock.now()));
      print(`A key of role ${role} for tenant ${ctx.tenant.name}, shown this once:\n\n  ${key}\n`);
      return 0;
    });
  },
};
