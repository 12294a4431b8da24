import type { IncomingMessage } from "node:http";
import type { Context } from "hono";
import { GatewayError, invalidField } from "../../errors.ts";
import { countIdleTime } from "../body-time.ts";

export const BODY_LIMIT = 64 * 1024;

/**
 * The body's bytes, never more than `limit`: a length that lies or is missing does not help. `upload`: the sender is
 * known and may take its time.
 */
export async function readBytes(c: Context, limit: number, upload = false): Promise<Uint8Array> {
  const declared = Number(c.req.header("content-length") ?? "0");
  if (declared > limit) throw tooLarge(limit);
  // The socket's own stream: going through a web `Request` costs more than the rest of the reading.
  const { incoming } = (c.env ?? {}) as { incoming?: IncomingMessage };
  if (incoming !== undefined) return readIncoming(incoming, limit, upload ? countIdleTime(incoming) : undefined);
  const bytes = new Uint8Array(await c.req.arrayBuffer());
  if (bytes.byteLength > limit) throw tooLarge(limit);
  return bytes;
}

/** A body that is too large is read on and dropped, or the socket would go with it and nobody would get the 413. */
function readIncoming(incoming: IncomingMessage, limit: number, goesOn?: () => void): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const parts: Uint8Array[] = [];
    let size = 0;
    incoming.on("data", (part: Uint8Array) => {
      goesOn?.();
      size += part.byteLength;
      if (size > limit) reject(tooLarge(limit));
      else parts.push(part);
    });
    incoming.once("end", () => resolve(parts.length === 1 ? (parts[0] as Uint8Array) : Buffer.concat(parts)));
    // Every request closes; an error, with its stack, is made for those alone that broke off.
    const broken = (): void => {
      if (!incoming.complete) reject(invalidField("body", "ended before it was complete"));
    };
    incoming.once("error", broken).once("close", broken);
  });
}

/** An upload in parts, never more than `limit` in all. What is left when its reader stops is read on and dropped, too. */
export async function* readParts(c: Context, limit: number): AsyncGenerator<Uint8Array> {
  const declared = Number(c.req.header("content-length") ?? "0");
  if (declared > limit) throw tooLarge(limit);
  const { incoming } = (c.env ?? {}) as { incoming?: IncomingMessage };
  const parts: AsyncIterable<Uint8Array> =
    incoming?.iterator({ destroyOnReturn: false }) ?? (c.req.raw.body as AsyncIterable<Uint8Array> | null) ?? nothing();
  const goesOn = incoming === undefined ? undefined : countIdleTime(incoming);
  let size = 0;
  try {
    for await (const part of parts) {
      goesOn?.();
      size += part.byteLength;
      if (size > limit) throw tooLarge(limit);
      yield part;
    }
    if (incoming?.complete === false) throw invalidField("body", "ended before it was complete");
  } finally {
    incoming?.resume();
  }
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

function tooLarge(limit: number): GatewayError {
  return new GatewayError("payload_too_large", `The body may have at most ${limit / 1024} KiB.`);
}
