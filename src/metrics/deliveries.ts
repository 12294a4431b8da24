import { Counter, Histogram, type Registry } from "prom-client";
import type { BatchMeasure } from "../db/coalesce.ts";
import type { DeliveryMeasures } from "../delivery/measures.ts";
import type { ProviderNames } from "./provider-names.ts";

const latencies = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** What providers were asked, and what became of messages. `settled`: the batches in which it was written down. */
export function deliveryMeasures(
  registry: Registry,
  names: ProviderNames,
  settled: (batch: BatchMeasure) => void,
): DeliveryMeasures {
  const registers = [registry];
  const attempts = new Counter({
    name: "gerbang_attempts_total",
    help: "Hand-overs to a provider by outcome: accepted, or the class of the error",
    labelNames: ["provider", "kind", "channel", "outcome"] as const,
    registers,
  });
  const durations = new Histogram({
    name: "gerbang_attempt_duration_seconds",
    help: "How long a provider took to answer a hand-over",
    labelNames: ["provider", "kind"] as const,
    buckets: latencies,
    registers,
  });
  const toWire = new Histogram({
    name: "gerbang_issue_to_wire_seconds",
    help: "From the issue or resend to the first hand-over of its message; fallbacks count from their own beginning",
    buckets: [0.001, 0.0025, 0.005, ...latencies],
    registers,
  });
  const statuses = new Counter({
    name: "gerbang_message_status_total",
    help: "Messages that came to a status; one message passes several",
    labelNames: ["status", "channel", "provider"] as const,
    registers,
  });
  return {
    tried(provider, { channel, outcome, latencyMs }, sinceIssueMs) {
      const named = { provider: names.of(provider), kind: names.kindOf(provider) };
      attempts.inc({ ...named, channel, outcome });
      durations.observe(named, latencyMs / 1000);
      if (sinceIssueMs !== null) toWire.observe(sinceIssueMs / 1000);
    },
    changed(changes) {
      for (const { tenantId, channel, provider, status } of changes) {
        const of = { channel, provider: names.ofMessage(tenantId, provider) };
        statuses.inc({ ...of, status });
        // Of a provider whose messages never arrive, the share that does is zero and not unknown.
        if (status === "accepted") statuses.inc({ ...of, status: "delivered" }, 0);
      }
    },
    settled,
  };
}
