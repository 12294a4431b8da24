import type { Context } from "hono";
import type { Env } from "./endpoint.ts";

/**
 * Every answer of the gateway, with the headers that all of them carry. They go as a plain record, which the server
 * writes as it is: set one by one on the context they are a web `Headers`, built and sorted anew for each answer.
 */
export function respond(
  c: Context<Env>,
  status: number,
  contentType: string,
  body: string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array> | null,
  headers: Record<string, string> = {},
): Response {
  const common = { "X-Request-Id": c.get("requestId"), "Cache-Control": "no-store", ...headers };
  if (body === null) return new Response(null, { status, headers: common });
  const typed = { ...common, "Content-Type": contentType };
  if (body instanceof ReadableStream) return new Response(body, { status, headers: typed });
  const length = typeof body === "string" ? Buffer.byteLength(body) : body.byteLength;
  return new Response(body, { status, headers: { ...typed, "Content-Length": String(length) } });
}
