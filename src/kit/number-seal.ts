import { createCipheriv, createDecipheriv, createHmac, hkdfSync, timingSafeEqual } from "node:crypto";

const TAG_BYTES = 16;
/** How a sealed one looks, to the database's own regular expressions too. */
export const sealedForm = /^n1\.[A-Za-z0-9_-]{22,}$/;

/**
 * Numbers and addresses as the database keeps them: text that only this installation can read, and the same text for the
 * same number, so that equality (limits, one pending OTP, a search) works on what is kept.
 *
 * A synthetic IV, as in RFC 5297: the HMAC of tenant and number is the IV of AES-256 in counter mode, and is made again
 * from what was opened. It is bound to the tenant: the same number of two tenants can't be recognised as one.
 */
export class NumberSeal {
  readonly #macKey: Buffer;
  readonly #cipherKey: Buffer;

  constructor(key: Buffer) {
    const derived = (purpose: string): Buffer => Buffer.from(hkdfSync("sha256", key, "gerbang", purpose, 32));
    this.#macKey = derived("number mac");
    this.#cipherKey = derived("number cipher");
  }

  /** An erased number is empty, and stays so. */
  seal(tenantId: string, number: string): string {
    if (number === "") return "";
    const tag = this.#tag(tenantId, number);
    const cipher = createCipheriv("aes-256-ctr", this.#cipherKey, tag);
    return `n1.${Buffer.concat([tag, cipher.update(number, "utf8"), cipher.final()]).toString("base64url")}`;
  }

  /**
   * Throws when the text was changed, or is another tenant's. One that was never sealed is given back as it is: a replica
   * of an older version may still write, while this one starts.
   */
  open(tenantId: string, text: string): string {
    if (!isSealed(text)) return text;
    const bytes = Buffer.from(text.slice(3), "base64url");
    const tag = bytes.subarray(0, TAG_BYTES);
    const decipher = createDecipheriv("aes-256-ctr", this.#cipherKey, tag);
    const number = Buffer.concat([decipher.update(bytes.subarray(TAG_BYTES)), decipher.final()]).toString("utf8");
    if (!timingSafeEqual(tag, this.#tag(tenantId, number))) throw new Error("a sealed number does not open");
    return number;
  }

  #tag(tenantId: string, number: string): Buffer {
    return createHmac("sha256", this.#macKey).update(`${tenantId}\0${number}`).digest().subarray(0, TAG_BYTES);
  }
}

/** No number and no address looks like this: neither has a dot and no `@`. */
export function isSealed(text: string): boolean {
  return sealedForm.test(text);
}
