import http from "node:http";
import type { AddressInfo } from "node:net";

/** A local provider that takes every message the way Meta's Cloud API does, and tells who waits that it came. */
export class BenchProvider {
  readonly #server: http.Server;
  readonly #arrivals = new Map<string, (arrival: Arrival) => void>();
  #count = 0;

  constructor() {
    this.#server = http.createServer((request, response) => {
      const at = performance.now();
      const parts: Buffer[] = [];
      request.on("data", (part: Buffer) => parts.push(part));
      request.on("end", () => {
        const body = Buffer.concat(parts).toString();
        this.#count += 1;
        response.writeHead(200, { "content-type": "application/json" });
        response.end(`{"messaging_product":"whatsapp","messages":[{"id":"wamid.bench${this.#count}"}]}`);
        const to = /"to":"(\+\d+)"/.exec(body)?.[1] ?? "";
        const code = /"text":"(\d{4,10})"/.exec(body)?.[1] ?? "";
        this.#arrivals.get(to)?.({ code, at });
        this.#arrivals.delete(to);
      });
    });
    this.#server.keepAliveTimeout = 60_000;
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Resolves when a message to this number reaches the wire. */
  arrival(to: string): Promise<Arrival> {
    return new Promise((resolve) => this.#arrivals.set(to, resolve));
  }

  get count(): number {
    return this.#count;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

export interface Arrival {
  code: string;
  /** `performance.now()` of its first byte. */
  at: number;
}
