/** What we use of the package, which brings no types: its codec and its tables; in tests its server too. */
declare module "smpp" {
  import type { Server as NetServer, Socket } from "node:net";

  /** Parameters and TLVs lie beside these, under their names in the specification. */
  interface PduFields {
    command_status?: number;
    sequence_number?: number;
    [parameter: string]: unknown;
  }

  class PDU {
    /** Longest that is read or written. */
    static maxLength: number;
    /** Throws on bytes that are no PDU. */
    constructor(bytes: Buffer);
    constructor(command: string, fields?: PduFields);
    /** "unknown" for an id that the specification doesn't have. */
    readonly command: string;
    readonly command_id: number;
    command_status: number;
    sequence_number: number;
    readonly [parameter: string]: unknown;
    isResponse(): boolean;
    /** Throws for a command that has no answer. */
    response(fields?: PduFields): PDU;
    toBuffer(): Buffer;
  }

  class Session {
    readonly socket: Socket;
    on(event: "error", listener: (error: Error) => void): this;
    on(event: string, listener: (pdu: PDU) => void): this;
    send(pdu: PDU, answered?: (answer: PDU) => void): boolean;
    destroy(): void;
  }

  interface Encoding {
    encode(text: string): Buffer;
  }

  const smpp: {
    PDU: typeof PDU;
    Session: typeof Session;
    createServer(tls: { key?: string; cert?: string }, listener: (session: Session) => void): NetServer;
    /** Every command of the specification, answers among them. */
    commands: Readonly<Record<string, { id: number }>>;
    /** `ESME_RTHROTTLED` and the like. */
    errors: Readonly<Record<string, number>>;
    /** `ASCII` is GSM 03.38, one character an octet. */
    encodings: { ASCII: Encoding };
  };
  export default smpp;
  export type { PDU, PduFields, Session };
}
