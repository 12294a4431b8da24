import { errorForLog, type Log } from "../kit/log.ts";
import {
  TransportError,
  type HttpAnswer,
  type HttpRequest,
  type ProviderIo,
  type RenderedMessage,
  type SandboxInbox,
  type SendOutcome,
} from "../providers/provider.ts";
import type { ProviderConfig } from "../settings/snapshot.ts";

export interface TryTools {
  http: (request: HttpRequest, budget: { signal: AbortSignal }) => Promise<HttpAnswer>;
  inbox: (provider: ProviderConfig) => SandboxInbox;
  log: Log;
  /** Fires when the gateway stops: what has not left then stays here. */
  stopping: AbortSignal;
}

/** One hand-over, within its time. It never throws: what nobody foresaw may have been sent, so it is ambiguous. */
export async function trySend(
  provider: ProviderConfig,
  message: RenderedMessage,
  tools: TryTools,
): Promise<SendOutcome> {
  const budget = AbortSignal.timeout(provider.adapter.timeoutMs(provider.settings));
  const io: ProviderIo = {
    http: (request) => tools.http(request, { signal: budget }),
    sleep: (ms) => sleep(ms, budget, tools.stopping),
    inbox: tools.inbox(provider),
  };
  try {
    return await provider.adapter.send(message, provider.settings, provider.secrets, io);
  } catch (error) {
    tools.log.error({ provider: provider.name, kind: provider.kind, error: errorForLog(error) }, "adapter failed");
    return { ok: false, errorClass: "ambiguous", scope: "provider", providerCode: "adapter_error" };
  }
}

function sleep(ms: number, budget: AbortSignal, stopping: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = Number.isFinite(ms) ? setTimeout(finish, ms) : undefined;
    const late = (): void => finish(new TransportError("timeout", true));
    const stop = (): void => finish(new TransportError("stopping", false));
    function finish(error?: Error): void {
      clearTimeout(timer);
      budget.removeEventListener("abort", late);
      stopping.removeEventListener("abort", stop);
      if (error instanceof Error) reject(error);
      else resolve();
    }
    if (stopping.aborted) return stop();
    budget.addEventListener("abort", late, { once: true });
    stopping.addEventListener("abort", stop, { once: true });
  });
}
