import { once } from "node:events";
import { connect, type Socket } from "node:net";

export interface RawAnswer {
  statusLine: string;
  headers: Map<string, string>;
  body: string;
}

/** Writes bytes as they are and reads what comes, for clients that no library here can imitate. */
export class RawClient {
  readonly #socket: Socket;
  #received = Buffer.alloc(0);
  #ended = false;
  #more: () => void = () => undefined;

  constructor(url: string) {
    this.#socket = connect(Number(new URL(url).port), "127.0.0.1");
    this.#socket.on("data", (part) => {
      this.#received = Buffer.concat([this.#received, part]);
      this.#more();
    });
    this.#socket.on("close", () => {
      this.#ended = true;
      this.#more();
    });
    this.#socket.on("error", () => undefined);
  }

  write(bytes: string | Buffer): void {
    this.#socket.write(bytes);
  }

  /** One answer: its head, and as much of a body as the head says. */
  async read(): Promise<RawAnswer> {
    const head = await this.#until(() => this.#received.indexOf("\r\n\r\n"));
    const [statusLine = "", ...lines] = this.#received.subarray(0, head).toString("latin1").split("\r\n");
    const headers = new Map(
      lines.map((line) => {
        const at = line.indexOf(":");
        return [line.slice(0, at).toLowerCase(), line.slice(at + 1).trim()] as const;
      }),
    );
    const begin = head + 4;
    const length = Number(headers.get("content-length") ?? "0");
    await this.#until(() => (this.#received.length >= begin + length ? 0 : -1));
    const body = this.#received.subarray(begin, begin + length).toString("utf8");
    this.#received = this.#received.subarray(begin + length);
    return { statusLine, headers, body };
  }

  /** What came that belongs to no answer; once the other side has closed. */
  async rest(): Promise<string> {
    if (!this.#ended) await once(this.#socket, "close");
    return this.#received.toString("latin1");
  }

  close(): void {
    this.#socket.destroy();
  }

  async #until(found: () => number): Promise<number> {
    for (;;) {
      const at = found();
      if (at >= 0) return at;
      if (this.#ended) throw new Error(`closed after: ${this.#received.toString("latin1").slice(0, 500)}`);
      await new Promise<void>((resolve) => (this.#more = resolve));
    }
  }
}

/** `result`, `id`, … of an answer of `name=value` lines, as the examples read them. */
export function valueOf(body: string, name: string): string | undefined {
  const line = body.split("\n").find((one) => one.startsWith(`${name}=`));
  return line?.slice(name.length + 1);
}
