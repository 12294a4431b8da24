import { setTimeout as wait } from "node:timers/promises";
import { errorForLog } from "../kit/log.ts";
import type { Fact } from "./decide-settle.ts";
import type { DispatchDeps } from "./dispatch.ts";
import type { Job } from "./job.ts";
import type { SettleResult } from "./settle-batch.ts";

/** What a provider did can't be undone, so its record is tried for as long as this process lives. */
export async function recordFact(job: Job, fact: Fact, deps: DispatchDeps): Promise<SettleResult> {
  const item = {
    groupBy: job.tenantId,
    message: { tenantId: job.tenantId, id: job.messageId },
    fact,
    now: deps.clock.now(),
  };
  for (let pauseMs = 50; ; pauseMs = Math.min(pauseMs * 2, 2000)) {
    try {
      return await deps.settle.submit(item);
    } catch (error) {
      deps.log.warn({ error: errorForLog(error), fact: fact.kind }, "could not record an outcome; trying again");
      if (deps.tools.stop.stopped && pauseMs > 500) throw error;
      await wait(pauseMs);
    }
  }
}
