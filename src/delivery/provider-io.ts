import type { ProviderIo } from "../providers/provider.ts";
import type { ProviderConfig } from "../settings/snapshot.ts";
import { Stop } from "../kit/stop.ts";
import { createProviderHttp } from "./provider-http.ts";
import { createProviderSockets } from "./provider-sockets.ts";
import type { TestDeps } from "./test-provider.ts";
import { ioFor } from "./try-send.ts";

const CALLS = 12;
const LONGEST_MS = 60_000;

/** What a verb on templates may take, which makes several calls. */
export function templateBudgetMs({ adapter, settings }: Pick<ProviderConfig, "adapter" | "settings">): number {
  return Math.min(CALLS * adapter.timeoutMs(settings), LONGEST_MS);
}

/** Lends an adapter connections of its own, for what an operator asks of a vendor. */
export async function withProviderIo<T>(
  deps: Pick<TestDeps, "config" | "inboxes" | "log">,
  provider: ProviderConfig,
  budgetMs: number,
  work: (io: ProviderIo) => Promise<T>,
): Promise<T> {
  const allowPrivate = deps.config.allowPrivateTargets;
  const http = createProviderHttp({ allowPrivate, connectionsPerOrigin: 1 });
  const sockets = createProviderSockets({ allowPrivate });
  try {
    const tools = {
      http: (...call: Parameters<typeof http.request>) => http.request(...call),
      connect: (...call: Parameters<typeof sockets.connect>) => sockets.connect(...call),
      inbox: (owner: ProviderConfig) => deps.inboxes.of(owner),
      log: deps.log,
      stop: new Stop(),
    };
    return await work(ioFor(provider, tools, budgetMs));
  } finally {
    await http.close();
    sockets.close();
  }
}
