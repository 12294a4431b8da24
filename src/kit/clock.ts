/** Milliseconds since 1970, UTC. Rooms take it from here, so that tests can move time. */
export interface Clock {
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };

export function iso(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d{3}Z$/, "Z");
}

/** With milliseconds, for logs of attempts and reports, where order within a second matters. */
export function isoMs(ms: number): string {
  return new Date(ms).toISOString();
}
