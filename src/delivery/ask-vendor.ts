import { errorForLog } from "../kit/log.ts";
import type { CheckOutcome } from "../providers/provider.ts";
import type { ProviderConfig } from "../settings/snapshot.ts";
import { ioFor, type TryTools } from "./try-send.ts";

/**
 * One question to the vendor that made a code, within the time of one try. Neither breaker nor pace stand before it: a
 * person waits, and a code that was sent is checked though its provider is drained or off by now.
 */
export async function askVendor(
  provider: ProviderConfig,
  reference: string,
  code: string,
  tools: TryTools,
): Promise<CheckOutcome> {
  const { adapter, settings, secrets } = provider;
  const about = { provider: provider.name, kind: provider.kind };
  if (adapter.check === undefined) return { said: "nothing", sent: false, providerCode: "no_check" };
  try {
    const outcome = await adapter.check(reference, code, settings, secrets, ioFor(provider, tools));
    if (outcome.said === "nothing") {
      const { providerCode, sent } = outcome;
      tools.log.warn({ ...about, providerCode, sent }, "a vendor did not say whether its code is right");
    }
    return outcome;
  } catch (error) {
    tools.log.error({ ...about, error: errorForLog(error) }, "adapter failed");
    return { said: "nothing", sent: true, providerCode: "adapter_error" };
  }
}
