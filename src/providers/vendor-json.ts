/** Reading what a vendor sent: nothing is trusted, nothing throws, and only the fields that are asked for are taken. */

/** Undefined when it is not JSON. */
export function parseJson(source: string | Uint8Array): unknown {
  try {
    const text =
      typeof source === "string"
        ? source
        : Buffer.from(source.buffer, source.byteOffset, source.byteLength).toString("utf8");
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** A field of a vendor's object: own properties only, so that nothing inherited is ever read. */
export function field(value: unknown, key: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Record<string, unknown>)[key];
}

export function items(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Ids go back into look-ups and are echoed in reports: printable ASCII of a sane length. Never parsed, never logged. */
export function vendorId(value: unknown): string | null {
  return typeof value === "string" && /^[\x21-\x7e]{1,512}$/.test(value) ? value : null;
}

/** ISO 8601 with an offset; vendors also write it without the colon that JavaScript wants: `+0000`. */
export function isoTime(value: unknown): number | null {
  const match =
    typeof value === "string"
      ? /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?)(?:Z|([+-]\d\d):?(\d\d))$/.exec(value)
      : null;
  if (match === null) return null;
  const [, time, hours = "+00", minutes = "00"] = match;
  const at = Date.parse(`${time}${hours}:${minutes}`);
  return at > 0 ? at : null;
}

/** Unix seconds, as a number or in quotes, in milliseconds. */
export function unixSeconds(value: unknown): number | null {
  const text = typeof value === "number" ? String(value) : value;
  return typeof text === "string" && /^\d{1,11}$/.test(text) ? Number(text) * 1000 : null;
}

/** How many segments a vendor made of a text, as a number or in quotes. Not known yet is zero with some, and no count. */
export function segmentCount(value: unknown): { segments?: number } {
  const text = typeof value === "number" ? String(value) : value;
  return typeof text === "string" && /^[1-9]\d{0,2}$/.test(text) ? { segments: Number(text) } : {};
}
