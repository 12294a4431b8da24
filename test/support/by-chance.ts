/**
 * A text without what the gateway itself puts times, ids and durations into: their digits may be those of a code by
 * chance. What is left says a code only if somebody wrote it there.
 */
export function withoutTimesAndIds(text: string): string {
  return text
    .replace(/"(?:time|pid|ms)":[\d.]+/g, "")
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g, "")
    .replace(/[0-9a-f]{8}(-?)[0-9a-f]{4}\1[0-9a-f]{4}\1[0-9a-f]{4}\1[0-9a-f]{12}/g, "");
}
