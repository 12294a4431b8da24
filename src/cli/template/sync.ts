import { templateBudgetMs, withProviderIo } from "../../delivery/provider-io.ts";
import { providerWords } from "../../delivery/test-provider.ts";
import { templateId } from "../../settings/snapshot.ts";
import { auditRow, writeAudit } from "../../tenants/audit.ts";
import type { BoundTemplate } from "../../templates/approve.ts";
import { keeperNamed } from "../../templates/submit.ts";
import { syncProvider } from "../../templates/sync.ts";
import { print, type Command } from "../command.ts";
import { withInstallation } from "../installation.ts";

export const templateSyncCommand: Command = {
  name: "template sync",
  usage: "template sync --provider NAME [--tenant NAME]",
  summary: "read back what a provider says of its templates",
  options: { provider: { type: "string" }, tenant: { type: "string" } },
  async run(args) {
    const name = args.required("provider");
    return withInstallation(async (installation) => {
      const { sql, clock } = installation;
      const ctx = installation.context(args.optional("tenant"));
      const { provider } = keeperNamed(ctx, name);
      await writeAudit(sql, auditRow(ctx, { action: "template.sync", target: name }, clock.now()));
      const synced = await withProviderIo(installation, provider, templateBudgetMs(provider), (io) =>
        syncProvider(installation, provider, io, { periodic: false, ctx }),
      );
      if (!synced.ok) {
        const words = providerWords(synced.words ?? synced.providerCode, provider);
        print(`✗ ${name} (${provider.kind}) did not say it: ${synced.errorClass}, ${words}`);
        return 1;
      }
      const isOwn = ({ template }: BoundTemplate): boolean => template.ownerId === ctx.tenant.id;
      const changed = synced.changed.filter(({ bound }) => isOwn(bound));
      for (const { bound, status, reason } of changed) {
        print(`  ${idOf(bound)} is ${status}${reason === null ? "" : ` (${reason})`}`);
      }
      for (const { bound, expiryMinutes } of synced.otherExpiry.filter((other) => isOwn(other.bound))) {
        const says = expiryMinutes === null ? "nothing of its expiry" : `${expiryMinutes} minutes`;
        print(`  ${idOf(bound)} says ${says} at the provider, and is bound so now`);
      }
      for (const { name: bindAs, title, language, status } of synced.unbound) {
        const called = title === bindAs ? "" : ` (${title})`;
        print(`  ${bindAs}${called} in ${language}, ${status ?? "in a state unknown here"}, is bound nowhere`);
      }
      print(`✓ ${name} (${provider.kind}) has ${synced.listed} templates; of ours ${changed.length} changed.`);
      return 0;
    });
  },
};

function idOf({ template: { key, channel, locale } }: BoundTemplate): string {
  return templateId(key, channel, locale);
}
