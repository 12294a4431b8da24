import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * A request as the vendor got it: over HTTP; over SMPP `method` is the command and `body` its fields; over SMTP `headers`
 * are the envelope and `body` the content.
 */
export interface VendorRequest {
  method: string;
  /** With its query. */
  path: string;
  headers: IncomingHttpHeaders;
  /** UTF-8. */
  body: string;
}

/**
 * Over SMPP `status` is the `command_status` and `body` the `message_id`; over SMTP they are a reply's code and text, and
 * `headers` say in `at` what it replies to, where that is not the content.
 */
export interface VendorAnswer {
  status: number;
  headers?: Record<string, string>;
  body: string;
}

/** Ways to fail that no vendor documents and every network has. */
export type Accident =
  /** Takes the request and never answers. */
  | "hang"
  /** Takes the request, then a TCP reset. */
  | "reset"
  /** The status line and half the body, then the end. */
  | "half_closed"
  /** Bytes that are of another protocol. */
  | "garbled";

/** A vendor's interface on a free port of loopback, whatever it speaks. */
export interface Vendor {
  readonly url: string;
  readonly requests: readonly VendorRequest[];
  listen(): Promise<this>;
  /** What the next requests get, in this order; then it behaves again. */
  next(...answers: (VendorAnswer | Accident)[]): void;
  close(): Promise<void>;
}

/**
 * Ports of this process's servers so far. The system may give one out again, and what a kind keeps for an address, a token
 * say, would be taken to another test's server.
 */
const portsHad = new Set<number>();

/** One over HTTP: answers as its wire page says, unless a test says otherwise. */
export class VendorServer implements Vendor {
  readonly requests: VendorRequest[] = [];
  readonly #queue: (VendorAnswer | Accident)[] = [];
  readonly #server;
  #url = "";

  /**
   * `behave`: the vendor's own answer; it checks credentials and shape as the vendor does. `leadsUp`: requests that only
   * prepare another, for a token say. They are always answered so: what a test says is for the one they prepare.
   */
  constructor(
    behave: (request: VendorRequest) => VendorAnswer,
    leadsUp: (request: VendorRequest) => boolean = () => false,
  ) {
    this.#server = createServer((incoming, outgoing) => {
      const parts: Buffer[] = [];
      incoming.on("data", (part: Buffer) => parts.push(part));
      incoming.on("end", () => {
        const request: VendorRequest = {
          method: incoming.method ?? "",
          path: incoming.url ?? "",
          headers: incoming.headers,
          body: Buffer.concat(parts).toString("utf8"),
        };
        this.requests.push(request);
        const told = leadsUp(request) ? undefined : this.#queue.shift();
        const answer = told ?? behave(request);
        if (answer === "hang") return;
        if (answer === "reset") return void incoming.socket.resetAndDestroy();
        if (answer === "garbled") return void incoming.socket.end("NOT HTTP AT ALL\r\n\r\n");
        if (answer === "half_closed") {
          const start = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 4000\r\n\r\n{";
          return void incoming.socket.end(start);
        }
        outgoing.writeHead(answer.status, { "content-type": "application/json", ...answer.headers }).end(answer.body);
      });
    });
  }

  /** `http://127.0.0.1:port` */
  get url(): string {
    return this.#url;
  }

  async listen(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    const { port } = this.#server.address() as AddressInfo;
    if (portsHad.has(port)) {
      await this.close();
      return this.listen();
    }
    portsHad.add(port);
    this.#url = `http://127.0.0.1:${port}`;
    return this;
  }

  next(...answers: (VendorAnswer | Accident)[]): void {
    this.#queue.push(...answers);
  }

  /** Goes away: what it has read is answered, nobody else gets through. */
  goAway(): void {
    this.#server.close();
    this.#server.closeIdleConnections();
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
