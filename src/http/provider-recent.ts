import { z } from "@hono/zod-openapi";
import type { RecentTries } from "../delivery/recent-tries.ts";
import { isoMs } from "../kit/clock.ts";
import { errorClasses } from "../providers/provider.ts";

export const recentSchema = z
  .object({
    tries: z.number().int(),
    accepted: z.number().int(),
    failed: z.partialRecord(z.enum(errorClasses), z.number().int()).describe("How many, by error class"),
    latency_ms: z
      .object({ median: z.number().int(), p95: z.number().int() })
      .nullable()
      .describe("How long the provider took; null when it had no try"),
    last_success_at: z.iso.datetime().nullable(),
    last_failure: z
      .object({
        at: z.iso.datetime(),
        error_class: z.enum(errorClasses),
        provider_code: z.string().nullable().describe("The provider's own code, or a word of ours like timeout"),
      })
      .nullable(),
  })
  .describe(
    "Its last tries on this replica, at most 50 of the last five minutes; the last success and failure are known for " +
      "longer. Begins anew when the provider is put. Not shown of a shared provider",
  );

export function recentAnswer(recent: RecentTries, now: number) {
  const { tries, accepted, failed, latency } = recent.tally(now);
  const { lastSuccessAt, lastFailure } = recent;
  return {
    tries,
    accepted,
    failed,
    latency_ms: latency === null ? null : { median: latency.medianMs, p95: latency.p95Ms },
    last_success_at: lastSuccessAt === null ? null : isoMs(lastSuccessAt),
    last_failure:
      lastFailure === null
        ? null
        : { at: isoMs(lastFailure.at), error_class: lastFailure.outcome, provider_code: lastFailure.providerCode },
  };
}
