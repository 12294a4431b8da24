const whole = new Set(["ttl_seconds", "code_length", "wait_ms"]);
const yesNo = new Set(["decoy", "active"]);
const lists = new Set(["channels"]);

/**
 * A form knows only text: what the schema wants as a number, a yes or a list is made one. An empty field is not set;
 * one that is not `known` stays, for the schema to refuse.
 */
export function fromForm(fields: Record<string, unknown>, known: (name: string) => boolean): Record<string, unknown> {
  const made: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (value === "" && known(name)) continue;
    made[name] = typeof value === "string" ? typed(name, value) : value;
  }
  return made;
}

function typed(name: string, value: string): unknown {
  if (whole.has(name) && /^-?\d{1,12}$/.test(value)) return Number(value);
  if (yesNo.has(name) && /^(true|false|1|0)$/.test(value)) return value === "true" || value === "1";
  if (lists.has(name)) return value.split(",").map((part) => part.trim());
  return value;
}
