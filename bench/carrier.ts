import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { VendorRequest } from "../test/conformance/vendor-server.ts";
import type { Carried } from "../test/support/carriers.ts";

/** A message that reached a carrier, whether or not its answer was given. */
export interface Wire {
  carrier: string;
  to: string;
  code: string;
  /** `performance.now()` */
  at: number;
}

/** A carrier on loopback that takes a moment for its answers, so that a kill finds some under way. */
export class Carrier {
  readonly name: string;
  readonly #server: Server;

  constructor(
    name: string,
    {
      latencyMs,
      carry,
      took,
    }: { latencyMs: number; carry: (request: VendorRequest) => Carried; took: (wire: Wire) => void },
  ) {
    this.name = name;
    this.#server = createServer((incoming, outgoing) => {
      const parts: Buffer[] = [];
      incoming.on("data", (part: Buffer) => parts.push(part));
      incoming.on("end", () => {
        const { method = "", url: path = "", headers } = incoming;
        const { answer, arrival } = carry({ method, path, headers, body: Buffer.concat(parts).toString("utf8") });
        if (arrival !== null) took({ carrier: name, ...arrival, at: performance.now() });
        setTimeout(() => {
          outgoing.writeHead(answer.status, { "content-type": "application/json" }).end(answer.body);
        }, latencyMs);
      });
    });
    this.#server.keepAliveTimeout = 60_000;
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** As `kill -9` does: nothing under way is answered, and whoever comes is refused. */
  kill(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}
