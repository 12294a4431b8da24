import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import { StartError } from "../start-error.ts";
import { limitBodyTime } from "./body-time.ts";

export interface HttpServer {
  /** As a program on this machine would write it. */
  readonly url: string;
  /** Takes no new connection and ends as soon as the requests under way are answered, at the latest when the time is up. */
  close(withinMs: number): Promise<void>;
}

export interface Listen {
  host: string;
  port: number;
  fetch: (request: Request, env: unknown) => Response | Promise<Response>;
  /** The setting that a taken port is a mistake in. */
  setting?: "PORT" | "METRICS_PORT";
}

export async function listen({ host, port, fetch, setting = "PORT" }: Listen): Promise<HttpServer> {
  // A client of HTTP/1.0 may send no Host; the address is then ours.
  const server = createAdaptorServer({ fetch, hostname: host }) as Server;
  limitBodyTime(server);
  server.headersTimeout = 15_000;
  server.keepAliveTimeout = 65_000;
  const connections = new Connections(server);
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(listenError(error, host, port, setting)));
    server.listen(port, host, () => resolve());
  });
  let closed: Promise<void> | undefined;
  return { url: urlOf(server, host, port), close: (withinMs) => (closed ??= close(server, connections, withinMs)) };
}

/**
 * Which connections have a request under way. Node's own `closeIdleConnections` leaves those open that have not asked
 * for anything yet, and those whose request ends after it was called: either would hold up a stop until its time is up.
 */
class Connections {
  readonly #requests = new Map<Socket, number>();
  #closing = false;

  constructor(server: Server) {
    server.on("connection", (socket: Socket) => {
      this.#requests.set(socket, 0);
      socket.once("close", () => this.#requests.delete(socket));
    });
    server.on("request", ({ socket }: IncomingMessage, response: ServerResponse) => {
      this.#requests.set(socket, (this.#requests.get(socket) ?? 0) + 1);
      if (this.#closing) response.shouldKeepAlive = false;
      response.once("close", () => {
        const left = (this.#requests.get(socket) ?? 1) - 1;
        if (!socket.destroyed) this.#requests.set(socket, left);
        if (this.#closing && left === 0) socket.end();
      });
    });
  }

  closeWhenIdle(): void {
    this.#closing = true;
    for (const [socket, requests] of this.#requests) if (requests === 0) socket.destroy();
  }
}

function close(server: Server, connections: Connections, withinMs: number): Promise<void> {
  return new Promise((resolve) => {
    const late = setTimeout(() => server.closeAllConnections(), withinMs);
    server.close(() => {
      clearTimeout(late);
      resolve();
    });
    connections.closeWhenIdle();
  });
}

function listenError(error: NodeJS.ErrnoException, host: string, port: number, setting: string): Error {
  const where = `${host}:${port}`;
  const code = error.code ?? "";
  if (code === "EADDRINUSE") {
    return new StartError(`${setting}: ${where} is taken by another program; set another ${setting}`);
  }
  if (code === "EACCES") return new StartError(`${setting}: no permission to listen on ${where}`);
  if (["EADDRNOTAVAIL", "ENOTFOUND", "EAI_AGAIN"].includes(code)) {
    return new StartError(`HOST: ${host} is not an address of this machine`);
  }
  return error;
}

function urlOf(server: Server, host: string, asked: number): string {
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : asked;
  const anywhere = host === "0.0.0.0" || host === "::";
  return `http://${anywhere ? "127.0.0.1" : host.includes(":") ? `[${host}]` : host}:${port}`;
}
