import { Gauge, Histogram, type Registry } from "prom-client";
import type { Clock } from "../kit/clock.ts";

/** Makes known a job that runs by itself; what comes back is told of each turn that went well. */
export type JobMeasures = (task: string, everySeconds: number) => (ms: number) => void;

/** The label is `task`: `job` is what Prometheus itself calls a group of scraped addresses. */
export function jobMeasures(registry: Registry, clock: Clock): JobMeasures {
  const registers = [registry];
  const labelNames = ["task"] as const;
  const intervals = new Gauge({
    name: "gerbang_job_interval_seconds",
    help: "How often a job takes its turn",
    labelNames,
    registers,
  });
  const successes = new Gauge({
    name: "gerbang_job_last_success_timestamp_seconds",
    help: "When a job's turn last went well on this replica, or there was nothing for it to do; before the first, the start",
    labelNames,
    registers,
  });
  const durations = new Histogram({
    name: "gerbang_job_duration_seconds",
    help: "How long a job's turns took that went well",
    labelNames,
    buckets: [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 300],
    registers,
  });
  return (task, everySeconds) => {
    intervals.set({ task }, everySeconds);
    successes.set({ task }, clock.now() / 1000);
    return (ms) => {
      successes.set({ task }, clock.now() / 1000);
      durations.observe({ task }, ms / 1000);
    };
  };
}
