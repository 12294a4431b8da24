import type { Problem } from "../../../http/problem.ts";
import { errorForLog } from "../../../kit/log.ts";
import type { Gateway } from "../../../wire.ts";
import { Refused } from "../../api.ts";

/**
 * What a vendor is asked may take longer than anybody looks at a page. An **errand** goes on by itself when its form was
 * sent: who stays sees it end, who leaves and comes back finds what came of it. Kept by this process for as long as it
 * remembers the newest few hundred; what lasts is in the bindings, by the API.
 */
export interface Errand {
  asked: Readonly<Record<string, string>>;
  startedAt: number;
  /** Null: under way. */
  outcome: Outcome | null;
}
export type Outcome = { data: unknown } | { problem: Problem } | { failed: true };

const REMEMBERED = 300;
/** A page waits this long for the end before it says that it is under way. */
const PATIENCE_MS = 700;
const kept = new WeakMap<Gateway, Map<string, Errand>>();

export function errandOf(gateway: Gateway, id: string): Errand | null {
  return kept.get(gateway)?.get(id) ?? null;
}

/** Begins it, unless the same is under way. Resolves when it has ended, or a moment later all the same. */
export async function runErrand(
  gateway: Gateway,
  id: string,
  asked: Readonly<Record<string, string>>,
  work: () => Promise<unknown>,
): Promise<void> {
  let all = kept.get(gateway);
  if (all === undefined) kept.set(gateway, (all = new Map<string, Errand>()));
  if (all.get(id)?.outcome === null) return;
  const errand: Errand = { asked, startedAt: gateway.clock.now(), outcome: null };
  all.delete(id);
  all.set(id, errand);
  forgetOldest(all);
  const ended = work().then(
    (data) => {
      errand.outcome = { data };
    },
    (error: unknown) => {
      if (error instanceof Refused) errand.outcome = { problem: error.problem };
      else {
        errand.outcome = { failed: true };
        gateway.log.error({ errand: id, error: errorForLog(error) }, "what a page of templates began failed");
      }
    },
  );
  let timer: NodeJS.Timeout | undefined;
  const enough = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, PATIENCE_MS);
  });
  await Promise.race([ended, enough]);
  clearTimeout(timer);
}

function forgetOldest(all: Map<string, Errand>): void {
  for (const [id, { outcome }] of all) {
    if (all.size <= REMEMBERED) return;
    if (outcome !== null) all.delete(id);
  }
}
