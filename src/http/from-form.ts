import { z } from "@hono/zod-openapi";

export type Kind = "whole" | "yes-no" | "list" | "other";

/** What the schema wants of each field, beneath its defaults. */
export function kindsOf(schema: z.ZodType | undefined): ReadonlyMap<string, Kind> {
  if (!(schema instanceof z.ZodObject)) return new Map();
  return new Map(Object.entries(schema.shape).map(([name, field]) => [name, kindOf(field as z.ZodType)]));
}

function kindOf(field: z.ZodType): Kind {
  if (field instanceof z.ZodOptional || field instanceof z.ZodDefault || field instanceof z.ZodNullable) {
    return kindOf(field.unwrap() as z.ZodType);
  }
  if (field instanceof z.ZodNumber) return "whole";
  if (field instanceof z.ZodBoolean) return "yes-no";
  return field instanceof z.ZodArray ? "list" : "other";
}

export function listsOf(kinds: ReadonlyMap<string, Kind>): ReadonlySet<string> {
  return new Set([...kinds.keys()].filter((name) => kinds.get(name) === "list"));
}

/**
 * A form knows only text: what the schema wants as a number, a yes or a list is made one. An empty field is not set;
 * one that is not known stays, for the schema to refuse.
 */
export function fromForm(fields: Record<string, unknown>, kinds: ReadonlyMap<string, Kind>): Record<string, unknown> {
  const made: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    const kind = kinds.get(name);
    if (kind !== undefined && isEmpty(value)) continue;
    made[name] = typed(kind ?? "other", value);
  }
  return made;
}

function isEmpty(value: unknown): boolean {
  return value === "" || (Array.isArray(value) && value.every((item) => item === ""));
}

function typed(kind: Kind, value: unknown): unknown {
  if (Array.isArray(value)) return value.flatMap((item: unknown) => (typeof item === "string" ? listed(item) : [item]));
  if (typeof value !== "string") return value;
  if (kind === "whole" && /^-?\d{1,12}$/.test(value)) return Number(value);
  if (kind === "yes-no" && /^(true|false|1|0)$/.test(value)) return value === "true" || value === "1";
  return value;
}

/** Several in one field: after commas, or a line each as a text box has them, whose last line may have an end too. */
function listed(item: string): string[] {
  const parts = item.split(/,|\r?\n/).map((part) => part.trim());
  return parts.length === 1 ? parts : parts.filter((part) => part !== "");
}
