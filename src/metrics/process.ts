import { collectDefaultMetrics, Gauge, type Registry } from "prom-client";

/**
 * The process itself: event loop, heap, collections, open files. Only a process that serves has them, once: their
 * watchers can't be taken back.
 */
export function processMetrics(registry: Registry, version: string): void {
  collectDefaultMetrics({ register: registry });
  const build = new Gauge({
    name: "gerbang_build_info",
    help: "1, with the version of the gateway and of Node",
    labelNames: ["version", "node"] as const,
    registers: [registry],
  });
  build.set({ version, node: process.versions.node }, 1);
}
