import type { z } from "zod";
import { GatewayError, type FieldError } from "../errors.ts";

/** An error never repeats what was sent: it may be a secret. */
export function fieldErrors(error: z.ZodError, where: string): FieldError[] {
  return error.issues.flatMap((issue): FieldError[] => {
    const path = [where, ...issue.path.map(String)].join(".");
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => ({ path: `${path}.${key.slice(0, 64)}`, message: "is not a known field" }));
    }
    if (issue.code === "invalid_type" && issue.input === undefined) return [{ path, message: "is required" }];
    return [{ path, message: issue.message }];
  });
}

export function badFields(errors: FieldError[]): GatewayError {
  const detail = errors.map(({ path, message }) => `${path}: ${message}`).join("; ");
  return new GatewayError("invalid_request", detail.slice(0, 1000), { errors: errors.slice(0, 50) });
}
