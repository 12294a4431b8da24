import { readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import smpp, { type PDU, type PduFields, type Session } from "smpp";
import type { Accident, Vendor, VendorAnswer, VendorRequest } from "../conformance/vendor-server.ts";

export const secrets = { system_id: "erp", password: "sample-pw" };

interface Sample {
  pduHex: string;
  fields: Record<string, unknown>;
}

export function sample(name: string): Sample {
  const file = new URL(`../fixtures/smpp/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, "utf8")) as Sample;
}

/** A deliver_sm of the samples, as it comes off the wire. */
export function recorded(name: string): PDU {
  return new smpp.PDU(Buffer.from(sample(name).pduHex, "hex"));
}

export function receipt(text: string, more: PduFields = {}): PDU {
  return new smpp.PDU("deliver_sm", {
    source_addr: "6281100000001",
    destination_addr: "ERPANDA",
    esm_class: 4,
    data_coding: 0,
    short_message: text,
    ...more,
  });
}

/** How a `submit_sm` is answered: with a status and an id, or by an accident, or later, by the test. */
type Next = VendorAnswer | Accident;

/** An SMSC on a free port of loopback, by the server that the package brings. */
export class Smsc implements Vendor {
  readonly requests: VendorRequest[] = [];
  /** Those that are bound, in the order in which they did. */
  readonly bound: Session[] = [];
  /** All that came, without the signs of life. */
  readonly received: PDU[] = [];
  /** What a bind is answered with; a test may change it. `silent`: not at all. */
  bindStatus: number | "silent" | null = null;
  /** Whether signs of life are answered. */
  alive = true;
  readonly #queue: Next[] = [];
  readonly #waiting = new Set<() => void>();
  readonly #sessions = new Set<Session>();
  readonly #server;
  #ids = 0x4f2a91bf;
  #port = 0;

  /** Encrypted with a certificate. */
  constructor(certificate: { key?: string; cert?: string } = {}) {
    this.#server = smpp.createServer(certificate, (session) => this.#serve(session));
  }

  get port(): number {
    return this.#port;
  }

  get url(): string {
    return `smpp://127.0.0.1:${this.#port}`;
  }

  async listen(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    this.#port = (this.#server.address() as AddressInfo).port;
    return this;
  }

  next(...answers: Next[]): void {
    this.#queue.push(...answers);
  }

  /** Resolves when so many of this command have come. */
  async got(command: string, count = 1): Promise<PDU[]> {
    return this.#until(
      () => this.received.filter((pdu) => pdu.command === command),
      (all) => all.length >= count,
    );
  }

  /** Resolves with the newest when somebody is bound. */
  async isBound(): Promise<Session> {
    const bound = await this.#until(
      () => this.bound,
      (all) => all.length > 0,
    );
    return bound.at(-1) ?? Promise.reject(new Error("nobody is bound"));
  }

  /** Resolves when nobody is bound. */
  async isLeft(): Promise<void> {
    await this.#until(
      () => this.bound,
      (all) => all.length === 0,
    );
  }

  /** Resolves with the answer's status. */
  async deliver(pdu: PDU, to?: Session): Promise<number> {
    const session = to ?? (await this.isBound());
    return new Promise((resolve) => session.send(pdu, (answer) => resolve(answer.command_status)));
  }

  /** Cuts all connections. */
  drop(): void {
    for (const session of this.#sessions) session.socket.resetAndDestroy();
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    for (const session of this.#sessions) session.destroy();
    await closed;
  }

  #serve(session: Session): void {
    this.#sessions.add(session);
    session.on("error", () => undefined);
    session.socket.on("close", () => {
      this.#sessions.delete(session);
      const place = this.bound.indexOf(session);
      if (place >= 0) this.bound.splice(place, 1);
      this.#wake();
    });
    session.on("pdu", (pdu) => {
      if (pdu.isResponse()) return;
      if (pdu.command === "enquire_link") return void (this.alive && session.send(pdu.response()));
      this.received.push(pdu);
      if (pdu.command === "bind_transceiver") this.#bind(session, pdu);
      if (pdu.command === "submit_sm") this.#submitted(session, pdu);
      if (pdu.command === "unbind") session.send(pdu.response());
      this.#wake();
    });
  }

  #bind(session: Session, pdu: PDU): void {
    if (this.bindStatus === "silent") return;
    const wrong = pdu["system_id"] !== secrets.system_id ? 0x0f : pdu["password"] !== secrets.password ? 0x0e : 0;
    const status = this.bindStatus ?? wrong;
    session.send(pdu.response({ command_status: status, system_id: "smsc" }));
    if (status === 0) this.bound.push(session);
  }

  #submitted(session: Session, pdu: PDU): void {
    this.requests.push({ method: "submit_sm", path: "", headers: {}, body: JSON.stringify(pdu) });
    const next = this.#queue.shift() ?? { status: 0, body: (this.#ids += 1).toString(16).toUpperCase() };
    if (next === "hang") return;
    if (next === "reset") return void session.socket.resetAndDestroy();
    if (next === "garbled") return void session.socket.end("NOT SMPP AT ALL\r\n\r\n");
    if (next === "half_closed")
      return void session.socket.end(pdu.response({ message_id: "1" }).toBuffer().subarray(0, 12));
    session.send(pdu.response({ command_status: next.status, message_id: next.body }));
  }

  async #until<T>(ask: () => T, good: (value: T) => boolean): Promise<T> {
    while (!good(ask())) await new Promise<void>((resolve) => this.#waiting.add(resolve));
    return ask();
  }

  #wake(): void {
    for (const wake of [...this.#waiting]) {
      this.#waiting.delete(wake);
      wake();
    }
  }
}
