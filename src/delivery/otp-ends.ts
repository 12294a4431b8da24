/** Whoever waits with a message in hand hears here that its OTP has ended, as far as this replica knows. */
export class OtpEnds {
  readonly #listeners = new Map<string, Set<() => void>>();

  /** The answer takes the listener off again. */
  on(otpId: string, listener: () => void): () => void {
    const listeners = this.#listeners.get(otpId) ?? new Set();
    this.#listeners.set(otpId, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#listeners.get(otpId) === listeners) this.#listeners.delete(otpId);
    };
  }

  tell(otpId: string): void {
    const listeners = this.#listeners.get(otpId) ?? [];
    this.#listeners.delete(otpId);
    for (const listener of listeners) listener();
  }
}
