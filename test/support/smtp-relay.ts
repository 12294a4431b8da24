import type { Socket } from "node:net";
import { SMTPServer, type SMTPServerSession } from "smtp-server";
import type { Accident, Vendor, VendorAnswer, VendorRequest } from "../conformance/vendor-server.ts";
import { certificate } from "./certificate.ts";

export interface RelayOptions {
  /** Encrypted from the first byte. */
  secure?: boolean;
  /** What it offers to clients that are not encrypted. */
  startTls?: boolean;
  /** Whom it serves; null: everybody. */
  login?: { username: string; password: string } | null;
  /** Of one client at once; more are turned away. */
  connections?: number;
}

/** Where in the conversation an answer is given: one that is not given at once waits for its turn. */
type Turn = "greeting" | "login" | "sender" | "recipient" | "content";

/** A real SMTP server on loopback. A request is a message it was handed, whatever it answered. */
export class SmtpRelay implements Vendor {
  readonly requests: VendorRequest[] = [];
  readonly #queue: (VendorAnswer | Accident)[] = [];
  readonly #sockets = new Map<number, Socket>();
  readonly #secure: boolean;
  readonly #server: SMTPServer;
  #open = 0;
  #url = "";

  constructor({ secure = false, startTls = true, login = null, connections = Infinity }: RelayOptions = {}) {
    this.#secure = secure;
    this.#server = new SMTPServer({
      ...certificate,
      secure,
      hideSTARTTLS: !startTls,
      disabledCommands: startTls ? [] : ["STARTTLS"],
      // Replies carry the enhanced codes that a test gives them, or none.
      hideENHANCEDSTATUSCODES: true,
      disableReverseLookup: true,
      authOptional: login === null,
      allowInsecureAuth: true,
      onConnect: (_, callback) => {
        this.#open += 1;
        callback(this.#open > connections ? reply(421, "Too many connections") : this.#refusal("greeting"));
      },
      onClose: () => void (this.#open -= 1),
      onAuth: ({ username, password }, _, callback) => {
        const refusal = this.#refusal("login");
        const known = login === null || (username === login.username && password === login.password);
        if (refusal !== null || !known) callback(refusal ?? reply(535, "5.7.8 Authentication credentials invalid"));
        else callback(null, { user: username });
      },
      onMailFrom: (_, __, callback) => callback(this.#refusal("sender")),
      onRcptTo: (_, __, callback) => callback(this.#refusal("recipient")),
      onData: (stream, session, callback) => {
        const parts: Buffer[] = [];
        stream.on("data", (part: Buffer) => parts.push(part));
        stream.on("end", () => {
          this.requests.push(requestOf(session, Buffer.concat(parts).toString("utf8")));
          const next = this.#queue.shift();
          if (typeof next === "string") this.#have(next, session);
          else callback(next === undefined ? null : reply(next.status, next.body));
        });
      },
    });
    // A client that leaves in the middle is no fault of the server's.
    this.#server.on("error", () => undefined);
    this.#server.server.on("connection", (socket: Socket) => {
      const port = socket.remotePort ?? 0;
      this.#sockets.set(port, socket);
      socket.once("close", () => this.#sockets.delete(port));
    });
  }

  /** `smtp://127.0.0.1:port`, or `smtps:` when it is encrypted from the first byte. */
  get url(): string {
    return this.#url;
  }

  async listen(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    const address = this.#server.server.address();
    const port = typeof address === "object" ? address?.port : undefined;
    this.#url = `${this.#secure ? "smtps" : "smtp"}://127.0.0.1:${port}`;
    return this;
  }

  next(...answers: (VendorAnswer | Accident)[]): void {
    this.#queue.push(...answers);
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(resolve));
    for (const socket of this.#sockets.values()) socket.destroy();
    await closed;
  }

  /** What it was told to say at this turn of the conversation. */
  #refusal(turn: Turn): Error | null {
    const [next] = this.#queue;
    if (typeof next !== "object" || next.headers?.["at"] !== turn) return null;
    this.#queue.shift();
    return reply(next.status, next.body);
  }

  #have(accident: Accident, { remotePort }: SMTPServerSession): void {
    const socket = this.#sockets.get(remotePort);
    if (accident === "reset") socket?.resetAndDestroy();
    if (accident === "half_closed") socket?.end("25");
    if (accident === "garbled") socket?.end("HTTP/1.1 400 Bad Request\r\n\r\n");
  }
}

function reply(status: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode: status });
}

function requestOf({ envelope, user, secure }: SMTPServerSession, body: string): VendorRequest {
  const { mailFrom, rcptTo } = envelope;
  const headers = {
    from: mailFrom === false ? "" : mailFrom.address,
    to: rcptTo.map(({ address }) => address).join(","),
    user: user || "",
    encrypted: secure ? "yes" : "no",
  };
  return { method: "DATA", path: "", headers, body };
}
