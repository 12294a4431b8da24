import { connect as connectPlain, isIP, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { TransportError, type ConnectTarget } from "../providers/provider.ts";
import { guardTargets, notConnected, type TargetGuardOptions } from "./target-guard.ts";

/** Connections to providers that do not speak HTTP, with the guard and the reasons of those that do. */
export interface ProviderSockets {
  /** Connected, and with `tls` encrypted and proven; throws `TransportError`, nothing sent. The signal ends the trying. */
  connect(target: ConnectTarget, budget: { signal: AbortSignal }): Promise<Socket>;
  /** Ends at once what is connected or being connected. Drain first. */
  close(): void;
}

export interface ProviderSocketsOptions extends TargetGuardOptions {
  /** For tests: a certificate to trust, in PEM. */
  ca?: string;
}

export function createProviderSockets(options: ProviderSocketsOptions): ProviderSockets {
  const guard = guardTargets(options);
  const sockets = new Set<Socket>();
  let closed = false;

  function dial({ host, port, tls }: ConnectTarget): Socket {
    const target = { host, port, lookup: guard.lookup, noDelay: true };
    if (!tls) return connectPlain(target);
    // An address is no server name: the certificate is then compared with the address.
    return connectTls({ ...target, ...(isIP(host) === 0 && { servername: host }), ca: options.ca });
  }

  return {
    connect(target, { signal }) {
      return new Promise((resolve, reject) => {
        if (closed) return reject(new TransportError("closed", false));
        if (signal.aborted) return reject(new TransportError("timeout", false));
        if (guard.refuses(target.host)) return reject(new TransportError("target_not_allowed", false));

        const socket = dial(target);
        const giveUp = (): void => void socket.destroy(new TransportError("timeout", false));
        sockets.add(socket);
        signal.addEventListener("abort", giveUp, { once: true });
        // Stays for the socket's life: its user learns of the end by `close`, and an error that comes when nobody
        // listens any more must not end the process.
        socket.on("error", (error) => reject(notConnected(error)));
        socket.once("close", () => {
          sockets.delete(socket);
          signal.removeEventListener("abort", giveUp);
        });
        socket.once(target.tls ? "secureConnect" : "connect", () => {
          signal.removeEventListener("abort", giveUp);
          resolve(socket);
        });
      });
    },
    close() {
      closed = true;
      for (const socket of sockets) socket.destroy(new TransportError("closed", false));
    },
  };
}
