import { GatewayError } from "../errors.ts";
import { name as nameSchema, tenantDocument } from "../settings/documents.ts";
import { putTenant } from "../tenants/put-tenant.ts";
import { print, UsageError, type Command } from "./command.ts";
import { withInstallation } from "./installation.ts";

export const createTenantCommand: Command = {
  name: "tenant create",
  usage: "tenant create NAME [--brand TEXT]",
  summary: "make a tenant with an account of its own; it uses the first one's providers until it has some",
  options: { brand: { type: "string" } },
  positionals: ["NAME"],
  async run(args) {
    const name = args.positional(0);
    const checked = nameSchema.safeParse(name);
    if (!checked.success) throw new UsageError(`NAME has ${checked.error.issues[0]?.message ?? "a mistake"}`);
    const document = tenantDocument.safeParse({ brand: args.optional("brand") ?? name });
    if (!document.success) throw new UsageError(`--brand: ${document.error.issues[0]?.message ?? "is not valid"}`);
    return withInstallation(async (installation) => {
      const ctx = installation.context(null);
      if (installation.settings.current.tenantsByName.has(name)) {
        throw new GatewayError("conflict", `there is a tenant ${name} already; PUT /v1/tenants/${name} changes it`);
      }
      const { currency, defaultCountry } = installation.config;
      const put = { name, document: document.data, currency, defaultCountry };
      const { findings } = await putTenant(installation, ctx, put);
      print(`Tenant ${name} is made, with an empty account in ${currency}.`);
      for (const { path, message } of findings) print(`! ${path}: ${message}`);
      print(`Next: gerbang key create --role erp --tenant ${name}, and gerbang topup --tenant ${name} …`);
      return 0;
    });
  },
};
