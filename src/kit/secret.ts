import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hash,
  hkdfSync,
  randomFillSync,
  timingSafeEqual,
} from "node:crypto";
import type { NumberSeal } from "./number-seal.ts";
import { StartError } from "../start-error.ts";

/**
 * What the master key (`GATEWAY_SECRET`) is used for. Each purpose has a key of its own, derived by
 * HKDF-SHA-256, so that one key never serves two algorithms.
 */
type Purpose = "code" | "seal" | "fingerprint" | "proof" | "token" | "facade";

interface DerivedKeys {
  /** First four bytes of a hash of the master key: which one made a value, without telling anything of it. */
  readonly id: Buffer;
  readonly byPurpose: Record<Purpose, Buffer>;
}

const ID_BYTES = 4;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const TOKEN_MAC_BYTES = 16;

/**
 * The keys of this installation. New values are made under the first master key; values made under
 * the older ones (`GATEWAY_SECRET_PREVIOUS`) are still read.
 */
export class Keyring {
  readonly #current: DerivedKeys;
  readonly #all: readonly DerivedKeys[];
  readonly #numbers: NumberSeal | null;
  #nonces = Buffer.alloc(0);

  constructor(masterKeys: readonly Buffer[], numbers: NumberSeal | null = null) {
    const [first] = masterKeys;
    if (first === undefined) throw new Error("a keyring needs a master key");
    this.#all = masterKeys.map(derive);
    this.#current = this.#all[0] as DerivedKeys;
    this.#numbers = numbers;
  }

