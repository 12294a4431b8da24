import { providerWords, sendTest, testMessage } from "../delivery/test-provider.ts";
import { GatewayError } from "../errors.ts";
import { maskRecipient } from "../kit/mask.ts";
import { channels, type Channel } from "../providers/provider.ts";
import type { ProviderConfig, TenantConfig } from "../settings/snapshot.ts";
import { SAMPLE_CODE } from "../templates/samples.ts";
import { auditRow, writeAudit } from "../tenants/audit.ts";
import { print, type Command } from "./command.ts";
import { withInstallation } from "./installation.ts";

export const sendTestCommand: Command = {
  name: "send-test",
  usage: "send-test --to NUMBER [--channel CHANNEL] [--provider NAME] [--tenant NAME]",
  summary: `send a real message with the code ${SAMPLE_CODE}; nothing is charged here, the vendor may bill it`,
  options: {
    to: { type: "string" },
    channel: { type: "string" },
    provider: { type: "string" },
    tenant: { type: "string" },
  },
  async run(args) {
    const to = args.required("to");
    const asked = args.oneOf("channel", channels);
    return withInstallation(async (installation) => {
      const { sql, clock } = installation;
      const ctx = installation.context(args.optional("tenant"));
      const { provider, channel } = choose(ctx.tenant, args.optional("provider"), asked);
      const message = testMessage(installation, ctx, provider, to, channel);
      const after = { to: maskRecipient(message.to), channel: message.channel };
      await writeAudit(sql, auditRow(ctx, { action: "provider.test", target: provider.name, after }, clock.now()));
      const began = clock.now();
      const outcome = await sendTest(installation, provider, message);
      const how = `${provider.name} (${provider.kind}), ${message.channel} to ${after.to}, ${clock.now() - began} ms`;
      if (outcome.ok) {
        print(`✓ taken by ${how}; its id is ${outcome.providerMessageId}`);
        return 0;
      }
      print(`✗ ${outcome.errorClass} at ${how}: ${providerWords(outcome.providerCode, provider)}`);
      return 1;
    });
  },
};

/** Without a provider named: the first that the route of the channel lists, the plan's first channel by default. */
function choose(
  tenant: TenantConfig,
  name: string | null,
  asked: Channel | null,
): { provider: ProviderConfig; channel: Channel | undefined } {
  const { channels: steps, fallback } = tenant.routes;
  const channel = asked ?? fallback.find((step) => (steps[step.channel] ?? []).length > 0)?.channel;
  const chosen = name ?? (channel === undefined ? undefined : steps[channel]?.[0]?.provider);
  if (chosen === undefined) {
    throw new GatewayError(
      "no_route",
      `${channel ?? "no channel"} has no provider in the routes; name one with --provider`,
    );
  }
  const provider = tenant.providers.get(chosen);
  if (provider === undefined) {
    const known = [...tenant.providers.keys()].join(", ");
    throw new GatewayError(
      "not_found",
      `there is no provider ${chosen}; there ${known === "" ? "is none" : `are ${known}`}`,
    );
  }
  // A named provider speaks on its own first channel unless one is asked for.
  return { provider, channel: name === null ? channel : (asked ?? undefined) };
}
