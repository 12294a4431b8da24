import type { Context } from "hono";
import { errorForLog } from "../kit/log.ts";
import type { Gateway } from "../wire.ts";
import type { Env } from "./endpoint.ts";
import { respond } from "./respond.ts";

/** A file that is made as it is taken: a part is made when the one before has gone, so a slow reader costs no memory. */
export function streamedFile(
  gateway: Gateway,
  c: Context<Env>,
  file: { name: string; contentType: string },
  parts: AsyncIterable<string>,
): Response {
  const stream = streamOf(parts, (error) => {
    gateway.log.error(
      { request_id: c.get("requestId"), route: c.get("route"), error: errorForLog(error) },
      "an export broke off",
    );
  });
  return respond(c, 200, file.contentType, stream, {
    "Content-Disposition": `attachment; filename="${file.name}"`,
    "X-Content-Type-Options": "nosniff",
  });
}

function streamOf(parts: AsyncIterable<string>, broke: (error: unknown) => void): ReadableStream<Uint8Array> {
  const iterator = parts[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const next = await iterator.next();
        if (next.done === true) return controller.close();
        controller.enqueue(Buffer.from(next.value));
      } catch (error) {
        broke(error);
        // A file that ends early must not look whole.
        controller.error(error);
      }
    },
    async cancel() {
      await iterator.return?.();
    },
  });
}
