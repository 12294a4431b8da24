import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";
import type { Connection } from "../../src/db/client.ts";

/** The way to a database, which can be cut: what is on it gets a TCP reset, and so does who comes until it is restored. */
export class Line {
  readonly connection: Connection;
  readonly #server: Server;
  readonly #sockets: Set<Socket>;
  readonly #state: { whole: boolean };

  static async to(connection: Connection): Promise<Line> {
    const { target, parts } = read(connection);
    const sockets = new Set<Socket>();
    const state = { whole: true };
    const server = createServer((near) => {
      near.on("error", () => undefined);
      if (!state.whole) return void near.resetAndDestroy();
      const far = connect(target);
      far.on("error", () => near.destroy()).on("close", () => near.destroy());
      sockets.add(near.on("close", () => (sockets.delete(near), far.destroy())));
      near.pipe(far).pipe(near);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    return new Line({ ...parts, host: "127.0.0.1", port }, server, sockets, state);
  }

  private constructor(connection: Connection, server: Server, sockets: Set<Socket>, state: { whole: boolean }) {
    this.connection = connection;
    this.#server = server;
    this.#sockets = sockets;
    this.#state = state;
  }

  cut(): void {
    this.#state.whole = false;
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  restore(): void {
    this.#state.whole = true;
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

function read(connection: Connection) {
  const parts = typeof connection === "string" ? partsOf(new URL(connection)) : connection;
  const { host, port } = parts;
  return { parts, target: host.startsWith("/") ? { path: `${host}/.s.PGSQL.${port}` } : { host, port } };
}

function partsOf({ hostname, port, username, password, pathname }: URL) {
  return {
    host: hostname,
    port: Number(port || "5432"),
    username: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: pathname.slice(1),
  };
}
