import { z } from "@hono/zod-openapi";
import { severities } from "../settings/findings.ts";
import { wellFormed } from "./schemas.ts";

export const findings = z
  .array(
    z
      .object({
        path: z.string(),
        message: z.string(),
        rule: z.string().optional().describe("Of the template linter"),
        severity: z.enum(severities).optional().describe("error: can't work; warning: costs money or messages"),
      })
      .openapi("Finding"),
  )
  .describe("What this change leaves that can't work; it was made all the same");

/**
 * A document as it is put. What a GET adds to one (its name, when it was changed) may stay in it and is left aside, so
 * that what was read can be put back. `tidy`: removes such members deeper down. `formOf`: which form of a union is meant,
 * so that an error names the field of that one.
 */
export function putBody<T extends z.ZodType>(
  schema: T,
  readOnly: readonly string[] = [],
  tidy: (fields: Record<string, unknown>) => Record<string, unknown> = (fields) => fields,
  formOf: (fields: Record<string, unknown>) => z.ZodType | null = () => null,
) {
  return z
    .preprocess((value, context) => {
      if (!isRecord(value)) return value;
      const fields = tidy(Object.fromEntries(Object.entries(value).filter(([name]) => !readOnly.includes(name))));
      const errors = formOf(fields)?.safeParse(fields, { reportInput: true }).error?.issues ?? [];
      for (const issue of errors) {
        const message = issue.code === "invalid_type" && issue.input === undefined ? "is required" : issue.message;
        const unknown = issue.code === "unrecognized_keys" ? issue.keys : null;
        if (unknown === null) context.addIssue({ code: "custom", path: issue.path, message });
        for (const key of unknown ?? []) {
          context.addIssue({
            code: "custom",
            path: [...issue.path, key.slice(0, 64)],
            message: "is not a known field",
          });
        }
      }
      return errors.length === 0 ? fields : z.NEVER;
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
