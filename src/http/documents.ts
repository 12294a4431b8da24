import { z } from "@hono/zod-openapi";
import { wellFormed } from "./schemas.ts";

export const findings = z
  .array(z.object({ path: z.string(), message: z.string() }))
  .describe("What this change leaves that can't work; it was made all the same");

/**
 * A document as it is put. What a GET adds to one (its name, when it was changed) may stay in it and is left aside, so
 * that what was read can be put back. `tidy`: removes such members deeper down.
 */
export function putBody<T extends z.ZodType>(
  schema: T,
  readOnly: readonly string[] = [],
  tidy: (fields: Record<string, unknown>) => Record<string, unknown> = (fields) => fields,
) {
  return z
    .preprocess((value) => {
      if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
      const kept = Object.entries(value).filter(([name]) => !readOnly.includes(name));
      return tidy(Object.fromEntries(kept));
    }, schema)
    .superRefine((value, context) => {
      for (const path of unstorable(value, [])) {
        context.addIssue({ code: "custom", path, message: "is not valid Unicode, or has a NUL character" });
      }
    });
}

/** Where there is text that PostgreSQL can't keep. */
function unstorable(value: unknown, path: string[]): string[][] {
  if (typeof value === "string") return wellFormed(value) ? [] : [path];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    wellFormed(name) ? unstorable(inner, [...path, name]) : [path],
  );
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
