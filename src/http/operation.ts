import type { z } from "@hono/zod-openapi";
import type { ErrorCode } from "../errors.ts";
import type { Role } from "../tenants/actor.ts";
import { problemResponses } from "./problem.ts";

interface Described {
  tag: string;
  summary: string;
  description?: string | undefined;
  /** Beside `admin`, who may everything. */
  roles: readonly Role[];
}

/** A key, in any of the three ways. */
const security: Record<string, string[]>[] = [{ bearer: [] }, { apiKey: [] }, { basic: [] }];

/** `GET /v1/otp/{id}` is `getOtpById`: what generated clients call it, for as long as the address is that. */
export function operationId(method: string, path: string): string {
  const words = path
    .replace(/^\/v1\//, "")
    .split(/[^A-Za-z0-9{}]+/)
    .filter(Boolean);
  const named = words.map((word) => (word.startsWith("{") ? `By${capital(word.slice(1, -1))}` : capital(word)));
  return method + named.join("");
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** What the OpenAPI document says of an endpoint, whatever goes in and out. */
export function operation({ tag, summary, description, roles }: Described) {
  return {
    tags: [tag],
    summary,
    description: [description, `Roles: ${["admin", ...roles].join(", ")}.`].filter(Boolean).join("\n\n"),
    security,
  };
}

type Answers = Record<number, { description: string; schema?: z.ZodType | undefined }>;

/** Answers in JSON, and the errors beside them. */
export function jsonResponses(answers: Answers, errors: readonly ErrorCode[]) {
  return {
    ...Object.fromEntries(
      Object.entries(answers).map(([status, { description, schema }]) => [
        status,
        schema === undefined ? { description } : { description, content: { "application/json": { schema } } },
      ]),
    ),
    ...problemResponses(errors),
  };
}

/** `/v1/keys/{id}` as Hono writes it. */
export function honoPath(path: string): string {
  return path.replace(/\{(\w+)\}/g, ":$1");
}
