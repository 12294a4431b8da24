import type { LiveHub } from "./live.ts";
import { topics, type Topic } from "./live-marks.ts";

/** Proxies close what is silent for a minute, or half of one. */
const BEAT_MS = 15_000;
/** A reader that takes nothing is let go once so much waits for it. */
const MOST_WAITING = 100;

export interface LiveStreamOptions {
  tenantId: string;
  userId: string;
  /** Whether the session still holds: asked at each beat. */
  holds: () => Promise<boolean>;
  beatMs?: number;
}

const encoder = new TextEncoder();

/**
 * What changed for a tenant, as server-sent events, until the session ends, the reader leaves or the gateway stops:
 * `ready` once nothing is missed any more, then `change` with topics alone. `refused`: too many watch already; `ended`: the
 * session is over.
 * After either there is nothing to come back for.
 */
export function liveStream(hub: LiveHub, { tenantId, userId, holds, beatMs = BEAT_MS }: LiveStreamOptions): Response {
  let leave: (() => void) | null = null;
  let beat: NodeJS.Timeout | null = null;
  let open = true;
  const end = (): void => {
    open = false;
    leave?.();
    if (beat !== null) clearInterval(beat);
  };
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const close = (): void => {
        if (!open) return;
        end();
        controller.close();
      };
      const write = (text: string): void => {
        if (!open) return;
        controller.enqueue(encoder.encode(text));
        if ((controller.desiredSize ?? 0) < -MOST_WAITING) close();
      };
      const say = (event: string, data: object): void => write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
      write("retry: 3000\n\n");
      leave = hub.watch({
        tenantId,
        userId,
        ready: () => say("ready", { topics }),
        changed: (changed: readonly Topic[]) => say("change", { topics: changed }),
        stopped: close,
      });
      if (leave === null) {
        say("refused", { reason: "too_many" });
        return close();
      }
      if (!open) return;
      beat = setInterval(() => {
        holds().then(
          (still) => {
            if (still) return write(": beat\n\n");
            say("ended", {});
            close();
          },
          // Nobody can say that it still holds: the reader comes back and is asked who it is.
          close,
        );
      }, beatMs);
    },
    cancel: end,
  });
  return new Response(body, {
    headers: {
      "Content-Type": "text/event-stream; charset=utf-8",
      "Cache-Control": "no-store",
      "X-Accel-Buffering": "no",
      "X-Content-Type-Options": "nosniff",
    },
  });
}
