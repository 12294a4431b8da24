import type { Context } from "hono";
import { errorForLog } from "../kit/log.ts";
import type { Gateway } from "../wire.ts";
import type { Env } from "./endpoint.ts";
import { respond } from "./respond.ts";

/**
 * A file that is made as it is taken: a part is made when the one before has gone, so a slow reader costs no memory. The
 * first is made before the answer begins, so that what fails at once is an error like any other.
 */
export async function streamedFile(
  gateway: Gateway,
  c: Context<Env>,
  file: { name: string; contentType: string },
  parts: AsyncIterable<string>,
): Promise<Response> {
  const iterator = parts[Symbol.asyncIterator]();
  const stream = streamOf(await iterator.next(), iterator, (error) => {
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

function streamOf(
  first: IteratorResult<string>,
  iterator: AsyncIterator<string>,
  broke: (error: unknown) => void,
): ReadableStream<Uint8Array> {
  let ready: IteratorResult<string> | null = first;
  let cancelled = false;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const next = ready ?? (await iterator.next());
        ready = null;
        // Whoever left while this part was made has closed the stream.
        if (cancelled) return;
        if (next.done === true) return controller.close();
        controller.enqueue(Buffer.from(next.value));
      } catch (error) {
        if (cancelled) return;
        broke(error);
        // A file that ends early must not look whole.
        controller.error(error);
      }
    },
    async cancel() {
      cancelled = true;
      await iterator.return?.();
    },
  });
}
