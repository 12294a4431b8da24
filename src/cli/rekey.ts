import { and, eq, isNotNull } from "drizzle-orm";
import { resealTotps } from "../console-users/totp.ts";
import { configVersion, providers } from "../db/schema/index.ts";
import { resealHooks } from "../delivery/reseal-hooks.ts";
import { resealProofs } from "../ledger/top-up-proof.ts";
import { changeSettings } from "../settings/change.ts";
import { resealWebhookSecrets } from "../events/sealed-secrets.ts";
import { KEY_CHECK } from "../settings/key-check.ts";
import { NUMBER_KEY } from "../settings/number-key.ts";
import { secretsContext } from "../settings/load.ts";
import { print, type Command } from "./command.ts";
import { withInstallation } from "./installation.ts";

/**
 * What lasts is sealed anew: the key that seals numbers (so that no number is), the secrets of providers and webhooks,
 * second factors of console users, top-ups' proof files, and reports that are not applied yet. The rest runs out by itself, codes within ten minutes and kept answers within a day, so an older key may leave
 * GATEWAY_SECRET_PREVIOUS a day later.
 */
export const rekeyCommand: Command = {
  name: "rekey",
  usage: "rekey",
  summary: "seal the stored secrets under the newest master key",
  options: {},
  async run() {
    return withInstallation(async (installation) => {
      const { keyring } = installation;
      let sealed = 0;
      await changeSettings(installation, installation.context(null), async (tx, now) => {
        for (const row of await tx.select().from(providers).where(isNotNull(providers.secrets))) {
          if (row.secrets === null || keyring.isCurrent(row.secrets)) continue;
          const context = secretsContext(row.tenantId, row.name);
          const secrets = keyring.seal(context, keyring.openText(context, row.secrets));
          await tx
            .update(providers)
            .set({ secrets, updatedAt: now })
            .where(and(eq(providers.tenantId, row.tenantId), eq(providers.name, row.name)));
          sealed += 1;
        }
        const [kept] = await tx.select({ numberKey: configVersion.numberKey }).from(configVersion);
        const old = kept?.numberKey ?? null;
        const numberKey = old === null ? null : keyring.seal(NUMBER_KEY, keyring.open(NUMBER_KEY, old));
        await tx.update(configVersion).set({ keyCheck: keyring.seal(KEY_CHECK, KEY_CHECK), numberKey });
        const targets = [
          ...(sealed === 0 ? [] : [`${sealed} providers`]),
          ...(old === null || keyring.isCurrent(old) ? [] : [NUMBER_KEY]),
        ];
        return { audit: targets.map((target) => ({ action: "secrets.rekey", target })) };
      });
      const hooks = await resealHooks(installation.sql, keyring);
      print(
        sealed === 0
          ? "All secrets are under the newest master key."
          : `The secrets of ${sealed} providers are sealed anew.`,
      );
      if (hooks.sealed > 0) print(`${hooks.sealed} reports that are not applied yet are sealed anew.`);
      if (hooks.lost > 0) print(`${hooks.lost} reports can't be applied: no master key opens them.`);
      const proofs = await resealProofs(installation.sql, keyring);
      if (proofs.sealed > 0) print(`${proofs.sealed} proof files of top-ups are sealed anew.`);
      if (proofs.lost > 0) print(`${proofs.lost} proof files can't be read: no master key opens them.`);
      const webhooks = await resealWebhookSecrets(installation.sql, keyring);
      if (webhooks.sealed > 0) print(`${webhooks.sealed} secrets of webhooks are sealed anew.`);
      if (webhooks.lost > 0) print(`${webhooks.lost} secrets of webhooks can't be read: no master key opens them.`);
      const totps = await resealTotps(installation.sql, keyring);
      if (totps.sealed > 0) print(`${totps.sealed} second factors of the console are sealed anew.`);
      if (totps.lost > 0) print(`${totps.lost} second factors can't be read: those users need \`gerbang user reset\`.`);
      print(
        "Keep the older keys in GATEWAY_SECRET_PREVIOUS for another day: answers kept for repeated requests live so long.",
      );
      return 0;
    });
  },
};
