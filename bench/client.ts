import net from "node:net";

/**
 * One keep-alive connection that sends a request and reads its answer. As little as HTTP/1.1 needs, so that what is
 * measured on a machine shared with the load generator is the gateway.
 */
export class BenchClient {
  readonly #socket: net.Socket;
  readonly #head: string;
  #buffer = "";
  #waiting: { resolve: (answer: BenchAnswer) => void; reject: (error: Error) => void } | null = null;

  private constructor(socket: net.Socket, head: string) {
    this.#socket = socket;
    this.#head = head;
    socket.setEncoding("utf8");
    socket.on("data", (text: string) => this.#read(text));
    const fail = (error?: Error): void =>
      this.#waiting?.reject(error ?? new Error("the gateway closed the connection"));
    socket.on("error", fail).on("close", () => fail());
  }

  static connect(url: URL, key: string): Promise<BenchClient> {
    return new Promise((resolve, reject) => {
      const socket = net.connect(Number(url.port), url.hostname, () => {
        socket.setNoDelay(true);
        const head = `Host: ${url.host}\r\nAuthorization: Bearer ${key}\r\nContent-Type: application/json\r\n`;
        resolve(new BenchClient(socket, head));
      });
      socket.once("error", reject);
    });
  }

  post(path: string, body: object): Promise<BenchAnswer> {
    return this.#send("POST", path, body);
  }

  put(path: string, body: object): Promise<BenchAnswer> {
    return this.#send("PUT", path, body);
  }

  #send(method: string, path: string, body: object): Promise<BenchAnswer> {
    const text = JSON.stringify(body);
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#socket.write(
        `${method} ${path} HTTP/1.1\r\n${this.#head}Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`,
      );
    });
  }

  close(): void {
    this.#waiting = null;
    this.#socket.destroy();
  }

  #read(text: string): void {
    this.#buffer += text;
    const end = this.#buffer.indexOf("\r\n\r\n");
    if (end < 0) return;
    const head = this.#buffer.slice(0, end);
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? "0");
    const body = this.#buffer.slice(end + 4, end + 4 + length);
    if (body.length < length) return;
    this.#buffer = this.#buffer.slice(end + 4 + length);
    const waiting = this.#waiting;
    this.#waiting = null;
    waiting?.resolve({ status: Number(head.slice(9, 12)), body });
  }
}

export interface BenchAnswer {
  status: number;
  body: string;
}
