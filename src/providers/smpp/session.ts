import type { Socket } from "node:net";
import smpp, { type PDU, type PduFields } from "smpp";
import { Frames } from "./frames.ts";
import { status } from "./status.ts";

export type Reply =
  | { kind: "answered"; answer: PDU }
  /** Its time was up; an answer may still come. */
  | { kind: "late" }
  /** The connection ended first, or had ended before anything was written. */
  | { kind: "lost"; reason: string; written: boolean };

interface Request {
  /** Of the answer: the request's own with the highest bit set. */
  answerId: number;
  settle: (reply: Reply) => void;
  answeredLate: (answer: PDU) => void;
}

/** What the peer asks of us. Resolves with the answer. */
type Serve = (request: PDU) => Promise<PDU>;

const ANSWER_BIT = 0x80000000;
const GENERIC_NACK = 0x80000000;
const LAST_SEQUENCE = 0x7fffffff;
/** Requests of the peer in hand; more wait unread. */
const SERVED_AT_ONCE = 500;
/** Late answers that are still known; of older ones nobody asks. */
const LATE_KEPT = 100;

/**
 * Requests and answers on one connection. The package's own `Session` has no time-outs, keeps the callback of every
 * request that is never answered, and stops reading for good at the first bad PDU; its codec is what we use.
 */
export class Session {
  readonly #socket: Socket;
  readonly #serve: Serve;
  readonly #frames = new Frames();
  readonly #requests = new Map<number, Request>();
  readonly #late = new Map<number, Request>();
  #sequence = 0;
  #serving = 0;
  #unbound = false;
  #over: string | null = null;
  #idle: (() => void)[] = [];
  #end: (reason: string) => void = () => {};
  /** A short word for why. */
  readonly ended: Promise<string>;

  constructor(socket: Socket, serve: Serve) {
    this.#socket = socket;
    this.#serve = serve;
    this.ended = new Promise((resolve) => (this.#end = resolve));
    socket.on("data", (bytes: Buffer) => this.#read(bytes));
    socket.on("drain", () => this.#flow());
    socket.on("close", () => this.end("reset"));
    if (socket.destroyed) this.end("reset");
  }

  get over(): boolean {
    return this.#over !== null;
  }

  /** Rejects only what can't be written as a PDU, a bug of ours. `answeredLate` hears of an answer that comes after the signal. */
  request(
    command: string,
    fields: PduFields,
    signal: AbortSignal,
    answeredLate: (answer: PDU) => void = () => {},
  ): Promise<Reply> {
    const over = this.#over ?? (this.#unbound ? "unbound" : null);
    if (over !== null) return Promise.resolve({ kind: "lost", reason: over, written: false });
    this.#sequence = this.#sequence === LAST_SEQUENCE ? 1 : this.#sequence + 1;
    const sequence = this.#sequence;
    const pdu = new smpp.PDU(command, { ...fields, sequence_number: sequence });
    return new Promise((resolve) => {
      const giveUp = (): void => this.#letGo(sequence);
      const settle = (reply: Reply): void => {
        signal.removeEventListener("abort", giveUp);
        this.#requests.delete(sequence);
        resolve(reply);
        this.#wakeIdle();
      };
      this.#requests.set(sequence, { answerId: (pdu.command_id | ANSWER_BIT) >>> 0, settle, answeredLate });
      signal.addEventListener("abort", giveUp, { once: true });
      this.#write(pdu);
      if (signal.aborted) giveUp();
    });
  }

  /** When nothing is unanswered on either side, or the time for that is up. */
  async idle(signal = new AbortController().signal): Promise<void> {
    const wake = (): void => this.#wakeIdle();
    signal.addEventListener("abort", wake, { once: true });
    while (!this.over && !signal.aborted && (this.#requests.size > 0 || this.#serving > 0)) {
      await new Promise<void>((resolve) => this.#idle.push(resolve));
    }
    signal.removeEventListener("abort", wake);
  }

  /** Ends it at once. */
  end(reason: string): void {
    this.#close(reason);
    this.#socket.destroy();
  }

  #read(bytes: Buffer): void {
    let frames: Buffer[];
    try {
      frames = this.#frames.push(bytes);
    } catch {
      // Its text says nothing that the reason does not.
      return this.end("garbled");
    }
    for (const frame of frames) if (!this.over) this.#take(frame);
    this.#flow();
  }

  #take(frame: Buffer): void {
    const pdu = decode(frame);
    // Not ours to mend, and where the next one begins is known: a request is refused, an answer stays out.
    if (pdu === null)
      return isAnswer(frame) ? undefined : this.#write(refusalOf(numberOf(frame), status.invalidLength));
    if (pdu.isResponse()) return this.#answered(pdu);
    void this.#answer(pdu);
  }

  async #answer(request: PDU): Promise<void> {
    this.#serving += 1;
    // What we fail at, the peer may say again.
    const answer = await this.#serve(request).catch(() => refusalOf(request, status.systemError));
    this.#serving -= 1;
    this.#write(answer);
    this.#flow();
    this.#wakeIdle();
    if (request.command !== "unbind") return;
    this.#unbound = true;
    // What it still owes us it may answer yet, each in its time.
    await this.idle();
    this.#close("unbound");
  }

  #answered(pdu: PDU): void {
    const { sequence_number: sequence, command_id: id } = pdu;
    const request = this.#requests.get(sequence) ?? this.#late.get(sequence);
    if (request === undefined || (id !== request.answerId && id !== GENERIC_NACK)) return;
    if (this.#late.delete(sequence)) request.answeredLate(pdu);
    else request.settle({ kind: "answered", answer: pdu });
  }

  #letGo(sequence: number): void {
    const request = this.#requests.get(sequence);
    if (request === undefined) return;
    request.settle({ kind: "late" });
    this.#late.set(sequence, request);
    for (const oldest of this.#late.keys()) {
      if (this.#late.size <= LATE_KEPT) break;
      this.#late.delete(oldest);
    }
  }

  #write(pdu: PDU): void {
    if (!this.over) this.#socket.write(pdu.toBuffer());
  }

  /** A peer that doesn't read, or asks faster than we can keep what it says, is not read from. */
  #flow(): void {
    if (this.over) return;
    if (this.#serving >= SERVED_AT_ONCE || this.#socket.writableNeedDrain) this.#socket.pause();
    else this.#socket.resume();
  }

  #close(reason: string): void {
    if (this.over) return;
    this.#over = reason;
    this.#socket.destroySoon();
    for (const request of [...this.#requests.values()]) request.settle({ kind: "lost", reason, written: true });
    this.#late.clear();
    this.#wakeIdle();
    this.#end(reason);
  }

  #wakeIdle(): void {
    for (const wake of this.#idle.splice(0)) wake();
  }
}

/** Null when it is no PDU: the package throws on one that is shorter than its fields. */
function decode(frame: Buffer): PDU | null {
  try {
    return new smpp.PDU(frame);
  } catch {
    return null;
  }
}

/** By the highest bit of the command's id, which follows the length. */
function isAnswer(frame: Buffer): boolean {
  return frame.readUInt32BE(4) >= ANSWER_BIT;
}

function numberOf(frame: Buffer): Pick<PDU, "sequence_number"> {
  return { sequence_number: frame.readUInt32BE(12) };
}

function refusalOf({ sequence_number }: Pick<PDU, "sequence_number">, command_status: number): PDU {
  return new smpp.PDU("generic_nack", { command_status, sequence_number });
}
