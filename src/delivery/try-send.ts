import type { Socket } from "node:net";
import { errorForLog, type Log } from "../kit/log.ts";
import type { Stop } from "../kit/stop.ts";
import {
  TransportError,
  type Announcement,
  type ConnectTarget,
  type HttpAnswer,
  type HttpRequest,
  type ProviderIo,
  type RenderedMessage,
  type SandboxInbox,
  type SendAccepted,
  type SendFailure,
} from "../providers/provider.ts";
import type { ProviderConfig } from "../settings/snapshot.ts";
import type { Links } from "./links.ts";

export interface TryTools {
  http: (request: HttpRequest, budget: { signal: AbortSignal }) => Promise<HttpAnswer>;
  connect: (target: ConnectTarget, budget: { signal: AbortSignal }) => Promise<Socket>;
  /** The kept connections. Without these, a kind that keeps one makes one for the message alone. */
  links?: Pick<Links, "send">;
  inbox: (provider: ProviderConfig) => SandboxInbox;
  log: Log;
  /** Fires when the gateway stops: what has not left then stays here. */
  stop: Stop;
}

/** A failure of the announcement before the code, or of the code itself: each has a template of its own. */
export type TryFailure = SendFailure & { announcing?: boolean };

/** One hand-over, within its time. It never throws: what nobody foresaw may have been sent, so it is ambiguous. */
export async function trySend(
  provider: ProviderConfig,
  message: RenderedMessage,
  tools: TryTools,
  announcement: Announcement | null = null,
): Promise<SendAccepted | TryFailure> {
  const io = ioFor(provider, tools);
  try {
    if (announcement !== null && provider.adapter.announce !== undefined) {
      const announced = await provider.adapter.announce(announcement, provider.settings, provider.secrets, io);
      // The code itself has not left: a code that nobody can place is not sent after it.
      if (!announced.ok) {
        const errorClass = announced.errorClass === "ambiguous" ? "transient" : announced.errorClass;
        return { ...announced, errorClass, announcing: true };
      }
    }
    const { adapter, settings, secrets } = provider;
    if (adapter.open === undefined || tools.links === undefined)
      return await adapter.send(message, settings, secrets, io);
    return await tools.links.send(provider, message, AbortSignal.timeout(adapter.timeoutMs(settings)));
  } catch (error) {
    tools.log.error({ provider: provider.name, kind: provider.kind, error: errorForLog(error) }, "adapter failed");
    return { ok: false, errorClass: "ambiguous", scope: "provider", providerCode: "adapter_error" };
  }
}

/** What a call of an adapter may use, with the time that one try may take; a budget is for several. */
export function ioFor(provider: ProviderConfig, tools: TryTools, budgetMs?: number): ProviderIo {
  const tryMs = provider.adapter.timeoutMs(provider.settings);
  const until = performance.now() + (budgetMs ?? tryMs);
  const left = (): number => Math.min(tryMs, Math.max(0, until - performance.now()));
  return {
    http: (request) => tools.http(request, { signal: AbortSignal.timeout(Math.ceil(left())) }),
    connect: (target) => connectUntil(AbortSignal.timeout(Math.ceil(left())), target, tools.connect),
    sleep: (ms) => sleep(ms, left(), tools.stop),
    inbox: tools.inbox(provider),
  };
}

/** A socket that does not outlive the try. */
export async function connectUntil(
  signal: AbortSignal,
  target: ConnectTarget,
  connect: TryTools["connect"],
): Promise<Socket> {
  const socket = await connect(target, { signal });
  const end = (): void => void socket.destroy(new TransportError("timeout", true));
  signal.addEventListener("abort", end, { once: true });
  socket.once("close", () => signal.removeEventListener("abort", end));
  return socket;
}

/** Until `ms` have passed; throws when the try's time is up, or the gateway stops before anything was sent. */
async function sleep(ms: number, budgetMs: number, stop: Stop): Promise<void> {
  if (!(await stop.wait(Math.min(ms, budgetMs)))) throw new TransportError("stopping", false);
  if (ms > budgetMs) throw new TransportError("timeout", true);
}
