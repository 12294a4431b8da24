import { Gauge, type Registry } from "prom-client";

export interface Sample {
  labels?: Record<string, string>;
  value: number;
}

/** A gauge that is asked when somebody looks, and shows nothing at all while nothing is known. */
export function sampled(
  registry: Registry,
  about: { name: string; help: string; labelNames?: string[] },
  samples: () => readonly Sample[],
): void {
  const { name, help, labelNames = [] } = about;
  new Gauge({
    name,
    help,
    labelNames,
    registers: [registry],
    collect() {
      this.reset();
      // One without labels would go on as a zero.
      if (labelNames.length === 0) this.remove();
      for (const { labels = {}, value } of samples()) this.set(labels, value);
    },
  });
}