  /** How numbers are kept; its key is the installation's, in the database, whatever the master key. */
  get numbers(): NumberSeal {
    if (this.#numbers === null)
      throw new StartError("this installation has no key of numbers yet: start the gateway once");
    return this.#numbers;
  }

  /** HMAC of an OTP's code, bound to the OTP's id: the same digits under another id give another value. */
  hashCode(otpId: string, code: string): Buffer {
    return Buffer.concat([this.#current.id, mac(this.#current.byPurpose.code, otpId, code)]);
  }

  /** Constant-time compare of a guess with a stored hash. */
  codeMatches(otpId: string, code: string, stored: Uint8Array): boolean {
    const keys = this.#keysOf(stored);
    if (keys === null) return false;
    const expected = Buffer.from(stored).subarray(ID_BYTES);
    const actual = mac(keys.byPurpose.code, otpId, code);
    return expected.length === actual.length && timingSafeEqual(actual, expected);
  }

  /** AES-256-GCM; `context` (what it is, and whose) must be the same to open it. */
  seal(context: string, plain: string | Uint8Array): Buffer {
    const iv = this.#nonce();
    const cipher = createCipheriv("aes-256-gcm", this.#current.byPurpose.seal, iv);
    cipher.setAAD(Buffer.from(context));
    const body = Buffer.concat([cipher.update(plain), cipher.final()]);
    return Buffer.concat([this.#current.id, iv, cipher.getAuthTag(), body]);
  }

  /** Throws when the key is gone or the value was changed: never a silent empty string. */
  open(context: string, sealed: Uint8Array): Buffer {
    const keys = this.#keysOf(sealed);
    if (keys === null) throw new UnknownMasterKey(`${context} is sealed under a master key that is not configured`);
    const bytes = Buffer.from(sealed);
    const iv = bytes.subarray(ID_BYTES, ID_BYTES + IV_BYTES);
    const tag = bytes.subarray(ID_BYTES + IV_BYTES, ID_BYTES + IV_BYTES + TAG_BYTES);
    const decipher = createDecipheriv("aes-256-gcm", keys.byPurpose.seal, iv, { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(context));
    decipher.setAuthTag(tag);
    return Buffer.concat([decipher.update(bytes.subarray(ID_BYTES + IV_BYTES + TAG_BYTES)), decipher.final()]);
  }

  openText(context: string, sealed: Uint8Array): string {
    return this.open(context, sealed).toString("utf8");
  }

  /** A keyed hash for comparing what must not be kept, like a request body that holds a code. */
  fingerprint(text: string): Buffer {
    return mac(this.#current.byPurpose.fingerprint, text);
  }

  /** 32-byte seeds for the keys that sign proofs in a period, the newest master key's first, with their ids. */
  proofSeeds(period: number): { id: string; seed: Buffer }[] {
    return this.#all.map((keys) => ({
      id: `${keys.id.toString("hex")}-${period}`,
      seed: Buffer.from(hkdfSync("sha256", keys.byPurpose.proof, "gerbang", `period ${period}`, 32)),
    }));
  }

  /** Of the keys that signed proofs in 0.1.0, whatever the period. */
  firstProofSeeds(): { id: string; seed: Buffer }[] {
    return this.#all.map((keys) => ({ id: keys.id.toString("hex"), seed: keys.byPurpose.proof }));
  }

  /**
   * Text for an address, which only this installation can have made: `content`, for anyone to read, under a MAC that is
   * bound to `context`. It is the same each time, so nothing of it need be stored.
   */
  token(context: string, content: Uint8Array): string {
    const { id, byPurpose } = this.#current;
    return Buffer.concat([id, tokenMac(byPurpose.token, context, content), content]).toString("base64url");
  }

  /** The content of a token of that context; null when we did not make it. */
  readToken(context: string, token: string): Buffer | null {
    const bytes = Buffer.from(token, "base64url");
    const keys = this.#keysOf(bytes);
    if (keys === null || bytes.toString("base64url") !== token) return null;
    const given = bytes.subarray(ID_BYTES, ID_BYTES + TOKEN_MAC_BYTES);
    const content = bytes.subarray(ID_BYTES + TOKEN_MAC_BYTES);
    const expected = tokenMac(keys.byPurpose.token, context, content);
    return given.length === expected.length && timingSafeEqual(given, expected) ? content : null;
  }

  /** 64-byte keys of HMAC-SHA-512 for the tokens of a façade, newest first, with their ids. */
  tokenKeys(): { id: string; key: Buffer }[] {
    return this.#all.map((keys) => ({ id: keys.id.toString("hex"), key: keys.byPurpose.facade }));
  }

  /** Whether a sealed or hashed value was made under the newest master key. */
  isCurrent(value: Uint8Array): boolean {
    return this.#current.id.equals(Buffer.from(value).subarray(0, ID_BYTES));
  }

  #keysOf(value: Uint8Array): DerivedKeys | null {
    const id = Buffer.from(value).subarray(0, ID_BYTES);
    return this.#all.find((keys) => keys.id.equals(id)) ?? null;
  }

  /** Random bytes are taken in blocks: one system call for many messages. */
  #nonce(): Buffer {
    if (this.#nonces.length < IV_BYTES) this.#nonces = randomFillSync(Buffer.alloc(IV_BYTES * 256));
    const nonce = this.#nonces.subarray(0, IV_BYTES);
    this.#nonces = this.#nonces.subarray(IV_BYTES);
    return nonce;
  }
}

/** What is sealed can only be opened by the master key that sealed it, or one that came before it was replaced. */
export class UnknownMasterKey extends Error {
  override readonly name = "UnknownMasterKey";
}

function derive(master: Buffer): DerivedKeys {
  const key = (purpose: Purpose, bytes = 32): Buffer =>
    Buffer.from(hkdfSync("sha256", master, "gerbang", purpose, bytes));
  return {
    id: createHash("sha256").update("gerbang key id").update(master).digest().subarray(0, ID_BYTES),
    byPurpose: {
      code: key("code"),
      seal: key("seal"),
      fingerprint: key("fingerprint"),
      proof: key("proof"),
      token: key("token"),
      facade: key("facade", 64),
    },
  };
}

function tokenMac(key: Buffer, context: string, content: Uint8Array): Buffer {
  return mac(key, context, Buffer.from(content).toString("hex")).subarray(0, TOKEN_MAC_BYTES);
}

function mac(key: Buffer, ...parts: string[]): Buffer {
  return createHmac("sha256", key).update(parts.join("\0")).digest();
}

/** 32 bytes written as base64 or hex; null when it is neither. */
export function parseMasterKey(text: string): Buffer | null {
  if (/^[0-9a-fA-F]{64}$/.test(text)) return Buffer.from(text, "hex");
  if (!/^[A-Za-z0-9+/_-]{43}=?$/.test(text)) return null;
  const bytes = Buffer.from(text, "base64");
  return bytes.length === 32 ? bytes : null;
}

/** What is stored of an API key: ours carry 256 random bits, so a plain SHA-256 can't be guessed back. */
export function hashApiKey(key: string): string {
  return hash("sha256", key);
}

export function sameSecret(a: string | Uint8Array, b: string | Uint8Array): boolean {
  const digest = (value: string | Uint8Array): Buffer => createHash("sha256").update(value).digest();
  return timingSafeEqual(digest(a), digest(b));
}
