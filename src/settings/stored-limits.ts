import { defaultLimits, limitsDocument, type LimitsDocument } from "./documents.ts";

/**
 * Pure: limits as they are stored. Of a document that is not valid (a row changed by hand, or by a later version) the parts
 * that are valid stay in force and the others have their defaults, so that no fault lifts a limit that can be read, and
 * none stops the installation. `problem`: the parts that were left out.
 */
export function storedLimits(rules: unknown): { rules: LimitsDocument; problem: string | null } {
  const whole = limitsDocument.safeParse(rules);
  if (whole.success) return { rules: whole.data, problem: null };
  const left = structuredClone(rules);
  const names: string[] = [];
  for (const { path, ...issue } of whole.error.issues) {
    const keys = issue.code === "unrecognized_keys" ? issue.keys : [];
    for (const part of keys.length === 0 ? [path] : keys.map((key) => [...path, key])) {
      const name = leaveOut(left, part);
      if (!names.includes(name)) names.push(name);
    }
  }
  const rest = limitsDocument.safeParse(left);
  const problem = `limits: not valid, by their defaults: ${rest.success ? names.join(", ") : "all"}`;
  return { rules: rest.success ? rest.data : defaultLimits, problem };
}

/** Takes a member out, or one of its own members: a list is left out whole, since fewer windows are other limits. */
function leaveOut(rules: unknown, [name, inner]: readonly PropertyKey[]): string {
  if (name === undefined || !isObject(rules)) return "all";
  const part = rules[String(name)];
  if (inner === undefined || !isObject(part) || !(String(inner) in part)) {
    Reflect.deleteProperty(rules, name);
    return String(name);
  }
  Reflect.deleteProperty(part, inner);
  return `${String(name)}.${String(inner)}`;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
