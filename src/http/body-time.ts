import type { IncomingMessage, Server, ServerResponse } from "node:http";

/** A body must be there within this time; an upload must go on within it, however long it takes in all. */
export const BODY_MS = 30_000;

const timers = new WeakMap<IncomingMessage, NodeJS.Timeout>();

/** Node's own `requestTimeout` is one for every request of a server, so it can't tell a slow line from a slow attack. */
export function limitBodyTime(server: Server): void {
  server.requestTimeout = 0;
  server.on("request", (incoming: IncomingMessage, response: ServerResponse) => {
    const { "content-length": length, "transfer-encoding": encoding } = incoming.headers;
    if (length === undefined && encoding === undefined) return;
    const timer = setTimeout(() => breakOff(incoming, response), BODY_MS);
    timers.set(incoming, timer);
    const stop = (): void => clearTimeout(timer);
    incoming.once("end", stop).once("close", stop);
  });
}

/** For bodies whose sender is known: from here on, and from each call of what is answered, it has the whole time again. */
export function countIdleTime(incoming: IncomingMessage): () => void {
  const goOn = (): void => void timers.get(incoming)?.refresh();
  goOn();
  return goOn;
}

function breakOff(incoming: IncomingMessage, response: ServerResponse): void {
  // It may have come whole and wait to be read.
  if (incoming.complete) return;
  const { socket } = incoming;
  if (socket.writable && !response.headersSent) {
    socket.write("HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n");
  }
  socket.destroy();
}
