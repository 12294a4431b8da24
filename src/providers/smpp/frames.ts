import smpp from "smpp";

const HEADER = 16;

/** The length a PDU says of itself can't be right: where the next one begins nobody knows. */
export class Garbled extends Error {}

/** Cuts what comes off a socket into PDUs, holding no more than one that is not whole yet. */
export class Frames {
  #rest: Buffer = Buffer.alloc(0);

  push(bytes: Buffer): Buffer[] {
    const whole: Buffer[] = [];
    let left = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    while (left.length >= 4) {
      const length = left.readUInt32BE(0);
      if (length < HEADER || length > smpp.PDU.maxLength) throw new Garbled("a PDU of an impossible length");
      if (left.length < length) break;
      whole.push(left.subarray(0, length));
      left = left.subarray(length);
    }
    // A copy, so that a few bytes don't keep all that came with them.
    this.#rest = Buffer.from(left);
    return whole;
  }
}
