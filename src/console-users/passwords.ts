import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from "node:crypto";
import { GatewayError } from "../errors.ts";

interface Cost {
  /** log2 of N. */
  ln: number;
  r: number;
  p: number;
}

const SALT_BYTES = 16;
const HASH_BYTES = 32;
/**
 * Each takes 32 MiB and keeps a core busy for a quarter of a second. Issue and verify need the others, and the memory: OWASP's
 * equal choice of one pass over 128 MiB takes twice as long, and two at once are more than all the rest of the gateway.
 */
const TODAY: Cost = { ln: 15, r: 8, p: 3 };
/** However many come to sign in: one core of a small machine's two. */
const AT_ONCE = 1;
/** Who comes after these would wait longer than a person does. */
const MOST_WAITING = 16;

/** Hashes of passwords: scrypt, its parameters kept with each, so that they can be raised later. */
export class Passwords {
  readonly #cost: Cost;
  readonly #nobodys: string;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  /** `ln`: log2 of scrypt's N; less is for tests. */
  constructor({ ln = TODAY.ln }: { ln?: number } = {}) {
    this.#cost = { ...TODAY, ln };
    // As if it were of a password that nobody knows. Not made by hashing, so a start costs nothing.
    this.#nobodys = written(this.#cost, randomBytes(SALT_BYTES), randomBytes(HASH_BYTES));
  }

  async hash(password: string): Promise<string> {
    const salt = randomBytes(SALT_BYTES);
    return written(this.#cost, salt, await this.#derive(password, salt, this.#cost));
  }

  /** `hash` is null for somebody who does not exist or has no password: that takes as long, and is never right. */
  async matches(password: string, hash: string | null): Promise<boolean> {
    const { cost, salt, derived } = read(hash ?? this.#nobodys);
    return timingSafeEqual(await this.#derive(password, salt, cost), derived) && hash !== null;
  }

  /** Whether it was made with other parameters than new ones are. */
  isOutdated(hash: string): boolean {
    const { ln, r, p } = read(hash).cost;
    return ln !== this.#cost.ln || r !== this.#cost.r || p !== this.#cost.p;
  }

  async #derive(password: string, salt: Buffer, { ln, r, p }: Cost): Promise<Buffer> {
    await this.#turn();
    try {
      const N = 2 ** ln;
      // One password may be typed in several ways: an accent is a letter of its own on some keyboards.
      return await derive(password.normalize("NFC"), salt, { N, r, p, maxmem: 256 * N * r });
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#running -= 1;
      else next();
    }
  }

  /** Whoever ends hands the turn on. */
  async #turn(): Promise<void> {
    if (this.#running < AT_ONCE) {
      this.#running += 1;
      return;
    }
    if (this.#waiting.length >= MOST_WAITING) {
      throw new GatewayError(
        "overloaded",
        "Too many people are signing in at this moment; try again in a few seconds.",
        {
          retryAfterSeconds: 5,
        },
      );
    }
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }
}

function derive(password: string, salt: Buffer, options: ScryptOptions): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password, salt, HASH_BYTES, options, (error, derived) => {
      if (error === null) resolve(derived);
      else reject(error);
    });
  });
}

function written({ ln, r, p }: Cost, salt: Buffer, derived: Buffer): string {
  return `$scrypt$ln=${ln},r=${r},p=${p}$${salt.toString("base64url")}$${derived.toString("base64url")}`;
}

function read(hash: string): { cost: Cost; salt: Buffer; derived: Buffer } {
  const [, ln, r, p, salt, derived] = /^\$scrypt\$ln=(\d+),r=(\d+),p=(\d+)\$([\w-]+)\$([\w-]+)$/.exec(hash) ?? [];
  if (salt === undefined || derived === undefined) throw new Error("a stored password is no hash of ours");
  const bytes = (text: string): Buffer => Buffer.from(text, "base64url");
  return { cost: { ln: Number(ln), r: Number(r), p: Number(p) }, salt: bytes(salt), derived: bytes(derived) };
}
