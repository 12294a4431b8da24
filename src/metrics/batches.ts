import { Histogram, type Registry } from "prom-client";
import type { BatchMeasure } from "../db/coalesce.ts";

/** The coalescers that a request waits for. */
export type BatchName = "issue" | "verify" | "settle";

export function batchMeasures(registry: Registry): (batch: BatchName) => (run: BatchMeasure) => void {
  const registers = [registry];
  const labelNames = ["batch"] as const;
  const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];
  const items = new Histogram({
    name: "gerbang_batch_items",
    help: "Items that one commit carried",
    labelNames,
    buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256],
    registers,
  });
  const waits = new Histogram({
    name: "gerbang_batch_wait_seconds",
    help: "How long the first item of a batch waited for it to begin",
    labelNames,
    buckets,
    registers,
  });
  const runs = new Histogram({
    name: "gerbang_batch_commit_seconds",
    help: "From the beginning of a batch to the answer of its commit",
    labelNames,
    buckets,
    registers,
  });
  return (batch) => (run) => {
    items.observe({ batch }, run.items);
    waits.observe({ batch }, run.waitMs / 1000);
    runs.observe({ batch }, run.runMs / 1000);
  };
}
