export function perSecond(rate: number): string {
  return `${Math.round(rate).toLocaleString("en").padStart(7)}/s`;
}

export function quantiles(latency: readonly number[]): string {
  const at = (q: number): string => quantile(latency, q).toFixed(1);
  return `p50 ${at(0.5)} ms  p95 ${at(0.95)} ms  p99 ${at(0.99)} ms`;
}

/** How many times as long the second took. */
export function factors(usual: readonly number[], beside: readonly number[]): string {
  const factor = (q: number): string => (quantile(beside, q) / quantile(usual, q)).toFixed(2);
  return `factor p50 ${factor(0.5)}  p99 ${factor(0.99)}`;
}

/** The sum of the first as a share of the second's, for rates that were measured in turns. */
export function share(rates: readonly number[], of: readonly number[]): string {
  const sum = (all: readonly number[]): number => all.reduce((total, one) => total + one, 0);
  return `${((100 * sum(rates)) / sum(of)).toFixed(0)} %`;
}

function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 0;
}
