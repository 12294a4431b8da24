import { connect, type Socket } from "node:net";

/** A client that knows nothing but a socket: what it sends and what comes back is text, a byte each character. */
export class RawClient {
  readonly #socket: Socket;
  #received = "";
  #wake: () => void = () => undefined;
  #closed = false;
  /** All that was sent and received, in order. */
  readonly exchanges: { from: "client" | "gateway"; text: string }[] = [];

  constructor(url: string) {
    this.#socket = connect(Number(new URL(url).port), "127.0.0.1");
    this.#socket.on("error", () => undefined);
    this.#socket.on("data", (part: Buffer) => {
      this.#received += part.toString("latin1");
      this.#wake();
    });
    this.#socket.once("close", () => {
      this.#closed = true;
      this.#wake();
    });
  }

  send(lines: readonly string[], body = ""): void {
    const text = [...lines, "", body].join("\r\n");
    this.exchanges.push({ from: "client", text });
    this.#socket.write(Buffer.from(text, "latin1"));
  }

  sendBody(body: string): void {
    this.exchanges.push({ from: "client", text: body });
    this.#socket.write(Buffer.from(body, "latin1"));
  }

  /** One answer: its head, and as much body as its length says. */
  async answer(): Promise<{ status: number; head: string; headers: Map<string, string>; body: string }> {
    const head = await this.#until((text) => {
      const at = text.indexOf("\r\n\r\n");
      return at < 0 ? null : at + 4;
    });
    const [statusLine = "", ...lines] = head.trimEnd().split("\r\n");
    const headers = new Map(lines.map((line) => line.split(/:\s*(.*)/s, 2) as [string, string]));
    const lower = new Map([...headers].map(([name, value]) => [name.toLowerCase(), value]));
    const length = Number(lower.get("content-length") ?? "0");
    const body = await this.#until((text) => (text.length >= length ? length : null));
    this.exchanges.push({ from: "gateway", text: head + body });
    return { status: Number(statusLine.split(" ")[1]), head, headers: lower, body };
  }

  /** Resolves when the gateway has closed the connection, and nothing more came. */
  async closed(): Promise<string> {
    while (!this.#closed) await new Promise<void>((resolve) => (this.#wake = resolve));
    return this.#received;
  }

  hangUp(): void {
    this.#socket.destroy();
  }

  /** What came up to the point that `end` finds. */
  async #until(end: (text: string) => number | null): Promise<string> {
    for (;;) {
      const at = end(this.#received);
      if (at !== null) {
        const text = this.#received.slice(0, at);
        this.#received = this.#received.slice(at);
        return text;
      }
      if (this.#closed) throw new Error(`the gateway closed the connection after ${JSON.stringify(this.#received)}`);
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}
